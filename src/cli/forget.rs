//! `leads forget` and `leads forgotten`: erasing a person, and what stays of it.

use std::io::Write;
use std::path::Path;

use super::arguments::{DatabaseOption, data_folder};
use super::failure::Failure;
use super::leads::opened;
use crate::delivery;
use crate::store::{COMMAND_LINE, Forgotten};

/// Said where the log could not be emptied.
pub(super) const LOG_IS_HELD: &str =
    "The running program still holds the database's log; it is emptied at its next pause.";

/// `leads forget EMAIL`
pub(super) fn one(
    site: &Path,
    database: &DatabaseOption,
    email: &str,
    mut out: impl Write,
) -> Result<(), Failure> {
    let gone = match opened(site, database)? {
        Some(mut leads) => Some(leads.forget(email, COMMAND_LINE)?),
        None => None,
    };
    match gone {
        Some(gone) if !gone.responses.is_empty() || gone.contacts > 0 => say(site, &gone, &mut out)?,
        _ => writeln!(out, "Nothing is stored about that address.")?,
    }
    Ok(out.flush()?)
}

/// `leads forget --again`
pub(super) fn again(site: &Path, database: &DatabaseOption, mut out: impl Write) -> Result<(), Failure> {
    let again = match opened(site, database)? {
        Some(mut leads) => Some(leads.forget_again(COMMAND_LINE)?),
        None => None,
    };
    match again {
        Some(again) if again.people > 0 => {
            writeln!(
                out,
                "{} person(s) who were erased before had come back.",
                again.people
            )?;
            say(site, &again.gone, &mut out)?;
        }
        _ => writeln!(out, "Nobody who was erased is stored.")?,
    }
    Ok(out.flush()?)
}

/// `leads forgotten`
pub(super) fn list(
    site: &Path,
    database: &DatabaseOption,
    email: Option<&str>,
    mut out: impl Write,
) -> Result<(), Failure> {
    let lines = match opened(site, database)? {
        Some(leads) => leads.forgotten(email)?,
        None => Vec::new(),
    };
    if lines.is_empty() {
        writeln!(
            out,
            "Nobody was erased{}.",
            if email.is_some() { " with that address" } else { "" }
        )?;
        return Ok(out.flush()?);
    }
    writeln!(
        out,
        "{:<20}  {:>5}  {:<64}  BY",
        "ERASED (UTC)", "LEADS", "PERSON"
    )?;
    for line in lines {
        let person = line.person.map_or_else(
            || "(no address given)".to_owned(),
            |person| person.iter().map(|byte| format!("{byte:02x}")).collect(),
        );
        writeln!(
            out,
            "{:<20}  {:>5}  {person:<64}  {}",
            line.at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            line.responses,
            line.by
        )?;
    }
    Ok(out.flush()?)
}

/// Takes the mails along.
fn say(site: &Path, gone: &Forgotten, mut out: impl Write) -> Result<(), Failure> {
    let mails = delivery::remove_briefs(&data_folder(site).join("mail"), &gone.responses)?;
    writeln!(
        out,
        "Erased: {} lead(s), {} delivery(ies) that waited, {mails} mail(s) on disk. \
         Mails that were already sent, backups and exports are yours to erase.",
        gone.responses.len(),
        gone.deliveries
    )?;
    if gone.contacts > 0 {
        writeln!(out, "Taken away as the contact of {} client(s).", gone.contacts)?;
    }
    if !gone.log_emptied {
        writeln!(out, "{LOG_IS_HELD}")?;
    }
    Ok(())
}
