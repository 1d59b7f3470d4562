//! `due`: which clients to ask again.

use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use serde_json::json;

use super::arguments::LeadsFormat;
use super::client_arguments::DueOptions;
use super::clients::look;
use super::failure::Failure;
use crate::assessment::DueState;
use crate::brief::{DueLine, due_lines};

pub(super) fn run(folder: &Path, options: &DueOptions) -> Result<(), Failure> {
    let (now, zone) = match &options.now {
        None => (Timestamp::now(), TimeZone::UTC),
        Some(written) => time(written)?,
    };
    let known = look(folder, &options.database, |clients| {
        Ok((clients.all()?, clients.answering()?))
    })?;
    let (clients, answering) = known.unwrap_or_default();
    let mut lines = due_lines(&clients, &answering, now, &zone);
    lines.retain(|line| options.all || line.due.state != DueState::Answered);
    let mut out = io::stdout().lock();
    match options.format {
        LeadsFormat::Json => {
            let lines: Vec<_> = lines.iter().map(in_json).collect();
            writeln!(out, "{}", json!(lines))?;
        }
        LeadsFormat::Human => {
            if lines.is_empty() {
                writeln!(out, "Nobody is due.")?;
            }
            for line in &lines {
                let assessment = line.assessment.as_ref().map_or("(nothing yet)", |id| id.as_str());
                let answered = line.answered_on.map_or("never".to_owned(), |day| day.to_string());
                let (state, on) = (line.due.state.as_str(), line.due.on);
                let client = &line.client;
                writeln!(
                    out,
                    "{state:<8}  {on}  every {}  {}  {assessment}  answered {answered}  {}",
                    line.every, client.id, client.name
                )?;
            }
        }
    }
    Ok(out.flush()?)
}

/// A moment and where on earth it is told: the offset is the time zone.
fn time(written: &str) -> Result<(Timestamp, TimeZone), Failure> {
    let read = || -> Option<(Timestamp, TimeZone)> {
        let pieces = Pieces::parse(written).ok()?;
        let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
        let at = pieces.date().to_datetime(pieces.time()?);
        Some((offset.to_timestamp(at).ok()?, TimeZone::fixed(offset)))
    };
    read().ok_or_else(|| {
        Failure::Input(format!(
            "{written:?} is no time; write it such as 2026-11-26T09:00+01:00"
        ))
    })
}

fn in_json(line: &DueLine) -> serde_json::Value {
    json!({
        "client": line.client.id, "name": line.client.name, "contact": line.client.contact,
        "assessment": line.assessment, "every": line.every, "state": line.due.state.as_str(), "on": line.due.on,
        "answered_on": line.answered_on, "invited_on": line.invited_on, "rounds": line.rounds,
    })
}
