//! What the page of a lead shows: the lead brief, in its order.

use jiff::civil::Date;
use serde::Serialize;

use super::deliveries::{DeliveryView, views};
use super::facts::Facts;
use super::list::{Choice, called, capital, statuses, today};
use crate::assessment::{Contact, Expectation, FieldName};
use crate::brief::{LeadBrief, Offer, day, first_call, when};
use crate::store::{Answered, Event, Lead, Response, Sales, SalesStatus, Status, User};

/// What was typed into a form that was refused, and why.
#[derive(Default, Serialize)]
pub(super) struct Typed {
    pub(super) action: String,
    pub(super) error: Option<String>,
    pub(super) text: String,
    pub(super) on: String,
    pub(super) status: String,
}

/// What `lead.html` sees.
#[derive(Serialize)]
pub(super) struct LeadView {
    here: String,
    title: String,
    about: Option<String>,
    now: String,
    #[serde(flatten)]
    brief: LeadBrief,
    /// The services after the first three.
    others: Vec<Offer>,
    quarantined: bool,
    sales: Option<SalesView>,
    history: Vec<EventView>,
    deliveries: Vec<DeliveryView>,
    report: Option<String>,
    withdrawn: Option<String>,
    typed: Typed,
}

#[derive(Serialize)]
struct SalesView {
    status: String,
    statuses: Vec<Choice>,
    until: Option<String>,
    owner: String,
    owners: Vec<Choice>,
    step: Option<String>,
    step_on: Option<String>,
    step_day: Option<String>,
    overdue: bool,
}

#[derive(Serialize)]
struct EventView {
    at: String,
    who: String,
    what: String,
    note: bool,
}

impl LeadView {
    pub(super) fn new(
        lead: &Lead,
        site: &Facts,
        (users, deliveries): (&[User], &[Answered]),
        typed: Typed,
    ) -> Self {
        let response = &lead.response;
        let nobody = Contact::default();
        let contact = response.contact.as_ref().map_or(&nobody, |(contact, _)| contact);
        let mut brief = LeadBrief::new(response, site.shop());
        let others = brief.services.split_off(brief.services.len().min(3));
        let about = [FieldName::Role, FieldName::Company].map(|field| contact.get(field));
        let about: Vec<&str> = about.into_iter().flatten().collect();
        let report = format!("{}/r/{}", site.reports_at, response.token);
        Self {
            here: format!("{}/inbox/leads/{}", site.base_path, response.id),
            title: name(contact)
                .or(client_of(lead))
                .unwrap_or("No contact given")
                .to_owned(),
            about: (!about.is_empty()).then(|| about.join(", ")),
            now: now(lead, contact, brief.agreed),
            brief,
            others,
            quarantined: response.status == Status::Quarantined,
            sales: lead.sales.as_ref().map(|sales| SalesView {
                status: capital(sales.status.as_str()),
                statuses: statuses(Some(SalesStatus::parse(&typed.status).unwrap_or(sales.status))),
                until: sales.nurture_until.map(|day| day.to_string()),
                owner: owner(sales, users),
                owners: owners(sales.owner, users),
                step: sales.next_step.clone(),
                step_on: sales.next_on.map(day),
                step_day: sales.next_on.map(|day| day.to_string()),
                overdue: is_due(sales.next_on),
            }),
            history: lead.history.iter().map(event).collect(),
            deliveries: views(deliveries),
            report: response.revoked_at.is_none().then_some(report),
            withdrawn: response.revoked_at.map(when),
            typed,
        }
    }
}

fn name(contact: &Contact) -> Option<&str> {
    let mut fields = [FieldName::Name, FieldName::Email, FieldName::Company].into_iter();
    fields.find_map(|field| contact.get(field))
}

/// The one thing to do now, in one sentence.
fn now(lead: &Lead, contact: &Contact, agreed: bool) -> String {
    if lead.response.status == Status::Quarantined {
        return "A trap caught this one: recover it if it is from a person.".to_owned();
    }
    let client = client_of(lead);
    let Some(who) = name(contact).or(client) else {
        return "Nothing to do: they left no contact details.".to_owned();
    };
    if !agreed && name(contact).is_some() {
        return format!("Do not contact {who}: they did not agree to it. Be ready for when they call.");
    }
    if let Some(sales) = &lead.sales {
        match sales.status {
            SalesStatus::Won => return format!("{who} is a customer: hand over what was promised."),
            SalesStatus::Lost => return format!("Nothing to do: {who} was lost."),
            _ => {}
        }
        if let Some((step, on)) = sales.next_step.as_ref().zip(sales.next_on) {
            let step = step.trim_end_matches('.');
            return match is_due(Some(on)) {
                true => format!("{step}: due {}.", day(on)),
                false => format!("Wait until {}: {step}.", day(on)),
            };
        }
    }
    match client {
        Some(client) => for_client(&lead.response, client),
        None => first_call(&lead.response),
    }
}

/// Assumptions come first: they are next year's complaints.
fn for_client(response: &Response, client: &str) -> String {
    let beliefs = response.follow_up.expectations.as_ref();
    let first = |list: &[Expectation]| list.first().map(|one| one.name.clone());
    let assumed = beliefs.and_then(|all| first(&all.assumptions));
    let unaware = beliefs.and_then(|all| first(&all.unaware));
    match (assumed, unaware) {
        (Some(service), _) => format!("{client} answered: clear up {service} first."),
        (None, Some(service)) => format!("{client} answered: show them {service}, which they already have."),
        (None, None) => format!("{client} answered: there is nothing to clear up."),
    }
}

fn client_of(lead: &Lead) -> Option<&str> {
    lead.response.client.as_ref().map(|client| client.name.as_str())
}

fn is_due(day: Option<Date>) -> bool {
    day.is_some_and(|day| day <= today())
}

fn owner(sales: &Sales, users: &[User]) -> String {
    let user = users.iter().find(|user| Some(user.id) == sales.owner);
    match (user, &sales.owner_email) {
        (Some(user), _) => called(user),
        (None, Some(email)) => format!("{email}, who is no user of the inbox yet"),
        (None, None) => "Nobody".to_owned(),
    }
}

/// Who can be given a lead, and whose it is.
fn owners(chosen: Option<i64>, users: &[User]) -> Vec<Choice> {
    let users = users
        .iter()
        .filter(|user| !user.disabled || chosen == Some(user.id));
    let choices = users.map(|user| Choice {
        value: user.id.to_string(),
        label: called(user),
        chosen: chosen == Some(user.id),
    });
    choices.collect()
}

fn event(event: &Event) -> EventView {
    let text = &event.text;
    EventView {
        at: when(event.at),
        who: event.who.clone(),
        what: match event.kind.as_str() {
            "status" => format!("Status: {text}"),
            "owner" => format!("Owner: {text}"),
            "step" => format!("Next step: {text}"),
            "withdraw" => "Withdrew the report".to_owned(),
            "recover" => "Recovered from quarantine".to_owned(),
            _ => text.clone(),
        },
        note: event.kind == "note",
    }
}
