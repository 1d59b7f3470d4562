//! Four quarters: what to begin when, and what it then costs. A company that grows, one that stays as it is and one that
//! gets smaller get different plans.

use serde::{Deserialize, Serialize};

use super::worth::{is_priced, is_project};
use super::{Catalogue, Direction, Recommendation, ServiceId};

/// How many services begin in a quarter, so that each gets its attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// In the first, at most.
    pub first: usize,
    /// In each of the three others, at most.
    pub later: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self { first: 3, later: 1 }
    }
}

impl Pace {
    fn quarters(self) -> [usize; 4] {
        [self.first, self.later, self.later, self.later]
    }
}

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
    /// What all that has begun costs every month at the size expected in a year, as far as it is known; `None` where that
    /// was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub running_next_year: Option<i64>,
    /// What comes after the year.
    pub later: Vec<ServiceId>,
}

/// A service with what the plan needs of it.
struct Step<'a> {
    service: &'a Recommendation,
    project: bool,
    /// Whether all that it costs is known.
    priced: bool,
}

impl Step<'_> {
    /// Setting up or a project, in minor units; what is not known adds nothing.
    fn once(&self) -> i64 {
        self.service.setup.unwrap_or_default()
    }

    /// What the first year costs; `None` where that is not wholly known.
    fn first_year(&self) -> Option<i64> {
        let year = self.service.monthly.unwrap_or_default().saturating_mul(12);
        self.priced.then(|| year.saturating_add(self.once()))
    }

    /// Points of the total for the money of a first year; what costs nothing comes first, what nobody knows the price of last.
    fn gain_for_money(&self) -> f64 {
        match self.first_year() {
            None => -1.0,
            Some(year) if year > 0 => self.service.gain / year as f64,
            Some(_) => f64::INFINITY,
        }
    }
}

/// Critical services first, then what wins the most for its money: `services` are in their rank. A company that stays as it
/// is has its one-off costs spread over the quarters; one that gets smaller begins with what costs the least, and no project
/// that can wait.
pub(super) fn roadmap(
    services: &[Recommendation],
    catalogue: &Catalogue,
    pace: Pace,
    direction: Option<Direction>,
) -> Roadmap {
    let steps = services.iter().map(|service| {
        let sold = catalogue.services.get(&service.id);
        Step {
            service,
            project: sold.is_some_and(is_project),
            priced: sold.is_some_and(|sold| is_priced(sold, service)),
        }
    });
    let mut order: Vec<Step<'_>> = steps.collect();
    let mut put_off = Vec::new();
    if direction == Some(Direction::Shrinking) {
        order.sort_by_key(|step| (!step.service.critical, step.first_year().unwrap_or(i64::MAX)));
        (put_off, order) = order
            .into_iter()
            .partition(|step| step.project && !step.service.critical);
    } else {
        order.sort_by(|a, b| {
            let critical = b.service.critical.cmp(&a.service.critical);
            critical.then_with(|| b.gain_for_money().total_cmp(&a.gain_for_money()))
        });
    }
    let pace = pace.quarters();
    let year: Vec<Step<'_>> = order.drain(..order.len().min(pace.iter().sum())).collect();
    let mut quarters = in_turn(&year, pace);
    if direction == Some(Direction::Level) {
        let level = spread(&year, pace);
        if dearest(&level) < dearest(&quarters) {
            quarters = level;
        }
    }
    let mut plan = priced(&quarters);
    let later = order.iter().chain(&put_off);
    plan.later = later.map(|step| step.service.id.clone()).collect();
    plan
}

type Plan<'s, 'a> = Vec<Vec<&'s Step<'a>>>;

/// One after the other.
fn in_turn<'s, 'a>(year: &'s [Step<'a>], pace: [usize; 4]) -> Plan<'s, 'a> {
    let mut rest = year.iter();
    pace.map(|count| rest.by_ref().take(count).collect()).into()
}

/// Critical services in turn; of the others the dearest first, each to the quarter that pays the least once so far.
fn spread<'s, 'a>(year: &'s [Step<'a>], pace: [usize; 4]) -> Plan<'s, 'a> {
    let (critical, mut others): (Vec<_>, Vec<_>) = year.iter().partition(|step| step.service.critical);
    let mut rest = critical.into_iter();
    let mut plan: Plan<'s, 'a> = pace.map(|count| rest.by_ref().take(count).collect()).into();
    others.sort_by_key(|step| std::cmp::Reverse(step.once()));
    for step in others {
        let free = plan
            .iter_mut()
            .zip(pace)
            .filter(|(quarter, most)| quarter.len() < *most);
        if let Some((quarter, _)) = free.min_by_key(|(quarter, _)| once(quarter)) {
            quarter.push(step);
        }
    }
    plan
}

fn once(quarter: &[&Step<'_>]) -> i64 {
    quarter
        .iter()
        .fold(0, |sum: i64, step| sum.saturating_add(step.once()))
}

fn dearest(plan: &Plan<'_, '_>) -> i64 {
    plan.iter().map(|quarter| once(quarter)).max().unwrap_or_default()
}

fn priced(quarters: &Plan<'_, '_>) -> Roadmap {
    let mut plan = Roadmap::default();
    let mut running = 0_i64;
    let steps = || quarters.iter().flatten();
    let next_year = steps().filter_map(|step| step.service.monthly_next_year);
    plan.running_next_year = next_year.reduce(i64::saturating_add);
    for steps in quarters {
        let mut quarter = Quarter::default();
        for step in steps {
            running = running.saturating_add(step.service.monthly.unwrap_or_default());
            let kind = if step.project {
                &mut quarter.project
            } else {
                &mut quarter.once
            };
            *kind = kind.saturating_add(step.once());
            quarter.services.push(step.service.id.clone());
        }
        quarter.running = running;
        plan.year_running = plan.year_running.saturating_add(running.saturating_mul(3));
        plan.year_once = plan.year_once.saturating_add(quarter.once);
        plan.year_project = plan.year_project.saturating_add(quarter.project);
        plan.quarters.push(quarter);
    }
    plan
}
