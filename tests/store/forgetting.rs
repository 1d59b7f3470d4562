//! A person who is forgotten is in no file any more.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use gradewright::store::{Attempt, Leads, Submitted};

use crate::fixture::*;

/// Whether any file of the folder holds these bytes.
pub(crate) fn anywhere(folder: &Path, needle: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        bytes
            .windows(needle.len())
            .any(|window| window == needle.as_bytes())
    })
}

/// Every address of that house that any file of the folder holds.
fn addresses(folder: &Path) -> HashSet<String> {
    const HOUSE: &str = "@doe.example";
    let mut found = HashSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for (place, _) in text.match_indices(HOUSE) {
            let who = text[..place]
                .rfind(|c: char| !c.is_ascii_alphanumeric())
                .map_or(0, |before| before + 1);
            // Whatever stands before, an address begins after it.
            let who = text[who..].trim_start_matches(|c: char| !c.is_ascii());
            found.insert(who[..who.find(HOUSE).unwrap() + HOUSE.len()].to_owned());
        }
    }
    found
}

#[tokio::test]
async fn nothing_of_them_stays_in_the_file_or_its_log() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let folder = path.parent().unwrap();
    let jane = create(&store, lead("Jane.Roe@Doe.example")).await;
    let added = create(&store, anonymous(some_answers())).await;
    store
        .add_contact(&added.token, new_contact("jane.roe@doe.example", true))
        .await
        .unwrap();
    let kept = create(&store, lead("ed@doe.example")).await;
    assert!(
        anywhere(folder, "Jane.Roe@Doe.example"),
        "or the test proves nothing"
    );
    assert!(anywhere(folder, "jane.roe@doe.example"));

    let mut leads = Leads::open(&path).unwrap();
    let forgotten = leads.forget("  JANE.ROE@doe.example ", "command line").unwrap();
    assert_eq!(forgotten.responses, [jane.id, added.id]);
    assert_eq!(forgotten.deliveries, 2);
    assert!(forgotten.log_emptied);
    assert!(!anywhere(folder, "Jane.Roe@Doe.example") && !anywhere(folder, "jane.roe@doe.example"));
    assert!(store.by_token(&jane.token).await.unwrap().is_none());
    assert!(store.by_token(&kept.token).await.unwrap().is_some());
    assert!(
        leads
            .forget("jane.roe@doe.example", "command line")
            .unwrap()
            .responses
            .is_empty()
    );
}

#[tokio::test]
async fn a_delivery_in_progress_learns_that_its_lead_is_gone() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    create(&store, lead("jane@doe.example")).await;
    let item = store
        .claim(std::time::Duration::from_secs(60), 1, &[])
        .await
        .unwrap()
        .pop()
        .unwrap();
    Leads::open(&path)
        .unwrap()
        .forget("jane@doe.example", "command line")
        .unwrap();
    assert!(!store.settle(item.key, Attempt::delivered()).await.unwrap());
}

/// Pages are split and merged all the time: no copy of a row may be left where it once was.
#[tokio::test]
async fn nobody_who_was_forgotten_is_left_behind_among_many() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let folder = path.parent().unwrap();
    let address = |number: usize| format!("p{:08x}@doe.example", number.wrapping_mul(0x9e37_79b9) as u32);
    for batch in 0..3 {
        let begun: Vec<_> = (0..300)
            .map(|number| begin(&store, lead(&address(batch * 300 + number))).unwrap())
            .collect();
        for submitting in begun {
            assert!(matches!(submitting.await.unwrap(), Submitted::Created(_)));
        }
    }
    let mut leads = Leads::open(&path).unwrap();
    let gone = |number: &usize| number.is_multiple_of(7) || (400..460).contains(number);
    for number in (0..900).filter(gone) {
        assert_eq!(
            leads
                .forget(&address(number), "command line")
                .unwrap()
                .responses
                .len(),
            1
        );
    }
    let there = addresses(folder);
    let left: Vec<String> = (0..900)
        .filter(gone)
        .map(address)
        .filter(|address| there.contains(address))
        .collect();
    assert_eq!(left, [""; 0], "found again");
    assert!(
        (0..900)
            .filter(|number| !gone(number))
            .all(|number| there.contains(&address(number)))
    );
}
