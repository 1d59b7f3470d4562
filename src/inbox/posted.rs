//! Forms that our own pages sent, and nobody else's.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use axum::response::{IntoResponse, Response};

use super::facts::Facts;
use super::room::Room;
use super::session::Signed;
use super::trouble::Trouble;
use crate::body::{self, Limits, Media, media};

/// A form of somebody who is signed in.
pub(super) struct Posted {
    pub(super) signed: Signed,
    pub(super) fields: Fields,
}

impl FromRequest<Arc<Room>> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, room: &Arc<Room>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        ours(&parts.headers, &room.facts()).map_err(Trouble::into_response)?;
        let signed = <Signed as axum::extract::FromRequestParts<_>>::from_request_parts(&mut parts, room);
        let signed = signed.await?;
        let fields = Fields::read(&parts.headers, body).await;
        let fields = fields.map_err(Trouble::into_response)?;
        if !signed.sent(fields.get("token")) {
            return Err(Trouble::NotOurs.into_response());
        }
        Ok(Self { signed, fields })
    }
}

/// Whether a post comes from a page of this very site, as far as the browser tells.
///
/// # Errors
/// Where it comes from another.
pub(super) fn ours(headers: &HeaderMap, facts: &Facts) -> Result<(), Trouble> {
    let text = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("unreadable"))
    };
    let ours = match (text("sec-fetch-site"), text(ORIGIN.as_str())) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => {
            let authority = origin.split_once("://").map(|(_, authority)| authority);
            origin == facts.origin || (authority.is_some() && authority == text(HOST.as_str()))
        }
        // Not a browser; the token decides.
        (None, None) => true,
    };
    if ours { Ok(()) } else { Err(Trouble::NotOurs) }
}

/// What was typed.
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(super) async fn read(headers: &HeaderMap, body: Body) -> Result<Self, Trouble> {
        if media(headers) != Some(Media::Form) {
            return Err(Trouble::NoForm);
        }
        // Sheets are the longest that is sent; the endpoint takes as much.
        let bytes = body::read(headers, body, Limits::default()).await?;
        Ok(Self(form_urlencoded::parse(&bytes).into_owned().collect()))
    }

    /// Reads the query of an address.
    pub(super) fn of_query(query: Option<&str>) -> Self {
        let query = query.unwrap_or_default().as_bytes();
        Self(form_urlencoded::parse(query).into_owned().collect())
    }

    /// Everything but the token, which stands first in our forms: a question may be called so, too.
    pub(super) fn without_token(&self) -> Vec<(String, String)> {
        let token = self.0.iter().position(|(field, _)| field == "token");
        let fields = self.0.iter().enumerate();
        fields
            .filter(|(place, _)| Some(*place) != token)
            .map(|(_, field)| field.clone())
            .collect()
    }

    /// The value of a field without the spaces around it; empty where it was not sent.
    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The value as it was typed.
    pub(super) fn exact(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }
}
