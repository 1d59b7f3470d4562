//! One bad site for each code, with what the marketer sees.

use std::collections::BTreeSet;

use gradewright::content::{CODES, Severity, render_human};

use crate::support::*;

/// Files that replace or join those of [`sound`], by path.
type Files = Vec<(&'static str, String)>;

/// A question that has nothing to complain about.
const QUESTION: &str = "\
### Which hold?
> **Why it matters.** It does.

- [ ] Passwords are kept in a vault. `#vault, service vault`
  > Else nobody knows who has them.
- [ ] Everyone signs in with a second step. `#mfa, service mfa`
  > Else a password is enough.
- [ ] None of these `none`
";

/// A grader `content/graders/g.md` with this body and a band.
fn grader(body: &str) -> Files {
    whole_grader(&format!(
        "---\ntitle: G\n---\n{body}\n\n## Low\n`band, from 0`\nStart.\n"
    ))
}

fn whole_grader(text: &str) -> Files {
    vec![("content/graders/g.md", text.to_owned())]
}

/// A grader with a category of this heading line before a sound question.
fn below_heading(settings: &str) -> Files {
    grader(&format!("## Basics\n{settings}\n\n{QUESTION}"))
}

/// A grader with a *many* question that has one more option.
fn option(line: &str) -> Files {
    grader(&QUESTION.replace("- [ ] None", &format!("{line}\n- [ ] None")))
}

/// A grader with a question of one answer.
fn one(settings: &str, options: &str) -> Files {
    grader(&format!(
        "### How many?\n`{settings}`\n> **Why it matters.** It does.\n\n{options}\n"
    ))
}

/// A sound question that is asked only sometimes, after another.
fn asked_if(condition: &str) -> Files {
    grader(&format!(
        "### Plan?\n`#plan, profile`\n- ( ) Big `#big`\n- ( ) Small `#small`\n\n{}",
        QUESTION.replace(
            "### Which hold?\n",
            &format!("### Which hold?\n`if {condition}`\n")
        )
    ))
}

fn site(line: &str) -> Files {
    vec![("content/site.yaml", format!("format: 1\nname: Acme\n{line}\n"))]
}

fn language_file(text: &str) -> Files {
    vec![("themes/default/i18n/de.yaml", text.to_owned())]
}

fn service(line: &str) -> Files {
    vec![(
        "content/services/vault.md",
        format!("---\nname: Vault\n{line}\n---\nText.\n"),
    )]
}

fn page(body: &str) -> Files {
    vec![(
        "content/pages/about.md",
        format!("---\ntitle: About\n---\n{body}\n"),
    )]
}

/// The bad site of each code.
fn cases() -> Vec<(&'static str, Files)> {
    vec![
        ("no-site-yaml", vec![("content/site.yaml", "REMOVE".into())]),
        ("not-utf8", vec![("content/pages/about.md", "LATIN1".into())]),
        ("file-too-large", vec![("content/pages/about.md", "LARGE".into())]),
        (
            "file-name",
            vec![("content/pages/About Us.md", "---\ntitle: A\n---\n".into())],
        ),
        (
            "nested-file",
            vec![("content/graders/old/g.md", "---\ntitle: A\n---\n".into())],
        ),
        (
            "same-address",
            vec![
                ("content/pages/a.md", "---\ntitle: A\n---\n".into()),
                ("content/pages/a/index.md", "---\ntitle: A\n---\n".into()),
            ],
        ),
        (
            "reserved-address",
            vec![("content/pages/inbox.md", "---\ntitle: A\n---\n".into())],
        ),
        ("outside-folder", page("[secret](../../../etc/passwd)")),
        (
            "unsafe-svg",
            vec![("content/a.svg", "<svg>\n<path onclick=\"x()\"/></svg>".into())],
        ),
        (
            "unknown-folder",
            vec![("content/grader/g.md", "---\ntitle: A\n---\n".into())],
        ),
        ("unknown-file", vec![("content/pages/notes.docx", "x".into())]),
        ("no-front-matter", whole_grader("# How safe are you?\n")),
        ("yaml-syntax", whole_grader("---\ntitle: Safe: or not?\n---\n")),
        (
            "yaml-duplicate-key",
            whole_grader(&format!(
                "---\ntitle: A\ntitle: B\n---\n{QUESTION}\n## Low\n`band, from 0`\n"
            )),
        ),
        (
            "yaml-limit",
            site(&format!("extra: {}{}", "[".repeat(40), "]".repeat(40))),
        ),
        (
            "missing-field",
            whole_grader(&format!(
                "---\ndescription: A\n---\n{QUESTION}\n## Low\n`band, from 0`\n"
            )),
        ),
        ("unknown-field", service("promis: All is well")),
        (
            "field-type",
            site("name: [Acme]")
                .into_iter()
                .map(|(path, text)| (path, text.replacen("name: Acme\n", "", 1)))
                .collect(),
        ),
        ("field-value", service("unit: head")),
        (
            "unknown-format",
            vec![("content/site.yaml", "format: 2\nname: Acme\n".into())],
        ),
        ("bad-url", site("base_url: acme.example")),
        ("bad-price", service("monthly: 4,50")),
        (
            "unknown-contact-field",
            site("contact: { fields: [nmae*, email*] }"),
        ),
        (
            "service-twice",
            site("packages: { basic: { name: Basic, includes: [vault], add_ons: [vault] } }"),
        ),
        ("missing-word", site("language: de")),
        ("unknown-phrase", language_file("report:\n  scoer: Punktzahl\n")),
        (
            "phrase-place",
            language_file("report:\n  until: Bis {day} hier zu lesen.\n"),
        ),
        ("unknown-theme", site("theme: midnight")),
        ("accent-contrast", site("brand: { accent: \"#ff9ad0\" }")),
        (
            "unknown-service",
            option("- [ ] All is well. `service valt`\n  > Else not."),
        ),
        (
            "unknown-assessment",
            site("deliveries:\n  - { name: crm, email: crm@acme.example, assessments: [grades] }"),
        ),
        (
            "unknown-package",
            one("profile", "- ( ) Basic `package basic`\n- ( ) None yet"),
        ),
        (
            "unknown-band",
            whole_grader(&format!(
                "---\ntitle: G\ncritical_caps_at: lo\n---\n{QUESTION}\n## Low\n`band, from 0`\n"
            )),
        ),
        (
            "unknown-outcome",
            whole_grader(
                "---\ntitle: G\n---\n### Which?\n- ( ) A `for workshp 2`\n- ( ) B `for call 1`\n\n## Workshop\n`outcome`\n\n## Call\n`outcome`\n",
            ),
        ),
        ("unknown-question", asked_if("plans is big")),
        ("unknown-option", asked_if("plan is bigg")),
        (
            "broken-link",
            page("Read [more](/abot/) or [this](../services/valt.md)."),
        ),
        ("unsafe-link", page("[press](javascript:alert(1))")),
        ("external-image", page("![A map](https://maps.example/a.png)")),
        (
            "link-to-draft",
            vec![
                (
                    "content/pages/about.md",
                    "---\ntitle: About\n---\n[Soon](/soon/)\n".into(),
                ),
                (
                    "content/pages/soon.md",
                    "---\ntitle: Soon\ndraft: true\n---\n".into(),
                ),
            ],
        ),
        (
            "orphaned-service",
            vec![("content/services/spare.md", "---\nname: Spare\n---\n".into())],
        ),
        ("heading-level", grader(&format!("#### Small\n\n{QUESTION}"))),
        (
            "underlined-heading",
            grader(&format!("A heading\n---\n\n{QUESTION}")),
        ),
        (
            "empty-heading",
            grader(&QUESTION.replace(" Which hold?", "\n`#q`\n")),
        ),
        (
            "question-place",
            grader(&format!(
                "{QUESTION}\n## Basics\n\n{}",
                QUESTION.replace("### Which hold?", "### Which others?")
            )),
        ),
        (
            "empty-category",
            grader(&format!("## Basics\n\nWords.\n\n## More\n\n{QUESTION}")),
        ),
        (
            "nobody-asked",
            grader(&QUESTION.replacen("hold?\n", "hold?\n`if client`\n", 1)),
        ),
        (
            "other-fence",
            grader(&format!("{QUESTION}\n```rust\nfn main() {{}}\n```\n")),
        ),
        (
            "open-fence",
            grader(&format!("{QUESTION}\n```sales\nAsk.\n\n### Another?\n```\n")),
        ),
        (
            "indented-code",
            grader(&format!("{QUESTION}\nText.\n\n      - [ ] Deep\n")),
        ),
        ("sales-place", page("```sales\nAsk.\n```")),
        (
            "unclosed-comment",
            grader(&format!("{QUESTION}\n<!-- later\n\n### More?\n")),
        ),
        ("raw-html", page("Call <b>now</b>.")),
        (
            "missing-alt",
            vec![
                (
                    "content/pages/about.md",
                    "---\ntitle: About\n---\n![](office.png)\n".into(),
                ),
                ("content/pages/office.png", "png".into()),
            ],
        ),
        (
            "unknown-setting",
            option("- [ ] All is well. `pionts 4, service vault`\n  > Else not."),
        ),
        ("setting-value", below_heading("`weight 1,5, target 120`")),
        (
            "setting-twice",
            option("- [ ] All is well. `service vault, service mfa`\n  > Else not."),
        ),
        ("misplaced-setting", below_heading("`points 4`")),
        (
            "lost-settings",
            grader(&QUESTION.replace("### Which hold?", "### Which hold? `weight 2`")),
        ),
        (
            "conflict",
            option("- [ ] All is well. `service vault, unloaded`\n  > Else not."),
        ),
        ("no-effect", one("profile", "- ( ) Few `points 2`\n- ( ) Many")),
        (
            "bad-id",
            option("- [ ] All is well. `#All Well, service vault`\n  > Else not."),
        ),
        ("no-id", option("- [ ] !!! `service vault`\n  > Else not.")),
        (
            "duplicate-id",
            option("- [ ] All is well. `#vault, service vault`\n  > Else not."),
        ),
        (
            "same-slug",
            option(
                "- [ ] All is well. `service vault`\n  > Else not.\n- [ ] All is well! `service mfa`\n  > Else not.",
            ),
        ),
        ("reserved-id", grader(&QUESTION.replace("Which hold?", "Contact"))),
        (
            "below-range",
            one(
                "service vault below 11",
                "- ( ) Few `points 0`\n  > Better more.\n- ( ) Many `points 10`",
            ),
        ),
        (
            "critical-problem",
            option("- [ ] It failed. `problem, critical, service vault`\n  > Bad."),
        ),
        (
            "critical-without-cap",
            option("- [ ] All is well. `critical, service vault`\n  > Else not."),
        ),
        (
            "beside-exclusive",
            option("- [ ] We don't know `not sure, points 2`"),
        ),
        ("second-exclusive", option("- [ ] Nothing `none`")),
        (
            "early-settings",
            option("- [ ] All is well `service vault`.\n  > Else not."),
        ),
        (
            "nearly-a-checkbox",
            option("- [] All is well. `service vault`\n  > Else not.\n-[ ] This too."),
        ),
        (
            "ticked",
            option("- [x] All is well. `service vault`\n  > Else not."),
        ),
        ("plain-bullet", option("- All is well.")),
        (
            "nested-option",
            option("- [ ] All is well. `service vault`\n  > Else not.\n  - [ ] Or so."),
        ),
        (
            "numbered-option",
            one(
                "service vault",
                "1. ( ) Few `points 0`\n   > Better more.\n2. ( ) Many `points 10`",
            ),
        ),
        ("mixed-options", option("- ( ) All is well. `service vault`")),
        (
            "empty-option",
            option("- [ ] `#empty, service vault`\n  > Else not."),
        ),
        (
            "stray-text",
            option("- [ ] All is well. `service vault`\n  > Else not.\n\n  And so on.\n"),
        ),
        (
            "option-without-question",
            grader(&format!("- [ ] All is well.\n\n{QUESTION}")),
        ),
        (
            "options-unexpected",
            grader("### How sure?\n`scale 0-10, service vault`\n> Why.\n\n- [ ] All is well.\n"),
        ),
        (
            "no-answers",
            grader(&format!("{QUESTION}\n### And then?\n\nWords.\n")),
        ),
        (
            "missing-points",
            one(
                "service vault",
                "- ( ) Few\n  > Better more.\n- ( ) Many `points 10`",
            ),
        ),
        (
            "no-points",
            one(
                "service vault",
                "- ( ) Few `points 0`\n  > Better more.\n- ( ) Many `points 0`",
            ),
        ),
        (
            "no-none",
            grader(&QUESTION.replace("- [ ] None of these `none`\n", "")),
        ),
        (
            "none-without-flag",
            grader(&QUESTION.replace(
                "these `none`",
                "these `unloaded`\n  > Well.\n- [ ] Nothing at all `none`",
            )),
        ),
        (
            "not-sure-without-flag",
            option("- [ ] We don't know. `unloaded`\n  > Then ask."),
        ),
        (
            "negative-wording",
            option("- [ ] Laptops are not encrypted. `service vault`\n  > Else not."),
        ),
        ("not-loaded", option("- [ ] All is well.\n  > Else not.")),
        (
            "no-why",
            grader(&QUESTION.replace("> **Why it matters.** It does.\n", "")),
        ),
        ("no-education", option("- [ ] All is well. `service vault`")),
        ("condition-syntax", asked_if("plan is big and")),
        ("condition-kind", asked_if("plan >= 2")),
        (
            "later-question",
            grader(&format!(
                "### Plan?\n`#plan, profile, if which-hold has vault`\n- ( ) Big\n- ( ) Small\n\n{QUESTION}"
            )),
        ),
        ("no-questions", grader("Words.")),
        (
            "no-result",
            whole_grader(&format!("---\ntitle: G\n---\n{QUESTION}")),
        ),
        ("nothing-scored", grader("### How many?\n`number 1-10`\n")),
        (
            "bands-and-outcomes",
            grader(&format!("{QUESTION}\n## Call\n`outcome`\n")),
        ),
        (
            "no-band-from-0",
            whole_grader(&format!(
                "---\ntitle: G\n---\n{QUESTION}\n## Low\n`band, from 10`\n"
            )),
        ),
        (
            "same-band",
            grader(&format!("{QUESTION}\n## High\n`band, from 0`\n")),
        ),
        (
            "band-without-from",
            grader(&format!("{QUESTION}\n## High\n`band`\n")),
        ),
        (
            "band-above-100",
            grader(&format!("{QUESTION}\n## High\n`band, from 101`\n")),
        ),
    ]
}

/// Codes that need more than files: each has a test of its own.
const ELSEWHERE: [&str; 2] = ["no-content", "unreadable"];

/// Codes of what is found in a sound site: their bad sites are in `tests/prove/`.
fn proved() -> impl Iterator<Item = &'static str> {
    let names = CODES.iter().map(|code| code.name);
    names.skip_while(|name| *name != "unreachable-band")
}

#[test]
fn every_code_has_a_bad_site() {
    let cases = cases();
    let covered: BTreeSet<&str> = cases
        .iter()
        .map(|(code, _)| *code)
        .chain(ELSEWHERE)
        .chain(proved())
        .collect();
    let known: BTreeSet<&str> = CODES.iter().map(|code| code.name).collect();
    assert_eq!(covered, known);
    assert_eq!(known.len(), CODES.len(), "a code stands twice");
}

#[test]
fn each_mistake_is_explained_at_its_place() {
    for (code, files) in cases() {
        let folder = sound();
        for (path, text) in &files {
            match text.as_str() {
                "REMOVE" => std::fs::remove_file(folder.path().join(path)).unwrap(),
                "LATIN1" => write(folder.path(), path, b"---\ntitle: Caf\xe9\n---\n"),
                "LARGE" => write(folder.path(), path, &vec![b'a'; 10_000_000]),
                text => write(folder.path(), path, text.as_bytes()),
            }
        }
        let reading = read_once(folder.path());
        let expected = CODES.iter().find(|known| known.name == code).unwrap();
        assert!(
            reading
                .diagnostics
                .iter()
                .any(|fault| fault.code == code && fault.severity == expected.severity),
            "{code} is not among {:#?}",
            reading.diagnostics
        );
        assert_eq!(reading.site.is_none(), reading.counts().0 > 0, "{code}");
        if expected.severity == Severity::Warning {
            assert!(
                reading.site.is_some(),
                "{code} is only a warning:\n{}",
                render_human(&reading, false)
            );
        }
        insta::assert_snapshot!(code, render_human(&reading, false));
    }
}

#[test]
fn a_folder_without_content_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let reading = read_once(folder.path());
    assert!(reading.site.is_none());
    insta::assert_snapshot!("no-content", render_human(&reading, false));
}

/// A folder that stands where a file should be read is as unreadable as one without permission (which root has always).
#[cfg(unix)]
#[test]
fn what_can_not_be_read_is_an_error() {
    let folder = sound();
    let loops = folder.path().join("content/pages/loop.md");
    std::os::unix::fs::symlink("loop.md", &loops).unwrap();
    let reading = read_once(folder.path());
    assert!(reading.site.is_none());
    assert_eq!(reading.diagnostics.len(), 1, "{:#?}", reading.diagnostics);
}

#[test]
fn the_sound_site_has_nothing_to_complain_about() {
    let folder = sound();
    let reading = read_once(folder.path());
    assert_eq!(reading.diagnostics, []);
    assert!(reading.site.is_some());
}

/// A site without a fault: what the cases change.
fn sound() -> tempfile::TempDir {
    let files = grader(QUESTION);
    let mut all: Vec<(&str, &[u8])> = vec![
        ("content/site.yaml", b"format: 1\nname: Acme\n"),
        ("content/services/vault.md", b"---\nname: Vault\n---\nText.\n"),
        ("content/services/mfa.md", b"---\nname: Second step\n---\nText.\n"),
        ("content/pages/about.md", b"---\ntitle: About\n---\nText.\n"),
    ];
    let ok = files[0].1.replace("title: G", "title: Ok");
    all.push(("content/graders/ok.md", ok.as_bytes()));
    folder(&all)
}
