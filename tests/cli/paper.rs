//! `leads add`: a sheet of paper that is keyed in, beside a running host too.

use serde_json::Value;

use crate::program::{GRADER, Site};

const ID: &str = "018f2b1e-3c4d-7e5f-8a9b-0c1d2e3f4a5b";

/// Every kind of question, with ids that YAML takes for something else.
const KINDS: &str = "---
title: Every kind
draft: true
---
### Which are true?
`#many`
> Why.

- [ ] Files come back. `#2024, points 3, service mfa`
  > So.
- [ ] Mail is filtered. `#true, service filter`
  > So.
- [ ] None of these `#none, none`

### Is there a plan?
`#one, service mfa`
> Why.

- ( ) Yes `#yes, points 2`
- ( ) No `#no, points 0`

### How sure are you?
`#scale, scale 0-10, service filter`
> Why.

### How many people?
`#seats, number 1-500, profile, quantity user`

### Which tools?
`#tools, text 40, optional`

## Low
`band, from 0`
Text.
";

fn kinds() -> Site {
    let site = Site::new();
    site.write("content/graders/kinds.md", KINDS);
    site
}

fn add(site: &Site, assessment: &str, file: &str, text: &str) -> (i32, String, String) {
    site.write(file, text);
    let file = site.path(file);
    let file = file.to_str().unwrap();
    site.run(&["leads", "add", assessment, "--answers", file, "--format", "json"])
}

fn added(site: &Site, assessment: &str, file: &str, text: &str) -> Value {
    let (code, said, complained) = add(site, assessment, file, text);
    assert_eq!((code, complained.as_str()), (0, ""), "{said}");
    serde_json::from_str(&said).unwrap()
}

fn refused(site: &Site, assessment: &str, file: &str, text: &str) -> String {
    let (code, said, complained) = add(site, assessment, file, text);
    assert_eq!((code, said.as_str()), (1, ""), "{complained}");
    complained
}

fn lead(site: &Site, id: &Value) -> Value {
    serde_json::from_str(&site.ok(&["leads", "show", id.as_str().unwrap(), "--format", "json"])).unwrap()
}

fn count(site: &Site) -> usize {
    let leads: Vec<Value> = serde_json::from_str(&site.ok(&["leads", "list", "--format", "json"])).unwrap();
    leads.len()
}

/// The code on the cover of the printed sheet.
fn sheet_code(page: &str) -> String {
    let at = page.find("Sheet <b>").expect("the code on the cover") + 9;
    page[at..].split('<').next().unwrap().to_owned()
}

#[test]
fn answers_alone_are_enough_whatever_yaml_takes_them_for() {
    let site = kinds();
    let sheet = "many: [2024, true]\none: yes\nscale: 07\nseats: \"60\"\ntools: 12\n";
    let said = added(&site, "kinds", "sheet.yaml", sheet);
    let lead = lead(&site, &said["id"]);
    assert_eq!(lead["assessment"], "kinds");
    assert_eq!(lead["answers"]["many"], serde_json::json!(["2024", "true"]));
    assert_eq!(lead["answers"]["one"], "yes");
    assert_eq!(lead["answers"]["scale"], 7);
    assert_eq!(lead["answers"]["seats"], 60);
    assert_eq!(lead["answers"]["tools"], "12");
    assert_eq!(lead["source"]["page"], "paper");
    assert_eq!(lead["contact"], Value::Null);
    assert_eq!(lead["status"], "new");
    assert_eq!(lead["scorecard"]["total"], said["scorecard"]["total"]);
}

#[test]
fn a_whole_body_in_json_is_stored_as_the_endpoint_stores_it() {
    let site = Site::new();
    let sheet = format!(
        r#"{{"id": "{ID}", "answers": {{"protected": ["second-step"]}}, "consent": true,
            "contact": {{"email": "dana@example.com", "name": "Dana"}}, "source": {{"utm_source": "fair"}}}}"#
    );
    let said = added(&site, "email", "sheet.json", &sheet);
    assert_eq!(said["id"], ID);
    assert_eq!(said["stored_before"], false);
    let lead = lead(&site, &said["id"]);
    assert_eq!(lead["contact"]["email"], "dana@example.com");
    assert_eq!(lead["consent"]["given"], true);
    assert_eq!(lead["source"], serde_json::json!({"utm_source": "fair"}));
    assert_eq!(lead["scorecard"]["total"], 66.666666667);
    assert_eq!(lead["result"], said["result_url"]);

    // The same again is the same, and so it stays when today's questions would refuse it.
    assert_eq!(added(&site, "email", "sheet.json", &sheet)["stored_before"], true);
    site.write(
        "content/graders/email.md",
        &GRADER.replace("#protected", "#guarded"),
    );
    let again = added(&site, "email", "sheet.json", &sheet);
    assert_eq!(
        (&again["stored_before"], &again["result_url"]),
        (&Value::Bool(true), &said["result_url"])
    );
    let other = sheet.replace("second-step", "filtered");
    assert!(refused(&site, "email", "sheet.json", &other).contains("another response"));
    assert_eq!(count(&site), 1);

    // Its brief waited to be delivered.
    let erased = site.ok(&["leads", "forget", "dana@example.com"]);
    assert!(erased.contains("1 lead(s), 1 delivery(ies)"), "{erased}");
}

#[test]
fn without_consent_nothing_is_delivered_and_a_sheet_keyed_in_twice_is_one() {
    let site = Site::new();
    let sheet =
        "answers: { protected: [none-of-these] }\ncontact: { email: dana@example.com, phone: 5550100 }\n";
    let first = added(&site, "email", "sheet.yaml", sheet);
    let second = added(&site, "email", "sheet.yaml", sheet);
    assert_eq!(
        (&second["id"], &second["stored_before"]),
        (&first["id"], &Value::Bool(true))
    );
    assert_eq!(lead(&site, &first["id"])["contact"]["phone"], "5550100");
    let erased = site.ok(&["leads", "forget", "dana@example.com"]);
    assert!(erased.contains("1 lead(s), 0 delivery(ies)"), "{erased}");
}

#[test]
fn everything_that_is_wrong_is_said_at_once_and_nothing_is_stored() {
    let site = kinds();
    let sheet = "answers:\n  many: [2024, none]\n  one: maybe\n  seats: 1.5\n  tols: x\n\
                 contact: { phone: 1 }\nconsent: perhaps\ndefinition: sheet\nid: 7\nsorce: { page: x }\n";
    let said = refused(&site, "kinds", "sheet.yaml", sheet);
    for wanted in [
        "10 things need mending",
        "many: Which are true? “None of these” can't stand beside other options",
        "one: Is there a plan? There is no option “maybe” here. Please choose from those listed. (its options: yes, no)",
        "scale: How sure are you? Please choose a value.",
        "seats: How many people? Please give a whole number from 1 to 500.",
        "There is no question “tols” here",
        "contact.email: Work email: please fill this in.",
        "consent: Consent must be true or false",
        "definition: The code of a sheet",
        "sorce: This is no part of a sheet. Did you mean `source`?",
    ] {
        assert!(said.contains(wanted), "{wanted} in\n{said}");
    }
    assert!(!site.path("data").exists(), "a refused sheet makes no database");
}

#[test]
fn files_that_are_no_sheet_are_refused_with_their_reason() {
    let site = Site::new();
    for (file, text, wanted) in [
        (
            "twice.yaml",
            "protected: [filtered]\nprotected: [second-step]\n",
            "`protected` is written twice",
        ),
        (
            "twice.json",
            r#"{"answers": {"protected": [], "protected": []}}"#,
            "a key is repeated",
        ),
        ("cut.json", r#"{"answers": "#, "no valid JSON"),
        ("torn.yaml", "protected: [filtered\n", "error"),
        ("list.yaml", "- filtered\n", "a sheet is written as fields"),
        (
            "bare.yaml",
            "consent: true\n",
            "answers: The answers must be fields below `answers`",
        ),
        ("large.yaml", &"#".repeat(1024 * 1024 + 1), "at most 1 MiB"),
    ] {
        let said = refused(&site, "email", file, text);
        assert!(said.contains(wanted), "{file}: {wanted} in\n{said}");
    }
    std::fs::write(site.path("latin.yaml"), b"protected: [\xe9]\n").unwrap();
    let latin = site.path("latin.yaml");
    let missing = site.path("missing.yaml");
    for (file, wanted) in [(latin, "UTF-8"), (missing, "missing.yaml")] {
        let (code, _, said) = site.run(&["leads", "add", "email", "--answers", file.to_str().unwrap()]);
        assert_eq!(code, 1);
        assert!(said.contains(wanted), "{said}");
    }
    assert_eq!(count(&site), 0);
}

#[test]
fn an_unknown_name_is_guessed_at_and_content_at_fault_takes_nothing_in() {
    let site = Site::new();
    let said = refused(&site, "emial", "sheet.yaml", "protected: [filtered]\n");
    assert!(said.contains("did you mean `email`?"), "{said}");
    site.write(
        "content/graders/email.md",
        &GRADER.replace("service mfa", "service mfaa"),
    );
    let said = refused(&site, "email", "sheet.yaml", "protected: [filtered]\n");
    assert!(
        said.contains("mfaa") && said.contains("nothing was stored"),
        "{said}"
    );
}

#[test]
fn a_sheet_printed_from_earlier_questions_is_scored_by_them_while_the_host_runs() {
    let site = Site::new();
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    let (status, page) = host.get("/graders/email/print/");
    assert_eq!(status, 200, "{page}");
    let code = sheet_code(&page);
    assert_eq!(code.len(), 14, "{code}");
    assert_eq!(host.stop(), 0);

    // Nobody has answered, the questions change, and the host is started anew.
    let changed = GRADER
        .replace("#second-step, points 2", "#second-step, points 9")
        .replace("title: Is", "title: Really, is");
    site.write("content/graders/email.md", &changed);
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    let today = sheet_code(&host.get("/graders/email/print/").1);
    assert_ne!(today, code);
    for (code, total) in [
        (code.clone(), 66.666666667),
        (code.replace('-', "").to_uppercase(), 66.666666667),
        (code.replace('-', " "), 66.666666667),
        (code[..9].to_owned(), 66.666666667),
        (today, 90.0),
    ] {
        let sheet = format!("answers: {{ protected: [second-step] }}\ndefinition: {code}\n");
        let said = added(&site, "email", "sheet.yaml", &sheet);
        assert_eq!(said["scorecard"]["total"], total, "{code}");
        let report = said["result_url"].as_str().unwrap();
        assert_eq!(host.get(report).0, 200, "the report is there at once");
    }
    let unknown = "answers: { protected: [second-step] }\ndefinition: 0000-0000-0000\n";
    let (status, said, complained) = add(&site, "email", "sheet.yaml", unknown);
    assert_eq!(status, 0);
    assert!(
        complained.contains("warning") && complained.contains("0000-0000-0000"),
        "{complained}"
    );
    assert_eq!(
        serde_json::from_str::<Value>(&said).unwrap()["scorecard"]["total"],
        90.0
    );
    assert_eq!(count(&site), 6);
    assert_eq!(host.stop(), 0);
}

#[test]
fn people_read_the_score_and_where_the_report_is() {
    let site = Site::new();
    site.write("sheet.yaml", "protected: [second-step]\n");
    let file = site.path("sheet.yaml");
    let said = site.ok(&["leads", "add", "email", "--answers", file.to_str().unwrap()]);
    assert!(said.contains("67 of 100: Exposed"), "{said}");
    assert!(said.contains("Report  /r/"), "{said}");
}

#[test]
fn a_database_among_the_pages_is_refused() {
    let site = Site::new();
    site.write("sheet.yaml", "protected: [second-step]\n");
    let (file, database) = (site.path("sheet.yaml"), site.path("public/leads.sqlite"));
    let database = format!("sqlite:{}", database.display());
    let (code, _, said) = site.run(&[
        "leads",
        "add",
        "email",
        "--answers",
        file.to_str().unwrap(),
        "--database",
        &database,
    ]);
    assert_eq!(code, 1);
    assert!(said.contains("everybody could fetch it"), "{said}");
}
