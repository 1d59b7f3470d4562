//! Guesses about words, for warnings only: does this say "none of these", "not sure" or something negative?

/// Lower case, plain apostrophes, only words.
fn words(text: &str) -> Vec<String> {
    text.replace('’', "'")
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// "None of these", "or none of the above" …
pub(super) fn says_none(text: &str) -> bool {
    let words = words(text);
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .skip_while(|word| *word == "or")
        .collect();
    matches!(
        words.as_slice(),
        [
            "none" | "nothing",
            "of",
            "these" | "those" | "them" | "this" | "that" | "the",
            ..
        ] | ["none", "apply" | "applies"]
            | ["none"]
    ) && words.len() <= 7
}

/// "Not sure", "We don't know" …
pub(super) fn says_not_sure(text: &str) -> bool {
    let words = words(text);
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .skip_while(|word| matches!(*word, "or" | "we" | "i" | "we're" | "i'm" | "are" | "am"))
        .collect();
    words.len() <= 5
        && matches!(
            words.as_slice(),
            ["not", "sure", ..]
                | ["unsure", ..]
                | ["don't", "know", ..]
                | ["do", "not", "know", ..]
                | ["no", "idea"]
        )
}

/// "Laptops are not encrypted": a negation among the first words, before any comma.
pub(super) fn is_negative(text: &str) -> bool {
    let head = text.split([',', ';', ':', '(']).next().unwrap_or("");
    words(head).iter().take(4).any(|word| {
        matches!(
            word.as_str(),
            "no" | "not"
                | "never"
                | "nobody"
                | "nothing"
                | "none"
                | "without"
                | "lack"
                | "lacks"
                | "lacking"
                | "cannot"
        ) || word.ends_with("n't")
    })
}
