//! Where a response came from.

use std::collections::BTreeMap;

/// What a value is cut to, in characters.
const LONGEST: usize = 500;
/// How many entries are kept.
const MOST: usize = 20;

/// What sales may see of where a response came from: its page, where that was reached from, the event at which a sheet was
/// filled in, and the campaign.
pub fn kept_source(source: Vec<(String, String)>) -> BTreeMap<String, String> {
    let known = |name: &str| {
        let tag = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        matches!(name, "page" | "referrer" | "event")
            || (name.starts_with("utm_") && name.len() <= 40 && name.chars().all(tag))
    };
    let cut = |value: &str| {
        value
            .chars()
            .filter(|c| !c.is_control())
            .take(LONGEST)
            .collect::<String>()
    };
    let entries = source
        .into_iter()
        .filter(|(name, _)| known(name))
        .map(|(name, value)| (name, cut(value.trim())));
    entries
        .filter(|(_, value)| !value.is_empty())
        .take(MOST)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::kept_source;

    #[test]
    fn of_the_source_only_what_sales_may_see_is_kept() {
        let long = "x".repeat(9_000);
        let source = [
            ("page", "https://a.example/"),
            ("utm_source", " news\u{0}letter "),
            ("cookie", "secret"),
            ("event", "Spring seminar"),
        ];
        let mut source = source
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
        source.push(("utm_term".to_owned(), long));
        let kept = kept_source(source);
        assert_eq!(kept["utm_source"], "newsletter");
        assert_eq!(kept["utm_term"].len(), 500);
        assert_eq!(kept["event"], "Spring seminar");
        assert_eq!(kept.len(), 4);
    }
}
