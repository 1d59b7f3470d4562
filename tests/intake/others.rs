//! How others did, as the report says it.

use gradewright::assessment::Gate;
use serde_json::json;

use crate::site::{Quillhaven, Setting, id};

fn start(owners: bool) -> Quillhaven {
    Setting {
        gate: Gate::None,
        theme: "default",
        owners,
        ..Setting::default()
    }
    .start()
}

/// Somebody with a score of 0, 25, 50, 75 or 100.
fn take(site: &Quillhaven, who: usize, good: (bool, bool), role: &str) -> String {
    let infosec = if good.0 {
        json!(["vault", "disks"])
    } else {
        json!(["none"])
    };
    let plan = if good.1 { "yes" } else { "no" };
    let reply = site.post(&json!({
        "id": id(),
        "answers": {"infosec": infosec, "plan": plan, "seats": 9, "role": role},
        "contact": {"name": "P", "email": format!("p{who}@client.example")},
        "consent": true,
    }));
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.header("location").unwrap().to_owned()
}

fn line(site: &Quillhaven, url: &str) -> Option<String> {
    let page = site.server.get(url).text();
    let from = page.find("<p class=\"benchmark\">")? + "<p class=\"benchmark\">".len();
    Some(page[from..from + page[from..].find("</p>").unwrap()].to_owned())
}

#[test]
fn from_30_people_on_a_report_compares_with_the_others() {
    let (few, site) = (start(false), start(false));
    for site in [&few, &site] {
        for who in 1..29 {
            take(site, who, (true, false), "employee");
        }
    }
    let url = take(&few, 0, (true, true), "owner");
    assert_eq!(line(&few, &url), None, "29 are too few");
    take(&site, 29, (false, false), "owner");
    let url = take(&site, 0, (true, true), "owner");
    // 100, 28 times 50, and 0.
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    let today = today.strftime("%B %-d, %Y").to_string();
    let said = line(&site, &url).unwrap();
    assert_eq!(
        said,
        format!("You 100, others who took this 50 (n=30, as of {today}).")
    );
}

#[test]
fn those_alike_are_compared_with_each_other_alone() {
    let site = start(true);
    let employee = take(&site, 0, (false, false), "employee");
    let owner = take(&site, 1, (true, true), "owner");
    for who in 2..31 {
        take(&site, who, (true, true), "owner");
    }
    let said = line(&site, &owner).unwrap();
    assert!(said.contains("You 100, firms like yours 100 (n=30, "), "{said}");
    assert!(said.contains("“owner”"), "{said}");
    assert_eq!(line(&site, &employee), None, "there is only one");
    // Whoever did not say is compared with all.
    let url = site.taken(&json!({"infosec": ["none"], "plan": "no", "seats": 9}));
    let said = line(&site, &url).unwrap();
    assert!(said.contains("others who took this 97 (n=31, "), "{said}");
}
