//! The I.T. section of a client's own business plan, to be printed and handed over: no notes of ours are on it.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::client::{find_answered, href};
use super::client_rounds::on;
use super::page::page;
use super::room::Room;
use super::session::Signed;
use super::trouble::Trouble;
use crate::brief::{BusinessPlan, Shop};

/// What `business-plan.html` sees.
#[derive(Serialize)]
struct View {
    title: &'static str,
    client: String,
    answered: String,
    back: String,
    #[serde(flatten)]
    plan: BusinessPlan,
}

/// `GET /inbox/clients/{id}/plan?assessment=…`
pub(super) async fn get(
    State(room): State<Arc<Room>>,
    signed: Signed,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Trouble> {
    let known = find_answered(&room, &id, query.as_deref()).await?;
    let facts = room.facts();
    let newest = &known.rounds[0];
    let shop = Shop {
        currency: facts.currency,
        catalogue: &facts.catalogue,
    };
    let view = View {
        title: "Information technology",
        client: known.client.name.clone(),
        answered: on(newest.submitted_at),
        back: href(&facts, &id),
        plan: BusinessPlan::new(newest, shop),
    };
    page(&facts, Some(&signed), "business-plan.html", StatusCode::OK, &view)
}
