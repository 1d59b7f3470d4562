//! Writes the ids that are not written yet, so that wording can change without losing the answers that were given to it.
//!
//! The reader says where an id would go; nothing else of the file moves, byte for byte.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::assessment::{AssessmentId, Kind};

use super::assessment;
use super::faults::Faults;
use super::{Reading, read};

/// A file with every id written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pinned {
    /// The whole file.
    pub text: String,
    /// How many were written.
    pub ids: usize,
}

/// Why nothing is written.
#[derive(Debug, thiserror::Error)]
pub enum PinError {
    /// The file has errors, so its ids are not certain.
    #[error("the file has mistakes")]
    Mistakes(Box<Reading>),
    /// The file is larger than any that is read.
    #[error("the file has more than 1 MB")]
    TooLarge,
    /// The file is no UTF-8.
    #[error("the file is not UTF-8")]
    NotUtf8,
    /// With the ids written, something else would have changed.
    #[error("the ids of this file can't be written without changing something else; write them by hand")]
    Changes,
}

/// Where an id would be written.
#[derive(Debug)]
pub(super) struct Pin {
    pub(super) id: String,
    pub(super) place: Pinpoint,
}

/// A place for an id, in bytes of the text as the reader has it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pinpoint {
    /// Before these settings.
    Settings(usize),
    /// Behind the first of these settings, which ends here: `band` says what the heading is.
    Behind(usize),
    /// At the end of an option's line, which has no settings.
    Option(usize),
    /// On a line of its own below a heading, which has no settings; somewhere in the heading.
    Heading(usize),
}

/// The text of a grader or questionnaire with every id written.
///
/// # Errors
/// Mistakes in the file, and the rare text that can't take an id without meaning something else.
pub fn pin(file: &str, bytes: &[u8], id: AssessmentId, kind: Kind) -> Result<Pinned, PinError> {
    if bytes.len() as u64 > read::LARGEST_TEXT {
        return Err(PinError::TooLarge);
    }
    let original = std::str::from_utf8(bytes).map_err(|_| PinError::NotUtf8)?;
    let text = read::normal(original.to_owned());
    let (hash, pins) = definition(file, &text, &id, kind)?;
    let ids = pins.len();
    let line_end = if original.contains("\r\n") { "\r\n" } else { "\n" };
    let mut places: Vec<(usize, String)> = pins
        .into_iter()
        .map(|pin| written(&text, pin, line_end))
        .collect();
    places.sort();
    let pinned = inserted(original, &places);
    // Whatever Markdown makes of a strange text: an id is never bought with another meaning.
    match definition(file, &read::normal(pinned.clone()), &id, kind) {
        Ok((same, none)) if same == hash && none.is_empty() => Ok(Pinned { text: pinned, ids }),
        _ => Err(PinError::Changes),
    }
}

/// The hashes of what each audience is asked, and every id that is not written.
fn definition(
    file: &str,
    text: &Arc<str>,
    id: &AssessmentId,
    kind: Kind,
) -> Result<(Vec<Arc<str>>, Vec<Pin>), PinError> {
    let mut faults = Faults::new(file, text);
    let (read, pins) = assessment::read_with_pins(text, file, id.clone(), kind, &mut faults);
    match read.definitions {
        Some(definitions) => Ok((definitions.hashes(), pins)),
        None => Err(PinError::Mistakes(Box::new(Reading {
            site: None,
            diagnostics: faults.into_found(),
            sources: BTreeMap::from([(file.to_owned(), Arc::clone(text))]),
        }))),
    }
}

/// What is put where.
fn written(text: &str, pin: Pin, line_end: &str) -> (usize, String) {
    let id = pin.id;
    match pin.place {
        Pinpoint::Settings(at) => (at, format!("#{id}, ")),
        Pinpoint::Behind(at) => (at, format!(", #{id}")),
        Pinpoint::Option(at) => (at, format!(" `#{id}`")),
        Pinpoint::Heading(at) => {
            let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
            let below = text[end..].lines().nth(1).unwrap_or("");
            // Next to anything but these, the line would become part of what is below it, or the other way round.
            let fine =
                below.trim().is_empty() || [">", "- [", "- ("].iter().any(|start| below.starts_with(start));
            let gap = if fine { "" } else { line_end };
            (end, format!("{line_end}`#{id}`{gap}"))
        }
    }
}

/// The file as it is on disk with texts put in at places of the text as the reader has it.
fn inserted(original: &str, places: &[(usize, String)]) -> String {
    let mut pinned = String::with_capacity(original.len() + places.len() * 32);
    let mut places = places.iter().peekable();
    // The reader's text lacks the byte order mark and every carriage return before a line feed.
    let mut read = 0;
    let mut rest = original;
    if let Some(plain) = original.strip_prefix('\u{feff}') {
        pinned.push('\u{feff}');
        rest = plain;
    }
    let mut characters = rest.chars().peekable();
    loop {
        while let Some((_, text)) = places.next_if(|(at, _)| *at == read) {
            pinned.push_str(text);
        }
        let Some(character) = characters.next() else { break };
        pinned.push(character);
        if character == '\r' && characters.peek() == Some(&'\n') {
            pinned.extend(characters.next());
            read += 1;
        } else {
            read += character.len_utf8();
        }
    }
    pinned
}
