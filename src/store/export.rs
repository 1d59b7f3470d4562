//! Leads for spreadsheets and scripts.

use std::io::Write;

use super::{LeadSummary, StoreError};
use crate::assessment::FieldName;

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The leads could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was read could not be written.
    #[error("the export can't be written: {0}")]
    Write(#[from] std::io::Error),
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        Self::Write(error.into())
    }
}

/// Writes one line a lead, with a heading; returns how many. No cell is a formula to a spreadsheet.
///
/// `all` hands every lead to its callback, as [`super::Leads::list`] does.
///
/// # Errors
/// Where the leads can't be read or the lines can't be written.
pub fn export_csv(
    to: impl Write,
    all: impl FnOnce(&mut dyn FnMut(LeadSummary) -> Result<(), ExportError>) -> Result<(), ExportError>,
) -> Result<u64, ExportError> {
    let mut csv = csv::Writer::from_writer(to);
    let fields = FieldName::ALL;
    let heading = ["id", "assessment", "submitted_at"]
        .into_iter()
        .chain(fields.map(FieldName::as_str));
    csv.write_record(heading.chain([
        "total",
        "band",
        "status",
        "sales_status",
        "owner",
        "next_step",
        "next_on",
    ]))?;
    let mut written = 0;
    all(&mut |lead| {
        let mut cells = vec![
            lead.id.to_string(),
            lead.assessment.to_string(),
            lead.submitted_at.to_string(),
        ];
        let contact = lead.contact.unwrap_or_default();
        cells.extend(fields.map(|field| harmless(contact.get(field).unwrap_or_default())));
        cells.push(lead.total.map(|total| total.to_string()).unwrap_or_default());
        cells.push(lead.band.map(|band| harmless(band.as_str())).unwrap_or_default());
        cells.push(lead.status.as_str().to_owned());
        let stand = lead.sales_status.map(|status| status.as_str().to_owned());
        cells.push(stand.unwrap_or_default());
        cells.push(harmless(&lead.owner.unwrap_or_default()));
        cells.push(harmless(&lead.next_step.unwrap_or_default()));
        cells.push(lead.next_on.map(|day| day.to_string()).unwrap_or_default());
        csv.write_record(&cells)?;
        written += 1;
        Ok(())
    })?;
    csv.flush()?;
    Ok(written)
}

/// Writes an array of the entries of `leads list --format json`, one a line; returns how many.
///
/// # Errors
/// As [`export_csv`].
pub fn export_json(
    mut to: impl Write,
    all: impl FnOnce(&mut dyn FnMut(LeadSummary) -> Result<(), ExportError>) -> Result<(), ExportError>,
) -> Result<u64, ExportError> {
    let mut written = 0;
    all(&mut |lead| {
        to.write_all(if written == 0 { b"[\n" } else { b",\n" })?;
        serde_json::to_writer(&mut to, &lead).map_err(std::io::Error::from)?;
        written += 1;
        Ok(())
    })?;
    to.write_all(if written == 0 { b"[]\n" } else { b"\n]\n" })?;
    to.flush()?;
    Ok(written)
}

/// A cell that begins like a formula is made text with an apostrophe, as OWASP's "CSV Injection" page advises.
fn harmless(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            format!("'{cell}")
        }
        _ => cell.to_owned(),
    }
}
