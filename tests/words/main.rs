//! The language files: complete, sound, and nothing in them that nobody says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use gradewright::words::{Phrase, Spoken, placeholders, shipped};
use walkdir::WalkDir;

/// Languages that must never lack a word; the others only say some things in another way.
const WHOLE: [&str; 2] = ["en", "es"];

fn places(phrase: &Phrase) -> BTreeSet<&str> {
    phrase.forms().into_iter().flat_map(placeholders).collect()
}

#[test]
fn english_and_spanish_are_complete() {
    for tag in WHOLE {
        let missing = Spoken::new(tag, &BTreeMap::new()).missing;
        assert!(missing.is_empty(), "{tag} lacks {missing:?}");
    }
    let (english, spanish) = (&shipped()["en"], &shipped()["es"]);
    for (name, phrase) in english {
        assert!(
            phrase.forms().iter().all(|form| !form.trim().is_empty()),
            "{name} is empty"
        );
        assert_eq!(places(phrase), places(&spanish[name]), "the values of {name}");
    }
}

#[test]
fn no_language_has_a_phrase_that_english_has_not() {
    let english = &shipped()["en"];
    for (tag, table) in shipped() {
        for (name, phrase) in table {
            let original = english.get(name);
            assert!(original.is_some(), "{tag} has {name}, which nobody says");
            assert!(
                original.is_some_and(|original| places(phrase).is_subset(&places(original))),
                "{tag} has a value in {name} that nothing fills"
            );
        }
    }
}

#[test]
fn a_language_that_nobody_wrote_speaks_english_in_its_own_forms() {
    let spoken = Spoken::new("de", &BTreeMap::new());
    assert!(!spoken.known && !spoken.missing.is_empty());
    assert_eq!(spoken.words.say("report.score", &[]), "Your score");
    assert_eq!(
        spoken.words.say("points", &[("n", "4.5".to_owned())]),
        "+4,5 points"
    );
}

#[test]
fn a_theme_says_some_things_in_its_own_way() {
    let own = |name: &str, text: &str| BTreeMap::from([(name.to_owned(), Phrase::Plain(text.to_owned()))]);
    let theme = BTreeMap::from([
        ("en".to_owned(), own("report.score", "How you did")),
        ("es-MX".to_owned(), own("report.of", "de cien")),
    ]);
    assert_eq!(
        Spoken::new("en", &theme).words.say("report.score", &[]),
        "How you did"
    );
    let mexican = Spoken::new("es-MX", &theme);
    assert!(mexican.known && mexican.missing.is_empty());
    assert_eq!(mexican.words.say("report.of", &[]), "de cien");
    assert_eq!(
        mexican.words.say("report.score", &[]),
        "Su puntuación",
        "the rest is the language's"
    );
}
#[test]
fn every_phrase_is_said_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut said = String::new();
    for folder in ["src", "themes/default/templates"] {
        for entry in WalkDir::new(root.join(folder)) {
            let entry = entry.unwrap();
            if entry.file_type().is_file() {
                said += &std::fs::read_to_string(entry.path()).unwrap();
            }
        }
    }
    // Names that are put together: `kinds.` with a kind.
    let groups: Vec<String> = ["\"", "'"]
        .iter()
        .flat_map(|quote| said.split(quote))
        .filter(|text| text.ends_with('.') && text.len() < 40 && !text.contains(' '))
        .map(str::to_owned)
        .collect();
    for name in shipped()["en"].keys() {
        let whole = said.contains(&format!("\"{name}\"")) || said.contains(&format!("'{name}'"));
        let part =
            groups.iter().any(|group| name.starts_with(group.as_str())) || name.starts_with("problem.title_");
        assert!(whole || part, "nobody says {name}");
    }
}
