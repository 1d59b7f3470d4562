//! A measurement, not a test: how long pages of the list take with a million leads. `cargo test --test inbox -- --ignored
//! --nocapture` prints it.

use std::time::{Duration, Instant};

use gradewright::store::{LeadFilter, Order, SalesStatus, Store};
use rusqlite::params;

use crate::fixture::{create, lead};

const LEADS: i64 = 1_000_000;
const NAMES: [&str; 8] = ["Ann", "Bob", "José", "Mona", "Raj", "Vera", "Wei", "Zoë"];
const FAMILIES: [&str; 7] = ["Lee", "Núñez", "Patel", "Weiss", "Smith", "Okafor", "Tanaka"];
const COMPANIES: [&str; 5] = [
    "Client Ltd",
    "Nordwind",
    "Panadería Sol",
    "Patel & Sons",
    "Lantern Works",
];
const STATUSES: [&str; 6] = ["new", "contacted", "meeting", "quote", "lost", "won"];

#[test]
#[ignore = "takes minutes and prints figures"]
fn a_million_leads() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.sqlite");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = Store::open(&path).unwrap();
    runtime.block_on(create(&store, lead("first@client.example")));
    fill(&path);
    let today = jiff::civil::date(2026, 11, 26);
    let filter = |more: &dyn Fn(&mut LeadFilter)| {
        let mut filter = LeadFilter::default();
        more(&mut filter);
        filter
    };
    let text = |text: &str| Some(text.to_owned());
    let saas = || Some("saas".try_into().unwrap());
    let lists: Vec<(&str, LeadFilter)> = vec![
        ("newest", filter(&|_| {})),
        ("hottest", filter(&|f| f.order = Order::Hottest)),
        ("due", filter(&|f| f.order = Order::Due(today))),
        ("status new", filter(&|f| f.status = Some(SalesStatus::New))),
        (
            "status won (1 in 1,000)",
            filter(&|f| f.status = Some(SalesStatus::Won)),
        ),
        (
            "status won, hottest",
            filter(&|f| {
                f.status = Some(SalesStatus::Won);
                f.order = Order::Hottest;
            }),
        ),
        ("mine", filter(&|f| f.owner = Some(Some(1)))),
        (
            "mine, hottest",
            filter(&|f| {
                f.owner = Some(Some(1));
                f.order = Order::Hottest;
            }),
        ),
        (
            "one assessment, hottest",
            filter(&|f| {
                f.assessment = saas();
                f.order = Order::Hottest;
            }),
        ),
        (
            "one assessment and won",
            filter(&|f| {
                f.assessment = saas();
                f.status = Some(SalesStatus::Won);
            }),
        ),
        (
            "a service that few need",
            filter(&|f| f.service = Some("rare".try_into().unwrap())),
        ),
        (
            "a service that nobody needs, hottest",
            filter(&|f| {
                f.service = Some("none".try_into().unwrap());
                f.order = Order::Hottest;
            }),
        ),
        ("text of one", filter(&|f| f.text = text("lead777777"))),
        ("text of many", filter(&|f| f.text = text("nordwind"))),
        ("text of all", filter(&|f| f.text = text("exam"))),
        (
            "text of many, hottest",
            filter(&|f| {
                f.text = text("nunez");
                f.order = Order::Hottest;
            }),
        ),
        ("two words", filter(&|f| f.text = text("ann smith"))),
        (
            "two words that are never together",
            filter(&|f| f.text = text("first smith")),
        ),
        (
            "text and won",
            filter(&|f| {
                f.text = text("weiss");
                f.status = Some(SalesStatus::Won);
            }),
        ),
    ];
    println!(
        "{:<40} {:>9} {:>9} {:>9}",
        "list of 1,000,000", "first", "next", "far in"
    );
    for (name, filter) in lists {
        let page = |from| {
            let begun = Instant::now();
            let page = runtime.block_on(store.leads(filter.clone(), from, 50)).unwrap();
            (begun.elapsed(), page)
        };
        page(None);
        let (first, found) = page(None);
        let (next, mut found) = found
            .next
            .map_or((Duration::ZERO, found.clone()), |_| page(found.next));
        for _ in 0..20 {
            let Some(from) = found.next else { break };
            found = page(Some(from)).1;
        }
        let far = found.next.map_or(Duration::ZERO, |_| page(found.next).0);
        println!(
            "{name:<40} {:>9} {:>9} {:>9}{}",
            ms(first),
            ms(next),
            ms(far),
            if found.unfinished { "  (in parts)" } else { "" }
        );
    }
    let begun = Instant::now();
    let due = runtime.block_on(store.due(today, None)).unwrap();
    println!(
        "{:<40} {:>9}",
        format!("how many are due ({due})"),
        ms(begun.elapsed())
    );
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// Copies of the one lead under other names.
fn fill(path: &std::path::Path) {
    let mut file = rusqlite::Connection::open(path).unwrap();
    file.pragma_update(None, "synchronous", "OFF").unwrap();
    let change = file.transaction().unwrap();
    change
        .execute(
            "INSERT INTO users (email, name, created_at) VALUES ('sam', 'Sam', 0)",
            [],
        )
        .unwrap();
    let pick = |from: &[&'static str], n: i64| from[usize::try_from(n).unwrap() % from.len()];
    for n in 1..LEADS {
        let random = n.wrapping_mul(2_654_435_761) % 1_000_003;
        let name = format!("{} {}", pick(&NAMES, random / 3), pick(&FAMILIES, random / 31));
        let contact = serde_json::json!({
            "name": name, "email": format!("lead{n}@client{}.example", random % 5000), "company": pick(&COMPANIES, random / 7),
        });
        let services = if random % 5000 == 0 {
            "rare"
        } else {
            "email-archive"
        };
        let follow_up = serde_json::json!({"gaps": [], "services": [{"id": "backup-dr"}, {"id": services}]});
        change
            .prepare_cached(
                "INSERT INTO responses (id, token, fingerprint, assessment, submitted_at, status, person, total, band, contact_at,
                     contact, consent, source, definition, answers, scorecard, follow_up)
                 SELECT ?1, ?2, fingerprint, ?3, submitted_at + ?4, status, ?4, ?5, band, contact_at, ?6, consent, source,
                     definition, answers, scorecard, ?7 FROM responses WHERE key = 1",
            )
            .unwrap()
            .execute(params![
                uuid::Uuid::from_u128(u128::try_from(n).unwrap()).as_bytes(),
                uuid::Uuid::from_u128(u128::try_from(n + LEADS).unwrap()).as_bytes(),
                if random % 10 == 0 { "saas" } else { "security" },
                n,
                (random % 101) as f64,
                contact.to_string(),
                follow_up.to_string(),
            ])
            .unwrap();
        let key = n + 1;
        if random % 4 == 0 {
            let status = match random % 1000 {
                0 => "won",
                other => pick(&STATUSES[..5], other),
            };
            let due = (random % 40 == 0).then_some(20_261_101 + random % 28);
            change
                .prepare_cached("UPDATE lead_status SET status = ?2, owner = ?3, next_on = ?4, next_step = 'Call' WHERE response = ?1")
                .unwrap()
                .execute(params![key, status, (random % 8 == 0).then_some(1), due])
                .unwrap();
        }
    }
    change.commit().unwrap();
}
