//! The lists: all, mine, due, and what the traps caught.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::deliveries::failing;
use super::facts::Facts;
use super::page::page;
use super::posted::Fields;
use super::room::Room;
use super::session::Signed;
use super::trouble::Trouble;
use crate::assessment::{BandId, FieldName};
use crate::brief::{day, shown};
use crate::store::{LeadFilter, ListedLead, Order, Place, SalesStatus, User};

/// Leads on one page.
const AT_ONCE: usize = 50;

/// What `list.html` and `quarantine.html` see.
#[derive(Serialize)]
struct View {
    title: &'static str,
    /// `all`, `mine`, `due` or `quarantine`.
    tab: &'static str,
    /// Which destinations fail.
    failing: Option<String>,
    /// How many are due: mine where there are any, `99+` for many.
    due: Option<String>,
    order: &'static str,
    search: String,
    filtered: bool,
    assessments: Vec<Choice>,
    statuses: Vec<Choice>,
    owners: Vec<Choice>,
    services: Vec<Choice>,
    leads: Vec<Row>,
    /// The address of the next page.
    next: Option<String>,
    /// Whether this is not the beginning.
    later: bool,
    unfinished: bool,
    newest_only: bool,
}

/// An entry of a menu.
#[derive(Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

#[derive(Serialize)]
struct Row {
    href: String,
    id: String,
    name: String,
    /// Company and role, or the address.
    about: String,
    agreed: bool,
    assessment: String,
    score: Option<u32>,
    band: Option<String>,
    heat: i64,
    status: Option<String>,
    owner: Option<String>,
    step: Option<String>,
    step_on: Option<String>,
    overdue: bool,
    received: String,
}

/// `GET /inbox/`
pub(super) async fn leads(
    State(room): State<Arc<Room>>,
    signed: Signed,
    RawQuery(query): RawQuery,
) -> Result<Response, Trouble> {
    let facts = room.facts();
    let asked = Fields::of_query(query.as_deref());
    let users = room.store.users().await?;
    let filter = filter(&asked, &signed, &facts);
    let from = place(asked.get("from"));
    let found = room.store.leads(filter.clone(), from, AT_ONCE).await?;
    let mine = filter.owner == Some(Some(signed.user.id));
    let tab = match (filter.order, mine) {
        (Order::Due(_), _) => "due",
        (_, true) => "mine",
        _ => "all",
    };
    let rows = found.leads.iter().map(|lead| row(lead, &facts, &users));
    let view = View {
        title: match tab {
            "due" => "Due today",
            "mine" => "My leads",
            _ => "Leads",
        },
        tab,
        failing: failing(&room).await?,
        due: due(&room, None).await?,
        order: order_name(filter.order),
        search: asked.get("q").to_owned(),
        filtered: filter.assessment.is_some()
            || filter.status.is_some()
            || filter.service.is_some()
            || filter.text.is_some()
            || (filter.owner.is_some() && !mine),
        assessments: assessments(&facts, &filter),
        statuses: statuses(filter.status),
        owners: owners(&users, &filter, &signed),
        services: services(&facts, &filter),
        leads: rows.collect(),
        next: found.next.map(|place| onward(&asked, place)),
        later: from.is_some(),
        unfinished: found.unfinished,
        newest_only: found.newest_only,
    };
    page(&facts, Some(&signed), "list.html", StatusCode::OK, &view)
}

/// `GET /inbox/quarantine`
pub(super) async fn quarantine(
    State(room): State<Arc<Room>>,
    signed: Signed,
    RawQuery(query): RawQuery,
) -> Result<Response, Trouble> {
    let facts = room.facts();
    let asked = Fields::of_query(query.as_deref());
    let from = place(asked.get("from"));
    let found = room.store.quarantined(from, AT_ONCE).await?;
    let view = View {
        title: "Quarantine",
        tab: "quarantine",
        failing: None,
        due: due(&room, None).await?,
        order: "newest",
        search: String::new(),
        filtered: false,
        assessments: Vec::new(),
        statuses: Vec::new(),
        owners: Vec::new(),
        services: Vec::new(),
        leads: found.leads.iter().map(|lead| row(lead, &facts, &[])).collect(),
        next: found.next.map(|place| onward(&asked, place)),
        later: from.is_some(),
        unfinished: false,
        newest_only: false,
    };
    page(&facts, Some(&signed), "quarantine.html", StatusCode::OK, &view)
}

/// Today, in UTC as every day here.
pub(super) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

async fn due(room: &Room, owner: Option<i64>) -> Result<Option<String>, Trouble> {
    let due = room.store.due(today(), owner).await?;
    Ok(match due {
        0 => None,
        100.. => Some("99+".to_owned()),
        due => Some(due.to_string()),
    })
}

/// What nobody knows is passed over: an old bookmark still shows leads.
fn filter(asked: &Fields, signed: &Signed, facts: &Facts) -> LeadFilter {
    let named = |name: &str| Some(asked.get(name)).filter(|value| !value.is_empty());
    LeadFilter {
        assessment: named("assessment").and_then(|id| id.try_into().ok()),
        status: named("status").and_then(SalesStatus::parse),
        owner: named("owner").and_then(|owner| match owner {
            "me" => Some(Some(signed.user.id)),
            "nobody" => Some(None),
            id => id.parse().ok().map(Some),
        }),
        service: named("service")
            .and_then(|id| id.try_into().ok())
            .filter(|id| facts.catalogue.services.contains_key(id)),
        text: named("q").map(str::to_owned),
        order: match asked.get("order") {
            "hottest" => Order::Hottest,
            "due" => Order::Due(today()),
            _ => Order::Newest,
        },
    }
}

fn order_name(order: Order) -> &'static str {
    match order {
        Order::Newest => "newest",
        Order::Hottest => "hottest",
        Order::Due(_) => "due",
    }
}

fn place(text: &str) -> Option<Place> {
    let (rank, row) = text.split_once('.')?;
    Some(Place {
        rank: rank.parse().ok()?,
        row: row.parse().ok()?,
    })
}

/// The same list, from there on.
fn onward(asked: &Fields, place: Place) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for name in ["order", "assessment", "status", "owner", "service", "q"] {
        if !asked.get(name).is_empty() {
            query.append_pair(name, asked.get(name));
        }
    }
    query.append_pair("from", &format!("{}.{}", place.rank, place.row));
    format!("?{}", query.finish())
}

fn assessments(facts: &Facts, filter: &LeadFilter) -> Vec<Choice> {
    let choices = facts.assessments.iter().map(|(id, one)| Choice {
        value: id.to_string(),
        label: one.title.clone(),
        chosen: filter.assessment.as_ref() == Some(id),
    });
    choices.collect()
}

fn services(facts: &Facts, filter: &LeadFilter) -> Vec<Choice> {
    let choices = facts.catalogue.services.iter().map(|(id, one)| Choice {
        value: id.to_string(),
        label: one.name.clone(),
        chosen: filter.service.as_ref() == Some(id),
    });
    choices.collect()
}

/// Every status, with one chosen.
pub(super) fn statuses(chosen: Option<SalesStatus>) -> Vec<Choice> {
    let choices = SalesStatus::ALL.map(|status| Choice {
        value: status.as_str().to_owned(),
        label: capital(status.as_str()),
        chosen: chosen == Some(status),
    });
    choices.into()
}

fn owners(users: &[User], filter: &LeadFilter, signed: &Signed) -> Vec<Choice> {
    let me = Choice {
        value: "me".to_owned(),
        label: "Me".to_owned(),
        chosen: filter.owner == Some(Some(signed.user.id)),
    };
    let nobody = Choice {
        value: "nobody".to_owned(),
        label: "Nobody".to_owned(),
        chosen: filter.owner == Some(None),
    };
    let others = users.iter().filter(|user| user.id != signed.user.id);
    let others = others.map(|user| Choice {
        value: user.id.to_string(),
        label: called(user),
        chosen: filter.owner == Some(Some(user.id)),
    });
    [me, nobody].into_iter().chain(others).collect()
}

/// A user by name; who was removed still has leads.
pub(super) fn called(user: &User) -> String {
    match user.disabled {
        true => format!("{} (removed)", user.name),
        false => user.name.clone(),
    }
}

fn row(lead: &ListedLead, facts: &Facts, users: &[User]) -> Row {
    let of = |field| lead.contact.as_ref().and_then(|contact| contact.get(field));
    let email = of(FieldName::Email);
    let client = lead.client.as_deref();
    let name = of(FieldName::Name).or(email).or(client);
    let name = name.unwrap_or("No contact given");
    let about: Vec<&str> = [of(FieldName::Role), of(FieldName::Company)]
        .into_iter()
        .flatten()
        .collect();
    let sales = lead.sales.as_ref();
    let owner = sales.and_then(|sales| sales.owner);
    let owner = owner.and_then(|id| users.iter().find(|user| user.id == id));
    let step_on = sales.and_then(|sales| sales.next_on);
    Row {
        href: format!("{}/inbox/leads/{}", facts.base_path, lead.id),
        id: lead.id.to_string(),
        name: name.to_owned(),
        about: match about.is_empty() {
            true => email
                .filter(|email| *email != name)
                .unwrap_or_default()
                .to_owned(),
            false => about.join(", "),
        },
        // Whoever is under contract is asked for no consent before anybody talks to them.
        agreed: lead.agreed || (lead.client.is_some() && lead.contact.is_none()),
        assessment: facts
            .assessments
            .get(&lead.assessment)
            .map_or_else(|| lead.assessment.to_string(), |one| one.title.clone()),
        score: lead.total.map(shown),
        band: lead.band.as_ref().map(|band| band_title(facts, lead, band)),
        heat: lead.heat,
        status: sales.map(|sales| match sales.nurture_until {
            Some(until) => format!("Nurture until {}", day(until)),
            None => capital(sales.status.as_str()),
        }),
        owner: owner.map(called),
        step: sales.and_then(|sales| sales.next_step.clone()),
        step_on: step_on.map(day),
        overdue: step_on.is_some_and(|day| day <= today()),
        received: day(lead.submitted_at.to_zoned(TimeZone::UTC).date()),
    }
}

fn band_title(facts: &Facts, lead: &ListedLead, band: &BandId) -> String {
    let empty = BTreeMap::new();
    let bands = facts
        .assessments
        .get(&lead.assessment)
        .map_or(&empty, |one| &one.bands);
    bands.get(band).cloned().unwrap_or_else(|| band.to_string())
}

pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
