//! The routes, and what holds for all of them: who may post, how often, and what a refusal looks like.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use tokio::sync::watch;

use super::problem::Problem;
use super::{invitation, progress, report, submit};
use crate::body::{Limits, Media, media};
use crate::origin;
use crate::render::Renderer;
use crate::store::Store;
use crate::throttle::{self, Throttle};

/// What the endpoint needs.
#[derive(Clone)]
pub struct App {
    /// The site as it is now: send another one and the next request sees it. (The base path stays as it was.)
    pub renderer: watch::Receiver<Arc<Renderer>>,
    /// Where responses go.
    pub store: Store,
    /// What one request may send.
    pub limits: Limits,
}

const PROGRESS: &str = "/progress";

/// How many steps an address may tell of for each post that it may send: a response has many, and none of them may use
/// up what it needs to be sent.
const STEPS: u32 = 20;

/// The routes of the endpoint, under the site's base path:
///
/// | route | does |
/// |---|---|
/// | `POST /responses/{assessment}` | takes answers as JSON or a form |
/// | `POST /responses/{assessment}/progress` | counts how far people get |
/// | `GET /i/{invitation}` | opens an assessment for a client |
/// | `GET /r/{token}` | the respondent's own report |
/// | `POST /r/{token}` | adds the contact once, changes decisions |
/// | `GET /healthz` | 200 while the database answers |
///
/// Where `endpoint` is a URL with another path, the routes are under that path too.
pub fn router(app: App) -> Router {
    let renderer = Arc::clone(&app.renderer.borrow());
    let endpoint = Arc::new(Endpoint {
        app,
        throttle: Throttle::default(),
        steps: Throttle::default(),
    });
    let paths = BTreeSet::from([renderer.base_path(), renderer.endpoint_path()]);
    paths
        .iter()
        .fold(Router::new(), |router, path| router.merge(routes(path)))
        .layer(from_fn_with_state(Arc::clone(&endpoint), guard))
        .with_state(endpoint)
}

fn routes(path: &str) -> Router<Arc<Endpoint>> {
    let at = |route: &str| format!("{path}{route}");
    let responses = post(submit::post).fallback(other_method);
    let steps = post(progress::post).fallback(other_method);
    let reports = get(report::get).post(report::post).fallback(other_method);
    let invitations = get(invitation::get).fallback(other_method);
    Router::new()
        .route(&at("/i/{invitation}"), invitations)
        .route(&at("/responses/{assessment}"), responses)
        .route(&at(&format!("/responses/{{assessment}}{PROGRESS}")), steps)
        .route(&at("/r/{token}"), reports)
        .route(&at("/healthz"), get(health).fallback(other_method))
}

/// What the routes share.
pub(super) struct Endpoint {
    pub(super) app: App,
    throttle: Throttle,
    steps: Throttle,
}

impl Endpoint {
    /// The site as it is now.
    pub(super) fn renderer(&self) -> Arc<Renderer> {
        Arc::clone(&self.app.renderer.borrow())
    }

    /// Whether a post may go on: from a page that may post, and not one too many.
    fn admit(&self, request: &Request, named: bool) -> Result<(), Problem> {
        let headers = request.headers();
        if let Some(page) = origin::sent(headers)
            && !named
            && !origin::same_host(headers, page)
        {
            return Err(Problem::new(StatusCode::FORBIDDEN, "problem.other_origin"));
        }
        let renderer = self.renderer();
        let Some(rate) = renderer.site().per_address else {
            return Ok(());
        };
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or((Ipv4Addr::LOCALHOST, 0).into(), |peer| peer.0);
        let client = throttle::client(peer, headers, &renderer.site().trusted_proxies);
        let counted = if route(request).ends_with(PROGRESS) {
            self.steps
                .count((rate.posts.saturating_mul(STEPS), rate.seconds), client)
        } else {
            self.throttle.count((rate.posts, rate.seconds), client)
        };
        counted.map_err(|seconds| {
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "problem.too_often").retry_after(seconds)
        })
    }

    /// A refusal as a page, for people.
    fn page(&self, problem: &Problem) -> Option<Response> {
        let renderer = self.renderer();
        let words = problem
            .words
            .as_ref()
            .unwrap_or_else(|| renderer.site().languages.site());
        let detail = words.complain(&problem.detail);
        match renderer.message_page(&problem.title(words), &detail, None, words.tag()) {
            Ok(page) => Some(problem.dress(Html(page))),
            Err(error) => {
                tracing::error!(%error, "the message page can't be rendered");
                None
            }
        }
    }
}

async fn guard(State(endpoint): State<Arc<Endpoint>>, request: Request, next: Next) -> Response {
    let page = wants_page(&request);
    let origin = origin::sent(request.headers()).map(str::to_owned);
    let site = endpoint.renderer();
    let named = origin.filter(|origin| origin::named(&site.site().base_url, &site.site().embed_on, origin));
    let mut response = match *request.method() {
        Method::OPTIONS => {
            let mut response = next.run(request).await;
            *response.status_mut() = StatusCode::NO_CONTENT;
            *response.body_mut() = axum::body::Body::empty();
            response.headers_mut().remove(CONTENT_TYPE);
            if named.is_some() {
                origin::allow_json(&mut response);
            }
            response
        }
        Method::POST => match endpoint.admit(&request, named.is_some()) {
            Ok(()) => next.run(request).await,
            Err(problem) => problem.into_response(),
        },
        _ => next.run(request).await,
    };
    if page && let Some(problem) = response.extensions().get::<Problem>() {
        response = endpoint.page(problem).unwrap_or(response);
    }
    origin::share(&mut response, named.as_deref());
    private(&mut response);
    response
}

/// Whether people look at the answer: a report, or what comes of a form that was sent without a script.
fn wants_page(request: &Request) -> bool {
    match *request.method() {
        Method::GET | Method::HEAD => {
            let pages = ["/r/{token}", "/i/{invitation}"];
            pages.iter().any(|page| route(request).ends_with(page)) || accepts_html(request.headers())
        }
        _ => media(request.headers()) == Some(Media::Form) && accepts_html(request.headers()),
    }
}

/// The pattern of the route; empty where none fits.
fn route(request: &Request) -> &str {
    let route = request.extensions().get::<MatchedPath>();
    route.map_or("", MatchedPath::as_str)
}

fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// What a respondent gets is for nobody else: not for caches, search engines, or the sites that a report links to.
/// (`no-referrer` would make browsers send the report's own form with `Origin: null`.)
fn private(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex"),
    );
}

/// Answers with `Allow`, which axum adds.
async fn other_method() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "problem.other_method")
}

async fn health(State(endpoint): State<Arc<Endpoint>>) -> Result<Response, Problem> {
    endpoint.app.store.check().await?;
    Ok(([(CONTENT_TYPE, "application/json")], r#"{"status":"ok"}"#).into_response())
}
