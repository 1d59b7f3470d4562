//! `clients add | list | show | change | import | remove | uninvite`: who is under contract, with which package.

use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::arguments::{DatabaseOption, LeadsFormat};
use super::client_arguments::ClientsCommand;
use super::content;
use super::failure::Failure;
use super::leads::opened;
use crate::brief::{ClientFault, TypedClient, cadence, contact, new_client, package};
use crate::content::{Site, nearest};
use crate::store::{Client, ClientChange, Clients, Invitation, Leads, Response, StoreError};

pub(super) fn run(folder: &Path, command: &ClientsCommand) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match command {
        ClientsCommand::Add {
            name,
            package,
            contact,
            every,
            database,
        } => {
            let site = content::site_for_input(folder, "nobody was added")?;
            let typed = TypedClient {
                name,
                package,
                contact,
                every,
            };
            let client = new_client(typed, &site.catalogue, Timestamp::now())
                .map_err(|faults| Failure::Input(lines(&faults)))?;
            let mut leads = Leads::create(&database.file(folder))?;
            if !leads.change_clients(|clients| clients.add(&client))? {
                return Err(Failure::Input(format!(
                    "there is a client `{}` already; `gradewright clients change {0}` changes it",
                    client.id
                )));
            }
            writeln!(
                out,
                "{} is a client on {}: `{}`",
                client.name, client.package, client.id
            )?;
        }
        ClientsCommand::List { format, database } => {
            let all = look(folder, database, |clients| clients.all())?.unwrap_or_default();
            list(&all, *format, &mut out)?;
        }
        ClientsCommand::Show {
            client,
            format,
            database,
        } => {
            let found = look(folder, database, |clients| {
                let client = clients.get(client)?;
                client
                    .map(|one| Ok((clients.invitations(&one.id)?, clients.rounds(&one.id, None)?, one)))
                    .transpose()
            })?;
            let Some((invitations, rounds, client)) = found.flatten() else {
                return Err(no_client(folder, database, client)?);
            };
            show(&client, &invitations, &rounds, *format, &mut out)?;
        }
        ClientsCommand::Change {
            client,
            package: to,
            contact: whom,
            every,
            assessment,
            database,
        } => {
            let site = content::site_for_input(folder, "nothing was changed")?;
            let wanted = wanted(&site, to.as_deref(), whom.as_deref(), every.as_deref())?;
            let of = assessment
                .as_deref()
                .map(|name| content::named(&site, name))
                .transpose()?;
            let changed = match opened(folder, database)? {
                None => false,
                Some(mut leads) => leads.change_clients(|clients| {
                    let Some(of) = of else {
                        return clients.change(client, &wanted);
                    };
                    let every = wanted.every.clone().flatten();
                    let rest = ClientChange {
                        every: None,
                        ..wanted.clone()
                    };
                    let id = &of.definition.assessment.id;
                    Ok::<_, StoreError>(
                        clients.change(client, &rest)? && clients.ask_every(client, id, every.as_deref())?,
                    )
                })?,
            };
            if !changed {
                return Err(no_client(folder, database, client)?);
            }
            writeln!(
                out,
                "`{client}` is changed. What was answered before stays as it was."
            )?;
        }
        ClientsCommand::Import { file, database } => import(folder, file, database, &mut out)?,
        ClientsCommand::Remove { client, database } => {
            let removed = match opened(folder, database)? {
                None => false,
                Some(mut leads) => leads.change_clients(|clients| clients.remove(client))?,
            };
            if !removed {
                return Err(no_client(folder, database, client)?);
            }
            writeln!(
                out,
                "`{client}` is no client any more. What was answered stays among the leads."
            )?;
        }
        ClientsCommand::Uninvite { invitation, database } => {
            uninvite(folder, *invitation, database)?;
            writeln!(out, "Taken back: the link opens nothing any more.")?;
        }
    }
    Ok(out.flush()?)
}

/// A look at the clients; `None` where nothing was ever stored.
pub(super) fn look<T>(
    folder: &Path,
    database: &DatabaseOption,
    look: impl FnOnce(&Clients<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, Failure> {
    let leads = opened(folder, database)?;
    Ok(leads.map(|leads| leads.look_at_clients(look)).transpose()?)
}

/// Says that there is no such client, and which one was meant.
pub(super) fn no_client(folder: &Path, database: &DatabaseOption, id: &str) -> Result<Failure, Failure> {
    let all = look(folder, database, |clients| clients.all())?.unwrap_or_default();
    let help = match nearest(id, all.iter().map(|client| client.id.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`gradewright clients list` shows all".to_owned(),
    };
    Ok(Failure::Input(format!("there is no client `{id}`; {help}")))
}

fn wanted(
    site: &Site,
    to: Option<&str>,
    whom: Option<&str>,
    every: Option<&str>,
) -> Result<ClientChange, Failure> {
    let to = to.map(|written| package(written, &site.catalogue)).transpose();
    let whom = whom.map(contact).transpose();
    let every = every.map(cadence).transpose();
    let faults: Vec<String> = [to.clone().err(), whom.clone().err(), every.clone().err()]
        .into_iter()
        .flatten()
        .collect();
    let (Ok(package), Ok(contact), Ok(every)) = (to, whom, every) else {
        return Err(Failure::Input(faults.join("\n")));
    };
    let change = ClientChange {
        package,
        contact,
        every: every.map(|every| every.map(|every| every.to_string())),
    };
    match change == ClientChange::default() {
        true => Err(Failure::Input(
            "nothing to change: say --package, --contact or --every".to_owned(),
        )),
        false => Ok(change),
    }
}

fn lines(faults: &[ClientFault]) -> String {
    let lines = faults.iter().map(|fault| fault.message.clone());
    lines.collect::<Vec<_>>().join("\n")
}

fn list(all: &[Client], format: LeadsFormat, out: &mut impl Write) -> Result<(), Failure> {
    if format == LeadsFormat::Json {
        let all: Vec<_> = all.iter().map(in_json).collect();
        writeln!(out, "{}", json!(all))?;
        return Ok(());
    }
    if all.is_empty() {
        writeln!(
            out,
            "No clients yet. `gradewright clients add NAME --package ID` adds one."
        )?;
    }
    for client in all {
        let every = client.every.as_deref().unwrap_or("-");
        let contact = client.contact.as_deref().unwrap_or("-");
        let (id, package, name) = (&client.id, &client.package, &client.name);
        writeln!(out, "{id}  {package}  {every}  {contact}  {name}")?;
    }
    Ok(())
}

fn in_json(client: &Client) -> serde_json::Value {
    json!({
        "id": client.id, "name": client.name, "package": client.package, "contact": client.contact,
        "every": client.every, "added_at": client.added_at,
    })
}

fn show(
    client: &Client,
    invitations: &[Invitation],
    rounds: &[Response],
    format: LeadsFormat,
    out: &mut impl Write,
) -> Result<(), Failure> {
    if format == LeadsFormat::Json {
        let mut whole = in_json(client);
        let invitations = invitations.iter().map(|one| {
            json!({
                "id": one.id, "assessment": one.assessment, "made_at": one.made_at,
                "expires_at": one.expires_at, "revoked_at": one.revoked_at,
            })
        });
        let rounds = rounds.iter().map(|one| {
            json!({
                "id": one.id, "assessment": one.assessment, "submitted_at": one.submitted_at,
                "total": one.scorecard.total, "definition": one.definition.hash,
                "expectations": one.follow_up.expectations,
            })
        });
        whole["invitations"] = invitations.collect();
        whole["rounds"] = rounds.collect();
        writeln!(out, "{whole}")?;
        return Ok(());
    }
    writeln!(out, "{} ({}) on {}", client.name, client.id, client.package)?;
    writeln!(
        out,
        "Invitations go to {}",
        client.contact.as_deref().unwrap_or("nobody yet")
    )?;
    writeln!(
        out,
        "Asked every {}",
        client.every.as_deref().unwrap_or("now and then (no cadence)")
    )?;
    let now = Timestamp::now();
    for one in invitations {
        let state = match one.revoked_at {
            Some(_) => "taken back".to_owned(),
            None if one.expires_at <= now => "expired".to_owned(),
            None => format!("open until {}", one.expires_at.strftime("%Y-%m-%d")),
        };
        let made = one.made_at.strftime("%Y-%m-%d");
        writeln!(out, "invited  {made}  {}  {state}  {}", one.assessment, one.id)?;
    }
    for one in rounds {
        let on = one.submitted_at.strftime("%Y-%m-%d");
        let score = one
            .scorecard
            .shown
            .map_or("-".to_owned(), |shown| shown.to_string());
        writeln!(out, "answered  {on}  {}  {score}  {}", one.assessment, one.id)?;
    }
    Ok(())
}

fn uninvite(folder: &Path, invitation: Uuid, database: &DatabaseOption) -> Result<(), Failure> {
    let found = match opened(folder, database)? {
        None => false,
        Some(mut leads) => leads.change_clients(|clients| clients.revoke(invitation, Timestamp::now()))?,
    };
    match found {
        true => Ok(()),
        false => Err(Failure::Input(format!(
            "there is no invitation {invitation}; `gradewright clients show CLIENT` shows a client's"
        ))),
    }
}

/// All of a file, or nothing: whoever mends a line imports the same file again.
fn import(
    folder: &Path,
    file: &Path,
    database: &DatabaseOption,
    out: &mut impl Write,
) -> Result<(), Failure> {
    const COLUMNS: [&str; 4] = ["name", "package", "contact", "every"];
    let site = content::site_for_input(folder, "nobody was added")?;
    let cannot = |error: csv::Error| Failure::Input(format!("{}: {error}", file.display()));
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_path(file)
        .map_err(cannot)?;
    let headers = reader.headers().map_err(cannot)?.clone();
    let mut faults: Vec<String> = headers
        .iter()
        .filter(|name| !COLUMNS.contains(&name.trim_start_matches('\u{feff}').to_lowercase().as_str()))
        .map(|name| {
            format!(
                "1: nobody knows the column `{name}`; there are: {}",
                COLUMNS.join(", ")
            )
        })
        .collect();
    let place = |wanted: &str| {
        let mut names = headers.iter();
        names.position(|name| name.trim_start_matches('\u{feff}').eq_ignore_ascii_case(wanted))
    };
    let places = COLUMNS.map(place);
    for (wanted, place) in COLUMNS.iter().zip(places).take(2) {
        if place.is_none() {
            faults.push(format!("1: the column `{wanted}` is missing"));
        }
    }
    let now = Timestamp::now();
    let mut clients: Vec<Client> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(cannot)?;
        let line = record.position().map_or(0, csv::Position::line);
        let [name, package, contact, every] =
            places.map(|place| place.and_then(|place| record.get(place)).unwrap_or_default());
        let typed = TypedClient {
            name,
            package,
            contact,
            every,
        };
        match new_client(typed, &site.catalogue, now) {
            Ok(client) if clients.iter().any(|one| one.id == client.id) => {
                faults.push(format!("{line}: `{}` stands in the file twice", client.id));
            }
            Ok(client) => clients.push(client),
            Err(wrong) => faults.extend(wrong.iter().map(|one| format!("{line}: {}", one.message))),
        }
    }
    if !faults.is_empty() {
        let lines: Vec<String> = faults
            .iter()
            .map(|fault| format!("{}:{fault}", file.display()))
            .collect();
        return Err(Failure::Input(format!("nobody was added\n{}", lines.join("\n"))));
    }
    let mut leads = Leads::create(&database.file(folder))?;
    leads.change_clients(|book| {
        let mut taken = Vec::new();
        for client in &clients {
            if !book.add(client)? {
                taken.push(client.id.as_str());
            }
        }
        match taken.is_empty() {
            true => Ok(()),
            false => Err(Failure::Input(format!(
                "nobody was added: on the list already are {}",
                taken.join(", ")
            ))),
        }
    })?;
    writeln!(out, "{} clients added.", clients.len())?;
    Ok(())
}
