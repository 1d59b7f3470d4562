//! The clients: who is to be asked again, and a form that adds one.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::client_view::{ClientForm, DueView};
use super::page::page;
use super::posted::Posted;
use super::room::Room;
use super::session::Signed;
use super::sign_in::go;
use super::trouble::Trouble;
use crate::assessment::DueState;
use crate::brief::{ClientFault, TypedClient, due_lines, new_client};

/// What `clients.html` sees.
#[derive(Serialize)]
struct View {
    title: &'static str,
    /// How many are late, how many are due, in words; empty where nobody is.
    summary: String,
    lines: Vec<DueView>,
    /// Who is never asked by themselves.
    without: Vec<Plain>,
    form: ClientForm,
}

/// A client without a cadence.
#[derive(Serialize)]
struct Plain {
    href: String,
    name: String,
    package: String,
}

/// `GET /inbox/clients`
pub(super) async fn get(State(room): State<Arc<Room>>, signed: Signed) -> Result<Response, Trouble> {
    let form = ClientForm::new(&room.facts(), TypedClient::default(), &[]);
    show(&room, &signed, StatusCode::OK, form).await
}

/// `POST /inbox/clients`: adds one and leads to the page, or shows the form with what is wrong.
pub(super) async fn post(State(room): State<Arc<Room>>, posted: Posted) -> Result<Response, Trouble> {
    let facts = room.facts();
    let fields = &posted.fields;
    let typed = TypedClient {
        name: fields.get("name"),
        package: fields.get("package"),
        contact: fields.get("contact"),
        every: fields.get("every"),
    };
    let faults = match new_client(typed, &facts.catalogue, Timestamp::now()) {
        Ok(client) => {
            let id = client.id.clone();
            let added = room.store.change_clients(move |clients| clients.add(&client));
            if added.await? {
                return Ok(go(&format!("{}/inbox/clients/{id}", facts.base_path)));
            }
            vec![ClientFault {
                field: "name",
                message: "There is a client of that name already; a second one needs another.".to_owned(),
            }]
        }
        Err(faults) => faults,
    };
    let form = ClientForm::new(&facts, typed, &faults);
    show(&room, &posted.signed, StatusCode::UNPROCESSABLE_ENTITY, form).await
}

async fn show(
    room: &Room,
    signed: &Signed,
    status: StatusCode,
    form: ClientForm,
) -> Result<Response, Trouble> {
    let facts = room.facts();
    let look = room
        .store
        .look_at_clients(|clients| Ok((clients.all()?, clients.answering()?)));
    let (clients, answering) = look.await?;
    let lines = due_lines(&clients, &answering, Timestamp::now(), &TimeZone::UTC);
    let count = |state| lines.iter().filter(|line| line.due.state == state).count();
    let counted = [(DueState::Overdue, "late"), (DueState::Due, "due")];
    let counted = counted.map(|(state, word)| (count(state), word));
    let said = counted.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = said.map(|(count, word)| format!("{count} {word}")).collect();
    let asked = |id: &str| lines.iter().any(|line| line.client.id == id);
    let without = clients.iter().filter(|client| !asked(&client.id));
    let view = View {
        title: "Clients",
        summary: said.join(", "),
        without: without
            .map(|client| Plain {
                href: format!("{}/inbox/clients/{}", facts.base_path, client.id),
                name: client.name.clone(),
                package: facts.package(&client.package),
            })
            .collect(),
        lines: lines.iter().map(|line| DueView::new(line, &facts)).collect(),
        form,
    };
    page(&facts, Some(signed), "clients.html", status, &view)
}
