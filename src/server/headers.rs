//! What surrounds every answer: security headers, one line in the log, and a plain 500 where a handler panicked.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;

/// Headers that are the same everywhere; an answer that already has one keeps its own.
const ALWAYS: [(HeaderName, HeaderValue); 4] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (
        REFERRER_POLICY,
        HeaderValue::from_static("strict-origin-when-cross-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// Surrounds every route and the fallback of `router`. `content_security_policy` is asked for each answer, so that
/// it can follow a changed site.
pub fn protect(
    router: Router,
    content_security_policy: impl Fn() -> String + Clone + Send + Sync + 'static,
) -> Router {
    router.layer(from_fn(move |request: Request, next: Next| {
        let policy = content_security_policy.clone();
        async move {
            let (method, route, begun) = (known(request.method()), route(&request), Instant::now());
            let mut response = answer(next, request).await;
            harden(&mut response, &policy());
            let elapsed_ms = begun.elapsed().as_secs_f64() * 1000.0;
            tracing::info!(
                method,
                route,
                status = response.status().as_u16(),
                elapsed_ms,
                "request"
            );
            response
        }
    }))
}

fn harden(response: &mut Response, policy: &str) {
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(value);
    }
    match HeaderValue::from_str(policy) {
        Ok(policy) => {
            headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
        }
        Err(_) => tracing::error!("the content security policy holds a character that no header may"),
    }
}

/// The pattern of the route, never the path: a path may hold a token.
fn route(request: &Request) -> String {
    request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "(file)".to_owned(), |path| path.as_str().to_owned())
}

/// A method that somebody made up could hold anything, and the log must not.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "(other)",
    }
}

async fn answer(next: Next, request: Request) -> Response {
    let mut answering = pin!(next.run(request));
    // A handler that panicked is dropped at once; nothing of it is used again.
    let caught =
        std::future::poll_fn(
            |cx| match catch_unwind(AssertUnwindSafe(|| answering.as_mut().poll(cx))) {
                Ok(Poll::Pending) => Poll::Pending,
                Ok(Poll::Ready(response)) => Poll::Ready(Some(response)),
                Err(_) => Poll::Ready(None),
            },
        );
    caught.await.unwrap_or_else(|| {
        tracing::error!("a request could not be answered: its handler panicked");
        let mut response = Response::new(Body::from(
            r#"{"type":"about:blank","title":"Internal Server Error","status":500}"#,
        ));
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    })
}
