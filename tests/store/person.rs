//! Everything that is held about one person.

use gradewright::store::{Attempt, Change, Leads, SalesStatus, Users, Verdict};
use serde_json::Value;

use crate::fixture::*;

#[tokio::test]
async fn a_copy_has_every_response_with_all_that_was_made_of_it() {
    let kept = kept();
    let mut users = Users::open(&kept.path).unwrap();
    users
        .add("sam@quillhaven.example", "Sam", "hash", now_plus(0))
        .unwrap();
    let first = create(&kept.store, lead("Jane@doe.example")).await;
    create(&kept.store, lead("joe@doe.example")).await;
    let second = create(&kept.store, lead("jane@doe.example")).await;
    for change in [
        Change::Status(SalesStatus::Contacted, None),
        Change::Owner(Some(1)),
        Change::Note("Met at the fair".to_owned()),
        Change::Step(Some(("Call".to_owned(), "2027-01-02".parse().unwrap()))),
    ] {
        assert!(
            kept.store
                .change_lead(first.id, 1, now_plus(0), change)
                .await
                .unwrap()
        );
    }
    let minute = std::time::Duration::from_secs(60);
    let item = kept.store.claim(minute, 1, &[]).await.unwrap().pop().unwrap();
    let mut attempt = Attempt::of(Verdict::GivenUp, Some("500".to_owned()));
    attempt.answer = Some("Oh no".to_owned());
    kept.store.settle(item.key, attempt).await.unwrap();
    let said = vec![("decision.plan".to_owned(), "want".to_owned())];
    assert!(kept.store.decide(&first.token, said, now_plus(0)).await.unwrap());

    let leads = Leads::open(&kept.path).unwrap();
    let held: Value = serde_json::to_value(leads.person(" JANE@doe.example").unwrap()).unwrap();
    assert_eq!(held["email"], "jane@doe.example");
    let one = &held["responses"][0];
    assert_eq!(held["responses"].as_array().unwrap().len(), 2);
    assert_eq!(one["id"], first.id.to_string());
    assert_eq!(held["responses"][1]["id"], second.id.to_string());
    assert_eq!(one["contact"]["name"], "Jane Doe");
    assert_eq!(one["consent"]["wording"]["text"], "Quillhaven may contact me.");
    assert_eq!(one["contact_at"], NOON);
    assert_eq!(one["answers"]["seats"], 60);
    assert_eq!(one["asked"]["title"], "How secure is your business?");
    assert_eq!(one["decisions"]["gaps"]["plan"]["decision"], "want");
    assert_eq!(one["sales"]["status"], "contacted");
    assert_eq!(
        (&one["sales"]["owner"], &one["sales"]["next_step"]),
        (&"Sam".into(), &"Call".into())
    );
    assert_eq!(one["history"][1]["text"], "Met at the fair");
    assert_eq!(one["deliveries"][0]["answer"], "Oh no");
    assert_eq!(one["deliveries"][0]["state"], "given-up");
    let asked = one["asked"].to_string();
    assert!(
        asked.contains("Laptops are encrypted") && !asked.contains("lost laptop"),
        "{asked}"
    );

    let through = kept.store.person(second.id).await.unwrap().unwrap();
    assert_eq!(through.responses.len(), 2);
    let alone = create(&kept.store, anonymous(some_answers())).await;
    let alone = kept.store.person(alone.id).await.unwrap().unwrap();
    assert_eq!((alone.email, alone.responses.len()), (None, 1));
    assert!(kept.store.person(uuid::Uuid::new_v4()).await.unwrap().is_none());
    assert!(leads.person("nobody@doe.example").unwrap().responses.is_empty());
}
