//! One lead: what is known of it, and what can be done to it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

use super::lead_view::{LeadView, Typed};
use super::page::page;
use super::posted::{Fields, Posted};
use super::room::Room;
use super::session::Signed;
use super::sign_in::go;
use super::trouble::Trouble;
use crate::assessment::FieldName;
use crate::store::{Change, Lead, Leads, SalesStatus, StoreError};

/// The most characters of a note.
const LONGEST_NOTE: usize = 4000;
/// The most characters of a next step.
const LONGEST_STEP: usize = 200;

/// `GET /inbox/leads/{id}`
pub(super) async fn get(
    State(room): State<Arc<Room>>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let lead = find(&room, &id).await?;
    show(&room, &signed, &lead, StatusCode::OK, Typed::default()).await
}

/// `POST /inbox/leads/{id}/{action}`
pub(super) async fn post(
    State(room): State<Arc<Room>>,
    Path((id, action)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Trouble> {
    let lead = find(&room, &id).await?;
    let change = match read(&action, &posted.fields) {
        Ok(Some(Change::Recover(_))) => Change::Recover(room.facts().told_of(&lead.response)),
        Ok(Some(change)) => change,
        Ok(None) => return Err(Trouble::NotPossible),
        Err(typed) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show(&room, &posted.signed, &lead, status, *typed).await;
        }
    };
    let place = match change {
        Change::Note(_) => "#history",
        Change::Resend(_) => "#deliveries",
        Change::Withdraw | Change::Recover(_) => "",
        _ => "#stand",
    };
    let id = lead.response.id;
    let by = posted.signed.user.id;
    if !room.store.change_lead(id, by, Timestamp::now(), change).await? {
        return Err(Trouble::NotPossible);
    }
    let base = &room.facts().base_path;
    Ok(go(&format!("{base}/inbox/leads/{id}{place}")))
}

/// What a form asks for; `None` where no form of ours asks that. What is wrong comes back with what was typed.
fn read(action: &str, fields: &Fields) -> Result<Option<Change>, Box<Typed>> {
    let wrong = |error: &str| {
        Err(Box::new(Typed {
            action: action.to_owned(),
            error: Some(error.to_owned()),
            text: fields.exact("text").to_owned(),
            on: fields.get("on").to_owned(),
            status: fields.get("status").to_owned(),
        }))
    };
    let day = fields.get("on");
    let on = day_of(day);
    Ok(Some(match action {
        "status" => match SalesStatus::parse(fields.get("status")) {
            Some(SalesStatus::Nurture) if on.is_none() => {
                return wrong("Say until when, such as 2027-03-31: then the lead is due again.");
            }
            Some(status) => Change::Status(status, on),
            None => return Ok(None),
        },
        "owner" => match fields.get("owner") {
            "" => Change::Owner(None),
            id => match id.parse() {
                Ok(id) => Change::Owner(Some(id)),
                Err(_) => return Ok(None),
            },
        },
        "note" => {
            let text = fields.get("text").replace("\r\n", "\n");
            match text.chars().count() {
                0 => return wrong("Write something first."),
                count if count > LONGEST_NOTE => {
                    return wrong(&format!(
                        "A note has at most 4,000 characters; this one has {count}."
                    ));
                }
                _ if text.contains('\0') => return wrong("The note holds a character that can’t be kept."),
                _ => Change::Note(text),
            }
        }
        "step" => {
            let text = fields.get("text");
            match (text, on) {
                ("", _) if day.is_empty() => Change::Step(None),
                ("", _) => return wrong("Say what is to be done on that day."),
                (_, None) => return wrong("Say on which day, such as 2026-12-24."),
                _ if text.chars().count() > LONGEST_STEP || text.contains(char::is_control) => {
                    return wrong("A next step is one line of at most 200 characters.");
                }
                (_, Some(on)) => Change::Step(Some((text.to_owned(), on))),
            }
        }
        "withdraw" => Change::Withdraw,
        "recover" => Change::Recover(Vec::new()),
        "resend" => match fields.get("delivery").parse() {
            Ok(delivery) => Change::Resend(delivery),
            Err(_) => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

/// A day of this century, as a date field sends it.
fn day_of(text: &str) -> Option<Date> {
    let day: Option<Date> = (text.len() == 10).then(|| text.parse().ok()).flatten();
    day.filter(|day| (2000..2100).contains(&day.year()))
}

#[derive(Serialize)]
struct Erasing {
    who: String,
    email: Option<String>,
    lead: String,
}

/// `GET /inbox/leads/{id}/erase`
pub(super) async fn ask_to_erase(
    State(room): State<Arc<Room>>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let lead = find(&room, &id).await?;
    let facts = room.facts();
    let contact = lead.response.contact.as_ref().map(|(contact, _)| contact);
    let of = |field| contact.and_then(|contact| contact.get(field));
    let email = of(FieldName::Email);
    let view = Erasing {
        who: of(FieldName::Name)
            .or(email)
            .unwrap_or("this respondent")
            .to_owned(),
        email: email.map(str::to_owned),
        lead: format!("{}/inbox/leads/{}", facts.base_path, lead.response.id),
    };
    page(&facts, Some(&signed), "erase.html", StatusCode::OK, &view)
}

/// `POST /inbox/leads/{id}/erase`: everything of the person, wherever it lies.
pub(super) async fn erase(
    State(room): State<Arc<Room>>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Trouble> {
    let lead = find(&room, &id).await?;
    let room_of_task = Arc::clone(&room);
    let by = format!("{} (user {})", posted.signed.user.name, posted.signed.user.id);
    let erased = tokio::task::spawn_blocking(move || erase_now(&room_of_task, &lead, &by)).await;
    erased.map_err(|_| Trouble::Store(StoreError::Closed))??;
    Ok(go(&format!("{}/inbox/", room.facts().base_path)))
}

/// The way of the command line, which empties the file's free pages and its log, too.
fn erase_now(room: &Room, lead: &Lead, by: &str) -> Result<(), Trouble> {
    let mut leads = Leads::open(room.store.path())?;
    let contact = lead.response.contact.as_ref();
    let email = contact.and_then(|(contact, _)| contact.get(FieldName::Email));
    let gone = match email {
        Some(email) => leads.forget(email, by)?,
        None => leads.erase(lead.response.id, by)?,
    };
    (room.remove_mails)(&gone.responses).map_err(Trouble::Mails)?;
    tracing::info!(responses = gone.responses.len(), "a person was erased");
    Ok(())
}

async fn find(room: &Room, id: &str) -> Result<Lead, Trouble> {
    let id: Uuid = id.parse().map_err(|_| Trouble::NoLead)?;
    room.store.lead(id).await?.ok_or(Trouble::NoLead)
}

async fn show(
    room: &Room,
    signed: &Signed,
    lead: &Lead,
    status: StatusCode,
    typed: Typed,
) -> Result<Response, Trouble> {
    let facts = room.facts();
    let users = room.store.users().await?;
    let deliveries = room.store.deliveries_of(lead.response.id).await?;
    let view = LeadView::new(lead, &facts, (&users, &deliveries), typed);
    page(&facts, Some(signed), "lead.html", status, &view)
}
