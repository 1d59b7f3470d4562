//! Something to say about an assessment, and where.

use std::ops::Range;
use std::sync::Arc;

use crate::content::{Code, Diagnostic, Outline, PublishedAssessment};

/// A place in an assessment; numbers count from 0 in file order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The front matter.
    Head,
    /// A question's heading.
    Question(usize),
    /// A question's condition.
    Condition(usize),
    /// The service of a question (`None`) or of one of its options.
    Service(usize, Option<usize>),
    /// An option's line.
    Option(usize, usize),
    /// The heading of a band or an outcome.
    Result(usize),
}

/// What is said there.
pub(super) struct Finding {
    pub(super) code: &'static Code,
    pub(super) place: Place,
    pub(super) message: String,
    pub(super) help: String,
}

impl Place {
    fn span(self, outline: &Outline) -> Range<usize> {
        let question = |at: usize| outline.questions.get(at);
        let found = match self {
            Self::Head => None,
            Self::Question(at) => question(at).map(|place| place.heading.clone()),
            Self::Condition(at) => question(at).and_then(|place| place.condition.clone()),
            Self::Service(at, None) => question(at).and_then(|place| place.service.clone()),
            Self::Service(at, Some(option)) => question(at)
                .and_then(|place| place.options.get(option))
                .and_then(|place| place.service.clone()),
            Self::Option(at, option) => question(at)
                .and_then(|place| place.options.get(option))
                .map(|place| place.line.clone()),
            Self::Result(at) => outline.results.get(at).cloned(),
        };
        found.unwrap_or_else(|| outline.head.clone())
    }
}

/// Finds the places in the file.
pub(super) fn locate(
    published: &PublishedAssessment,
    text: &Arc<str>,
    found: Vec<Finding>,
) -> Vec<Diagnostic> {
    if found.is_empty() {
        return Vec::new();
    }
    let outline = Outline::of(&published.definition.assessment, text);
    let file = &published.file.path;
    found
        .into_iter()
        .filter_map(|one| {
            let span = one.place.span(&outline);
            Diagnostic::new(one.code, file, text, span, one.message, one.help)
        })
        .collect()
}
