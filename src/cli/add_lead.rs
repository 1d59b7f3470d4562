//! `leads add`: keys a sheet of paper in, by the rules of the endpoint.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::arguments::{DatabaseOption, LeadsFormat, output_folder};
use super::content;
use super::failure::Failure;
use super::keyed_sheet::{self, MEMBERS};
use super::paper::{self, Checked};
use super::running::keep_apart;
use crate::assessment::{AnswerFault, Answers, Assessment, Complaint, Contact, ContactFault, Definition};
use crate::content::{Site, nearest};
use crate::intake::Fields;
use crate::render::report_path;
use crate::store::{Found, Leads, Receipt, StoreError, Submitted, fingerprint};
use crate::words::english;

/// What is to be keyed in.
pub(super) struct Sheet<'a> {
    pub(super) assessment: &'a str,
    pub(super) answers: &'a Path,
    pub(super) format: LeadsFormat,
    pub(super) database: &'a DatabaseOption,
}

pub(super) fn run(folder: &Path, sheet: &Sheet<'_>, mut out: impl Write) -> Result<(), Failure> {
    let site = content::site_for_input(folder, "nothing was stored")?;
    let today = &content::named(&site, sheet.assessment)?.definition;
    let database = sheet.database.file(folder);
    keep_apart(&database, &output_folder(folder, None))?;
    let mut body = keyed_sheet::body(keyed_sheet::read(sheet.answers)?, &today.assessment);
    let mut faults = unknown_members(&body);
    let definition = printed(&body, today, &database, &mut faults)?;
    let assessment = &*definition.assessment;
    keyed_sheet::typed(&mut body, assessment);
    let id = id(&body, &mut faults);
    let fields = Fields::of_json(&body);
    faults.extend(
        fields
            .faults
            .iter()
            .map(|fault| Fault::said(&fault.pointer, &fault.complaint)),
    );
    let answers = match body.get("answers") {
        Some(Value::Object(answers)) => Answers::from_json(assessment, answers),
        _ => {
            let message = "The answers must be fields below `answers`, one for each question.";
            faults.push(Fault::new("answers", message));
            Ok(Answers::default())
        }
    };
    let contact = Contact::read(&site.contact, &fields.contact(), false);
    let fingerprint = fingerprint(&assessment.id, &body);
    let (answers, contact) = match (answers, contact) {
        (Ok(answers), Ok(contact)) if faults.is_empty() => (answers, contact),
        (answers, contact) => {
            // As at the endpoint: what was stored under this id once is answered for, whatever has changed since.
            if let Some(receipt) = stored_before(id, &fingerprint, &database)? {
                return print(&mut out, sheet.format, &site, assessment, &receipt, true);
            }
            let (answers, contact) = (
                answers.err().unwrap_or_default(),
                contact.err().unwrap_or_default(),
            );
            let lines = in_words(assessment, &faults, &answers, &contact);
            return Err(keyed_sheet::refusal("nothing was stored", sheet.answers, &lines));
        }
    };
    let checked = Checked {
        answers,
        contact,
        id,
        fingerprint,
    };
    let response = paper::response(&site, &definition, &fields, checked, None)?;
    let (receipt, before) = match Leads::create(&database)?.submit(response)? {
        Submitted::Created(receipt) => (receipt, false),
        Submitted::Repeated(receipt) => (receipt, true),
        Submitted::Conflict => return Err(other_sheet()),
    };
    print(&mut out, sheet.format, &site, assessment, &receipt, before)
}

/// Something that is wrong with the file itself, or with a field that is no answer.
struct Fault {
    /// As in `contact.email`.
    place: String,
    message: String,
}

impl Fault {
    fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        let (place, message) = (place.into(), message.into());
        Self { place, message }
    }

    /// A fault that the endpoint knows too, in its words.
    fn said(pointer: &str, complaint: &Complaint) -> Self {
        let place = pointer.trim_start_matches('/').replace('/', ".");
        Self::new(place, english().complain(complaint))
    }
}

fn unknown_members(body: &Map<String, Value>) -> Vec<Fault> {
    let unknown = body.keys().filter(|name| !MEMBERS.contains(&name.as_str()));
    unknown
        .map(|name| {
            let help = match nearest(name, MEMBERS) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => "Answers stand below `answers`.".to_owned(),
            };
            Fault::new(name.as_str(), format!("This is no part of a sheet. {help}"))
        })
        .collect()
}

fn id(body: &Map<String, Value>, faults: &mut Vec<Fault>) -> Option<Uuid> {
    let written = body.get("id").filter(|value| !value.is_null())?;
    let id = written.as_str().filter(|id| id.len() == 36);
    let id = id.and_then(|id| Uuid::try_parse(id).ok());
    if id.is_none() {
        faults.push(Fault::new(
            "/id",
            "The id must be a UUID; without one, a new one is made.",
        ));
    }
    id
}

/// The questions as they stood on the sheet: today's, unless its code is that of others.
fn printed(
    body: &Map<String, Value>,
    today: &Definition,
    database: &Path,
    faults: &mut Vec<Fault>,
) -> Result<Definition, Failure> {
    let Some(code) = body.get("definition").filter(|value| !value.is_null()) else {
        return Ok(today.clone());
    };
    let written = code.as_str().map_or_else(|| code.to_string(), str::to_owned);
    let digits = match Definition::digits(&written) {
        Ok(digits) => digits,
        Err(message) => {
            faults.push(Fault::new("definition", message));
            return Ok(today.clone());
        }
    };
    if today.hash.starts_with(&digits) {
        return Ok(today.clone());
    }
    let assessment = &today.assessment.id;
    let known = match opened(database)? {
        Some(leads) => leads.definition(assessment, &digits)?,
        None => None,
    };
    Ok(known.unwrap_or_else(|| {
        eprintln!(
            "warning: no `{assessment}` of the code {written} is known here; the questions of today are used"
        );
        today.clone()
    }))
}

/// `None` where nothing was ever stored: a look-up makes no file.
fn opened(database: &Path) -> Result<Option<Leads>, Failure> {
    match Leads::open(database) {
        Ok(leads) => Ok(Some(leads)),
        Err(StoreError::Missing(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn stored_before(
    id: Option<Uuid>,
    fingerprint: &[u8; 32],
    database: &Path,
) -> Result<Option<Receipt>, Failure> {
    let (Some(id), Some(leads)) = (id, opened(database)?) else {
        return Ok(None);
    };
    match leads.find(id, fingerprint)? {
        Found::Nothing => Ok(None),
        Found::Same(receipt) => Ok(Some(receipt)),
        Found::Other => Err(other_sheet()),
    }
}

fn other_sheet() -> Failure {
    Failure::Input(
        "this id belongs to another response; give each sheet an id of its own, or none".to_owned(),
    )
}

/// Everything that is wrong, a line each: the one place where faults are put into words.
fn in_words(
    assessment: &Assessment,
    faults: &[Fault],
    answers: &[AnswerFault],
    contact: &[ContactFault],
) -> Vec<String> {
    let plain = |fault: &Fault| format!("{}: {}", fault.place, fault.message);
    let faults = faults.iter().map(plain);
    let contact = contact
        .iter()
        .map(|fault| plain(&Fault::said(&fault.pointer, &fault.complaint)));
    faults
        .chain(
            answers
                .iter()
                .map(|fault| keyed_sheet::fault_in_words(assessment, fault)),
        )
        .chain(contact)
        .collect()
}

fn print(
    out: &mut impl Write,
    format: LeadsFormat,
    site: &Site,
    assessment: &Assessment,
    receipt: &Receipt,
    before: bool,
) -> Result<(), Failure> {
    let report = report_path(site, &receipt.token.to_string());
    match format {
        LeadsFormat::Json => {
            let said = json!({
                "id": receipt.id, "result_url": report, "scorecard": receipt.scorecard, "stored_before": before,
            });
            serde_json::to_writer_pretty(&mut *out, &said)?;
            writeln!(out)?;
        }
        LeadsFormat::Human => human(out, assessment, receipt, &report, before)?,
    }
    Ok(out.flush()?)
}

fn human(
    out: &mut impl Write,
    assessment: &Assessment,
    receipt: &Receipt,
    report: &str,
    before: bool,
) -> io::Result<()> {
    let card = &receipt.scorecard;
    let band = card.band.as_ref().and_then(|id| assessment.band(id));
    let outcome = card.outcome.as_ref().and_then(|id| assessment.outcome(id));
    let title = band
        .map(|band| band.title.as_str())
        .or(outcome.map(|outcome| outcome.title.as_str()));
    let result = match (card.shown, title) {
        (Some(shown), Some(title)) => format!("{shown} of 100: {title}"),
        (Some(shown), None) => format!("{shown} of 100"),
        (None, Some(title)) => title.to_owned(),
        (None, None) => "not scored".to_owned(),
    };
    let stored = if before { "Stored before" } else { "Stored" };
    writeln!(
        out,
        "{stored} as {}\nResult  {result}\nReport  {report}",
        receipt.id
    )
}
