//! From a folder to a [`Site`]: list, parse what changed, resolve.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::assessment::Kind;

use super::assessment::AssessmentFile;
use super::faults::Faults;
use super::listing::{self, Found, Role};
use super::page::PageFile;
use super::service::ServiceFile;
use super::site_yaml::SiteDraft;
use super::{Diagnostic, Severity, Site, assemble, codes};

/// How to read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Stands in for `base_url` of `site.yaml` (`--base-url`).
    pub base_url: Option<String>,
}

/// A site with everything that was found on the way.
#[derive(Debug, Clone)]
pub struct Reading {
    /// `None` where there is any error: nothing is published then.
    pub site: Option<Site>,
    /// By file, line and column.
    pub diagnostics: Vec<Diagnostic>,
    /// The text of each file that a diagnostic points into, as the spans count it: without a byte order mark, with
    /// `\n` at the end of each line.
    pub sources: BTreeMap<String, Arc<str>>,
}

impl Reading {
    /// Adds what was found after reading, in files that `cache` knows.
    pub fn add(&mut self, more: Vec<Diagnostic>, cache: &Cache) {
        for found in &more {
            if let Some(text) = cache.text(&found.file) {
                self.sources.insert(found.file.clone(), text);
            }
        }
        self.diagnostics.extend(more);
        self.diagnostics.sort_by(|one, other| {
            (&one.file, one.line, one.column, one.code).cmp(&(
                &other.file,
                other.line,
                other.column,
                other.code,
            ))
        });
    }

    /// How many errors and how many warnings.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self
            .diagnostics
            .iter()
            .filter(|fault| fault.severity == Severity::Error)
            .count();
        (errors, self.diagnostics.len() - errors)
    }
}

/// What was made of each file, so that a second reading parses only what changed. `Cache::default()` for a single one.
#[derive(Debug, Default)]
pub struct Cache {
    files: HashMap<String, Entry>,
}

impl Cache {
    /// The text of a file (`content/graders/email.md`) as it was read last, as spans count it.
    pub fn text(&self, file: &str) -> Option<Arc<str>> {
        let entry = self.files.get(file.strip_prefix("content/")?)?;
        Some(Arc::clone(&entry.parsed.text))
    }
}

#[derive(Debug, Clone)]
struct Entry {
    length: u64,
    changed: Option<SystemTime>,
    /// Whether the time of change was old enough when the file was read that a later change must show in it.
    settled: bool,
    parsed: Arc<ParsedFile>,
}

/// One file, parsed; names of other files are not looked at yet.
#[derive(Debug)]
pub(super) struct ParsedFile {
    pub(super) text: Arc<str>,
    pub(super) hash: [u8; 32],
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) content: Content,
}

/// What a file holds.
#[derive(Debug)]
pub(super) enum Content {
    Site(Option<Box<SiteDraft>>),
    Service(Box<ServiceFile>),
    Assessment(Box<AssessmentFile>),
    Page(Box<PageFile>),
    /// Published as it is.
    File,
    /// Reported.
    Unreadable,
}

/// A Markdown or YAML file of more than this is a mistake.
pub(super) const LARGEST_TEXT: u64 = 1_000_000;
const LARGEST_SVG: u64 = 5_000_000;
/// File times are at least this exact.
const TICK: Duration = Duration::from_millis(50);

/// Reads a whole site. Never stops at the first mistake: what could be read and every diagnostic come back together.
pub fn read(folder: &Path, options: &ReadOptions, cache: &mut Cache) -> Reading {
    let (found, diagnostics) = listing::list(folder);
    let known = &cache.files;
    let entries: Vec<Entry> = found
        .par_iter()
        .map(|found| look(found, known.get(&found.path)))
        .collect();
    cache.files = found
        .iter()
        .map(|found| found.path.clone())
        .zip(entries.iter().cloned())
        .collect();
    let parsed: Vec<(Found, Arc<ParsedFile>)> = found
        .into_iter()
        .zip(entries.into_iter().map(|entry| entry.parsed))
        .collect();
    assemble::assemble(folder, options, &parsed, diagnostics)
}

/// The known result where the file did not change, else a new one.
fn look(found: &Found, known: Option<&Entry>) -> Entry {
    if let Some(entry) = known
        && entry.settled
        && entry.length == found.length
        && entry.changed == found.changed
    {
        return entry.clone();
    }
    let settled = found.changed.is_some_and(|changed| {
        SystemTime::now()
            .duration_since(changed)
            .is_ok_and(|age| age > TICK)
    });
    let entry = |parsed| Entry {
        length: found.length,
        changed: found.changed,
        settled,
        parsed,
    };
    let unreadable = |code: &codes::Code, message: &str, help: &str| {
        let mut diagnostics = Vec::new();
        listing::report(&mut diagnostics, &found.path, code, message, help);
        let parsed = ParsedFile {
            text: Arc::from(""),
            hash: [0; 32],
            diagnostics,
            content: Content::Unreadable,
        };
        entry(Arc::new(parsed))
    };
    let largest = match found.role {
        Role::File => {
            let parsed = ParsedFile {
                text: Arc::from(""),
                hash: [0; 32],
                diagnostics: Vec::new(),
                content: Content::File,
            };
            return entry(Arc::new(parsed));
        }
        Role::Svg => LARGEST_SVG,
        _ => LARGEST_TEXT,
    };
    if found.length > largest {
        let message = format!(
            "this file has {} MB; more than {} MB is not read",
            found.length / 1_000_000,
            largest / 1_000_000
        );
        return unreadable(
            &codes::FILE_TOO_LARGE,
            &message,
            "split it, or move what is no text elsewhere",
        );
    }
    let Ok(bytes) = std::fs::read(&found.full) else {
        return unreadable(&codes::UNREADABLE, "this can't be read", "check its permissions");
    };
    let hash: [u8; 32] = Sha256::digest(&bytes).into();
    if let Some(known) = known
        && known.parsed.hash == hash
    {
        return entry(Arc::clone(&known.parsed));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => normal(text),
        Err(error) => {
            return entry(Arc::new(not_utf8(found, error.as_bytes(), hash)));
        }
    };
    entry(Arc::new(parse(found, &text, hash)))
}

/// A file with a byte that is no text, shown as well as can be.
fn not_utf8(found: &Found, bytes: &[u8], hash: [u8; 32]) -> ParsedFile {
    let sound = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let at = normal(sound.to_owned()).len();
    let text = normal(String::from_utf8_lossy(bytes).into_owned());
    let mut faults = Faults::new(&format!("content/{}", found.path), &text);
    faults.report(
        &codes::NOT_UTF8,
        at..at + 1,
        "this file is not UTF-8: here stands something else",
        "save it as UTF-8",
    );
    ParsedFile {
        text,
        hash,
        diagnostics: faults.into_found(),
        content: Content::Unreadable,
    }
}

/// Without a byte order mark, with `\n` at the end of each line.
pub(super) fn normal(text: String) -> Arc<str> {
    let plain = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if plain.contains('\r') {
        plain.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        plain.into()
    }
}

fn parse(found: &Found, text: &Arc<str>, hash: [u8; 32]) -> ParsedFile {
    let mut faults = Faults::new(&format!("content/{}", found.path), text);
    let file = found.path.as_str();
    let content = match &found.role {
        Role::Site => Content::Site(super::site_yaml::read(text, &mut faults).map(Box::new)),
        Role::Service(_) => Content::Service(Box::new(super::service::read(text, file, &mut faults))),
        Role::Page(_) => Content::Page(Box::new(super::page::read(text, file, &mut faults))),
        Role::Grader(id) => Content::Assessment(Box::new(super::assessment::read(
            text,
            file,
            id.clone(),
            Kind::Grader,
            &mut faults,
        ))),
        Role::Questionnaire(id) => Content::Assessment(Box::new(super::assessment::read(
            text,
            file,
            id.clone(),
            Kind::Questionnaire,
            &mut faults,
        ))),
        Role::Svg => {
            if let Some((at, what)) = super::svg::danger(text) {
                let message = format!("this picture holds {what}, and is not published");
                faults.report(
                    &codes::UNSAFE_SVG,
                    at..at + 1,
                    message,
                    "export it again without scripts, or as PNG",
                );
            }
            Content::File
        }
        Role::File => Content::File,
    };
    ParsedFile {
        text: Arc::clone(text),
        hash,
        diagnostics: faults.into_found(),
        content,
    }
}
