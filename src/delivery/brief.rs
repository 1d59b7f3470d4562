//! The lead brief as a mail.

use std::sync::{Arc, LazyLock};

use serde::Serialize;
use tera::{Context, Tera};

use super::DeliveryError;
use super::report_mail::SpokenWords;
use crate::assessment::{Catalogue, Contact, Destination, FieldName};
use crate::brief::{LeadBrief, Shop, first_call};
use crate::store::Response;

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
    action: String,
    #[serde(flatten)]
    lead: LeadBrief,
    report: String,
    id: String,
}

impl Page {
    fn new(response: &Response, site: &SiteFacts) -> Self {
        let nobody = Contact::default();
        let contact = response.contact.as_ref().map_or(&nobody, |(contact, _)| contact);
        let shop = Shop {
            currency: site.currency,
            catalogue: &site.catalogue,
        };
        let lead = LeadBrief::new(response, shop);
        Self {
            subject: subject(contact, lead.score, lead.result.as_deref(), &lead.assessment),
            site: site.name.clone(),
            action: first_call(response),
            lead,
            report: format!("{}/r/{}", site.base_url, response.token),
            id: response.id.to_string(),
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

/// A subject has one line, and no invisible characters that turn it around.
pub(super) fn one_line(text: &str) -> String {
    const LONGEST: usize = 200;
    let hidden = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| if hidden(c) { ' ' } else { c })
        .take(LONGEST)
        .collect()
}
