//! `leads person`: everything that is held about somebody.

use std::io::Write;
use std::path::Path;

use super::arguments::{DatabaseOption, LeadsFormat};
use super::failure::Failure;
use super::leads::opened;
use super::show_lead::{self, printable};
use crate::store::{DeliverySummary, Held, HeldSales};

pub(super) fn run(
    site: &Path,
    database: &DatabaseOption,
    email: &str,
    format: LeadsFormat,
    mut out: impl Write,
) -> Result<(), Failure> {
    let found = match opened(site, database)? {
        Some(leads) => Some(leads.person(email)?),
        None => None,
    };
    let Some(person) = found.filter(|person| !person.responses.is_empty() || !person.contact_of.is_empty())
    else {
        return Err(Failure::Input("nothing is stored about that address".to_owned()));
    };
    match format {
        LeadsFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &person)?;
            writeln!(out)?;
        }
        LeadsFormat::Human => {
            for client in &person.contact_of {
                writeln!(
                    out,
                    "Contact of the client {} ({})",
                    printable(&client.name),
                    client.id
                )?;
            }
            for (number, held) in person.responses.iter().enumerate() {
                if number > 0 {
                    writeln!(out, "\n{}\n", "=".repeat(80))?;
                }
                show_lead::print(&mut out, &held.lead, &held.response)?;
                kept(&mut out, held)?;
            }
        }
    }
    Ok(out.flush()?)
}

/// What `leads show` leaves out.
fn kept(out: &mut impl Write, held: &Held) -> Result<(), Failure> {
    if let (Some(consent), Some(at)) = (&held.lead.consent, held.lead.contact_at) {
        let wording = &consent.wording;
        writeln!(
            out,
            "\nCONSENT\n  {}, wording {}: {}",
            at.strftime("%Y-%m-%d %H:%M UTC"),
            wording.version,
            printable(&wording.text)
        )?;
    }
    if let Some(sales) = &held.sales {
        stand(out, sales)?;
    }
    if !held.history.is_empty() {
        writeln!(out, "\nHISTORY")?;
    }
    for event in &held.history {
        let lines: Vec<_> = event.text.lines().map(printable).collect();
        writeln!(
            out,
            "  {}  {}, {}: {}",
            event.at.strftime("%Y-%m-%d %H:%M"),
            printable(&event.who),
            event.kind,
            lines.join("\n    ")
        )?;
    }
    if !held.deliveries.is_empty() {
        writeln!(out, "\nDELIVERIES")?;
    }
    for sent in &held.deliveries {
        let DeliverySummary {
            destination,
            state,
            attempts,
            ..
        } = &sent.delivery;
        let reason = sent.delivery.reason.as_deref().unwrap_or_default();
        writeln!(
            out,
            "  {destination}: {}, tried {attempts} time(s) {reason}",
            state.as_str()
        )?;
        for line in sent.answer.iter().flat_map(|answer| answer.lines()) {
            writeln!(out, "    > {}", printable(line))?;
        }
    }
    Ok(())
}

fn stand(out: &mut impl Write, sales: &HeldSales) -> Result<(), Failure> {
    writeln!(out, "\nWHERE IT STANDS\n  status     {}", sales.status)?;
    if let Some(day) = sales.nurture_until {
        writeln!(out, "  until      {day}")?;
    }
    if let Some(owner) = &sales.owner {
        writeln!(out, "  owner      {}", printable(owner))?;
    }
    if let (Some(step), Some(day)) = (&sales.next_step, sales.next_on) {
        writeln!(out, "  next step  {day}: {}", printable(step))?;
    }
    Ok(())
}
