//! Services in words: what they are worth and what to ask.

use std::collections::BTreeSet;

use serde::Serialize;

use super::SiteFacts;
use crate::assessment::{Gap, Recommendation, ServiceId, Strength, Text, Unit};
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
pub(super) fn offers(response: &Response, site: &SiteFacts, asked: &mut BTreeSet<String>) -> Vec<Offer> {
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
            ask: to_ask(response, |gap| gap.service.as_ref() == Some(&service.id), asked),
            talk_track: now
                .and_then(|now| now.sales.as_ref())
                .map(lines)
                .unwrap_or_default(),
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
pub(super) fn other_gaps(response: &Response, asked: &mut BTreeSet<String>) -> Vec<OtherGap> {
    let gaps = response.follow_up.gaps.iter().filter(|gap| gap.service.is_none());
    let gaps = gaps.map(|gap| OtherGap {
        reason: gap.reason.clone(),
        gain: points(gap.gain),
        ask: to_ask(response, |other| other == gap, asked),
    });
    gaps.collect()
}

/// The lines of a `sales` block.
pub(super) fn lines(text: &Text) -> Vec<String> {
    text.plain
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The `sales` texts of the options and questions behind some gaps, without those that were said before.
fn to_ask(response: &Response, of: impl Fn(&Gap) -> bool, asked: &mut BTreeSet<String>) -> Vec<String> {
    let assessment = &response.definition.assessment;
    let mut questions = Vec::new();
    for gap in response.follow_up.gaps.iter().filter(|gap| of(gap)) {
        let Some(question) = assessment.question(gap.question.as_str()) else {
            continue;
        };
        let option = gap.option.as_ref().and_then(|id| question.choice(id.as_str()));
        let texts = [
            option.and_then(|option| option.sales.as_ref()),
            question.sales.as_ref(),
        ];
        for line in texts.into_iter().flatten().flat_map(lines) {
            if asked.insert(line.clone()) {
                questions.push(line);
            }
        }
    }
    questions
}

fn value(service: &Recommendation, site: &SiteFacts) -> Vec<String> {
    let size = service
        .quantity
        .zip(unit(&service.id, site))
        .and_then(|(quantity, unit)| {
            let (one, many) = names(unit)?;
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
        .and_then(names)
        .filter(|_| service.quantity.is_none());
    Some(match counted {
        Some((_, many)) => format!("{missing} not known: ask for the number of {many}"),
        None => format!("{missing} not known: the catalogue has no price"),
    })
}

fn unit(service: &ServiceId, site: &SiteFacts) -> Option<Unit> {
    site.catalogue.services.get(service).map(|service| service.unit)
}

fn names(unit: Unit) -> Option<(&'static str, &'static str)> {
    match unit {
        Unit::User => Some(("user", "users")),
        Unit::Device => Some(("device", "devices")),
        Unit::Site => Some(("site", "sites")),
        Unit::Gb => Some(("gigabyte", "gigabytes")),
        Unit::Flat => None,
    }
}

fn points(gain: f64) -> String {
    let unit = if format!("{gain:.1}") == "1.0" {
        "point"
    } else {
        "points"
    };
    format!("+{gain:.1} {unit}")
}
