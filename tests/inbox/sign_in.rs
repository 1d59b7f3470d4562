//! Who gets in, and who does not.

use crate::site::{PASSWORD, at, quillhaven, token};

type Pairs<'a> = &'a [(&'a str, &'a str)];

const SAM: &str = "sam@quillhaven.example";

#[test]
fn a_password_opens_the_inbox_and_nothing_else_does() {
    let site = quillhaven();
    let browser = site.browser();
    let reply = browser.get("/sales/inbox/?status=new");
    assert_eq!(reply.status, 303);
    let to = reply.header("location").unwrap();
    assert_eq!(to, "/sales/inbox/sign-in?next=%2Fsales%2Finbox%2F%3Fstatus%3Dnew");
    assert!(
        browser
            .page(to)
            .contains("value=\"&#x2F;sales&#x2F;inbox&#x2F;?status=new\"")
            || browser.page(to).contains("value=\"/sales/inbox/?status=new\"")
    );
    for (email, password) in [
        (SAM, "wrong horse battery"),
        (SAM, ""),
        ("", PASSWORD),
        ("vera@quillhaven.example ", "x"),
        ("Sam Sales", PASSWORD),
    ] {
        let reply = browser.sign_in(email, password);
        assert_eq!(reply.status, 422, "{email}");
        assert_eq!(reply.header("set-cookie"), None);
        assert!(reply.text().contains("belong together"));
        assert!(
            !reply.text().contains("wrong horse"),
            "a password never comes back"
        );
    }
    assert!(
        browser
            .sign_in(SAM, "wrong")
            .text()
            .contains(&format!("value=\"{SAM}\"")),
        "what was typed"
    );
    assert!(!browser.is_in());
    let reply = browser.sign_in(" SAM@quillhaven.example ", PASSWORD);
    assert_eq!(
        (reply.status, reply.header("location")),
        (303, Some("/sales/inbox/"))
    );
    assert!(browser.is_in());
    assert_eq!(browser.get("/sales/inbox/sign-in").status, 303, "is in already");
}

#[test]
fn an_unknown_user_is_told_and_costs_the_same() {
    let site = quillhaven();
    let browser = site.browser();
    let before = site.inbox.passwords_checked();
    let known = browser.sign_in(SAM, "wrong horse battery").text();
    assert_eq!(site.inbox.passwords_checked(), before + 1);
    let unknown = browser
        .sign_in("nobody@quillhaven.example", "wrong horse battery")
        .text();
    assert_eq!(
        site.inbox.passwords_checked(),
        before + 2,
        "a hash is computed for nobody, too"
    );
    assert_eq!(
        known.replace(SAM, "X"),
        unknown.replace("nobody@quillhaven.example", "X")
    );
}

#[test]
fn tries_are_counted_by_account_whether_it_exists_or_not() {
    let site = quillhaven();
    for email in [SAM, "nobody@quillhaven.example"] {
        let browser = site.browser();
        for n in 0..10 {
            // Somebody with many addresses.
            *browser.through.borrow_mut() = format!("192.0.2.{n}");
            assert_eq!(browser.sign_in(email, "guess").status, 422, "{email} {n}");
        }
        *browser.through.borrow_mut() = "192.0.2.99".to_owned();
        let checked = site.inbox.passwords_checked();
        let reply = browser.sign_in(&email.to_uppercase(), PASSWORD);
        assert_eq!(reply.status, 429, "{email}");
        assert!(reply.header("retry-after").unwrap().parse::<u64>().unwrap() > 0);
        assert!(reply.text().contains("Too many tries"));
        assert_eq!(site.inbox.passwords_checked(), checked, "nothing was hashed");
    }
    let other = site.browser();
    assert_eq!(other.sign_in("vera@quillhaven.example", PASSWORD).status, 303);
}

#[test]
fn tries_are_counted_by_address() {
    let site = quillhaven();
    let browser = site.browser();
    *browser.through.borrow_mut() = "198.51.100.7".to_owned();
    for n in 0..20 {
        let status = browser
            .sign_in(&format!("guess-{n}@quillhaven.example"), "guess")
            .status;
        assert_eq!(status, 422, "{n}");
    }
    assert_eq!(browser.sign_in(SAM, PASSWORD).status, 429);
    *browser.through.borrow_mut() = "198.51.100.8".to_owned();
    assert_eq!(browser.sign_in(SAM, PASSWORD).status, 303);
}

#[test]
fn a_form_of_another_page_does_nothing() {
    let site = quillhaven();
    let id = site.called("Ann Lee", "ann@client.example", "Client");
    let sam = site.sam();
    let token = token(&sam.page(&at(id, "")));
    let good = [("status", "won"), ("token", token.as_str())];
    let forged: [(Pairs<'_>, Pairs<'_>); 7] = [
        (&[("Sec-Fetch-Site", "cross-site")], &good),
        (&[("Sec-Fetch-Site", "same-site")], &good),
        (&[("Sec-Fetch-Site", "none")], &good),
        (&[("Origin", "https://evil.example")], &good),
        (&[("Origin", "null")], &good),
        (&[("Sec-Fetch-Site", "same-origin")], &[("status", "won")]),
        (
            &[("Sec-Fetch-Site", "same-origin")],
            &[("status", "won"), ("token", &"0".repeat(128))],
        ),
    ];
    for (headers, fields) in forged {
        let reply = sam.send_with(&at(id, "/status"), headers, fields);
        assert_eq!(reply.status, 403, "{headers:?} {fields:?}");
        assert!(reply.text().contains("Nothing was changed"));
    }
    assert_ne!(
        token,
        crate::site::token(&sam.page(&at(id, ""))),
        "no two pages show the same"
    );
    // Another person's token is not this session's.
    let vera = site.browser();
    vera.sign_in("vera@quillhaven.example", PASSWORD);
    assert_eq!(vera.send_with(&at(id, "/status"), &[], &good).status, 403);
    let sign_in = [("email", SAM), ("password", PASSWORD)];
    let evil = [("Origin", "https://evil.example")];
    assert_eq!(
        site.browser()
            .send_with("/sales/inbox/sign-in", &evil, &sign_in)
            .status,
        403
    );
    assert!(
        site.wait(site.store.lead(id))
            .unwrap()
            .unwrap()
            .history
            .is_empty()
    );

    let here = format!("http://{}", sam.address());
    for origin in ["https://quillhaven.example", here.as_str()] {
        let reply = sam.send_with(&at(id, "/status"), &[("Origin", origin)], &good);
        assert_eq!(reply.status, 303, "{origin}");
    }
}

#[test]
fn signing_out_ends_this_session_and_signing_out_everywhere_all_of_them() {
    let site = quillhaven();
    let (phone, desk, laptop) = (site.sam(), site.sam(), site.sam());
    let vera = site.browser();
    vera.sign_in("vera@quillhaven.example", PASSWORD);
    let held = phone.cookie.borrow().clone();
    let reply = phone.send("/sales/inbox/sign-out", &[]);
    assert_eq!(
        (reply.status, reply.header("location")),
        (303, Some("/sales/inbox/sign-in"))
    );
    assert!(phone.cookie.borrow().ends_with('='), "the browser forgets it");
    *phone.cookie.borrow_mut() = held;
    assert!(!phone.is_in(), "and so did we");
    assert!(desk.is_in() && laptop.is_in());
    assert_eq!(desk.send("/sales/inbox/sign-out-everywhere", &[]).status, 303);
    assert!(!laptop.is_in());
    assert!(vera.is_in());
    assert_eq!(
        vera.get("/sales/inbox/sign-out").status,
        405,
        "no picture signs anybody out"
    );
}

#[test]
fn who_was_removed_is_out_at_once() {
    let site = quillhaven();
    let sam = site.sam();
    let mut users = gradewright::store::Users::open(site.store.path()).unwrap();
    assert!(
        users
            .remove("Sam@quillhaven.example", jiff::Timestamp::now())
            .unwrap()
    );
    assert!(!sam.is_in());
    assert_eq!(sam.sign_in(SAM, PASSWORD).status, 422);
    assert!(!users.remove(SAM, jiff::Timestamp::now()).unwrap());
}
