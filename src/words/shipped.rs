//! The language files that are part of the program.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rust_embed::RustEmbed;
use serde::Deserialize;

use super::{Phrase, Table};

#[derive(RustEmbed)]
#[folder = "themes/default/i18n"]
#[include = "*.yaml"]
struct Files;

/// An entry of a file as it is written.
#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Text(String),
    Group(BTreeMap<String, Entry>),
}

/// Every language that the program speaks, by its tag.
pub fn shipped() -> &'static BTreeMap<String, Table> {
    static TABLES: OnceLock<BTreeMap<String, Table>> = OnceLock::new();
    TABLES.get_or_init(|| {
        Files::iter()
            .filter_map(|name| {
                let tag = name.strip_suffix(".yaml")?.to_owned();
                let bytes = Files::get(&name)?.data;
                // A test reads every file and finds every phrase; a file that can't be read is one that isn't there.
                let entries: BTreeMap<String, Entry> =
                    serde_yaml::from_str(std::str::from_utf8(&bytes).ok()?).ok()?;
                let mut table = Table::new();
                flatten("", entries, &mut table);
                Some((tag, table))
            })
            .collect()
    })
}

fn flatten(prefix: &str, entries: BTreeMap<String, Entry>, table: &mut Table) {
    for (name, entry) in entries {
        let name = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}.{name}")
        };
        match entry {
            Entry::Text(text) => drop(table.insert(name, Phrase::Plain(text))),
            Entry::Group(group) => match plural(&group) {
                Some(phrase) => drop(table.insert(name, phrase)),
                None => flatten(&name, group, table),
            },
        }
    }
}

fn plural(group: &BTreeMap<String, Entry>) -> Option<Phrase> {
    let forms: Option<BTreeMap<String, String>> = group
        .iter()
        .map(|(name, entry)| match entry {
            Entry::Text(text) => Some((name.clone(), text.clone())),
            Entry::Group(_) => None,
        })
        .collect();
    Phrase::plural(&forms?)
}
