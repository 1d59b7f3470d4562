//! Killing the server under load loses no lead that it acknowledged, and makes none twice.
//!
//! `GRADEWRIGHT_CRASH_ROUNDS=200 cargo test --test crash` is the long form. Nothing can be said of power cuts here:
//! a killed process leaves its writes with the system.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod client;
mod full;
mod host;
mod leads;
mod receiver;

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use client::Client;
use host::Site;
use leads::{Kind, Lead};
use receiver::Receiver;
use uuid::Uuid;

/// Respondents at a time.
const AT_ONCE: usize = 8;
/// For one answer, and for the load of one round, on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// What became of one respondent's leads in a round.
#[derive(Default)]
struct Outcome {
    acknowledged: Vec<Lead>,
    unanswered: Vec<Lead>,
}

#[test]
fn killing_the_server_under_load_loses_no_acknowledged_lead_and_makes_no_duplicate() {
    let rounds = match std::env::var("GRADEWRIGHT_CRASH_ROUNDS") {
        Ok(rounds) => rounds.parse().expect("GRADEWRIGHT_CRASH_ROUNDS is a number"),
        Err(_) => 5,
    };
    let receiver = Receiver::start();
    let site = Site::new(receiver.port);
    let mut acknowledged: Vec<Lead> = Vec::new();
    let mut unanswered: Vec<Lead> = Vec::new();
    let mut cut_off = 0;
    for round in 0..rounds {
        let mut server = site.host();
        // The last that were acknowledged before the kill are the likeliest to be lost.
        let recent = acknowledged.len().saturating_sub(3 * AT_ONCE);
        for lead in &acknowledged[recent..] {
            let status = Client::new(server.address()).post(&lead.path(), &lead.body());
            let what = "an acknowledged lead is known again";
            assert_eq!(status.ok(), Some(200), "round {round}: {what}");
        }
        let (answered, answers) = mpsc::channel();
        let respondents: Vec<_> = shares(&mut unanswered)
            .into_iter()
            .map(|again| {
                let (address, answered) = (server.address().to_owned(), answered.clone());
                std::thread::spawn(move || respond(&address, again, &answered))
            })
            .collect();
        drop(answered);
        for _ in 0..AT_ONCE + random(4 * AT_ONCE) {
            let answer = answers.recv_timeout(PATIENCE);
            answer.unwrap_or_else(|error| panic!("round {round}: the server does not answer: {error}"));
        }
        // Not for anything to get ready: the kill must fall at any moment of a commit, and often right behind an answer.
        std::thread::sleep(Duration::from_micros(random(1 << random(15)) as u64));
        server.kill();
        for respondent in respondents {
            let outcome = respondent.join().unwrap();
            acknowledged.extend(outcome.acknowledged);
            unanswered.extend(outcome.unanswered);
        }
        cut_off += unanswered.len();
    }

    // The last look: what was not acknowledged is sent again, and then everything is there.
    site.let_leases_run_out();
    let server = site.host();
    for lead in unanswered {
        let status = Client::new(server.address()).post(&lead.path(), &lead.body());
        assert!(matches!(status, Ok(200 | 201)), "{status:?}");
        acknowledged.push(lead);
    }
    let expected: BTreeSet<Uuid> = acknowledged.iter().map(|lead| lead.id).collect();
    assert_eq!(
        expected.len(),
        acknowledged.len(),
        "each lead was acknowledged once"
    );
    let for_sales = acknowledged.iter().filter(|lead| lead.kind == Kind::Consented);
    let for_sales: BTreeSet<Uuid> = for_sales.map(|lead| lead.id).collect();
    site.wait_for_briefs(for_sales.len());
    site.wait_for_deliveries();
    assert_eq!(server.stop(), Some(0), "an orderly stop");

    let listed = site.listed();
    assert_eq!(
        listed.len(),
        expected.len(),
        "each lead is listed once, and nothing else"
    );
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), expected);
    let briefs = site.briefs();
    assert_eq!(
        briefs.len(),
        for_sales.len(),
        "one brief for each lead with consent"
    );
    assert_eq!(briefs.into_iter().collect::<BTreeSet<_>>(), for_sales);
    let told = receiver.seen();
    assert!(
        told.keys().eq(&for_sales),
        "the receiver knows each lead with consent, and no other"
    );
    let again = told.values().map(|ids| ids.len() - 1).sum::<usize>();
    for ids in told.values() {
        assert!(
            ids.iter().all(|id| *id == ids[0]),
            "a message keeps its id: {ids:?}"
        );
    }
    println!(
        "{rounds} kills: {} leads acknowledged, {cut_off} cut off and sent again, {} briefs, {again} webhooks told again",
        expected.len(),
        for_sales.len()
    );
}

/// What each respondent sends again, dealt out evenly.
fn shares(unanswered: &mut Vec<Lead>) -> Vec<Vec<Lead>> {
    let mut shares = vec![Vec::new(); AT_ONCE];
    for (place, lead) in unanswered.drain(..).enumerate() {
        shares[place % AT_ONCE].push(lead);
    }
    shares
}

/// Sends the leads that nobody acknowledged, then new ones, until the server is gone.
fn respond(address: &str, again: Vec<Lead>, answered: &mpsc::Sender<()>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut client = Client::new(address);
    let mut again = again.into_iter();
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        let (lead, first) = match again.next() {
            Some(lead) => (lead, false),
            None => (Lead::random(), true),
        };
        let Ok(status) = client.post(&lead.path(), &lead.body()) else {
            outcome.unanswered.push(lead);
            break;
        };
        let fine = status == 201 || (status == 200 && !first);
        assert!(fine, "{status} to {}", lead.body());
        outcome.acknowledged.push(lead);
        // Nobody counts any more once there were enough.
        let _ = answered.send(());
    }
    outcome.unanswered.extend(again);
    outcome
}

/// A whole number below `end`.
fn random(end: usize) -> usize {
    (Uuid::new_v4().as_u128() % end as u128) as usize
}
