//! What can be done to a lead.

use gradewright::store::{Leads, SalesStatus, Status};

use crate::fixture::{anonymous, count, lead, some_answers};
use crate::site::{PASSWORD, at, quillhaven};

#[test]
fn status_owner_step_and_notes_are_kept_with_who_did_what() {
    let site = quillhaven();
    let id = site.called("Ann Lee", "ann@client.example", "Client");
    let sam = site.sam();
    let reply = sam.send(&at(id, "/status"), &[("status", "contacted"), ("on", "")]);
    assert_eq!(
        (reply.status, reply.header("location")),
        (303, Some(at(id, "#stand").as_str()))
    );
    assert_eq!(sam.send(&at(id, "/owner"), &[("owner", "2")]).status, 303);
    let step = [("text", " Send the quote "), ("on", "2027-01-15")];
    assert_eq!(sam.send(&at(id, "/step"), &step).status, 303);
    let vera = site.browser();
    vera.sign_in("vera@quillhaven.example", PASSWORD);
    let note = [("text", "Spoke to Ann.\r\nShe likes <it>.")];
    assert_eq!(vera.send(&at(id, "/note"), &note).status, 303);
    let lead = site.wait(site.store.lead(id)).unwrap().unwrap();
    let sales = lead.sales.unwrap();
    assert_eq!((sales.status, sales.owner), (SalesStatus::Contacted, Some(2)));
    assert_eq!(sales.next_step.as_deref(), Some("Send the quote"));
    assert_eq!(sales.next_on.unwrap().to_string(), "2027-01-15");
    let told: Vec<_> = lead
        .history
        .iter()
        .map(|event| (event.who.as_str(), event.text.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("Vera Vendor", "Spoke to Ann.\nShe likes <it>."),
            ("Sam Sales", "Send the quote, on 2027-01-15"),
            ("Sam Sales", "Vera Vendor"),
            ("Sam Sales", "contacted"),
        ]
    );
    let page = sam.page(&at(id, ""));
    for part in [
        "Next step: Send the quote, on 2027-01-15",
        "Owner: Vera Vendor",
        "Status: contacted",
        "Spoke to Ann.\nShe likes &lt;it&gt;.",
        "value=\"2\" selected",
        "value=\"contacted\" selected",
        "value=\"2027-01-15\"",
        "Wait until 15 Jan 2027: Send the quote.",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert_eq!(sam.send(&at(id, "/owner"), &[("owner", "")]).status, 303);
    assert_eq!(
        sam.send(&at(id, "/step"), &[("text", ""), ("on", "")]).status,
        303
    );
    let sales = site.wait(site.store.lead(id)).unwrap().unwrap().sales.unwrap();
    assert_eq!((sales.owner, sales.next_step, sales.next_on), (None, None, None));
    let until = [("status", "nurture"), ("on", "2027-06-01")];
    assert_eq!(sam.send(&at(id, "/status"), &until).status, 303);
    let sales = site.wait(site.store.lead(id)).unwrap().unwrap().sales.unwrap();
    assert_eq!(sales.nurture_until, sales.next_on);
    assert!(sam.page("/sales/inbox/").contains("Nurture until 1 Jun 2027"));
}

#[test]
fn what_was_typed_comes_back_with_what_is_wrong() {
    let site = quillhaven();
    let id = site.called("Ann Lee", "ann@client.example", "Client");
    let sam = site.sam();
    let long = "x".repeat(4001);
    let line = "y".repeat(201);
    let step = "Call on the day after";
    for (action, fields, said, kept) in [
        ("/note", vec![("text", "")], "Write something first.", ""),
        (
            "/note",
            vec![("text", long.as_str())],
            "this one has 4001",
            long.as_str(),
        ),
        (
            "/step",
            vec![("text", step), ("on", "")],
            "Say on which day",
            step,
        ),
        (
            "/step",
            vec![("text", step), ("on", "2026-02-30")],
            "Say on which day",
            step,
        ),
        (
            "/step",
            vec![("text", step), ("on", "tomorrow")],
            "Say on which day",
            "value=\"tomorrow\"",
        ),
        (
            "/step",
            vec![("text", ""), ("on", "2026-12-24")],
            "Say what is to be done",
            "2026-12-24",
        ),
        (
            "/step",
            vec![("text", line.as_str()), ("on", "2026-12-24")],
            "one line of at most 200",
            line.as_str(),
        ),
        (
            "/status",
            vec![("status", "nurture"), ("on", "")],
            "Say until when",
            "value=\"nurture\" selected",
        ),
    ] {
        let reply = sam.send(&at(id, action), &fields);
        assert_eq!(reply.status, 422, "{action} {said}");
        let page = reply.text();
        assert!(page.contains(said), "{said}");
        assert!(page.contains(kept), "{said}: {kept} is kept");
        assert!(page.contains("aria-invalid=\"true\""));
    }
    for (action, field, value) in [
        ("/status", "status", "quarantined"),
        ("/owner", "owner", "99"),
        ("/owner", "owner", "x"),
        ("/nothing", "", ""),
    ] {
        assert_eq!(
            sam.send(&at(id, action), &[(field, value)]).status,
            409,
            "{action} {value}"
        );
    }
    let lead = site.wait(site.store.lead(id)).unwrap().unwrap();
    assert!(lead.history.is_empty(), "nothing was changed: {:?}", lead.history);
    let nobody = at(uuid::Uuid::new_v4(), "/note");
    assert_eq!(sam.send(&nobody, &[("text", "x")]).status, 404);
    let anonymous = site.has(anonymous(some_answers()));
    assert_eq!(
        sam.send(&at(anonymous, "/status"), &[("status", "won")]).status,
        409,
        "nobody to win"
    );
    assert_eq!(
        sam.send(&at(anonymous, "/note"), &[("text", "Seen")]).status,
        303,
        "but something to note"
    );
}

#[test]
fn a_report_is_withdrawn_once() {
    let site = quillhaven();
    let id = site.called("Ann Lee", "ann@client.example", "Client");
    let sam = site.sam();
    assert_eq!(sam.send(&at(id, "/withdraw"), &[]).status, 303);
    let lead = site.wait(site.store.lead(id)).unwrap().unwrap();
    assert!(lead.response.revoked_at.is_some());
    let page = sam.page(&at(id, ""));
    assert!(page.contains("Withdrew the report") && !page.contains("/withdraw"));
    assert_eq!(sam.send(&at(id, "/withdraw"), &[]).status, 409);
}

#[test]
fn a_person_is_erased_whole_and_nobody_else() {
    let site = quillhaven();
    let first = site.called("Ann Zwetschgenbaum", "ann@client.example", "Client");
    let second = site.called("Ann Zwetschgenbaum", " ANN@client.example ", "Client");
    let other = site.called("Bob", "bob@client.example", "Client");
    let sam = site.sam();
    sam.send(&at(first, "/note"), &[("text", "Zwetschgenkuchen")]);
    let page = sam.page(&at(first, "/erase"));
    assert!(page.contains("ann@client.example") && page.contains("Erase for good"));
    assert_eq!(count(site.store.path(), "responses"), 3, "asking erases nothing");
    assert_eq!(sam.send_with(&at(first, "/erase"), &[], &[]).status, 403);
    let reply = sam.send(&at(first, "/erase"), &[]);
    assert_eq!(
        (reply.status, reply.header("location")),
        (303, Some("/sales/inbox/"))
    );
    for id in [first, second] {
        assert_eq!(sam.get(&at(id, "")).status, 404);
    }
    assert_eq!(sam.get(&at(other, "")).status, 200);
    assert_eq!(*site.removed.lock().unwrap(), [first, second]);
    for (table, left) in [
        ("responses", 1),
        ("lead_status", 1),
        ("lead_history", 0),
        ("outbox", 1),
    ] {
        assert_eq!(count(site.store.path(), table), left, "{table}");
    }
    assert!(sam.page("/sales/inbox/?q=zwet").contains("No lead fits"));
    // Not a word stays in the index, in free pages or in the log.
    let mut bytes = std::fs::read(site.store.path()).unwrap();
    bytes.extend(std::fs::read(site.store.path().with_extension("sqlite-wal")).unwrap_or_default());
    let lower = bytes.to_ascii_lowercase();
    assert!(!lower.windows(8).any(|part| part == b"zwetschg"));
    assert!(lower.windows(3).any(|part| part == b"bob"));
}

#[test]
fn a_lead_without_an_address_is_erased_alone() {
    let site = quillhaven();
    let mut phone = lead("x@client.example");
    let fields = serde_json::json!({"name": "Ann", "phone": "555"});
    phone.contact.as_mut().unwrap().0 = serde_json::from_value(fields).unwrap();
    phone.status = Status::New;
    let id = site.has(phone);
    let other = site.has(anonymous(some_answers()));
    let sam = site.sam();
    assert_eq!(sam.send(&at(id, "/erase"), &[]).status, 303);
    assert_eq!(*site.removed.lock().unwrap(), [id]);
    let leads = Leads::open(site.store.path()).unwrap();
    assert!(leads.get(id).unwrap().is_none() && leads.get(other).unwrap().is_some());
}
