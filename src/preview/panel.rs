//! The author's panel: a script beside each page, and the questions that it asks. It knows nothing of sites: whoever starts
//! the preview hands in a function that answers.
//!
//! Everything here is for this machine alone: a name that was only made to lead here (DNS rebinding) gets nothing.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::routing::{get, post};

const SCRIPT: &str = include_str!("panel.js");
const STYLE: &str = include_str!("panel.css");
/// Outside every base path.
pub(super) const SCRIPT_ROUTE: &str = "/_preview/panel.js";

/// What the panel wants to know. Names are as they came, of nothing that must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Everything that was found in the content.
    Diagnostics,
    /// What each question and option of an assessment carries.
    Loads(String),
    /// What comes of the fields of a form, finished or not.
    Try(String, Vec<(String, String)>),
    /// Answers that lead to a band of an assessment.
    Witness(String, String),
}

/// Answers with JSON; `None` where there is nothing of that name, or no such answers.
pub type Answering = Arc<dyn Fn(Asked) -> Option<serde_json::Value> + Send + Sync>;

/// The routes of the panel.
pub(super) fn router(answering: Answering) -> Router {
    let kept = |kind: &'static str, text: &'static str| {
        get(move || async move {
            (
                [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")],
                text,
            )
        })
    };
    Router::new()
        .route(SCRIPT_ROUTE, kept("text/javascript; charset=utf-8", SCRIPT))
        .route("/_preview/panel.css", kept("text/css; charset=utf-8", STYLE))
        .route("/_preview/panel/diagnostics", get(diagnostics))
        .route("/_preview/panel/on/{assessment}", get(loads))
        .route("/_preview/panel/on/{assessment}/try", post(tried))
        .route("/_preview/panel/on/{assessment}/witness/{band}", get(witness))
        .layer(axum::middleware::from_fn(from_here))
        .with_state(answering)
}

async fn diagnostics(State(answering): State<Answering>) -> impl IntoResponse {
    said(answering(Asked::Diagnostics))
}

async fn loads(State(answering): State<Answering>, Path(assessment): Path<String>) -> impl IntoResponse {
    said(answering(Asked::Loads(assessment)))
}

/// The body is a form; axum holds it to 2 MB.
async fn tried(
    State(answering): State<Answering>,
    Path(assessment): Path<String>,
    body: String,
) -> impl IntoResponse {
    let fields = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    said(answering(Asked::Try(assessment, fields)))
}

async fn witness(
    State(answering): State<Answering>,
    Path((assessment, band)): Path<(String, String)>,
) -> impl IntoResponse {
    said(answering(Asked::Witness(assessment, band)))
}

fn said(answer: Option<serde_json::Value>) -> impl IntoResponse {
    let kind = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    match answer {
        Some(answer) => (StatusCode::OK, kind, answer.to_string()),
        None => (StatusCode::NOT_FOUND, kind, "null".to_owned()),
    }
}

async fn from_here(request: Request, next: Next) -> Response<axum::body::Body> {
    match is_here(request.headers()) {
        true => next.run(request).await,
        false => StatusCode::FORBIDDEN.into_response(),
    }
}

/// Whether the request was made to this machine by a name that only this machine has.
fn is_here(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let name = host.map(|host| match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    });
    let name = name.map(|name| name.trim_start_matches('[').trim_end_matches(']'));
    name.is_some_and(|name| {
        name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback())
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_names_of_this_machine_are_here() {
        let here = |host: &'static str| {
            is_here(&HeaderMap::from_iter([(
                header::HOST,
                HeaderValue::from_static(host),
            )]))
        };
        for name in [
            "localhost",
            "localhost:4000",
            "127.0.0.1:4000",
            "[::1]:4000",
            "127.0.0.1",
        ] {
            assert!(here(name), "{name}");
        }
        for name in [
            "example.com",
            "127.0.0.1.example.com:4000",
            "192.168.0.2:4000",
            "",
            "[2001:db8::1]:80",
        ] {
            assert!(!here(name), "{name}");
        }
        assert!(!is_here(&HeaderMap::new()));
    }
}
