//! When the value of a deal begins: its roadmap, laid over the calendar.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::pipeline::Sum;
use crate::assessment::{Recommendation, is_project};
use crate::store::Deal;

use super::facts::Facts;

/// A quarter of the calendar; they sort and are counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quarter(i32);

impl Quarter {
    pub(super) fn of(day: Date) -> Self {
        Self(i32::from(day.year()) * 4 + i32::from(day.month() - 1) / 3)
    }

    fn after(self, quarters: usize) -> Self {
        Self(self.0.saturating_add(i32::try_from(quarters).unwrap_or(i32::MAX)))
    }

    /// `2027, quarter 1`.
    pub(super) fn label(self) -> String {
        format!("{}, quarter {}", self.0.div_euclid(4), self.0.rem_euclid(4) + 1)
    }
}

/// What begins in each quarter, over all deals, and what begins after their years (or was never planned). The first quarter of
/// a deal is that of its next step; where it has none, or one that is past, the one of `today`.
pub(super) fn by_quarter(deals: &[Deal], today: Date, facts: &Facts) -> (BTreeMap<Quarter, Sum>, Sum) {
    let mut quarters: BTreeMap<Quarter, Sum> = BTreeMap::new();
    let mut later = Sum::default();
    for deal in deals {
        let first = Quarter::of(deal.next_on.unwrap_or(today).max(today));
        let mut running = 0;
        for (place, planned) in deal.roadmap.quarters.iter().enumerate() {
            let begins = planned.running.saturating_sub(running);
            running = planned.running;
            if planned.services.is_empty() {
                continue;
            }
            let services = deal
                .services
                .iter()
                .filter(|one| planned.services.contains(&one.id));
            quarters.entry(first.after(place)).or_default().add(&Sum {
                leads: 1,
                monthly: begins,
                once: planned.once,
                project: planned.project,
                unknown: unknown(services),
            });
        }
        let planned = |one: &&Recommendation| {
            let mut quarters = deal.roadmap.quarters.iter();
            !quarters.any(|quarter| quarter.services.contains(&one.id))
        };
        let rest: Vec<&Recommendation> = deal.services.iter().filter(planned).collect();
        if !rest.is_empty() {
            later.add(&of_lead(rest.into_iter(), facts));
        }
    }
    (quarters, later)
}

/// What some services are worth to one lead.
pub(super) fn of_lead<'a>(services: impl Iterator<Item = &'a Recommendation> + Clone, facts: &Facts) -> Sum {
    let mut sum = Sum {
        leads: 1,
        unknown: unknown(services.clone()),
        ..Sum::default()
    };
    for service in services {
        let known = facts.catalogue.services.get(&service.id);
        let kind = match known.is_some_and(is_project) {
            true => &mut sum.project,
            false => &mut sum.once,
        };
        *kind = kind.saturating_add(service.setup.unwrap_or_default());
        sum.monthly = sum.monthly.saturating_add(service.monthly.unwrap_or_default());
    }
    sum
}

/// 1 where a monthly value among them can't be known.
fn unknown<'a>(mut services: impl Iterator<Item = &'a Recommendation>) -> usize {
    usize::from(services.any(|service| service.monthly.is_none()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn quarters_follow_each_other_over_the_year() {
        let last = Quarter::of(date(2026, 12, 31));
        assert_eq!(last.label(), "2026, quarter 4");
        assert_eq!(last.after(1).label(), "2027, quarter 1");
        assert_eq!(last.after(1), Quarter::of(date(2027, 1, 1)));
        assert_eq!(last.after(3), Quarter::of(date(2027, 9, 30)));
        assert_ne!(Quarter::of(date(2027, 3, 31)), Quarter::of(date(2027, 4, 1)));
    }
}
