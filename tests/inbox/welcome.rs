//! The link that lets a newcomer in.

use crate::site::quillhaven;

#[test]
fn the_link_signs_the_owner_in_once() {
    let site = quillhaven();
    let link = format!("/sales{}", site.inbox.welcome().unwrap());
    let last = if link.ends_with('0') { '1' } else { '0' };
    let wrong = format!("{}{last}", &link[..link.len() - 1]);
    let browser = site.browser();
    // Looking at it does not use it up.
    browser.ask("HEAD", &link, &[], "");
    assert_eq!(
        browser
            .ask("GET", &link, &[("Sec-Purpose", "prefetch")], "")
            .status,
        404
    );
    assert_eq!(browser.get(&wrong).status, 404);
    assert!(!browser.is_in());
    let reply = browser.get(&link);
    assert_eq!(
        (reply.status, reply.header("location")),
        (303, Some("/sales/inbox/"))
    );
    assert!(browser.page("/sales/inbox/").contains(">Owner</summary>"));
    let second = site.browser();
    assert_eq!(second.get(&link).status, 404);
    assert!(!second.is_in());
    // There is no password to guess.
    assert_eq!(second.sign_in("owner@localhost", "").status, 422);
}

#[test]
fn the_link_is_for_this_machine_alone() {
    let site = quillhaven();
    let link = format!("/sales{}", site.inbox.welcome().unwrap());
    let browser = site.browser();
    *browser.through.borrow_mut() = "127.0.0.1".to_owned();
    assert_eq!(browser.get(&link).status, 404, "through a proxy");
    for header in [
        "Forwarded: for=127.0.0.1",
        "X-Real-IP: 127.0.0.1",
        "Via: 1.1 proxy",
    ] {
        let reply = site.server.send("GET", &link, &format!("{header}\r\n"), b"");
        assert_eq!(reply.status, 404, "{header}");
    }
    let mut connection = site.server.connect();
    // A name that an attacker made point to this machine.
    connection.write(format!("GET {link} HTTP/1.1\r\nHost: evil.example\r\n\r\n").as_bytes());
    assert_eq!(connection.reply().unwrap().status, 404);
    let reply = site.browser().get(&link);
    assert_eq!(reply.status, 303, "none of them used it up");
}

#[test]
fn without_a_link_there_is_none_to_guess() {
    let site = quillhaven();
    let nothing = format!("/sales/inbox/welcome/{}", "0".repeat(64));
    for link in [nothing.as_str(), "/sales/inbox/welcome/x"] {
        assert_eq!(site.browser().get(link).status, 404);
    }
}
