//! What a client's answers mean beside their package.

use crate::assessment::{Expectation, Expectations, State};

use super::report_parts::Parts;
use super::site_view::service_url;
use super::view::{ClientView, CoveredView};

pub(super) fn client_view(parts: Parts<'_>, all: &Expectations) -> ClientView {
    let views = |list: &[Expectation]| list.iter().map(|one| covered(parts, one)).collect();
    ClientView {
        package: all.name.clone(),
        self_declared: all.self_declared,
        confirmed: views(&all.confirmed),
        unaware: views(&all.unaware),
        assumptions: views(&all.assumptions),
    }
}

/// Whether a good state stands in the lists already.
pub(super) fn is_told(all: &Expectations, key: &str) -> bool {
    let mut states = all
        .confirmed
        .iter()
        .chain(&all.assumptions)
        .flat_map(|one| &one.states);
    states.any(|state| state.key() == key)
}

fn covered(parts: Parts<'_>, one: &Expectation) -> CoveredView {
    let today = parts.site.catalogue.services.get(&one.service);
    CoveredView {
        name: one.name.clone(),
        url: today.and_then(|service| service_url(parts.site, service, parts.drafts, parts.addresses)),
        states: one
            .states
            .iter()
            .map(|state: &State| state.text.clone())
            .collect(),
        value: today.and_then(|service| service.value.clone().or_else(|| service.promise.clone())),
        how_to_use: today.and_then(|service| service.how_to_use.clone()),
    }
}
