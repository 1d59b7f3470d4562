//! From texts and file names to ids.

/// The longest id that is made from a text, in characters.
const LONGEST: usize = 60;

/// The slug of a text: at most 60 characters, cut at a word. Empty where the text has no letter or digit.
pub fn slug(text: &str) -> String {
    let slug = slug::slugify(text);
    if slug.len() <= LONGEST {
        return slug;
    }
    let head = &slug[..LONGEST];
    if slug.as_bytes()[LONGEST] == b'-' {
        return head.trim_end_matches('-').to_owned();
    }
    head.rfind('-')
        .map_or(head, |at| &head[..at])
        .trim_end_matches('-')
        .to_owned()
}

/// What an id should look like instead, as a help text.
pub(super) fn better_id(written: &str) -> Option<String> {
    let better = slug(written);
    (!better.is_empty()).then(|| format!("write `{better}`"))
}
