//! What is being negotiated, in sums that can be made by hand.

use std::collections::BTreeMap;

use gradewright::assessment::{Quarter, Recommendation, Roadmap};
use gradewright::store::{Change, NewResponse, SalesStatus};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::fixture::lead;
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
    step(ann, date(2090, 3, 31));
    step(bob, date(2090, 4, 1));
    let page = without_labels(&sam.page("/sales/inbox/pipeline"));
    // Each: backup $250, archive 60 × $4 a month; $1,500 and 60 × $0.50 once. All three services begin in the first quarter.
    let line = |label: &str, leads: usize, monthly: &str, once: &str| {
        cells(&page, label, leads, [monthly, once, "–"])
    };
    let first = line("2090, quarter 1", 1, "$490", "$1,530");
    let second = line("2090, quarter 2", 1, "$490", "$1,530");
    let today = Timestamp::now().strftime("%Y %m").to_string();
    let (year, month) = today.split_once(' ').unwrap();
    let now = format!("{year}, quarter {}", month.parse::<u32>().unwrap().div_ceil(3));
    let current = line(&now, 1, "$490", "$1,530");
    assert!(current < first && first < second);
    let backup = line("Backup and Recovery", 3, "$750", "$4,500");
    let archive = line("Email Archive", 3, "$720", "$90");
    line("Device Encryption", 3, "not known", "–");
    assert!(backup < archive, "the most value first");
    let quotes = page.find("Open quotes").unwrap();
    let rest = &page[quotes..];
    let place = |text: &str| rest.find(text).expect(text);
    assert!(place("&lt;Dan&gt;") < place(">Bob</a>"), "the oldest first");
    assert!(rest.contains(">12<span") && rest.contains(">9<span"));
    let total = "Together</th><td></td><td class=\"number\">$980</td><td class=\"number\">$3,060</td><td class=\"number\">–</td>";
    assert!(rest.contains(total), "{rest}");
    assert!(!page.contains("Cleo") && !page.contains("Eve") && !page.contains("<Dan>"));
}

/// Each figure says on a phone what it is; for what follows that is in the way.
fn without_labels(page: &str) -> String {
    let labels = ["Leads", "Days", "A month", "Once", "Projects"];
    labels.iter().fold(page.to_owned(), |page, label| {
        page.replace(&format!(" data-is=\"{label}\""), "")
    })
}

/// The row of a label must hold these figures; where it is.
fn cells(page: &str, label: &str, leads: usize, money: [&str; 3]) -> usize {
    let [monthly, once, project] = money;
    let row = format!(
        "</th><td class=\"number\">{leads}</td><td class=\"number\">{monthly}</td><td class=\"number\">{once}</td>\
         <td class=\"number\">{project}</td>"
    );
    let from = page
        .find(&format!("<th scope=\"row\">{label}<"))
        .unwrap_or_else(|| panic!("{label}: {page}"));
    let end = from + page[from..].find("</tr>").unwrap();
    assert!(page[from..end].contains(&row), "{label}: {}", &page[from..end]);
    from
}

/// A month, once and for projects, in dollars.
type Money = [i64; 3];

/// A lead with services that begin in four quarters, and later.
fn planned(name: &str, begins: &[&[Money]; 4], later: &[Money]) -> NewResponse {
    let mut response = lead(&format!("{name}@client.example"));
    let mut number = 0;
    let mut services: Vec<Recommendation> = Vec::new();
    let mut offer = |[monthly, once, project]: Money| {
        number += 1;
        // The catalogue of the test knows none of these: what is a project is said by the plan alone.
        let one = json!({
            "id": format!("{name}-{number}"), "name": format!("{name} {number}"), "strength": "start", "gain": 1.0,
            "critical": false, "monthly": monthly * 100, "setup": (once + project) * 100, "quantity": 1, "reasons": []
        });
        let one: Recommendation = serde_json::from_value(one).unwrap();
        services.push(one.clone());
        one.id
    };
    let mut roadmap = Roadmap::default();
    let mut running = 0;
    for quarter in begins {
        let sum = |of: usize| quarter.iter().map(|money| money[of] * 100).sum::<i64>();
        running += sum(0);
        roadmap.quarters.push(Quarter {
            services: quarter.iter().map(|money| offer(*money)).collect(),
            running,
            once: sum(1),
            project: sum(2),
        });
    }
    roadmap.later = later.iter().map(|money| offer(*money)).collect();
    response.follow_up.services = services;
    response.follow_up.sales.roadmap = roadmap;
    response
}

#[test]
fn value_by_quarter_is_the_sum_of_all_plans() {
    let site = quillhaven();
    // Who begins when (in quarters since 2090), and what begins in each quarter of their own.
    type Plan = (&'static str, (i16, i8), [&'static [Money]; 4], &'static [Money]);
    let plans: [Plan; 3] = [
        (
            "ann",
            (2090, 12),
            [
                &[[100, 10, 0], [20, 0, 0], [0, 0, 700]],
                &[[30, 5, 0]],
                &[[0, 0, 900]],
                &[],
            ],
            &[],
        ),
        (
            "bob",
            (2091, 1),
            [&[[7, 1, 0]], &[[8, 2, 0]], &[[9, 3, 0]], &[[11, 4, 0]]],
            &[[13, 6, 0], [17, 0, 0]],
        ),
        ("cleo", (2090, 10), [&[[1000, 0, 0]], &[], &[], &[]], &[]),
    ];
    let mut expected: BTreeMap<i32, (usize, Money)> = BTreeMap::new();
    let mut together: (usize, Money) = (plans.len(), [0; 3]);
    for (name, (year, month), begins, later) in &plans {
        let id = site.has(planned(name, begins, later));
        change(&site, id, 0, Change::Status(SalesStatus::Meeting, None));
        change(
            &site,
            id,
            0,
            Change::Step(Some(("Meet".to_owned(), date(*year, *month, 15)))),
        );
        let first = (i32::from(*year) - 2090) * 4 + (i32::from(*month) - 1) / 3;
        let mut count = |quarter: i32, money: &[Money]| {
            if money.is_empty() {
                return;
            }
            let (leads, sum) = expected.entry(quarter).or_default();
            *leads += 1;
            for kind in 0..3 {
                let of_kind: i64 = money.iter().map(|one| one[kind]).sum();
                sum[kind] += of_kind;
                together.1[kind] += of_kind;
            }
        };
        for (place, money) in (0..).zip(begins) {
            count(first + place, money);
        }
        count(i32::MAX, later);
    }
    let page = without_labels(&site.sam().page("/sales/inbox/pipeline"));
    let dollars = |money: i64| match money {
        0 => "–".to_owned(),
        1000.. => format!("${},{:03}", money / 1000, money % 1000),
        _ => format!("${money}"),
    };
    let check = |label: &str, (leads, money): (usize, Money)| {
        let [monthly, once, project] = money.map(dollars);
        cells(&page, label, leads, [&monthly, &once, &project])
    };
    assert_eq!(expected.len(), 6, "five quarters and what is later");
    let mut last = 0;
    for (quarter, sum) in &expected {
        let label = match *quarter {
            i32::MAX => "Later".to_owned(),
            quarter => format!("{}, quarter {}", 2090 + quarter / 4, quarter % 4 + 1),
        };
        let place = check(&label, *sum);
        assert!(place > last, "in order: {label}");
        last = place;
    }
    let quarters = &page[page.find("By quarter").unwrap()..];
    let [monthly, once, project] = together.1.map(dollars);
    cells(quarters, "Together", 3, [&monthly, &once, &project]);
    assert_eq!(together.1, [1215, 31, 1600], "by hand");
}

#[test]
fn what_is_wanted_and_never_quoted_is_a_request_for_a_quote() {
    let site = quillhaven();
    let sam = site.sam();
    let [ann, bob, cleo, dan] = ["Ann", "Bob", "Cleo", "Dan"]
        .map(|name| site.called(name, &format!("{name}@client.example"), "A & B"));
    let want = r#"{"gaps": {"recovery": {"decision": "want"}, "infosec.disks": {"decision": "discuss"}}}"#;
    let decide = |id: uuid::Uuid, days: i64, json: &str| {
        let at = (Timestamp::now() - SignedDuration::from_hours(24 * days)).as_millisecond();
        let sql = "UPDATE responses SET decisions = ?2, decided_at = ?3 WHERE id = ?1";
        site.file()
            .execute(sql, rusqlite::params![id.as_bytes(), json, at])
            .unwrap();
    };
    decide(ann, 3, want);
    decide(bob, 12, want);
    decide(cleo, 20, want);
    decide(dan, 20, &want.replace("want", "accept"));
    change(&site, cleo, 9, Change::Status(SalesStatus::Quote, None));
    change(&site, cleo, 8, Change::Status(SalesStatus::Contacted, None));
    let page = without_labels(&sam.page("/sales/inbox/pipeline"));
    let from = page.find("Wanted, not quoted").unwrap();
    let section = &page[from..from + page[from..].find("</section>").unwrap()];
    let place = |text: &str| section.find(text).unwrap_or_else(|| panic!("{text}: {section}"));
    assert!(place(">Bob</a>") < place(">Ann</a>"), "the oldest first");
    assert!(
        section.contains(">12<span") && section.contains(">3<span"),
        "{section}"
    );
    assert_eq!(
        section.matches("Wants Backup and Recovery</span>").count(),
        2,
        "{section}"
    );
    assert_eq!(
        section
            .matches("<td class=\"number\">$250</td><td class=\"number\">$1,500</td>")
            .count(),
        2
    );
    assert!(!section.contains("Cleo") && !section.contains("Dan"), "{section}");
}
