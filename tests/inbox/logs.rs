//! What is logged at the most telling level names nobody and holds no secret, whatever goes wrong.

use std::fs;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::program::{FORM, Running, ask, run};
use crate::site::PASSWORD;

const GRADER: &str = "---\ntitle: Is your email safe?\n---\n### How?\n`#how`\n- [ ] Well. `#well, service vault`\n\
    - [ ] None of these `none`\n\n### Which tools?\n`#tools, text 40, optional`\n\n## Exposed\n`band, from 0`\nStart.\n";

const JSON: &str = "Content-Type: application/json\r\n";
const KEY: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const LEAD: &str = "/inbox/leads/0190a4c2-0000-7000-8000-000000000001";

/// A site whose mail server and webhook do not answer.
fn site() -> (tempfile::TempDir, u16) {
    let folder = tempfile::tempdir().unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let site = format!(
        "format: 1\nname: Quillhaven IT\nbase_url: http://localhost\nlimits: {{ per_address: off }}\n\
         trusted_proxies: [127.0.0.1]\nsales_email: verkauf@quillhaven.example\nretention_days: 9\n\
         contact: {{ fields: [name*, email*, company, role, phone, website, message] }}\n\
         owners: [{{ owner: eigner@quillhaven.example }}]\n\
         deliveries:\n  - {{ name: crm, webhook: \"http://127.0.0.1:{port}/gancho-secreto\", secret_env: CRM_SECRET }}\n"
    );
    for (path, text) in [
        ("site.yaml", site.as_str()),
        ("graders/email.md", GRADER),
        ("services/vault.md", "---\nname: Vault\n---\nText.\n"),
    ] {
        let path = folder.path().join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    (folder, port)
}

/// Somebody, with a value in every field that is found nowhere else.
fn annabella(id: u32) -> serde_json::Value {
    json!({
        "id": format!("0190a4c2-0000-7000-8000-{id:012}"),
        "answers": {"how": ["well"], "tools": "Mirabellensoft"},
        "contact": {
            "name": "Annabella", "email": "annabella@pflaume.example", "company": "Zwetschgenbaum", "role": "Obstbaurat",
            "phone": "+49 5550199", "website": "https://birne.example", "message": "Kirschkuchen bitte",
        },
        "consent": true,
        "source": {"utm_source": "Quittenbrief", "page": "https://birne.example/?klick=Schlehenlikoer"},
    })
}

const PERSONAL: [&str; 18] = [
    "annabella",
    "pflaume",
    "zwetschgenbaum",
    "obstbaurat",
    "5550199",
    "birne",
    "kirschkuchen",
    "mirabellensoft",
    "quittenbrief",
    "schlehenlikoer",
    "holunder",
    "wacholder",
    "mondschein",
    "203.0.113.77",
    "verkauf@",
    "eigner@",
    "samson",
    "sam@",
];

#[test]
fn nobody_and_no_secret_is_in_the_log_whatever_happens() {
    let (folder, port) = site();
    let typed = format!("{PASSWORD}\n");
    let add = [
        "users",
        "add",
        "sam@quillhaven.example",
        "--name",
        "Samson",
        "--password-stdin",
    ];
    assert_eq!(run(folder.path(), &add, &typed).0, 0);
    let mail_server = format!("smtp://postbote:briefgeheimnis@127.0.0.1:{port}");
    let secret = format!("whsec_{KEY}");
    let environment = [
        ("GRADEWRIGHT_SMTP_URL", mail_server.as_str()),
        ("GRADEWRIGHT_MAIL_FROM", "verkauf@quillhaven.example"),
        ("GRADEWRIGHT_ALLOW_LOCAL_WEBHOOKS", "1"),
        ("CRM_SECRET", secret.as_str()),
    ];
    let mut host = Running::start_with(folder.path(), &["host", "--listen", "127.0.0.1:0"], &environment);
    let address = host.address();
    let through = "X-Forwarded-For: 203.0.113.77\r\n";
    let send = |request: &str, headers: &str, body: &str, status: u16| {
        let answer = ask(&address, request, &format!("{through}{headers}"), body);
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{request}: {answer}"
        );
        answer
    };
    // Taken, refused in every way, and caught.
    let post = "POST /responses/email?von=Quittenbrief";
    let taken = send(post, JSON, &annabella(1).to_string(), 201);
    let report = taken
        .split("\"result_url\":\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let mut other = annabella(1);
    other["contact"]["name"] = json!("Annabella Holunder");
    send(post, JSON, &other.to_string(), 409);
    let mut wrong = annabella(2);
    wrong["answers"]["how"] = json!(["Holunder"]);
    wrong["contact"]["email"] = json!("annabella-at-pflaume");
    send(post, JSON, &wrong.to_string(), 422);
    send(post, JSON, "{\"contact\": {\"name\": \"Annabella\", ", 400);
    send(post, "Content-Type: text/x-holunder\r\n", "Annabella", 415);
    send("POST /responses/holunder", JSON, &annabella(3).to_string(), 404);
    let spam = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("how", "well"),
            ("contact.name", "Annabella"),
            ("contact.email", "annabella@pflaume.example"),
            ("consent", "yes"),
            ("_website", "https://birne.example"),
        ])
        .finish();
    send("POST /responses/email", FORM, &spam, 303);
    // Reports, read and answered.
    send(
        &format!("GET {report}?wer=Holunder"),
        "Referer: https://birne.example/\r\n",
        "",
        200,
    );
    send("GET /r/holunderholunderholunderholunder", "", "", 404);
    let decided = json!({"decisions": {"gaps": {"how.well": {"decision": "want"}}, "who": "Wacholder"}});
    let answer = ask(&address, &format!("POST {report}"), JSON, &decided.to_string());
    assert!(
        answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 200"),
        "{answer}"
    );

    // Signed in wrongly, and rightly.
    let sign_in = |email: &str, password: &str| {
        let pairs = [("email", email), ("password", password)];
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish()
    };
    let path = "POST /inbox/sign-in";
    send(
        path,
        FORM,
        &sign_in("sam@quillhaven.example", "wacholderbeere"),
        422,
    );
    send(
        path,
        FORM,
        &sign_in("annabella@pflaume.example", "wacholderbeere"),
        422,
    );
    let answer = send(path, FORM, &sign_in("sam@quillhaven.example", PASSWORD), 303);
    let cookie = answer
        .split("set-cookie: ")
        .nth(1)
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let session = cookie.split_once('=').unwrap().1;
    let as_sam = format!("Cookie: {cookie}\r\n");
    send("GET /inbox/?q=annabella", &as_sam, "", 200);
    let page = send(&format!("GET {LEAD}"), &as_sam, "", 200);
    let token = crate::site::token(&page);
    let signed_form = format!("{FORM}{as_sam}");
    let note = format!("token={token}&text=Mondschein");
    send(&format!("POST {LEAD}/note"), &signed_form, &note, 303);
    // The receivers have not answered by now, and are asked again.
    let began = Instant::now();
    while !["brief: not delivered", "webhook:crm: not delivered"]
        .iter()
        .all(|line| host.log().contains(line))
    {
        assert!(began.elapsed() < Duration::from_secs(60), "{}", host.log());
        std::thread::yield_now();
    }
    let copy = send(&format!("GET {LEAD}/person.json"), &as_sam, "", 200);
    for personal in &PERSONAL[..10] {
        assert!(
            copy.to_lowercase().contains(personal),
            "{personal} is held: {copy}"
        );
    }
    send(
        &format!("POST {LEAD}/withdraw"),
        &signed_form,
        &format!("token={token}"),
        303,
    );
    send(&format!("GET {report}"), "", "", 410);
    // Commands beside it log no more.
    let (code, said) = run(folder.path(), &["leads", "sweep"], "");
    assert_eq!(code, 0, "{said}");
    let erase = format!("token={token}");
    send(&format!("POST {LEAD}/erase"), &signed_form, &erase, 303);
    let (code, forgotten) = run(
        folder.path(),
        &["leads", "forget", "annabella@pflaume.example"],
        "",
    );
    assert_eq!(code, 0, "{forgotten}");
    send("POST /inbox/sign-out", &signed_form, &erase, 303);

    let log = (host.log() + &said + &forgotten).to_lowercase();
    assert!(
        log.contains("/responses/{assessment}"),
        "patterns are logged: {log}"
    );
    let secrets = [
        report.trim_start_matches("/r/"),
        session,
        token.as_str(),
        &PASSWORD[..7],
        KEY,
        "briefgeheimnis",
        "postbote",
        "gancho-secreto",
    ];
    for hidden in PERSONAL.iter().chain(&secrets) {
        assert!(
            !log.contains(&hidden.to_lowercase()),
            "{hidden} is in the log: {log}"
        );
    }
}
