//! The services to talk about: what they are worth, why they fit, and what to ask.

use serde::Serialize;

use super::lead::Shop;
use crate::assessment::{Effort, Recommendation, Strength, Talk};
use crate::store::Response;
use crate::words::english;

/// A service to talk about.
#[derive(Debug, Serialize)]
pub struct Offer {
    /// As it was sold when the answers came.
    pub name: String,
    promise: Option<String>,
    strength: &'static str,
    points: String,
    critical: bool,
    /// Money, or what to ask for.
    monthly: String,
    /// Whether `monthly` is money.
    priced: bool,
    /// What the figures are for: `60 users`.
    size: Option<String>,
    setup: Option<String>,
    /// What it costs every month at the size expected in a year.
    next_year: Option<String>,
    reasons: Vec<String>,
    /// What to ask: the questions of the options, then the service's talk track.
    ask: Vec<String>,
}

/// A gap that no service closes.
#[derive(Debug, Serialize)]
pub struct OtherGap {
    reason: String,
    points: String,
    ask: Vec<String>,
}

/// The services in their order. A question that several of them share is asked once, at the first.
pub(super) fn offers(response: &Response, shop: Shop<'_>, talk: &mut Talk) -> Vec<Offer> {
    let services = &response.follow_up.services;
    let money = |minor| english().money(minor, shop.currency);
    let offers = services.iter().map(|service| {
        let now = shop.catalogue.services.get(&service.id);
        let mut ask = talk.about(|gap| gap.service.as_ref() == Some(&service.id));
        ask.extend(talk.say(now.and_then(|now| now.sales.as_ref())));
        let (monthly, priced) = monthly(service, shop);
        let next_year = service.monthly_next_year;
        Offer {
            name: service.name.clone(),
            promise: now.and_then(|now| now.promise.clone()),
            strength: match service.strength {
                Strength::Start => "Start",
                Strength::Strengthen => "Strengthen",
            },
            points: points(service.gain),
            critical: service.critical,
            monthly,
            size: size(service, shop).filter(|_| priced),
            priced,
            setup: service.setup.filter(|setup| *setup != 0).map(money),
            next_year: next_year.filter(|then| Some(*then) != service.monthly).map(money),
            reasons: service.reasons.clone(),
            ask,
        }
    });
    offers.collect()
}

/// The first services that hardly anybody notices coming, critical first: the names alone.
pub(super) fn quick_wins(response: &Response, shop: Shop<'_>) -> Vec<String> {
    let quick = response.follow_up.services.iter().filter(|service| {
        let now = shop.catalogue.services.get(&service.id);
        now.is_some_and(|now| now.effort == Some(Effort::Quick))
    });
    let quick = quick.map(|service| format!("{} ({})", service.name, points(service.gain)));
    quick.take(3).collect()
}

/// The gaps that no service closes, in file order.
pub(super) fn other_gaps(response: &Response, talk: &mut Talk) -> Vec<OtherGap> {
    let gaps = response.follow_up.gaps.iter().filter(|gap| gap.service.is_none());
    let gaps = gaps.map(|gap| OtherGap {
        reason: gap.reason.clone(),
        points: points(gap.gain),
        ask: talk.about(|other| other == gap),
    });
    gaps.collect()
}

fn points(gain: f64) -> String {
    format!("+{gain:.1}")
}

/// A figure that can't be known says what to ask for, and is no money.
fn monthly(service: &Recommendation, shop: Shop<'_>) -> (String, bool) {
    match (service.monthly, units(service, shop)) {
        (Some(0), _) => ("no monthly fee".to_owned(), false),
        (Some(minor), _) => (english().money(minor, shop.currency), true),
        (None, Some((_, units))) if service.quantity.is_none() => {
            (format!("ask for the number of {units}"), false)
        }
        (None, _) => ("no price in the catalogue".to_owned(), false),
    }
}

/// `60 users`: what the figures are for.
fn size(service: &Recommendation, shop: Shop<'_>) -> Option<String> {
    let (one, many) = units(service, shop)?;
    let quantity = service.quantity?;
    Some(format!("{quantity} {}", if quantity == 1 { one } else { many }))
}

fn units(service: &Recommendation, shop: Shop<'_>) -> Option<(&'static str, &'static str)> {
    shop.catalogue.services.get(&service.id)?.unit.names()
}
