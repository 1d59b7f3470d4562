//! Erasing what is older than `retention_days`: once, for `leads sweep`, and once a day beside a server.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use super::arguments::{DatabaseOption, data_folder};
use super::content;
use super::failure::Failure;
use super::running::block_on;
use crate::content::Site;
use crate::delivery;
use crate::store::{Retention, Store};

/// So many are erased in one change: whoever answers at this moment hardly waits.
const AT_ONCE: usize = 200;

/// How long `site` keeps responses.
pub(super) fn retention(site: &Site) -> Retention {
    let of = site.assessments.iter();
    Retention {
        days: site.retention_days,
        of: of
            .filter_map(|(id, one)| Some((id.clone(), one.retention_days?)))
            .collect(),
    }
}

/// `leads sweep`
pub(super) fn run(folder: &Path, database: &DatabaseOption, dry: bool) -> Result<(), Failure> {
    let retention = retention(&*content::site_for_input(folder, "nothing was erased")?);
    let file = database.file(folder);
    let mut out = io::stdout().lock();
    if retention.is_for_good() {
        writeln!(
            out,
            "Nothing is too old: no `retention_days` says how long to keep it."
        )?;
        return Ok(());
    }
    // As `opened` does: a question about leads makes no file.
    if super::leads::opened(folder, database)?.is_none() {
        writeln!(out, "Nothing is too old: there are no leads yet.")?;
        return Ok(());
    }
    let now = Timestamp::now();
    block_on(async {
        let store = Store::open(&file)?;
        if dry {
            let old = store.overdue(&retention, now, usize::MAX).await?.len();
            writeln!(out, "Too old: {old} response(s). Nothing was erased.")?;
            return Ok(());
        }
        let swept = sweep(&store, &retention, now, &data_folder(folder).join("mail")).await?;
        let Swept {
            responses,
            deliveries,
            mails,
            log_emptied,
        } = swept;
        writeln!(
            out,
            "Erased: {responses} response(s) that were too old, {deliveries} delivery(ies), {mails} mail(s) on disk."
        )?;
        if !log_emptied {
            writeln!(out, "{}", super::forget::LOG_IS_HELD)?;
        }
        Ok(out.flush()?)
    })
}

/// What a sweep erased.
struct Swept {
    responses: usize,
    deliveries: usize,
    mails: usize,
    log_emptied: bool,
}

/// Erases everything that is too old at `now`, with the mails about it.
async fn sweep(store: &Store, retention: &Retention, now: Timestamp, mails: &Path) -> Result<Swept, Failure> {
    let mut swept = Swept {
        responses: 0,
        deliveries: 0,
        mails: 0,
        log_emptied: true,
    };
    loop {
        let old = store.overdue(retention, now, AT_ONCE).await?;
        if old.is_empty() {
            break;
        }
        // Mails go first: after a power cut nobody would know whom they were about. And once more, since one may
        // have been written meanwhile.
        swept.mails += delivery::remove_briefs(mails, &old)?;
        let (responses, deliveries) = store.erase(old.clone()).await?;
        swept.mails += delivery::remove_briefs(mails, &old)?;
        swept.responses += responses;
        swept.deliveries += deliveries;
    }
    if swept.responses > 0 {
        swept.log_emptied = store.empty_log().await?;
    }
    Ok(swept)
}

/// The sweep of a running server.
pub(super) struct Sweeping {
    /// Where responses are.
    pub(super) store: Store,
    /// What holds now. A change waits for the next day: a number that is still being typed must erase nothing.
    pub(super) retention: watch::Receiver<Retention>,
    /// Where mails are.
    pub(super) mails: PathBuf,
}

impl Sweeping {
    /// Sweeps at once and then every day. Never ends by itself.
    pub(super) async fn run(self, clock: impl Fn() -> Timestamp) {
        let this = Arc::new(self);
        every_day(|| Arc::clone(&this).round(clock())).await;
    }

    async fn round(self: Arc<Self>, now: Timestamp) {
        let retention = self.retention.borrow().clone();
        if retention.is_for_good() {
            return;
        }
        match sweep(&self.store, &retention, now, &self.mails).await {
            Ok(Swept { responses: 0, .. }) => {}
            Ok(Swept { responses, .. }) => tracing::info!(responses, "what was too old was erased"),
            Err(error) => {
                tracing::error!(%error, "what is too old could not be erased; tried again tomorrow")
            }
        }
    }
}

async fn every_day<R: Future<Output = ()>>(mut round: impl FnMut() -> R) {
    loop {
        round().await;
        tokio::time::sleep(Duration::from_secs(24 * 60 * 60)).await;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::every_day;

    #[tokio::test(start_paused = true)]
    async fn the_sweep_comes_at_the_start_and_then_once_a_day() {
        let mut rounds = 0;
        let three_days = Duration::from_secs(3 * 24 * 60 * 60 - 1);
        let count = || {
            rounds += 1;
            std::future::ready(())
        };
        tokio::time::timeout(three_days, every_day(count))
            .await
            .unwrap_err();
        assert_eq!(rounds, 3);
    }
}
