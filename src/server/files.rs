//! The built site's files, under the base path.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, LOCATION};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower_http::services::ServeFile;

/// Answers everything that `router` has no route for with the files of `folder`; what is not there, with its
/// `404.html`.
///
/// `base_path` is empty or like `/graders`. `caching` says what `Cache-Control` a file has by where it is: a folder (with
/// its slash), a file, or `""` for all the rest; the first that fits counts. Names that begin with a dot (the build's
/// manifest) and anything that resolves to outside of `folder` are not there.
pub fn with_files(
    router: Router,
    folder: &Path,
    base_path: &str,
    caching: &'static [(&'static str, &'static str)],
) -> Router {
    let files = Arc::new(Files {
        folder: folder.to_owned(),
        base_path: base_path.to_owned(),
        caching,
    });
    router.fallback(move |request: Request| async move { files.answer(request).await })
}

struct Files {
    folder: PathBuf,
    base_path: String,
    caching: &'static [(&'static str, &'static str)],
}

enum Place {
    File(PathBuf),
    /// A folder that was asked for without the slash at the end.
    Folder,
    Nowhere,
}

impl Files {
    async fn answer(&self, request: Request) -> Response {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response();
        }
        let path = request.uri().path();
        let keep = self.caching(self.inside(path).unwrap_or_default());
        match self.find(path).await {
            Place::Folder => self.add_slash(&request),
            Place::Nowhere => self.not_found().await,
            Place::File(file) => match ServeFile::new(file).oneshot(request).await {
                Ok(response) => finish(response.map(Body::new), keep),
                Err(never) => match never {},
            },
        }
    }

    fn caching(&self, inside: &str) -> &'static str {
        let fits = |place: &str| {
            place.is_empty() || inside == place || (place.ends_with('/') && inside.starts_with(place))
        };
        let found = self.caching.iter().find(|(place, _)| fits(place));
        found.map_or("no-cache", |(_, keep)| keep)
    }

    /// The path below the base path, without a slash in front.
    fn inside<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(&self.base_path)?.strip_prefix('/')
    }

    async fn find(&self, path: &str) -> Place {
        if path == self.base_path {
            return Place::Folder;
        }
        let Some(inside) = self.inside(path) else {
            return Place::Nowhere;
        };
        let Some(names) = names(inside) else {
            return Place::Nowhere;
        };
        let wanted: PathBuf = names.iter().collect();
        let as_folder = inside.is_empty() || inside.ends_with('/');
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || look(&folder, &wanted, as_folder))
            .await
            .unwrap_or(Place::Nowhere)
    }

    /// The path is one that exists, so it begins with a single slash and can't lead to another host.
    fn add_slash(&self, request: &Request) -> Response {
        let mut to = format!("{}/", request.uri().path());
        if let Some(query) = request.uri().query() {
            to = format!("{to}?{query}");
        }
        (
            StatusCode::PERMANENT_REDIRECT,
            [(LOCATION, to), (CACHE_CONTROL, "no-cache".to_owned())],
        )
            .into_response()
    }

    async fn not_found(&self) -> Response {
        let page = tokio::fs::read(self.folder.join("404.html")).await;
        let body = page.unwrap_or_else(|_| b"<!doctype html><title>Not found</title><p>Not found".to_vec());
        let headers = [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CACHE_CONTROL, "no-cache"),
        ];
        (StatusCode::NOT_FOUND, headers, body).into_response()
    }
}

fn look(folder: &Path, wanted: &Path, as_folder: bool) -> Place {
    let inside = |path: PathBuf| {
        let (root, found) = (folder.canonicalize().ok()?, path.canonicalize().ok()?);
        found.starts_with(root).then_some(found)
    };
    let Some(found) = inside(folder.join(wanted)) else {
        return Place::Nowhere;
    };
    if !found.is_dir() {
        return if as_folder {
            Place::Nowhere
        } else {
            Place::File(found)
        };
    }
    match inside(found.join("index.html")) {
        Some(_) if !as_folder => Place::Folder,
        Some(index) if index.is_file() => Place::File(index),
        _ => Place::Nowhere,
    }
}

/// The percent-decoded names of a path; `None` where one can't be the name of a published file.
fn names(path: &str) -> Option<Vec<String>> {
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() {
        return Some(Vec::new());
    }
    path.split('/')
        .map(|name| {
            let name = decode(name)?;
            let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0', ':']);
            plain.then_some(name)
        })
        .collect()
}

fn decode(name: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        bytes.push(match byte {
            b'%' => u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn finish(mut response: Response, keep: &'static str) -> Response {
    let sent = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    let keep = if sent { keep } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    if let Some(kind) = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok())
        && kind.starts_with("text/")
        && !kind.contains("charset")
        && let Ok(kind) = HeaderValue::from_str(&format!("{kind}; charset=utf-8"))
    {
        headers.insert(CONTENT_TYPE, kind);
    }
    response
}
