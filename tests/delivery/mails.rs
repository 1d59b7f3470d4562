//! Mails by a mail server: the brief with its card for sales, the report for the respondent.

use std::fs;

use serde_json::json;

use crate::mail_server::{Mail, MailServer};
use crate::program::Site;

const SALES: &str = "name: sales, email: sales@quillhaven.example, owner: Kim";
const REPORT: &str = "name: respondent, report: true";

fn with(server: &MailServer, deliveries: &[&str]) -> Site {
    Site::new(deliveries).with(
        "GRADEWRIGHT_SMTP_URL",
        &format!("smtp://127.0.0.1:{}", server.port),
    )
}

/// Both, in whichever order they came.
fn both(server: &MailServer) -> (Mail, Mail) {
    let (one, other) = (server.next(), server.next());
    if one.to[0].starts_with("sales") {
        (one, other)
    } else {
        (other, one)
    }
}

/// The text of a mail, with quoted-printable undone as far as words need it.
fn readable(mail: &Mail) -> String {
    let text = mail.text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail
            .get(..2)
            .and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        match (first, code) {
            (b'=', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn sales_gets_the_brief_and_the_respondent_the_report_by_a_real_conversation() {
    let server = MailServer::start(Vec::new());
    let site = with(&server, &[SALES, REPORT]);
    let host = site.host();
    host.send("correo", "jane", true, &[("company", "Doe, Roe; Sons")]);
    let (brief, report) = both(&server);
    assert_eq!(
        (brief.from.as_str(), brief.to.clone()),
        (
            "sales@quillhaven.example",
            vec!["sales@quillhaven.example".to_owned()]
        )
    );
    assert_eq!(brief.header("To"), "Kim <sales@quillhaven.example>");
    assert_eq!(brief.header("Reply-To"), "\"jane Doe\" <jane@doe.example>");
    assert!(
        brief.header("Subject").starts_with("New lead: jane Doe"),
        "{}",
        brief.header("Subject")
    );
    assert!(brief.text.contains("Content-Type: text/vcard"), "{}", brief.text);
    let brief = readable(&brief);
    assert!(
        brief.contains("ORG:Doe\\, Roe\\; Sons") && brief.contains("FN:jane Doe"),
        "{brief}"
    );

    assert_eq!(report.to, ["jane@doe.example"]);
    assert_eq!(
        report.header("From"),
        "\"Quillhaven IT\" <sales@quillhaven.example>"
    );
    assert_eq!(report.header("Auto-Submitted"), "auto-generated");
    let text = readable(&report);
    for said in [
        "Subject: Su informe: Su correo",
        "Hola, jane Doe:",
        "https://quillhaven.example/r/",
        "lang=\"es\"",
    ] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    assert!(
        !text.contains("Mail Filter"),
        "the report itself is behind the link"
    );
    let done = site.until("delivered", |list| {
        list.iter().all(|one| one["state"] == "delivered")
    });
    assert_eq!(done[0]["status"], 250);
    assert!(!site.path("data/mail").exists());
    host.stop();
}

#[test]
fn an_address_that_does_not_exist_is_given_up_for_the_respondent_and_never_for_sales() {
    let nobody = "550 5.1.1 no such user";
    let server = MailServer::start(vec![
        ("jane@doe.example", nobody),
        ("sales@quillhaven.example", nobody),
    ]);
    let site = with(&server, &[SALES, REPORT]);
    let host = site.host();
    host.lead("jane");
    let all = site.until("tried", |list| list.iter().all(|one| one["status"] == 550));
    assert_eq!(
        (&all[0]["state"], &all[1]["state"]),
        (&json!("waiting"), &json!("given-up"))
    );
    assert_eq!(all[1]["reason"], "the mail server answered 550");
    assert!(server.is_silent());
    host.stop();
}

#[test]
fn a_mail_server_that_is_away_is_tried_again() {
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let site = Site::new(&[SALES]).with("GRADEWRIGHT_SMTP_URL", &format!("smtp://127.0.0.1:{port}"));
    let host = site.host();
    host.lead("jane");
    let waits = site.until("tried", |list| !list[0]["tried_at"].is_null());
    assert_eq!(waits[0]["reason"], "the mail server could not be reached");
    host.stop();
    let server = MailServer::start(Vec::new());
    let site = site.with(
        "GRADEWRIGHT_SMTP_URL",
        &format!("smtp://127.0.0.1:{}", server.port),
    );
    site.time_passes();
    let host = site.host();
    assert_eq!(server.next().to, ["sales@quillhaven.example"]);
    host.stop();
}

#[test]
fn a_password_never_goes_over_the_wire_in_the_open_and_never_into_a_message() {
    for url in [
        "smtp://kim:hush@mail.quillhaven.example",
        "smtp://kim:hush@mail.quillhaven.example?tls=opportunistic",
        "hush",
    ] {
        let site = Site::new(&[SALES]).with("GRADEWRIGHT_SMTP_URL", url);
        let refused = site
            .command(&["host", "--listen", "127.0.0.1:0"])
            .output()
            .unwrap();
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(1), "{said}");
        assert!(
            said.contains("GRADEWRIGHT_SMTP_URL") && !said.contains("hush"),
            "{said}"
        );
    }
}

#[test]
fn without_a_mail_server_mails_are_files_and_the_log_says_where() {
    let site = Site::new(&[SALES, REPORT]);
    let host = site.host();
    host.send(
        "email",
        "jane",
        true,
        &[("role", "Owner\\;x"), ("website", "https://doe.example")],
    );
    let all = site.until("delivered", |list| {
        list.iter().all(|one| one["state"] == "delivered")
    });
    let lead = all[0]["lead"].as_str().unwrap();
    let mut names: Vec<String> = fs::read_dir(site.path("data/mail"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(
        names[0].ends_with(&format!("-{lead}.email-sales.eml")),
        "{names:?}"
    );
    assert!(
        names[1].ends_with(&format!("-{lead}.report-respondent.eml")),
        "{names:?}"
    );
    let report = fs::read_to_string(site.path("data/mail").join(&names[1])).unwrap();
    assert!(
        report.contains("Subject: Your report: Is your email safe?"),
        "{report}"
    );
    site.until("logged", |_| {
        names.iter().all(|name| site.log().contains(name.as_str()))
    });
    host.stop();
}
