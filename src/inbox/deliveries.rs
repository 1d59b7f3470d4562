//! What became of a lead's deliveries, and which have not arrived.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::page::page;
use super::posted::Fields;
use super::room::Room;
use super::session::Signed;
use super::trouble::Trouble;
use crate::assessment::{Destination, FieldName};
use crate::store::{Answered, DeliveryState, DeliverySummary, Failing, Undelivered};

/// Deliveries on one page.
const AT_ONCE: usize = 50;
/// A destination that fails for so long is told of on the list.
const PATIENCE: SignedDuration = SignedDuration::from_hours(1);

/// A delivery as `lead-deliveries.html` and `deliveries.html` show it.
#[derive(Serialize)]
pub(super) struct DeliveryView {
    id: i64,
    /// The destination in words.
    to: String,
    state: &'static str,
    /// Not what it should be.
    open: bool,
    tries: u32,
    last: Option<String>,
    /// When it is tried next, or when it was done.
    when: Option<String>,
    reason: Option<String>,
    status: Option<u16>,
    answer: Option<String>,
}

/// What `deliveries.html` sees.
#[derive(Serialize)]
struct View {
    title: &'static str,
    failing: Option<String>,
    rows: Vec<Row>,
    next: Option<i64>,
    later: bool,
    unfinished: bool,
}

#[derive(Serialize)]
struct Row {
    href: String,
    who: String,
    company: Option<String>,
    #[serde(flatten)]
    delivery: DeliveryView,
}

/// `GET /inbox/deliveries`
pub(super) async fn get(
    State(room): State<Arc<Room>>,
    signed: Signed,
    RawQuery(query): RawQuery,
) -> Result<Response, Trouble> {
    let facts = room.facts();
    let from: Option<i64> = Fields::of_query(query.as_deref()).get("from").parse().ok();
    let found = room.store.undelivered(from, AT_ONCE).await?;
    let row = |one: &Undelivered| {
        let of = |field| one.contact.as_ref().and_then(|contact| contact.get(field));
        let who = of(FieldName::Name).or(of(FieldName::Email));
        Row {
            href: format!("{}/inbox/leads/{}#deliveries", facts.base_path, one.delivery.lead),
            who: who.unwrap_or("No name given").to_owned(),
            company: of(FieldName::Company).map(str::to_owned),
            delivery: view(&one.delivery, None),
        }
    };
    let view = View {
        title: "Deliveries that have not arrived",
        failing: failing(&room).await?,
        rows: found.deliveries.iter().map(row).collect(),
        next: found.next,
        later: from.is_some(),
        unfinished: found.unfinished,
    };
    page(&facts, Some(&signed), "deliveries.html", StatusCode::OK, &view)
}

/// The deliveries of a lead's page.
pub(super) fn views(deliveries: &[Answered]) -> Vec<DeliveryView> {
    let views = deliveries
        .iter()
        .map(|one| view(&one.delivery, one.answer.as_deref()));
    views.collect()
}

/// Which destinations fail, in one line; `None` where none does.
pub(super) async fn failing(room: &Room) -> Result<Option<String>, Trouble> {
    let since = Timestamp::now().checked_sub(PATIENCE).unwrap_or(Timestamp::MIN);
    let failing = room.store.failing(since).await?;
    Ok((!failing.is_empty()).then(|| failing.iter().map(said).collect::<Vec<_>>().join("; ")))
}

fn said(failing: &Failing) -> String {
    let to = in_words(&failing.destination);
    let what = match failing.given_up {
        true => "was given up",
        false => "has failed for over an hour",
    };
    let why = failing.reason.as_ref().map(|reason| format!(" ({reason})"));
    format!("{to} {what}{}", why.unwrap_or_default())
}

fn view(delivery: &DeliverySummary, answer: Option<&str>) -> DeliveryView {
    let when = match delivery.state {
        DeliveryState::Waiting => Some(
            delivery
                .due_at
                .map_or_else(|| "at once".to_owned(), |due| format!("next {}", moment(due))),
        ),
        _ => delivery.done_at.map(moment),
    };
    DeliveryView {
        id: delivery.id,
        to: in_words(&delivery.destination),
        state: match delivery.state {
            DeliveryState::Waiting => "Waiting",
            DeliveryState::Delivered => "Delivered",
            DeliveryState::GivenUp => "Given up",
        },
        open: delivery.state != DeliveryState::Delivered,
        tries: delivery.attempts,
        last: delivery.tried_at.map(moment),
        when,
        reason: delivery.reason.clone(),
        status: delivery.status,
        answer: answer.map(str::to_owned),
    }
}

/// `Webhook crm` of `webhook:crm`.
fn in_words(key: &str) -> String {
    let named = |what: &str, name: &str| format!("{what} {name}");
    match key.split_once(':') {
        Some(("webhook", name)) => named("Webhook", name),
        Some(("email", name)) => named("Mail", name),
        Some(("report", name)) => named("Report to the respondent,", name),
        _ if key == Destination::BRIEF => "Brief to sales".to_owned(),
        _ => key.to_owned(),
    }
}

/// `24 Dec 2026, 09:30`.
fn moment(at: Timestamp) -> String {
    at.strftime("%-d %b %Y, %H:%M").to_string()
}
