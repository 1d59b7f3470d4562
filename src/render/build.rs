//! A build: everything in memory first, then the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::RenderError;
use super::output::{Made, Output};
use super::pages::Shared;
use super::plan::{Source, graders_by_service, plan};
use super::rehearsal::rehearse;
use super::renderer::{Inner, Renderer};

/// How long one page may take before its template is taken to loop.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// What a build left on disk, for the next one of the same process.
#[derive(Debug, Clone)]
pub struct Built {
    output: PathBuf,
    fingerprints: BTreeMap<String, [u8; 32]>,
    /// Files that were written because their bytes changed, such as `graders/security/index.html`.
    pub written: Vec<String>,
    /// Files that were removed because they no longer belong.
    pub removed: Vec<String>,
    /// How many files were made anew, whether or not their bytes changed.
    pub rendered: usize,
    /// How many files the site has.
    pub files: usize,
}

impl Built {
    /// Whether nothing that any page is made from changed in between.
    pub fn is_like(&self, other: &Self) -> bool {
        self.fingerprints == other.fingerprints
    }
}

pub(super) fn build(
    renderer: &Renderer,
    folder: &Path,
    previous: Option<&Built>,
    patience: Duration,
) -> Result<Built, RenderError> {
    let output = Output::look(folder, &renderer.0.site.folder)?;
    let previous = previous
        .filter(|previous| previous.output == output.folder())
        .map(|previous| &previous.fingerprints);
    let known = previous.map(|known| {
        known
            .iter()
            .filter(|(place, _)| output.holds(place))
            .map(|(place, hash)| (place.clone(), *hash))
            .collect()
    });
    let Rendered {
        made,
        kept,
        fingerprints,
    } = render(&renderer.0, known.unwrap_or_default(), patience)?;
    let changes = output.write(&made, &kept)?;
    Ok(Built {
        output: output.folder().to_owned(),
        rendered: made.len(),
        files: fingerprints.len(),
        fingerprints,
        written: changes.written,
        removed: changes.removed,
    })
}

struct Rendered {
    made: BTreeMap<String, Made>,
    /// Places whose inputs are those of last time.
    kept: BTreeSet<String>,
    fingerprints: BTreeMap<String, [u8; 32]>,
}

/// What each thread is at, and since when.
type AtWork = Mutex<BTreeMap<usize, (Instant, &'static str, String)>>;

/// Says what this thread is at for as long as it lives.
struct Here<'a>(&'a AtWork);

impl<'a> Here<'a> {
    fn new(at_work: &'a AtWork, template: &'static str, page: &str) -> Self {
        let entry = (Instant::now(), template, page.to_owned());
        at_work
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(thread(), entry);
        Self(at_work)
    }
}

impl Drop for Here<'_> {
    fn drop(&mut self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&thread());
    }
}

fn thread() -> usize {
    rayon::current_thread_index().unwrap_or_default()
}

/// Makes all pages on threads of their own. A template that never ends can't be stopped, only left behind.
fn render(
    inner: &Arc<Inner>,
    known: BTreeMap<String, [u8; 32]>,
    patience: Duration,
) -> Result<Rendered, RenderError> {
    let at_work = Arc::new(AtWork::default());
    let (done, result) = channel();
    let work = {
        let (inner, at_work) = (Arc::clone(inner), Arc::clone(&at_work));
        move || drop(done.send(render_all(&inner, &known, &at_work)))
    };
    let started = rayon::ThreadPoolBuilder::new()
        .thread_name(|_| "render".to_owned())
        .build();
    match started {
        Ok(pool) => pool.spawn(work),
        Err(error) => {
            let source = std::io::Error::other(error);
            return Err(RenderError::Io {
                path: inner.site.folder.clone(),
                source,
            });
        }
    }
    loop {
        match result.recv_timeout(patience / 4) {
            Ok(result) => return result,
            Err(RecvTimeoutError::Disconnected) => {
                let message = "a page could not be made, and the fault is the program's own".to_owned();
                return Err(RenderError::Template(message));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        let at_work = at_work.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, template, page)) = at_work.values().find(|(since, ..)| since.elapsed() > patience) {
            return Err(RenderError::TooSlow {
                template: (*template).to_owned(),
                page: page.clone(),
                seconds: patience.as_secs(),
            });
        }
    }
}

fn render_all(
    inner: &Inner,
    known: &BTreeMap<String, [u8; 32]>,
    at_work: &AtWork,
) -> Result<Rendered, RenderError> {
    let mut assets = inner.assets.clone();
    assets.push(inner.favicon.clone());
    let plan = plan(&inner.site, inner.drafts, &assets)?;
    let graders = graders_by_service(&inner.site, inner.drafts, &inner.addresses);
    let shared = Shared::new(inner, &plan, graders);
    // The page that shows least of the site changes with the theme.
    if known.get("404.html") != Some(&shared.fingerprint(&Source::NotFound)) {
        let _here = Here::new(at_work, "report.html", "a report");
        rehearse(inner)?;
    }
    let pages: Result<Vec<_>, RenderError> = plan
        .par_iter()
        .map(|(place, source)| {
            let fingerprint = shared.fingerprint(source);
            if known.get(place) == Some(&fingerprint) {
                return Ok((place, fingerprint, None));
            }
            let _here = Shared::template(source).map(|template| Here::new(at_work, template, place));
            let made = shared.make(source)?;
            Ok((place, fingerprint, Some(made)))
        })
        .collect();
    let mut rendered = Rendered {
        made: BTreeMap::new(),
        kept: BTreeSet::new(),
        fingerprints: BTreeMap::new(),
    };
    for (place, fingerprint, made) in pages? {
        rendered.fingerprints.insert(place.clone(), fingerprint);
        match made {
            Some(made) => drop(rendered.made.insert(place.clone(), made)),
            None => drop(rendered.kept.insert(place.clone())),
        }
    }
    Ok(rendered)
}
