//! Tells open browsers to reload, and shows them what is wrong with the content.
//!
//! Everything here lives in the responses of `serve` alone: no page that `build` writes knows of it.

use std::convert::Infallible;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Response, header};
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use serde::Serialize;
use tokio::sync::watch;

use super::panel::{self, Answering};

const SCRIPT: &str = include_str!("live.js");
/// Outside every base path, so that it stays where it is when that changes.
const SCRIPT_ROUTE: &str = "/_preview/live.js";
/// Pages are far smaller; anything larger passes unchanged.
const LARGEST_PAGE: usize = 16 * 1024 * 1024;

/// What the browser is told after each rebuild.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Counts the good builds: a higher number than the page's own means "reload".
    pub build: u64,
    /// How many of the diagnostics are errors.
    pub errors: usize,
    /// How many are warnings.
    pub warnings: usize,
    /// All of them as the terminal shows them, without colour.
    pub text: String,
}

/// The live part of `serve`.
#[derive(Debug, Clone, Default)]
pub struct Live {
    shown: watch::Sender<Shown>,
}

impl Live {
    /// With nothing built yet.
    pub fn new() -> Self {
        Self {
            shown: watch::Sender::new(Shown::default()),
        }
    }

    /// Tells every open page.
    pub fn show(&self, shown: Shown) {
        self.shown.send_replace(shown);
    }

    /// What was shown last.
    pub fn shown(&self) -> Shown {
        self.shown.borrow().clone()
    }

    /// Names the build that the page comes from: one that ended before the script arrived is not missed.
    fn tag(&self) -> String {
        let build = self.shown.borrow().build;
        let panel = panel::SCRIPT_ROUTE;
        format!(
            "<script src=\"{panel}\" defer></script><script src=\"{SCRIPT_ROUTE}?build={build}\" defer></script>"
        )
    }

    /// Puts the scripts' tags into every page that `inner` answers, and adds the routes that they need. `answering` is
    /// what the author's panel asks.
    pub fn around(&self, inner: Router, answering: Answering) -> Router {
        let routes = Router::new()
            .route(SCRIPT_ROUTE, get(script))
            .route("/_preview/events", get(events))
            .with_state(self.clone());
        inner
            .layer(axum::middleware::from_fn_with_state(self.clone(), add_tag))
            .merge(routes)
            .merge(panel::router(answering))
    }
}

async fn script() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
            (header::CACHE_CONTROL, "no-cache"),
        ],
        SCRIPT,
    )
}

async fn events(State(live): State<Live>) -> impl IntoResponse {
    let mut seen = live.shown.subscribe();
    seen.mark_changed();
    let stream = futures_util::stream::unfold(seen, |mut seen| async move {
        seen.changed().await.ok()?;
        let text = serde_json::to_string(&*seen.borrow_and_update()).ok()?;
        Some((Ok::<_, Infallible>(Event::default().data(text)), seen))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

/// Whether a page allows no script at all, as the inbox does: a tag would only be refused.
fn bars_scripts(response: &Response<Body>) -> bool {
    let policy = response.headers().get(header::CONTENT_SECURITY_POLICY);
    let policy = policy.and_then(|policy| policy.to_str().ok());
    policy.is_some_and(|policy| policy.contains("default-src 'none'") && !policy.contains("script-src"))
}

async fn add_tag(State(live): State<Live>, request: Request, next: Next) -> Response<Body> {
    let tag = live.tag();
    let response = next.run(request).await;
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("text/html")) || bars_scripts(&response) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST_PAGE).await else {
        return Response::builder()
            .status(500)
            .body(Body::empty())
            .unwrap_or_default();
    };
    let tagged = match bytes.windows(7).rposition(|end| end == b"</body>") {
        Some(at) => [&bytes[..at], tag.as_bytes(), &bytes[at..]].concat(),
        None => return Response::from_parts(parts, Body::from(bytes)),
    };
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(tagged.len()));
    // The page on disk did not change where the diagnostics did.
    parts.headers.remove(header::ETAG);
    parts.headers.remove(header::LAST_MODIFIED);
    parts
        .headers
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, Body::from(tagged))
}
