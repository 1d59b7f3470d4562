//! What a client's answers mean beside their package.

use jiff::civil::Date;

use crate::assessment::{Asked, Change, ChangeKind, Compared, Expectation, Expectations, State};

use super::report_parts::Parts;
use super::site_view::service_url;
use super::view::{ClientView, CoveredView, SinceView};

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

pub(super) fn since_view(parts: Parts<'_>, compared: &Compared, on: Date) -> SinceView {
    let shown = |total: Option<f64>| total.map(|total| total.round() as u32);
    let changes = |list: &[Change]| list.iter().map(changed).collect();
    let named = |list: &[Asked]| list.iter().map(|one| one.text.clone()).collect();
    let midnight = on.to_zoned(jiff::tz::TimeZone::UTC).map(|day| day.timestamp());
    SinceView {
        date: midnight.map_or_else(|_| on.to_string(), |day| parts.words.date(day)),
        from: shown(compared.earlier_total),
        to: shown(compared.later_total),
        gained: changes(&compared.gained),
        lost: changes(&compared.lost),
        decisions: compared
            .decisions_due
            .iter()
            .map(|due| due.text.clone())
            .collect(),
        assumed: compared.persisting.iter().map(|one| one.name.clone()).collect(),
        new: named(&compared.new_questions),
        retired: named(&compared.retired_questions),
    }
}

/// Of a single choice the question and both answers, the better one first where it is the gain of the two.
fn changed(change: &Change) -> String {
    match &change.kind {
        ChangeKind::Answer { better, worse, .. } => format!("{} ({worse} / {better})", change.text),
        ChangeKind::State | ChangeKind::Problem => change.text.clone(),
    }
}
