//! All rounds of a client with one assessment: what changed since last time, how it went, which meeting follows.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::assessment::{
    Agenda, Assessment, Compared, FieldName, Point, Review, ReviewFacts, Round, agenda, compare, day_in,
    review, trend,
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
        let all: Vec<Round<'_>> = responses.iter().rev().map(round).collect();
        let compared =
            before(newest, &responses[1..]).map(|last| compare(today, &round(last), &round(newest), by));
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

/// The round to lay a response beside: the last one of the same person, or of the client where that person has none. Both are
/// looked for among `earlier`, the newest first.
pub fn before<'r>(response: &Response, earlier: &'r [Response]) -> Option<&'r Response> {
    let email = |of: &Response| {
        let (contact, _) = of.contact.as_ref()?;
        Some(contact.get(FieldName::Email)?.trim().to_lowercase())
    };
    let own = email(response);
    let mut same = earlier.iter().filter(|one| own.is_some() && email(one) == own);
    same.next().or(earlier.first())
}

/// A response as a round, on its day in UTC.
pub fn round(response: &Response) -> Round<'_> {
    Round {
        on: day_in(response.submitted_at, &TimeZone::UTC),
        assessment: &response.definition.assessment,
        answers: &response.answers,
        decisions: &response.decisions,
        expectations: response.follow_up.expectations.as_ref(),
    }
}
