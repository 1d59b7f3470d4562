//! The worker that turns the outbox into mails.

use std::fs;
use std::path::Path;
use std::time::Duration;

use gradewright::delivery::{Post, SiteFacts, Worker, remove_briefs};
use gradewright::store::{Leads, NewResponse, Store};
use serde_json::json;
use tokio::sync::{oneshot, watch};

use crate::fixture::*;

/// Runs a worker until the outbox is empty.
async fn deliver_all(store: &Store, site: SiteFacts, mail_dir: &Path) {
    let (_sender, site) = watch::channel(Some(site));
    let worker = Worker {
        store: store.clone(),
        site,
        mail_dir: mail_dir.to_owned(),
        post: Post::default(),
        allow_local: true,
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(worker.run(async { drop(stopped.await) }));
    delivered(store).await;
    stop.send(()).unwrap();
    running.await.unwrap();
}

/// Waits until the outbox is empty.
async fn delivered(store: &Store) {
    for _ in 0..100_000 {
        if store.next_due(&[]).await.unwrap().is_none() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("still something to deliver");
}

fn mails(folder: &Path) -> Vec<(String, String)> {
    let mut mails: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                fs::read_to_string(entry.path()).unwrap(),
            )
        })
        .collect();
    mails.sort();
    mails
}

/// The header lines, with folded ones made whole.
fn headers(mail: &str) -> Vec<String> {
    let head = mail
        .split("\r\n\r\n")
        .next()
        .unwrap()
        .replace("\r\n ", " ")
        .replace("\r\n\t", " ");
    head.split("\r\n").map(str::to_owned).collect()
}

/// The clock runs ahead whenever everybody waits: what would be looked for again some time is looked for now.
#[tokio::test(start_paused = true)]
async fn what_another_program_stores_is_delivered_too() {
    let Kept { store, path, folder } = kept();
    let mail_dir = folder.path().join("mail");
    let (_sender, site) = watch::channel(Some(site()));
    let worker = Worker {
        store: store.clone(),
        site,
        mail_dir: mail_dir.clone(),
        post: Post::default(),
        allow_local: true,
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(worker.run(async { drop(stopped.await) }));
    create(&store, lead("joe@doe.example")).await;
    delivered(&store).await;
    // Changes are made in turn: behind these, the worker has found that there is nothing more.
    for _ in 0..100 {
        store.claim(Duration::ZERO, 0, &[]).await.unwrap();
        store.next_due(&[]).await.unwrap();
    }
    Leads::open(&path)
        .unwrap()
        .submit(lead("jane@doe.example"))
        .unwrap();
    delivered(&store).await;
    assert_eq!(mails(&mail_dir).len(), 2);
    stop.send(()).unwrap();
    running.await.unwrap();
}

#[tokio::test]
async fn each_lead_with_consent_becomes_one_mail_that_names_nobody_outside() {
    let Kept {
        store,
        path: _path,
        folder,
    } = kept();
    let mail_dir = folder.path().join("data/mail");
    let jane = create(&store, lead("jane@doe.example")).await;
    create(&store, anonymous(some_answers())).await;
    for number in 0..40 {
        create(&store, lead(&format!("p{number}@doe.example"))).await;
    }
    deliver_all(&store, site(), &mail_dir).await;
    let mails = mails(&mail_dir);
    assert_eq!(mails.len(), 41);
    let (name, mail) = mails
        .iter()
        .find(|(name, _)| name.contains(&jane.id.to_string()))
        .unwrap();
    assert_eq!(*name, format!("20261122T120000Z-{}.eml", jane.id));
    let headers = headers(mail);
    for expected in [
        "From: \"Quillhaven IT\" <sales@quillhaven.example>",
        "To: sales@quillhaven.example",
        "Reply-To: \"Jane Doe\" <jane@doe.example>",
        "Date: Sun, 22 Nov 2026 12:00:00 +0000",
        &format!("Message-ID: <{}.brief@quillhaven.example>", jane.id),
        "MIME-Version: 1.0",
    ] {
        assert!(
            headers.contains(&expected.to_owned()),
            "{expected} is not among {headers:#?}"
        );
    }
    assert!(
        headers
            .iter()
            .any(|line| line.starts_with("Subject: New lead: Jane Doe, Doe Ltd")),
        "{headers:#?}"
    );
    assert!(mail.contains("Content-Type: text/plain") && mail.contains("Content-Type: text/html"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&mail_dir), mode(&mail_dir.join(name))), (0o700, 0o600));
    }
    // A second run finds nothing to do.
    deliver_all(&store, site(), &mail_dir).await;
    assert_eq!(fs::read_dir(&mail_dir).unwrap().count(), 41);
}

#[tokio::test]
async fn no_field_of_a_respondent_breaks_a_header_or_a_part() {
    let Kept {
        store,
        path: _path,
        folder,
    } = kept();
    let sent = lead("");
    let contact = json!({
        "name": "Jane\" <x@evil.example>, ü\u{202e}", "company": "a".repeat(400), "email": "jane@doe.example",
        "message": format!("--{}\r\nContent-Type: text/evil\r\n\r\n.", sent.id),
    });
    let contact = serde_json::from_value(contact).unwrap();
    create(
        &store,
        NewResponse {
            contact: Some((contact, consent(true))),
            ..sent
        },
    )
    .await;
    let mail_dir = folder.path().join("mail");
    deliver_all(&store, site(), &mail_dir).await;
    let (_, mail) = mails(&mail_dir).pop().unwrap();
    let names: Vec<String> = headers(&mail)
        .iter()
        .map(|line| line.split(':').next().unwrap().to_owned())
        .collect();
    assert_eq!(
        names,
        [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Reply-To",
            "MIME-Version",
            "Content-Type"
        ]
    );
    let reply_to = headers(&mail)
        .into_iter()
        .find(|line| line.starts_with("Reply-To"))
        .unwrap();
    assert!(
        reply_to.ends_with("<jane@doe.example>") && !reply_to.contains("<x@evil.example>"),
        "{reply_to}"
    );
    assert_eq!(mail.matches("Content-Type: text/plain").count(), 1);
    assert_eq!(mail.matches("Content-Type: text/html").count(), 1);
    assert!(mail.lines().all(|line| line.len() <= 998), "RFC 5322, 2.1.1");
}

#[tokio::test]
async fn without_a_sales_address_the_brief_stays_in_the_database() {
    let Kept {
        store,
        path: _path,
        folder,
    } = kept();
    create(&store, lead("jane@doe.example")).await;
    let mail_dir = folder.path().join("mail");
    deliver_all(
        &store,
        SiteFacts {
            deliveries: Vec::new(),
            ..site()
        },
        &mail_dir,
    )
    .await;
    assert!(!mail_dir.exists());
}

#[tokio::test]
async fn a_mail_that_can_not_be_written_is_tried_again_later() {
    let Kept {
        store,
        path: _path,
        folder,
    } = kept();
    create(&store, lead("jane@doe.example")).await;
    let blocked = folder.path().join("mail");
    fs::write(&blocked, "a file where the folder should be").unwrap();
    let (_sender, facts) = watch::channel(Some(site()));
    let worker = Worker {
        store: store.clone(),
        site: facts,
        mail_dir: blocked.clone(),
        post: Post::default(),
        allow_local: true,
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(worker.run(async { drop(stopped.await) }));
    // A claim puts the row off for a minute, a failure for less: both are in the future, and nothing is lost.
    for _ in 0..100_000 {
        let due = store.next_due(&[]).await.unwrap().unwrap();
        if due > now_plus(1) && due < now_plus(30) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    stop.send(()).unwrap();
    running.await.unwrap();
    let due = store
        .next_due(&[])
        .await
        .unwrap()
        .expect("it is still to be delivered");
    assert!(due > now_plus(1) && due < now_plus(30), "{due}");
}

#[tokio::test]
async fn the_mails_of_a_forgotten_person_go_too() {
    let Kept {
        store,
        path: _path,
        folder,
    } = kept();
    let jane = create(&store, lead("jane@doe.example")).await;
    create(&store, lead("ed@doe.example")).await;
    let mail_dir = folder.path().join("mail");
    assert_eq!(
        remove_briefs(&mail_dir, &[jane.id]).unwrap(),
        0,
        "there is no folder yet"
    );
    deliver_all(&store, site(), &mail_dir).await;
    assert_eq!(remove_briefs(&mail_dir, &[jane.id]).unwrap(), 1);
    let left = mails(&mail_dir);
    assert_eq!(left.len(), 1);
    assert!(!left[0].0.contains(&jane.id.to_string()));
}
