//! One bad site for each code of what is proved and what reads badly, with what the marketer sees.

use std::collections::BTreeSet;
use std::path::Path;

use gradewright::content::{CODES, Cache, ReadOptions, Reading, read, render_human};
use gradewright::prove::diagnose;

/// A file that replaces or joins those of the sound site.
type File = (&'static str, String);

/// A question that has nothing to complain about.
fn question(number: usize) -> String {
    format!(
        "### Which hold in part {number}?
`#q{number}`
> **Why it matters.** It does.

- [ ] Passwords are kept in a vault. `#vault, points 2, service vault`
  > Else nobody knows who has them.
- [ ] Everyone signs in with a second step. `#mfa, service mfa`
  > Else a password is enough.
- [ ] None of these `none`

"
    )
}

const BANDS: &str = "## Low\n`band, from 0`\nStart.\n\n[Book](/about/)\n\n## High\n`band, from 60`\nKeep it.\n\n[Book](/about/)\n";

/// Ten questions, and the bands; `change` is given the text between them.
fn grader(change: impl Fn(String) -> String) -> File {
    let body = change((1..=10).map(question).collect());
    (
        "content/graders/g.md",
        format!("---\ntitle: G\n---\n{body}{BANDS}"),
    )
}

/// The sound grader with something of its text in other words.
fn with(old: &'static str, new: &'static str) -> File {
    let (path, text) = grader(|body| body);
    assert!(text.contains(old), "{old}");
    (path, text.replacen(old, new, 1))
}

/// The sound grader behind some more questions.
fn after(questions: &'static str) -> File {
    grader(|body| format!("{questions}\n{body}"))
}

/// A number, and a question that is asked by it.
fn asked_if(condition: &str) -> File {
    let asked = format!("`#q1, if {condition}`");
    grader(|body| {
        format!(
            "### How many?\n`#seats, number 1-50`\n\n{}",
            body.replacen("`#q1`", &asked, 1)
        )
    })
}

fn outcomes() -> File {
    let body = "### Which?\n`#which`\n- ( ) A `for call 2, for visit 2`\n- ( ) B `for call 1`\n";
    let rest: String = (1..=9)
        .map(|n| format!("### And {n}?\n`#n{n}, number 1-5`\n\n"))
        .collect();
    let results = "## Call\n`outcome`\n\n[Book](/about/)\n\n## Visit\n`outcome`\n\n[Book](/about/)\n";
    (
        "content/graders/g.md",
        format!("---\ntitle: G\n---\n{body}\n{rest}{results}"),
    )
}

/// The bad site of each code.
fn cases() -> Vec<(&'static str, File)> {
    let long = "Passwords are kept in a vault that the whole company uses every day, on each phone and on each computer, at home and on the road, and nobody keeps one in a book, on a note or in a head alone, not even the boss.";
    vec![
        (
            "unreachable-band",
            with(
                "`band, from 60`",
                "`band, from 60`\n\n[Book](/about/)\n\n## Top\n`band, from 99`\nWell done.\n\n[Book](/about/)\n\n## Near\n`band, from 98`\nAlmost.",
            ),
        ),
        ("unreachable-outcome", outcomes()),
        ("never-asked", asked_if("seats > 50")),
        ("always-asked", asked_if("seats >= 1")),
        ("idle-term", asked_if("seats >= 20 or seats > 50")),
        (
            "never-offered",
            after("### Same?\n`service vault`\n> Why.\n\n- ( ) A `points 2`\n  > So.\n- ( ) B `points 2`\n"),
        ),
        (
            "always-offered",
            after(
                "### What happened?\n`#bad`\n> Why.\n\n- [ ] It failed. `problem, service vault`\n  > So.\n",
            ),
        ),
        ("decides-alone", with("`#q1`", "`#q1, weight 20`")),
        ("cannot-matter", with("`#q1`", "`#q1, weight 0.01`")),
        ("no-next-step", with("Start.\n\n[Book](/about/)", "Start.")),
        (
            "second-next-step",
            with("Start.\n", "Start.\n\n[More](/about/)\n"),
        ),
        (
            "nothing-to-ask",
            with("points 2, service vault", "points 2, unloaded"),
        ),
        (
            "question-count",
            (
                "content/graders/g.md",
                format!("---\ntitle: G\n---\n{}{BANDS}", question(1)),
            ),
        ),
        (
            "sensitive-first",
            with("Which hold in part 1?", "How large is your IT budget?"),
        ),
        (
            "none-wording",
            with("None of these", "We did not get round to it"),
        ),
        (
            "too-long",
            grader(|body| body.replacen("Passwords are kept in a vault.", long, 1)),
        ),
        (
            "hard-to-read",
            with(
                "Else nobody knows who has them.",
                "Comprehensive organisational accountability arrangements notwithstanding, unsupervised credential proliferation predominantly facilitates unauthorised infrastructure exploitation, particularly considering interconnected departmental responsibilities, undocumented administrative relationships and insufficiently communicated organisational expectations.",
            ),
        ),
        (
            "jargon",
            with(
                "Everyone signs in with a second step.",
                "SSO and a SIEM are in place.",
            ),
        ),
        (
            "broken-anchor",
            (
                "content/pages/about.md",
                "---\ntitle: About\n---\n## Our team\n\nSee [the office](#office).\n".into(),
            ),
        ),
    ]
}

fn write(folder: &Path, (path, text): &(&str, String)) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A sound site in which some files are others.
fn check(files: &[File]) -> Reading {
    let folder = tempfile::tempdir().unwrap();
    let service = |name: &str| format!("---\nname: {name}\n---\nText.\n\n```sales\nWho knows?\n```\n");
    for file in [
        ("content/site.yaml", "format: 1\nname: Acme\n".to_owned()),
        ("content/services/vault.md", service("Vault")),
        ("content/services/mfa.md", service("Second step")),
        (
            "content/pages/about.md",
            "---\ntitle: About\n---\nText.\n".to_owned(),
        ),
        grader(|body| body),
    ] {
        write(folder.path(), &file);
    }
    for file in files {
        write(folder.path(), file);
    }
    let mut cache = Cache::default();
    let mut reading = read(folder.path(), &ReadOptions::default(), &mut cache);
    let site = reading.site.clone();
    let site = site.unwrap_or_else(|| panic!("{}", render_human(&reading, false)));
    reading.add(diagnose(&site, |file| cache.text(file)), &cache);
    reading
}

#[test]
fn a_sound_site_has_nothing_to_mend() {
    assert_eq!(check(&[]).diagnostics, []);
}

/// Codes that need answers which are kept: `tests/cli/checking.rs` has them.
const ELSEWHERE: [&str; 2] = ["vanished-id", "changed-meaning"];

#[test]
fn every_code_has_a_bad_site() {
    let known: BTreeSet<&str> = CODES
        .iter()
        .map(|code| code.name)
        .skip_while(|name| *name != "unreachable-band")
        .collect();
    let covered: BTreeSet<&str> = cases().iter().map(|(code, _)| *code).chain(ELSEWHERE).collect();
    assert_eq!(covered, known);
}

#[test]
fn each_fault_is_explained_at_its_place() {
    for (code, file) in cases() {
        let reading = check(&[file]);
        let found: Vec<&str> = reading.diagnostics.iter().map(|fault| fault.code).collect();
        assert!(found.contains(&code), "{code} is not among {found:?}");
        insta::assert_snapshot!(code, render_human(&reading, false));
    }
}

#[test]
fn a_seeded_fault_is_found_wherever_it_stands() {
    for at in 2..=10 {
        let heading = format!("`#q{at}`");
        for (condition, code) in [
            ("q1 has vault and not q1 has vault", "never-asked"),
            ("q1 has vault or not q1 has vault", "always-asked"),
        ] {
            let asked = format!("`#q{at}, if {condition}`");
            let reading = check(&[grader(|body| body.replacen(&heading, &asked, 1))]);
            let found = reading.diagnostics.iter().find(|fault| fault.code == code);
            let line = found.unwrap_or_else(|| panic!("{code} at {at}")).line;
            assert_eq!(line, 5 + (at - 1) * 10, "{code} at {at}");
        }
    }
    // Ten questions of 2 and 1 points: a total is a multiple of 3⅓.
    for from in 61..=99 {
        let next = from + 1;
        let bands = format!(
            "{BANDS}\n## Thin\n`band, from {from}`\n\n[Book](/about/)\n\n## Next\n`band, from {next}`\n\n[Book](/about/)\n"
        );
        let (path, text) = grader(|body| body);
        let reading = check(&[(path, text.replace(BANDS, &bands))]);
        let hit = (0..=30).any(|thirds| (f64::from(thirds) * 10.0 / 3.0).round() == f64::from(from));
        let found = reading
            .diagnostics
            .iter()
            .any(|fault| fault.code == "unreachable-band");
        assert_eq!(found, !hit, "a band of {from} alone");
    }
}
