//! All rounds of a client with one assessment: what changed since last time, how it went, which meeting follows.

use jiff::civil::Date;

use crate::assessment::{
    Agenda, Assessment, Compared, Point, Review, ReviewFacts, Round, agenda, compare, review, trend,
};
use crate::store::Response;

/// What the rounds say.
#[derive(Debug, Clone)]
pub struct Rounds {
    /// The last two of them side by side; `None` after the first.
    pub compared: Option<Compared>,
    /// Each of them, the oldest first.
    pub points: Vec<Point>,
    /// The meeting that fits the newest one.
    pub review: Review,
    /// What to talk about there.
    pub agenda: Agenda,
}

impl Rounds {
    /// From responses, the newest first, by today's definition; `by` is the day on which decisions are due or not. `None` of
    /// none.
    pub fn of(today: &Assessment, responses: &[Response], by: Date) -> Option<Self> {
        let newest = responses.first()?;
        let all: Vec<Round<'_>> = responses.iter().rev().map(Response::round).collect();
        let last = newest.last_time(&responses[1..]);
        let compared = last.map(|last| compare(today, &last.round(), &newest.round(), by));
        let asked = &newest.definition.assessment;
        let facts = ReviewFacts::of(asked, &newest.answers, &newest.follow_up, compared.as_ref());
        Some(Self {
            points: trend(today, &all),
            review: review(&facts),
            agenda: agenda(asked, &newest.answers, &newest.follow_up, compared.as_ref()),
            compared,
        })
    }
}
