//! A copy of everything that is held about a person, for whoever asks for it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::room::Room;
use super::session::Signed;
use super::trouble::Trouble;
use crate::store::StoreError;

/// `GET /inbox/leads/{id}/person.json`: as `leads person --format json`.
pub(super) async fn get(
    State(room): State<Arc<Room>>,
    _signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id: Uuid = id.parse().map_err(|_| Trouble::NoLead)?;
    let person = room.store.person(id).await?.ok_or(Trouble::NoLead)?;
    let json = serde_json::to_vec_pretty(&person).map_err(StoreError::from)?;
    let headers = [
        (CONTENT_TYPE, "application/json"),
        // Named after nobody: names of files get about.
        (CONTENT_DISPOSITION, "attachment; filename=\"person.json\""),
    ];
    Ok((headers, json).into_response())
}
