//! What stays of an erasure: proof, and not the person.

use std::fs;
use std::path::Path;

use gradewright::store::{Leads, StoreError};

use crate::fixture::*;

const BY: &str = "Sam Sales (user 1)";

fn list(path: &Path) -> std::path::PathBuf {
    path.with_extension("sqlite.forgotten")
}

#[tokio::test]
async fn a_line_is_kept_that_tells_who_did_it_and_not_to_whom() {
    let kept = kept();
    create(&kept.store, lead("Jane.Roe@Doe.example")).await;
    create(&kept.store, lead("jane.roe@doe.example")).await;
    let nameless = create(&kept.store, anonymous(some_answers())).await;
    let mut leads = Leads::open(&kept.path).unwrap();
    leads.forget("nobody@doe.example", BY).unwrap();
    assert_eq!(leads.forgotten(None).unwrap(), []);
    assert!(!list(&kept.path).exists(), "made when it is first needed");

    leads.forget(" JANE.ROE@doe.example", BY).unwrap();
    leads.erase(nameless.id, "command line").unwrap();
    leads.erase(nameless.id, "command line").unwrap();
    let lines = leads.forgotten(None).unwrap();
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line.responses, line.by.as_str(), line.person.is_some()))
        .collect();
    assert_eq!(told, [(2, BY, true), (1, "command line", false)]);
    assert_eq!(leads.forgotten(Some("jane.ROE@doe.example")).unwrap(), lines[..1]);
    assert_eq!(leads.forgotten(Some("joe@doe.example")).unwrap(), []);

    let text = fs::read_to_string(list(&kept.path)).unwrap();
    assert!(!text.to_lowercase().contains("jane"), "{text}");
    assert_eq!(text.lines().count(), 2, "the key, and a line: {text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(list(&kept.path)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // The same person has another hash under another key.
    let other = crate::fixture::kept();
    create(&other.store, lead("jane.roe@doe.example")).await;
    let mut others = Leads::open(&other.path).unwrap();
    others.forget("jane.roe@doe.example", BY).unwrap();
    assert_ne!(others.forgotten(None).unwrap()[0].person, lines[0].person);
}

#[tokio::test]
async fn who_comes_back_with_a_backup_is_erased_again() {
    let kept = kept();
    for who in ["jane", "joe", "jim"] {
        create(&kept.store, lead(&format!("{who}@doe.example"))).await;
    }
    let mut leads = Leads::open(&kept.path).unwrap();
    assert_eq!(leads.forget_again(BY).unwrap().people, 0, "nobody was erased yet");
    leads.forget("jim@doe.example", BY).unwrap();
    drop((leads, kept.store));
    let backup = fs::read(&kept.path).unwrap();
    let mut leads = Leads::open(&kept.path).unwrap();
    leads.forget("jane@doe.example", BY).unwrap();
    drop(leads);
    fs::write(&kept.path, backup).unwrap();

    let mut leads = Leads::open(&kept.path).unwrap();
    assert_eq!(leads.person("jane@doe.example").unwrap().responses.len(), 1);
    let again = leads.forget_again("command line").unwrap();
    assert_eq!((again.people, again.gone.responses.len()), (1, 1));
    assert_eq!(leads.person("jane@doe.example").unwrap().responses.len(), 0);
    assert_eq!(leads.person("joe@doe.example").unwrap().responses.len(), 1);
    // The backup had lost Jane's line.
    let lines = leads.forgotten(Some("jane@doe.example")).unwrap();
    let by: Vec<_> = lines.iter().map(|line| line.by.as_str()).collect();
    assert_eq!(by, [BY, "command line"]);
    assert_eq!(leads.forgotten(None).unwrap().len(), 3);
    assert_eq!(leads.forget_again(BY).unwrap().people, 0);

    // A line that a power cut left unfinished is no line, and one without the key says nothing.
    let text = fs::read_to_string(list(&kept.path)).unwrap();
    fs::write(list(&kept.path), format!("{text}0123 17")).unwrap();
    assert_eq!(leads.forget_again(BY).unwrap().people, 0);
    fs::write(list(&kept.path), "no key\n").unwrap();
    assert!(matches!(
        leads.forget_again(BY),
        Err(StoreError::Forgotten { .. })
    ));
    fs::remove_file(list(&kept.path)).unwrap();
    assert!(matches!(
        leads.forget_again(BY),
        Err(StoreError::Forgotten { .. })
    ));
}
