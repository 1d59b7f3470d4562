//! Where a company is going. Whoever was not asked is not assumed to grow.

use serde::{Deserialize, Serialize};

use super::ranking::Quantities;
use super::{Answer, Answers, Assessment, Unit, visible};

/// Where a company is going, as its respondent said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// More people.
    Growing,
    /// About as many.
    Level,
    /// Fewer.
    Shrinking,
}

/// What was answered outright (an option with a `direction`), else what the number of people now and in a year says.
pub(super) fn direction(assessment: &Assessment, answers: &Answers) -> Option<Direction> {
    let visible = visible(assessment, answers);
    let asked = assessment
        .questions()
        .filter(|question| visible.contains(&question.id));
    let mut said = asked.filter_map(|question| match answers.get(&question.id)? {
        Answer::Text(id) => question.choice(id)?.direction,
        _ => None,
    });
    said.next().or_else(|| {
        let now = Quantities::now(assessment, answers).of(Unit::User)?;
        let then = Quantities::asked_for_next_year(assessment, answers).of(Unit::User)?;
        Some(match then.cmp(&now) {
            std::cmp::Ordering::Greater => Direction::Growing,
            std::cmp::Ordering::Equal => Direction::Level,
            std::cmp::Ordering::Less => Direction::Shrinking,
        })
    })
}
