//! Where to start and what it takes to reach the next band, as the report shows them.

use gradewright::assessment::{Effort, Gate};

use super::reports::Response;
use super::site::{INTERNAL_PRICE, PUBLIC_PRICE, REPORT_PRICE, grader, id, published};
use super::{Folder, renderer};

/// The report of these answers; every effort comes up once.
fn report(fields: &[(&str, &str)]) -> String {
    let folder = Folder::new();
    let renderer = renderer(folder.site(|site| {
        let open = gradewright::assessment::Assessment {
            gate: Gate::None,
            ..grader("security")
        };
        site.assessments.insert(id("security"), published(open));
        let mut catalogue = (*site.catalogue).clone();
        for (service, effort) in [
            ("device-encryption", Some(Effort::Weeks)),
            ("password-management", Some(Effort::Project)),
            ("incident-readiness", None),
        ] {
            catalogue.services.get_mut(service).unwrap().effort = effort;
        }
        site.catalogue = catalogue.into();
    }))
    .unwrap();
    renderer
        .report_page(&Response::new(&renderer, "security", fields).input())
        .unwrap()
}

/// From the heading to the end of its section.
fn section<'a>(report: &'a str, heading: &str) -> &'a str {
    let from = report.find(heading).unwrap_or_else(|| panic!("no “{heading}”"));
    let part = &report[from..];
    &part[..part.find("</section>").unwrap()]
}

/// 53 of 100: disks (critical, +14) and the vault (+19) lead to 87.
const HALF: [(&str, &str); 4] = [
    ("infosec", "none"),
    ("plan", "paper"),
    ("recovery", "10"),
    ("seats", "5"),
];

#[test]
fn the_way_names_its_steps_in_order_and_where_they_lead() {
    let report = report(&HALF);
    let way = section(&report, "What it takes to reach “Firm”");
    assert!(
        way.contains("These 2 steps would bring you from 53 to 87."),
        "{way}"
    );
    let place = |text: &str| way.find(text).unwrap_or_else(|| panic!("{text} in {way}"));
    assert!(place("Laptops are encrypted.") < place("Passwords are kept in one place."));
    assert_eq!(way.matches("<li>").count(), 2);
    assert!(
        way.contains("+14.3 points") && way.contains("+19 points"),
        "{way}"
    );
}

#[test]
fn only_public_prices_stand_beside_its_steps() {
    let half = report(&HALF);
    let way = section(&half, "What it takes to reach");
    assert!(way.contains("Device Encryption") && way.contains("Password Management"));
    assert!(way.contains(&format!("${PUBLIC_PRICE} a month")), "{way}");
    assert!(!way.contains(REPORT_PRICE), "{way}");
    assert!(
        half.contains(REPORT_PRICE),
        "further down, in the respondent's own list"
    );

    let nothing = report(&[
        ("infosec", "none"),
        ("plan", "no"),
        ("recovery", "0"),
        ("seats", "5"),
    ]);
    let way = section(&nothing, "What it takes to reach");
    assert!(way.contains("Incident Readiness"));
    assert!(!way.contains('$') && !nothing.contains(INTERNAL_PRICE), "{way}");
}

#[test]
fn efforts_are_said_in_words_where_they_are_known() {
    let report = report(&HALF);
    for part in ["Where to start", "What is still open"] {
        let part = section(&report, part);
        assert!(
            part.contains("A few weeks") && part.contains("A project"),
            "{part}"
        );
        assert!(!part.contains("Quick to do"), "no service here is");
    }
    let starts = section(&report, "Where to start");
    let readiness = &starts[starts.find("Incident Readiness").unwrap()..];
    let readiness = &readiness[..readiness.find("</li>").unwrap()];
    assert!(
        !readiness.contains('·'),
        "nobody said how hard it is: {readiness}"
    );
}

#[test]
fn at_the_top_there_is_no_way_to_show() {
    let top = report(&[
        ("infosec", "vault"),
        ("infosec", "disks"),
        ("plan", "paper"),
        ("recovery", "10"),
        ("seats", "5"),
    ]);
    assert!(top.contains(">Firm</p>") && !top.contains("What it takes to reach"));
}
