//! The built site's files.

use std::fs;
use std::path::Path;

use axum::Router;
use gradewright::server::{Limits, protect, with_files};

use crate::http::{Reply, Running};

struct Site {
    server: Running,
    folder: tempfile::TempDir,
}

fn site(base_path: &str) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    for (name, text) in [
        ("index.html", "<p>home"),
        ("about/index.html", "<p>about é"),
        ("assets/site.0123.css", "p{}"),
        ("assets/.hidden", "hidden"),
        ("now.js", "0"),
        ("now.json", "0"),
        ("empty/only.txt", "only"),
        ("404.html", "<p>no such page"),
        (".gradewright-manifest", "secret"),
    ] {
        write(&public.join(name), text);
    }
    write(&folder.path().join("secret.txt"), "secret");
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join("secret.txt"), public.join("link.txt")).unwrap();
    let caching = &[
        ("assets/", "public, max-age=31536000, immutable"),
        ("now.js", "public, max-age=7"),
    ];
    let router = protect(with_files(Router::new(), &public, base_path, caching), Vec::new);
    Site {
        server: Running::start(router, Limits::default()),
        folder,
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn not_there(reply: &Reply, path: &str) {
    assert_eq!(
        (reply.status, reply.text().as_str()),
        (404, "<p>no such page"),
        "{path}"
    );
}

#[test]
fn pages_are_served_with_their_kind_and_checked_again_each_time() {
    let site = site("");
    let home = site.server.get("/");
    assert_eq!((home.status, home.text().as_str()), (200, "<p>home"));
    assert_eq!(home.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(home.header("cache-control"), Some("no-cache"));
    assert_eq!(site.server.get("/about/?utm_source=x").text(), "<p>about é");
    let tag = home.header("etag").expect("a tag").to_owned();
    let again = |tag: &str| {
        site.server
            .send("GET", "/", &format!("If-None-Match: {tag}\r\n"), b"")
            .status
    };
    assert_eq!(again(&tag), 304);
    fs::write(site.folder.path().join("public/index.html"), "<p>HOME").unwrap();
    assert_eq!(
        again(&tag),
        200,
        "an edit within the same second, of the same length"
    );
}

#[test]
fn head_has_the_headers_and_nothing_else() {
    let site = site("");
    let mut connection = site.server.connect();
    connection.request("HEAD", "/", "", b"");
    let reply = connection.reply_to("HEAD").unwrap();
    assert_eq!((reply.status, reply.header("content-length")), (200, Some("7")));
}

#[test]
fn fingerprinted_files_are_kept_for_ever_and_missing_ones_are_not() {
    let site = site("");
    let css = site.server.get("/assets/site.0123.css");
    assert_eq!(
        css.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    assert_eq!(css.header("content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(
        site.server.get("/now.js").header("cache-control"),
        Some("public, max-age=7")
    );
    assert_eq!(
        site.server.get("/now.json").header("cache-control"),
        Some("no-cache")
    );
    let missing = site.server.get("/assets/site.9999.css");
    not_there(&missing, "an asset");
    assert_eq!(missing.header("cache-control"), Some("no-cache"));
}

#[test]
fn what_is_not_there_gets_the_sites_own_page() {
    let site = site("");
    for path in [
        "/nowhere",
        "/nowhere/",
        "/empty/",
        "/empty",
        "/index.html/",
        "/.gradewright-manifest",
        "/assets/.hidden",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/about/..%2f..%2fsecret.txt",
        "/about%5c..%5c..%5csecret.txt",
        "/..%00/secret.txt",
        "//index.html",
        "/%ff",
        "/%zz",
        "/link.txt",
    ] {
        not_there(&site.server.get(path), path);
    }
}

#[test]
fn a_folder_without_its_slash_is_sent_on() {
    let site = site("");
    let reply = site.server.get("/about?a=b");
    assert_eq!(
        (reply.status, reply.header("location")),
        (308, Some("/about/?a=b"))
    );
    not_there(&site.server.get("//about"), "another host's name");
}

#[test]
fn a_site_lives_under_its_base_path_only() {
    let site = site("/graders");
    assert_eq!(site.server.get("/graders/").text(), "<p>home");
    assert_eq!(site.server.get("/graders").header("location"), Some("/graders/"));
    assert_eq!(
        site.server.get("/graders/about").header("location"),
        Some("/graders/about/")
    );
    for path in ["/", "/about/", "/gradersabout/"] {
        not_there(&site.server.get(path), path);
    }
}

#[test]
fn files_take_no_other_method() {
    let reply = site("").server.send("POST", "/", "", b"x");
    assert_eq!((reply.status, reply.header("allow")), (405, Some("GET, HEAD")));
}
