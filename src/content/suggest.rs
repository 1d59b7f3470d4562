//! "Did you mean …?"

/// The known name that was most likely meant.
pub fn nearest<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let written = written.to_lowercase();
    let allowed = (written.chars().count() / 3).clamp(1, 4);
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&written, name), name))
        .filter(|&(distance, name)| {
            distance <= allowed
                || (written.len() >= 4
                    && name.len() >= 4
                    && (name.contains(&written) || written.contains(name)))
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

/// `did you mean …?`, or the list of what there is.
pub(super) fn help<'k>(
    written: &str,
    known: impl IntoIterator<Item = &'k str> + Clone,
    what: &str,
) -> Option<String> {
    if let Some(name) = nearest(written, known.clone()) {
        return Some(format!("did you mean `{name}`?"));
    }
    let names: Vec<_> = known.into_iter().take(13).collect();
    match names.len() {
        0 => None,
        1..=12 => Some(format!(
            "{what}: {}",
            names
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        )),
        _ => None,
    }
}
