//! A body read as what it says it is.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::problem::Problem;
use crate::assessment::{Complaint, unique_json};
use crate::body::{self, BodyError, Limits, Media, media};
use crate::form;

/// What a body holds.
pub(super) enum Content {
    Json(Map<String, Value>),
    Form(Vec<(String, String)>),
}

/// Reads a body whole.
///
/// # Errors
/// 415 for any other media type, 413 beyond the size, 408 beyond the time, 400 where it is malformed or cut off.
pub(super) async fn read(headers: &HeaderMap, body: Body, limits: Limits) -> Result<Content, Problem> {
    match media(headers) {
        Some(Media::Json) => object(&body::read(headers, body, limits).await?).map(Content::Json),
        Some(Media::Form) => form::fields(&body::read(headers, body, limits).await?)
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
        Some(Media::Json | Media::Text) => object(&body::read(headers, body, limits).await?),
        Some(Media::Form) | None => Err(other_media()),
    }
}

fn other_media() -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "problem.media")
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

impl From<BodyError> for Problem {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge(most) => {
                let detail = Complaint::plain("problem.too_large").with("limit", most / 1024);
                Self::of(StatusCode::PAYLOAD_TOO_LARGE, detail)
            }
            BodyError::TooSlow => Self::new(StatusCode::REQUEST_TIMEOUT, "problem.slow_body"),
            BodyError::CutOff => Self::malformed("problem.cut_off"),
        }
    }
}
