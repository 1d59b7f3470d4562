//! From gaps to services: in which order, how strongly, and what they are worth.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::Reading;
use super::{
    Answer, Answers, Assessment, Catalogue, Gap, Recommendation, Service, ServiceId, Shape, Standing,
    Strength, Unit, visible,
};

/// The services that gaps name: critical first, then by gain, then in catalogue order.
pub(super) fn rank(
    gaps: &[Gap],
    earned: &BTreeSet<&ServiceId>,
    now: &Quantities,
    next_year: &Quantities,
    catalogue: &Catalogue,
) -> Vec<Recommendation> {
    let mut services: BTreeMap<&ServiceId, Recommendation> = BTreeMap::new();
    for gap in gaps {
        let Some(service) = gap.service.as_ref().and_then(|id| catalogue.services.get(id)) else {
            continue;
        };
        let entry = services
            .entry(&service.id)
            .or_insert_with(|| recommend(service, earned.contains(&service.id), now, next_year));
        entry.gain += gap.gain;
        entry.critical |= gap.critical;
        entry.reasons.push(gap.reason.clone());
    }
    let mut ranked: Vec<Recommendation> = services.into_values().collect();
    // Equal gains that were summed in another order differ in their last bits: compared at nine decimals they tie,
    // and the sort, which is stable, leaves ties in catalogue order.
    let size = |service: &Recommendation| (service.gain * 1e9).round();
    ranked.sort_by(|a, b| {
        b.critical
            .cmp(&a.critical)
            .then_with(|| size(b).total_cmp(&size(a)))
    });
    ranked
}

/// The services with some of their points earned.
pub(super) fn earned<'a>(categories: &[Vec<Reading<'a>>]) -> BTreeSet<&'a ServiceId> {
    let scored = categories
        .iter()
        .flatten()
        .filter(|reading| reading.standing == Standing::Scored);
    scored
        .flat_map(|reading| &reading.parts)
        .filter(|part| part.earned > 0.0)
        .filter_map(|part| part.service)
        .collect()
}

/// How many of each unit the respondent said there are; a unit that was not asked for, or left open, is absent.
pub(super) struct Quantities(BTreeMap<Unit, i64>);

impl Quantities {
    /// Today.
    pub(super) fn now(assessment: &Assessment, answers: &Answers) -> Self {
        Self::asked(assessment, answers, false)
    }

    /// In a year, of what was asked for.
    pub(super) fn asked_for_next_year(assessment: &Assessment, answers: &Answers) -> Self {
        Self::asked(assessment, answers, true)
    }

    fn asked(assessment: &Assessment, answers: &Answers, of_next_year: bool) -> Self {
        let visible = visible(assessment, answers);
        let mut sums: BTreeMap<Unit, Option<i64>> = BTreeMap::new();
        for question in assessment
            .questions()
            .filter(|question| visible.contains(&question.id))
        {
            let Shape::Number {
                quantity: Some(unit),
                next_year,
                ..
            } = question.shape
            else {
                continue;
            };
            if next_year != of_next_year {
                continue;
            }
            let sum = sums.entry(unit).or_insert(Some(0));
            *sum = match (*sum, answers.get(&question.id)) {
                (Some(sum), Some(Answer::Number(value))) => sum.checked_add(*value),
                _ => None,
            };
        }
        Self(
            sums.into_iter()
                .filter_map(|(unit, sum)| Some((unit, sum?)))
                .collect(),
        )
    }

    /// How many of a unit there are; there is always one of what has one price whatever the size.
    pub(super) fn of(&self, unit: Unit) -> Option<i64> {
        match unit {
            Unit::Flat => Some(1),
            unit => self.0.get(&unit).copied(),
        }
    }

    /// Every unit that is known.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Unit, i64)> {
        self.0.iter().map(|(unit, count)| (*unit, *count))
    }
}

fn recommend(
    service: &Service,
    strengthen: bool,
    now: &Quantities,
    next_year: &Quantities,
) -> Recommendation {
    let quantity = now.of(service.unit);
    let asked = next_year.iter().find(|(unit, _)| *unit == service.unit);
    let then = asked.map(|(_, count)| count).or(quantity);
    let value = |price: Option<i64>, quantity: Option<i64>| match price? {
        0 => Some(0),
        price => price.checked_mul(quantity?),
    };
    Recommendation {
        id: service.id.clone(),
        name: service.name.clone(),
        strength: if strengthen {
            Strength::Strengthen
        } else {
            Strength::Start
        },
        gain: 0.0,
        critical: false,
        monthly: value(service.monthly, quantity),
        setup: value(service.setup, quantity),
        quantity,
        monthly_next_year: next_year.iter().next().and_then(|_| value(service.monthly, then)),
        reasons: Vec::new(),
    }
}
