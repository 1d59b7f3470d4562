//! What content says of respondents: who decides, who are alike, their mail, their language, how long a report and
//! answers last.

use gradewright::assessment::{Contact, Effort};
use gradewright::content::{Severity, Site};

use crate::support::*;

/// A grader with this line in its front matter, the third line of the file.
fn grader(line: &str) -> String {
    format!(
        "---\ntitle: G\n{line}\n---\n\
         ### Who are you?\n`#who, profile`\n- ( ) Owner\n- ( ) Somebody else `#else`\n\n\
         ### Plan?\n`#plan, service vault`\n- ( ) Yes `points 2`\n- ( ) No `points 0`\n\n\
         ### Which hold?\n`#hold, profile`\n- [ ] A\n- [ ] B\n\n\
         ### Seats?\n`#seats, number 1-9`\n\n\
         ### Tools?\n`#tools, text 40, optional`\n\n\
         ## Low\n`band, from 0`\n"
    )
}

/// `code line:column` of each error in a file of a site, and its help.
fn errors(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let folder = with_grader(&grader("draft: false"));
    for (path, text) in files {
        write(folder.path(), path, text.as_bytes());
    }
    let found = read_once(folder.path()).diagnostics.into_iter();
    let errors = found.filter(|fault| fault.severity == Severity::Error);
    errors
        .map(|fault| {
            assert_eq!(fault.file, files[0].0);
            let place = format!("{} {}:{}", fault.code, fault.line, fault.column);
            (place, fault.help.unwrap_or_default())
        })
        .collect()
}

/// The one error of a grader with that line, whose help holds some words.
fn refused(line: &str, place: &str, help: &str) {
    let found = errors(&[("content/graders/g.md", &grader(line))]);
    assert_eq!(found.len(), 1, "{line}: {found:?}");
    assert_eq!(found[0].0, place, "{line}");
    assert!(found[0].1.contains(help), "{line}: {}", found[0].1);
}

fn fine(line: &str) -> Site {
    let folder = with_grader(&grader(line));
    let reading = read_once(folder.path());
    reading
        .site
        .unwrap_or_else(|| panic!("{line}: {:?}", reading.diagnostics))
}

/// The one error of a `site.yaml` with that third line.
fn refused_site(line: &str, place: &str, help: &str) {
    let text = format!("format: 1\nname: Acme\n{line}\n");
    let found = errors(&[("content/site.yaml", &text)]);
    assert_eq!(found.len(), 1, "{line}: {found:?}");
    assert_eq!(found[0].0, place, "{line}");
    assert!(found[0].1.contains(help), "{line}: {}", found[0].1);
}

fn site(line: &str) -> Site {
    let folder = with_grader(&grader("draft: false"));
    let text = format!("format: 1\nname: Acme\n{line}\n");
    write(folder.path(), "content/site.yaml", text.as_bytes());
    let reading = read_once(folder.path());
    reading
        .site
        .unwrap_or_else(|| panic!("{line}: {:?}", reading.diagnostics))
}

#[test]
fn who_decides_is_a_condition_over_the_questions_of_the_assessment() {
    for line in [
        "decides: who is owner",
        "decides: \"who is owner\"",
        "decides: not who is else and (seats < 5 or hold has a)",
        // Of any question, wherever it stands.
        "decides: plan is yes",
    ] {
        let site = fine(line);
        assert!(
            site.assessments.values().next().unwrap().decides.is_some(),
            "{line}"
        );
    }
    assert!(
        fine("draft: false")
            .assessments
            .values()
            .next()
            .unwrap()
            .decides
            .is_none()
    );
    refused("decides: whoo is owner", "unknown-question 3:10", "`who`");
    refused("decides: \"whoo is owner\"", "unknown-question 3:11", "`who`");
    refused("decides: who is ovner", "unknown-option 3:17", "`owner`");
    refused("decides: who has owner", "condition-kind 3:10", "who is OPTION");
    refused("decides: who >= 2", "condition-kind 3:10", "who is OPTION");
    refused("decides: hold is a", "condition-kind 3:10", "hold has OPTION");
    refused("decides: seats is owner", "condition-kind 3:10", "seats >= 20");
    refused("decides: tools is x", "condition-kind 3:10", "free text");
    refused(
        "decides: seats > 3 and whoo is owner",
        "unknown-question 3:24",
        "`who`",
    );
    let broken = errors(&[("content/graders/g.md", &grader("decides: who is"))]);
    assert_eq!(broken.len(), 1);
    assert!(broken[0].0.starts_with("condition-syntax 3:"), "{broken:?}");
    // Another assessment's question says nothing about this one's respondents.
    let other = "---\ntitle: M\n---\n### Role?\n`#role, profile`\n- ( ) Owner\n- ( ) Other\n";
    let found = errors(&[
        ("content/graders/g.md", &grader("decides: role is owner")),
        ("content/questionnaires/m.md", other),
    ]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "unknown-question 3:10");
}

#[test]
fn those_alike_gave_one_answer_to_a_profile_question() {
    let site = fine("benchmark_by: who");
    let by = &site.assessments.values().next().unwrap().benchmark_by;
    assert_eq!(by.as_ref().map(|id| id.as_str()), Some("who"));
    refused("benchmark_by: whoo", "unknown-question 3:15", "`who`");
    refused("benchmark_by: plan", "field-value 3:15", "who");
    refused("benchmark_by: hold", "field-value 3:15", "who");
    refused("benchmark_by: seats", "field-value 3:15", "who");
    let none = grader("benchmark_by: plan").replace("`#who, profile`", "`#who, unloaded`");
    let none = none
        .replace("Owner\n", "Owner `points 1`\n")
        .replace("`#else`", "`#else, points 0`");
    let found = errors(&[("content/graders/g.md", &none)]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1.contains("`profile`"), "what would do: {}", found[0].1);
}

#[test]
fn a_report_lasts_for_some_days() {
    assert_eq!(site("").report_days, 365);
    for (line, days) in [
        ("report_days: 1", 1),
        ("report_days: 3650", 3650),
        ("report_days: '30'", 30),
    ] {
        assert_eq!(site(line).report_days, days);
    }
    for wrong in ["0", "3651", "-1", "1.5", "soon", "99999999999999999999"] {
        refused_site(
            &format!("report_days: {wrong}"),
            "field-value 3:14",
            "from 1 to 3650",
        );
    }
    refused_site("report_days: [1]", "field-type 3:14", "");
}

#[test]
fn answers_are_kept_for_some_days_if_anybody_says_so() {
    let days = |line: &str, front: &str| {
        let folder = with_grader(&grader(front));
        let text = format!("format: 1\nname: Acme\n{line}\n");
        write(folder.path(), "content/site.yaml", text.as_bytes());
        let site = read_once(folder.path()).site.unwrap();
        (
            site.retention_days,
            site.assessments.values().next().unwrap().retention_days,
        )
    };
    assert_eq!(days("", "draft: false"), (None, None));
    assert_eq!(days("retention_days: 730", "draft: false"), (Some(730), None));
    assert_eq!(
        days("retention_days: '730'", "retention_days: 36500"),
        (Some(730), Some(36_500))
    );
    for wrong in ["0", "36501", "-1", "1.5", "never", "99999999999999999999"] {
        let line = format!("retention_days: {wrong}");
        refused_site(&line, "field-value 3:17", "from 1 to 36500");
        refused(&line, "field-value 3:17", "from 1 to 36500");
    }
    refused_site("retention_days: [1]", "field-type 3:17", "");
}

#[test]
fn an_effort_is_one_of_three() {
    let effort = |line: &str| {
        let folder = with_grader(&grader("draft: false"));
        let text = format!("---\nname: Vault\n{line}\n---\n");
        write(folder.path(), "content/services/vault.md", text.as_bytes());
        let site = read_once(folder.path()).site.unwrap();
        site.catalogue
            .services
            .values()
            .find(|one| one.name == "Vault")
            .unwrap()
            .effort
    };
    assert_eq!(effort("group: a"), None);
    assert_eq!(effort("effort: quick"), Some(Effort::Quick));
    assert_eq!(effort("effort: weeks"), Some(Effort::Weeks));
    assert_eq!(effort("effort: project"), Some(Effort::Project));
    let found = errors(&[(
        "content/services/vault.md",
        "---\nname: Vault\neffort: week\n---\n",
    )]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "field-value 3:9");
    assert!(found[0].1.contains("weeks"), "{}", found[0].1);
}

/// Whether a site takes an address.
fn takes(site: &Site, email: &str) -> bool {
    let sent = [("email".to_owned(), email.to_owned())];
    match Contact::read(&site.contact, &sent, true) {
        Ok(contact) => contact.is_some(),
        Err(faults) => {
            assert_eq!(faults.len(), 1);
            assert_eq!(faults[0].pointer, "/contact/email");
            assert_eq!(faults[0].complaint.name, "contact.free_email");
            false
        }
    }
}

#[test]
fn a_site_may_ask_for_addresses_of_companies() {
    let company = site("contact: { fields: [email*], email_addresses: company }");
    let any = site("contact: { fields: [email*], email_addresses: any }");
    let silent = site("contact: { fields: [email*] }");
    for free in [
        "ann@gmail.com",
        "ann@hotmail.es",
        "ann@yahoo.co.uk",
        "ann@yahoo.com.mx",
        "ann@web.de",
        "Ann@GMail.COM",
        " ann@outlook.com ",
    ] {
        assert!(!takes(&company, free), "{free}");
        assert!(takes(&any, free) && takes(&silent, free), "{free}");
    }
    for own in [
        "ann@acme.com",
        "ann@live.acme.com",
        "ann@gmail.acme.co.uk",
        "gmail.com@acme.com",
        "ann@notgmail.com",
        "ann@gmail-partners.com",
        "ann@web.acme.de",
    ] {
        assert!(takes(&company, own), "{own}");
    }
    refused_site(
        "contact: { email_addresses: business }",
        "field-value 3:29",
        "`company`",
    );
}

#[test]
fn a_language_goes_by_either_name_and_must_be_a_tag() {
    let spoken = |line: &str| fine(line).assessments.values().next().unwrap().language.clone();
    assert_eq!(spoken("draft: false"), None);
    assert_eq!(spoken("lang: es").as_deref(), Some("es"));
    assert_eq!(spoken("language: es-MX").as_deref(), Some("es-MX"));
    refused("lang: spanish", "field-value 3:7", "`de`");
    refused("language: e", "field-value 3:11", "`de`");
    refused("lang: es_MX", "field-value 3:7", "`de`");
    refused("lang: \"\\\"><script>\"", "field-value 3:7", "`de`");
    let page = |line: &str| format!("---\ntitle: Book\n{line}\n---\n");
    for (line, wrong) in [
        ("lang: de-", "field-value 3:7"),
        ("language: '12'", "field-value 3:11"),
    ] {
        let found = errors(&[("content/pages/book.md", &page(line))]);
        assert_eq!(found.len(), 1, "{line}");
        assert_eq!(found[0].0, wrong, "{line}");
    }
    for line in ["lang: he", "language: he"] {
        let folder = with_grader(&grader("draft: false"));
        write(folder.path(), "content/pages/book.md", page(line).as_bytes());
        let site = read_once(folder.path()).site.unwrap();
        assert_eq!(site.pages[0].language.as_deref(), Some("he"));
    }
}
