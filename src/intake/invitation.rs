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
    let (_, assessment) = client(&endpoint, &link).await?;
    let renderer = endpoint.renderer();
    renderer.published(&assessment).ok_or_else(refused)?;
    let form = FilledForm {
        fields: vec![(INVITATION_FIELD.to_owned(), link)],
        ..FilledForm::default()
    };
    Ok(Html(renderer.form_page(&assessment, Audience::Clients, &form)?).into_response())
}

/// Whom an invitation is for, and what it opens.
///
/// # Errors
/// The same refusal for one that is forged, has expired or was taken back: it tells nothing about anybody.
async fn client(endpoint: &Endpoint, link: &str) -> Result<(Client, AssessmentId), Problem> {
    endpoint.app.store.invited(link).await?.ok_or_else(refused)
}

/// The client whose invitation came with answers; `None` where none did.
pub(super) async fn of(
    endpoint: &Endpoint,
    assessment: &AssessmentId,
    link: &str,
) -> Result<Option<Client>, Problem> {
    if link.is_empty() {
        return Ok(None);
    }
    let (client, opens) = client(endpoint, link).await?;
    (opens == *assessment).then_some(Some(client)).ok_or_else(refused)
}

fn refused() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "problem.invitation")
}
