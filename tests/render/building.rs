//! What a build does to the output folder, and what it leaves alone.

use std::fs;
use std::time::SystemTime;

use super::site::{grader, id, published};
use super::{Folder, renderer};

fn times(folder: &Folder) -> Vec<(String, SystemTime)> {
    folder
        .published()
        .into_keys()
        .map(|place| {
            let time = fs::metadata(folder.public().join(&place))
                .unwrap()
                .modified()
                .unwrap();
            (place, time)
        })
        .collect()
}

#[test]
fn files_that_did_not_change_are_not_written_again() {
    let folder = Folder::new();
    let first = folder.build(folder.site(|_| {})).unwrap();
    assert_eq!(first.written.len(), first.files);
    let before = times(&folder);
    assert!(
        folder.build(folder.site(|_| {})).unwrap().written.is_empty(),
        "by another process"
    );
    assert!(
        folder
            .build_after(folder.site(|_| {}), Some(&first))
            .unwrap()
            .written
            .is_empty(),
        "by the same process"
    );
    assert_eq!(times(&folder), before);
}

#[test]
fn a_changed_grader_is_the_only_one_whose_page_and_sheet_are_written() {
    let folder = Folder::new();
    let many = |site: &mut gradewright::content::Site| {
        for number in 0..20 {
            let grader = grader(&format!("grader-{number}"));
            site.assessments.insert(grader.id.clone(), published(grader));
        }
    };
    let first = folder.build(folder.site(many)).unwrap();
    let changed = folder.site(|site| {
        many(site);
        let mut grader = grader("grader-7");
        grader.categories[0].questions[0].text.html = "A new question".to_owned();
        let mut one = published(grader);
        one.file.hash = [8; 32];
        site.assessments.insert(id("grader-7"), one);
    });
    let second = folder.build_after(changed.clone(), Some(&first)).unwrap();
    assert_eq!(second.rendered, 2, "the others are not even made");
    assert_eq!(
        second.written,
        ["graders/grader-7/index.html", "graders/grader-7/print/index.html"]
    );
    assert!(
        folder
            .read("graders/grader-7/index.html")
            .contains("A new question")
    );
    let quick = folder.published();
    fs::remove_dir_all(folder.public()).unwrap();
    folder.build(changed).unwrap();
    assert!(
        quick == folder.published(),
        "a quick build ends where a full one does"
    );
}

#[test]
fn a_new_title_reaches_every_page_that_shows_it() {
    let folder = Folder::new();
    let first = folder.build(folder.site(|_| {})).unwrap();
    let renamed = folder.site(|site| {
        let mut grader = grader("security");
        grader.title = "A new title".to_owned();
        site.assessments.insert(id("security"), published(grader));
    });
    folder.build_after(renamed.clone(), Some(&first)).unwrap();
    let quick = folder.published();
    for place in [
        "index.html",
        "graders/index.html",
        "graders/security/index.html",
        "services/device-encryption/index.html",
    ] {
        assert!(folder.read(place).contains("A new title"), "{place}");
    }
    fs::remove_dir_all(folder.public()).unwrap();
    folder.build(renamed).unwrap();
    assert!(
        quick == folder.published(),
        "a quick build ends where a full one does"
    );
}

#[test]
fn what_no_longer_belongs_is_removed_and_nothing_else() {
    let folder = Folder::new();
    folder.build(folder.site(|_| {})).unwrap();
    folder.write("public/mine.txt", "mine");
    folder.write("public/about/mine.txt", "mine");
    let built = folder.build(folder.site(|site| {
        site.pages.clear();
        site.assessments.remove("meeting");
    }));
    assert_eq!(
        built.unwrap().removed,
        [
            "about/index.html",
            "questionnaires/meeting/index.html",
            "questionnaires/meeting/print/index.html"
        ]
    );
    assert!(
        !folder.public().join("questionnaires").exists(),
        "an empty folder goes too"
    );
    assert_eq!(
        folder.read("about/mine.txt") + &folder.read("mine.txt"),
        "minemine"
    );
}

#[test]
fn a_file_that_somebody_removed_comes_back() {
    let folder = Folder::new();
    let first = folder.build(folder.site(|_| {})).unwrap();
    fs::remove_file(folder.public().join("about/index.html")).unwrap();
    let second = folder.build_after(folder.site(|_| {}), Some(&first)).unwrap();
    assert_eq!(second.written, ["about/index.html"]);
}

#[test]
fn a_folder_that_may_be_somebody_elses_is_refused() {
    let folder = Folder::new();
    folder.write("public/thesis.txt", "ten years of work");
    let error = folder.build(folder.site(|_| {})).unwrap_err();
    assert!(error.to_string().contains("thesis.txt"), "{error}");
    assert!(error.is_users());
    assert_eq!(folder.published().len(), 1);
    fs::remove_file(folder.public().join("thesis.txt")).unwrap();
    folder.write("public/.gitignore", "*");
    folder
        .build(folder.site(|_| {}))
        .expect("a fresh clone holds .gitignore");
}

#[test]
fn the_sites_own_folders_are_no_output() {
    let folder = Folder::new();
    let renderer = renderer(folder.site(|_| {})).unwrap();
    for own in ["", "content", "content/public", "themes", "data/x", ".."] {
        assert!(renderer.build(&folder.path().join(own), None).is_err(), "{own:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_link_out_of_the_output_folder_is_never_followed() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    let outside = tempfile::tempdir().unwrap();
    symlink(outside.path(), folder.public()).unwrap();
    folder.build(folder.site(|_| {})).unwrap_err();
    fs::remove_file(folder.public()).unwrap();

    folder.build(folder.site(|site| site.pages.clear())).unwrap();
    symlink(outside.path(), folder.public().join("about")).unwrap();
    folder.build(folder.site(|_| {})).unwrap_err();
    fs::remove_file(folder.public().join("about")).unwrap();
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);

    folder.build(folder.site(|_| {})).unwrap();
    fs::write(outside.path().join("index.html"), "theirs").unwrap();
    fs::remove_dir_all(folder.public().join("about")).unwrap();
    symlink(outside.path(), folder.public().join("about")).unwrap();
    folder.build(folder.site(|site| site.pages.clear())).unwrap();
    assert_eq!(
        fs::read_to_string(outside.path().join("index.html")).unwrap(),
        "theirs",
        "nor is anything removed there"
    );
}

#[test]
fn a_forged_list_removes_nothing_outside() {
    let folder = Folder::new();
    folder.build(folder.site(|_| {})).unwrap();
    folder.write("precious.txt", "mine");
    let list = folder.public().join(".gradewright-manifest");
    let forged = fs::read_to_string(&list).unwrap()
        + "../precious.txt\n"
        + &folder.path().join("precious.txt").to_string_lossy();
    fs::write(&list, forged).unwrap();
    folder.build(folder.site(|site| site.pages.clear())).unwrap();
    assert!(folder.path().join("precious.txt").exists());
}

#[test]
fn files_beside_content_are_copied_and_can_not_come_from_outside() {
    let folder = Folder::new();
    folder.write("content/images/a.png", "not quite a picture");
    let with = |place: &str, file: std::path::PathBuf| {
        folder.site(|site| drop(site.files.insert(place.to_owned(), file)))
    };
    let inside = folder.path().join("content/images/a.png");
    folder.build(with("images/a.png", inside.clone())).unwrap();
    assert_eq!(folder.read("images/a.png"), "not quite a picture");
    let before = folder.published();
    for place in [
        "../a.png",
        "/a.png",
        "images/../../a.png",
        ".gradewright-manifest",
        "index.html",
        "",
    ] {
        folder.build(with(place, inside.clone())).expect_err(place);
    }
    let outside = tempfile::NamedTempFile::new().unwrap();
    folder
        .build(with("images/b.png", outside.path().to_owned()))
        .unwrap_err();
    assert!(folder.published() == before, "a failed build changes nothing");
}
