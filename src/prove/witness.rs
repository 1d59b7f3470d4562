//! Whether something can be reached, by a sheet of answers that reaches it or a proof that none does.

use crate::assessment::{Answers, Assessment, Band, BandId, Condition, OutcomeId, ServiceId, score};

use super::aim::{Aim, Chance};
use super::outcomes;
use super::solver::{Found, Solver};
use super::totals::Totals;

/// Something that answers can lead to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal<'a> {
    /// A respondent comes into this band.
    Band(&'a BandId),
    /// This outcome wins.
    Outcome(&'a OutcomeId),
    /// This service is offered.
    Offered(&'a ServiceId),
    /// This service is not offered.
    NotOffered(&'a ServiceId),
    /// This condition holds once everything is answered.
    Holds(&'a Condition),
    /// This condition fails once everything is answered.
    Fails(&'a Condition),
}

/// Valid answers that lead to the goal, confirmed by [`score`] where they make a result; `None` where there are none or
/// none were found.
pub fn witness(assessment: &Assessment, goal: &Goal<'_>) -> Option<Answers> {
    match reach(assessment, goal) {
        Found::Reached(answers) => Some(answers),
        Found::Never | Found::Unknown => None,
    }
}

/// [`witness`] of [`Goal::Band`].
pub fn witness_for_band(assessment: &Assessment, band: &BandId) -> Option<Answers> {
    witness(assessment, &Goal::Band(band))
}

/// Whether the goal can be reached.
pub fn reach(assessment: &Assessment, goal: &Goal<'_>) -> Found {
    let ready = |more, service| Solver::new(assessment, more, service);
    let found = match goal {
        Goal::Band(band) => ready(None, None).map(|solver| {
            let mut bands = reach_bands(&solver, &|one| one.id == **band);
            bands.pop().map_or(Found::Never, |(_, found)| found)
        }),
        Goal::Outcome(outcome) => {
            let place = assessment.outcomes.iter().position(|one| one.id == **outcome);
            let Some(place) = place else {
                return Found::Never;
            };
            ready(None, None).map(|solver| outcomes::reach(&solver, place))
        }
        Goal::Offered(service) => ready(None, Some(service)).map(|solver| solver.offered(true)),
        Goal::NotOffered(service) => ready(None, Some(service)).map(|solver| solver.offered(false)),
        Goal::Holds(condition) => {
            ready(Some(condition), None).map(|solver| solver.condition(condition, true))
        }
        Goal::Fails(condition) => {
            ready(Some(condition), None).map(|solver| solver.condition(condition, false))
        }
    };
    found.unwrap_or(Found::Unknown)
}

/// Whether each of the bands that are `wanted` can be reached, in file order.
pub(super) fn reach_bands<'a>(solver: &Solver<'a>, wanted: &dyn Fn(&Band) -> bool) -> Vec<(&'a Band, Found)> {
    let assessment = solver.assessment;
    let bands = assessment.bands.iter().filter(|band| wanted(band));
    // Made for the first band that is not found at once.
    let mut totals = None;
    bands
        .map(|band| {
            let range = Range::of(assessment, band);
            let found = range.aimed(solver).map_or_else(
                || {
                    let totals = totals.get_or_insert_with(|| Totals::of(solver));
                    range.looked_for(solver, totals.as_ref())
                },
                Found::Reached,
            );
            (band, found)
        })
        .collect()
}

/// The totals that lead to a band.
struct Range<'a> {
    assessment: &'a Assessment,
    band: &'a Band,
    /// From here on, without a missing critical state …
    low: f64,
    /// … and below this.
    high: f64,
    /// The same where a critical state is missing; `None` where the band is held down then.
    capped: Option<(f64, f64)>,
}

/// Totals are shown rounded: 39.5 is 40.
const HALF: f64 = 0.5;
/// What lies so near to a border may be on either side of it.
const NEAR: f64 = 1e-6;

impl<'a> Range<'a> {
    fn of(assessment: &'a Assessment, band: &'a Band) -> Self {
        let above = |from: u32| f64::from(from) - HALF;
        let next = assessment
            .bands
            .iter()
            .map(|band| band.from)
            .filter(|from| *from > band.from);
        let low = above(band.from);
        let high = next.min().map_or(f64::INFINITY, above);
        let cap = assessment
            .critical_caps_at
            .as_ref()
            .and_then(|id| assessment.band(id));
        let capped = match cap {
            Some(cap) if band.from > cap.from => None,
            Some(cap) if band.from == cap.from => Some((low, f64::INFINITY)),
            _ => Some((low, high)),
        };
        Self {
            assessment,
            band,
            low,
            high,
            capped,
        }
    }

    fn is_reached_by(&self, answers: &Answers) -> bool {
        score(self.assessment, answers).band.as_ref() == Some(&self.band.id)
    }

    /// Sheets aimed at a few places of the range.
    fn aimed(&self, solver: &Solver<'_>) -> Option<Answers> {
        let (low, high) = (self.low.max(0.0), self.high.min(100.0));
        let places = [0.5, 0.25, 0.75, 0.05, 0.95].map(|part| low + (high - low) * part);
        // Below the cap a missing state changes nothing, but a sound sheet is as good.
        places.into_iter().find_map(|total| {
            [self.capped.is_none(), self.capped.is_some()]
                .into_iter()
                .filter(|sound| *sound || self.capped.is_some())
                .filter_map(|sound| {
                    solver.aimed(Aim {
                        total: total / 100.0,
                        sound,
                    })
                })
                .find(|answers| self.is_reached_by(answers))
        })
    }

    /// Among all totals that can be reached.
    fn looked_for(&self, solver: &Solver<'_>, totals: Option<&Totals<'_>>) -> Found {
        let mut possible = !solver.whole || totals.is_none();
        if let Some(totals) = totals {
            for (missing, cell) in &totals.ranges {
                let range = if *missing {
                    self.capped
                } else {
                    Some((self.low, self.high))
                };
                let Some((low, high)) = range else { continue };
                if cell.high < low - NEAR || cell.low >= high + NEAR {
                    continue;
                }
                possible = true;
                let ends = totals.ends(solver, cell).into_iter().flatten();
                if let Some(answers) = ends.into_iter().find(|answers| self.is_reached_by(answers)) {
                    return Found::Reached(answers);
                }
            }
        }
        if !possible {
            return Found::Never;
        }
        let mut chance = Chance(0);
        (0..TRIES)
            .filter_map(|_| solver.by_chance(&mut chance))
            .find(|answers| self.is_reached_by(answers))
            .map_or(Found::Unknown, Found::Reached)
    }
}

/// Sheets that are tried by chance where nothing else helps.
pub(super) const TRIES: usize = 300;
