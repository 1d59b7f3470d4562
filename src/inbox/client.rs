//! One client: what is known of them, and what can be done.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, RawQuery, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use uuid::Uuid;

use super::client_view::{ClientView, Refused};
use super::facts::Facts;
use super::page::page;
use super::posted::{Fields, Posted};
use super::room::Room;
use super::session::Signed;
use super::sign_in::go;
use super::trouble::Trouble;
use crate::assessment::AssessmentId;
use crate::brief::{ClientFault, cadence, contact, package};
use crate::store::{self, Answering, Client, ClientChange, Invitation, StoreError};

/// For how many days a link works at most.
const LONGEST_DAYS: i64 = 366;

/// All that is stored about a client.
pub(super) struct Known {
    pub(super) client: Client,
    pub(super) invitations: Vec<Invitation>,
    pub(super) answering: Vec<Answering>,
    /// The newest first.
    pub(super) rounds: Vec<store::Response>,
}

/// What a form asks for.
enum Wish {
    Change(ClientChange),
    Cadence(AssessmentId, Option<String>),
    Invite(AssessmentId, i64),
    TakeBack(Uuid),
}

/// `GET /inbox/clients/{id}`
pub(super) async fn get(
    State(room): State<Arc<Room>>,
    signed: Signed,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Trouble> {
    let asked = Fields::of_query(query.as_deref());
    let known = find(&room, &id, None).await?;
    let shown = asked.get("invitation").parse().ok();
    show(&room, &signed, &known, shown, Refused::default())
}

/// `POST /inbox/clients/{id}/{action}`
pub(super) async fn post(
    State(room): State<Arc<Room>>,
    Path((id, action)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Trouble> {
    let facts = room.facts();
    let wish = match read(&action, &posted.fields, &facts) {
        Ok(Some(wish)) => wish,
        Ok(None) => return Err(Trouble::NotPossible),
        Err(faults) => {
            let known = find(&room, &id, None).await?;
            let refused = Refused::new(&action, &posted.fields, faults);
            return show(&room, &posted.signed, &known, None, refused);
        }
    };
    let place = match wish {
        Wish::Change(change) => {
            let of = id.clone();
            let changed = room
                .store
                .change_clients(move |clients| clients.change(&of, &change));
            must(changed.await?)?;
            String::new()
        }
        Wish::Cadence(assessment, every) => {
            let of = id.clone();
            let asked = room
                .store
                .change_clients(move |clients| clients.ask_every(&of, &assessment, every.as_deref()));
            must(asked.await?)?;
            "#cadence".to_owned()
        }
        Wish::Invite(assessment, days) => {
            let now = Timestamp::now();
            let invitation = Invitation {
                id: Uuid::new_v4(),
                client: id.clone(),
                assessment,
                made_at: now,
                expires_at: now + SignedDuration::from_hours(24 * days),
                revoked_at: None,
            };
            let place = format!("?invitation={}#invitation", invitation.id);
            let invited = room
                .store
                .change_clients(move |clients| clients.invite(&invitation));
            must(invited.await?)?;
            place
        }
        Wish::TakeBack(invitation) => {
            let of = id.clone();
            let taken = room.store.change_clients(move |clients| {
                let theirs = clients.invitations(&of)?.iter().any(|one| one.id == invitation);
                Ok(theirs && clients.revoke(invitation, Timestamp::now())?)
            });
            must(taken.await?)?;
            "#invitations".to_owned()
        }
    };
    Ok(go(&format!("{}{place}", href(&facts, &id))))
}

/// What a form asks for; `None` where no form of ours asks that.
fn read(action: &str, fields: &Fields, facts: &Facts) -> Result<Option<Wish>, Vec<ClientFault>> {
    let mut faults = Vec::new();
    let mut fault = |field: &'static str, message: String| faults.push(ClientFault { field, message });
    let every = || cadence(fields.get("every")).map(|every| every.map(|every| every.to_string()));
    let assessment = || {
        let id = AssessmentId::try_from(fields.get("assessment")).ok()?;
        facts.assessments.get(&id).and_then(|one| one.sheet.as_ref())?;
        Some(id)
    };
    let wish = match action {
        "change" => {
            let read = (
                package(fields.get("package"), &facts.catalogue),
                contact(fields.get("contact")),
                every(),
            );
            match read {
                (Ok(package), Ok(contact), Ok(every)) => Some(Wish::Change(ClientChange {
                    package: Some(package),
                    contact: Some(contact),
                    every: Some(every),
                })),
                (package, contact, every) => {
                    let wrong = [
                        ("package", package.err()),
                        ("contact", contact.err()),
                        ("every", every.err()),
                    ];
                    for (field, message) in wrong {
                        message.into_iter().for_each(|message| fault(field, message));
                    }
                    None
                }
            }
        }
        "cadence" => match (assessment(), every()) {
            (Some(assessment), Ok(every)) => Some(Wish::Cadence(assessment, every)),
            (_, Err(message)) => {
                fault("every", message);
                None
            }
            (None, Ok(_)) => return Ok(None),
        },
        "invite" => {
            let days: Option<i64> = fields.get("days").parse().ok();
            match (
                assessment(),
                days.filter(|days| (1..=LONGEST_DAYS).contains(days)),
            ) {
                (Some(assessment), Some(days)) => Some(Wish::Invite(assessment, days)),
                (Some(_), None) => {
                    fault("days", format!("a link works for 1 to {LONGEST_DAYS} days"));
                    None
                }
                (None, _) => return Ok(None),
            }
        }
        "take-back" => fields.get("invitation").parse().ok().map(Wish::TakeBack),
        _ => return Ok(None),
    };
    match faults.is_empty() {
        true => Ok(wish),
        false => Err(faults),
    }
}

#[derive(Serialize)]
struct Removing {
    name: String,
    rounds: usize,
    client: String,
}

/// `GET /inbox/clients/{id}/remove`
pub(super) async fn ask_to_remove(
    State(room): State<Arc<Room>>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let known = find(&room, &id, None).await?;
    let facts = room.facts();
    let view = Removing {
        name: known.client.name,
        rounds: known.rounds.len(),
        client: href(&facts, &id),
    };
    page(&facts, Some(&signed), "client-remove.html", StatusCode::OK, &view)
}

/// `POST /inbox/clients/{id}/remove`
pub(super) async fn remove(
    State(room): State<Arc<Room>>,
    Path(id): Path<String>,
    _posted: Posted,
) -> Result<Response, Trouble> {
    let removed = room.store.change_clients(move |clients| clients.remove(&id));
    must(removed.await?)?;
    Ok(go(&format!("{}/inbox/clients", room.facts().base_path)))
}

fn must(there: bool) -> Result<(), Trouble> {
    there.then_some(()).ok_or(Trouble::NoClient)
}

pub(super) fn href(facts: &Facts, id: &str) -> String {
    format!("{}/inbox/clients/{id}", facts.base_path)
}

/// A client with the rounds of one assessment, or of all.
pub(super) async fn find(room: &Room, id: &str, of: Option<AssessmentId>) -> Result<Known, Trouble> {
    let id = id.to_owned();
    let found = room.store.look_at_clients(move |clients| {
        let Some(client) = clients.get(&id)? else {
            return Ok(None);
        };
        let mut answering = clients.answering()?;
        answering.retain(|one| one.client == id);
        Ok::<_, StoreError>(Some(Known {
            invitations: clients.invitations(&id)?,
            rounds: clients.rounds(&id, of.as_ref())?,
            answering,
            client,
        }))
    });
    found.await?.ok_or(Trouble::NoClient)
}

/// What a page about a client and the assessment that its query names needs; of that one there is at least one round.
pub(super) struct Answered {
    pub(super) known: Known,
    pub(super) facts: Arc<Facts>,
    pub(super) signed: Signed,
}

impl FromRequestParts<Arc<Room>> for Answered {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, room: &Arc<Room>) -> Result<Self, Response> {
        let signed = Signed::from_request_parts(parts, room).await?;
        let path = Path::<String>::from_request_parts(parts, room).await;
        let Path(id) = path.map_err(|_| Trouble::NoClient.into_response())?;
        let known = find_answered(room, &id, parts.uri.query()).await;
        let known = known.map_err(Trouble::into_response)?;
        let facts = room.facts();
        Ok(Self { known, facts, signed })
    }
}

async fn find_answered(room: &Room, id: &str, query: Option<&str>) -> Result<Known, Trouble> {
    let asked = Fields::of_query(query);
    let assessment = AssessmentId::try_from(asked.get("assessment")).map_err(|_| Trouble::NoClient)?;
    let known = find(room, id, Some(assessment)).await?;
    must(!known.rounds.is_empty())?;
    Ok(known)
}

fn show(
    room: &Room,
    signed: &Signed,
    known: &Known,
    shown: Option<Uuid>,
    refused: Refused,
) -> Result<Response, Trouble> {
    let facts = room.facts();
    let status = match refused.action.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let links = room.store.secret()?;
    let view = ClientView::new(known, &facts, links, shown, refused);
    page(&facts, Some(signed), "client.html", status, &view)
}
