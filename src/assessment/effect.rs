//! What one answer alone does, for those who reason about all of them.

use super::reading::Reading;
use super::{Answer, Question, ServiceId, Standing};

/// What an answer does to the score and to what is offered, where its question is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect<'a> {
    /// How the question stands.
    pub standing: Standing,
    /// 0 to 1; `None` unless scored.
    pub share: Option<f64>,
    /// Whether a critical state does not hold.
    pub missing: bool,
    /// The services that its gaps point to, in file order. None unless scored: only then is anything a gap.
    pub offered: Vec<&'a ServiceId>,
}

/// What `answer` (or leaving it open) does to `question`, read as [`score`](super::score) and
/// [`follow_up`](super::follow_up) read it.
pub fn effect<'a>(question: &'a Question, answer: Option<&Answer>) -> Effect<'a> {
    let reading = Reading::new(question, answer, true);
    let scored = reading.standing == Standing::Scored;
    let gaps = reading.parts.iter().filter(|part| scored && part.gap.is_some());
    Effect {
        standing: reading.standing,
        share: reading.fraction(),
        missing: reading.parts.iter().any(|part| part.missing),
        offered: gaps
            .filter(|part| part.offered)
            .filter_map(|part| part.service)
            .collect(),
    }
}
