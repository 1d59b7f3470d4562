//! The pages of clients: added, invited, compared, printed, taken off the list.

use gradewright::assessment::{Answers, SalesRules, follow_up, score};
use gradewright::store::{Client, NewResponse};
use jiff::Timestamp;
use serde_json::json;

use crate::fixture::{anonymous, consent, contact};
use crate::site::{Browser, Quillhaven, at, quillhaven, sold};

const SCRIPT: &str = "\"><script>alert(1)</script>{{ 7777 * 7777 }}'";
const LIST: &str = "/sales/inbox/clients";
const NORTHWIND: &str = "/sales/inbox/clients/northwind";

const TYPED: [(&str, &str); 4] = [
    ("name", "Northwind"),
    ("package", "pro"),
    ("contact", "office@northwind.example"),
    ("every", "3m"),
];

fn add(sam: &Browser<'_>) {
    let reply = sam.send(LIST, &TYPED);
    assert_eq!(
        (reply.status, reply.header("location")),
        (303, Some(NORTHWIND)),
        "{}",
        reply.text()
    );
}

fn stored(site: &Quillhaven, id: &'static str) -> Option<Client> {
    site.wait(site.store.look_at_clients(move |clients| clients.get(id)))
        .unwrap()
}

/// What somebody of Northwind answered.
fn round(email: Option<&str>, ticked: &[&str], day: &str) -> NewResponse {
    let answers = json!({"infosec": ticked, "plan": "no", "recovery": 6, "seats": 60});
    let mut response = anonymous(answers);
    let assessment = &response.definition.assessment;
    let answers: &Answers = &response.answers;
    let card = score(assessment, answers);
    let catalogue = sold();
    let made = follow_up(assessment, answers, &card, &catalogue);
    let made = made.for_client(assessment, answers, &catalogue, &catalogue.packages[0], false);
    response.follow_up = made.for_sales(assessment, answers, &catalogue, &SalesRules::default());
    response.client = Some("northwind".to_owned());
    response.contact = email.map(|email| (contact(email), consent(true)));
    response.submitted_at = format!("{day}T09:00:00Z").parse().unwrap();
    response
}

fn plain(page: &str) -> String {
    page.replace("&#x2F;", "/").replace("&#x27;", "'")
}

#[test]
fn a_client_is_added_changed_and_taken_off_the_list_after_a_question() {
    let site = quillhaven();
    let sam = site.sam();
    assert!(sam.page(LIST).contains("No client is on the list yet."));
    add(&sam);
    let client = stored(&site, "northwind").unwrap();
    assert_eq!(
        (
            client.name.as_str(),
            client.package.as_str(),
            client.every.as_deref()
        ),
        ("Northwind", "pro", Some("3m"))
    );
    let list = sam.page(LIST);
    for part in [
        "Now 1 due.",
        ">Northwind</a>",
        "Nothing asked yet",
        "<strong>Due</strong>",
    ] {
        assert!(list.contains(part), "{part}: {list}");
    }
    let change = [("package", "pro"), ("contact", ""), ("every", "")];
    assert_eq!(sam.send(&format!("{NORTHWIND}/change"), &change).status, 303);
    let client = stored(&site, "northwind").unwrap();
    assert_eq!((client.contact, client.every), (None, None));
    assert!(sam.page(LIST).contains("Without a cadence"));
    let own = [("assessment", "security"), ("every", "6m")];
    assert_eq!(sam.send(&format!("{NORTHWIND}/cadence"), &own).status, 303);
    assert!(sam.page(LIST).contains("How secure is your business?"));
    let question = sam.page(&format!("{NORTHWIND}/remove"));
    assert!(question.contains("Take Northwind off the list?"), "{question}");
    assert!(stored(&site, "northwind").is_some(), "asking removes nobody");
    assert_eq!(sam.send(&format!("{NORTHWIND}/remove"), &[]).status, 303);
    assert_eq!(stored(&site, "northwind"), None);
    assert_eq!(sam.get(NORTHWIND).status, 404);
    assert_eq!(sam.send(&format!("{NORTHWIND}/change"), &change).status, 404);
}

#[test]
fn what_is_wrong_comes_back_with_what_was_typed() {
    let site = quillhaven();
    let sam = site.sam();
    add(&sam);
    for (field, value, said) in [
        ("name", "", "one line of at most 100 characters"),
        ("name", "...", "needs a letter or a digit"),
        ("name", "northwind", "There is a client of that name already"),
        ("package", "gold", "There is no package `gold`"),
        ("contact", "office", "That is no email address"),
        ("every", "soon", "is no cadence"),
        ("every", "1d", "Nobody is asked more often"),
    ] {
        let typed = TYPED.map(|(name, typed)| (name, if name == field { value } else { typed }));
        let reply = sam.send(LIST, &typed);
        let page = plain(&reply.text());
        assert_eq!(reply.status, 422, "{field} {value}");
        assert!(page.contains(said), "{said}: {page}");
        assert!(
            page.contains(&format!("id=\"{field}-error\" role=\"alert\"")),
            "{page}"
        );
        assert!(page.contains("value=\"office") && page.contains("aria-invalid=\"true\""));
    }
    for (action, fields, said) in [
        (
            "change",
            vec![("package", "pro"), ("every", "x")],
            "is no cadence",
        ),
        (
            "cadence",
            vec![("assessment", "security"), ("every", "99y")],
            "at most 10 years",
        ),
        (
            "invite",
            vec![("assessment", "security"), ("days", "0")],
            "1 to 366 days",
        ),
        (
            "invite",
            vec![("assessment", "security"), ("days", "367")],
            "1 to 366 days",
        ),
    ] {
        let reply = sam.send(&format!("{NORTHWIND}/{action}"), &fields);
        assert_eq!(reply.status, 422, "{action}");
        assert!(plain(&reply.text()).contains(said), "{action}: {}", reply.text());
    }
    for (action, fields) in [
        ("invite", vec![("assessment", "nothing"), ("days", "3")]),
        ("take-back", vec![("invitation", "x")]),
        ("dance", vec![]),
    ] {
        assert_eq!(
            sam.send(&format!("{NORTHWIND}/{action}"), &fields).status,
            409,
            "{action}"
        );
    }
}

#[test]
fn an_invitation_is_shown_ready_to_be_sent_and_opens_until_it_is_taken_back() {
    let site = quillhaven();
    let sam = site.sam();
    add(&sam);
    let reply = sam.send(
        &format!("{NORTHWIND}/invite"),
        &[("assessment", "security"), ("days", "30")],
    );
    assert_eq!(reply.status, 303, "{}", reply.text());
    let shown = reply.header("location").unwrap().replace("#invitation", "");
    let page = plain(&sam.page(&shown));
    let link = page
        .split("value=\"https://quillhaven.example/sales/i/")
        .nth(1)
        .unwrap();
    let link = link.split('"').next().unwrap();
    let now = Timestamp::now();
    let id = site
        .store
        .secret()
        .unwrap()
        .read(link, now)
        .expect("our own signature");
    let invited = || {
        site.wait(
            site.store
                .look_at_clients(move |clients| clients.invited(id, now)),
        )
    };
    let (client, invitation) = invited().unwrap().unwrap();
    assert_eq!(
        (client.id.as_str(), invitation.assessment.as_str()),
        ("northwind", "security")
    );
    for part in [
        "How secure is your business?: a few questions from Quillhaven IT",
        "href=\"mailto:office@northwind.example?subject=How%20secure",
        &format!("%2Fi%2F{link}"),
        "Several of you may answer",
        "Open · made",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!sam.page(NORTHWIND).contains(link), "only where it is asked for");
    let taken = [("invitation", id.to_string())];
    let taken = taken.each_ref().map(|(name, id)| (*name, id.as_str()));
    // Another client's page takes nothing back.
    let other = TYPED.map(|(name, typed)| (name, if name == "name" { "Other" } else { typed }));
    assert_eq!(sam.send(LIST, &other).status, 303);
    let elsewhere = sam.send("/sales/inbox/clients/other/take-back", &taken);
    assert_eq!(elsewhere.status, 404);
    assert!(invited().unwrap().is_some());
    assert_eq!(sam.send(&format!("{NORTHWIND}/take-back"), &taken).status, 303);
    assert!(invited().unwrap().is_none());
    let page = sam.page(&shown);
    assert!(
        page.contains("Taken back · made") && !page.contains("Ready to be sent"),
        "{page}"
    );
}

#[test]
fn rounds_are_compared_drawn_and_laid_side_by_side() {
    let site = quillhaven();
    let sam = site.sam();
    add(&sam);
    let mona = Some("mona@northwind.example");
    site.has(round(mona, &["vault", "archive"], "2026-02-10"));
    site.has(round(mona, &["vault", "disks"], "2026-05-10"));
    let newest = site.has(round(Some("tom@northwind.example"), &["disks"], "2026-08-10"));
    let page = plain(&sam.page(NORTHWIND));
    for part in [
        "Meeting that fits",
        "Since last time",
        "<h4>Lost</h4>",
        "No longer: Every password is in a vault.",
        "role=\"img\" aria-label=\"The total by today’s questions, from",
        "over 3 rounds",
        "cx=\"26\"",
        "cx=\"312\"",
        "2 people side by side",
        "on 5 of 5",
        &format!("href=\"{}\">10 Aug 2026</a>", at(newest, "")),
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(page.matches("<circle ").count(), 3);
    assert!(!page.contains("style="), "the policy forbids it");
    let beside = sam.page(&format!("{NORTHWIND}/beside?assessment=security"));
    assert_eq!(beside.matches("They differ").count(), 1, "{beside}");
    let agenda = plain(&sam.page(&format!("{NORTHWIND}/agenda?assessment=security")));
    let mut rest = agenda.as_str();
    for part in [
        "Tickets and single requests are for another day.",
        "1. Your business",
        "Where the company is going is still open.",
        "2. Since last time",
        "No longer: Every password",
        "3. To clear up",
        "Device Encryption: who provides it?",
        "4. Decisions due",
        "5. The year ahead",
        "Q4",
    ] {
        let found = rest.find(part).unwrap_or_else(|| panic!("{part}: {agenda}"));
        rest = &rest[found..];
    }
    let plan = plain(&sam.page(&format!("{NORTHWIND}/plan?assessment=security")));
    for part in [
        "Information technology",
        "Budget by quarter",
        "Q4",
        "Recovery",
        "6 of 10",
        "As answered on 10 Aug 2026",
    ] {
        assert!(plan.contains(part), "{part}: {plan}");
    }
    for secret in [
        "Open with the story",
        "If a laptop vanished",
        "expects to grow",
        "Who lost the last laptop",
    ] {
        assert!(!plan.contains(secret) && !agenda.contains(secret), "{secret}");
    }
    for page in ["agenda", "plan", "beside"] {
        assert_eq!(
            sam.get(&format!("{NORTHWIND}/{page}?assessment=other")).status,
            404
        );
        assert_eq!(
            sam.get(&format!("{LIST}/nobody/{page}?assessment=security"))
                .status,
            404
        );
    }
}

#[test]
fn a_client_without_a_contact_is_named_in_the_list_and_on_the_page() {
    let site = quillhaven();
    let sam = site.sam();
    add(&sam);
    let id = site.has(round(None, &["vault", "disks"], "2026-08-10"));
    let list = sam.page("/sales/inbox/");
    assert!(
        list.contains(">Northwind</a>") && !list.contains("No consent"),
        "{list}"
    );
    let page = plain(&sam.page(&at(id, "")));
    for part in [
        "Northwind</h1>",
        "Northwind answered: clear up Password Management first.",
        &format!("<a href=\"{NORTHWIND}\">Northwind</a>"),
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn forms_of_other_pages_change_nothing() {
    let site = quillhaven();
    let sam = site.sam();
    add(&sam);
    let other = TYPED.map(|(name, typed)| (name, if name == "name" { "Other" } else { typed }));
    for (path, fields) in [
        (LIST.to_owned(), other.to_vec()),
        (format!("{NORTHWIND}/change"), vec![("package", "pro")]),
        (
            format!("{NORTHWIND}/invite"),
            vec![("assessment", "security"), ("days", "3")],
        ),
        (format!("{NORTHWIND}/remove"), vec![]),
    ] {
        let cross = sam.send_with(&path, &[("Sec-Fetch-Site", "cross-site")], &fields);
        assert_eq!(cross.status, 403, "{path}");
        let bare = sam.send_with(&path, &[("Sec-Fetch-Site", "same-origin")], &fields);
        assert_eq!(bare.status, 403, "{path} without a token");
        let nobody = site.browser().send_with(&path, &[], &fields);
        assert_eq!(nobody.status, 303, "{path} of nobody leads to the door");
    }
    for path in [LIST, NORTHWIND] {
        assert_eq!(site.browser().get(path).status, 303, "{path}");
    }
    assert!(stored(&site, "other").is_none());
    let client = stored(&site, "northwind").unwrap();
    assert_eq!(client.every.as_deref(), Some("3m"));
    let invitations = site
        .store
        .look_at_clients(|clients| clients.invitations("northwind"));
    assert!(site.wait(invitations).unwrap().is_empty());
}

#[test]
fn a_strangers_text_is_only_ever_text() {
    let site = quillhaven();
    let sam = site.sam();
    let named = TYPED.map(|(name, typed)| (name, if name == "name" { SCRIPT } else { typed }));
    let reply = sam.send(LIST, &named);
    assert_eq!(reply.status, 303, "{}", reply.text());
    let at = reply.header("location").unwrap().to_owned();
    let id = at.rsplit('/').next().unwrap().to_owned();
    for email in ["mona@northwind.example", "tom@northwind.example"] {
        let mut response = round(Some(email), &["vault"], "2026-08-10");
        let answers = json!({"infosec": ["vault"], "plan": "no", "recovery": 6, "seats": 60, "apps": SCRIPT});
        let assessment = &response.definition.assessment;
        response.answers = Answers::from_json(assessment, answers.as_object().unwrap()).unwrap();
        let fields = json!({"name": SCRIPT, "email": email});
        response.contact.as_mut().unwrap().0 = serde_json::from_value(fields).unwrap();
        response.client = Some(id.clone());
        site.has(response);
    }
    let invited = sam.send(
        &format!("{at}/invite"),
        &[("assessment", "security"), ("days", "3")],
    );
    let shown = invited.header("location").unwrap().replace("#invitation", "");
    let wrong = ["name", "package", "contact", "every"].map(|name| (name, SCRIPT));
    let mut pages = vec![
        sam.send(LIST, &wrong).text(),
        sam.send(&format!("{at}/change"), &wrong).text(),
        sam.send(
            &format!("{at}/invite"),
            &[("assessment", "security"), ("days", SCRIPT)],
        )
        .text(),
        sam.send(
            &format!("{at}/cadence"),
            &[("assessment", "security"), ("every", SCRIPT)],
        )
        .text(),
    ];
    for path in [LIST, &at, &shown, &format!("{at}/remove"), "/sales/inbox/"] {
        pages.push(sam.page(path));
    }
    for printed in ["beside", "agenda", "plan"] {
        pages.push(sam.page(&format!("{at}/{printed}?assessment=security")));
    }
    for page in pages {
        assert!(page.contains("alert(1)"), "{page}");
        assert!(!page.contains("<script") && !page.contains("60481729"), "{page}");
    }
}
