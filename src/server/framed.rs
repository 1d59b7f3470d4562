//! Pages that are shown in a frame: where a form leads on, the next page must know that it is in one, too.

use axum::Router;
use axum::extract::Request;
use axum::http::header::{HeaderName, HeaderValue, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;

/// What browsers say of a request whose answer is shown in a frame: <https://www.w3.org/TR/fetch-metadata/>. They say it
/// on https and on loopback.
const DESTINATION: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Adds `#fragment` to where a form that was sent from within a frame leads: a page can be told by it, without any
/// script, that it is in one.
pub fn keep_framed(router: Router, fragment: &'static str) -> Router {
    router.layer(from_fn(move |request: Request, next: Next| async move {
        let framed = in_frame(request.headers());
        let mut response = next.run(request).await;
        if framed && response.status() == StatusCode::SEE_OTHER {
            add_fragment(&mut response, fragment);
        }
        response
    }))
}

fn in_frame(headers: &HeaderMap) -> bool {
    headers.get(DESTINATION).is_some_and(|kind| kind == "iframe")
}

fn add_fragment(response: &mut Response, fragment: &str) {
    let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
    let to = to.filter(|to| !to.contains('#'));
    if let Some(Ok(to)) = to.map(|to| HeaderValue::from_str(&format!("{to}#{fragment}"))) {
        response.headers_mut().insert(LOCATION, to);
    }
}
