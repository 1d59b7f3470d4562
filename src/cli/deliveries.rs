//! `deliveries list | replay`: what became of each, without a word of what was sent or answered.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::arguments::{DatabaseOption, DeliveriesCommand, LeadsFormat};
use super::failure::Failure;
use super::leads::opened;
use crate::store::DeliverySummary;

pub(super) fn run(site: &Path, command: &DeliveriesCommand) -> Result<(), Failure> {
    let out = BufWriter::new(io::stdout().lock());
    match command {
        DeliveriesCommand::List { format, database } => match format {
            LeadsFormat::Human => list(site, database, out),
            LeadsFormat::Json => list_json(site, database, out),
        },
        DeliveriesCommand::Replay { id, database } => replay(site, database, *id, out),
    }
}

fn list(site: &Path, database: &DatabaseOption, mut out: impl Write) -> Result<(), Failure> {
    let mut none = true;
    if let Some(leads) = opened(site, database)? {
        leads.deliveries(|delivery| {
            if std::mem::take(&mut none) {
                writeln!(
                    out,
                    "{:>6}  {:<36}  {:<20}  {:<9}  {:>5}  {:<16}  REASON",
                    "ID", "LEAD", "DESTINATION", "STATE", "TRIES", "NEXT TRY (UTC)"
                )?;
            }
            line(&mut out, &delivery).map_err(Failure::from)
        })?;
    }
    if none {
        writeln!(out, "No deliveries yet.")?;
    }
    Ok(out.flush()?)
}

fn line(mut out: impl Write, delivery: &DeliverySummary) -> io::Result<()> {
    let next = delivery
        .due_at
        .map(|due| due.strftime("%Y-%m-%d %H:%M").to_string());
    writeln!(
        out,
        "{:>6}  {:<36}  {:<20}  {:<9}  {:>5}  {:<16}  {}",
        delivery.id,
        delivery.lead.to_string(),
        delivery.destination,
        delivery.state.as_str(),
        delivery.attempts,
        next.as_deref().unwrap_or("-"),
        delivery.reason.as_deref().unwrap_or("-"),
    )
}

fn list_json(site: &Path, database: &DatabaseOption, mut out: impl Write) -> Result<(), Failure> {
    let mut written = 0;
    if let Some(leads) = opened(site, database)? {
        leads.deliveries(|delivery| -> Result<(), Failure> {
            out.write_all(if written == 0 { b"[\n" } else { b",\n" })?;
            serde_json::to_writer(&mut out, &delivery)?;
            written += 1;
            Ok(())
        })?;
    }
    out.write_all(if written == 0 { b"[]\n" } else { b"\n]\n" })?;
    Ok(out.flush()?)
}

fn replay(site: &Path, database: &DatabaseOption, id: i64, mut out: impl Write) -> Result<(), Failure> {
    let found = match opened(site, database)? {
        Some(mut leads) => leads.replay(id)?,
        None => false,
    };
    if !found {
        return Err(Failure::Input(format!(
            "there is no delivery {id}; `gradewright deliveries list` shows all"
        )));
    }
    writeln!(out, "Delivery {id} is due again.")?;
    Ok(out.flush()?)
}
