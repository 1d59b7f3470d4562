//! The colour of a paper edition.

use crate::support::*;

fn grader(front: &str) -> String {
    format!(
        "---\ntitle: G\n{front}---\n### Q?\n`#q`\n> Why.\n\n- [ ] A. `service vault`\n  > So.\n- [ ] B. `service mfa`\n  > So.\n\
         - [ ] None of these `none`\n\n## Low\n`band, from 0`\nText.\n"
    )
}

fn paper(front: &str) -> Option<String> {
    let folder = with_grader(&grader(front));
    let site = read_once(folder.path()).site.expect("a site");
    site.assessments.into_values().next().unwrap().paper
}

fn complaint(front: &str) -> String {
    let folder = with_grader(&grader(front));
    let reading = read_once(folder.path());
    let fault = reading
        .diagnostics
        .iter()
        .find(|fault| fault.code == "field-value")
        .expect("a fault");
    format!(
        "{}:{} {} {}",
        fault.line,
        fault.column,
        fault.message,
        fault.help.clone().unwrap_or_default()
    )
}

#[test]
fn words_and_light_colours_are_taken_and_white_needs_no_word() {
    assert_eq!(paper(""), None);
    assert_eq!(paper("paper: \"#CFE2F3\"\n").as_deref(), Some("#cfe2f3"));
    for word in ["blue", "green", "yellow", "pink"] {
        assert!(
            paper(&format!("paper: {word}\n")).unwrap().starts_with('#'),
            "{word}"
        );
    }
}

#[test]
fn dark_paper_unknown_words_and_lost_colours_are_faults() {
    let said = complaint("paper: \"#336699\"\n");
    assert!(
        said.starts_with("3:8 black is hard to read on this paper"),
        "{said}"
    );
    assert!(said.contains("light enough is `\"#"), "{said}");
    assert!(complaint("paper: bleu\n").contains("did you mean `blue`?"));
    assert!(complaint("paper: chartreuse\n").contains("`yellow`"));
    assert!(complaint("paper: #cfe2f3\n").starts_with("3:1 the colour is lost"));
}

#[test]
fn the_colour_is_no_part_of_the_definition() {
    let hash = |front: &str| {
        let folder = with_grader(&grader(front));
        let site = read_once(folder.path()).site.unwrap();
        site.assessments.into_values().next().unwrap().definition.hash
    };
    assert_eq!(hash(""), hash("paper: blue\n"));
}
