//! What surrounds every answer: security headers, one line in the log, and a plain 500 where a handler panicked.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;

/// Surrounds every route and the fallback of `router`. `headers` is asked for each answer, so that it can follow a changed
/// site; an answer that already has one of them keeps its own.
pub fn protect(
    router: Router,
    headers: impl Fn() -> Vec<(&'static str, String)> + Clone + Send + Sync + 'static,
) -> Router {
    router.layer(from_fn(move |request: Request, next: Next| {
        let headers = headers.clone();
        async move {
            let (method, route, begun) = (known(request.method()), route(&request), Instant::now());
            let mut response = answer(next, request).await;
            harden(&mut response, &headers());
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

fn harden(response: &mut Response, headers: &[(&'static str, String)]) {
    for (name, value) in headers {
        match (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            (Ok(name), Ok(value)) => {
                response.headers_mut().entry(name).or_insert(value);
            }
            _ => tracing::error!(name, "a header holds a character that no header may"),
        }
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
