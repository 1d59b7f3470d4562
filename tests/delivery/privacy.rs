//! What must not be seen: people and secrets in logs and lists, and a forgotten person anywhere.

use std::fs;
use std::path::Path;

use crate::mail_server::MailServer;
use crate::program::{SECRET, Site};
use crate::receiver::{Answer, Receiver};

fn anywhere(folder: &Path, needle: &str) -> bool {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    files.filter(|entry| entry.file_type().is_file()).any(|entry| {
        let bytes = fs::read(entry.path()).unwrap();
        bytes
            .windows(needle.len())
            .any(|window| window == needle.as_bytes())
    })
}

#[test]
fn logs_and_lists_name_nobody_and_hold_no_secret() {
    let crm = Receiver::start(vec![
        Answer::Echo("500 Oh No"),
        Answer::Echo("410 Gone"),
        Answer::Echo("200 OK"),
    ]);
    let server = MailServer::start(vec![("jane@doe.example", "550 no such user jane@doe.example")]);
    let site = Site::new(&[
        &crm.entry("crm"),
        "name: nowhere, webhook: \"https://jane.invalid/hush\", secret_env: CRM_SECRET",
        "name: sales, email: sales@quillhaven.example, owner: Kim",
        "name: respondent, report: true",
    ])
    .with(
        "GRADEWRIGHT_SMTP_URL",
        &format!("smtp://127.0.0.1:{}", server.port),
    )
    .with(
        "GRADEWRIGHT_LOG",
        "trace,hyper=info,hyper_util=info,reqwest=info,rustls=info",
    );
    let host = site.host();
    for who in ["jane", "joe", "jim"] {
        host.send(
            "email",
            who,
            true,
            &[("company", "Doe Limited"), ("phone", "+15550100")],
        );
    }
    let all = site.until("all tried", |list| {
        list.len() == 12 && list.iter().all(|one| !one["tried_at"].is_null())
    });
    host.stop();
    let token = site.ok(&[
        "leads",
        "show",
        all[0]["lead"].as_str().unwrap(),
        "--format",
        "json",
    ]);
    let token = token
        .split("/r/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let said = site.log() + &site.ok(&["deliveries", "list"]) + &serde_json::to_string(&all).unwrap();
    assert!(
        said.contains("webhook:crm") && said.contains("500") && said.contains("550"),
        "{said}"
    );
    let key = SECRET.strip_prefix("whsec_").unwrap();
    for secret in [
        "jane",
        "Jane",
        "joe",
        "Doe",
        "doe.example",
        "15550100",
        "sales@",
        "hush",
        "/hook/",
        key,
        token.as_str(),
    ] {
        assert!(!said.contains(secret), "{secret} is in {said}");
    }
}

#[test]
fn nothing_of_a_forgotten_person_is_left_neither_in_answers_nor_in_mails() {
    let crm = Receiver::start(vec![Answer::Echo("200 OK")]);
    let site = Site::new(&[
        &crm.entry("crm"),
        "name: sales, email: sales@quillhaven.example",
        "name: respondent, report: true",
    ]);
    let host = site.host();
    host.lead("jane");
    host.lead("joe");
    site.until("all delivered", |list| {
        list.len() == 6 && list.iter().all(|one| one["state"] == "delivered")
    });
    assert_eq!(fs::read_dir(site.path("data/mail")).unwrap().count(), 4);
    assert!(
        anywhere(&site.path("data"), "jane@doe.example"),
        "or the test proves nothing"
    );
    let said = site.ok(&["leads", "forget", "jane@doe.example"]);
    assert!(
        said.contains("1 lead(s), 3 delivery(ies)") && said.contains("2 mail(s)"),
        "{said}"
    );
    assert!(!anywhere(&site.path("data"), "jane@doe.example"));
    assert!(anywhere(&site.path("data"), "joe@doe.example"));
    assert_eq!(
        (
            site.deliveries().len(),
            fs::read_dir(site.path("data/mail")).unwrap().count()
        ),
        (3, 2)
    );
    host.stop();
}
