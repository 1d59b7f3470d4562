//! What is too old is found, whatever became of it, and leaves nothing behind.

use gradewright::store::{Change, NewResponse, Retention, SalesStatus, Store};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::fixture::*;

/// `NOON` and so many days.
fn after(days: i64) -> Timestamp {
    NOON.parse::<Timestamp>().unwrap() + SignedDuration::from_hours(days * 24)
}

fn kept_for(days: Option<u32>, of: &[(&str, u32)]) -> Retention {
    Retention {
        days,
        of: of
            .iter()
            .map(|(id, days)| ((*id).try_into().unwrap(), *days))
            .collect(),
    }
}

/// A lead of another assessment that arrived so many days after `NOON`.
fn of(assessment: &str, email: &str, days: i64) -> NewResponse {
    let mut response = lead(email);
    let mut other = response.definition.assessment.as_ref().clone();
    other.id = assessment.try_into().unwrap();
    response.definition = gradewright::assessment::Definition::new(other);
    response.submitted_at = after(days);
    response
}

async fn overdue(store: &Store, retention: &Retention, now: Timestamp) -> Vec<Uuid> {
    store.overdue(retention, now, 100).await.unwrap()
}

#[tokio::test]
async fn each_assessment_has_days_of_its_own_and_the_others_those_of_the_site() {
    let kept = kept();
    let store = &kept.store;
    let old = create(store, of("security", "a@doe.example", 0)).await.id;
    let newer = create(store, of("security", "b@doe.example", 5)).await.id;
    let other = create(store, of("saas", "c@doe.example", 0)).await.id;
    let anonymous = {
        let mut response = of("saas", "d@doe.example", 1);
        response.contact = None;
        create(store, response).await.id
    };
    assert_eq!(
        overdue(store, &kept_for(None, &[]), after(10_000)).await,
        Vec::<Uuid>::new()
    );

    let ten = kept_for(Some(10), &[]);
    assert_eq!(
        overdue(store, &ten, after(10)).await,
        Vec::<Uuid>::new(),
        "not a moment too soon"
    );
    let moment = after(10) + SignedDuration::from_millis(1);
    assert_eq!(overdue(store, &ten, moment).await, [other, old]);
    assert_eq!(
        overdue(store, &ten, after(30)).await,
        [other, anonymous, old, newer],
        "without a contact, too"
    );
    assert_eq!(store.overdue(&ten, after(30), 3).await.unwrap().len(), 3);

    let longer = kept_for(Some(10), &[("saas", 100)]);
    assert_eq!(overdue(store, &longer, after(11)).await, [old]);
    let alone = kept_for(None, &[("saas", 10)]);
    assert_eq!(overdue(store, &alone, after(30)).await, [other, anonymous]);
    // Where the clock is wrong, nothing breaks.
    assert_eq!(
        overdue(store, &kept_for(Some(36_500), &[]), Timestamp::MIN).await,
        Vec::<Uuid>::new()
    );
}

#[tokio::test]
async fn what_is_erased_leaves_nothing_behind_whatever_sales_made_of_it() {
    let kept = kept();
    let store = &kept.store;
    let won = create(store, lead("won@doe.example")).await;
    let stays = create(store, of("security", "stays@doe.example", 5)).await;
    let file = rusqlite::Connection::open(&kept.path).unwrap();
    let sql =
        "INSERT INTO users (id, email, name, created_at) VALUES (1, 'sam@quillhaven.example', 'Sam', 0)";
    file.execute(sql, []).unwrap();
    for change in [
        Change::Status(SalesStatus::Won, None),
        Change::Note("Met her at the fair".to_owned()),
        Change::Step(Some(("Send flowers".to_owned(), "2027-01-01".parse().unwrap()))),
    ] {
        assert!(store.change_lead(won.id, 1, after(0), change).await.unwrap());
    }
    drop(file);
    let gone = ["won@doe.example", "Met her", "Send flowers"];
    for text in gone {
        assert!(crate::forgetting::anywhere(kept.path.parent().unwrap(), text));
    }
    let old = overdue(store, &kept_for(Some(3), &[]), after(4)).await;
    assert_eq!(old, [won.id]);
    assert_eq!(store.erase(old.clone()).await.unwrap(), (1, 1));
    assert_eq!(store.erase(old).await.unwrap(), (0, 0), "once");
    assert!(store.empty_log().await.unwrap());
    for text in gone {
        assert!(
            !crate::forgetting::anywhere(kept.path.parent().unwrap(), text),
            "{text}"
        );
    }
    for table in ["responses", "outbox", "lead_status"] {
        assert_eq!(count(&kept.path, table), 1, "{table}");
    }
    assert_eq!(count(&kept.path, "lead_history"), 0);
    assert!(store.by_token(&stays.token).await.unwrap().is_some());
}
