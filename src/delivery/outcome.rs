//! What became of one try, before it is known when the next one is.

use jiff::SignedDuration;

/// So much of an answer is kept, in bytes.
const KEPT: usize = 2048;

/// What became of one try.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) ending: Ending,
    /// The receiver's code, if it gave one.
    pub(super) status: Option<u16>,
    /// What happened, in words that name nobody: this is logged.
    pub(super) reason: Option<String>,
    /// The receiver's own words: kept with the lead, never logged.
    pub(super) answer: Option<String>,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Delivered,
    /// To be tried again, not before so long.
    Failed(Option<SignedDuration>),
    /// It could not be tried: a setting is missing.
    NotReady,
    /// It would fail in the same way for ever.
    Hopeless,
}

impl Outcome {
    pub(super) fn delivered() -> Self {
        Self {
            ending: Ending::Delivered,
            status: None,
            reason: None,
            answer: None,
        }
    }

    pub(super) fn failed(reason: impl Into<String>) -> Self {
        Self::because(Ending::Failed(None), reason)
    }

    pub(super) fn because(ending: Ending, reason: impl Into<String>) -> Self {
        Self {
            ending,
            reason: Some(reason.into()),
            ..Self::delivered()
        }
    }

    /// With what the receiver answered, of which the beginning is kept.
    pub(super) fn answered(mut self, status: Option<u16>, answer: &[u8]) -> Self {
        let text: String = String::from_utf8_lossy(&answer[..answer.len().min(KEPT)])
            .chars()
            .map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
            .collect();
        // What could not be read took more room in its place.
        let end = (0..=KEPT.min(text.len()))
            .rev()
            .find(|end| text.is_char_boundary(*end));
        let text = text[..end.unwrap_or(0)].trim();
        self.status = status;
        self.answer = (!text.is_empty()).then(|| text.to_owned());
        self
    }
}
