//! A copy of what is held, who erased whom, and whose a lead is by a rule.

use gradewright::store::Leads;
use serde_json::Value;

use crate::fixture::lead;
use crate::site::{at, quillhaven};

#[test]
fn a_copy_is_a_file_for_those_who_are_signed_in() {
    let site = quillhaven();
    let id = site.called("Ann Lee", "ann@client.example", "Client");
    site.called("Ann Lee", "ANN@client.example", "Client");
    let sam = site.sam();
    assert!(
        sam.page(&at(id, ""))
            .contains(&format!("href=\"{}\"", at(id, "/person.json")))
    );
    let reply = sam.get(&at(id, "/person.json"));
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(
        reply.header("content-disposition"),
        Some("attachment; filename=\"person.json\"")
    );
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let json: Value = serde_json::from_str(&reply.text()).unwrap();
    assert_eq!(json["responses"].as_array().unwrap().len(), 2);
    let stranger = site.browser().get(&at(id, "/person.json"));
    assert_eq!(stranger.status, 303);
    assert!(!stranger.text().contains("Ann"));
    assert_eq!(sam.get(&at(uuid::Uuid::new_v4(), "/person.json")).status, 404);
}

#[test]
fn erasing_says_who_did_it() {
    let site = quillhaven();
    let id = site.called("Ann Lee", "ann@client.example", "Client");
    assert_eq!(site.sam().send(&at(id, "/erase"), &[]).status, 303);
    let lines = Leads::open(site.store.path()).unwrap().forgotten(None).unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].by, "Sam Sales (user 1)");
}

#[test]
fn a_lead_that_a_rule_gives_away_says_whose_it_is() {
    let site = quillhaven();
    let given = |owner: &str, email: &str| {
        let mut response = lead(email);
        response.follow_up.sales.owner = Some(owner.to_owned());
        site.has(response)
    };
    let veras = given("vera@quillhaven.example", "a@client.example");
    let kims = given("kim@quillhaven.example", "b@client.example");
    let sam = site.sam();
    assert!(
        sam.page(&at(veras, ""))
            .contains("<dt>Owner</dt><dd>Vera Vendor</dd>")
    );
    let page = sam.page(&at(kims, ""));
    assert!(
        page.contains("kim@quillhaven.example, who is no user of the inbox yet"),
        "{page}"
    );
    assert_eq!(sam.send(&at(kims, "/owner"), &[("owner", "")]).status, 303);
    assert!(sam.page(&at(kims, "")).contains("<dt>Owner</dt><dd>Nobody</dd>"));
}
