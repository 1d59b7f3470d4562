//! What the page of a lead shows: the lead brief, in its order.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::contact_view::{Fact, consent, facts, mailto, telephone, when};
use super::facts::Facts;
use super::list::{Choice, called, capital, short, shown, statuses, today};
use super::services_view::{Offer, Worth, offers, quick_wins, worth};
use crate::assessment::{
    Answer, Contact, Decided, Decision, FieldName, Question, Shape, Standing, Talk, interest,
};
use crate::store::{Event, Lead, Response, SalesStatus, Status, User};
use crate::words::{LeadValue, lead_values};

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
    assessment: String,
    received: String,
    now: String,
    call: Option<String>,
    write: Option<String>,
    values: Vec<LeadValue>,
    agreed: bool,
    quarantined: bool,
    contact: Vec<Fact>,
    message: Option<String>,
    consent: Option<String>,
    score: Option<u32>,
    result: Option<String>,
    capped_by: Vec<String>,
    categories: Vec<Bar>,
    open_with: Vec<String>,
    quick_wins: Vec<String>,
    services: Vec<Offer>,
    /// Those after the first three.
    others: Vec<Offer>,
    worth: Option<Worth>,
    other_gaps: Vec<String>,
    explain: Vec<String>,
    decisions: Vec<DecisionRow>,
    undecided: usize,
    decides: Option<String>,
    sales: Option<SalesView>,
    history: Vec<EventView>,
    sections: Vec<Section>,
    source: Vec<Fact>,
    definition: String,
    report: Option<String>,
    withdrawn: Option<String>,
    typed: Typed,
}

#[derive(Serialize)]
struct Bar {
    title: String,
    score: u32,
    target: Option<u32>,
    below: bool,
}

#[derive(Serialize)]
struct DecisionRow {
    what: String,
    decision: &'static str,
    who: Option<String>,
    review: Option<String>,
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

#[derive(Serialize)]
struct Section {
    title: Option<String>,
    questions: Vec<Asked>,
}

#[derive(Serialize)]
struct Asked {
    question: String,
    answers: Vec<String>,
    note: Option<&'static str>,
}

impl LeadView {
    pub(super) fn new(lead: &Lead, site: &Facts, users: &[User], typed: Typed) -> Self {
        let response = &lead.response;
        let assessment = &response.definition.assessment;
        let card = &response.scorecard;
        let nobody = Contact::default();
        let (contact, agreed) = match &response.contact {
            Some((contact, consent)) => (contact, consent.given),
            None => (&nobody, false),
        };
        let mut talk = Talk::new(assessment, &response.follow_up);
        let open_with = talk.opening(card);
        let mut services = offers(response, site, &mut talk);
        let others = services.split_off(services.len().min(3));
        let about = [FieldName::Role, FieldName::Company].map(|field| contact.get(field));
        let about: Vec<&str> = about.into_iter().flatten().collect();
        let band = card.band.as_ref().and_then(|id| assessment.band(id));
        let outcome = card.outcome.as_ref().and_then(|id| assessment.outcome(id));
        let (decisions, undecided) = decisions(response);
        let report = format!("{}/r/{}", site.reports_at, response.token);
        Self {
            here: format!("{}/inbox/leads/{}", site.base_path, response.id),
            title: name(contact).unwrap_or("No contact given").to_owned(),
            about: (!about.is_empty()).then(|| about.join(", ")),
            assessment: assessment.title.clone(),
            received: when(response.submitted_at),
            now: now(lead, contact, agreed, &services),
            call: contact.get(FieldName::Phone).map(telephone),
            write: contact.get(FieldName::Email).map(mailto),
            values: lead_values(
                &response.follow_up.sales,
                &interest(response.contact.as_ref(), &response.decisions, response.times),
                site.currency,
            ),
            agreed,
            quarantined: response.status == Status::Quarantined,
            contact: facts(contact),
            message: contact.get(FieldName::Message).map(str::to_owned),
            consent: consent(response),
            score: card.shown,
            result: band
                .map(|band| &band.title)
                .or(outcome.map(|outcome| &outcome.title))
                .cloned(),
            capped_by: card
                .capped_by
                .iter()
                .flatten()
                .map(|missing| missing.text.clone())
                .collect(),
            categories: bars(response),
            open_with,
            quick_wins: quick_wins(response, site),
            services,
            others,
            worth: worth(response, site),
            other_gaps: response
                .follow_up
                .gaps
                .iter()
                .filter(|gap| gap.service.is_none())
                .map(|gap| gap.reason.clone())
                .collect(),
            explain: explain(response),
            decisions,
            undecided,
            decides: decides(response),
            sales: lead.sales.as_ref().map(|sales| SalesView {
                status: capital(sales.status.as_str()),
                statuses: statuses(Some(SalesStatus::parse(&typed.status).unwrap_or(sales.status))),
                until: sales.nurture_until.map(|day| day.to_string()),
                owner: owner(sales.owner, users),
                owners: owners(sales.owner, users),
                step: sales.next_step.clone(),
                step_on: sales.next_on.map(short),
                step_day: sales.next_on.map(|day| day.to_string()),
                overdue: is_due(sales.next_on),
            }),
            history: lead.history.iter().map(event).collect(),
            sections: sections(response),
            source: response
                .source
                .iter()
                .map(|(label, value)| Fact {
                    label: label.clone(),
                    value: value.clone(),
                    href: None,
                })
                .collect(),
            definition: response.definition.hash.to_string(),
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
fn now(lead: &Lead, contact: &Contact, agreed: bool, services: &[Offer]) -> String {
    if lead.response.status == Status::Quarantined {
        return "A trap caught this one: recover it if it is from a person.".to_owned();
    }
    let Some(who) = name(contact) else {
        return "Nothing to do: they left no contact details.".to_owned();
    };
    if !agreed {
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
                true => format!("{step}: due {}.", short(on)),
                false => format!("Wait until {}: {step}.", short(on)),
            };
        }
    }
    let reach = match (contact.get(FieldName::Phone), contact.get(FieldName::Email)) {
        (Some(phone), _) => format!("Call {who} at {phone}"),
        (None, Some(email)) => format!("Write to {who} at {email}"),
        (None, None) => format!("Get in touch with {who}"),
    };
    let reach = match lead.response.follow_up.sales.triggers.first() {
        Some(trigger) => format!("{reach} today ({})", trigger.trim_end_matches('.')),
        None => reach,
    };
    if let Some(wanted) = wanted(&lead.response) {
        return format!(
            "{reach}: they said “we want this” to “{}”.",
            wanted.trim_end_matches('.')
        );
    }
    match services.first() {
        Some(service) => {
            let why = service.reasons.first();
            let why = why.map(|reason| format!(" ({})", reason.trim_end_matches('.')));
            format!("{reach} about {}{}.", service.name, why.unwrap_or_default())
        }
        None => format!("{reach}: nothing is open, so ask what they plan next."),
    }
}

fn is_due(day: Option<Date>) -> bool {
    day.is_some_and(|day| day <= today())
}

fn wanted(response: &Response) -> Option<String> {
    let decided = &response.decisions.gaps;
    let mut gaps = response.follow_up.gaps.iter();
    let wanted = gaps.find(|gap| {
        let decided = decided.get(&gap.key());
        decided.is_some_and(|decided| decided.decision == Some(Decision::Want))
    })?;
    Some(in_words(response, &wanted.key()))
}

/// A gap as the respondent saw it: the option, or the question.
fn in_words(response: &Response, key: &str) -> String {
    let (question, option) = key
        .split_once('.')
        .map_or((key, None), |(question, option)| (question, Some(option)));
    let question = response.definition.assessment.question(question);
    let choice = question
        .zip(option)
        .and_then(|(question, option)| question.choice(option));
    let text = choice
        .map(|choice| &choice.text)
        .or(question.map(|question| &question.text));
    text.map_or_else(|| key.to_owned(), |text| text.plain.clone())
}

fn bars(response: &Response) -> Vec<Bar> {
    let asked = &response.definition.assessment.categories;
    let bars = response.scorecard.categories.iter().filter_map(|category| {
        let title = asked
            .iter()
            .find(|asked| asked.id == category.id)?
            .title
            .as_ref()?;
        let score = category.score?;
        Some(Bar {
            title: title.plain.clone(),
            score: shown(score),
            target: category.target.map(shown),
            below: category.target.is_some_and(|target| score < target),
        })
    });
    bars.collect()
}

fn explain(response: &Response) -> Vec<String> {
    let gaps = response.decisions.gaps.iter();
    gaps.filter(|(_, decided)| decided.explain)
        .map(|(key, _)| in_words(response, key))
        .collect()
}

/// What was decided, and about how many gaps nothing was.
fn decisions(response: &Response) -> (Vec<DecisionRow>, usize) {
    let said = &response.decisions.gaps;
    let none = Decided::default();
    let gaps = response
        .follow_up
        .gaps
        .iter()
        .map(|gap| (gap.key(), said.get(&gap.key()).unwrap_or(&none)));
    let (decided, open): (Vec<_>, Vec<_>) = gaps.partition(|(_, decided)| {
        decided.decision.is_some() || decided.who.is_some() || decided.review.is_some()
    });
    let rows = decided.into_iter().map(|(key, decided)| DecisionRow {
        what: in_words(response, &key),
        decision: match decided.decision {
            None => "No decision recorded",
            Some(Decision::Want) => "We want this",
            Some(Decision::Discuss) => "Let’s discuss",
            Some(Decision::Ourselves) => "We handle it ourselves",
            Some(Decision::Accept) => "We accept it for now",
        },
        who: decided.who.clone(),
        review: decided.review.map(short),
    });
    (rows.collect(), open.len())
}

fn decides(response: &Response) -> Option<String> {
    let said = &response.decisions;
    let who = [&said.who, &said.role].into_iter().flatten().cloned();
    let review = said.review.map(|day| format!("look again on {}", short(day)));
    let parts: Vec<String> = who.chain(review).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn owner(id: Option<i64>, users: &[User]) -> String {
    let user = id.and_then(|id| users.iter().find(|user| user.id == id));
    user.map_or_else(|| "Nobody".to_owned(), called)
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

/// Every question in file order, with what was answered.
fn sections(response: &Response) -> Vec<Section> {
    let standing: BTreeMap<_, _> = response
        .scorecard
        .questions
        .iter()
        .map(|score| (&score.id, score.standing))
        .collect();
    let categories = response.definition.assessment.categories.iter();
    let sections = categories.map(|category| Section {
        title: category.title.as_ref().map(|title| title.plain.clone()),
        questions: category
            .questions
            .iter()
            .map(|question| {
                let answers = answers(question, response.answers.get(&question.id));
                Asked {
                    question: question.text.plain.clone(),
                    note: match standing.get(&question.id) {
                        Some(Standing::Hidden) => Some("not asked"),
                        _ if answers.is_empty() => Some("not answered"),
                        _ => None,
                    },
                    answers,
                }
            })
            .collect(),
    });
    sections.filter(|section| !section.questions.is_empty()).collect()
}

fn answers(question: &Question, answer: Option<&Answer>) -> Vec<String> {
    let option = |id: &str| {
        let choice = question.choice(id);
        choice.map_or(id, |choice| &choice.text.plain).to_owned()
    };
    match answer {
        None => Vec::new(),
        Some(Answer::Number(value)) => match question.shape {
            Shape::Scale { max, .. } => vec![format!("{value} of {max}")],
            _ => vec![value.to_string()],
        },
        Some(Answer::Text(text)) => vec![option(text)],
        Some(Answer::Many(ids)) => ids.iter().map(|id| option(id.as_str())).collect(),
    }
}
