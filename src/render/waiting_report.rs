//! The report on a grader's own page, before there are answers: everything that could apply, hidden. With an endpoint
//! only the score panel; without one the whole report, which the page's script fills and unhides.

use std::collections::BTreeSet;

use crate::assessment::{Choice, Load, Question, Role, ServiceId, Shape};
use crate::content::{Endpoint, Site};

use super::report_parts::{Parts, key};
use super::view::{
    CapStateView, CapView, GapGroupView, GapView, GoodView, NextBandView, ReportServiceView, ReportView,
};

pub(super) fn waiting_report(parts: Parts<'_>) -> ReportView {
    let Parts { site, assessment, .. } = parts;
    let full = site.endpoint == Endpoint::None;
    let groups = if full { groups(parts) } else { Vec::new() };
    let every_gap: Vec<GapView> = groups
        .iter()
        .flat_map(|group| group.gaps.iter().cloned())
        .collect();
    let every = |wanted: fn(&Question) -> bool| -> Vec<_> {
        assessment
            .questions()
            .filter(|question| full && wanted(question))
            .map(|question| parts.aside(question, false))
            .collect()
    };
    ReportView {
        live: false,
        full,
        scored: !assessment.bands.is_empty(),
        shown: None,
        borders: parts.borders(),
        bands: assessment
            .bands
            .iter()
            .map(|band| parts.band(band, false))
            .collect(),
        outcomes: assessment
            .outcomes
            .iter()
            .map(|outcome| parts.outcome(outcome, false))
            .collect(),
        cap: cap(parts),
        categories: parts.category_scores(|_| None),
        quick_wins: every_gap.clone(),
        groups,
        gaps: 0,
        services: if full { services(parts, site) } else { Vec::new() },
        good: if full { good(parts) } else { Vec::new() },
        unanswered: every(|question| question.optional),
        not_applicable: every(|question| {
            question
                .choices()
                .iter()
                .any(|choice| choice.role == Role::NotApplicable)
        }),
        next_band: (full && parts.assessment.bands.len() > 1).then(|| NextBandView {
            band: String::new(),
            from: None,
            to: None,
            steps: every_gap,
        }),
        client: None,
        since: None,
        benchmark: None,
        decisions: None,
        to_decider: None,
        until: None,
        next_step: parts.next_step(None),
        contact: None,
        locked: false,
        contact_known: false,
        consent_given: false,
        submitted: None,
    }
}

/// The critical states that could be missing.
fn cap(parts: Parts<'_>) -> Option<CapView> {
    let band = parts
        .assessment
        .band(parts.assessment.critical_caps_at.as_ref()?)?;
    let state = |question: &Question, choice: Option<&Choice>| CapStateView {
        key: key(question, choice),
        text: choice.map_or(&question.text, |choice| &choice.text).plain.clone(),
        shown: false,
    };
    let mut missing = Vec::new();
    for question in parts.assessment.questions() {
        if load(question).is_some_and(|load| load.critical) {
            missing.push(state(question, None));
        }
        let critical = question.choices().iter().filter(|choice| choice.critical);
        missing.extend(critical.map(|choice| state(question, Some(choice))));
    }
    Some(CapView {
        band: band.title.clone(),
        missing,
    })
}

fn groups(parts: Parts<'_>) -> Vec<GapGroupView> {
    let groups = parts.assessment.categories.iter().map(|category| GapGroupView {
        id: category.id.to_string(),
        title: category.title.as_ref().map(|text| parts.addresses.html(text)),
        gaps: category
            .questions
            .iter()
            .filter(|question| question.scored)
            .flat_map(|question| gaps(parts, question))
            .collect(),
    });
    groups.filter(|group| !group.gaps.is_empty()).collect()
}

fn gaps(parts: Parts<'_>, question: &Question) -> Vec<GapView> {
    if let Some(load) = load(question) {
        let gap = parts.gap(question, None, "below-best");
        let service = load.service.as_ref().and_then(|id| parts.service(id));
        let reason = format!("“{}”", question.text.plain);
        return vec![GapView {
            reason,
            critical: load.critical,
            service,
            ..gap
        }];
    }
    let loaded = question.choices().iter().filter_map(|choice| {
        let (kind, words) = match choice.role {
            Role::State => ("not-ticked", "Not ticked"),
            Role::Problem => ("problem-ticked", "Problem ticked"),
            Role::None | Role::NotSure | Role::NotApplicable => return None,
        };
        Some(GapView {
            reason: format!("{words}: {}", choice.text.plain),
            critical: choice.critical,
            service: choice.service.as_ref().and_then(|id| parts.service(id)),
            ..parts.gap(question, Some(choice), kind)
        })
    });
    loaded.collect()
}

/// Every service that could be meant, in catalogue order.
fn services(parts: Parts<'_>, site: &Site) -> Vec<ReportServiceView> {
    let mut named: BTreeSet<&ServiceId> = BTreeSet::new();
    for question in parts.assessment.questions() {
        named.extend(load(question).and_then(|load| load.service.as_ref()));
        named.extend(
            question
                .choices()
                .iter()
                .filter_map(|choice| choice.service.as_ref()),
        );
    }
    named
        .into_iter()
        .filter(|id| site.catalogue.services.contains_key(*id))
        .filter_map(|id| parts.service(id))
        .collect()
}

fn good(parts: Parts<'_>) -> Vec<GoodView> {
    let mut good = Vec::new();
    for question in parts.assessment.questions().filter(|question| question.scored) {
        match &question.shape {
            Shape::Many { choices } => {
                let states = choices.iter().filter(|choice| choice.role == Role::State);
                good.extend(states.map(|choice| parts.good(question, Some(choice), true, false)));
            }
            Shape::One { choices, .. } => {
                let best = choices.iter().map(|choice| choice.points).fold(0.0, f64::max);
                let best = choices.iter().find(|choice| choice.points == best);
                good.push(parts.good(question, best, false, false));
            }
            Shape::Scale { .. } => good.push(parts.good(question, None, false, false)),
            Shape::Number { .. } | Shape::Text { .. } => {}
        }
    }
    good
}

/// What a *one* or *scale* is loaded with.
fn load(question: &Question) -> Option<&Load> {
    match &question.shape {
        Shape::One { load, .. } | Shape::Scale { load, .. } => Some(load),
        Shape::Many { .. } | Shape::Number { .. } | Shape::Text { .. } => None,
    }
}
