//! Refusals, as RFC 9457 problem documents.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::assessment::{AnswerFault, ContactFault};
use crate::render::RenderError;
use crate::store::StoreError;

/// One thing that is wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Fault {
    /// A JSON pointer into the body.
    pub(super) pointer: String,
    /// The question that it is about, as it was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) question: Option<String>,
    /// What is wrong and what to do.
    pub(super) message: String,
}

/// Why a request is refused, for the client; nothing of our insides.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{status}: {detail}")]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) detail: String,
    pub(super) errors: Vec<Fault>,
    /// Seconds after which it may be tried again.
    pub(super) retry_after: Option<u64>,
}

#[derive(Serialize)]
struct Document<'a> {
    r#type: &'static str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "<[Fault]>::is_empty")]
    errors: &'a [Fault],
}

impl Problem {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            errors: Vec::new(),
            retry_after: None,
        }
    }

    fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong on our side. Please try again later.",
        )
    }

    pub(super) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    pub(super) fn faults(errors: Vec<Fault>) -> Self {
        let detail = match errors.len() {
            1 => "One thing needs mending.".to_owned(),
            many => format!("{many} things need mending."),
        };
        Self {
            errors,
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
        }
    }

    pub(super) fn retry_after(self, seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds),
            ..self
        }
    }

    /// What the status is called.
    pub(super) fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Error")
    }

    /// Puts the refusal's status and headers on `page`.
    pub(super) fn dress(&self, page: impl IntoResponse) -> Response {
        let mut response = (self.status, page).into_response();
        response
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let document = Document {
            r#type: "about:blank",
            title: self.title(),
            status: self.status.as_u16(),
            detail: &self.detail,
            errors: &self.errors,
        };
        let body = serde_json::to_vec(&document).expect("a problem is plain data");
        let mut response = self.dress(([(CONTENT_TYPE, "application/problem+json")], body));
        // For whoever would rather show a page.
        response.extensions_mut().insert(self);
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

impl Fault {
    pub(super) fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            question: None,
            message: message.into(),
        }
    }
}

/// Insides go to the log.
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy | StoreError::Closed => {
                let detail = "Too much is being sent at this moment. Please send it again.";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, detail).retry_after(1)
            }
            StoreError::Full => {
                tracing::error!(%error, "nothing can be stored");
                Self::new(
                    StatusCode::INSUFFICIENT_STORAGE,
                    "Nothing can be stored at the moment.",
                )
            }
            error => {
                tracing::error!(%error, "the store failed");
                Self::internal()
            }
        }
    }
}

impl From<RenderError> for Problem {
    fn from(error: RenderError) -> Self {
        tracing::error!(%error, "a page can't be rendered");
        Self::internal()
    }
}

impl From<AnswerFault> for Fault {
    fn from(fault: AnswerFault) -> Self {
        Self {
            pointer: fault.pointer,
            question: Some(fault.question),
            message: fault.message,
        }
    }
}

impl From<ContactFault> for Fault {
    fn from(fault: ContactFault) -> Self {
        Self {
            pointer: fault.pointer,
            question: None,
            message: fault.message,
        }
    }
}
