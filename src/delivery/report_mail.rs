//! The respondent's own mail: where their report is, in the language that they answered in.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde_json::json;
use tera::{Context, Tera};

use super::{Brief, DeliveryError, SiteFacts};
use crate::assessment::{AssessmentId, FieldName};
use crate::store::Response;
use crate::words::{Languages, Words};

/// What is said to respondents.
#[derive(Debug, Clone, Default)]
pub struct SpokenWords {
    /// The languages of the site.
    pub languages: Arc<Languages>,
    /// The language of an assessment, where it is not the site's.
    pub of: BTreeMap<AssessmentId, String>,
}

impl SpokenWords {
    fn words(&self, assessment: &AssessmentId) -> &Words {
        match self.of.get(assessment) {
            Some(tag) => self.languages.of(tag),
            None => self.languages.site(),
        }
    }
}

/// Writes the mail.
///
/// # Errors
/// Only where the embedded templates are broken.
pub(super) fn report_mail(response: &Response, site: &SiteFacts) -> Result<Brief, DeliveryError> {
    let words = site.words.words(&response.assessment);
    let title = response.definition.assessment.title.clone();
    let contact = response.contact.as_ref().map(|(contact, _)| contact);
    let hello = match contact.and_then(|contact| contact.get(FieldName::Name)) {
        Some(name) => words.say("mail.hello", &[("name", name.to_owned())]),
        None => words.say("mail.hello_nobody", &[]),
    };
    let score = response.scorecard.shown;
    let asked_on = words.date(response.contact_at.unwrap_or(response.submitted_at));
    let subject = words.say("mail.subject", &[("title", title.clone())]);
    let context = Context::from_serialize(&json!({
        "lang": words.tag(),
        "dir": words.direction(),
        "subject": subject,
        "hello": hello,
        "thanks": words.say("mail.thanks", &[("title", title)]),
        "score": score.map(|score| words.say("mail.score", &[("score", words.number(&score.to_string()))])),
        "open": words.say("mail.open", &[]),
        "address": format!("{}/r/{}", site.base_url, response.token),
        "private": words.say("mail.private", &[]),
        "why": words.say("mail.why", &[("site", site.name.clone()), ("date", asked_on)]),
        "site": site.name,
    }))?;
    Ok(Brief {
        subject: super::brief::one_line(&subject),
        html: TEMPLATES.render("report.html", &context)?,
        text: TEMPLATES.render("report.txt", &context)?,
    })
}

static TEMPLATES: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = Tera::new();
    tera.add_raw_templates([
        ("report.html", include_str!("report.html")),
        ("report.txt", include_str!("report.txt")),
    ])
    .expect("the embedded templates are parsed by every test of a report's mail");
    tera
});
