//! Refusals, as RFC 9457 problem documents.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::assessment::{AnswerFault, Complaint, ContactFault, DecisionFault};
use crate::render::RenderError;
use crate::store::StoreError;
use crate::words::{Words, english};

/// One thing that is wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// A JSON pointer into the body.
    pub(crate) pointer: String,
    /// The question that it is about, as it was named.
    pub(super) question: Option<String>,
    /// What is wrong and what to do.
    pub(crate) complaint: Complaint,
}

/// Why a request is refused, for the client; nothing of our insides.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{status}: {}", detail.name)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) detail: Complaint,
    pub(super) errors: Vec<Fault>,
    /// Seconds after which it may be tried again.
    pub(super) retry_after: Option<u64>,
    /// The language of whoever will read it, where that is known.
    pub(super) words: Option<Arc<Words>>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, detail: &'static str) -> Self {
        Self::of(status, Complaint::plain(detail))
    }

    pub(super) fn of(status: StatusCode, detail: Complaint) -> Self {
        Self {
            status,
            detail,
            errors: Vec::new(),
            retry_after: None,
            words: None,
        }
    }

    fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "problem.internal")
    }

    pub(super) fn malformed(detail: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// Said in the language of the page that it answers.
    pub(super) fn in_words(mut self, words: &Arc<Words>) -> Self {
        self.words = Some(Arc::clone(words));
        self
    }

    /// One fault at each place: what has the wrong shape need not be called missing too.
    pub(super) fn faults(mut errors: Vec<Fault>) -> Self {
        let mut named = BTreeSet::new();
        errors.retain(|fault| named.insert(fault.pointer.clone()));
        let detail = Complaint::plain("problem.mend").with("n", errors.len());
        let mut problem = Self::of(StatusCode::UNPROCESSABLE_ENTITY, detail);
        problem.errors = errors;
        problem
    }

    pub(super) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// What the status is called on a page.
    pub(super) fn title(&self, words: &Words) -> String {
        let name = format!("problem.title_{}", self.status.as_u16());
        match words.phrase(&name) {
            Some(_) => words.say(&name, &[]),
            None => words.say("problem.title_500", &[]),
        }
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
        let words = self.words.as_ref().unwrap_or_else(|| english());
        let title = self.status.canonical_reason().unwrap_or("Error");
        let (status, detail) = (self.status.as_u16(), words.complain(&self.detail));
        let mut document = json!({"type": "about:blank", "title": title, "status": status, "detail": detail});
        if !self.errors.is_empty() {
            let errors = self.errors.iter().map(|fault| fault.json(words));
            document["errors"] = errors.collect();
        }
        let body = document.to_string();
        let mut response = self.dress(([(CONTENT_TYPE, "application/problem+json")], body));
        // For whoever would rather show a page.
        response.extensions_mut().insert(self);
        response
    }
}

impl Fault {
    pub(super) fn new(pointer: impl Into<String>, what: &'static str) -> Self {
        Self::of(pointer.into(), Complaint::plain(what))
    }

    fn of(pointer: String, complaint: Complaint) -> Self {
        Self {
            pointer,
            question: None,
            complaint,
        }
    }

    fn json(&self, words: &Words) -> Value {
        let mut entry = json!({"pointer": self.pointer, "message": words.complain(&self.complaint)});
        if let Some(question) = &self.question {
            entry["question"] = json!(question);
        }
        entry
    }
}

/// Insides go to the log.
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy | StoreError::Closed => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "problem.busy").retry_after(1)
            }
            StoreError::Full => {
                tracing::error!(%error, "nothing can be stored");
                Self::new(StatusCode::INSUFFICIENT_STORAGE, "problem.full")
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
            complaint: fault.complaint,
        }
    }
}

impl From<ContactFault> for Fault {
    fn from(fault: ContactFault) -> Self {
        Self::of(fault.pointer, fault.complaint)
    }
}

impl From<DecisionFault> for Fault {
    fn from(fault: DecisionFault) -> Self {
        Self::of(fault.pointer(), fault.complaint)
    }
}
