//! What is being negotiated: open quotes with their age, what is wanted and not quoted, value by quarter and by service.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use uuid::Uuid;

use super::facts::Facts;
use super::list::today;
use super::page::page;
use super::quarters::{by_quarter, of_lead};
use super::room::Room;
use super::session::Signed;
use super::trouble::Trouble;
use crate::assessment::{Contact, FieldName};
use crate::brief::day;
use crate::store::{Deal, SalesStatus, Work};
use crate::words::english;

/// Of each status; more than that is no longer read line by line.
const MOST: usize = 2000;
/// Of what is wanted; the rest is counted.
const MOST_WANTED: usize = 100;

/// What `pipeline.html` sees.
#[derive(Serialize)]
struct View {
    title: &'static str,
    /// Whether anything is negotiated.
    deals: bool,
    quotes: Vec<Quote>,
    quoted: Line,
    wanted: Vec<Quote>,
    /// How many more are wanted.
    more: u64,
    tables: Vec<Table>,
    most: Option<usize>,
}

/// Value by something, and all of it together.
#[derive(Serialize)]
struct Table {
    id: &'static str,
    title: &'static str,
    by: &'static str,
    about: &'static str,
    lines: Vec<Line>,
    together: Option<Line>,
}

/// A month, once and projects are never added to each other.
#[derive(Serialize)]
struct Line {
    label: String,
    leads: usize,
    monthly: String,
    once: String,
    project: String,
    /// Leads with a service whose monthly value can't be known.
    unknown: usize,
}

/// A lead with a quote, or without one that it should have.
#[derive(Serialize)]
struct Quote {
    href: String,
    name: String,
    company: Option<String>,
    /// What they want.
    wants: Option<String>,
    since: Option<String>,
    days: Option<i64>,
    value: Line,
}

/// Money by kind, in minor units, of so many leads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) leads: usize,
    pub(super) monthly: i64,
    pub(super) once: i64,
    pub(super) project: i64,
    /// Leads with a service whose monthly value can't be known.
    pub(super) unknown: usize,
}

impl Sum {
    pub(super) fn add(&mut self, other: &Self) {
        self.leads += other.leads;
        self.monthly = self.monthly.saturating_add(other.monthly);
        self.once = self.once.saturating_add(other.once);
        self.project = self.project.saturating_add(other.project);
        self.unknown += other.unknown;
    }

    fn line(&self, label: impl Into<String>, facts: &Facts) -> Line {
        Line {
            label: label.into(),
            leads: self.leads,
            monthly: match self.monthly {
                // Never a made-up 0.
                0 if self.unknown > 0 => "not known".to_owned(),
                monthly => money(monthly, facts),
            },
            once: money(self.once, facts),
            project: money(self.project, facts),
            unknown: self.unknown,
        }
    }
}

fn money(minor: i64, facts: &Facts) -> String {
    match minor {
        0 => "–".to_owned(),
        minor => english().money(minor, facts.currency),
    }
}

/// `GET /inbox/pipeline`
pub(super) async fn get(State(room): State<Arc<Room>>, signed: Signed) -> Result<Response, Trouble> {
    let facts = room.facts();
    let deals = room.store.deals(MOST).await?;
    let wanted = room.store.wanted(MOST_WANTED).await?;
    let full = |deal: &Deal| deals.iter().filter(|other| other.status == deal.status).count() == MOST;
    let (quotes, quoted) = quotes(&deals, &facts);
    let view = View {
        title: "Pipeline",
        deals: !deals.is_empty(),
        quotes,
        quoted: quoted.line("Together", &facts),
        more: wanted.count.saturating_sub(wanted.first.len() as u64),
        wanted: wanted.first.iter().map(|work| unquoted(work, &facts)).collect(),
        tables: vec![quarters(&deals, &facts), services(&deals, &facts)],
        most: deals.iter().any(full).then_some(MOST),
    };
    page(&facts, Some(&signed), "pipeline.html", StatusCode::OK, &view)
}

/// What begins when, by the plan of each lead.
fn quarters(deals: &[Deal], facts: &Facts) -> Table {
    let (quarters, later) = by_quarter(deals, today(), facts);
    let mut together = Sum::default();
    quarters
        .values()
        .chain([&later])
        .for_each(|sum| together.add(sum));
    // A lead counts once, however many quarters it has.
    let mut all = Sum::default();
    deals
        .iter()
        .for_each(|deal| all.add(&of_lead(deal.services.iter(), facts)));
    (together.leads, together.unknown) = (all.leads, all.unknown);
    let lines = quarters
        .iter()
        .map(|(quarter, sum)| sum.line(quarter.label(), facts));
    let later = (later.leads > 0).then(|| later.line("Later", facts));
    Table {
        id: "quarters",
        title: "By quarter",
        by: "Beginning in",
        about: "By the plan of each lead: its first quarter is that of the next step, or this one. A month is what begins then.",
        lines: lines.chain(later).collect(),
        together: Some(together.line("Together", facts)),
    }
}

/// The most monthly value first.
fn services(deals: &[Deal], facts: &Facts) -> Table {
    let mut sums: BTreeMap<&str, (&str, Sum)> = BTreeMap::new();
    for service in deals.iter().flat_map(|deal| &deal.services) {
        let (_, sum) = sums
            .entry(service.id.as_str())
            .or_insert((service.name.as_str(), Sum::default()));
        sum.add(&of_lead(std::iter::once(service), facts));
    }
    let mut sums: Vec<_> = sums.into_values().collect();
    sums.sort_by_key(|(_, sum)| std::cmp::Reverse((sum.monthly, sum.once, sum.project, sum.leads)));
    Table {
        id: "services",
        title: "By service",
        by: "Service",
        about: "",
        lines: sums.iter().map(|(name, sum)| sum.line(*name, facts)).collect(),
        together: None,
    }
}

/// The oldest first, with their sum.
fn quotes(deals: &[Deal], facts: &Facts) -> (Vec<Quote>, Sum) {
    let mut open: Vec<&Deal> = deals
        .iter()
        .filter(|deal| deal.status == SalesStatus::Quote)
        .collect();
    open.sort_by_key(|deal| deal.quoted_at);
    let mut together = Sum::default();
    let quotes = open.into_iter().map(|deal| {
        let sum = of_lead(deal.services.iter(), facts);
        together.add(&sum);
        quote(deal.id, &deal.contact, deal.quoted_at, &sum, facts)
    });
    (quotes.collect(), together)
}

fn unquoted(work: &Work, facts: &Facts) -> Quote {
    let sum = of_lead(work.wanted_services.iter(), facts);
    Quote {
        wants: Some(work.wanted.join("; ")),
        ..quote(work.id, &work.contact, work.decided_at, &sum, facts)
    }
}

fn quote(id: Uuid, contact: &Contact, at: Option<Timestamp>, sum: &Sum, facts: &Facts) -> Quote {
    let name = contact.get(FieldName::Name).or(contact.get(FieldName::Email));
    let on = at.map(|at| at.to_zoned(TimeZone::UTC).date());
    Quote {
        href: format!("{}/inbox/leads/{id}", facts.base_path),
        name: name.unwrap_or("No name given").to_owned(),
        company: contact.get(FieldName::Company).map(str::to_owned),
        wants: None,
        since: on.map(day),
        days: on.map(|on| i64::from((today() - on).get_days())),
        value: sum.line(String::new(), facts),
    }
}
