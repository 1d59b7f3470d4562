//! How others did: who counts, and how often.

use gradewright::assessment::{Benchmark, OptionId, QuestionId};
use gradewright::store::{Leads, NewResponse, Status, Store, Submitted};
use serde_json::{Value, json};

use crate::fixture::*;

/// Of everybody, or of those who gave the same answer about their plan. Counted by a store of its own: one that took long
/// over a count keeps it for a while.
async fn others(kept: &Kept, plan: Option<&str>) -> Option<(u64, f64)> {
    let store = Store::open(&kept.path).unwrap();
    let plan = plan.map(|plan| {
        let question = QuestionId::try_from("plan").unwrap();
        (question, OptionId::try_from(plan).unwrap())
    });
    let found = store
        .benchmark("security".try_into().unwrap(), plan)
        .await
        .unwrap();
    found.map(|Benchmark { n, mean, as_of }| {
        let age = jiff::Timestamp::now().duration_since(as_of).as_secs();
        assert!((0..60).contains(&age), "counted {age} s ago");
        (n, mean)
    })
}

fn all(plan: &str) -> Value {
    json!({ "infosec": ["vault", "disks", "archive"], "plan": plan, "recovery": 10, "seats": 60 })
}

fn nothing(plan: &str) -> Value {
    json!({ "infosec": ["none"], "plan": plan, "recovery": 0, "seats": 60 })
}

/// Somebody's answers, with their contact.
fn by(who: usize, answers: Value) -> NewResponse {
    NewResponse {
        contact: Some((contact(&format!("p{who}@doe.example")), consent(true))),
        ..anonymous(answers)
    }
}

/// All at once, so that they share a commit.
async fn store_all(store: &Store, responses: Vec<NewResponse>) {
    let begun: Vec<_> = responses
        .into_iter()
        .map(|response| begin(store, response).unwrap())
        .collect();
    for submitting in begun {
        assert!(matches!(submitting.await.unwrap(), Submitted::Created(_)));
    }
}

/// So many people without a plan and with everything else (⅔ of the score), but for the first, who has nothing.
async fn people(count: usize) -> Kept {
    let kept = kept();
    let sent = (0..count).map(|who| match who {
        0 => by(0, nothing("no")),
        _ => by(who, all("no")),
    });
    store_all(&kept.store, sent.collect()).await;
    kept
}

fn close(found: Option<(u64, f64)>, n: u64, mean: f64) {
    let (people, of) = found.unwrap_or_else(|| panic!("nothing in place of n={n}"));
    assert_eq!(people, n);
    assert!((of - mean).abs() < 1e-6, "{of} in place of {mean}");
}

/// 2 of 3 parts of the first category's weight of 2, and the whole of the second: (2 × 50 + 100) / 3.
const TWO_THIRDS: f64 = 200.0 / 3.0;

#[tokio::test]
async fn below_30_people_there_is_nothing_to_say() {
    let kept = people(29).await;
    assert_eq!(others(&kept, None).await, None);
    create(&kept.store, by(29, all("no"))).await;
    close(others(&kept, None).await, 30, TWO_THIRDS * 29.0 / 30.0);
    let other = kept.store.benchmark("email".try_into().unwrap(), None).await;
    assert_eq!(other.unwrap(), None, "nobody took that");
}

#[tokio::test]
async fn who_sends_many_times_counts_once_with_the_last_answers() {
    let kept = people(29).await;
    let again = (0..9).map(|_| by(0, nothing("no"))).collect();
    store_all(&kept.store, again).await;
    assert_eq!(others(&kept, None).await, None, "still 29");
    create(&kept.store, by(29, all("no"))).await;
    create(&kept.store, by(0, all("no"))).await;
    close(others(&kept, None).await, 30, TWO_THIRDS);
    // An address is the same in any case, and older answers that are better change nothing.
    let louder = NewResponse {
        contact: Some((contact("P0@DOE.example"), consent(true))),
        ..anonymous(nothing("no"))
    };
    create(&kept.store, louder).await;
    close(others(&kept, None).await, 30, TWO_THIRDS * 29.0 / 30.0);
}

#[tokio::test]
async fn who_left_no_contact_or_fell_into_a_trap_does_not_count() {
    let kept = people(30).await;
    let before = others(&kept, None).await;
    let unknown = (0..9).map(|_| anonymous(nothing("no"))).collect();
    store_all(&kept.store, unknown).await;
    let trapped = (40..49).map(|who| NewResponse {
        status: Status::Quarantined,
        ..by(who, nothing("no"))
    });
    store_all(&kept.store, trapped.collect()).await;
    // Nor does what a trap caught stand for the same person's honest answers.
    let trapped = NewResponse {
        status: Status::Quarantined,
        ..by(1, nothing("no"))
    };
    create(&kept.store, trapped).await;
    assert_eq!(others(&kept, None).await, before);
    close(before, 30, TWO_THIRDS * 29.0 / 30.0);
    // A contact that comes later counts from then on.
    let late = create(&kept.store, anonymous(all("no"))).await;
    let added = new_contact("late@doe.example", true);
    kept.store.add_contact(&late.token, added).await.unwrap();
    close(others(&kept, None).await, 31, TWO_THIRDS * 30.0 / 31.0);
}

#[tokio::test]
async fn those_alike_gave_the_same_answer_last() {
    let kept = people(30).await;
    store_all(&kept.store, (50..79).map(|who| by(who, all("yes"))).collect()).await;
    close(others(&kept, Some("no")).await, 30, TWO_THIRDS * 29.0 / 30.0);
    assert_eq!(others(&kept, Some("yes")).await, None, "29 of them");
    assert!(others(&kept, None).await.is_some(), "59 of all");
    // Somebody who has a plan by now is alike with others from now on.
    create(&kept.store, by(0, all("yes"))).await;
    close(others(&kept, Some("yes")).await, 30, 100.0);
    assert_eq!(others(&kept, Some("no")).await, None, "29 are left");
}

#[tokio::test]
async fn who_is_forgotten_does_not_count_any_more() {
    let kept = people(31).await;
    close(others(&kept, None).await, 31, TWO_THIRDS * 30.0 / 31.0);
    let mut leads = Leads::open(&kept.path).unwrap();
    leads.forget("p0@doe.example", "command line").unwrap();
    close(others(&kept, None).await, 30, TWO_THIRDS);
    leads.forget("p7@doe.example", "command line").unwrap();
    assert_eq!(others(&kept, None).await, None);
}
