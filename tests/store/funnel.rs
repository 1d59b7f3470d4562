//! Sums of how far people get: nobody is in them, and nobody who goes takes them along.

use std::collections::BTreeMap;

use gradewright::assessment::AssessmentId;
use gradewright::store::{
    Change, ContactAdded, Funnel, Leads, NewResponse, Status, Step, Store, Submitted, Users,
};
use jiff::Timestamp;

use crate::fixture::*;

fn security() -> AssessmentId {
    "security".try_into().unwrap()
}

fn step(id: &str) -> Step {
    Step::parse(id).unwrap()
}

async fn funnel(store: &Store) -> Funnel {
    store.funnel(security(), None).await.unwrap()
}

/// `(=start, =finished, =contact)` of a source.
async fn ends(store: &Store, source: &str) -> [u64; 3] {
    let funnel = funnel(store).await;
    let none = BTreeMap::new();
    let counts = funnel.sources.get(source).unwrap_or(&none);
    ["=start", "=finished", "=contact"].map(|id| counts.get(&step(id)).copied().unwrap_or_default())
}

fn quarantined(response: NewResponse) -> NewResponse {
    NewResponse {
        status: Status::Quarantined,
        ..response
    }
}

#[tokio::test]
async fn what_is_stored_is_counted_once_and_stays_counted_when_the_person_is_gone() {
    let kept = kept();
    let store = &kept.store;
    let jane = lead("jane@doe.example");
    let again = jane.clone();
    create(store, jane).await;
    assert!(matches!(
        store.submit(again).await.unwrap(),
        Submitted::Repeated(_)
    ));
    let ed = create(store, anonymous(some_answers())).await;
    assert_eq!(ends(store, "newsletter").await, [0, 2, 1]);
    for _ in 0..2 {
        let added = store
            .add_contact(&ed.token, new_contact("ed@doe.example", false))
            .await;
        assert_eq!(added.unwrap(), ContactAdded::Added);
    }
    assert_eq!(ends(store, "newsletter").await, [0, 2, 2]);
    let mut leads = Leads::open(&kept.path).unwrap();
    assert_eq!(
        leads
            .forget("jane@doe.example", "command line")
            .unwrap()
            .responses
            .len(),
        1
    );
    assert_eq!(leads.erase(ed.id, "command line").unwrap().responses.len(), 1);
    assert_eq!(ends(store, "newsletter").await, [0, 2, 2]);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_counts_once() {
    let kept = kept();
    create(&kept.store, form("jane@doe.example", NOON)).await;
    let again = kept.store.submit(form("jane@doe.example", NOON)).await.unwrap();
    assert!(matches!(again, Submitted::Repeated(_)));
    assert_eq!(ends(&kept.store, "newsletter").await, [0, 1, 1]);
}

#[tokio::test]
async fn neither_paper_nor_what_a_trap_caught_is_counted_until_somebody_recovers_it() {
    let kept = kept();
    let store = &kept.store;
    let mut keyed = lead("paper@doe.example");
    keyed.source.insert("page".to_owned(), "paper".to_owned());
    create(store, keyed).await;
    let id = create(store, quarantined(lead("jane@doe.example"))).await.id;
    let late = create(store, quarantined(anonymous(some_answers()))).await;
    let contact = new_contact("late@doe.example", true);
    store.add_contact(&late.token, contact).await.unwrap();
    assert_eq!(funnel(store).await, Funnel::default());
    let mut users = Users::open(&kept.path).unwrap();
    users.add("sam@q.example", "Sam", "x", Timestamp::now()).unwrap();
    for id in [id, late.id, id] {
        let recover = Change::Recover(vec![]);
        let recovered = store.change_lead(id, 1, Timestamp::now(), recover).await;
        recovered.unwrap();
    }
    assert_eq!(ends(store, "newsletter").await, [0, 2, 2]);
}

#[tokio::test]
async fn steps_are_written_by_an_orderly_stop_at_the_latest() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    for source in [None, None, Some("Newsletter")] {
        store.count_step(security(), Step::Started, source);
    }
    store.count_step(security(), step("infosec"), None);
    store.count_step("saas".try_into().unwrap(), Step::Started, None);
    drop(store);
    let store = Store::open(&path).unwrap();
    assert_eq!(ends(&store, "direct").await, [2, 0, 0]);
    assert_eq!(ends(&store, "newsletter").await, [1, 0, 0]);
    assert_eq!(funnel(&store).await.sources["direct"][&step("infosec")], 1);
}

#[tokio::test]
async fn steps_are_written_a_moment_later_without_anything_else_to_write() {
    let kept = kept();
    kept.store.count_step(security(), Step::Started, None);
    let begun = std::time::Instant::now();
    while ends(&kept.store, "direct").await != [1, 0, 0] {
        assert!(begun.elapsed().as_secs() < 20, "never written");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn nobody_fills_the_disk_with_sources() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    for n in 0..80 {
        let mut response = anonymous(some_answers());
        response.source.insert("utm_source".to_owned(), format!("s{n}"));
        create(&store, response).await;
    }
    let mut response = anonymous(some_answers());
    response.source.insert("utm_source".to_owned(), "s0".to_owned());
    create(&store, response).await;
    for (day, sources) in [("2026-11-22", 51), ("2026-11-23", 51)] {
        if day != "2026-11-22" {
            let mut response = anonymous(some_answers());
            response.submitted_at = format!("{day}T00:00:00Z").parse().unwrap();
            response.source.insert("utm_source".to_owned(), "s0".to_owned());
            create(&store, response).await;
        }
        let funnel = funnel(&store).await;
        assert_eq!(funnel.sources.len(), sources);
        assert_eq!(funnel.sources["other"][&Step::Finished], 30);
    }
    let funnel = store
        .funnel(security(), Some("2026-11-23".parse().unwrap()))
        .await
        .unwrap();
    assert_eq!(
        funnel.sources,
        BTreeMap::from([("s0".to_owned(), [(Step::Finished, 1)].into())])
    );
    assert_eq!(funnel.since, Some("2026-11-22".parse().unwrap()));
    let columns: Vec<String> = {
        let file = rusqlite::Connection::open(&path).unwrap();
        let mut statement = file
            .prepare("SELECT name FROM pragma_table_info('funnel')")
            .unwrap();
        let names = statement.query_map([], |row| row.get(0)).unwrap();
        names.map(Result::unwrap).collect()
    };
    assert_eq!(
        columns,
        ["assessment", "day", "source", "step", "count"],
        "sums alone"
    );
}

#[tokio::test]
async fn a_lead_is_stored_even_where_it_cannot_be_counted() {
    let kept = kept();
    let file = rusqlite::Connection::open(&kept.path).unwrap();
    file.execute_batch("DROP TABLE funnel").unwrap();
    let stored = create(&kept.store, lead("jane@doe.example")).await;
    assert!(kept.store.by_token(&stored.token).await.unwrap().is_some());
}
