//! Guesses about words, for warnings only: does this say "none of these", "not sure" or something negative?

/// The words in lower case, with plain apostrophes, one by one: most texts are told by their first.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .filter(|word| !word.is_empty())
        .map(|word| word.replace('’', "'").to_lowercase())
}

/// "None of these", "or none of the above", "No, none of them" …
pub(crate) fn says_none(text: &str) -> bool {
    let mut words = words(text).skip_while(|word| matches!(word.as_str(), "or" | "no"));
    let first = words.next().unwrap_or_default();
    if !matches!(first.as_str(), "none" | "nothing") {
        return false;
    }
    let rest: Vec<String> = words.take(7).collect();
    match rest.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] | ["apply" | "applies"] => first == "none",
        ["of", "these" | "those" | "them" | "this" | "that" | "the", ..] => rest.len() < 7,
        _ => false,
    }
}

/// "Not sure", "We don't know" …
pub(super) fn says_not_sure(text: &str) -> bool {
    let polite = |word: &String| matches!(word.as_str(), "or" | "we" | "i" | "we're" | "i'm" | "are" | "am");
    let mut words = words(text).skip_while(polite);
    let first = words.next().unwrap_or_default();
    if !matches!(first.as_str(), "not" | "unsure" | "don't" | "do" | "no") {
        return false;
    }
    let rest: Vec<String> = words.take(5).collect();
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    rest.len() < 5
        && matches!(
            (first.as_str(), rest.as_slice()),
            ("not", ["sure", ..])
                | ("unsure", _)
                | ("don't", ["know", ..])
                | ("do", ["not", "know", ..])
                | ("no", ["idea"])
        )
}

/// "Laptops are not encrypted": a negation among the first words, before any comma.
pub(super) fn is_negative(text: &str) -> bool {
    let head = text.split([',', ';', ':', '(']).next().unwrap_or("");
    words(head).take(4).any(|word| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_say_none() {
        for text in [
            "None of these",
            "or none of the above.",
            "None",
            "none apply",
            "Nothing of this",
        ] {
            assert!(says_none(text), "{text}");
        }
        for text in [
            "None yet",
            "Nobody",
            "None of these protections is in place at our two offices",
            "All of these",
        ] {
            assert!(!says_none(text), "{text}");
        }
    }

    #[test]
    fn ways_to_say_not_sure() {
        for text in [
            "Not sure",
            "We don’t know",
            "I do not know yet",
            "No idea",
            "We're not sure",
            "Unsure",
        ] {
            assert!(says_not_sure(text), "{text}");
        }
        for text in [
            "Not at all",
            "No",
            "We know",
            "Do you know?",
            "We don't know who has the keys to the office",
        ] {
            assert!(!says_not_sure(text), "{text}");
        }
    }

    #[test]
    fn ways_to_say_no() {
        for text in [
            "Laptops are not encrypted",
            "Nobody checks",
            "We don’t know who left",
            "No backup exists",
        ] {
            assert!(is_negative(text), "{text}");
        }
        for text in [
            "The steps are written down where people work, not in a binder",
            "One copy cannot be changed",
            "Every note is kept",
        ] {
            assert_eq!(is_negative(text), text.contains("cannot"), "{text}");
        }
    }
}
