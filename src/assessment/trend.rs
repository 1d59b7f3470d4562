//! All rounds of one assessment as points of a picture.

use jiff::civil::Date;
use serde::Serialize;

use super::shared::shared;
use super::{Assessment, CategoryScore, Round, score};

/// One round, scored by today's definition on what the two have in common.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// The day of the answers.
    pub on: Date,
    /// 0 to 100; `None` without bands, or where nothing is scored.
    pub total: Option<f64>,
    /// Every category of today, in file order.
    pub categories: Vec<CategoryScore>,
    /// How many of today's questions were asked then in a way that can be compared.
    pub shared: usize,
    /// How many questions there are today.
    pub of: usize,
}

/// Each round by itself against `today`, in the order given.
pub fn trend(today: &Assessment, rounds: &[Round<'_>]) -> Vec<Point> {
    let point = |round: &Round<'_>| {
        let ground = shared(today, &[*round]);
        let scorecard = score(&ground.assessment, &ground.answers[0]);
        Point {
            on: round.on,
            total: scorecard.total,
            categories: scorecard.categories,
            shared: ground.assessment.questions().count(),
            of: today.questions().count(),
        }
    };
    rounds.iter().map(point).collect()
}
