//! What is being negotiated, in sums that can be made by hand.

use gradewright::store::{Change, SalesStatus};
use jiff::{SignedDuration, Timestamp};

use crate::site::{Quillhaven, quillhaven};

fn change(site: &Quillhaven, id: uuid::Uuid, days_ago: i64, change: Change) {
    let at = Timestamp::now() - SignedDuration::from_hours(24 * days_ago);
    assert!(site.wait(site.store.change_lead(id, 1, at, change)).unwrap());
}

#[test]
fn value_is_summed_by_quarter_and_by_service_and_quotes_grow_old() {
    let site = quillhaven();
    let sam = site.sam();
    assert!(sam.page("/sales/inbox/pipeline").contains("Nothing yet"));
    let called = |name: &str| site.called(name, &format!("{name}@client.example"), "Client & Sons");
    let [ann, bob, cleo, dan] = ["Ann", "Bob", "Cleo", "<Dan>"].map(called);
    called("Eve");
    let status = |id, days, status| change(&site, id, days, Change::Status(status, None));
    status(ann, 1, SalesStatus::Contacted);
    status(bob, 20, SalesStatus::Meeting);
    status(bob, 9, SalesStatus::Quote);
    status(dan, 12, SalesStatus::Quote);
    status(cleo, 3, SalesStatus::Quote);
    status(cleo, 2, SalesStatus::Won);
    let step = |id, day| change(&site, id, 0, Change::Step(Some(("Call".to_owned(), day))));
    step(ann, jiff::civil::date(2027, 3, 31));
    step(bob, jiff::civil::date(2027, 4, 1));
    let page = sam.page("/sales/inbox/pipeline");
    // Each: backup $250, archive 60 × $4 a month; $1,500 and 60 × $0.50 once.
    let line = |label: &str, leads: usize, monthly: &str, once: &str| {
        let row = format!(
            "</th><td class=\"number\">{leads}</td><td class=\"number\">{monthly}</td><td class=\"number\">{once}</td>"
        );
        let from = page.find(&format!("<th scope=\"row\">{label}")).expect(label);
        let end = from + page[from..].find("</tr>").unwrap();
        assert!(page[from..end].contains(&row), "{label}: {}", &page[from..end]);
        from
    };
    let first = line("2027, quarter 1", 1, "$490", "$1,530");
    let second = line("2027, quarter 2", 1, "$490", "$1,530");
    let none = line("No next step", 1, "$490", "$1,530");
    assert!(first < second && second < none);
    line("Together", 3, "$1,470", "$4,590");
    let backup = line("Backup and Recovery", 3, "$750", "$4,500");
    let archive = line("Email Archive", 3, "$720", "$90");
    line("Device Encryption", 3, "not known", "–");
    assert!(backup < archive, "the most value first");
    let quotes = page.find("Open quotes").unwrap();
    let rest = &page[quotes..];
    let place = |text: &str| rest.find(text).expect(text);
    assert!(place("&lt;Dan&gt;") < place(">Bob</a>"), "the oldest first");
    assert!(rest.contains(">12<span") && rest.contains(">9<span"));
    assert!(!page.contains("Cleo") && !page.contains("Eve") && !page.contains("<Dan>"));
}
