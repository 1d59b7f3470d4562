//! What scripts see of a lead: the shapes of `leads list` and `leads show`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

use super::{ClientName, Response, SalesStatus, Status};
use crate::assessment::{
    Answers, AssessmentId, BandId, CategoryId, Consent, Contact, Decisions, Direction, Expectations, Gap,
    Meeting, Missing, NextYear, OutcomeId, PackageMatch, QuestionScore, Recommendation, Roadmap, Worth,
    interest,
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
    /// Whether a trap caught it.
    pub status: Status,
    /// Where it stands with sales; `null` where it is no lead.
    pub sales_status: Option<SalesStatus>,
    /// Whose it is: a user's address, or one that is no user's yet.
    pub owner: Option<String>,
    /// What comes next.
    pub next_step: Option<String>,
    /// When.
    pub next_on: Option<Date>,
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
    /// What puts the lead on top, in words.
    pub triggers: Vec<String>,
    /// Is it our kind of company, from A to D; `null` where nothing was asked that tells.
    pub fit: Option<Grade>,
    /// How keen, from 1 to 4; `null` without a contact.
    pub interest: Option<Grade>,
    /// How much hurts: what closing the gaps is worth; `null` where no gap has a service.
    pub need: Option<Need>,
    /// What the services are worth at the size expected in a year; `null` where that was not asked.
    pub next_year: Option<NextYear>,
    /// Where the company is going; `null` where nobody said.
    pub direction: Option<Direction>,
    /// The meeting to ask for.
    pub meeting: Option<Meeting>,
    /// The package that covers the most of the services.
    pub package: Option<PackageMatch>,
    /// Four quarters.
    pub roadmap: Roadmap,
    /// The client who was invited to it; `null` of anybody else.
    pub client: Option<ClientName>,
    /// What a client believes to have, beside the package; `null` where no package is known.
    pub expectations: Option<Expectations>,
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

/// What closing the gaps is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Need {
    /// In words, such as `1240.00 a month, 2000.00 for projects`.
    pub grade: String,
    /// What it is made of, and what is still to be asked.
    pub reasons: Vec<String>,
    /// The sums, in minor units.
    #[serde(flatten)]
    pub worth: Worth,
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
            triggers: response.follow_up.sales.triggers.clone(),
            fit: response.follow_up.sales.fit.as_ref().map(|fit| Grade {
                grade: fit.grade.as_str().to_owned(),
                reasons: fit.reasons.clone(),
            }),
            interest: response.contact.as_ref().map(|contact| {
                let interest = interest(Some(contact), &response.decisions, response.times);
                Grade {
                    grade: interest.level.to_string(),
                    reasons: interest.reasons,
                }
            }),
            need: need(response),
            next_year: response.follow_up.sales.next_year.clone(),
            direction: response.follow_up.sales.direction,
            meeting: response.follow_up.sales.meeting.clone(),
            package: response.follow_up.sales.package.clone(),
            roadmap: response.follow_up.sales.roadmap.clone(),
            client: response.client.clone(),
            expectations: response.follow_up.expectations.clone(),
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

fn need(response: &Response) -> Option<Need> {
    let services = &response.follow_up.services;
    let worth = response.follow_up.sales.need.clone();
    if services.is_empty() {
        return None;
    }
    let written =
        |minor: i64, of: &str| (minor > 0).then(|| format!("{}.{:02} {of}", minor / 100, minor % 100));
    let sums = [
        written(worth.monthly, "a month"),
        written(worth.once, "once"),
        written(worth.project, "for projects"),
    ];
    let known: Vec<String> = sums.into_iter().flatten().collect();
    let mut reasons: Vec<String> = services.iter().map(|service| service.name.clone()).collect();
    reasons.extend(worth.unknown.iter().map(|unit| {
        let of = unit.names().map_or("units", |(_, many)| many);
        format!("ask for the number of {of}")
    }));
    let grade = if known.is_empty() {
        "not known yet".to_owned()
    } else {
        known.join(", ")
    };
    Some(Need {
        grade,
        reasons,
        worth,
    })
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
