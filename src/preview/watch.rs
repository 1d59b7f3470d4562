//! Notices that something in a folder changed.
//!
//! Events mean only "look again": what really changed is for the reader to find out, so that a rename, a deletion
//! and an editor's save-by-replacement are all the same here.

use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, PollWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

/// How long it must be quiet before a change counts as complete.
const QUIET: Duration = Duration::from_millis(15);
/// How long a stream of changes may put that off.
const LONGEST: Duration = Duration::from_millis(30);
/// How often `--poll` looks.
const POLL: Duration = Duration::from_millis(300);

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watching {
    /// The system tells.
    Events,
    /// Looking again and again, where the system does not tell (some network and container folders).
    Poll,
}

/// Watching could not be started.
#[derive(Debug, thiserror::Error)]
#[error("cannot watch {}: {source}", folder.display())]
pub struct WatchError {
    folder: PathBuf,
    source: notify::Error,
}

/// A running watch over a site folder.
pub struct Changes {
    watcher: Box<dyn Watcher + Send>,
    site: PathBuf,
    inside: Vec<PathBuf>,
    seen: mpsc::Receiver<()>,
}

impl std::fmt::Debug for Changes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Changes")
            .field("site", &self.site)
            .finish_non_exhaustive()
    }
}

impl Changes {
    /// Watches the named folders of a site and all they hold, and the site folder itself for their coming and going.
    ///
    /// # Errors
    /// Where the system refuses (too many watches, no right to read).
    pub fn start(site: &Path, inside: &[&str], how: Watching) -> Result<Self, WatchError> {
        // One place is enough: a waiting "look again" covers every further one.
        let (tell, seen) = mpsc::channel(1);
        let on_event = move |event: notify::Result<Event>| {
            if event.as_ref().map_or(true, matters) {
                let _ = tell.try_send(());
            }
        };
        let failed = |source| WatchError {
            folder: site.to_owned(),
            source,
        };
        let watcher: Box<dyn Watcher + Send> = match how {
            Watching::Events => Box::new(notify::recommended_watcher(on_event).map_err(failed)?),
            Watching::Poll => {
                let config = notify::Config::default()
                    .with_poll_interval(POLL)
                    .with_compare_contents(true);
                Box::new(PollWatcher::new(on_event, config).map_err(failed)?)
            }
        };
        let inside = inside.iter().map(|name| site.join(name)).collect();
        let mut changes = Self {
            watcher,
            site: site.to_owned(),
            inside,
            seen,
        };
        changes
            .watcher
            .watch(site, RecursiveMode::NonRecursive)
            .map_err(failed)?;
        changes.watch_inside()?;
        Ok(changes)
    }

    /// A folder that was deleted and made again has lost its watch: watching twice does no harm.
    fn watch_inside(&mut self) -> Result<(), WatchError> {
        for folder in self.inside.iter().filter(|folder| folder.is_dir()) {
            let failed = |source| WatchError {
                folder: folder.clone(),
                source,
            };
            self.watcher
                .watch(folder, RecursiveMode::Recursive)
                .map_err(failed)?;
        }
        Ok(())
    }

    /// Waits for the next change and for the quiet after it. `None` when watching has ended.
    pub async fn next(&mut self) -> Option<()> {
        self.seen.recv().await?;
        let end = Instant::now() + LONGEST;
        loop {
            let quiet = (Instant::now() + QUIET).min(end);
            match timeout_at(quiet, self.seen.recv()).await {
                Ok(Some(())) if Instant::now() < end => {}
                Ok(None) => return None,
                _ => break,
            }
        }
        if let Err(error) = self.watch_inside() {
            tracing::warn!(%error, "a folder is no longer watched");
        }
        Some(())
    }
}

/// Reading a file is an event too: without this, every rebuild would ask for the next one.
fn matters(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => !event.paths.iter().all(|path| is_editor_scratch(path)),
    }
}

/// Swap and backup files that editors write beside the real one.
fn is_editor_scratch(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy())
        .unwrap_or_default();
    name.ends_with('~') || name.ends_with(".swp") || name.ends_with(".swx") || name == "4913"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_save_a_rename_and_a_deletion_are_each_noticed() {
        for how in [Watching::Events, Watching::Poll] {
            let folder = tempfile::tempdir().unwrap();
            let content = folder.path().join("content");
            std::fs::create_dir(&content).unwrap();
            let file = content.join("a.md");
            std::fs::write(&file, "one").unwrap();
            let mut changes = Changes::start(folder.path(), &["content", "themes"], how).unwrap();
            let noticed = Duration::from_secs(20);

            std::fs::write(&file, "two, longer").unwrap();
            tokio::time::timeout(noticed, changes.next())
                .await
                .unwrap()
                .unwrap();
            std::fs::rename(&file, content.join("b.md")).unwrap();
            tokio::time::timeout(noticed, changes.next())
                .await
                .unwrap()
                .unwrap();
            std::fs::remove_file(content.join("b.md")).unwrap();
            tokio::time::timeout(noticed, changes.next())
                .await
                .unwrap()
                .unwrap();
        }
    }

    #[test]
    fn reading_a_file_is_no_change() {
        let read = Event::new(EventKind::Access(AccessKind::Read)).add_path("a.md".into());
        assert!(!matters(&read));
        let saved =
            Event::new(EventKind::Access(AccessKind::Close(AccessMode::Write))).add_path("a.md".into());
        assert!(matters(&saved));
    }
}
