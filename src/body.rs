//! The body of a request within its limits, for the endpoint and the inbox.

use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, EXPECT};
use http_body_util::BodyExt;
use tokio::time::timeout;

/// How much one request may send, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of a body.
    pub body_bytes: usize,
    /// For the whole body.
    pub body_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            body_time: Duration::from_secs(30),
        }
    }
}

/// A body that goes on beyond the limit is read and thrown away up to so many times the limit, so that an ordinary
/// client comes to read the refusal; then the connection is cut.
const PATIENCE: usize = 8;

/// Why a body could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BodyError {
    #[error("more than {0} bytes")]
    TooLarge(usize),
    #[error("too slow")]
    TooSlow,
    #[error("cut off")]
    CutOff,
}

/// What a body says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    Json,
    Form,
    Text,
}

/// The media type of a request; `None` where it is another or a charset other than UTF-8.
pub(crate) fn media(headers: &HeaderMap) -> Option<Media> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?.to_ascii_lowercase();
    let mut parts = value.split(';').map(str::trim);
    let media = match parts.next()? {
        "application/json" => Media::Json,
        "application/x-www-form-urlencoded" => Media::Form,
        "text/plain" => Media::Text,
        _ => return None,
    };
    let mut charsets = parts.filter_map(|part| part.strip_prefix("charset="));
    let utf8 = |charset: &str| matches!(charset.trim_matches('"'), "utf-8" | "utf8");
    charsets.all(utf8).then_some(media)
}

/// Reads a body whole.
///
/// # Errors
/// Where it is larger or slower than it may be, or the client went away.
pub(crate) async fn read(headers: &HeaderMap, body: Body, limits: Limits) -> Result<Vec<u8>, BodyError> {
    // A client that asks before it sends is answered before it sends.
    let asks = headers.contains_key(EXPECT);
    let collected = timeout(limits.body_time, collect(body, limits.body_bytes, asks)).await;
    collected.unwrap_or(Err(BodyError::TooSlow))
}

async fn collect(mut body: Body, most: usize, asks: bool) -> Result<Vec<u8>, BodyError> {
    let announced = body.size_hint().lower();
    if announced > most as u64 && (asks || announced > (most * PATIENCE) as u64) {
        return Err(BodyError::TooLarge(most));
    }
    let mut bytes = Vec::new();
    let mut size = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| BodyError::CutOff)?;
        let Ok(data) = frame.into_data() else { continue };
        size += data.len();
        if size > most * PATIENCE {
            break;
        }
        if size <= most {
            bytes.extend_from_slice(&data);
        }
    }
    if size > most {
        Err(BodyError::TooLarge(most))
    } else {
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_forms_and_text_are_told_apart_and_nothing_else_is_taken() {
        let of = |value: &'static str| {
            media(&HeaderMap::from_iter([(
                CONTENT_TYPE,
                axum::http::HeaderValue::from_static(value),
            )]))
        };
        assert_eq!(of("application/json"), Some(Media::Json));
        assert_eq!(of("Application/JSON; charset=\"UTF-8\""), Some(Media::Json));
        assert_eq!(
            of("application/x-www-form-urlencoded;charset=utf-8"),
            Some(Media::Form)
        );
        assert_eq!(of("text/plain;charset=UTF-8"), Some(Media::Text));
        for other in [
            "",
            "text/html",
            "application/jsonp",
            "application/json; charset=utf-16",
            "multipart/form-data",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
        assert_eq!(media(&HeaderMap::new()), None);
    }
}
