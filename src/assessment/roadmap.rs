//! Four quarters: what to begin when, and what it then costs.

use serde::{Deserialize, Serialize};

use super::worth::is_project;
use super::{Catalogue, Recommendation, ServiceId};

/// How many services begin in each quarter: at most three at first, then one at a time, so that each gets its attention.
const PACE: [usize; 4] = [3, 1, 1, 1];

/// What begins in a quarter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarter {
    /// What begins, in order.
    pub services: Vec<ServiceId>,
    /// What everything that has begun by then costs every month, in minor units. What is not known adds nothing.
    pub running: i64,
    /// What is paid once in this quarter for setting up.
    pub once: i64,
    /// What is paid once in this quarter for projects.
    pub project: i64,
}

/// A year's plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roadmap {
    /// Four, of which the last may be empty.
    pub quarters: Vec<Quarter>,
    /// What the year costs every month, summed over its twelve months.
    pub year_running: i64,
    /// What the year costs once, for setting up.
    pub year_once: i64,
    /// What the year costs once, for projects.
    pub year_project: i64,
    /// What comes after the year.
    pub later: Vec<ServiceId>,
}

/// Critical services first, then what wins the most for its money: `services` are in their rank.
pub(super) fn roadmap(services: &[Recommendation], catalogue: &Catalogue) -> Roadmap {
    let mut order: Vec<&Recommendation> = services.iter().collect();
    order.sort_by(|a, b| {
        b.critical
            .cmp(&a.critical)
            .then_with(|| yield_of(b).total_cmp(&yield_of(a)))
    });
    let mut rest = order.into_iter();
    let mut plan = Roadmap::default();
    let mut running = 0_i64;
    for pace in PACE {
        let mut quarter = Quarter::default();
        for service in rest.by_ref().take(pace) {
            running = running.saturating_add(service.monthly.unwrap_or_default());
            let setup = service.setup.unwrap_or_default();
            let project = catalogue.services.get(&service.id).is_some_and(is_project);
            let kind = if project {
                &mut quarter.project
            } else {
                &mut quarter.once
            };
            *kind = kind.saturating_add(setup);
            quarter.services.push(service.id.clone());
        }
        quarter.running = running;
        plan.year_running = plan.year_running.saturating_add(running.saturating_mul(3));
        plan.year_once = plan.year_once.saturating_add(quarter.once);
        plan.year_project = plan.year_project.saturating_add(quarter.project);
        plan.quarters.push(quarter);
    }
    plan.later = rest.map(|service| service.id.clone()).collect();
    plan
}

/// Points of the total for the money of a first year; what costs nothing comes first, what nobody knows the price of last.
fn yield_of(service: &Recommendation) -> f64 {
    let year = match (service.monthly, service.setup) {
        (None, None) => return -1.0,
        (monthly, setup) => 12.0 * monthly.unwrap_or_default() as f64 + setup.unwrap_or_default() as f64,
    };
    if year > 0.0 {
        service.gain / year
    } else {
        f64::INFINITY
    }
}
