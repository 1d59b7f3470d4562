//! The language files of a site's theme (`themes/NAME/i18n/*.yaml`), and which words are missing in which language.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::words::{Languages, Phrase, Spoken, Table, placeholders, shipped};

use super::faults::Faults;
use super::yaml::{self, Node, Value};
use super::{Diagnostic, codes, suggest};

/// More than a whole language needs.
const LARGEST: u64 = 1_000_000;
/// What the phrases of a theme's own templates begin with.
const OWN: &str = "theme.";
/// How many missing words are named.
const NAMED: usize = 6;

/// What a theme says in its own words.
#[derive(Default)]
pub(super) struct LanguageFiles {
    tables: BTreeMap<String, Table>,
    /// The text of each file, by its path in the site.
    pub(super) sources: Vec<(String, Arc<str>)>,
}

impl LanguageFiles {
    /// Reads the files of one theme. A folder or file that leads out of the site is passed over: the theme itself is
    /// refused for it.
    pub(super) fn read(site: &Path, theme: &str, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut files = Self::default();
        let shown = format!("themes/{theme}/i18n");
        let Ok(entries) = std::fs::read_dir(site.join(&shown)) else {
            return files;
        };
        let Ok(home) = site.canonicalize() else {
            return files;
        };
        let mut names: Vec<String> = entries
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| name.ends_with(".yaml") && !name.starts_with('.'))
            .collect();
        names.sort();
        let mut read: Vec<(String, Arc<str>, Node, Faults)> = Vec::new();
        for name in names {
            let path = format!("{shown}/{name}");
            let Some(text) = text(&home, &site.join(&path)) else {
                continue;
            };
            let mut faults = Faults::new(&path, &text);
            let tag = name.trim_end_matches(".yaml").to_owned();
            match yaml::parse(&text, 0, &mut faults) {
                Some(node) => read.push((tag, Arc::clone(&text), node, faults)),
                None => diagnostics.extend(faults.into_found()),
            }
            files.sources.push((path, text));
        }
        // English first: a theme's own phrases (below `theme:`) are new to the program and known to its other languages.
        read.sort_by_key(|(tag, ..)| tag != "en");
        let mut known = shipped().get("en").cloned().unwrap_or_default();
        for (tag, _, node, mut faults) in read {
            let mut table = Table::new();
            let own = tag == "en";
            flatten("", &node, &known, own, &mut table, &mut faults);
            if own {
                known.extend(table.clone());
            }
            files.tables.insert(tag, table);
            diagnostics.extend(faults.into_found());
        }
        files
    }

    /// The languages of a site: its own, and those of single pages (with the file that speaks each first).
    pub(super) fn languages(
        &self,
        theme: &str,
        site: (&str, Option<&Arc<str>>),
        pages: &BTreeMap<String, (String, Arc<str>)>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Languages {
        let mut speak = |tag: &str, file: &str, text: &Arc<str>| {
            let spoken = Spoken::new(tag, &self.tables);
            let mut faults = Faults::new(&format!("content/{file}"), text);
            tell_missing(&spoken, tag, theme, &mut faults);
            diagnostics.extend(faults.into_found());
            spoken.words
        };
        let nothing = Arc::from("");
        let own = speak(site.0, "site.yaml", site.1.unwrap_or(&nothing));
        let others = pages
            .iter()
            .filter(|(tag, _)| **tag != site.0)
            .map(|(tag, (file, text))| speak(tag, file, text))
            .collect();
        Languages::new(own, others)
    }
}

fn text(home: &Path, path: &Path) -> Option<Arc<str>> {
    let real = path.canonicalize().ok()?;
    if !real.starts_with(home) || real.metadata().ok()?.len() > LARGEST {
        return None;
    }
    let text = String::from_utf8_lossy(&std::fs::read(real).ok()?).into_owned();
    let plain = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Some(plain.replace("\r\n", "\n").into())
}

/// Collects the phrases below `node`; `own` phrases may be new.
fn flatten(prefix: &str, node: &Node, known: &Table, own: bool, table: &mut Table, faults: &mut Faults) {
    let Value::Map(entries) = &node.value else {
        let message = format!(
            "a language file holds groups of phrases, but here is {}",
            node.kind()
        );
        faults.report(
            &codes::FIELD_TYPE,
            node.span.clone(),
            message,
            "such as `report: { score: Your score }`",
        );
        return;
    };
    for (key, node) in entries {
        let name = if prefix.is_empty() {
            key.name.clone()
        } else {
            format!("{prefix}.{}", key.name)
        };
        match phrase(node) {
            Some(phrase) if phrase.forms().iter().any(|form| form.trim().is_empty()) => {
                let message = format!("`{name}` is empty: the built-in words are said instead");
                let help = "write what is to be said, or leave the line out";
                faults.report(&codes::MISSING_WORD, key.span.clone(), message, help);
            }
            Some(phrase) => {
                let Some(original) = known.get(&name) else {
                    if own && name.starts_with(OWN) {
                        table.insert(name, phrase);
                    } else {
                        let near = suggest::nearest(&name, known.keys().map(String::as_str));
                        let help = near.map(|near| format!("did you mean `{near}`?"));
                        let message = format!("nothing is called `{name}`, so nobody would ever read this");
                        faults.report(&codes::UNKNOWN_PHRASE, key.span.clone(), message, help);
                    }
                    continue;
                };
                check_places(original, &phrase, &name, node, faults);
                table.insert(name, phrase);
            }
            None => flatten(&name, node, known, own, table, faults),
        }
    }
}

/// A text, or the plural forms of one; nothing at all is an empty text.
fn phrase(node: &Node) -> Option<Phrase> {
    if node.is_null() {
        return Some(Phrase::Plain(String::new()));
    }
    match &node.value {
        Value::Scalar { text, .. } => Some(Phrase::Plain(text.clone())),
        Value::List(_) => None,
        Value::Map(entries) => {
            let forms: Option<BTreeMap<String, String>> = entries
                .iter()
                .map(|(key, node)| match &node.value {
                    Value::Scalar { text, .. } => Some((key.name.clone(), text.clone())),
                    _ => None,
                })
                .collect();
            Phrase::plural(&forms?)
        }
    }
}

/// A place that the program does not fill would be shown with its brackets.
fn check_places(original: &Phrase, phrase: &Phrase, name: &str, node: &Node, faults: &mut Faults) {
    let filled: BTreeSet<&str> = original.forms().into_iter().flat_map(placeholders).collect();
    let wrong = phrase
        .forms()
        .into_iter()
        .flat_map(placeholders)
        .find(|place| !filled.contains(place));
    if let Some(wrong) = wrong {
        let message = format!("`{name}` has no value `{{{wrong}}}`");
        let help = match filled.len() {
            0 => "it is said without any value".to_owned(),
            _ => {
                let places: Vec<String> = filled.iter().map(|place| format!("`{{{place}}}`")).collect();
                format!("there is {}", places.join(", "))
            }
        };
        faults.report(&codes::PHRASE_PLACE, node.span.clone(), message, help);
    }
}

fn tell_missing(spoken: &Spoken, tag: &str, theme: &str, faults: &mut Faults) {
    if spoken.missing.is_empty() {
        return;
    }
    let place = format!("themes/{theme}/i18n/{tag}.yaml");
    let (message, help) = if spoken.known {
        let named: Vec<String> = spoken
            .missing
            .iter()
            .take(NAMED)
            .map(|name| format!("`{name}`"))
            .collect();
        let more = match spoken.missing.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        (
            format!(
                "{} words are missing in the language `{tag}`: {}{more}",
                spoken.missing.len(),
                named.join(", ")
            ),
            format!("write them in `{place}`; English stands in until then"),
        )
    } else {
        (
            format!("the pages do not speak `{tag}` yet: buttons and headings are in English"),
            format!(
                "write `{place}` with the names of en.yaml, or use a language that is there: {}",
                tags()
            ),
        )
    };
    let at = chosen(faults.text());
    faults.report(&codes::MISSING_WORD, at, message, help);
}

/// Where a file says which language it speaks.
fn chosen(text: &str) -> std::ops::Range<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let name = ["language:", "lang:"]
            .into_iter()
            .find(|name| line.starts_with(name));
        if let Some(name) = name {
            let value = line[name.len()..].trim();
            let begin = at + line.find(value).unwrap_or_default();
            return begin..begin + value.len();
        }
        at += line.len();
    }
    0..0
}

fn tags() -> String {
    let tags: Vec<String> = shipped().keys().map(|tag| format!("`{tag}`")).collect();
    tags.join(", ")
}
