//! The same services at the size that a company expects in a year.

use serde::{Deserialize, Serialize};

use super::ranking::Quantities;
use super::worth::worth_of;
use super::{Answers, Assessment, Catalogue, Recommendation, Unit, Worth};

/// What is known of next year, where it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextYear {
    /// What was asked for, and how many there will be.
    pub sizes: Vec<Size>,
    /// What the recommended services are worth then. What is not asked for next year stays as it is.
    pub need: Worth,
}

/// How many of a unit, now and in a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Of what.
    pub unit: Unit,
    /// Today; `None` where it is not known.
    pub now: Option<i64>,
    /// In a year.
    pub then: i64,
}

/// `None` where no question about next year was answered.
pub(super) fn next_year(
    assessment: &Assessment,
    answers: &Answers,
    services: &[Recommendation],
    catalogue: &Catalogue,
) -> Option<NextYear> {
    let now = Quantities::now(assessment, answers);
    let asked = Quantities::asked_for_next_year(assessment, answers);
    let sizes: Vec<Size> = asked
        .iter()
        .map(|(unit, then)| Size {
            unit,
            now: now.of(unit),
            then,
        })
        .collect();
    let need = worth_of(services, catalogue, |service| {
        (service.monthly_next_year, service.setup)
    });
    (!sizes.is_empty()).then_some(NextYear { sizes, need })
}
