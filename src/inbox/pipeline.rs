//! What is being negotiated: value by quarter and by service, and open quotes with their age.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::facts::Facts;
use super::page::page;
use super::room::Room;
use super::session::Signed;
use super::trouble::Trouble;
use crate::assessment::{FieldName, Recommendation};
use crate::brief::day;
use crate::store::Deal;
use crate::words::english;

/// Of each status; more than that is no longer read line by line.
const MOST: usize = 500;

/// What `pipeline.html` sees.
#[derive(Serialize)]
struct View {
    title: &'static str,
    quarters: Vec<Line>,
    services: Vec<Line>,
    quotes: Vec<Quote>,
    together: Option<Line>,
    most: Option<usize>,
}

/// A month and once are never added to each other.
#[derive(Serialize)]
struct Line {
    label: String,
    leads: usize,
    monthly: String,
    once: String,
    /// Leads with a service whose monthly value can't be known.
    unknown: usize,
}

#[derive(Serialize)]
struct Quote {
    href: String,
    name: String,
    company: Option<String>,
    since: Option<String>,
    days: Option<i64>,
    monthly: String,
    once: String,
}

#[derive(Default)]
struct Sum {
    leads: usize,
    monthly: i64,
    once: i64,
    unknown: usize,
}

impl Sum {
    fn add<'a>(&mut self, services: impl Iterator<Item = &'a Recommendation> + Clone) {
        let sum = |figure: fn(&Recommendation) -> Option<i64>| {
            services
                .clone()
                .filter_map(figure)
                .fold(0_i64, i64::saturating_add)
        };
        self.leads += 1;
        self.monthly = self.monthly.saturating_add(sum(|service| service.monthly));
        self.once = self.once.saturating_add(sum(|service| service.setup));
        self.unknown += usize::from(services.clone().any(|service| service.monthly.is_none()));
    }

    fn line(&self, label: String, facts: &Facts) -> Line {
        Line {
            label,
            leads: self.leads,
            monthly: match self.monthly {
                // Never a made-up 0.
                0 if self.unknown > 0 => "not known".to_owned(),
                monthly => money(monthly, facts),
            },
            once: money(self.once, facts),
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
    let full = |deal: &Deal| deals.iter().filter(|other| other.status == deal.status).count() == MOST;
    let mut together = Sum::default();
    deals.iter().for_each(|deal| together.add(deal.services.iter()));
    let view = View {
        title: "Pipeline",
        quarters: quarters(&deals, &facts),
        services: services(&deals, &facts),
        quotes: quotes(&deals, &facts),
        together: (!deals.is_empty()).then(|| together.line("Together".to_owned(), &facts)),
        most: [deals.first(), deals.last()]
            .into_iter()
            .flatten()
            .any(full)
            .then_some(MOST),
    };
    page(&facts, Some(&signed), "pipeline.html", StatusCode::OK, &view)
}

/// By the quarter of the next step, those without one last.
fn quarters(deals: &[Deal], facts: &Facts) -> Vec<Line> {
    let mut sums: BTreeMap<(bool, Option<(i16, i8)>), Sum> = BTreeMap::new();
    for deal in deals {
        let quarter = deal.next_on.map(|day: Date| (day.year(), (day.month() + 2) / 3));
        sums.entry((quarter.is_none(), quarter))
            .or_default()
            .add(deal.services.iter());
    }
    let lines = sums.iter().map(|((_, quarter), sum)| {
        let label = quarter.map(|(year, quarter)| format!("{year}, quarter {quarter}"));
        sum.line(label.unwrap_or_else(|| "No next step".to_owned()), facts)
    });
    lines.collect()
}

/// The most monthly value first.
fn services(deals: &[Deal], facts: &Facts) -> Vec<Line> {
    let mut sums: BTreeMap<&str, (&str, Sum)> = BTreeMap::new();
    for service in deals.iter().flat_map(|deal| &deal.services) {
        let (_, sum) = sums
            .entry(service.id.as_str())
            .or_insert((service.name.as_str(), Sum::default()));
        sum.add(std::iter::once(service));
    }
    let mut sums: Vec<_> = sums.into_values().collect();
    sums.sort_by_key(|(_, sum)| std::cmp::Reverse((sum.monthly, sum.once, sum.leads)));
    let lines = sums.iter().map(|(name, sum)| sum.line((*name).to_owned(), facts));
    lines.collect()
}

/// The oldest first.
fn quotes(deals: &[Deal], facts: &Facts) -> Vec<Quote> {
    let now = Timestamp::now();
    let mut open: Vec<&Deal> = deals
        .iter()
        .filter(|deal| deal.status == crate::store::SalesStatus::Quote)
        .collect();
    open.sort_by_key(|deal| deal.quoted_at);
    let quotes = open.into_iter().map(|deal| {
        let mut sum = Sum::default();
        sum.add(deal.services.iter());
        let line = sum.line(String::new(), facts);
        let contact = &deal.contact;
        let name = contact.get(FieldName::Name).or(contact.get(FieldName::Email));
        Quote {
            href: format!("{}/inbox/leads/{}", facts.base_path, deal.id),
            name: name.unwrap_or("No name given").to_owned(),
            company: contact.get(FieldName::Company).map(str::to_owned),
            since: deal.quoted_at.map(|at| day(at.to_zoned(TimeZone::UTC).date())),
            days: deal.quoted_at.map(|at| now.duration_since(at).as_hours() / 24),
            monthly: line.monthly,
            once: line.once,
        }
    });
    quotes.collect()
}
