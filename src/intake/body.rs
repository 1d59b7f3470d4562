//! A body within its limits, read as what it says it is.

use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::http::header::{CONTENT_TYPE, EXPECT};
use axum::http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Map, Value};
use tokio::time::timeout;

use super::problem::Problem;
use crate::assessment::{Complaint, unique_json};
use crate::form;

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

/// What a body says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    Json,
    Form,
    Text,
}

/// What a body holds.
pub(super) enum Content {
    Json(Map<String, Value>),
    Form(Vec<(String, String)>),
}

/// The media type of a request; `None` where it is another or a charset other than UTF-8.
pub(super) fn media(headers: &HeaderMap) -> Option<Media> {
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
/// 415 for any other media type, 413 beyond the size, 408 beyond the time, 400 where it is malformed or cut off.
pub(super) async fn read(headers: &HeaderMap, body: Body, limits: Limits) -> Result<Content, Problem> {
    match media(headers) {
        Some(Media::Json) => object(&bytes(headers, body, limits).await?).map(Content::Json),
        Some(Media::Form) => form::fields(&bytes(headers, body, limits).await?)
            .map(Content::Form)
            .ok_or_else(|| Problem::malformed("problem.not_utf8")),
        Some(Media::Text) | None => Err(other_media()),
    }
}

/// Reads what a page tells, a JSON object, whatever it calls it.
///
/// # Errors
/// As [`read`].
pub(super) async fn read_told(
    headers: &HeaderMap,
    body: Body,
    limits: Limits,
) -> Result<Map<String, Value>, Problem> {
    match media(headers) {
        Some(Media::Json | Media::Text) => object(&bytes(headers, body, limits).await?),
        Some(Media::Form) | None => Err(other_media()),
    }
}

fn other_media() -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "problem.media")
}

async fn bytes(headers: &HeaderMap, body: Body, limits: Limits) -> Result<Vec<u8>, Problem> {
    // A client that asks before it sends is answered before it sends.
    let asks = headers.contains_key(EXPECT);
    let collected = timeout(limits.body_time, collect(body, limits.body_bytes, asks)).await;
    collected.unwrap_or_else(|_| Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "problem.slow_body")))
}

fn object(bytes: &[u8]) -> Result<Map<String, Value>, Problem> {
    match unique_json(bytes) {
        Ok(Value::Object(body)) => Ok(body),
        Ok(_) => Err(Problem::malformed("problem.no_object")),
        Err(error) => {
            let detail = Complaint::plain("problem.bad_json").with("error", error);
            Err(Problem::of(StatusCode::BAD_REQUEST, detail))
        }
    }
}

async fn collect(mut body: Body, most: usize, asks: bool) -> Result<Vec<u8>, Problem> {
    let too_large = || {
        let detail = Complaint::plain("problem.too_large").with("limit", most / 1024);
        Err(Problem::of(StatusCode::PAYLOAD_TOO_LARGE, detail))
    };
    let announced = body.size_hint().lower();
    if announced > most as u64 && (asks || announced > (most * PATIENCE) as u64) {
        return too_large();
    }
    let mut bytes = Vec::new();
    let mut size = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::malformed("problem.cut_off"))?;
        let Ok(data) = frame.into_data() else { continue };
        size += data.len();
        if size > most * PATIENCE {
            break;
        }
        if size <= most {
            bytes.extend_from_slice(&data);
        }
    }
    if size > most { too_large() } else { Ok(bytes) }
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
