//! What a browser holds, for how long, and what every answer says to it.

use crate::site::{PASSWORD, Quillhaven, at, quillhaven};

const HOUR: i64 = 3_600_000;

#[test]
fn a_session_begins_with_a_secret_of_its_own() {
    let site = quillhaven();
    let browser = site.browser();
    // A secret that somebody else knows, planted before.
    let planted = format!("gradewright_inbox={}", "ab".repeat(32));
    *browser.cookie.borrow_mut() = planted.clone();
    browser.sign_in("sam@quillhaven.example", PASSWORD);
    let first = browser.cookie.borrow().clone();
    assert_ne!(first, planted);
    assert!(browser.is_in());
    let thief = site.browser();
    *thief.cookie.borrow_mut() = planted;
    assert!(!thief.is_in());
    browser.sign_in("sam@quillhaven.example", PASSWORD);
    assert_ne!(*browser.cookie.borrow(), first, "each time a new one");
    *thief.cookie.borrow_mut() = first;
    assert!(!thief.is_in(), "and the one before is over");
}

#[test]
fn the_cookie_goes_nowhere_else() {
    let site = quillhaven();
    let reply = site.browser().sign_in("sam@quillhaven.example", PASSWORD);
    let cookie = reply.header("set-cookie").unwrap();
    assert!(cookie.starts_with("gradewright_inbox="), "{cookie}");
    assert!(
        cookie.ends_with("; Path=/sales/inbox; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    let site = Quillhaven::new(true);
    let browser = site.browser();
    let reply = browser.sign_in("sam@quillhaven.example", PASSWORD);
    let cookie = reply.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-gradewright="), "{cookie}");
    assert!(
        cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    assert!(browser.is_in());
}

#[test]
fn the_file_alone_lets_nobody_in() {
    let site = quillhaven();
    let sam = site.sam();
    let secret = sam.cookie.borrow().split_once('=').unwrap().1.to_owned();
    let hash: String = site
        .file()
        .query_row("SELECT lower(hex(hash)) FROM sessions", [], |row| row.get(0))
        .unwrap();
    assert_ne!(hash, secret);
    *sam.cookie.borrow_mut() = format!("gradewright_inbox={hash}");
    assert!(!sam.is_in());
    let password: String = site
        .file()
        .query_row("SELECT password FROM users LIMIT 1", [], |row| row.get(0))
        .unwrap();
    assert!(
        password.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{password}"
    );
}

#[test]
fn a_session_ends_after_two_idle_hours_and_after_twelve_at_most() {
    let site = quillhaven();
    let sam = site.sam();
    let back = |column: &str, time: i64| {
        let sql = format!("UPDATE sessions SET {column} = {column} - ?1");
        site.file().execute(&sql, [time]).unwrap();
    };
    let seen = || -> i64 {
        let sql = "SELECT seen_at FROM sessions";
        site.file().query_row(sql, [], |row| row.get(0)).unwrap()
    };
    back("seen_at", 2 * HOUR - 60_000);
    let before = seen();
    assert!(sam.is_in());
    assert!(seen() > before, "whoever works stays in");
    back("seen_at", 2 * HOUR + 60_000);
    assert!(!sam.is_in());

    let sam = site.sam();
    back("expires_at", 12 * HOUR - 60_000);
    assert!(sam.is_in());
    back("expires_at", 60_000);
    assert!(!sam.is_in());
}

#[test]
fn nobody_is_led_away_after_signing_in() {
    let site = quillhaven();
    let browser = site.browser();
    let to = |next: &str| {
        let fields = [
            ("email", "vera@quillhaven.example"),
            ("password", PASSWORD),
            ("next", next),
        ];
        let reply = browser.send_with("/sales/inbox/sign-in", &[], &fields);
        reply.header("location").unwrap().to_owned()
    };
    assert_eq!(to("/sales/inbox/leads/1?x=2"), "/sales/inbox/leads/1?x=2");
    for next in [
        "https://evil.example/",
        "//evil.example/sales/inbox/",
        "/sales/inbox/\r\nSet-Cookie: x=y",
        "/sales/inbox/..\\evil",
        "/sales/inbox/sign-out",
        "/elsewhere",
        "",
    ] {
        assert_eq!(to(next), "/sales/inbox/", "{next:?}");
    }
}

#[test]
fn every_page_is_for_nobody_else() {
    let site = quillhaven();
    let id = site.called("Ann Lee", "ann@client.example", "Client");
    let sam = site.sam();
    let (lead, erase, nothing) = (at(id, ""), at(id, "/erase"), at(uuid::Uuid::nil(), ""));
    for path in [
        "/sales/inbox/",
        "/sales/inbox/quarantine",
        "/sales/inbox/sign-in",
        &lead,
        &erase,
        &nothing,
        "/sales/inbox/leads/%3Cscript%3E",
    ] {
        let reply = sam.get(path);
        let policy = reply.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self';"),
            "{policy}"
        );
        assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("script-src") && !policy.contains("unsafe"));
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(reply.header("x-robots-tag"), Some("noindex"));
        assert_eq!(reply.header("referrer-policy"), Some("same-origin"));
        let page = reply.text();
        for inline in ["<script", "style=", " onclick", "javascript:"] {
            assert!(!page.contains(inline), "{path}: {inline}");
        }
    }
    let page = site.browser().page("/sales/inbox/sign-in");
    let css = page.split("rel=\"stylesheet\" href=\"").nth(1).unwrap();
    let css = css.split('"').next().unwrap().replace("&#x2F;", "/");
    let reply = site.browser().get(&css);
    assert_eq!(reply.header("content-type"), Some("text/css; charset=utf-8"));
    assert!(reply.header("cache-control").unwrap().contains("immutable"));
    assert_eq!(site.browser().get("/sales/inbox/assets/other.css").status, 404);
    let reply = site.browser().get("/sales/inbox");
    assert_eq!(
        (reply.status, reply.header("location")),
        (308, Some("/sales/inbox/"))
    );
}
