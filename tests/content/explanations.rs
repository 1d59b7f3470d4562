//! Every code is explained, its wrong example gives that code and no other, its right example none;
//! and `docs/mistakes.md` says the same. `UPDATE_DOCS=1 cargo test --test content` writes that file anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use gradewright::content::{CODES, Explanation, Place, Severity, explanation, render_human};

use crate::support::*;

const SITE: &str = "format: 1\nname: Lanternhouse IT\n";
const QUESTION: &str = "\
### Which statements are true about your company?
> **Why it matters.** They are where break-ins begin.

- [ ] Every login is known. `#known, service password-management`
  > Whoever left still has the key.
- [ ] Everyone signs in with a second step. `#step, service mfa-identity`
  > A stolen password alone opens nothing then.
- [ ] None of these `none`
";
const BAND: &str = "\n## Exposed\n`band, from 0`\nStart with the first gap.\n";

fn grader(body: &str) -> String {
    format!("---\ntitle: How secure are you?\n---\n{body}")
}

/// A site without a fault, in which an example takes its place.
fn sound() -> Vec<(String, String)> {
    let page = |title: &str| format!("---\ntitle: {title}\n---\nText.\n");
    let service = |name: &str| format!("---\nname: {name}\n---\nText.\n");
    let files = [
        (
            "site.yaml",
            format!("{SITE}packages:\n  basic: {{ name: Basic, includes: [password-management] }}\n"),
        ),
        ("services/password-management.md", service("Password Management")),
        ("services/mfa-identity.md", service("Second step")),
        ("pages/about.md", page("About us")),
        ("pages/book.md", page("Book a review")),
        ("images/office.png", "png".to_owned()),
        ("graders/email.md", grader(&format!("{QUESTION}{BAND}"))),
    ];
    files.map(|(path, text)| (format!("content/{path}"), text)).into()
}

/// A file of a listing: whatever its place asks for.
fn usual(path: &str) -> String {
    let body = QUESTION
        .replace("service password-management", "unloaded")
        .replace("service mfa-identity", "unloaded");
    match path.rsplit('/').next() {
        Some("site.yaml") => SITE.to_owned(),
        _ if path.contains("/grader") => grader(&format!("{body}{BAND}")),
        _ => "---\ntitle: A page\n---\nText.\n".to_owned(),
    }
}

/// The site that an example makes.
fn site(explained: &Explanation, example: &str) -> Option<Vec<(String, String)>> {
    let (path, text) = match explained.place {
        Place::Told => return None,
        Place::Tree => {
            let paths = example.lines();
            return Some(paths.map(|path| (path.to_owned(), usual(path))).collect());
        }
        Place::Site if example.starts_with("format") => ("content/site.yaml", example.to_owned()),
        Place::Site => ("content/site.yaml", format!("{SITE}{example}")),
        Place::Service => (
            "content/services/password-management.md",
            format!("---\nname: Password Management\n{example}---\nText.\n"),
        ),
        Place::Page => (
            "content/pages/about.md",
            format!("---\ntitle: About us\n---\n{example}"),
        ),
        Place::Grader => ("content/graders/example.md", example.to_owned()),
        Place::Body => (
            "content/graders/example.md",
            grader(&format!("{QUESTION}\n{example}{BAND}")),
        ),
        Place::Above => (
            "content/graders/example.md",
            grader(&format!("{example}\n{QUESTION}{BAND}")),
        ),
        Place::Option => {
            let exclusive = example.ends_with("`none`\n") || example.ends_with("`not sure`\n");
            let more = if example.contains("  > ") || exclusive {
                ""
            } else {
                "  > What follows from lacking it.\n"
            };
            let at = "- [ ] None of these";
            let body = QUESTION.replace(at, &format!("{example}{more}{at}"));
            ("content/graders/example.md", grader(&format!("{body}{BAND}")))
        }
        Place::Words => ("themes/default/i18n/es-MX.yaml", example.to_owned()),
    };
    let mut files = sound();
    files.retain(|(known, _)| known != path);
    files.push((path.to_owned(), text));
    files.extend(explained.beside.clone());
    Some(files)
}

#[test]
fn every_code_is_explained_by_examples_that_are_true() {
    let mut wrong = String::new();
    for code in CODES {
        let explained = explanation(code.name).unwrap_or_else(|| panic!("`{}` is not explained", code.name));
        assert!(explained.why.ends_with('.'), "{}", code.name);
        for (example, expected) in [
            (&explained.wrong, BTreeSet::from([code.name])),
            (&explained.right, BTreeSet::new()),
        ] {
            let Some(files) = site(explained, example) else {
                continue;
            };
            let files: Vec<(&str, &[u8])> = files
                .iter()
                .map(|(path, text)| (path.as_str(), text.as_bytes()))
                .collect();
            let reading = read_once(folder(&files).path());
            let found: BTreeSet<&str> = reading.diagnostics.iter().map(|fault| fault.code).collect();
            if found != expected {
                let said = render_human(&reading, false);
                let _ = writeln!(
                    wrong,
                    "`{}`: {found:?} instead of {expected:?}\n{said}",
                    code.name
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_page_of_mistakes_is_made_of_the_explanations() {
    same_as_written("docs/mistakes.md", &page());
}

fn page() -> String {
    let mut page = "# Every mistake, explained\n\n\
        What each code of `gradewright check` means, why it matters, and an example. `gradewright explain CODE` says the same in the\n\
        terminal. This page is made from the same texts as that command, by a test; don't edit it here.\n"
        .to_owned();
    for code in CODES {
        let explained = explanation(code.name).unwrap();
        let severity = match code.severity {
            Severity::Error => "Error",
            Severity::Warning => "Warning",
        };
        let (name, meaning, why) = (code.name, code.meaning, &explained.why);
        let _ = write!(page, "\n## `{name}`\n\n**{severity}.** {meaning} {why}\n");
        let place = explained.place.in_words();
        let place = place.map_or_else(String::new, |place| format!(", {place}"));
        for (title, example) in [("Wrong", &explained.wrong), ("Right", &explained.right)] {
            let _ = write!(page, "\n{title}{place}:\n\n````text\n{example}````\n");
        }
    }
    page
}
