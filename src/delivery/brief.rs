//! The brief: what a salesperson must know within two minutes. Whom to call, what hurts, what fits, what it is
//! worth and what to ask.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use serde::Serialize;
use tera::{Context, Tera};

use super::DeliveryError;
use super::answers::{Section, sections};
use super::judgement::{self, DecisionLine, PackageLine, Plan};
use super::report_mail::SpokenWords;
use super::services::{Offer, OtherGap, Worth, offers, other_gaps, worth};
use crate::assessment::{Catalogue, Contact, Destination, FieldName, Talk, interest};
use crate::store::Response;
use crate::words::{LeadValue, lead_values};

/// What a brief needs to know about the site.
#[derive(Debug, Clone)]
pub struct SiteFacts {
    /// The MSP's name.
    pub name: String,
    /// What `/r/{token}` hangs on, without a trailing slash: the endpoint's URL, or the site's own.
    pub base_url: String,
    /// How money is written.
    pub currency: iso_currency::Currency,
    /// Units, promises and talk tracks.
    pub catalogue: Arc<Catalogue>,
    /// Who is told of a lead.
    pub deliveries: Vec<Destination>,
    /// What is said to respondents, in the language of each assessment.
    pub words: SpokenWords,
}

/// A brief, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// One line.
    pub subject: String,
    /// For mail clients: inline styles, tables, at most 640 px wide.
    pub html: String,
    /// The same, complete, as plain text.
    pub text: String,
}

/// Writes the brief of a response.
///
/// # Errors
/// Only where the embedded templates are broken.
pub fn brief(response: &Response, site: &SiteFacts) -> Result<Brief, DeliveryError> {
    let page = Page::new(response, site);
    let context = Context::from_serialize(&page)?;
    Ok(Brief {
        subject: one_line(&page.subject),
        html: TEMPLATES.render("brief.html", &context)?,
        text: TEMPLATES.render("brief.txt", &context)?,
    })
}

/// Tera escapes by the name's ending: `brief.html` is escaped, `brief.txt` is not.
static TEMPLATES: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = Tera::new();
    tera.add_raw_templates([
        ("brief.html", include_str!("brief.html")),
        ("brief.txt", include_str!("brief.txt")),
    ])
    .expect("the embedded templates are parsed by every test of a brief");
    tera
});

/// What the templates see.
#[derive(Serialize)]
struct Page {
    subject: String,
    site: String,
    title: String,
    action: String,
    call: Option<String>,
    write: Option<String>,
    facts: Vec<Fact>,
    message: Option<Vec<String>>,
    values: Vec<LeadValue>,
    score: Option<u32>,
    result: Option<String>,
    capped_by: Vec<String>,
    categories: Vec<Bar>,
    open_with: Vec<String>,
    services: Vec<Offer>,
    worth: Option<Worth>,
    other_gaps: Vec<OtherGap>,
    decisions: Vec<DecisionLine>,
    package: Option<PackageLine>,
    plan: Option<Plan>,
    answers: Vec<Section>,
    source: Vec<Fact>,
    report: String,
    id: String,
    definition: String,
}

#[derive(Serialize)]
struct Fact {
    label: String,
    value: String,
}

#[derive(Serialize)]
struct Bar {
    title: String,
    score: Option<i64>,
    target: Option<i64>,
    below: bool,
}

impl Page {
    fn new(response: &Response, site: &SiteFacts) -> Self {
        let assessment = &response.definition.assessment;
        let card = &response.scorecard;
        let nobody = Contact::default();
        let contact = response.contact.as_ref().map_or(&nobody, |(contact, _)| contact);
        let mut talk = Talk::new(assessment, &response.follow_up);
        let open_with = talk.opening(card);
        let services = offers(response, site, &mut talk);
        let other_gaps = other_gaps(response, &mut talk);
        let result = card
            .band
            .as_ref()
            .and_then(|id| assessment.band(id))
            .map(|band| &band.title);
        let result = result
            .or_else(|| Some(&assessment.outcome(card.outcome.as_ref()?)?.title))
            .cloned();
        Self {
            subject: subject(contact, card.shown, result.as_deref(), &assessment.title),
            site: site.name.clone(),
            title: assessment.title.clone(),
            action: action(
                contact,
                &response.follow_up.sales.triggers,
                &services,
                &other_gaps,
            ),
            call: contact.get(FieldName::Phone).map(telephone),
            write: contact.get(FieldName::Email).map(mailto),
            facts: facts(response, contact),
            message: contact
                .get(FieldName::Message)
                .map(|text| text.lines().map(str::to_owned).collect()),
            values: lead_values(
                &response.follow_up.sales,
                &interest(response.contact.as_ref(), &response.decisions, response.times),
                site.currency,
            ),
            score: card.shown,
            result,
            capped_by: card
                .capped_by
                .iter()
                .flatten()
                .map(|missing| missing.text.clone())
                .collect(),
            categories: bars(response),
            open_with,
            services,
            worth: worth(response, site),
            other_gaps,
            decisions: judgement::decisions(response),
            package: judgement::package(response, site),
            plan: judgement::plan(response, site),
            answers: sections(response),
            source: response
                .source
                .iter()
                .map(|(name, value)| fact(name, value))
                .collect(),
            report: format!("{}/r/{}", site.base_url, response.token),
            id: response.id.to_string(),
            definition: response.definition.hash.to_string(),
        }
    }
}

fn subject(contact: &Contact, score: Option<u32>, result: Option<&str>, title: &str) -> String {
    let who = [FieldName::Name, FieldName::Company]
        .into_iter()
        .filter_map(|field| contact.get(field));
    let mut who: Vec<&str> = who.collect();
    if who.is_empty() {
        who.extend(contact.get(FieldName::Email));
    }
    let score = score.map(|score| format!("{score} of 100"));
    let what: Vec<&str> = score
        .as_deref()
        .into_iter()
        .chain(result)
        .chain([title])
        .collect();
    format!("New lead: {} ({})", who.join(", "), what.join(", "))
}

/// The one thing to do now.
fn action(contact: &Contact, triggers: &[String], services: &[Offer], other_gaps: &[OtherGap]) -> String {
    let who = contact.get(FieldName::Name).unwrap_or("the respondent");
    let reach = match (contact.get(FieldName::Phone), contact.get(FieldName::Email)) {
        (Some(phone), _) => format!("Call {who} at {phone}"),
        (None, Some(email)) => format!("Write to {who} at {email}"),
        (None, None) => format!("Get in touch with {who}"),
    };
    let reach = match triggers.first() {
        Some(trigger) => format!("{reach} today ({})", trigger.trim_end_matches('.')),
        None => reach,
    };
    match (services.first(), other_gaps.first()) {
        (Some(service), _) => {
            let why = service
                .reasons
                .first()
                .map(|reason| format!(" ({})", reason.trim_end_matches('.')));
            format!("{reach} about {}{}.", service.name, why.unwrap_or_default())
        }
        (None, Some(gap)) => format!("{reach}. First topic: {}.", gap.reason.trim_end_matches('.')),
        (None, None) => format!("{reach}: nothing is open, so ask what they plan next."),
    }
}

fn facts(response: &Response, contact: &Contact) -> Vec<Fact> {
    let mut facts: Vec<Fact> = contact
        .iter()
        .filter(|(field, _)| *field != FieldName::Message)
        .map(|(field, value)| {
            let name = field.as_str();
            fact(&format!("{}{}", name[..1].to_uppercase(), &name[1..]), value)
        })
        .collect();
    if let Some((_, consent)) = &response.contact {
        let given = if consent.given {
            "Given"
        } else {
            "Not given: do not contact"
        };
        let at = when(response.contact_at.unwrap_or(response.submitted_at));
        let version = &consent.wording.version;
        facts.push(fact(
            "Consent",
            &format!("{given}, {at}, wording {version}: “{}”", consent.wording.text),
        ));
    }
    facts.push(fact("Answered", &when(response.submitted_at)));
    facts
}

fn bars(response: &Response) -> Vec<Bar> {
    let asked = &response.definition.assessment.categories;
    let bars = response.scorecard.categories.iter().filter_map(|category| {
        let title = asked
            .iter()
            .find(|asked| asked.id == category.id)?
            .title
            .as_ref()?;
        // Whole numbers, half up, as on the report.
        let shown = |score: f64| (score + 0.5).floor() as i64;
        let below = category
            .score
            .zip(category.target)
            .is_some_and(|(score, target)| score < target);
        Some(Bar {
            title: title.plain.clone(),
            score: category.score.map(shown),
            target: category.target.map(shown),
            below,
        })
    });
    bars.collect()
}

fn fact(label: &str, value: &str) -> Fact {
    Fact {
        label: label.to_owned(),
        value: value.to_owned(),
    }
}

fn when(at: Timestamp) -> String {
    at.strftime("%-d %B %Y, %H:%M UTC").to_string()
}

/// A `tel:` address of nothing but what can be dialled.
fn telephone(phone: &str) -> String {
    let digits: String = phone
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    format!("tel:{digits}")
}

/// A `mailto:` address that can't carry anything else (RFC 6068).
fn mailto(email: &str) -> String {
    let mut address = String::from("mailto:");
    for byte in email.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'@' | b'.' | b'-' | b'_' | b'+' => {
                address.push(byte.into())
            }
            other => address += &format!("%{other:02X}"),
        }
    }
    address
}

/// A subject has one line, and no invisible characters that turn it around.
pub(super) fn one_line(text: &str) -> String {
    const LONGEST: usize = 200;
    let hidden = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| if hidden(c) { ' ' } else { c })
        .take(LONGEST)
        .collect()
}
