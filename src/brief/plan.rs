//! What to ask for and what to plan: the meeting, the package, four quarters.

use serde::Serialize;

use super::lead::Shop;
use crate::assessment::{Direction, NextYear, Roadmap, ServiceId, Unit};
use crate::store::Response;
use crate::words::english;

/// The meeting to ask for.
#[derive(Debug, Serialize)]
pub struct MeetingLine {
    name: String,
    minutes: u32,
    with: String,
    reasons: String,
    first: Option<String>,
}

/// The package that covers the most.
#[derive(Debug, Serialize)]
pub struct PackageLine {
    name: String,
    monthly: Option<String>,
    /// How many of the services, such as `17 of 19 services`.
    share: String,
    covers: String,
    add_ons: String,
    apart: String,
}

/// A quarter of the plan.
#[derive(Debug, Serialize)]
pub struct QuarterLine {
    begins: String,
    running: String,
    once: Option<String>,
    project: Option<String>,
}

/// The year's plan.
#[derive(Debug, Serialize)]
pub struct Plan {
    /// How it was made, and what to mind, by where the company is going.
    note: String,
    quarters: Vec<QuarterLine>,
    year: String,
    later: String,
}

pub(super) fn meeting(response: &Response) -> Option<MeetingLine> {
    let meeting = response.follow_up.sales.meeting.as_ref()?;
    Some(MeetingLine {
        name: meeting.name.clone(),
        minutes: meeting.minutes,
        with: meeting.with.clone(),
        reasons: meeting.reasons.join("; "),
        first: meeting.first.clone(),
    })
}

pub(super) fn package(response: &Response, shop: Shop<'_>) -> Option<PackageLine> {
    let package = response.follow_up.sales.package.as_ref()?;
    Some(PackageLine {
        name: package.name.clone(),
        monthly: package.monthly.map(|minor| english().money(minor, shop.currency)),
        share: format!(
            "{} of {} services",
            package.covers.len(),
            response.follow_up.services.len()
        ),
        covers: names(response, &package.covers),
        add_ons: names(response, &package.add_ons),
        apart: names(response, &package.apart),
    })
}

/// `None` where there is nothing to plan.
pub(super) fn plan(response: &Response, shop: Shop<'_>) -> Option<Plan> {
    let sales = &response.follow_up.sales;
    let roadmap = &sales.roadmap;
    if roadmap.quarters.iter().all(|quarter| quarter.services.is_empty()) && roadmap.later.is_empty() {
        return None;
    }
    let money = |minor| english().money(minor, shop.currency);
    let some = |minor: i64| (minor > 0).then(|| money(minor));
    let services = &response.follow_up.services;
    let mut open = false;
    let quarters = roadmap.quarters.iter().map(|quarter| {
        open |= services
            .iter()
            .any(|service| service.monthly.is_none() && quarter.services.contains(&service.id));
        QuarterLine {
            begins: names(response, &quarter.services),
            running: format!("{}{}", if open { "from " } else { "" }, money(quarter.running)),
            once: some(quarter.once),
            project: some(quarter.project),
        }
    });
    let quarters: Vec<QuarterLine> = quarters.collect();
    let year = [
        Some(format!(
            "{}{} running",
            if open { "from " } else { "" },
            money(roadmap.year_running)
        )),
        some(roadmap.year_once).map(|sum| format!("{sum} once")),
        some(roadmap.year_project).map(|sum| format!("{sum} for projects")),
    ];
    let year: Vec<String> = year.into_iter().flatten().collect();
    let heads_up = sales
        .next_year
        .as_ref()
        .and_then(|next| heads_up(next, roadmap, shop));
    let notes = [Some(note(sales.direction).to_owned()), heads_up];
    Some(Plan {
        note: notes.into_iter().flatten().collect::<Vec<_>>().join(" "),
        quarters,
        year: year.join(", "),
        later: names(response, &roadmap.later),
    })
}

/// Nobody is assumed to grow.
fn note(direction: Option<Direction>) -> &'static str {
    match direction {
        Some(Direction::Growing) => {
            "They grow: agree with them now what each new seat needs, so that it is ready on its first day."
        }
        Some(Direction::Level) => {
            "They stay about as they are: what is paid once is spread over the quarters, so that none stands out."
        }
        Some(Direction::Shrinking) => {
            "They get smaller: what costs least comes first, projects that can wait come later. Keep the best machines, reuse what \
             becomes free, and propose nothing that assumes more people."
        }
        None => {
            "Whether they grow, stay as they are or get smaller is not known: ask before you propose a plan."
        }
    }
}

/// `At 75 users in a year (60 today) all this costs $2,030 a month.`
pub(super) fn heads_up(next: &NextYear, roadmap: &Roadmap, shop: Shop<'_>) -> Option<String> {
    let sizes = next.sizes.iter().filter_map(|size| {
        let (_, many) = Unit::names(size.unit)?;
        let now = size.now.map(|now| format!(" ({now} today)"));
        Some(format!("{} {many}{}", size.then, now.unwrap_or_default()))
    });
    let sizes: Vec<String> = sizes.collect();
    let running = roadmap.running_next_year?;
    let money = english().money(running, shop.currency);
    let least = if next.need.unknown.is_empty() {
        ""
    } else {
        "at least "
    };
    Some(format!(
        "At {} in a year, all that has begun costs {least}{money} a month.",
        sizes.join(" and ")
    ))
}

fn names(response: &Response, ids: &[ServiceId]) -> String {
    let services = &response.follow_up.services;
    let names = ids.iter().map(|id| {
        let service = services.iter().find(|service| service.id == *id);
        service.map_or_else(|| id.to_string(), |service| service.name.clone())
    });
    names.collect::<Vec<_>>().join(", ")
}
