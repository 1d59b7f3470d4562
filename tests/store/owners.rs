//! Whose a new lead is: the user that a rule names, now or later.

use gradewright::store::{Change, NewResponse, Sales, Users};

use crate::fixture::*;

fn given_to(owner: &str, email: &str) -> NewResponse {
    let mut response = lead(email);
    response.follow_up.sales.owner = Some(owner.to_owned());
    response
}

async fn sales(kept: &Kept, id: uuid::Uuid) -> Sales {
    kept.store.lead(id).await.unwrap().unwrap().sales.unwrap()
}

#[tokio::test]
async fn a_lead_is_its_owners_or_waits_for_them() {
    let kept = kept();
    let mut users = Users::open(&kept.path).unwrap();
    users
        .add("sam@quillhaven.example", "Sam", "hash", now_plus(0))
        .unwrap();
    let sams = create(&kept.store, given_to("sam@quillhaven.example", "a@doe.example"))
        .await
        .id;
    let kims = create(&kept.store, given_to("kim@quillhaven.example", "b@doe.example"))
        .await
        .id;
    let kims_no_more = create(&kept.store, given_to("kim@quillhaven.example", "c@doe.example"))
        .await
        .id;
    let nobodys = create(&kept.store, lead("d@doe.example")).await.id;
    assert_eq!(sales(&kept, sams).await.owner, Some(1));
    let waits = sales(&kept, kims).await;
    assert_eq!(
        (waits.owner, waits.owner_email.as_deref()),
        (None, Some("kim@quillhaven.example"))
    );
    let free = sales(&kept, nobodys).await;
    assert_eq!((free.owner, free.owner_email), (None, None));

    // Nobody's on purpose: that stays.
    let change = Change::Owner(None);
    assert!(
        kept.store
            .change_lead(kims_no_more, 1, now_plus(0), change)
            .await
            .unwrap()
    );
    users
        .add("kim@quillhaven.example", "Kim", "hash", now_plus(0))
        .unwrap();
    assert_eq!(sales(&kept, kims).await.owner, Some(2));
    assert_eq!(sales(&kept, kims_no_more).await.owner, None);
    // A contact that comes later makes a lead of it, and the lead is somebody's.
    let mut later = given_to("sam@quillhaven.example", "");
    later.contact = None;
    let later = create(&kept.store, later).await;
    kept.store
        .add_contact(&later.token, new_contact("e@doe.example", true))
        .await
        .unwrap();
    assert_eq!(sales(&kept, later.id).await.owner, Some(1));
    // Who was removed gets no more leads.
    assert!(users.remove("sam@quillhaven.example", now_plus(0)).unwrap());
    let gone = create(&kept.store, given_to("sam@quillhaven.example", "f@doe.example"))
        .await
        .id;
    assert_eq!(sales(&kept, gone).await.owner, None);
    users
        .add("sam@quillhaven.example", "Sam", "hash", now_plus(0))
        .unwrap();
    assert_eq!(sales(&kept, gone).await.owner, Some(1));
}
