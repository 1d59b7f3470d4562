//! The services to talk about: what they are worth, why they fit, and what to ask.

use serde::Serialize;

use super::facts::Facts;
use crate::assessment::{Effort, Recommendation, Strength, Talk, Unit};
use crate::store::Response;
use crate::words::english;

/// A service to talk about.
#[derive(Serialize)]
pub(super) struct Offer {
    pub(super) name: String,
    promise: Option<String>,
    strength: &'static str,
    points: String,
    critical: bool,
    monthly: String,
    setup: Option<String>,
    pub(super) reasons: Vec<String>,
    ask: Vec<String>,
}

/// What all are worth together. A month and once are never added to each other.
#[derive(Serialize)]
pub(super) struct Worth {
    monthly: Option<String>,
    setup: Option<String>,
    unknown: usize,
}

/// The services in their order. A question that several of them share is asked once, at the first.
pub(super) fn offers(response: &Response, facts: &Facts, talk: &mut Talk) -> Vec<Offer> {
    let services = &response.follow_up.services;
    let offers = services.iter().map(|service| {
        let now = facts.catalogue.services.get(&service.id);
        let mut ask = talk.about(|gap| gap.service.as_ref() == Some(&service.id));
        ask.extend(talk.say(now.and_then(|now| now.sales.as_ref())));
        Offer {
            name: service.name.clone(),
            promise: now.and_then(|now| now.promise.clone()),
            strength: match service.strength {
                Strength::Start => "Start",
                Strength::Strengthen => "Strengthen",
            },
            points: format!("+{:.1}", service.gain),
            critical: service.critical,
            monthly: monthly(service, facts),
            setup: service
                .setup
                .filter(|setup| *setup != 0)
                .map(|setup| english().money(setup, facts.currency)),
            reasons: service.reasons.clone(),
            ask,
        }
    });
    offers.collect()
}

/// The first services that hardly anybody notices coming, critical first: the names alone.
pub(super) fn quick_wins(response: &Response, facts: &Facts) -> Vec<String> {
    let quick = response.follow_up.services.iter().filter(|service| {
        let now = facts.catalogue.services.get(&service.id);
        now.is_some_and(|now| now.effort == Some(Effort::Quick))
    });
    let quick = quick.map(|service| format!("{} (+{:.1})", service.name, service.gain));
    quick.take(3).collect()
}

/// The sums over all services; `None` where none has a value.
pub(super) fn worth(response: &Response, facts: &Facts) -> Option<Worth> {
    let services = &response.follow_up.services;
    let sum = |figure: fn(&Recommendation) -> Option<i64>| {
        let sum = services
            .iter()
            .filter_map(figure)
            .fold(0_i64, i64::saturating_add);
        (sum > 0).then(|| english().money(sum, facts.currency))
    };
    let (monthly, setup) = (sum(|service| service.monthly), sum(|service| service.setup));
    let unknown = services
        .iter()
        .filter(|service| service.monthly.is_none() || service.setup.is_none());
    (monthly.is_some() || setup.is_some()).then_some(Worth {
        monthly,
        setup,
        unknown: unknown.count(),
    })
}

/// A figure that can't be known says what to ask for.
fn monthly(service: &Recommendation, facts: &Facts) -> String {
    let unit = facts.catalogue.services.get(&service.id).map(|now| now.unit);
    let counted = unit.and_then(Unit::names);
    match (service.monthly, service.quantity, counted) {
        (Some(0), ..) => "no monthly fee".to_owned(),
        (Some(minor), Some(quantity), Some((one, many))) => {
            let units = if quantity == 1 { one } else { many };
            let money = english().money(minor, facts.currency);
            format!("{money} ({quantity} {units})")
        }
        (Some(minor), ..) => english().money(minor, facts.currency),
        (None, None, Some((_, units))) => format!("ask for the number of {units}"),
        (None, ..) => "no price in the catalogue".to_owned(),
    }
}
