//! A phrase and its forms.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

/// The plural categories of Unicode: <https://cldr.unicode.org/index/cldr-spec/plural-rules>.
pub(super) const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// What is said, with places for values such as `{n}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Phrase {
    /// The same for every number.
    Plain(String),
    /// By plural category; `other` is always there.
    Plural(BTreeMap<String, String>),
}

/// The phrases of one file, by their dotted names (`flow.start`).
pub type Table = BTreeMap<String, Phrase>;

impl Phrase {
    /// The plural forms of a group of entries; `None` where the group is no phrase but a group of phrases.
    pub fn plural(forms: &BTreeMap<String, String>) -> Option<Self> {
        let known = forms.keys().all(|name| CATEGORIES.contains(&name.as_str()));
        (known && forms.contains_key("other")).then(|| Self::Plural(forms.clone()))
    }

    /// The form for a plural category.
    pub(super) fn form(&self, category: &str) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Plural(forms) => forms
                .get(category)
                .or_else(|| forms.get("other"))
                .map_or("", String::as_str),
        }
    }

    /// Every form.
    pub fn forms(&self) -> Vec<&str> {
        match self {
            Self::Plain(text) => vec![text],
            Self::Plural(forms) => forms.values().map(String::as_str).collect(),
        }
    }
}

/// The names in curly brackets, such as `n`.
pub fn placeholders(text: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        found.insert(name);
        rest = after;
    }
    found
}

/// Puts values in their places in one pass: a value that looks like a place stays as it is.
pub(super) fn fill(text: &str, values: &[(&str, String)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        filled.push_str(&rest[..start]);
        let after = &rest[start + 1..];
        let place = after
            .find('}')
            .and_then(|end| Some((values.iter().find(|(name, _)| *name == &after[..end])?, end)));
        match place {
            Some(((_, value), end)) => {
                filled.push_str(value);
                rest = &after[end + 1..];
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_their_places_once() {
        let values = [("n", "{name}".to_owned()), ("name", "Ann".to_owned())];
        assert_eq!(
            fill("{n} and {name}, {other} {", &values),
            "{name} and Ann, {other} {"
        );
        assert_eq!(placeholders("{n} of {count}{"), BTreeSet::from(["n", "count"]));
    }
}
