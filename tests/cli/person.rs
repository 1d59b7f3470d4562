//! `leads person`, `leads forget --again` and `leads forgotten`.

use serde_json::{Value, json};

use crate::program::Site;

fn with_dana() -> Site {
    let site = Site::new();
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    let body = json!({
        "id": uuid::Uuid::new_v4(),
        "answers": {"protected": ["second-step"]},
        "contact": {"name": "Dana Ray\u{202e}", "email": "Dana@Example.com"},
        "consent": true,
    });
    let (status, answer) = host.post("/responses/email", &body.to_string());
    assert_eq!(status, 201, "{answer}");
    assert_eq!(host.stop(), 0);
    site
}

#[test]
fn a_person_gets_a_copy_of_all_that_is_held() {
    let site = with_dana();
    let text = site.ok(&["leads", "person", "dana@example.com"]);
    for part in [
        "Dana Ray",
        "CONSENT",
        "wording 1",
        "WHERE IT STANDS",
        "DELIVERIES",
        "brief: ",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let json = site.ok(&["leads", "person", "dana@example.com", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["responses"][0]["sales"]["status"], "new");
    let (code, _, said) = site.run(&["leads", "person", "nobody@example.com"]);
    assert_eq!(code, 1);
    assert!(said.contains("nothing is stored"), "{said}");
    assert!(!said.contains("nobody"), "{said}");
}

#[test]
fn who_was_erased_is_told_and_erased_again_after_a_backup() {
    let site = with_dana();
    assert!(site.ok(&["leads", "forgotten"]).contains("Nobody was erased."));
    let database = site.path("data/gradewright.sqlite");
    let backup = std::fs::read(&database).unwrap();
    site.ok(&["leads", "forget", "dana@example.com"]);
    std::fs::write(&database, backup).unwrap();
    let said = site.ok(&["leads", "forget", "--again"]);
    assert!(
        said.contains("1 person(s)") && said.contains("Erased: 1 lead"),
        "{said}"
    );
    assert!(
        site.ok(&["leads", "forget", "--again"])
            .contains("Nobody who was erased")
    );
    let said = site.ok(&["leads", "forgotten"]);
    assert_eq!(said.lines().count(), 3, "{said}");
    assert!(
        said.contains("command line") && !said.to_lowercase().contains("dana"),
        "{said}"
    );
    assert_eq!(site.ok(&["leads", "forgotten", "Dana@example.com"]), said);
    let said = site.ok(&["leads", "forgotten", "joe@example.com"]);
    assert!(said.contains("Nobody was erased with that address"), "{said}");
    assert_eq!(site.run(&["leads", "forget"]).0, 2);
    assert_eq!(site.run(&["leads", "forget", "a@b.example", "--again"]).0, 2);
}
