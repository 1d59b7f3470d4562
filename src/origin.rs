//! Which pages may post here, and what CORS says of it.

use axum::http::HeaderMap;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, HOST, HeaderValue, ORIGIN, VARY,
};
use axum::response::Response;

/// Whose pages may post: the origin of `base_url` and those of `embed_on`.
pub(crate) fn named(base_url: &str, embed_on: &[String], origin: &str) -> bool {
    origin_of(base_url).is_some_and(|own| own == origin) || embed_on.iter().any(|other| other == origin)
}

/// Whether a page of `origin` posts to the very host that it came from, as on loopback while a site is written.
pub(crate) fn same_host(headers: &HeaderMap, origin: &str) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    origin
        .split_once("://")
        .is_some_and(|(_, authority)| host == Some(authority))
}

/// The `Origin` of a request; `None` where it has none (it does not come from a page).
pub(crate) fn sent(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(ORIGIN)
        .map(|origin| origin.to_str().unwrap_or("unreadable"))
}

/// Adds what lets a page of `origin`, which may post, read the answer.
pub(crate) fn share(response: &mut Response, origin: Option<&str>) {
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin.and_then(|origin| HeaderValue::from_str(origin).ok()) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        let exposed = HeaderValue::from_static("Location, Retry-After");
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
}

/// Adds to the answer of a preflight what the real request may be.
pub(crate) fn allow_json(response: &mut Response) {
    let headers = response.headers_mut();
    let text = HeaderValue::from_static;
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, text("GET, POST"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, text("Content-Type"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, text("600"));
}

/// Scheme, host and port as browsers write them: lower case, no port where it is the scheme's own.
fn origin_of(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split('/').next()?.to_ascii_lowercase();
    let scheme = scheme.to_ascii_lowercase();
    let own_port = if scheme == "https" { ":443" } else { ":80" };
    let host = authority.strip_suffix(own_port).unwrap_or(&authority);
    Some(format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exact_origins_are_named() {
        let embed_on = ["https://www.quillhaven.example".to_owned()];
        let named = |origin| named("https://Quillhaven.example:443/graders", &embed_on, origin);
        assert!(named("https://quillhaven.example"));
        assert!(named("https://www.quillhaven.example"));
        for other in [
            "null",
            "",
            "*",
            "http://quillhaven.example",
            "https://quillhaven.example.evil.example",
            "https://evil.example/https://quillhaven.example",
            "https://quillhaven.example:8443",
            "https://www.quillhaven.example/",
        ] {
            assert!(!named(other), "{other}");
        }
    }
}
