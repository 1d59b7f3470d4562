//! The routes, and what holds for every answer.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY,
};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use uuid::Uuid;

use super::facts::Facts;
use super::password::Passwords;
use super::session::Secret;
use super::sheets::{self, Sheets};
use super::trouble::{Said, Trouble};
use super::{
    agenda, beside, business_plan, client, clients, deliveries, funnel, lead, list, page, person, pipeline,
    sign_in,
};
use crate::store::{Store, StoreError};
use crate::throttle::Throttle;

/// Nothing from anywhere else, no script at all, and in nobody's frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// Says what the site is now.
type Site = Box<dyn Fn() -> Arc<Facts> + Send + Sync>;
/// Removes the mails that were written about some responses.
type RemoveMails = Box<dyn Fn(&[Uuid]) -> io::Result<usize> + Send + Sync>;

/// What the inbox is made of.
pub struct Parts {
    /// Where the leads are.
    pub store: Store,
    /// Asked at each request. (The base path stays as it was when the routes were made.)
    pub site: Site,
    /// How sheets of paper are read.
    pub sheets: Sheets,
    /// Called when a person is erased.
    pub remove_mails: RemoveMails,
}

/// The inbox; cheap to clone.
#[derive(Clone)]
pub struct Inbox(Arc<Room>);

/// What the routes share.
pub(super) struct Room {
    pub(super) store: Store,
    site: Site,
    pub(super) sheets: Sheets,
    pub(super) remove_mails: RemoveMails,
    pub(super) passwords: Passwords,
    pub(super) by_address: Throttle,
    pub(super) by_account: Throttle,
    welcome: Mutex<Option<Secret>>,
}

impl Room {
    pub(super) fn facts(&self) -> Arc<Facts> {
        (self.site)()
    }

    /// Whether that is the one-time link that was handed out; from now on it is not.
    pub(super) fn take_welcome(&self, text: &str) -> bool {
        let mut welcome = self.welcome.lock().unwrap_or_else(PoisonError::into_inner);
        let known = welcome.as_ref().map(Secret::hash);
        let fits = known.is_some() && known == Secret::parse(text).map(|sent| sent.hash());
        if fits {
            *welcome = None;
        }
        fits
    }
}

impl Inbox {
    /// An inbox that nobody is signed in to by a link.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Room {
            store: parts.store,
            site: parts.site,
            sheets: parts.sheets,
            remove_mails: parts.remove_mails,
            passwords: Passwords::new(),
            by_address: Throttle::default(),
            by_account: Throttle::default(),
            welcome: Mutex::new(None),
        }))
    }

    /// The path of a link that signs the owner of this machine in, once and from this machine only.
    ///
    /// # Errors
    /// Where the system has no random bytes.
    pub fn welcome(&self) -> Result<String, StoreError> {
        let secret = Secret::random()?;
        let path = format!("/inbox/welcome/{}", secret.text());
        *self.0.welcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(secret);
        Ok(path)
    }

    /// How many passwords were hashed to be checked: as many as were tried, whether the user exists or not.
    pub fn passwords_checked(&self) -> u64 {
        self.0.passwords.checked()
    }

    /// The pages, under a base path:
    ///
    /// | route | does |
    /// |---|---|
    /// | `GET /inbox/` | the list |
    /// | `GET /inbox/quarantine` | what the traps caught |
    /// | `GET /inbox/pipeline` | what is being negotiated |
    /// | `GET /inbox/deliveries` | what has not arrived |
    /// | `GET /inbox/sheets/` | asks which sheet of paper |
    /// | `GET, POST /inbox/sheets/{assessment}` | keys one in |
    /// | `GET /inbox/funnel` | how far people get |
    /// | `GET, POST /inbox/clients` | who is to be asked again; adds one |
    /// | `GET /inbox/clients/{id}` | one client: invitations, rounds, what changed |
    /// | `POST /inbox/clients/{id}/{action}` | changes, invites, takes back |
    /// | `GET /inbox/clients/{id}/{beside, agenda, plan}` | sheets side by side, and what is printed |
    /// | `GET, POST /inbox/clients/{id}/remove` | asks, and takes off the list |
    /// | `GET /inbox/leads/{id}` | one lead |
    /// | `POST /inbox/leads/{id}/{action}` | does something to it |
    /// | `GET /inbox/leads/{id}/erase` | asks whether to erase the person |
    /// | `GET /inbox/leads/{id}/person.json` | everything that is held about the person, as a file |
    /// | `/inbox/sign-in`, `/inbox/sign-out`, `/inbox/sign-out-everywhere`, `/inbox/welcome/{token}` | who it is |
    /// | `GET /inbox/assets/{file}` | the style sheet |
    pub fn router(&self, base_path: &str) -> Router {
        let at = |route: &str| format!("{base_path}/inbox{route}");
        let list = at("/");
        Router::new()
            .route(&at(""), get(move || async move { Redirect::permanent(&list) }))
            .route(&at("/"), get(list::leads))
            .route(&at("/quarantine"), get(list::quarantine))
            .route(&at("/pipeline"), get(pipeline::get))
            .route(&at("/deliveries"), get(deliveries::get))
            .route(&at("/sheets/"), get(sheets::choose))
            .route(&at("/sheets/{assessment}"), get(sheets::get).post(sheets::post))
            .route(&at("/funnel"), get(funnel::get))
            .route(&at("/clients"), get(clients::get).post(clients::post))
            .route(&at("/clients/{id}"), get(client::get))
            .route(&at("/clients/{id}/beside"), get(beside::get))
            .route(&at("/clients/{id}/agenda"), get(agenda::get))
            .route(&at("/clients/{id}/plan"), get(business_plan::get))
            .route(
                &at("/clients/{id}/remove"),
                get(client::ask_to_remove).post(client::remove),
            )
            .route(&at("/clients/{id}/{action}"), post(client::post))
            .route(&at("/leads/{id}"), get(lead::get))
            .route(
                &at("/leads/{id}/erase"),
                get(lead::ask_to_erase).post(lead::erase),
            )
            .route(&at("/leads/{id}/person.json"), get(person::get))
            .route(&at("/leads/{id}/{action}"), post(lead::post))
            .route(&at("/sign-in"), get(sign_in::get).post(sign_in::post))
            .route(&at("/sign-out"), post(sign_in::out))
            .route(&at("/sign-out-everywhere"), post(sign_in::out_everywhere))
            .route(&at("/welcome/{token}"), get(sign_in::welcome))
            .route(&at("/assets/{file}"), get(asset))
            .layer(from_fn_with_state(Arc::clone(&self.0), guard))
            .with_state(Arc::clone(&self.0))
    }
}

async fn guard(State(room): State<Arc<Room>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(said) = response.extensions().get::<Said>() {
        match page::message(&room.facts(), said) {
            Ok(page) => {
                let kind = HeaderValue::from_static("text/html; charset=utf-8");
                response.headers_mut().insert(CONTENT_TYPE, kind);
                *response.body_mut() = page.into();
            }
            Err(error) => tracing::error!(%error, "the message page can't be rendered"),
        }
    }
    let headers = response.headers_mut();
    let text = HeaderValue::from_static;
    headers.insert(CONTENT_SECURITY_POLICY, text(POLICY));
    headers.insert(REFERRER_POLICY, text("same-origin"));
    headers.insert(HeaderName::from_static("x-robots-tag"), text("noindex"));
    headers.entry(CACHE_CONTROL).or_insert(text("no-store"));
    response
}

async fn asset(State(room): State<Arc<Room>>, Path(file): Path<String>) -> Response {
    let (name, css) = page::style_sheet(&room.facts());
    if file != name {
        return Trouble::NoLead.into_response();
    }
    let headers = [
        (CONTENT_TYPE, "text/css; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, css).into_response()
}
