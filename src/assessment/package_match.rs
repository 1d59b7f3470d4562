//! Which package would close the gaps.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::ranking::Quantities;
use super::{Catalogue, Package, PackageId, Recommendation, ServiceId};

/// A package beside the services that were recommended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageMatch {
    /// Which.
    pub id: PackageId,
    /// As it is sold.
    pub name: String,
    /// What it covers, in the order of the services.
    pub covers: Vec<ServiceId>,
    /// What would be added to it.
    pub add_ons: Vec<ServiceId>,
    /// What is sold under an agreement of its own (such as the virtual CIO), or not with this package.
    pub apart: Vec<ServiceId>,
    /// The package itself every month, in minor units; `None` where a price or quantity is unknown.
    pub monthly: Option<i64>,
}

/// The cheapest of the packages that cover the most of what was recommended; `None` where none covers anything.
pub(super) fn best_package(
    services: &[Recommendation],
    quantities: &Quantities,
    catalogue: &Catalogue,
) -> Option<PackageMatch> {
    let matches = catalogue.packages.iter().map(|package| {
        let part = |of: &[ServiceId]| -> Vec<ServiceId> {
            let wanted = services.iter().map(|service| &service.id);
            wanted.filter(|id| of.contains(id)).cloned().collect()
        };
        let (covers, add_ons) = (part(&package.includes), part(&package.add_ons));
        let apart = services
            .iter()
            .map(|service| &service.id)
            .filter(|id| !covers.contains(id) && !add_ons.contains(id));
        PackageMatch {
            id: package.id.clone(),
            name: package.name.clone(),
            apart: apart.cloned().collect(),
            covers,
            add_ons,
            monthly: monthly(package, quantities, catalogue),
        }
    });
    matches
        .filter(|package| !package.covers.is_empty())
        .min_by_key(|package| {
            let size = catalogue.packages.iter().find(|one| one.id == package.id);
            let size = size.map_or(0, |one| one.includes.len());
            // Where prices can't be compared, the smaller package is the cheaper one.
            (
                Reverse(package.covers.len()),
                package.monthly.unwrap_or(i64::MAX),
                size,
            )
        })
}

fn monthly(package: &Package, quantities: &Quantities, catalogue: &Catalogue) -> Option<i64> {
    package.includes.iter().try_fold(0_i64, |sum, id| {
        let service = catalogue.services.get(id)?;
        let price = match service.monthly? {
            0 => 0,
            price => price.checked_mul(quantities.of(service.unit)?)?,
        };
        sum.checked_add(price)
    })
}
