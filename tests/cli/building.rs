//! `build`: what is on disk afterwards.

use crate::program::{GRADER, Site, files};

#[test]
fn a_second_build_writes_nothing() {
    let site = Site::new();
    site.ok(&["build"]);
    let before = files(&site.path("public"));
    let said = site.ok(&["build"]);
    assert!(said.contains(" 0 written, 0 removed"), "{said}");
    assert_eq!(files(&site.path("public")), before);
}

#[test]
fn what_no_longer_belongs_is_removed() {
    let site = Site::new();
    site.write("content/pages/about.md", "---\ntitle: About\n---\nText.\n");
    site.ok(&["build"]);
    assert!(site.path("public/about/index.html").exists());
    site.remove("content/pages/about.md");
    site.ok(&["build"]);
    assert!(!site.path("public/about").exists());
}

#[test]
fn a_build_that_fails_leaves_the_last_good_pages() {
    let site = Site::new();
    site.ok(&["build"]);
    let before = files(&site.path("public"));
    site.write(
        "content/graders/email.md",
        &GRADER.replace("service mfa", "service mfaa"),
    );
    let (code, _, said) = site.run(&["build"]);
    assert_eq!(code, 1);
    assert!(said.contains("mfaa"), "{said}");
    assert_eq!(files(&site.path("public")), before);
}

#[test]
fn a_folder_with_somebody_elses_files_is_refused() {
    let site = Site::new();
    site.write("public/precious.txt", "mine");
    let (code, _, said) = site.run(&["build"]);
    assert_eq!(code, 1);
    assert!(said.contains("public"), "{said}");
    assert_eq!(site.read("public/precious.txt"), "mine");
}

#[test]
fn drafts_are_built_only_when_asked_for() {
    let site = Site::new();
    site.write(
        "content/pages/soon.md",
        "---\ntitle: Soon\ndraft: true\n---\nText.\n",
    );
    site.ok(&["build"]);
    assert!(!site.path("public/soon").exists());
    site.ok(&["build", "--drafts"]);
    assert!(site.path("public/soon/index.html").exists());
}

#[test]
fn another_base_url_moves_every_link() {
    let site = Site::new();
    let output = site.path("elsewhere");
    site.ok(&[
        "build",
        "--output",
        output.to_str().unwrap(),
        "--base-url",
        "https://example.com/check",
    ]);
    let page = site.read("elsewhere/graders/email/index.html");
    assert!(page.contains("href=\"/check/"), "{page}");
    assert!(!page.contains("href=\"/services/"), "{page}");
    assert!(
        site.read("elsewhere/sitemap.xml")
            .contains("https://example.com/check/graders/email/")
    );
}
