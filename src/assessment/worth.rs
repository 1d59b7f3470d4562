//! Need: what closing the gaps is worth. Monthly, one-off and project money are never added together.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Catalogue, Recommendation, Service, Unit};

/// A sum of money, by kind, in minor units of the site's currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worth {
    /// Every month.
    pub monthly: i64,
    /// Once, for setting up what is then paid monthly.
    pub once: i64,
    /// Once, for something that is nothing but a project.
    pub project: i64,
    /// What has to be asked for before the sum is whole: "ask for the number of devices".
    pub unknown: BTreeSet<Unit>,
}

/// What the recommended services are worth together. What has no price, or is no longer sold, adds nothing.
pub(super) fn worth(services: &[Recommendation], catalogue: &Catalogue) -> Worth {
    worth_of(services, catalogue, |service| (service.monthly, service.setup))
}

/// As [`worth`], with other figures: what is paid every month, and once.
pub(super) fn worth_of(
    services: &[Recommendation],
    catalogue: &Catalogue,
    figures: impl Fn(&Recommendation) -> (Option<i64>, Option<i64>),
) -> Worth {
    let mut sum = Worth::default();
    for recommended in services {
        let Some(service) = catalogue.services.get(&recommended.id) else {
            continue;
        };
        let (monthly, setup) = figures(recommended);
        if is_open(service, monthly, setup) {
            sum.unknown.insert(service.unit);
        }
        let setup = setup.unwrap_or_default();
        sum.monthly = sum.monthly.saturating_add(monthly.unwrap_or_default());
        let kind = if is_project(service) {
            &mut sum.project
        } else {
            &mut sum.once
        };
        *kind = kind.saturating_add(setup);
    }
    sum
}

/// Whether a price waits for a quantity.
fn is_open(service: &Service, monthly: Option<i64>, setup: Option<i64>) -> bool {
    (service.monthly.is_some() && monthly.is_none()) || (service.setup.is_some() && setup.is_none())
}

/// Whether everything that a service costs is known: it has a price, and no price waits for a quantity.
pub(super) fn is_priced(service: &Service, recommended: &Recommendation) -> bool {
    (service.monthly.is_some() || service.setup.is_some())
        && !is_open(service, recommended.monthly, recommended.setup)
}

/// A one-off: paid once and never monthly.
pub fn is_project(service: &Service) -> bool {
    service.monthly.unwrap_or_default() == 0 && service.setup.is_some_and(|setup| setup > 0)
}
