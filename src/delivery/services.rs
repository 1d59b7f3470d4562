//! Services in words: what they are worth and what to ask.

use serde::Serialize;

use super::SiteFacts;
use crate::assessment::{Recommendation, ServiceId, Strength, Talk, Unit};
use crate::store::Response;
use crate::words::english;

/// A service to talk about.
#[derive(Debug, Serialize)]
pub(super) struct Offer {
    pub(super) name: String,
    promise: Option<String>,
    strength: &'static str,
    gain: String,
    critical: bool,
    /// Each figure in words; a figure that can't be known says what to ask for.
    value: Vec<String>,
    pub(super) reasons: Vec<String>,
    ask: Vec<String>,
    talk_track: Vec<String>,
}

/// What all services are worth together. A month and once are never added to each other.
#[derive(Debug, Serialize)]
pub(super) struct Worth {
    monthly: Option<String>,
    setup: Option<String>,
    /// How many services are not in the sums, or not wholly.
    unknown: usize,
}

/// A gap that no service closes.
#[derive(Debug, Serialize)]
pub(super) struct OtherGap {
    pub(super) reason: String,
    gain: String,
    ask: Vec<String>,
}

/// The services in their order. A question that several of them share is asked once, at the first.
pub(super) fn offers(response: &Response, site: &SiteFacts, talk: &mut Talk) -> Vec<Offer> {
    let offers = response.follow_up.services.iter().map(|service| {
        let now = site.catalogue.services.get(&service.id);
        Offer {
            name: service.name.clone(),
            promise: now.and_then(|now| now.promise.clone()),
            strength: match service.strength {
                Strength::Start => "Start",
                Strength::Strengthen => "Strengthen",
            },
            gain: points(service.gain),
            critical: service.critical,
            value: value(service, site),
            reasons: service.reasons.clone(),
            ask: talk.about(|gap| gap.service.as_ref() == Some(&service.id)),
            talk_track: talk.say(now.and_then(|now| now.sales.as_ref())),
        }
    });
    offers.collect()
}

/// The sums over all services; `None` where none has a value.
pub(super) fn worth(response: &Response, site: &SiteFacts) -> Option<Worth> {
    let services = &response.follow_up.services;
    let sum = |figure: fn(&Recommendation) -> Option<i64>| {
        let known = services.iter().filter_map(figure);
        let sum = known.fold(0_i64, i64::saturating_add);
        (sum > 0).then(|| english().money(sum, site.currency))
    };
    let monthly = sum(|service| service.monthly).map(|sum| format!("{sum} a month"));
    let setup = sum(|service| service.setup).map(|sum| format!("{sum} once"));
    let unknown = services
        .iter()
        .filter(|service| service.monthly.is_none() || service.setup.is_none())
        .count();
    (monthly.is_some() || setup.is_some()).then_some(Worth {
        monthly,
        setup,
        unknown,
    })
}

/// The gaps that no service closes, in file order.
pub(super) fn other_gaps(response: &Response, talk: &mut Talk) -> Vec<OtherGap> {
    let gaps = response.follow_up.gaps.iter().filter(|gap| gap.service.is_none());
    let gaps = gaps.map(|gap| OtherGap {
        reason: gap.reason.clone(),
        gain: points(gap.gain),
        ask: talk.about(|other| other == gap),
    });
    gaps.collect()
}

fn value(service: &Recommendation, site: &SiteFacts) -> Vec<String> {
    let size = service
        .quantity
        .zip(unit(&service.id, site))
        .and_then(|(quantity, unit)| {
            let (one, many) = unit.names()?;
            Some(format!(
                " for {quantity} {}",
                if quantity == 1 { one } else { many }
            ))
        });
    let size = size.unwrap_or_default();
    let figure = |minor: Option<i64>, when: &str| {
        let minor = minor.filter(|minor| *minor != 0)?;
        Some(format!("{} {when}{size}", english().money(minor, site.currency)))
    };
    let known = [figure(service.monthly, "a month"), figure(service.setup, "once")];
    let mut words: Vec<String> = known.into_iter().flatten().collect();
    words.extend(unknown(service, site));
    words
}

/// What is missing for a whole value, if anything is.
fn unknown(service: &Recommendation, site: &SiteFacts) -> Option<String> {
    let missing = match (service.monthly, service.setup) {
        (None, None) => "Value",
        (None, Some(_)) => "Monthly value",
        (Some(_), None) => "Setup",
        (Some(_), Some(_)) => return None,
    };
    let counted = unit(&service.id, site)
        .and_then(Unit::names)
        .filter(|_| service.quantity.is_none());
    Some(match counted {
        Some((_, many)) => format!("{missing} not known: ask for the number of {many}"),
        None => format!("{missing} not known: the catalogue has no price"),
    })
}

fn unit(service: &ServiceId, site: &SiteFacts) -> Option<Unit> {
    site.catalogue.services.get(service).map(|service| service.unit)
}

fn points(gain: f64) -> String {
    let unit = if format!("{gain:.1}") == "1.0" {
        "point"
    } else {
        "points"
    };
    format!("+{gain:.1} {unit}")
}
