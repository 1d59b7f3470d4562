//! Responses as rounds of one client.

use jiff::tz::TimeZone;

use super::Response;
use crate::assessment::{FieldName, Round, day_in};

impl Response {
    /// As a round, on its day in UTC.
    pub fn round(&self) -> Round<'_> {
        Round {
            on: day_in(self.submitted_at, &TimeZone::UTC),
            assessment: &self.definition.assessment,
            answers: &self.answers,
            decisions: &self.decisions,
            expectations: self.follow_up.expectations.as_ref(),
        }
    }

    /// The round to lay it beside: the last one of the same person, or of the client where that person has none. Both are looked
    /// for among `earlier`, the newest first.
    pub fn last_time<'r>(&self, earlier: &'r [Self]) -> Option<&'r Self> {
        let own = self.email();
        let mut same = earlier.iter().filter(|one| own.is_some() && one.email() == own);
        same.next().or(earlier.first())
    }

    fn email(&self) -> Option<String> {
        let (contact, _) = self.contact.as_ref()?;
        Some(contact.get(FieldName::Email)?.trim().to_lowercase())
    }
}
