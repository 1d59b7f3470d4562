//! The I.T. section of a client's own business plan, to be printed and handed over: no notes of ours are on it.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::client::{Answered, href};
use super::client_rounds::on;
use super::page::page;
use super::trouble::Trouble;
use crate::brief::BusinessPlan;

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
pub(super) async fn get(answered: Answered) -> Result<Response, Trouble> {
    let Answered { known, facts, signed } = answered;
    let newest = &known.rounds[0];
    let view = View {
        title: "Information technology",
        client: known.client.name.clone(),
        answered: on(newest.submitted_at),
        back: href(&facts, &known.client.id),
        plan: BusinessPlan::new(newest, facts.shop()),
    };
    page(&facts, Some(&signed), "business-plan.html", StatusCode::OK, &view)
}
