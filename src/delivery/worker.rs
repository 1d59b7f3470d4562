//! The worker that empties the outbox.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::{DeliveryError, SiteFacts, brief, mail, mailbox};
use crate::store::{OutboxItem, Store};

/// How long a claimed delivery is ours. Where we die before, it falls due again by itself.
const LEASE: Duration = Duration::from_secs(60);
/// How many are claimed at once.
const AT_ONCE: usize = 16;
/// How long until the outbox is looked at again by itself: another program (`leads add`) may have put something in.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
/// How long to wait after the store itself failed.
const STORE_PAUSE: Duration = Duration::from_secs(2);
/// The longest wait between two tries of one delivery.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// Delivers what comes into the outbox.
pub struct Worker {
    /// Where the outbox is.
    pub store: Store,
    /// The site as it is now: a rebuild may change whom briefs go to. Nothing is delivered while there is none.
    pub site: watch::Receiver<Option<SiteFacts>>,
    /// Where mails are written.
    pub mail_dir: PathBuf,
}

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
        loop {
            let pause = self.work_off().await;
            tokio::select! {
                biased;
                () = &mut shutdown => return,
                () = tokio::time::sleep(pause) => {}
                () = self.store.outbox_changed() => {}
            }
        }
    }

    /// Delivers one batch; returns how long to wait for the next, unless something comes.
    async fn work_off(&self) -> Duration {
        let waiting = match self.store.claim(LEASE, AT_ONCE).await {
            Ok(items) if items.is_empty() => self.store.next_due().await,
            Ok(items) => {
                for item in items {
                    self.deliver(item).await;
                }
                return Duration::ZERO;
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

    async fn deliver(&self, item: OutboxItem) {
        let (key, attempts) = (item.key, item.attempts);
        let Some(site) = self.site.borrow().clone() else {
            return;
        };
        let Some(to) = site.sales_email.clone() else {
            tracing::info!("no sales_email: brief kept in the database only");
            return self.delivered(key, None).await;
        };
        let path = mailbox::place(&self.mail_dir, &item.response);
        let written = {
            let path = path.clone();
            tokio::task::spawn_blocking(move || write(&path, &item, &site, &to)).await
        };
        match written {
            Ok(Ok(())) => self.delivered(key, Some(&path)).await,
            Ok(Err(error)) => self.failed(key, attempts, &error.to_string()).await,
            Err(_) => self.failed(key, attempts, "writing the brief panicked").await,
        }
    }

    async fn delivered(&self, key: i64, path: Option<&Path>) {
        match (self.store.delivered(key).await, path) {
            (Ok(true), Some(path)) => tracing::info!("brief written to {}", path.display()),
            (Ok(true), None) => {}
            // The person was forgotten while we wrote: nothing of them may stay.
            (Ok(false), Some(path)) => {
                if let Err(error) = std::fs::remove_file(path) {
                    tracing::error!(%error, "a brief of a forgotten lead could not be removed: {}", path.display());
                }
            }
            (Ok(false), None) => {}
            // Its lease runs out, then it is written again under the same name.
            (Err(error), _) => tracing::warn!(%error, "a brief was written but could not be marked so"),
        }
    }

    async fn failed(&self, key: i64, attempts: u32, why: &str) {
        let pause = SignedDuration::from_secs(5)
            .saturating_mul(1 << attempts.min(10))
            .min(LONGEST_PAUSE);
        tracing::warn!(
            "a brief was not delivered and will be tried again in {} s: {why}",
            pause.as_secs()
        );
        let next = Timestamp::now().checked_add(pause).unwrap_or(Timestamp::MAX);
        if let Err(error) = self.store.failed(key, next).await {
            tracing::warn!(%error, "the outbox can't be written");
        }
    }
}

fn write(path: &Path, item: &OutboxItem, site: &SiteFacts, to: &str) -> Result<(), DeliveryError> {
    let brief = brief(&item.response, site)?;
    let message = mail::message(&brief, &item.response, site, to)?;
    Ok(mailbox::save(path, &message)?)
}
