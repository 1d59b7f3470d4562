//! Many at once: one writer, groups, and a queue with an end.

use std::collections::HashSet;
use std::time::Duration;

use gradewright::store::{NewResponse, Settings, Store, StoreError, Submitted};

use crate::fixture::*;

#[tokio::test]
async fn what_waits_together_is_stored_together_and_a_bad_one_fails_alone() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let holder = hold(&path);
    let first = lead("first@doe.example");
    let mut begun = vec![begin(&store, first.clone()).unwrap()];
    for number in 0..200 {
        begun.push(begin(&store, lead(&format!("p{number}@doe.example"))).unwrap());
    }
    // A token that is taken can't be stored.
    let bad = begin(
        &store,
        NewResponse {
            token: first.token,
            ..lead("bad@doe.example")
        },
    )
    .unwrap();
    let last = begin(&store, lead("last@doe.example")).unwrap();
    drop(holder);

    let mut tokens = HashSet::new();
    for submitting in begun.into_iter().chain([last]) {
        let Submitted::Created(receipt) = submitting.await.unwrap() else {
            panic!("not created")
        };
        assert!(tokens.insert(receipt.token));
    }
    assert!(matches!(bad.await, Err(StoreError::Database(_))));
    assert_eq!((count(&path, "responses"), count(&path, "outbox")), (202, 202));
}

#[tokio::test]
async fn a_full_queue_is_busy_at_once_and_loses_nothing_that_it_took() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gradewright.sqlite");
    let store = Store::open_with(
        &path,
        Settings {
            waiting: 4,
            busy: Duration::from_secs(60),
            ..Settings::default()
        },
    )
    .unwrap();
    let holder = hold(&path);
    let mut begun = Vec::new();
    let refused = (0..50).find_map(
        |number| match begin(&store, lead(&format!("p{number}@doe.example"))) {
            Ok(submitting) => {
                begun.push(submitting);
                None
            }
            Err(error) => Some(error),
        },
    );
    assert!(matches!(refused, Some(StoreError::Busy)), "{refused:?}");
    drop(holder);
    let accepted = begun.len();
    assert!(accepted >= 4);
    for submitting in begun {
        assert!(matches!(submitting.await.unwrap(), Submitted::Created(_)));
    }
    assert_eq!(count(&path, "responses"), accepted as i64);
    create(&store, lead("later@doe.example")).await;
}

#[tokio::test]
async fn another_program_that_holds_the_file_for_too_long_makes_it_busy_until_it_lets_go() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gradewright.sqlite");
    let store = Store::open_with(
        &path,
        Settings {
            waiting: 4,
            busy: Duration::from_millis(20),
            ..Settings::default()
        },
    )
    .unwrap();
    let holder = hold(&path);
    let sent = lead("jane@doe.example");
    assert!(matches!(store.submit(sent.clone()).await, Err(StoreError::Busy)));
    drop(holder);
    create(&store, sent).await;
}

#[tokio::test]
async fn what_was_accepted_is_stored_before_the_store_is_gone() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let begun: Vec<_> = (0..100)
        .map(|number| begin(&store, lead(&format!("p{number}@doe.example"))).unwrap())
        .collect();
    // Nobody waits for the answers: with the futures the last handles go.
    drop(begun);
    drop(store);
    assert_eq!(count(&path, "responses"), 100);
}
