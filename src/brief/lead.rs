//! The brief as a whole.

use iso_currency::Currency;
use serde::Serialize;

use super::answers::sections;
use super::client::client;
use super::contact::{consent, facts, mailto, telephone, when};
use super::decisions::{decides, decisions, explain};
use super::plan::{meeting, package, plan};
use super::services::{offers, other_gaps, quick_wins};
use super::{ClientLines, DecisionRow, Fact, MeetingLine, Offer, OtherGap, PackageLine, Plan, Section};
use crate::assessment::{Catalogue, Contact, FieldName, Talk, interest};
use crate::store::Response;
use crate::words::{LeadValue, lead_values, worth_in_words};

/// What the MSP sells, and in which money.
#[derive(Debug, Clone, Copy)]
pub struct Shop<'s> {
    /// How money is written.
    pub currency: Currency,
    /// Units, promises and talk tracks as they are now.
    pub catalogue: &'s Catalogue,
}

/// A lead in words, in the order of a call.
#[derive(Debug, Serialize)]
pub struct LeadBrief {
    /// The assessment's title, as it was shown.
    pub assessment: String,
    /// When it was answered.
    pub received: String,
    /// Where the phone is dialled.
    pub call: Option<String>,
    /// Where a mail is written.
    pub write: Option<String>,
    /// Who it is.
    pub contact: Vec<Fact>,
    /// What they wrote, line by line.
    pub message: Option<Vec<String>>,
    /// Whether they agreed to be contacted.
    pub agreed: bool,
    /// What they agreed to, when, in which words.
    pub consent: Option<String>,
    /// Of somebody on a package: what they believe to have, beside what they pay for.
    pub client: Option<ClientLines>,
    /// Whose it is by the rules of the site, by address.
    pub owner_by_rule: Option<String>,
    /// What is urgent; fit, interest and need with their reasons.
    pub values: Vec<LeadValue>,
    /// 0 to 100, as it was shown.
    pub score: Option<u32>,
    /// The band or the outcome.
    pub result: Option<String>,
    /// What holds the band down.
    pub capped_by: Vec<String>,
    /// The areas that have a score.
    pub categories: Vec<Bar>,
    /// What hardly anybody notices coming.
    pub quick_wins: Vec<String>,
    /// How to open the talk.
    pub open_with: Vec<String>,
    /// In their rank.
    pub services: Vec<Offer>,
    /// What all of them are worth; monthly, once and projects apart.
    pub worth: Vec<String>,
    /// What all of them are worth at the size expected in a year.
    pub worth_next_year: Option<String>,
    /// How many services are not in the sums, or not wholly.
    pub unpriced: usize,
    /// What no service closes.
    pub other_gaps: Vec<OtherGap>,
    /// What they asked to have explained.
    pub explain: Vec<String>,
    /// What they decided.
    pub decisions: Vec<DecisionRow>,
    /// About how many gaps nothing was decided.
    pub undecided: usize,
    /// Who decides, and when they look again.
    pub decides: Option<String>,
    /// What to ask for.
    pub meeting: Option<MeetingLine>,
    /// The package that covers the most.
    pub package: Option<PackageLine>,
    /// Four quarters.
    pub plan: Option<Plan>,
    /// Every question with what was answered.
    pub sections: Vec<Section>,
    /// Where they came from.
    pub source: Vec<Fact>,
    /// The hash of the definition they answered.
    pub definition: String,
}

/// An area and its score.
#[derive(Debug, Serialize)]
pub struct Bar {
    title: String,
    score: u32,
    target: Option<u32>,
    below: bool,
}

impl LeadBrief {
    /// All that is known of a response.
    pub fn new(response: &Response, shop: Shop<'_>) -> Self {
        let assessment = &response.definition.assessment;
        let card = &response.scorecard;
        let nobody = Contact::default();
        let (contact, agreed) = match &response.contact {
            Some((contact, consent)) => (contact, consent.given),
            None => (&nobody, false),
        };
        let sales = &response.follow_up.sales;
        let services = &response.follow_up.services;
        let mut talk = Talk::new(assessment, &response.follow_up);
        let open_with = talk.opening(card);
        let offered = offers(response, shop, &mut talk);
        let band = card.band.as_ref().and_then(|id| assessment.band(id));
        let outcome = card.outcome.as_ref().and_then(|id| assessment.outcome(id));
        let (decisions, undecided) = decisions(response);
        let unpriced = services
            .iter()
            .filter(|service| service.monthly.is_none() || service.setup.is_none());
        let next_year = sales
            .next_year
            .as_ref()
            .map(|next| worth_in_words(&next.need, shop.currency));
        Self {
            assessment: assessment.title.clone(),
            received: when(response.submitted_at),
            call: contact.get(FieldName::Phone).map(telephone),
            write: contact.get(FieldName::Email).map(mailto),
            contact: facts(contact),
            message: contact
                .get(FieldName::Message)
                .map(|text| text.lines().map(str::to_owned).collect()),
            agreed,
            consent: consent(response),
            client: client(response),
            owner_by_rule: sales.owner.clone(),
            values: lead_values(
                sales,
                &interest(response.contact.as_ref(), &response.decisions, response.times),
                shop.currency,
            ),
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
            quick_wins: quick_wins(response, shop),
            open_with,
            services: offered,
            worth: worth_in_words(&sales.need, shop.currency),
            worth_next_year: next_year
                .filter(|sums| !sums.is_empty())
                .map(|sums| sums.join(" · ")),
            unpriced: unpriced.count(),
            other_gaps: other_gaps(response, &mut talk),
            explain: explain(response),
            decisions,
            undecided,
            decides: decides(response),
            meeting: meeting(response),
            package: package(response, shop),
            plan: plan(response, shop),
            sections: sections(response),
            source: response
                .source
                .iter()
                .map(|(label, value)| Fact::plain(label, value))
                .collect(),
            definition: response.definition.hash.to_string(),
        }
    }
}

/// A score from 0 to 100 as a whole number, half up, as on the report.
pub fn shown(score: f64) -> u32 {
    (score + 0.5).floor() as u32
}

fn bars(response: &Response) -> Vec<Bar> {
    let asked = &response.definition.assessment.categories;
    let bars = response.scorecard.categories.iter().filter_map(|category| {
        let asked = asked.iter().find(|asked| asked.id == category.id)?;
        let score = category.score?;
        Some(Bar {
            title: asked.title.as_ref()?.plain.clone(),
            score: shown(score),
            target: category.target.map(shown),
            below: category.target.is_some_and(|target| score < target),
        })
    });
    bars.collect()
}
