//! What scripts see of a lead: the shapes of `leads list` and `leads show`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use super::{Response, Status};
use crate::assessment::{
    Answers, AssessmentId, BandId, CategoryId, Consent, Contact, Decisions, Gap, Missing, OutcomeId,
    QuestionScore, Recommendation,
};

/// An entry of `leads list --format json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeadSummary {
    /// The client's id.
    pub id: Uuid,
    /// Which assessment.
    pub assessment: AssessmentId,
    /// When it arrived.
    pub submitted_at: Timestamp,
    /// Who it is, by field name.
    pub contact: Option<Contact>,
    /// 0 to 100, not rounded; `null` where nothing was scored.
    pub total: Option<f64>,
    /// The band's id.
    pub band: Option<BandId>,
    /// Where it stands.
    pub status: Status,
}

/// What `leads show ID --format json` prints.
#[derive(Debug, Clone, Serialize)]
pub struct LeadDetail {
    /// The client's id.
    pub id: Uuid,
    /// Which assessment.
    pub assessment: AssessmentId,
    /// Its title, as it was shown.
    pub title: String,
    /// When it arrived.
    pub submitted_at: Timestamp,
    /// Who it is, by field name.
    pub contact: Option<Contact>,
    /// When the contact arrived.
    pub contact_at: Option<Timestamp>,
    /// What they agreed to.
    pub consent: Option<Consent>,
    /// By question id, in the shapes of the endpoint.
    pub answers: Answers,
    /// What came of it.
    pub scorecard: ScorecardView,
    /// What to talk about, in order. Money is whole minor units; `null` where the quantity is unknown.
    pub services: Vec<Recommendation>,
    /// Every gap, with a service or without.
    pub gaps: Vec<Gap>,
    /// Is it our kind of company; not known yet.
    pub fit: Option<Grade>,
    /// How keen; not known yet.
    pub interest: Option<Grade>,
    /// How much hurts; not known yet.
    pub need: Option<Grade>,
    /// UTM tags and the page's address.
    pub source: BTreeMap<String, String>,
    /// Where it stands.
    pub status: Status,
    /// What the respondent decided about each gap, by gap, with who decides and when to look again.
    pub decisions: Decisions,
    /// When that was last changed.
    pub decided_at: Option<Timestamp>,
    /// When the report was withdrawn.
    pub revoked_at: Option<Timestamp>,
    /// The hash of the definition it was scored by.
    pub definition: String,
    /// The path of the respondent's report.
    pub result: String,
}

/// One of the three values of a lead, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grade {
    /// Such as `A`.
    pub grade: String,
    /// In words.
    pub reasons: Vec<String>,
}

/// A scorecard, as scripts see it.
#[derive(Debug, Clone, Serialize)]
pub struct ScorecardView {
    /// 0 to 100, not rounded.
    pub total: Option<f64>,
    /// As it was shown.
    pub shown: Option<u32>,
    /// The band's id.
    pub band: Option<BandId>,
    /// What is missing, where that holds the band down.
    pub capped_by: Option<Vec<Missing>>,
    /// The outcome's id.
    pub outcome: Option<OutcomeId>,
    /// In file order.
    pub categories: Vec<CategoryView>,
    /// In file order.
    pub questions: Vec<QuestionScore>,
}

/// A category, as scripts see it.
#[derive(Debug, Clone, Serialize)]
pub struct CategoryView {
    /// Which.
    pub id: CategoryId,
    /// Its heading; `null` where there is none.
    pub title: Option<String>,
    /// 0 to 100, not rounded.
    pub score: Option<f64>,
    /// What to aim at.
    pub target: Option<f64>,
}

impl From<&Response> for LeadSummary {
    fn from(response: &Response) -> Self {
        Self {
            id: response.id,
            assessment: response.assessment.clone(),
            submitted_at: response.submitted_at,
            contact: response.contact.as_ref().map(|(contact, _)| contact.clone()),
            total: response.scorecard.total,
            band: response.scorecard.band.clone(),
            status: response.status,
        }
    }
}

impl From<&Response> for LeadDetail {
    fn from(response: &Response) -> Self {
        let (contact, consent) = response.contact.clone().unzip();
        Self {
            id: response.id,
            assessment: response.assessment.clone(),
            title: response.definition.assessment.title.clone(),
            submitted_at: response.submitted_at,
            contact,
            contact_at: response.contact_at,
            consent,
            answers: response.answers.clone(),
            scorecard: scorecard(response),
            services: response.follow_up.services.clone(),
            gaps: response.follow_up.gaps.clone(),
            fit: None,
            interest: None,
            need: None,
            source: response.source.clone(),
            status: response.status,
            decisions: response.decisions.clone(),
            decided_at: response.decided_at,
            revoked_at: response.revoked_at,
            definition: response.definition.hash.to_string(),
            result: format!("/r/{}", response.token),
        }
    }
}

fn scorecard(response: &Response) -> ScorecardView {
    let card = &response.scorecard;
    let asked = &response.definition.assessment.categories;
    let categories = card.categories.iter().map(|category| CategoryView {
        id: category.id.clone(),
        title: asked
            .iter()
            .find(|asked| asked.id == category.id)
            .and_then(|asked| asked.title.as_ref())
            .map(|title| title.plain.clone()),
        score: category.score,
        target: category.target,
    });
    ScorecardView {
        total: card.total,
        shown: card.shown,
        band: card.band.clone(),
        capped_by: card.capped_by.clone(),
        outcome: card.outcome.clone(),
        categories: categories.collect(),
        questions: card.questions.clone(),
    }
}
