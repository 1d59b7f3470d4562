//! What the author's panel of `serve` is told: the site as it was last read, and whatever `try` would say.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::watch;

use crate::assessment::{AnswerFault, Answers, BandId};
use crate::content::{Diagnostic, PublishedAssessment, Site};
use crate::preview::{Answering, Asked};
use crate::prove::witness_for_band;
use crate::trial::{Loads, Trial};
use crate::words::english;

/// What is known after each reading.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    /// The last one without errors.
    pub(super) site: Option<Arc<Site>>,
    /// Of the last reading.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Answers the panel. `folder` is the site's.
pub(super) fn answering(folder: &Path, seen: watch::Receiver<Seen>) -> Answering {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    Arc::new(move |asked: Asked| {
        let seen = seen.borrow().clone();
        let site = seen.site.as_deref();
        match asked {
            Asked::Diagnostics => Some(diagnostics(&folder, &seen.diagnostics)),
            Asked::Loads(name) => {
                let (site, one) = named(site?, &name)?;
                json_of(&Loads::new(site, &one.definition.assessment))
            }
            Asked::Try(name, fields) => {
                let (site, one) = named(site?, &name)?;
                tried(site, one, &fields)
            }
            Asked::Witness(name, band) => {
                let (_, one) = named(site?, &name)?;
                let band = BandId::try_from(band).ok()?;
                let answers = witness_for_band(&one.definition.assessment, &band)?;
                Some(json!({ "answers": answers }))
            }
        }
    })
}

fn named<'s>(site: &'s Site, name: &str) -> Option<(&'s Site, &'s PublishedAssessment)> {
    Some((site, site.assessments.get(name)?))
}

fn json_of(value: &impl serde::Serialize) -> Option<Value> {
    serde_json::to_value(value).ok()
}

/// As `try --format json`, with what keeps the form from being sent as `faults`.
fn tried(site: &Site, one: &PublishedAssessment, fields: &[(String, String)]) -> Option<Value> {
    let assessment = &one.definition.assessment;
    let (answers, faults) = Answers::so_far(assessment, fields);
    let mut tried = json_of(&Trial::new(site, &one.definition, &answers))?;
    let fault = |fault: &AnswerFault| json!({ "question": fault.question, "message": english().complain(&fault.complaint) });
    let faults: Vec<Value> = faults.iter().map(fault).collect();
    tried.as_object_mut()?.insert("faults".to_owned(), faults.into());
    Some(tried)
}

/// As `check --format json`, with the whole `path` and an address that `open`s the file at the line in an editor.
fn diagnostics(folder: &Path, found: &[Diagnostic]) -> Value {
    let one = |found: &Diagnostic| {
        let path = folder.join(&found.file).display().to_string();
        let mut one = json_of(found)?;
        let open = format!("vscode://file{}:{}:{}", address(&path), found.line, found.column);
        let more = one.as_object_mut()?;
        more.insert("path".to_owned(), path.into());
        more.insert("open".to_owned(), open.into());
        Some(one)
    };
    found.iter().filter_map(one).collect()
}

/// A path in an address: everything but letters, digits and what separates folders is written as bytes.
fn address(path: &str) -> String {
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut written = slash.to_owned();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                written.push(byte.into());
            }
            other => written += &format!("%{other:02X}"),
        }
    }
    written
}
