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
pub(super) fn worth<'a>(
    services: impl IntoIterator<Item = &'a Recommendation>,
    catalogue: &Catalogue,
) -> Worth {
    let mut sum = Worth::default();
    for recommended in services {
        let Some(service) = catalogue.services.get(&recommended.id) else {
            continue;
        };
        let open = (service.monthly.is_some() && recommended.monthly.is_none())
            || (service.setup.is_some() && recommended.setup.is_none());
        if open {
            sum.unknown.insert(service.unit);
        }
        let setup = recommended.setup.unwrap_or_default();
        sum.monthly = sum
            .monthly
            .saturating_add(recommended.monthly.unwrap_or_default());
        let kind = if is_project(service) {
            &mut sum.project
        } else {
            &mut sum.once
        };
        *kind = kind.saturating_add(setup);
    }
    sum
}

/// A one-off: paid once and never monthly.
pub fn is_project(service: &Service) -> bool {
    service.monthly.unwrap_or_default() == 0 && service.setup.is_some_and(|setup| setup > 0)
}
