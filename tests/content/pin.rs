//! `pin`: every id is written, nothing means anything else afterwards, and nothing else moves.

use gradewright::assessment::{AssessmentId, Kind};
use gradewright::content::{PinError, pin};
use proptest::prelude::*;

use crate::support::*;

fn pinned(text: &str) -> (String, usize) {
    let id = AssessmentId::try_from("g").unwrap();
    let pinned =
        pin("g.md", text.as_bytes(), id, Kind::Grader).unwrap_or_else(|error| panic!("{error}\n{text}"));
    (pinned.text, pinned.ids)
}

fn hash(text: &str) -> String {
    let reading = read_once(with_grader(text).path());
    let site = reading
        .site
        .unwrap_or_else(|| panic!("{:#?}\n{text}", reading.diagnostics));
    site.assessments["g"].definition.hash.to_string()
}

const GRADER: &str = "\
---
title: G
---
## Basics

### Which hold?
> Why.

- [ ] Passwords are kept in a vault. `service vault`
  > Else nobody knows.
- [ ] Everyone signs in
  with a second step.
- [ ] None of these `none`

## Signing in
`weight 2`

### How many?
Count everybody.

- ( ) Few `points 0`
- ( ) **Many** `#many, points 10`

### What else?
`text 400, optional`

## Low
`band, from 0`

## High
`from 70, band, #high`
";

#[test]
fn ids_go_where_they_would_be_written_by_hand() {
    insta::assert_snapshot!("pinned", pinned(GRADER).0);
    assert_eq!(pinned(GRADER).1, 10);
}

#[test]
fn a_text_can_change_afterwards_without_its_ids() {
    let after = pinned(GRADER).0;
    let changed = after.replace("Passwords are kept in a vault", "Every login is in the vault");
    let ids = |text: &str| {
        let site = read_once(with_grader(text).path()).site.unwrap();
        let options = site.assessments["g"].definition.assessment.questions();
        let options = options.flat_map(|question| question.choices());
        options.map(|option| option.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&changed), ids(GRADER));
    assert_ne!(hash(&changed), hash(GRADER));
}

#[test]
fn a_file_with_mistakes_is_left_alone() {
    let id = || AssessmentId::try_from("g").unwrap();
    let broken = GRADER.replace("points 10", "pionts 10");
    let Err(PinError::Mistakes(reading)) = pin("g.md", broken.as_bytes(), id(), Kind::Grader) else {
        panic!("ids were written into a file with a mistake");
    };
    assert!(
        reading
            .diagnostics
            .iter()
            .any(|fault| (fault.code, fault.line) == ("unknown-setting", 22))
    );
    let latin = pin("g.md", b"---\ntitle: Caf\xe9\n---\n", id(), Kind::Grader);
    assert!(matches!(latin, Err(PinError::NotUtf8)));
    let large = pin("g.md", &vec![b'a'; 1_000_001], id(), Kind::Grader);
    assert!(matches!(large, Err(PinError::TooLarge)));
}

/// What may stand on the lines below a heading, before anything else.
const BELOW: [&str; 9] = [
    "",
    "\n",
    "> Why.\n\n",
    "Help.\n\n",
    "\nHelp with `code` in it.\n\n",
    "---\n",
    "<!-- later -->\n",
    "1. first\n2. second\n\n",
    "| a | b |\n|---|---|\n| c | d |\n\n",
];
/// Settings of a question with options.
const SETTINGS: [&str; 5] = [
    "",
    "`weight 2`\n",
    "\n`optional`\n",
    "` weight 2 , optional `\n",
    "`#own, weight 3`\n",
];
/// The end of an option's line, and what stands below it.
const ENDS: [&str; 8] = [
    "\n",
    " `service vault`\n",
    " **bold**\n",
    " <!-- later -->\n",
    "  \n  and more\n",
    " `#written`\n",
    ".\n  > Else.\n",
    " `points 2, unloaded` <!-- why -->\n  > Else.\n",
];

prop_compose! {
    fn grader()(
        questions in prop::collection::vec((0..BELOW.len(), 0..SETTINGS.len(), prop::collection::vec(0..ENDS.len(), 1..4)), 1..4),
        categories in any::<bool>(), windows in any::<bool>(), mark in any::<bool>(), closed in any::<bool>(),
    ) -> String {
        let mut text = "---\ntitle: G\n---\nHello.\n\n".to_owned();
        for (number, (below, settings, ends)) in questions.iter().enumerate() {
            if categories {
                text += &format!("## Part {number}{}\n{}", if closed { " ##" } else { "" }, BELOW[*below]);
                text += if BELOW[*below].is_empty() { "" } else { "\n" };
            }
            let settings = SETTINGS[*settings].replace("#own", &format!("#own-{number}"));
            text += &format!("### Question {number}?\n{settings}{}", BELOW[*below]);
            for (at, end) in ends.iter().enumerate() {
                text += &format!("- [ ] State {at}{}", ENDS[*end].replace("#written", &format!("#written-{at}")));
            }
            text += "- [ ] None of these `none`\n\n";
        }
        text += "## Low\n`band, from 0`";
        if windows {
            text = text.replace('\n', "\r\n");
        }
        if mark { format!("\u{feff}{text}") } else { text }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_else_moves(text in grader()) {
        let reading = read_once(with_grader(&text).path());
        prop_assume!(reading.site.is_some());
        let (once, ids) = pinned(&text);
        prop_assert!(ids > 0);
        prop_assert_eq!(pinned(&once), (once.clone(), 0));
        prop_assert_eq!(hash(&once), hash(&text), "{}", once);
        // Everything that was there is there, in its order.
        let mut rest = once.chars();
        prop_assert!(text.chars().all(|wanted| rest.any(|found| found == wanted)), "{}", once);
        prop_assert_eq!(text.contains("\r\n"), once.contains("\r\n"));
        prop_assert_eq!(once.replace("\r\n", "").contains('\n') && text.contains("\r\n"), false);
    }
}
