//! What sales makes of a lead, in words: the package, the plan, the decisions.

use serde::Serialize;

use super::SiteFacts;
use crate::assessment::{Decision, ServiceId};
use crate::store::Response;
use crate::words::english;

/// The package that covers the most.
#[derive(Debug, Serialize)]
pub(super) struct PackageLine {
    name: String,
    monthly: Option<String>,
    covers: String,
    add_ons: String,
    apart: String,
}

/// A quarter of the plan.
#[derive(Debug, Serialize)]
pub(super) struct QuarterLine {
    begins: String,
    running: String,
    once: Option<String>,
}

/// The year's plan.
#[derive(Debug, Serialize)]
pub(super) struct Plan {
    quarters: Vec<QuarterLine>,
    year: String,
    later: String,
}

/// What was decided about a gap.
#[derive(Debug, Serialize)]
pub(super) struct DecisionLine {
    gap: String,
    decision: String,
}

pub(super) fn package(response: &Response, site: &SiteFacts) -> Option<PackageLine> {
    let package = response.follow_up.sales.package.as_ref()?;
    Some(PackageLine {
        name: package.name.clone(),
        monthly: package.monthly.map(|minor| english().money(minor, site.currency)),
        covers: names(response, &package.covers),
        add_ons: names(response, &package.add_ons),
        apart: names(response, &package.apart),
    })
}

/// `None` where there is nothing to plan.
pub(super) fn plan(response: &Response, site: &SiteFacts) -> Option<Plan> {
    let roadmap = &response.follow_up.sales.roadmap;
    if roadmap.quarters.iter().all(|quarter| quarter.services.is_empty()) {
        return None;
    }
    let money = |minor| english().money(minor, site.currency);
    let quarters = roadmap.quarters.iter().map(|quarter| {
        let once = quarter.once.saturating_add(quarter.project);
        QuarterLine {
            begins: names(response, &quarter.services),
            running: money(quarter.running),
            once: (once > 0).then(|| money(once)),
        }
    });
    let mut year = vec![format!("{} running", money(roadmap.year_running))];
    for (minor, what) in [
        (roadmap.year_once, "once"),
        (roadmap.year_project, "for projects"),
    ] {
        if minor > 0 {
            year.push(format!("{} {what}", money(minor)));
        }
    }
    Some(Plan {
        quarters: quarters.collect(),
        year: year.join(", "),
        later: names(response, &roadmap.later),
    })
}

/// Only what was said: a lead that decided nothing has none of these lines.
pub(super) fn decisions(response: &Response) -> Vec<DecisionLine> {
    let assessment = &response.definition.assessment;
    let gaps = response.follow_up.gaps.iter().filter_map(|gap| {
        let decided = response.decisions.gaps.get(&gap.key())?;
        let question = assessment.question(gap.question.as_str())?;
        let choice = gap.option.as_ref().and_then(|id| question.choice(id.as_str()));
        let mut said = match decided.decision {
            None => "no decision recorded".to_owned(),
            Some(Decision::Want) => "want it".to_owned(),
            Some(Decision::Discuss) => "let's discuss it".to_owned(),
            Some(Decision::Ourselves) => "handle it themselves".to_owned(),
            Some(Decision::Accept) => "accept it for now".to_owned(),
        };
        if decided.explain {
            said += "; explain it to them first";
        }
        if let Some(who) = decided.who.as_ref().or(response.decisions.who.as_ref()) {
            said += &format!("; {who} decides");
        }
        if let Some(day) = decided.review.or(response.decisions.review) {
            said += &format!("; look again on {day}");
        }
        Some(DecisionLine {
            gap: choice.map_or(&question.text, |choice| &choice.text).plain.clone(),
            decision: said,
        })
    });
    gaps.collect()
}

fn names(response: &Response, ids: &[ServiceId]) -> String {
    let services = &response.follow_up.services;
    let names = ids.iter().map(|id| {
        let service = services.iter().find(|service| service.id == *id);
        service.map_or_else(|| id.to_string(), |service| service.name.clone())
    });
    names.collect::<Vec<_>>().join(", ")
}
