//! What is to be delivered: only with consent, once, by one.

use std::time::Duration;

use gradewright::store::{Attempt, NewResponse, Status, Verdict};

use crate::fixture::*;

const LONG: Duration = Duration::from_secs(600);

#[tokio::test]
async fn only_a_contact_that_agreed_gets_a_brief() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let quarantined = create(
        &store,
        NewResponse {
            status: Status::Quarantined,
            ..lead("a@doe.example")
        },
    )
    .await;
    create(
        &store,
        NewResponse {
            contact: Some((contact("b@doe.example"), consent(false))),
            ..lead("")
        },
    )
    .await;
    let anonymous_one = create(&store, anonymous(some_answers())).await;
    store
        .add_contact(&anonymous_one.token, new_contact("c@doe.example", false))
        .await
        .unwrap();
    let caught = create(
        &store,
        NewResponse {
            status: Status::Quarantined,
            ..anonymous(some_answers())
        },
    )
    .await;
    store
        .add_contact(&caught.token, new_contact("d@doe.example", true))
        .await
        .unwrap();
    assert_eq!(count(&path, "outbox"), 0);
    assert!(store.claim(LONG, 10, &[]).await.unwrap().is_empty());
    assert_eq!(store.next_due(&[]).await.unwrap(), None);
    assert!(
        store.by_token(&quarantined.token).await.unwrap().is_some(),
        "caught is not dropped"
    );
}

#[tokio::test]
async fn one_delivery_is_held_by_one_and_done_once() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let receipt = create(&store, lead("jane@doe.example")).await;
    store.outbox_changed().await;
    let item = store.claim(LONG, 10, &[]).await.unwrap().pop().unwrap();
    assert_eq!(
        (item.kind.as_str(), item.attempts, item.response.id),
        ("brief", 0, receipt.id)
    );
    assert!(
        store.claim(LONG, 10, &[]).await.unwrap().is_empty(),
        "somebody holds it"
    );
    assert!(
        store.next_due(&[]).await.unwrap().unwrap() > now_plus(500),
        "until the lease runs out"
    );
    assert!(store.settle(item.key, Attempt::delivered()).await.unwrap());
    assert_eq!(store.next_due(&[]).await.unwrap(), None);
    assert_eq!(count(&path, "outbox"), 1, "what was delivered is remembered");
}

#[tokio::test]
async fn a_delivery_whose_holder_died_or_failed_falls_due_again() {
    let Kept {
        store,
        path: _path,
        folder: _folder,
    } = kept();
    create(&store, lead("jane@doe.example")).await;
    assert_eq!(store.claim(Duration::ZERO, 10, &[]).await.unwrap().len(), 1);
    let item = store.claim(LONG, 10, &[]).await.unwrap().pop().unwrap();
    assert_eq!(item.attempts, 1);
    store
        .settle(item.key, Attempt::of(Verdict::Again(now_plus(300)), None))
        .await
        .unwrap();
    assert!(store.claim(LONG, 10, &[]).await.unwrap().is_empty());
    store
        .settle(item.key, Attempt::of(Verdict::Again(now_plus(-1)), None))
        .await
        .unwrap();
    assert_eq!(
        store.claim(LONG, 10, &[]).await.unwrap().pop().unwrap().attempts,
        2
    );
}
