//! Refusals, as RFC 9457 problem documents.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use crate::assessment::{AnswerFault, ContactFault};
use crate::render::RenderError;
use crate::store::StoreError;

/// One thing that is wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Fault {
    /// A JSON pointer into the body.
    pub(crate) pointer: String,
    /// The question that it is about, as it was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) question: Option<String>,
    /// What is wrong and what to do.
    pub(crate) message: String,
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
        let detail = "Something went wrong on our side. Please try again later.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
    }

    pub(super) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// One fault at each place: what has the wrong shape need not be called missing too.
    pub(super) fn faults(mut errors: Vec<Fault>) -> Self {
        let mut named = BTreeSet::new();
        errors.retain(|fault| named.insert(fault.pointer.clone()));
        let detail = match errors.len() {
            1 => "One thing needs mending.".to_owned(),
            many => format!("{many} things need mending."),
        };
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail);
        problem.errors = errors;
        problem
    }

    pub(super) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// What the status is called.
    pub(super) fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Error")
    }

    /// Puts the refusal's status and headers on `page`.
    pub(super) fn dress(&self, page: impl IntoResponse) -> Response {
        let mut response = (self.status, page).into_response();
        if let Some(seconds) = self.retry_after {
            let headers = response.headers_mut();
            headers.insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (title, status) = (self.title(), self.status.as_u16());
        let mut document =
            json!({"type": "about:blank", "title": title, "status": status, "detail": self.detail});
        if !self.errors.is_empty() {
            document["errors"] = json!(self.errors);
        }
        let body = document.to_string();
        let mut response = self.dress(([(CONTENT_TYPE, "application/problem+json")], body));
        // For whoever would rather show a page.
        response.extensions_mut().insert(self);
        response
    }
}

impl Fault {
    pub(crate) fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        let (pointer, message) = (pointer.into(), message.into());
        Self {
            pointer,
            question: None,
            message,
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
                let detail = "Nothing can be stored at the moment.";
                Self::new(StatusCode::INSUFFICIENT_STORAGE, detail)
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
        let question = Some(fault.question);
        Self {
            question,
            ..Self::new(fault.pointer, fault.message)
        }
    }
}

impl From<ContactFault> for Fault {
    fn from(fault: ContactFault) -> Self {
        Self::new(fault.pointer, fault.message)
    }
}
