//! The language files of one site, laid over each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{Table, Words, english, shipped};

/// Every language that a site speaks.
#[derive(Debug, Clone)]
pub struct Languages {
    site: Arc<Words>,
    others: BTreeMap<String, Arc<Words>>,
    /// SHA-256 over all that can be said.
    pub hash: [u8; 32],
}

/// One language of a site, and what is missing in it.
#[derive(Debug, Clone)]
pub struct Spoken {
    /// As it is spoken, with English in the gaps.
    pub words: Arc<Words>,
    /// Whether there is any file for the language.
    pub known: bool,
    /// The names of the phrases that no file for the language has, in order.
    pub missing: Vec<String>,
}

impl Default for Languages {
    /// English alone.
    fn default() -> Self {
        Self::new(Arc::clone(english()), Vec::new())
    }
}

impl Languages {
    /// The language of the site and those of single pages.
    pub fn new(site: Arc<Words>, others: Vec<Arc<Words>>) -> Self {
        let mut hash = Sha256::new();
        for words in std::iter::once(&site).chain(&others) {
            hash.update(words.digest());
        }
        Self {
            site,
            others: others
                .into_iter()
                .map(|words| (words.tag().to_owned(), words))
                .collect(),
            hash: hash.finalize().into(),
        }
    }

    /// The words of a language: those of the site where no page speaks it.
    pub fn of(&self, tag: &str) -> &Arc<Words> {
        self.others.get(tag).unwrap_or(&self.site)
    }

    /// The site's own.
    pub fn site(&self) -> &Arc<Words> {
        &self.site
    }
}

impl Spoken {
    /// The words for a tag such as `es-MX`: its own file over that of its language (`es`), a theme's over the program's, and
    /// English where all are silent.
    pub fn new(tag: &str, theme: &BTreeMap<String, Table>) -> Self {
        let ours = shipped();
        let mut table = Table::new();
        let mut known = false;
        for tag in chain(tag) {
            for files in [ours, theme] {
                if let Some(file) = files.get(&tag) {
                    known = true;
                    table.extend(file.clone());
                }
            }
        }
        let mut missing = Vec::new();
        for (name, phrase) in theme_english(theme) {
            table.entry(name.clone()).or_insert_with(|| {
                missing.push(name);
                phrase
            });
        }
        Self {
            words: Arc::new(Words::new(tag, table)),
            known,
            missing,
        }
    }
}

/// All that can be said, in English, with a theme's own wording and its own phrases.
fn theme_english(theme: &BTreeMap<String, Table>) -> Table {
    let mut table = shipped().get("en").cloned().unwrap_or_default();
    table.extend(theme.get("en").cloned().unwrap_or_default());
    table
}

/// `es`, `es-MX`: from the language to the whole tag.
fn chain(tag: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut part = String::new();
    for piece in tag.split('-') {
        if !part.is_empty() {
            part.push('-');
        }
        part.push_str(piece);
        tags.push(part.clone());
    }
    tags
}
