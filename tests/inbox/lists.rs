//! Which leads are shown, in which order, a page at a time.

use gradewright::assessment::Decision;
use gradewright::store::{Change, NewResponse, SalesStatus, Status};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use crate::fixture::{anonymous, consent, grader, lead, new_contact, some_answers};
use crate::site::{Browser, Quillhaven, at, quillhaven};

/// The names on a page of the list, in order.
fn names(page: &str) -> Vec<String> {
    let rows = page.split("<th scope=\"row\"><a href=").skip(1);
    let name = |row: &str| {
        row.split('>')
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap()
            .to_owned()
    };
    rows.map(name).collect()
}

fn list(browser: &Browser<'_>, query: &str) -> Vec<String> {
    names(&browser.page(&format!("/sales/inbox/?{query}")))
}

/// The address behind "More leads".
fn next(page: &str) -> Option<String> {
    let link = page.split("<a class=\"button second\" href=\"").nth(1)?;
    let query = link
        .split('"')
        .next()?
        .replace("&amp;", "&")
        .replace("&#x3D;", "=");
    Some(format!("/sales/inbox/{query}"))
}

fn change(site: &Quillhaven, id: Uuid, change: Change) {
    let done = site.store.change_lead(id, 1, Timestamp::now(), change);
    assert!(site.wait(done).unwrap());
}

/// Ann (won), Bob (said "we want this"), Cléo (no consent, Sam's), and one who left no contact.
fn four(site: &Quillhaven) -> [Uuid; 3] {
    let ann = site.called("Ann Lee", "ann@client.example", "Client & Sons");
    let bob = site.called("Bob", "bob@nordwind.example", "Nordwind");
    let mut cleo: NewResponse = lead("cleo@panaderia.example");
    let fields = json!({"name": "Cléo Núñez", "email": "cleo@panaderia.example"});
    let answers =
        json!({"infosec": ["vault", "disks", "archive"], "plan": "yes", "recovery": 10, "seats": 6});
    let good = anonymous(answers);
    cleo.contact = Some((serde_json::from_value(fields).unwrap(), consent(false)));
    cleo.follow_up = good.follow_up;
    cleo.scorecard = good.scorecard;
    let cleo = site.has(cleo);
    site.has(anonymous(some_answers()));
    change(site, ann, Change::Status(SalesStatus::Won, None));
    change(site, cleo, Change::Owner(Some(1)));
    let response = site.wait(site.store.lead(bob)).unwrap().unwrap().response;
    let said = [("decision.plan".to_owned(), Decision::Want.as_str().to_owned())];
    let decided = site
        .store
        .decide(&response.token, said.to_vec(), Timestamp::now());
    assert!(site.wait(decided).unwrap());
    [ann, bob, cleo]
}

#[test]
fn the_newest_come_first_or_the_hottest() {
    let site = quillhaven();
    let sam = site.sam();
    assert!(sam.page("/sales/inbox/").contains("No leads yet"));
    four(&site);
    assert_eq!(list(&sam, ""), ["Cléo Núñez", "Bob", "Ann Lee"]);
    assert_eq!(list(&sam, "order=hottest"), ["Bob", "Ann Lee", "Cléo Núñez"]);
    let page = sam.page("/sales/inbox/");
    assert!(page.contains("Client &amp; Sons"), "{page}");
    assert!(page.contains("No consent"));
    assert_eq!(page.matches("Won</td>").count(), 1);
}

#[test]
fn each_filter_leaves_what_fits() {
    let site = quillhaven();
    let sam = site.sam();
    four(&site);
    for order in ["newest", "hottest"] {
        let list = |query: &str| {
            let mut names = list(&sam, &format!("order={order}&{query}"));
            names.sort();
            names
        };
        assert_eq!(list("status=won"), ["Ann Lee"], "{order}");
        assert_eq!(list("status=new"), ["Bob", "Cléo Núñez"]);
        assert_eq!(list("status=lost"), [""; 0]);
        assert_eq!(list("owner=me"), ["Cléo Núñez"]);
        assert_eq!(list("owner=1"), ["Cléo Núñez"]);
        assert_eq!(list("owner=2"), [""; 0]);
        assert_eq!(list("owner=nobody"), ["Ann Lee", "Bob"]);
        assert_eq!(list("owner=me&status=won"), [""; 0]);
        assert_eq!(list("assessment=security"), ["Ann Lee", "Bob", "Cléo Núñez"]);
        assert_eq!(list("assessment=other"), [""; 0]);
        assert_eq!(list("assessment=security&status=won&owner=nobody"), ["Ann Lee"]);
        assert_eq!(list("service=email-archive"), ["Ann Lee", "Bob"]);
        assert_eq!(list("service=email-archive&status=new"), ["Bob"]);
        assert_eq!(list("q=nord"), ["Bob"]);
        assert_eq!(list("q=NUNEZ"), ["Cléo Núñez"], "without accents and case");
        assert_eq!(list("q=n%C3%BA%C3%B1ez+cl"), ["Cléo Núñez"]);
        assert_eq!(list("q=ann%40client.example"), ["Ann Lee"]);
        assert_eq!(list("q=client+sons"), ["Ann Lee"]);
        assert_eq!(list("q=example&status=new&owner=nobody"), ["Bob"]);
        assert_eq!(list("q=%22+OR+%2A"), [""; 0], "words, not a language");
        assert_eq!(list("q=ord"), [""; 0], "where a word begins");
        // What nobody knows is passed over.
        assert_eq!(list("status=&owner=&from=x&q=+").len(), 3);
    }
    let page = sam.page("/sales/inbox/?status=won&q=ann");
    assert!(
        page.contains("value=\"won\" selected") && page.contains("value=\"ann\""),
        "kept in the form"
    );
}

#[test]
fn pages_go_on_where_the_last_one_ended() {
    let site = quillhaven();
    let sam = site.sam();
    for n in 0..120 {
        let id = site.called(
            &format!("Lead {n:03}"),
            &format!("lead{n}@client.example"),
            "Client",
        );
        if n % 2 == 0 {
            change(&site, id, Change::Status(SalesStatus::Contacted, None));
            change(&site, id, Change::Owner(Some(1)));
            let day = jiff::civil::date(2026, 1, 1 + n % 28);
            change(&site, id, Change::Step(Some(("Call".to_owned(), day))));
        }
    }
    for (query, all) in [
        ("", 120),
        ("order=hottest", 120),
        ("status=contacted", 60),
        ("order=hottest&status=contacted", 60),
        ("owner=me", 60),
        ("order=hottest&owner=me", 60),
        ("assessment=security", 120),
        ("order=due", 60),
        ("q=client", 120),
        ("q=client&order=hottest", 120),
        ("q=client&order=due", 60),
        ("service=email-archive", 120),
    ] {
        let mut seen = Vec::new();
        let mut page = Some(format!("/sales/inbox/?{query}"));
        while let Some(path) = page {
            let text = sam.page(&path);
            let found = names(&text);
            assert!(!found.is_empty() && found.len() <= 50, "{query}");
            seen.extend(found);
            page = next(&text);
            if seen.len() == 50 {
                // What comes in meanwhile shifts nothing.
                site.has(anonymous(some_answers()));
            }
        }
        assert_eq!(seen.len(), all as usize, "{query}");
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), seen.len(), "{query}: each once");
        if !query.contains("order") {
            assert!(seen.is_sorted_by(|a, b| a > b), "{query}: newest first");
        }
    }
}

#[test]
fn what_is_due_is_shown_on_its_day() {
    let site = quillhaven();
    let sam = site.sam();
    let [ann, bob, cleo] = four(&site);
    let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let days = |days: i64| today.checked_add(SignedDuration::from_hours(24 * days)).unwrap();
    assert!(sam.page("/sales/inbox/?order=due").contains("Nothing is due"));
    change(&site, bob, Change::Step(Some(("Call".to_owned(), today))));
    change(&site, cleo, Change::Status(SalesStatus::Nurture, Some(days(-3))));
    change(&site, ann, Change::Step(Some(("Write".to_owned(), days(1)))));
    assert_eq!(list(&sam, "order=due"), ["Cléo Núñez", "Bob"], "the oldest first");
    assert_eq!(list(&sam, "order=due&owner=me"), ["Cléo Núñez"]);
    assert_eq!(list(&sam, "order=due&q=bob"), ["Bob"]);
    assert!(
        sam.page("/sales/inbox/")
            .contains("<span class=\"count\">2</span>")
    );
    change(&site, bob, Change::Step(None));
    assert_eq!(list(&sam, "order=due"), ["Cléo Núñez"]);
}

#[test]
fn what_a_trap_caught_lies_apart_and_can_be_recovered() {
    let site = quillhaven();
    let sam = site.sam();
    let mut trapped = lead("robot@client.example");
    trapped.status = Status::Quarantined;
    let id = site.has(trapped);
    let mut nobody = anonymous(some_answers());
    nobody.status = Status::Quarantined;
    let nobody = site.has(nobody);
    assert!(list(&sam, "").is_empty() && list(&sam, "q=jane").is_empty());
    assert_eq!(
        names(&sam.page("/sales/inbox/quarantine")),
        ["No contact given", "Jane Doe"]
    );
    assert_eq!(
        sam.send(&at(id, "/status"), &[("status", "won")]).status,
        409,
        "it is no lead"
    );
    assert!(site.wait(site.store.next_due(&[])).unwrap().is_none());

    let reply = sam.send(&at(id, "/recover"), &[]);
    assert_eq!(
        (reply.status, reply.header("location")),
        (303, Some(at(id, "").as_str()))
    );
    assert_eq!(list(&sam, ""), ["Jane Doe"]);
    assert_eq!(list(&sam, "q=robot"), ["Jane Doe"]);
    assert_eq!(names(&sam.page("/sales/inbox/quarantine")), ["No contact given"]);
    assert!(sam.page(&at(id, "")).contains("Recovered from quarantine"));
    let brief = site.store.claim(std::time::Duration::from_secs(60), 5, &[]);
    let briefs = site.wait(brief).unwrap();
    assert_eq!(briefs.len(), 1, "its brief goes out");
    assert_eq!(briefs[0].response.id, id);
    assert_eq!(sam.send(&at(id, "/recover"), &[]).status, 409, "once");

    // Without a contact there is nobody to write about yet.
    assert_eq!(sam.send(&at(nobody, "/recover"), &[]).status, 303);
    assert_eq!(list(&sam, ""), ["Jane Doe"]);
    let token = site
        .wait(site.store.lead(nobody))
        .unwrap()
        .unwrap()
        .response
        .token;
    let added = site
        .store
        .add_contact(&token, new_contact("late@client.example", true));
    site.wait(added).unwrap();
    assert_eq!(list(&sam, "q=late"), ["Jane Doe"]);
}

#[test]
fn leads_of_an_older_file_are_listed_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.sqlite");
    let file = rusqlite::Connection::open(&path).unwrap();
    for sql in [
        include_str!("../../src/store/migrations/0001.sql"),
        include_str!("../../src/store/migrations/0002.sql"),
    ] {
        file.execute_batch(sql).unwrap();
    }
    file.pragma_update(None, "application_id", 0x4752_5752).unwrap();
    file.pragma_update(None, "user_version", 2).unwrap();
    let old = lead("old@client.example");
    let (contact, agreed) = old.contact.clone().unwrap();
    let definition = grader();
    file.execute(
        "INSERT INTO definitions VALUES (?1, ?2)",
        [&*definition.hash, &*definition.json],
    )
    .unwrap();
    let json = |value: serde_json::Result<serde_json::Value>| value.unwrap().to_string();
    file.execute(
        "INSERT INTO responses (id, token, fingerprint, assessment, submitted_at, status, total, contact_at, contact, consent,
             source, definition, answers, scorecard, follow_up)
         VALUES (?1, ?2, ?3, 'security', 1, 'new', 40.0, 1, ?4, ?5, '{}', ?6, '{}', ?7, ?8)",
        rusqlite::params![
            old.id.as_bytes(),
            [7_u8; 16],
            [7_u8; 32],
            json(serde_json::to_value(&contact)),
            json(serde_json::to_value(&agreed)),
            &*definition.hash,
            json(serde_json::to_value(&old.scorecard)),
            json(serde_json::to_value(&old.follow_up)),
        ],
    )
    .unwrap();
    drop(file);
    let store = gradewright::store::Store::open(&path).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let filter = gradewright::store::LeadFilter {
        text: Some("old".to_owned()),
        ..Default::default()
    };
    let page = runtime.block_on(store.leads(filter, None, 10)).unwrap();
    assert_eq!(page.leads.len(), 1);
    assert_eq!((page.leads[0].id, page.leads[0].heat), (old.id, 160));
}
