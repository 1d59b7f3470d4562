//! An invitation: opens an assessment for a client. Whose it is, only the server knows.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::endpoint::Endpoint;
use super::problem::Problem;
use crate::assessment::{AssessmentId, Audience};
use crate::render::{FilledForm, INVITATION_FIELD};
use crate::store::Client;

/// `GET /i/{invitation}`
pub(super) async fn get(
    State(endpoint): State<Arc<Endpoint>>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let Path(link) = path.map_err(|_| refused())?;
    let invited = endpoint.app.store.invited(&link).await?;
    let (_, assessment) = invited.ok_or_else(refused)?;
    let renderer = endpoint.renderer();
    renderer.published(&assessment).ok_or_else(refused)?;
    let form = FilledForm {
        fields: vec![(INVITATION_FIELD.to_owned(), link)],
        ..FilledForm::default()
    };
    Ok(Html(renderer.form_page(&assessment, Audience::Clients, &form)?).into_response())
}

/// The client whose invitation came with answers; `None` where none did.
///
/// # Errors
/// The same refusal for one that is forged, has expired, was taken back or opens something else: it tells nothing about anybody.
pub(super) async fn of(
    endpoint: &Endpoint,
    assessment: &AssessmentId,
    link: &str,
) -> Result<Option<Client>, Problem> {
    if link.is_empty() {
        return Ok(None);
    }
    match endpoint.app.store.invited(link).await? {
        Some((client, opens)) if opens == *assessment => Ok(Some(client)),
        _ => Err(refused()),
    }
}

fn refused() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "problem.invitation")
}
