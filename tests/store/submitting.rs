//! One response, one row: whatever is sent again.

use gradewright::store::{ContactAdded, Found, Leads, NewResponse, Status, Store, Submitted, Token};

use crate::fixture::*;

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_restart_word_for_word() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let sent = lead("jane@doe.example");
    let receipt = create(&store, sent.clone()).await;
    assert_eq!(receipt.scorecard, sent.scorecard);
    drop(store);

    let store = Store::open(&path).unwrap();
    let response = store.by_token(&receipt.token).await.unwrap().unwrap();
    assert_eq!(response.id, sent.id);
    assert_eq!(response.assessment.as_str(), "security");
    assert_eq!(response.submitted_at, sent.submitted_at);
    assert_eq!(response.contact_at, Some(sent.submitted_at));
    assert_eq!(response.answers, sent.answers);
    assert_eq!(response.scorecard, sent.scorecard, "to the last bit");
    assert_eq!(response.follow_up, sent.follow_up);
    assert_eq!(response.contact, sent.contact);
    assert_eq!(response.source, sent.source);
    assert_eq!(response.status, Status::New);
    assert_eq!(response.definition.hash, sent.definition.hash);
    assert_eq!(response.definition.assessment, sent.definition.assessment);
    assert!(store.by_token(&Token::random().unwrap()).await.unwrap().is_none());
}

#[tokio::test]
async fn the_same_id_and_body_again_is_the_same_response() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let sent = lead("jane@doe.example");
    let first = create(&store, sent.clone()).await;
    // A client that never heard the answer makes a new token on the way, and perhaps meets another site version.
    let retry = NewResponse {
        token: Token::random().unwrap(),
        ..sent.clone()
    };
    assert_eq!(
        store.submit(retry).await.unwrap(),
        Submitted::Repeated(first.clone())
    );
    assert_eq!(
        store.find(sent.id, sent.fingerprint).await.unwrap(),
        Found::Same(first)
    );
    assert_eq!((count(&path, "responses"), count(&path, "outbox")), (1, 1));
}

#[tokio::test]
async fn the_same_id_with_another_body_is_a_conflict() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let sent = lead("jane@doe.example");
    create(&store, sent.clone()).await;
    let other = NewResponse {
        id: sent.id,
        ..lead("someone@else.example")
    };
    assert_eq!(
        store.find(other.id, other.fingerprint).await.unwrap(),
        Found::Other
    );
    assert_eq!(store.submit(other).await.unwrap(), Submitted::Conflict);
    assert_eq!(
        store.find(uuid::Uuid::new_v4(), [0; 32]).await.unwrap(),
        Found::Nothing
    );
    assert_eq!(count(&path, "responses"), 1);
}

#[tokio::test]
async fn an_answer_that_nobody_waits_for_is_stored_once() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let sent = lead("jane@doe.example");
    // The connection breaks right after the body arrived.
    drop(begin(&store, sent.clone()).unwrap());
    assert!(matches!(
        store.submit(sent).await.unwrap(),
        Submitted::Repeated(_)
    ));
    assert_eq!((count(&path, "responses"), count(&path, "outbox")), (1, 1));
}

#[tokio::test]
async fn a_form_sent_twice_within_ten_minutes_gives_the_first_report_again() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let first = create(&store, form("Jane@Doe.example", "2026-11-22T12:00:00Z")).await;
    let again = store
        .submit(form(" jane@doe.EXAMPLE", "2026-11-22T12:10:00Z"))
        .await
        .unwrap();
    assert_eq!(again, Submitted::Repeated(first));
    assert_eq!((count(&path, "responses"), count(&path, "outbox")), (1, 1));

    create(&store, form("jane@doe.example", "2026-11-22T12:10:01Z")).await;
    create(&store, form("john@doe.example", "2026-11-22T12:01:00Z")).await;
    let mut other_answers = some_answers();
    other_answers["recovery"] = 7.into();
    let other = anonymous(other_answers);
    let changed = form("jane@doe.example", "2026-11-22T12:01:00Z");
    create(
        &store,
        NewResponse {
            answers: other.answers,
            ..changed
        },
    )
    .await;
    create(
        &store,
        NewResponse {
            contact: None,
            ..form("", "2026-11-22T12:00:00Z")
        },
    )
    .await;
    create(
        &store,
        NewResponse {
            contact: None,
            ..form("", "2026-11-22T12:00:00Z")
        },
    )
    .await;
    let json = NewResponse {
        from_form: false,
        ..form("jane@doe.example", "2026-11-22T12:00:00Z")
    };
    create(&store, json).await;
    assert_eq!(count(&path, "responses"), 7);
}

#[tokio::test]
async fn a_second_try_is_not_swallowed_by_a_trap_or_by_an_unticked_box() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let caught = NewResponse {
        status: Status::Quarantined,
        ..form("jane@doe.example", NOON)
    };
    create(&store, caught).await;
    assert_eq!(count(&path, "outbox"), 0);
    create(&store, form("jane@doe.example", NOON)).await;
    assert_eq!(count(&path, "outbox"), 1);

    let unsure = NewResponse {
        contact: Some((contact("ed@doe.example"), consent(false))),
        ..form("", NOON)
    };
    let first = create(&store, unsure).await;
    assert_eq!(count(&path, "outbox"), 1);
    let agreed = store
        .submit(form("ed@doe.example", "2026-11-22T12:01:00Z"))
        .await
        .unwrap();
    assert_eq!(agreed, Submitted::Repeated(first.clone()));
    assert_eq!((count(&path, "responses"), count(&path, "outbox")), (3, 2));
    let response = store.by_token(&first.token).await.unwrap().unwrap();
    assert!(response.contact.unwrap().1.given);
}

#[tokio::test]
async fn a_contact_is_added_once() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let receipt = create(&store, anonymous(some_answers())).await;
    assert_eq!(count(&path, "outbox"), 0, "nobody to call");

    let jane = new_contact("jane@doe.example", true);
    assert_eq!(
        store.add_contact(&receipt.token, jane.clone()).await.unwrap(),
        ContactAdded::Added
    );
    assert_eq!(count(&path, "outbox"), 1);
    let again = store.add_contact(&receipt.token, jane.clone()).await.unwrap();
    assert_eq!(
        again,
        ContactAdded::Added,
        "the answer to the first time may have been lost"
    );
    let other = store
        .add_contact(&receipt.token, new_contact("ed@doe.example", true))
        .await
        .unwrap();
    assert_eq!(other, ContactAdded::AlreadyThere);
    let unknown = store
        .add_contact(&Token::random().unwrap(), jane.clone())
        .await
        .unwrap();
    assert_eq!(unknown, ContactAdded::Unknown);
    assert_eq!(count(&path, "outbox"), 1);

    let response = store.by_token(&receipt.token).await.unwrap().unwrap();
    assert_eq!(response.contact, Some((jane.contact, jane.consent)));
    assert_eq!(response.contact_at, Some(jane.at));
}

#[tokio::test]
async fn a_contact_with_the_answers_is_the_one_contact() {
    let Kept {
        store,
        path: _path,
        folder: _folder,
    } = kept();
    let receipt = create(&store, lead("jane@doe.example")).await;
    let other = store
        .add_contact(&receipt.token, new_contact("ed@doe.example", true))
        .await
        .unwrap();
    assert_eq!(other, ContactAdded::AlreadyThere);
}

#[tokio::test]
async fn a_definition_is_kept_once_and_found_by_its_hash() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    create(&store, lead("jane@doe.example")).await;
    create(&store, lead("ed@doe.example")).await;
    assert_eq!(count(&path, "definitions"), 1);
    let definition = store.definition(&grader().hash).await.unwrap().unwrap();
    assert_eq!(definition.assessment, grader().assessment);
    assert!(store.definition("no such hash").await.unwrap().is_none());
}

#[tokio::test]
async fn commands_see_everything_while_the_store_is_open() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    // More than are read at once.
    let mut sent = Vec::new();
    for batch in 0..3 {
        let begun: Vec<_> = (0..400)
            .map(|number| begin(&store, lead(&format!("p{batch}-{number}@doe.example"))).unwrap())
            .collect();
        for submitting in begun {
            let Submitted::Created(receipt) = submitting.await.unwrap() else {
                panic!("not created")
            };
            sent.push(receipt.id);
        }
    }
    let caught = NewResponse {
        status: Status::Quarantined,
        ..lead("bot@doe.example")
    };
    sent.push(create(&store, caught).await.id);

    let leads = Leads::open(&path).unwrap();
    let mut listed = Vec::new();
    leads
        .list(|lead| {
            listed.push(lead);
            Ok::<(), gradewright::store::StoreError>(())
        })
        .unwrap();
    assert_eq!(listed[0].status, Status::Quarantined, "newest first");
    assert_eq!(listed[0].contact, Some(contact("bot@doe.example")));
    assert_eq!(listed[0].band.as_ref().unwrap().as_str(), "exposed");
    assert_eq!(listed[0].total, lead("").scorecard.total);
    listed.reverse();
    assert_eq!(listed.iter().map(|lead| lead.id).collect::<Vec<_>>(), sent);

    let detail = leads.get(sent[7]).unwrap().unwrap();
    assert_eq!(detail.contact.unwrap().0, contact("p0-7@doe.example"));
    assert!(leads.get(uuid::Uuid::new_v4()).unwrap().is_none());
}
