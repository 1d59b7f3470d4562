//! The program may die at any moment: what a receiver may not have got, it gets again under the same id.

use std::sync::{Arc, Barrier};

use rusqlite::TransactionBehavior;

use crate::program::Site;
use crate::receiver::{Answer, Receiver};

#[test]
fn killed_between_the_answer_and_our_mark_it_sends_the_same_id_again() {
    let barrier = Arc::new(Barrier::new(2));
    let crm = Receiver::start(vec![Answer::Held(Arc::clone(&barrier)), Answer::status("200 OK")]);
    let site = Site::new(&[&crm.entry("crm"), "name: sales, email: sales@quillhaven.example"]);
    let host = site.host();
    host.lead("jane");
    let first = crm.next();
    // With the database in hand: from here on the program can't note anything.
    let mut holding = site.database();
    let held = holding
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .unwrap();
    barrier.wait();
    barrier.wait();
    host.kill();
    drop(held);
    assert_eq!(
        site.deliveries()[0]["state"],
        "waiting",
        "or the kill came too late"
    );

    site.time_passes();
    let host = site.host();
    let again = crm.next();
    assert_eq!(again.header("webhook-id"), first.header("webhook-id"));
    assert_eq!(again.body, first.body);
    let done = site.until("all delivered", |list| {
        list.iter().all(|one| one["state"] == "delivered")
    });
    assert_eq!(done.len(), 2, "once for each destination");
    host.stop();
    assert!(crm.is_silent());
}

#[test]
fn killed_before_any_answer_nothing_is_lost() {
    let crm = Receiver::start(vec![Answer::Never, Answer::status("200 OK")]);
    let site = Site::new(&[&crm.entry("crm")]);
    let host = site.host();
    host.lead("jane");
    let first = crm.next();
    host.kill();
    // Its claim is a lease: it is not due before that has run out.
    let waits = site.deliveries();
    assert!(
        waits[0]["due_at"].is_string() && waits[0]["state"] == "waiting",
        "{waits:?}"
    );
    site.time_passes();
    let host = site.host();
    assert_eq!(crm.next().header("webhook-id"), first.header("webhook-id"));
    site.until("delivered", |list| list[0]["state"] == "delivered");
    host.stop();
}

#[test]
fn told_to_stop_it_does_not_wait_for_a_receiver_that_hangs() {
    let crm = Receiver::start(vec![Answer::Never]);
    let site = Site::new(&[&crm.entry("crm")]);
    let host = site.host();
    host.lead("jane");
    crm.next();
    let began = std::time::Instant::now();
    host.stop();
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}
