//! The digest: a day's work, printed and mailed.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use crate::mail_server::MailServer;
use crate::program::Site;

const DAY: &str = "2026-11-26";

/// A lead keyed in, with what sales and the respondent made of it; days are changed where they are stored.
fn lead(site: &Site, who: &str, agreed: bool, change: &str) {
    let file = site.path("sheet.yaml");
    let sheet = format!(
        "answers: {{protected: [filtered]}}\nconsent: {agreed}\n\
         contact: {{name: {who}, email: {}@client.example, company: Client & Sons}}\n",
        who.to_lowercase()
    );
    fs::write(&file, sheet).unwrap();
    site.ok(&["leads", "add", "email", "--answers", file.to_str().unwrap()]);
    let database = site.database();
    let key: i64 = database
        .query_row("SELECT max(key) FROM responses", [], |row| row.get(0))
        .unwrap();
    for table in change.split(';').map(str::trim).filter(|one| !one.is_empty()) {
        let changed = database
            .execute(&table.replace("THIS", &key.to_string()), [])
            .unwrap();
        assert_eq!(changed, 1, "{table}");
    }
}

fn user(site: &Site, email: &str, name: &str) {
    let mut adding = site
        .command(&["users", "add", email, "--name", name, "--password-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    adding
        .stdin
        .take()
        .unwrap()
        .write_all(b"correct horse battery\n")
        .unwrap();
    assert!(adding.wait().unwrap().success());
}

/// At noon of a day.
fn at(day: &str) -> i64 {
    let noon: jiff::Timestamp = format!("{day}T12:00:00Z").parse().unwrap();
    noon.as_millisecond()
}

fn sales(set: &str) -> String {
    format!("UPDATE lead_status SET {set} WHERE response = THIS;")
}

fn came(day: &str) -> String {
    format!(
        "UPDATE responses SET submitted_at = {} WHERE key = THIS;",
        at(day)
    )
}

fn decided(day: &str, json: &str) -> String {
    format!(
        "UPDATE responses SET decided_at = {}, decisions = '{json}' WHERE key = THIS;",
        at(day)
    )
}

fn quoted(day: &str) -> String {
    format!(
        "INSERT INTO lead_history (response, user, at, kind, text) VALUES (THIS, 1, {}, 'status', 'quote');",
        at(day)
    )
}

const URGENT: &str = "UPDATE responses SET follow_up = json_set(follow_up, '$.sales.triggers', json('[\"IT leaver\"]')) WHERE key = THIS;";
const WANT: &str = r#"{"gaps": {"protected.second-step": {"decision": "want"}}}"#;

/// A desk with some of everything.
fn busy(site: &Site) {
    user(site, "sam@quillhaven.example", "Sam Sales");
    user(site, "vera@quillhaven.example", "Vera Vendor");
    let all = |changes: &[String]| changes.concat();
    lead(site, "Newcomer", true, &came("2026-11-26"));
    lead(site, "Silent", false, &came("2026-11-25"));
    lead(
        site,
        "Urgent",
        true,
        &all(&[came("2026-11-20"), URGENT.to_owned()]),
    );
    let due = sales("status = 'contacted', owner = 1, next_step = 'Call back', next_on = 20261120");
    lead(site, "Due", true, &all(&[came("2026-11-01"), due]));
    let later = sales("status = 'contacted', next_step = 'Wait', next_on = 20261127");
    lead(site, "Later", true, &all(&[came("2026-11-01"), later]));
    let wants = sales("status = 'contacted', owner = 2");
    lead(
        site,
        "Wants",
        true,
        &all(&[came("2026-11-01"), wants, decided("2026-11-14", WANT)]),
    );
    let quote = sales("status = 'quote'");
    lead(
        site,
        "Quoted",
        true,
        &all(&[
            came("2026-11-01"),
            quote.clone(),
            quoted("2026-11-16"),
            decided("2026-11-02", WANT),
        ]),
    );
    lead(
        site,
        "Older",
        true,
        &all(&[came("2026-11-01"), quote, quoted("2026-11-01")]),
    );
    let meet = |on: u32| {
        sales(&format!(
            "status = 'meeting', next_step = 'Review', next_on = {on}"
        ))
    };
    lead(site, "Today", true, &all(&[came("2026-11-01"), meet(20_261_126)]));
    lead(site, "Week", true, &all(&[came("2026-11-01"), meet(20_261_203)]));
    lead(site, "Far", true, &all(&[came("2026-11-01"), meet(20_261_204)]));
    let look = r#"{"gaps": {"protected.second-step": {"decision": "accept", "review": "2026-11-24"}}, "review": "2026-12-24"}"#;
    let gone = sales("status = 'lost'");
    let contacted = sales("status = 'contacted'");
    lead(
        site,
        "Looks",
        true,
        &all(&[came("2026-11-01"), contacted, decided("2026-11-02", look)]),
    );
    lead(
        site,
        "Lost",
        true,
        &all(&[came("2026-11-01"), gone, decided("2026-11-02", look)]),
    );
}

fn site() -> Site {
    Site::new(&["name: sales, email: sales@quillhaven.example"])
}

#[test]
fn a_days_work_is_told_in_the_order_in_which_it_is_done() {
    let site = site();
    busy(&site);
    let text = site.ok(&["digest", "--day", DAY]);
    let parts = [
        "Quillhaven IT, 26 Nov 2026\n2 new leads since yesterday, of which 1 agreed to be contacted.\n",
        "\nCalls (3)\n",
        "\n  URGENT Urgent, Client & Sons\n    New, came on 20 Nov 2026\n    IT leaver",
        "\n  Due, Client & Sons\n    Call back, due since 20 Nov 2026\n    due@client.example · Sam Sales\n    https://quillhaven.example/inbox/leads/",
        "\n  Newcomer, Client & Sons\n    New, came on 26 Nov 2026\n",
        "\nQuotes to send (1)\n",
        "\n  Wants, Client & Sons\n    Wants Sign-in Protection, for 12 days\n",
        "\nOpen quotes (2)\n",
        "\n  Older, Client & Sons\n    Quote is out, for 25 days\n",
        "\n  Quoted, Client & Sons\n    Quote is out, for 10 days\n",
        "\nMeetings (2)\n",
        "\n  Today, Client & Sons\n    Today: Review\n",
        "\n  Week, Client & Sons\n    3 Dec 2026: Review\n",
        "\nDecisions due (1)\n",
        "\n  Looks, Client & Sons\n    Wanted to look at it again on 24 Nov 2026\n",
        "\nEverything else: https://quillhaven.example/inbox/\n",
    ];
    let mut from = 0;
    for part in parts {
        let found = text[from..].find(part);
        from += found.unwrap_or_else(|| panic!("{part}, in this order: {text}"));
    }
    for other in ["Silent", "Later", "Far", "Lost"] {
        assert!(!text.contains(&format!("{other},")), "{other}: {text}");
    }
    assert_eq!(text, site.ok(&["digest", "--day", DAY]), "the same each time");
    let vera = site.ok(&["digest", "--day", DAY, "--for", "Vera@quillhaven.example"]);
    assert!(
        vera.contains("Wants, ") && vera.contains("Urgent, ") && !vera.contains("Due, "),
        "{vera}"
    );
    let html = site.ok(&["digest", "--day", DAY, "--format", "html"]);
    assert!(
        html.starts_with("<!doctype html>") && html.contains("Client &amp; Sons"),
        "{html}"
    );
    assert!(html.contains(
        "<title>26 Nov 2026: 3 calls, 1 quote to send, 2 open quotes, 2 meetings, 1 decision due</title>"
    ));
    let nobody = site
        .command(&["digest", "--for", "nobody@quillhaven.example"])
        .output()
        .unwrap();
    assert_eq!(nobody.status.code(), Some(1));
    assert_eq!(
        site.command(&["digest", "--day", "soon"])
            .output()
            .unwrap()
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn nothing_to_do_is_one_line_and_no_mail() {
    let site = site();
    let line = "Nothing to do on 26 Nov 2026. No new leads since yesterday.\n";
    assert_eq!(site.ok(&["digest", "--day", DAY]), line);
    assert!(!site.path("data").exists(), "a look makes no file");
    user(&site, "sam@quillhaven.example", "Sam Sales");
    lead(&site, "Silent", false, &came("2026-11-01"));
    assert_eq!(site.ok(&["digest", "--day", DAY]), line);
    let said = site.ok(&["digest", "--day", DAY, "--send"]);
    assert!(said.contains("sam@quillhaven.example: nothing to do"), "{said}");
    assert!(!site.path("data/mail").exists());
}

#[test]
fn much_work_is_cut_and_counted() {
    let site = site();
    lead(&site, "One", true, "");
    let database = site.database();
    for n in 0..60 {
        let copy = format!(
            "INSERT INTO responses SELECT NULL, randomblob(16), randomblob(16), fingerprint, assessment, {} + {n}, status, person,
                 total, band, contact_at, contact, consent, source, definition, answers, scorecard, follow_up, decisions,
                 decided_at, revoked_at, client FROM responses LIMIT 1",
            at("2026-11-20")
        );
        database.execute(&copy, []).unwrap();
    }
    database
        .execute("DELETE FROM responses WHERE key = 1", [])
        .unwrap();
    for format in ["text", "html"] {
        let text = site.ok(&["digest", "--day", DAY, "--format", format]);
        assert_eq!(text.matches("New, came on 20 Nov 2026").count(), 50);
        assert!(text.contains("and 10 more"), "{text}");
    }
}

#[test]
fn each_user_is_mailed_their_own_leads_and_those_of_nobody() {
    let server = MailServer::start(Vec::new());
    let site = site().with(
        "GRADEWRIGHT_SMTP_URL",
        &format!("smtp://127.0.0.1:{}", server.port),
    );
    busy(&site);
    site.ok(&["digest", "--day", DAY, "--send"]);
    let (sam, vera) = (server.next(), server.next());
    assert_eq!(
        (&sam.to[..], &vera.to[..]),
        (
            &["sam@quillhaven.example".to_owned()][..],
            &["vera@quillhaven.example".to_owned()][..]
        )
    );
    assert_eq!(sam.header("From"), "\"Quillhaven IT\" <sales@quillhaven.example>");
    assert_eq!(
        sam.header("Subject"),
        "26 Nov 2026: 3 calls, 2 open quotes, 2 meetings, 1 decision due"
    );
    assert!(
        sam.text.contains("Call back") && !sam.text.contains("Wants Sign-in"),
        "{}",
        sam.text
    );
    assert!(vera.text.contains("Wants Sign-in") && !vera.text.contains("Call back"));
    assert_ne!(sam.header("Message-ID"), vera.header("Message-ID"));
    site.ok(&[
        "digest",
        "--day",
        DAY,
        "--send",
        "--for",
        "sam@quillhaven.example",
    ]);
    assert_eq!(server.next().to, ["sam@quillhaven.example"]);
    assert!(server.is_silent());
    assert!(!site.path("data/mail").exists());
}

#[test]
fn without_a_mail_server_it_is_a_file_that_goes_with_the_person() {
    let site = site();
    busy(&site);
    site.ok(&[
        "digest",
        "--day",
        DAY,
        "--send",
        "--for",
        "sam@quillhaven.example",
    ]);
    let file = site.path("data/mail/digest-2026-11-26.1.eml");
    assert!(fs::read_to_string(&file).unwrap().contains("Newcomer"));
    site.ok(&["leads", "forget", "newcomer@client.example"]);
    assert!(!file.exists());
}

#[test]
fn what_cant_be_sent_is_said() {
    let server = MailServer::start(vec![("sam@quillhaven.example", "451 4.3.0 later")]);
    let site = site().with(
        "GRADEWRIGHT_SMTP_URL",
        &format!("smtp://127.0.0.1:{}", server.port),
    );
    busy(&site);
    let output = site
        .command(&["digest", "--day", DAY, "--send"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("sam@quillhaven.example: not sent, the mail server answered 451"),
        "{said}"
    );
    assert_eq!(
        server.next().to,
        ["vera@quillhaven.example"],
        "the others get theirs"
    );
}
