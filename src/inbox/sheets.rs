//! Keys a sheet of paper in: which one, its form, and what becomes of it.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use super::facts::Facts;
use super::list::Choice;
use super::page::page;
use super::posted::{Fields, Posted};
use super::room::Room;
use super::session::Signed;
use super::sheet_view::SheetView;
use super::sign_in::go;
use super::trouble::Trouble;
use crate::assessment::{AnswerFault, Assessment, AssessmentId, Condition, ContactFault, Definition};
use crate::store::{Change, Client, NewResponse, StoreError, Submitted};

/// The field that holds the id of the sheet that is keyed in: sent twice, it is stored once.
pub(super) const ID_FIELD: &str = "_id";
/// The field that holds the hash of the questions on the page.
pub(super) const DEFINITION_FIELD: &str = "_definition";

/// The field that holds the client whose sheet it is; empty for anybody else's.
pub(super) const CLIENT_FIELD: &str = "_client";
/// The field that holds the event at which it was filled in: kept as where the response came from.
pub(super) const EVENT_FIELD: &str = "source.event";

/// Says when a question is to be answered, as its sheet does.
type OnlyIf = fn(&Condition, &Assessment) -> String;
/// Reads what was typed as the endpoint reads a form, under an id; a client's sheet with the client.
type KeyIn = Box<
    dyn Fn(
            &Definition,
            Vec<(String, String)>,
            Uuid,
            Option<&Client>,
        ) -> Result<Result<NewResponse, SheetFaults>, StoreError>
        + Send
        + Sync,
>;

/// How sheets of paper are read: by the very rules of the endpoint, which this room does not know.
pub struct Sheets {
    /// The condition of a question, in words.
    pub only_if: OnlyIf,
    /// Makes a response of what was typed.
    pub key_in: KeyIn,
}

/// What is wrong with what was typed.
#[derive(Debug, Clone, Default)]
pub struct SheetFaults {
    /// With the answers, in file order.
    pub answers: Vec<AnswerFault>,
    /// With the contact details.
    pub contact: Vec<ContactFault>,
}

/// What `sheets.html` sees.
#[derive(Serialize)]
struct Choosing {
    title: &'static str,
    assessments: Vec<Choice>,
    code: String,
    error: Option<String>,
}

/// `GET /inbox/sheets/`: asks which sheet, and leads on to its form.
pub(super) async fn choose(
    State(room): State<Arc<Room>>,
    signed: Signed,
    RawQuery(query): RawQuery,
) -> Result<Response, Trouble> {
    let asked = Fields::of_query(query.as_deref());
    let facts = room.facts();
    let (wanted, code) = (asked.get("assessment"), asked.get("code"));
    if wanted.is_empty() {
        return ask(&facts, &signed, ("", code), None);
    }
    let today = today(&facts, wanted)?;
    match of_code(&room, &today, code).await? {
        Ok(_) => {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("code", code)
                .finish();
            let query = if code.is_empty() {
                String::new()
            } else {
                format!("?{query}")
            };
            let base = &facts.base_path;
            Ok(go(&format!("{base}/inbox/sheets/{}{query}", today.assessment.id)))
        }
        Err(error) => ask(&facts, &signed, (wanted, code), Some(error)),
    }
}

/// `GET /inbox/sheets/{assessment}`: the form of a sheet, empty.
pub(super) async fn get(
    State(room): State<Arc<Room>>,
    signed: Signed,
    Path(assessment): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Trouble> {
    let facts = room.facts();
    let today = today(&facts, &assessment)?;
    let asked = Fields::of_query(query.as_deref());
    let code = asked.get("code");
    let definition = match of_code(&room, &today, code).await? {
        Ok(definition) => definition,
        Err(error) => return ask(&facts, &signed, (&assessment, code), Some(error)),
    };
    let (faults, id) = (SheetFaults::default(), Uuid::now_v7());
    let clients = room.store.look_at_clients(|clients| clients.all()).await?;
    let form = SheetView::new(
        &definition,
        (&facts, &clients),
        room.sheets.only_if,
        &[],
        &faults,
        id,
    );
    page(&facts, Some(&signed), "sheet.html", StatusCode::OK, &form)
}

/// `POST /inbox/sheets/{assessment}`: stores it and leads to its lead, or shows the form with what is wrong.
pub(super) async fn post(
    State(room): State<Arc<Room>>,
    Path(assessment): Path<String>,
    posted: Posted,
) -> Result<Response, Trouble> {
    let facts = room.facts();
    let today = today(&facts, &assessment)?;
    let id: Uuid = posted
        .fields
        .get(ID_FIELD)
        .parse()
        .map_err(|_| Trouble::NotPossible)?;
    let definition = shown(&room, today, posted.fields.get(DEFINITION_FIELD)).await?;
    let typed = posted.fields.without_token();
    let clients = room.store.look_at_clients(|clients| clients.all()).await?;
    let client = match posted.fields.get(CLIENT_FIELD) {
        "" => None,
        // Somebody may have taken them off the list since the form was opened.
        id => Some(clients.iter().find(|one| one.id == id).ok_or(Trouble::NoClient)?),
    };
    let response = match (room.sheets.key_in)(&definition, typed.clone(), id, client)? {
        Ok(response) => response,
        Err(faults) => {
            let form = SheetView::new(
                &definition,
                (&facts, &clients),
                room.sheets.only_if,
                &typed,
                &faults,
                id,
            );
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return page(&facts, Some(&posted.signed), "sheet.html", status, &form);
        }
    };
    match room.store.submit(response).await? {
        Submitted::Created(_) => {
            let by = posted.signed.user.id;
            room.store
                .change_lead(id, by, Timestamp::now(), Change::KeyedIn)
                .await?;
        }
        Submitted::Repeated(_) => {}
        Submitted::Conflict => return Err(Trouble::KeyedBefore),
    }
    Ok(go(&format!("{}/inbox/leads/{id}", facts.base_path)))
}

fn ask(
    facts: &Facts,
    signed: &Signed,
    (chosen, code): (&str, &str),
    error: Option<String>,
) -> Result<Response, Trouble> {
    let status = match error {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let sheets = facts.assessments.iter().filter(|(_, one)| one.sheet.is_some());
    let choices = sheets.map(|(id, one)| Choice {
        value: id.to_string(),
        label: one.title.clone(),
        chosen: id.as_str() == chosen,
    });
    let view = Choosing {
        title: "Key in a sheet of paper",
        assessments: choices.collect(),
        code: code.to_owned(),
        error,
    };
    page(facts, Some(signed), "sheets.html", status, &view)
}

fn today(facts: &Facts, assessment: &str) -> Result<Definition, Trouble> {
    let id = AssessmentId::try_from(assessment).map_err(|_| Trouble::NoSheet)?;
    let known = facts.assessments.get(&id).and_then(|one| one.sheet.clone());
    known.ok_or(Trouble::NoSheet)
}

/// The questions as they stood on a sheet; without a code today's. What is wrong with the code, in words.
async fn of_code(room: &Room, today: &Definition, code: &str) -> Result<Result<Definition, String>, Trouble> {
    if code.is_empty() {
        return Ok(Ok(today.clone()));
    }
    let digits = match Definition::digits(code) {
        Ok(digits) => digits,
        Err(why) => return Ok(Err(why)),
    };
    if today.hash.starts_with(&digits) {
        return Ok(Ok(today.clone()));
    }
    let assessment = today.assessment.id.clone();
    let known = room.store.definition_of_code(assessment, digits).await?;
    Ok(known.ok_or_else(|| {
        format!(
            "No sheet of “{}” with that code is known here. Look at the foot of the sheet again; without a code, today’s \
             questions are used.",
            today.assessment.title
        )
    }))
}

/// The questions that the form showed: others than today's only where those are known.
async fn shown(room: &Room, today: Definition, hash: &str) -> Result<Definition, Trouble> {
    if *hash == *today.hash {
        return Ok(today);
    }
    let known = room.store.definition(hash).await?;
    let same = known.filter(|known| known.assessment.id == today.assessment.id);
    Ok(same.unwrap_or(today))
}
