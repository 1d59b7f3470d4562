//! Current clients, from the command line to their reports: the same answers of a client on Basic, one on Pro and a prospect.

use serde_json::{Value, json};

use crate::program::{Running, Site};

const QUESTIONS: &str = "---
title: Is your email safe?
---
### How is your email protected?
`#protected`
> **Why it matters.** Email resets every other password.

- [ ] Everyone signs in with a second step. `#second-step, service mfa`
  > A stolen password alone then opens nothing.
- [ ] Doubtful mail is filtered. `#filtered, service filter`
  > The safest bad message is the one nobody gets.
- [ ] Mail can be restored. `#restored, service backup`
  > What is deleted is not lost.
- [ ] The mail server is patched. `#patched, service patching`
  > Old holes are known to everybody.
- [ ] None of these `none`
";

const BANDS: &str = "
## Exposed
`band, from 0`
Start with the first gap.

[Book a review](/book/)
";

/// On Basic: sign-in and filter. On Pro: patching and restoring too.
fn site() -> Site {
    let site = Site::new();
    site.write(
        "content/site.yaml",
        "format: 1
name: Quillhaven IT
base_url: https://quillhaven.example
endpoint: same-origin
sales_email: sales@quillhaven.example
packages:
  basic: { name: Basic, includes: [mfa, filter], add_ons: [backup, patching] }
  pro: { name: Pro, includes: [mfa, filter, backup, patching] }
",
    );
    let service = |id: &str, text: &str| {
        let front = format!("---\nname: {text}\nunit: flat\nmonthly: 50\n---\nText.\n");
        site.write(&format!("content/services/{id}.md"), &front);
    };
    service(
        "mfa",
        "Sign-in Protection\nvalue: A stolen password opens nothing.",
    );
    service(
        "filter",
        "Mail Filter\npromise: Bad mail stays out.\nhow_to_use: Press the report button.",
    );
    service("backup", "Mail Backup");
    service("patching", "Patching");
    site.write("content/graders/email.md", &format!("{QUESTIONS}{BANDS}"));
    site
}

fn invite(site: &Site, client: &str) -> String {
    let link = site.ok(&["invite", client, "email"]);
    let path = link.trim().strip_prefix("https://quillhaven.example").unwrap();
    path.to_owned()
}

/// Answers by the page of an invitation, and gives the report with the lead as scripts see it.
fn answer(site: &Site, host: &Running, invitation: Option<&str>, ticked: &[&str]) -> (String, Value) {
    let id = uuid::Uuid::new_v4();
    let mut body = json!({"id": id, "answers": {"protected": ticked}});
    if let Some(path) = invitation {
        let (status, page) = host.get(path);
        assert_eq!(status, 200, "{page}");
        let field = page.split("name=\"_invitation\" value=\"").nth(1).unwrap();
        body["invitation"] = field.split('"').next().unwrap().into();
    }
    let (status, answer) = host.post("/responses/email", &body.to_string());
    assert_eq!(status, 201, "{answer}");
    let answer: Value = serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    let (status, report) = host.get(answer["result_url"].as_str().unwrap());
    assert_eq!(status, 200, "{report}");
    let lead = site.ok(&["leads", "show", &id.to_string(), "--format", "json"]);
    (report, serde_json::from_str(&lead).unwrap())
}

fn services(lead: &Value) -> Vec<&str> {
    let services = lead["services"].as_array().unwrap();
    services.iter().map(|one| one["id"].as_str().unwrap()).collect()
}

fn expected<'l>(lead: &'l Value, list: &str) -> Vec<&'l str> {
    let list = lead["expectations"][list].as_array().unwrap();
    list.iter().map(|one| one["service"].as_str().unwrap()).collect()
}

#[test]
fn a_client_on_basic_one_on_pro_and_a_prospect_read_three_reports() {
    let site = site();
    site.ok(&[
        "clients",
        "add",
        "Northwind Ltd",
        "--package",
        "basic",
        "--every",
        "3m",
    ]);
    site.ok(&[
        "clients",
        "add",
        "Fabrikam",
        "--package",
        "Pro",
        "--contact",
        "kim@fabrikam.example",
    ]);
    let (basic, pro) = (invite(&site, "northwind-ltd"), invite(&site, "fabrikam"));
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    let ticked = ["second-step", "restored"];

    let (report, lead) = answer(&site, &host, Some(&basic), &ticked);
    assert_eq!(lead["client"]["id"], "northwind-ltd");
    assert_eq!(expected(&lead, "confirmed"), ["mfa"]);
    assert_eq!(expected(&lead, "unaware"), ["filter"]);
    assert_eq!(expected(&lead, "assumptions"), ["backup"]);
    assert_eq!(expected(&lead, "opportunities"), ["patching"]);
    assert_eq!(
        services(&lead),
        ["patching"],
        "what they pay for is not sold again"
    );
    assert_eq!(lead["need"]["monthly"], 5000);
    let order = [
        "Your Basic plan",
        "In your plan, and in your answers",
        "Also in your plan",
        "Doubtful mail is filtered.",
        "Bad mail stays out.",
        "Press the report button.",
        "Worth clearing up",
        "Mail Backup is not in your Basic plan. Who provides it for you?",
        "What could be added",
        "The mail server is patched.",
    ];
    let mut rest = report.as_str();
    for part in order {
        rest = rest
            .split_once(part)
            .unwrap_or_else(|| panic!("{part}: {report}"))
            .1;
    }
    assert!(
        !report.contains("decision.protected.filtered"),
        "nothing is sold that is paid for"
    );
    assert!(!report.contains("Fabrikam"));

    let (report, lead) = answer(&site, &host, Some(&pro), &ticked);
    assert_eq!(expected(&lead, "confirmed"), ["mfa", "backup"]);
    assert_eq!(expected(&lead, "unaware"), ["filter", "patching"]);
    assert!(expected(&lead, "assumptions").is_empty() && expected(&lead, "opportunities").is_empty());
    assert!(services(&lead).is_empty());
    assert!(report.contains("Your Pro plan") && !report.contains("Worth clearing up"));

    let (report, lead) = answer(&site, &host, None, &ticked);
    assert!(lead["client"].is_null() && lead["expectations"].is_null());
    assert_eq!(services(&lead), ["filter", "patching"]);
    assert_eq!(lead["need"]["monthly"], 10000);
    for part in ["plan</h", "Worth clearing up", "Northwind", "Fabrikam"] {
        assert!(!report.contains(part), "{part}: {report}");
    }
    assert_eq!(host.stop(), 0);
    // No list of clients, and nobody's package, is published.
    let published = walkdir::WalkDir::new(site.path("public"))
        .into_iter()
        .map(Result::unwrap);
    for file in published.filter(|file| file.file_type().is_file()) {
        let bytes = std::fs::read(file.path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("northwind") && !text.contains("fabrikam"),
            "{}",
            file.path().display()
        );
    }
}

#[test]
fn who_says_which_plan_they_are_on_reads_that_nobody_checked_it() {
    let site = site();
    let plan = "
### Which plan are you on with us?
`#plan, profile, optional`
> **Why it matters.** We do not offer twice.

- ( ) Basic `#basic, package basic`
- ( ) None
";
    site.write(
        "content/graders/email.md",
        &format!(
            "{}{plan}{BANDS}",
            QUESTIONS.replace("title:", "gate: none\ntitle:")
        ),
    );
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    let id = uuid::Uuid::new_v4();
    let body = json!({"id": id, "answers": {"protected": ["second-step", "restored"], "plan": "basic"}});
    let (status, answer) = host.post("/responses/email", &body.to_string());
    assert_eq!(status, 201, "{answer}");
    let answer: Value = serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    let (_, report) = host.get(answer["result_url"].as_str().unwrap());
    assert_eq!(host.stop(), 0);
    for part in ["Your Basic plan", "We have not checked it.", "Worth clearing up"] {
        assert!(report.contains(part), "{part}: {report}");
    }
    let lead = site.ok(&["leads", "show", &id.to_string(), "--format", "json"]);
    let lead: Value = serde_json::from_str(&lead).unwrap();
    assert_eq!(lead["expectations"]["self_declared"], true);
    assert!(lead["client"].is_null());
    assert_eq!(expected(&lead, "assumptions"), ["backup"]);
}

#[test]
fn an_invitation_that_opens_nothing_says_so_kindly_and_the_same_to_everybody() {
    let site = site();
    site.ok(&["clients", "add", "Northwind Ltd", "--package", "basic"]);
    let (good, taken_back) = (invite(&site, "northwind-ltd"), invite(&site, "northwind-ltd"));
    let shown: Value =
        serde_json::from_str(&site.ok(&["clients", "show", "northwind-ltd", "--format", "json"])).unwrap();
    let newest = shown["invitations"][0]["id"].as_str().unwrap();
    site.ok(&["clients", "uninvite", newest]);
    let mut forged = good.clone().into_bytes();
    let middle = forged.len() / 2;
    forged[middle] = if forged[middle] == b'A' { b'B' } else { b'A' };
    let forged = String::from_utf8(forged).unwrap();
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    assert_eq!(host.get(&good).0, 200);
    let mut pages = Vec::new();
    for path in [&taken_back, &forged, "/i/nothing", "/i/%ff"] {
        let (status, page) = host.get(path);
        assert_eq!(status, 404, "{path}: {page}");
        assert!(
            page.contains("Whoever sent it to you can send you a new one."),
            "{page}"
        );
        pages.push(page.split_once("\r\n\r\n").unwrap().1.to_owned());
    }
    assert!(
        pages.iter().all(|page| *page == pages[0]),
        "every refusal is the same"
    );
    let link = forged.rsplit('/').next().unwrap();
    let body =
        json!({"id": uuid::Uuid::new_v4(), "answers": {"protected": ["filtered"]}, "invitation": link});
    assert_eq!(host.post("/responses/email", &body.to_string()).0, 404);
    let body = json!({"id": uuid::Uuid::new_v4(), "answers": {"protected": ["filtered"]}, "invitation": 7});
    assert_eq!(host.post("/responses/email", &body.to_string()).0, 422);
    assert_eq!(host.stop(), 0);
    assert_eq!(site.ok(&["leads", "list", "--format", "json"]).trim(), "[]");
}

#[test]
fn two_rounds_are_compared_over_a_change_of_the_questions() {
    let site = site();
    site.ok(&["clients", "add", "Northwind Ltd", "--package", "basic"]);
    let link = invite(&site, "northwind-ltd");
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    answer(&site, &host, Some(&link), &["second-step", "restored"]);
    assert_eq!(host.stop(), 0);
    let more = "\n### Who may see the mail of others?\n`#others, unloaded`\n> **Why it matters.** Few should.\n\n- ( ) Nobody \
                `points 1`\n- ( ) Some `points 0`\n";
    site.write("content/graders/email.md", &format!("{QUESTIONS}{more}{BANDS}"));
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    let (status, page) = host.get(&link);
    assert_eq!(status, 200);
    let field = page.split("name=\"_invitation\" value=\"").nth(1).unwrap();
    let body = json!({
        "id": uuid::Uuid::new_v4(), "invitation": field.split('"').next().unwrap(),
        "answers": {"protected": ["filtered", "restored"], "others": "nobody"},
    });
    let (status, answer) = host.post("/responses/email", &body.to_string());
    assert_eq!(status, 201, "{answer}");
    let answer: Value = serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    let (_, report) = host.get(answer["result_url"].as_str().unwrap());
    assert_eq!(host.stop(), 0);
    for part in [
        "Since you answered last",
        "50 then, 50 now",
        "What is better",
        "What is no longer so",
        "Assumed last time too",
        "Who may see the mail of others?",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
    let compared = site.ok(&["compare", "northwind-ltd", "--format", "json"]);
    let compared: Value = serde_json::from_str(&compared).unwrap();
    let compared = &compared["email"]["compared"];
    // Two of four states each time; the new question is no gain.
    assert_eq!(
        (&compared["earlier_total"], &compared["later_total"]),
        (&json!(50.0), &json!(50.0))
    );
    assert_eq!(compared["gained"][0]["option"], "filtered");
    assert_eq!(compared["lost"][0]["option"], "second-step");
    assert_eq!(compared["persisting"][0]["service"], "backup");
    assert_eq!(compared["new_questions"][0]["id"], "others");
    let text = site.ok(&["compare", "northwind-ltd"]);
    assert!(text.contains("Gained:\n    Doubtful mail is filtered."), "{text}");
}

#[test]
fn clients_are_kept_and_due_by_a_clock_that_is_given() {
    let site = site();
    let list = "name,package,contact,every\nNorthwind Ltd,basic,ann@northwind.example,3m\nFabrikam,Pro,,\n";
    site.write("clients.csv", list);
    let file = site.path("clients.csv");
    let file = file.to_str().unwrap();
    assert!(site.ok(&["clients", "import", file]).contains("2 clients added."));
    let (code, _, said) = site.run(&["clients", "import", file]);
    assert_eq!(code, 1);
    assert!(said.contains("northwind-ltd, fabrikam"), "{said}");
    site.write("clients.csv", "name,package,phone\nContoso,gold,1\n,basic,2\n");
    let (code, _, said) = site.run(&["clients", "import", file]);
    assert_eq!(code, 1);
    for part in ["column `phone`", "no package `gold`", "clients.csv:3:"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let (code, _, said) = site.run(&["clients", "add", "Northwind Ltd", "--package", "basic"]);
    assert!(
        code == 1 && said.contains("there is a client `northwind-ltd` already"),
        "{said}"
    );
    let (code, _, said) = site.run(&["invite", "northwnd-ltd", "email"]);
    assert!(
        code == 1 && said.contains("did you mean `northwind-ltd`?"),
        "{said}"
    );

    let due = |now: &str| -> Vec<(String, String)> {
        let lines = site.ok(&["due", "--all", "--now", now, "--format", "json"]);
        let lines: Vec<Value> = serde_json::from_str(&lines).unwrap();
        let text = |line: &Value, field: &str| line[field].as_str().unwrap().to_owned();
        lines
            .iter()
            .map(|line| (text(line, "client"), text(line, "state")))
            .collect()
    };
    let northwind = |state: &str| vec![("northwind-ltd".to_owned(), state.to_owned())];
    let today = jiff::Timestamp::now();
    let at = |days: i64| (today + jiff::SignedDuration::from_hours(24 * days)).to_string();
    assert_eq!(
        due(&at(0)),
        northwind("due"),
        "whoever never answered is due at once"
    );
    assert_eq!(due(&at(31)), northwind("late"));
    let link = invite(&site, "northwind-ltd");
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    answer(&site, &host, Some(&link), &["filtered"]);
    assert_eq!(host.stop(), 0);
    assert_eq!(due(&at(0)), northwind("answered"));
    assert_eq!(due(&at(95)), northwind("due"));
    assert_eq!(due(&at(130)), northwind("late"));
    site.ok(&[
        "clients",
        "change",
        "northwind-ltd",
        "--every",
        "1y",
        "--assessment",
        "email",
    ]);
    assert_eq!(due(&at(130)), northwind("answered"));
    assert_eq!(site.run(&["due", "--now", "soon"]).0, 1);
    let said = site.ok(&["leads", "person", "Ann@northwind.example"]);
    assert!(said.contains("Contact of the client Northwind Ltd"), "{said}");
    let said = site.ok(&["leads", "forget", "ann@northwind.example"]);
    assert!(said.contains("contact of 1 client(s)"), "{said}");
    for file in ["gradewright.sqlite", "gradewright.sqlite.forgotten"] {
        let bytes = std::fs::read(site.path(&format!("data/{file}"))).unwrap();
        assert!(
            !bytes.windows(21).any(|part| part == b"ann@northwind.example"),
            "{file}"
        );
    }
    site.ok(&["clients", "remove", "northwind-ltd"]);
    assert_eq!(due(&at(130)), []);
    assert_eq!(
        site.ok(&["leads", "list", "--format", "json"])
            .matches("\"id\"")
            .count(),
        1
    );
}
