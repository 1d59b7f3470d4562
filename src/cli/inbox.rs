//! What the inbox is told of the site.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use super::paper::key_in;
use crate::delivery;
use crate::inbox::{AssessmentFacts, Facts, Inbox, Parts, QuestionFacts, Sheets};
use crate::render::{Renderer, only_if, palette};
use crate::store::Store;
use crate::words::english;

/// How the pages are reached.
pub(super) struct Reached {
    /// Where `/r/{token}` hangs.
    pub(super) reports_at: String,
    /// By https alone.
    pub(super) secure: bool,
}

/// An inbox over `store` that follows the site.
pub(super) fn inbox(
    store: Store,
    renderer: watch::Receiver<Arc<Renderer>>,
    mails: PathBuf,
    reached: impl Fn(&Renderer) -> Reached + Send + Sync + 'static,
) -> Inbox {
    let known: Mutex<Option<(Arc<Renderer>, Arc<Facts>)>> = Mutex::new(None);
    let site = renderer.clone();
    Inbox::new(Parts {
        store,
        sheets: Sheets {
            only_if: |condition, assessment| only_if(condition, assessment, english()),
            key_in: Box::new(move |definition, typed, id, client| {
                let renderer = Arc::clone(&site.borrow());
                key_in(renderer.site(), definition, typed, id, client)
            }),
        },
        // Made anew only when the site has changed.
        site: Box::new(move || {
            let now = Arc::clone(&renderer.borrow());
            let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
            match &*known {
                Some((of, facts)) if Arc::ptr_eq(of, &now) => Arc::clone(facts),
                _ => {
                    let facts = Arc::new(facts(&now, reached(&now)));
                    *known = Some((now, Arc::clone(&facts)));
                    facts
                }
            }
        }),
        remove_mails: Box::new(move |responses| delivery::remove_briefs(&mails, responses)),
    })
}

fn facts(renderer: &Renderer, reached: Reached) -> Facts {
    let site = renderer.site();
    let assessments = site.assessments.iter().map(|(id, one)| {
        let assessment = &one.definition.assessment;
        let bands = assessment.bands.iter();
        let questions = assessment.questions().map(|question| QuestionFacts {
            id: question.id.clone(),
            text: question.text.plain.clone(),
            conditional: question.shown_if.is_some(),
        });
        let facts = AssessmentFacts {
            title: assessment.title.clone(),
            bands: bands.map(|band| (band.id.clone(), band.title.clone())).collect(),
            sheet: renderer.published(id).map(|one| one.definition.clone()),
            for_clients: one.for_clients.clone(),
            questions: questions.collect(),
        };
        (id.clone(), facts)
    });
    Facts {
        site_name: site.name.clone(),
        base_path: renderer.base_path().to_owned(),
        origin: origin(&site.base_url),
        reports_at: reached.reports_at,
        secure: reached.secure,
        trusted_proxies: site.trusted_proxies.clone(),
        currency: site.currency,
        catalogue: Arc::clone(&site.catalogue),
        deliveries: site.deliveries.clone(),
        contact: site.contact.clone(),
        assessments: assessments.collect(),
        colours: palette(&site.brand.accent),
    }
}

/// Scheme, host and port as browsers write them.
fn origin(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host = rest.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let scheme = scheme.to_ascii_lowercase();
    let port = if scheme == "https" { ":443" } else { ":80" };
    format!("{scheme}://{}", host.strip_suffix(port).unwrap_or(&host))
}
