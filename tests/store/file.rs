//! The file: made on first use, private, and never touched where it isn't ours.

use std::fs;

use gradewright::store::{Leads, Store, StoreError};

use crate::fixture::*;

#[tokio::test]
async fn the_file_and_its_folders_are_made_on_first_use_and_are_private() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site/data/gradewright.sqlite");
    let store = Store::open(&path).unwrap();
    create(&store, lead("jane@doe.example")).await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        let mut files = 0;
        for file in fs::read_dir(path.parent().unwrap()).unwrap() {
            assert_eq!(mode(&file.unwrap().path()), 0o600);
            files += 1;
        }
        assert!(files >= 2, "the database and its log");
    }
}

#[test]
fn the_file_is_durable_and_erases_what_it_deletes() {
    let kept = kept();
    let reader = rusqlite::Connection::open(&kept.path).unwrap();
    let mode: String = reader
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn two_programs_may_open_a_new_file_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gradewright.sqlite");
    std::thread::scope(|scope| {
        let opening: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| Store::open(&path).map(drop)))
            .collect();
        for thread in opening {
            thread.join().unwrap().unwrap();
        }
    });
}

#[test]
fn a_file_of_a_newer_version_is_refused_and_left_as_it_is() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    drop(store);
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let before = fs::read(&path).unwrap();
    let error = Store::open(&path).err().unwrap();
    assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error}");
    let message = error.to_string();
    assert!(
        message.contains("newer Gradewright") && message.contains("gradewright.sqlite"),
        "{message}"
    );
    assert!(Leads::open(&path).is_err());
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn what_is_not_ours_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.txt");
    fs::write(
        &notes,
        "Nothing that SQLite ever wrote, and longer than its header of a hundred bytes. ".repeat(9),
    )
    .unwrap();
    let foreign = folder.path().join("foreign.sqlite");
    let other = rusqlite::Connection::open(&foreign).unwrap();
    other.execute_batch("CREATE TABLE customers (name TEXT)").unwrap();
    drop(other);
    for path in [notes, foreign] {
        let before = fs::read(&path).unwrap();
        let error = Store::open(&path).err().unwrap();
        assert!(matches!(error, StoreError::NotOurs(_)), "{error}");
        assert!(
            error.to_string().contains("not a database of Gradewright's"),
            "{error}"
        );
        assert_eq!(fs::read(&path).unwrap(), before, "{}", path.display());
    }
}

#[test]
fn a_place_where_no_file_can_be_is_a_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    let error = Store::open(folder.path()).err().unwrap();
    assert!(matches!(error, StoreError::Open { .. }), "a folder: {error}");
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = Store::open(&file.join("gradewright.sqlite")).err().unwrap();
    assert!(matches!(error, StoreError::Open { .. }), "below a file: {error}");
    let error = Leads::open(&folder.path().join("none.sqlite")).err().unwrap();
    assert!(matches!(error, StoreError::Missing(_)), "{error}");
    assert!(
        !folder.path().join("none.sqlite").exists(),
        "looking makes nothing"
    );
}
