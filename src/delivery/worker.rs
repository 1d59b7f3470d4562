//! The worker that empties the outbox. Each destination has a lane of its own: one that fails or dawdles holds up no other.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::task::{Id, JoinSet};

use super::courier::Courier;
use super::outcome::{Ending, Outcome};
use super::post::Post;
use super::{SiteFacts, schedule};
use crate::store::{Attempt, OutboxItem, Store, Verdict};

/// How long a claimed delivery is ours: longer than any try. Where we die before, it falls due again by itself.
const LEASE: Duration = Duration::from_secs(60);
/// How many are claimed at once for one destination.
const AT_ONCE: usize = 8;
/// How long until the outbox is looked at again by itself: another program (`leads add`) may have put something in.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
/// How long to wait after the store itself failed.
const STORE_PAUSE: Duration = Duration::from_secs(2);
/// How long until a destination whose settings are incomplete is looked at again.
const NOT_READY: SignedDuration = SignedDuration::from_mins(5);
/// How long tries that are under way may go on once we are told to stop.
const GRACE: Duration = Duration::from_millis(800);

/// Delivers what comes into the outbox.
pub struct Worker {
    /// Where the outbox is.
    pub store: Store,
    /// The site as it is now: a rebuild may change whom leads go to. Nothing is delivered while there is none.
    pub site: watch::Receiver<Option<SiteFacts>>,
    /// Where mails are written while no mail server is named.
    pub mail_dir: PathBuf,
    /// How mails leave.
    pub post: Post,
    /// Whether webhooks may go to this machine and to private networks, for tests and local use.
    pub allow_local: bool,
}

/// What is under way: the destination of each task.
type Lanes = HashMap<Id, String>;

impl Worker {
    /// Works until `shutdown`. What is not delivered by then stays in the outbox.
    pub async fn run(self, shutdown: impl Future<Output = ()>) {
        let mut shutdown = std::pin::pin!(shutdown);
        let mut site = self.site.clone();
        tokio::select! {
            biased;
            () = &mut shutdown => return,
            there = site.wait_for(Option::is_some) => if there.is_err() { return },
        }
        let courier = Arc::new(Courier::new(
            self.post.clone(),
            self.allow_local,
            self.mail_dir.clone(),
        ));
        let mut tasks = JoinSet::new();
        let mut lanes = Lanes::new();
        'work: loop {
            let pause = self.begin(&courier, &mut tasks, &mut lanes).await;
            let mut pause = std::pin::pin!(tokio::time::sleep(pause));
            let listening = self.has_idle_lane(&lanes);
            loop {
                tokio::select! {
                    biased;
                    () = &mut shutdown => break 'work,
                    Some(ended) = tasks.join_next_with_id() => {
                        let id = ended.map_or_else(|broken| broken.id(), |(id, ())| id);
                        let lane = lanes.remove(&id);
                        // A lane takes up the next when all of its last are done.
                        if lanes.values().all(|other| Some(other) != lane.as_ref()) {
                            break;
                        }
                    }
                    () = self.store.outbox_changed(), if listening => break,
                    () = &mut pause => break,
                }
            }
        }
        // What is cut off here falls due again, with the same ids.
        let rest = async { while tasks.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(GRACE, rest).await;
    }

    fn has_idle_lane(&self, lanes: &Lanes) -> bool {
        let site = self.site.borrow();
        let busy = |key: &String| lanes.values().any(|lane| lane == key);
        let mut deliveries = site.iter().flat_map(|site| &site.deliveries);
        deliveries.any(|destination| !busy(&destination.key))
    }

    /// Begins what is due at every destination that is idle; returns how long there is nothing more to begin, unless
    /// something comes or ends.
    async fn begin(&self, courier: &Arc<Courier>, tasks: &mut JoinSet<()>, lanes: &mut Lanes) -> Duration {
        let busy = |lanes: &Lanes| lanes.values().cloned().collect::<Vec<String>>();
        let waiting = match self.store.claim(LEASE, AT_ONCE, &busy(lanes)).await {
            Ok(items) => {
                for item in items {
                    let kind = item.kind.clone();
                    let site = self.site.borrow().clone();
                    let (courier, store) = (Arc::clone(courier), self.store.clone());
                    let task = tasks.spawn(async move {
                        if let Some(site) = site {
                            deliver(&courier, &store, &site, item).await;
                        }
                    });
                    lanes.insert(task.id(), kind);
                }
                self.store.next_due(&busy(lanes)).await
            }
            Err(error) => Err(error),
        };
        match waiting {
            Ok(None) => LOOK_AGAIN,
            Ok(Some(due)) => {
                let wait = due.duration_since(Timestamp::now()).try_into();
                wait.unwrap_or(Duration::ZERO).min(LOOK_AGAIN)
            }
            Err(error) => {
                tracing::warn!(%error, "the outbox can't be read; trying again");
                STORE_PAUSE
            }
        }
    }
}

/// One try, and a note of what became of it.
async fn deliver(courier: &Courier, store: &Store, site: &SiteFacts, item: OutboxItem) {
    let (key, before, kind) = (item.key, item.attempts, item.kind.clone());
    let (outcome, file) = courier.carry(item, site).await;
    let attempt = attempt(outcome, before);
    tell(&kind, &attempt);
    let delivered = attempt.verdict == Verdict::Delivered;
    match (store.settle(key, attempt).await, file) {
        (Ok(true), Some(file)) if delivered => tracing::info!("{kind}: written to {}", file.display()),
        // The person was forgotten while we wrote: nothing of them may stay.
        (Ok(false), Some(file)) => {
            if let Err(error) = std::fs::remove_file(&file) {
                tracing::error!(%error, "the mail of a forgotten lead could not be removed: {}", file.display());
            }
        }
        (Ok(_), _) => {}
        // Its lease runs out, then it is tried again with the same id.
        (Err(error), _) => tracing::warn!(%error, "{kind}: a try was made but could not be noted"),
    }
}

/// What follows on an outcome.
fn attempt(outcome: Outcome, before: u32) -> Attempt {
    let now = Timestamp::now();
    let verdict = match outcome.ending {
        Ending::Delivered => Verdict::Delivered,
        Ending::Hopeless => Verdict::GivenUp,
        Ending::NotReady => Verdict::NotReady(now.checked_add(NOT_READY).unwrap_or(Timestamp::MAX)),
        Ending::Failed(asked) => {
            schedule::next(now, before, chance(), asked).map_or(Verdict::GivenUp, Verdict::Again)
        }
    };
    Attempt {
        verdict,
        status: outcome.status,
        reason: outcome.reason,
        answer: outcome.answer,
    }
}

/// For operators: the destination and what happened, and nothing of the lead, of the address or of the answer.
fn tell(kind: &str, attempt: &Attempt) {
    let why = attempt.reason.as_deref().unwrap_or("no reason given");
    match attempt.verdict {
        Verdict::Delivered => tracing::info!("{kind}: delivered"),
        Verdict::Again(at) => tracing::warn!("{kind}: not delivered: {why}; tried again at {at:.0}"),
        Verdict::NotReady(_) => tracing::warn!("{kind}: waits: {why}"),
        Verdict::GivenUp => tracing::warn!("{kind}: given up: {why}"),
    }
}

/// From 0 to 1. Where the system has no chance to give, there is none.
fn chance() -> f64 {
    getrandom::u32().map_or(0.0, |number| f64::from(number) / f64::from(u32::MAX))
}
