//! `leads list | show | add | revoke | export`, and the way to the rest: what is stored, for people and for scripts.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use uuid::Uuid;

use super::add_lead::{self, Sheet};
use super::arguments::{DatabaseOption, ExportFormat, LeadsCommand, LeadsFormat};
use super::failure::Failure;
use super::{forget, person, show_lead, sweep};
use crate::assessment::FieldName;
use crate::store::{ExportError, LeadDetail, LeadSummary, Leads, StoreError, export_csv, export_json};

pub(super) fn run(site: &Path, command: &LeadsCommand) -> Result<(), Failure> {
    let out = BufWriter::new(io::stdout().lock());
    match command {
        LeadsCommand::List {
            format: LeadsFormat::Json,
            database,
        } => export(site, database, ExportFormat::Json, out),
        LeadsCommand::List {
            format: LeadsFormat::Human,
            database,
        } => list(site, database, out),
        LeadsCommand::Show { id, format, database } => {
            let found = opened(site, database)?
                .map(|leads| leads.get(*id))
                .transpose()?
                .flatten();
            let Some(response) = found else {
                return Err(no_lead(*id));
            };
            show(&LeadDetail::from(&response), &response, *format, out)
        }
        LeadsCommand::Export { format, database } => export(site, database, *format, out),
        LeadsCommand::Revoke { id, database } => revoke(site, database, *id, out),
        LeadsCommand::Add {
            assessment,
            answers,
            format,
            database,
        } => {
            let format = *format;
            let sheet = Sheet {
                assessment,
                answers,
                format,
                database,
            };
            add_lead::run(site, &sheet, out)
        }
        LeadsCommand::Forget {
            email,
            again: _,
            database,
        } => match email {
            Some(email) => forget::one(site, database, email, out),
            None => forget::again(site, database, out),
        },
        LeadsCommand::Forgotten { email, database } => forget::list(site, database, email.as_deref(), out),
        LeadsCommand::Person {
            email,
            format,
            database,
        } => person::run(site, database, email, *format, out),
        LeadsCommand::Sweep { dry_run, database } => {
            drop(out);
            sweep::run(site, database, *dry_run)
        }
    }
}

fn revoke(site: &Path, database: &DatabaseOption, id: Uuid, mut out: impl Write) -> Result<(), Failure> {
    let found = match opened(site, database)? {
        Some(mut leads) => leads.revoke(id)?,
        None => false,
    };
    if !found {
        return Err(no_lead(id));
    }
    writeln!(out, "The report of {id} is withdrawn. The lead itself is kept.")?;
    out.flush()?;
    Ok(())
}

fn no_lead(id: Uuid) -> Failure {
    Failure::Input(format!(
        "there is no lead {id}; `gradewright leads list` shows all"
    ))
}

/// `None` where nothing was ever stored: a question about leads makes no file.
pub(super) fn opened(site: &Path, database: &DatabaseOption) -> Result<Option<Leads>, Failure> {
    match Leads::open(&database.file(site)) {
        Ok(leads) => Ok(Some(leads)),
        // A file that somebody names must be there; the default one comes with the first `serve` or `host`.
        Err(StoreError::Missing(_)) if database.database.is_none() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn export(
    site: &Path,
    database: &DatabaseOption,
    format: ExportFormat,
    mut out: impl Write,
) -> Result<(), Failure> {
    let leads = opened(site, database)?;
    let all = |each: &mut dyn FnMut(LeadSummary) -> Result<(), ExportError>| match &leads {
        Some(leads) => leads.list(each),
        None => Ok(()),
    };
    match format {
        ExportFormat::Csv => export_csv(&mut out, all)?,
        ExportFormat::Json => export_json(&mut out, all)?,
    };
    Ok(out.flush()?)
}

fn list(site: &Path, database: &DatabaseOption, mut out: impl Write) -> Result<(), Failure> {
    let mut none = true;
    if let Some(leads) = opened(site, database)? {
        leads.list(|lead| {
            if std::mem::take(&mut none) {
                writeln!(
                    out,
                    "{:<36}  {:<16}  {:<18}  {:>5}  {:<14}  {:<11}  {:<24}  CONTACT; NEXT STEP",
                    "ID", "RECEIVED (UTC)", "ASSESSMENT", "SCORE", "BAND", "STATUS", "OWNER"
                )?;
            }
            line(&mut out, &lead).map_err(Failure::from)
        })?;
    }
    if none {
        writeln!(out, "No leads yet.")?;
    }
    Ok(out.flush()?)
}

fn line(mut out: impl Write, lead: &LeadSummary) -> io::Result<()> {
    let contact = lead.contact.as_ref().map_or_else(
        || "(no contact given)".to_owned(),
        |contact| {
            let fields = [FieldName::Name, FieldName::Company, FieldName::Email];
            fields
                .iter()
                .filter_map(|field| contact.get(*field))
                .collect::<Vec<_>>()
                .join(", ")
        },
    );
    let next = match (&lead.next_step, lead.next_on) {
        (Some(step), Some(day)) => format!("; {day}: {step}"),
        _ => String::new(),
    };
    writeln!(
        out,
        "{:<36}  {:<16}  {:<18}  {:>5}  {:<14}  {:<11}  {:<24}  {contact}{next}",
        lead.id.to_string(),
        lead.submitted_at.strftime("%Y-%m-%d %H:%M").to_string(),
        lead.assessment.as_str(),
        lead.total
            .map(|total| total.round().to_string())
            .unwrap_or_else(|| "-".to_owned()),
        lead.band.as_ref().map_or("-", |band| band.as_str()),
        // A trap's word comes first: nobody works on what it caught.
        lead.sales_status
            .map_or(lead.status.as_str(), |status| status.as_str()),
        lead.owner.as_deref().unwrap_or("-"),
    )
}

fn show(
    lead: &LeadDetail,
    response: &crate::store::Response,
    format: LeadsFormat,
    mut out: impl Write,
) -> Result<(), Failure> {
    match format {
        LeadsFormat::Json => {
            serde_json::to_writer_pretty(&mut out, lead)?;
            writeln!(out)?;
        }
        LeadsFormat::Human => show_lead::print(&mut out, lead, response)?,
    }
    Ok(out.flush()?)
}
