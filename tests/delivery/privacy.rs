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

/// What is found of a person, in whatever case, in any file of the folder.
fn found(folder: &Path, fields: &[&'static str]) -> Vec<&'static str> {
    let mut all = Vec::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        all.extend(entry.file_name().as_encoded_bytes());
        if entry.file_type().is_file() {
            all.extend(fs::read(entry.path()).unwrap());
        }
    }
    let all = all.to_ascii_lowercase();
    let held = |field: &&&str| all.windows(field.len()).any(|window| window == field.as_bytes());
    fields.iter().filter(held).copied().collect()
}

#[test]
fn no_field_of_a_person_is_in_any_file_after_forgetting_or_a_sweep() {
    let fields = [
        "annabella",
        "pflaume",
        "zwetschgenbaum",
        "obstbaurat",
        "5550199",
        "birne.example",
        "kirschkuchen",
        "quittenbrief",
        "wacholder",
        "mondschein",
        "holunder",
    ];
    for sweeps in [false, true] {
        let crm = Receiver::start(vec![Answer::Echo("200 OK")]);
        let site = Site::new(&[
            &crm.entry("crm"),
            "name: sales, email: sales@quillhaven.example",
            "name: respondent, report: true",
        ]);
        let host = site.host();
        let body = serde_json::json!({
            "id": uuid::Uuid::new_v4(),
            "answers": {"protected": ["second-step"]},
            "contact": {
                "name": "Annabella", "email": "annabella@pflaume.example", "company": "Zwetschgenbaum",
                "role": "Obstbaurat", "phone": "+49 5550199", "website": "https://birne.example",
                "message": "Kirschkuchen bitte",
            },
            "consent": true,
            "source": {"utm_campaign": "Quittenbrief"},
        });
        let taken = host.ask("/responses/email", &body.to_string());
        let report = taken
            .split("\"result_url\":\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let decided = serde_json::json!({"decisions": {"who": "Wacholder"}});
        let answer = host.ask(report, &decided.to_string());
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        site.until("all delivered", |list| {
            list.len() == 3 && list.iter().all(|one| one["state"] == "delivered")
        });
        site.database()
            .execute_batch(
                "INSERT INTO users (id, email, name, created_at) VALUES (9, 'sam@quillhaven.example', 'Sam', 0);
                 INSERT INTO lead_history (response, user, at, kind, text) VALUES (1, 9, 0, 'note', 'Mondschein');
                 UPDATE lead_status SET next_step = 'Call Holunder', next_on = 20270101, status = 'won';",
            )
            .unwrap();
        host.lead("joe");
        site.until("all delivered", |list| {
            list.len() == 6 && list.iter().all(|one| one["state"] == "delivered")
        });
        let data = site.path("data");
        assert_eq!(found(&data, &fields), fields, "or the test proves nothing");
        if sweeps {
            let content = site.path("content/site.yaml");
            let text = fs::read_to_string(&content).unwrap();
            fs::write(&content, text + "retention_days: 10\n").unwrap();
            let old = "UPDATE responses SET submitted_at = submitted_at - 11 * 86400000 WHERE key = 1";
            site.database().execute(old, []).unwrap();
            let said = site.ok(&["leads", "sweep"]);
            assert!(
                said.contains("1 response(s) that were too old, 3 delivery(ies), 2 mail(s)"),
                "{said}"
            );
        } else {
            site.ok(&["leads", "forget", "annabella@pflaume.example"]);
        }
        assert_eq!(found(&data, &fields), [""; 0], "sweeps: {sweeps}");
        assert_eq!(found(&data, &["joe@doe.example"]), ["joe@doe.example"]);
        host.stop();
    }
}
