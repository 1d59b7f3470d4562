//! Why a request is not answered as it was asked, in words for a salesperson.

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};

use crate::body::BodyError;
use crate::store::StoreError;

/// Why not. Each becomes a page.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    #[error("there is no such lead")]
    NoLead,
    #[error("that can't be done to this lead")]
    NotPossible,
    #[error("there is no such sheet")]
    NoSheet,
    #[error("there is no such client")]
    NoClient,
    #[error("the sheet was keyed in before, with other answers")]
    KeyedBefore,
    #[error("the form came from another page")]
    NotOurs,
    #[error("no form")]
    NoForm,
    #[error("too large")]
    TooLarge,
    #[error("too slow")]
    TooSlow,
    #[error("the link was used, or is for another place")]
    NoWelcome,
    #[error("too many tries")]
    TooOften(u64),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the page can't be rendered")]
    Page(#[from] tera::Error),
    #[error("mails can't be removed: {0}")]
    Mails(std::io::Error),
}

/// What the page says.
#[derive(Clone)]
pub(super) struct Said {
    pub(super) title: &'static str,
    pub(super) text: String,
}

impl Trouble {
    fn status(&self) -> StatusCode {
        match self {
            Self::NoLead | Self::NoWelcome | Self::NoSheet | Self::NoClient => StatusCode::NOT_FOUND,
            Self::NotPossible | Self::KeyedBefore => StatusCode::CONFLICT,
            Self::NotOurs => StatusCode::FORBIDDEN,
            Self::NoForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Store(StoreError::Busy | StoreError::Closed) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Store(StoreError::Full) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Store(_) | Self::Page(_) | Self::Mails(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn said(&self) -> Said {
        let (title, text) = match self {
            Self::NoLead => (
                "No such lead",
                "It was erased, or the address is wrong.".to_owned(),
            ),
            Self::NotPossible => (
                "That can’t be done",
                "Somebody may have changed this lead in the meantime. Go back and look again.".to_owned(),
            ),
            Self::NoSheet => (
                "No such sheet",
                "There is no assessment of that name, or it is still a draft.".to_owned(),
            ),
            Self::NoClient => (
                "No such client",
                "They were taken off the list, or the address is wrong.".to_owned(),
            ),
            Self::KeyedBefore => (
                "Keyed in before",
                "This very form was sent before, with other answers: that lead is among the newest. Nothing was changed. To \
                 correct it, erase it and key the sheet in anew."
                    .to_owned(),
            ),
            Self::NotOurs => (
                "Not from this page",
                "The form was sent from another page, or you signed in again since it was opened. Nothing was changed. Go \
                 back, reload the page and send it again."
                    .to_owned(),
            ),
            Self::NoForm | Self::TooLarge | Self::TooSlow => (
                "The form did not arrive",
                "Nothing was changed. Go back and send it again; a note has at most 4,000 characters.".to_owned(),
            ),
            Self::NoWelcome => (
                "This link no longer works",
                "It works once, on the machine where the program runs. Start “gradewright serve” again for another one."
                    .to_owned(),
            ),
            Self::TooOften(seconds) => (
                "Too many tries",
                format!("Wait {} and try again.", minutes(*seconds)),
            ),
            Self::Store(StoreError::Busy | StoreError::Closed) => (
                "Busy",
                "Nothing was changed. Try again in a moment.".to_owned(),
            ),
            Self::Store(StoreError::Full) => (
                "The disk is full",
                "Nothing was changed. Whoever runs the server must make room.".to_owned(),
            ),
            Self::Store(_) | Self::Page(_) | Self::Mails(_) => (
                "Something went wrong",
                "The program’s log says what. Whoever runs the server can look it up.".to_owned(),
            ),
        };
        Said { title, text }
    }
}

fn minutes(seconds: u64) -> String {
    match seconds.div_ceil(60) {
        0 | 1 => "a minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let status = self.status();
        if status.is_server_error() {
            tracing::error!(error = %self, "the inbox can't answer");
        }
        let mut response = status.into_response();
        if let Self::TooOften(seconds) = self {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self.said());
        response
    }
}

impl From<BodyError> for Trouble {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge(_) => Self::TooLarge,
            BodyError::TooSlow => Self::TooSlow,
            BodyError::CutOff => Self::NoForm,
        }
    }
}
