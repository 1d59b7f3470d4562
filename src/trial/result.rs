//! What comes of a sheet: the shape of `try --format json`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::assessment::{
    Answers, Assessment, BandId, Decisions, Definition, Gap, Meeting, OutcomeId, PackageMatch,
    Recommendation, Scorecard, Working, interest, score,
};
use crate::brief::{LeadBrief, MeetingLine, Offer, OtherGap, PackageLine, Shop, first_call};
use crate::content::Site;
use crate::store::{Grade, LeadDetail, Need, Response, ScorecardView, Status, Token};
use crate::words::LeadValue;

/// A sheet with everything that comes of it. The names are those of `leads show --format json`.
#[derive(Debug, Serialize)]
pub struct Trial<'a> {
    /// The assessment's id.
    pub assessment: &'a str,
    /// Its title.
    pub title: &'a str,
    /// As they were read.
    pub answers: &'a Answers,
    /// Score, band, cap, categories, questions.
    pub scorecard: ScorecardView,
    /// Every band from the lowest, with what it takes.
    pub bands: Vec<BandLine<'a>>,
    /// Every outcome in file order, with its tally.
    pub outcomes: Vec<OutcomeLine<'a>>,
    /// Every number on the way to the score.
    pub working: Working<'a>,
    /// Every gap, with a service or without.
    pub gaps: Vec<Gap>,
    /// In the order of their rank.
    pub services: Vec<Recommendation>,
    /// What puts the lead on top.
    pub triggers: Vec<String>,
    /// Is it our kind of company; `null` where nothing was asked that tells.
    pub fit: Option<Grade>,
    /// How keen a respondent is who sends this and nothing else.
    pub interest: Grade,
    /// What closing the gaps is worth; `null` where no gap has a service.
    pub need: Option<Need>,
    /// The meeting to ask for.
    pub meeting: Option<Meeting>,
    /// The package that covers the most of the services.
    pub package: Option<PackageMatch>,
    /// What sales would read first.
    pub brief: Brief,
    #[serde(skip)]
    pub(super) site: &'a Site,
    #[serde(skip)]
    pub(super) asked: &'a Assessment,
}

/// A band and what it takes.
#[derive(Debug, Serialize)]
pub struct BandLine<'a> {
    /// Which.
    pub id: &'a BandId,
    /// Its heading.
    pub title: &'a str,
    /// The least shown total.
    pub from: u32,
    /// The most.
    pub to: u32,
    /// Whether the shown total lies in it. The cap does not move this.
    pub reached: bool,
}

/// An outcome and its tally.
#[derive(Debug, Serialize)]
pub struct OutcomeLine<'a> {
    /// Which.
    pub id: &'a OutcomeId,
    /// Its heading.
    pub title: &'a str,
    /// What the chosen options add up to.
    pub points: f64,
    /// Whether it is the result.
    pub chosen: bool,
}

/// The essentials of the brief, in words.
#[derive(Debug, Serialize)]
pub struct Brief {
    /// The one thing to do now.
    pub action: String,
    /// What is urgent; fit, interest and need with their reasons.
    pub values: Vec<LeadValue>,
    /// How to open the talk.
    pub open_with: Vec<String>,
    /// The services with what they are worth and what to ask.
    pub services: Vec<Offer>,
    /// What all of them are worth.
    pub worth: Vec<String>,
    /// What no service closes.
    pub other_gaps: Vec<OtherGap>,
    /// What to ask for.
    pub meeting: Option<MeetingLine>,
    /// The package that covers the most.
    pub package: Option<PackageLine>,
}

impl<'a> Trial<'a> {
    /// Scores a sheet as the endpoint would; nothing is stored. `definition` is one of the site's.
    pub fn new(site: &'a Site, definition: &'a Definition, answers: &'a Answers) -> Self {
        let assessment = &*definition.assessment;
        let scorecard = score(assessment, answers);
        let response = unsent(site, definition, answers, scorecard);
        let card = &response.scorecard;
        let keen = interest(None, &response.decisions, response.times);
        let detail = LeadDetail::from(&response);
        Self {
            assessment: assessment.id.as_str(),
            title: &assessment.title,
            answers,
            scorecard: detail.scorecard,
            bands: bands(assessment, card.shown),
            outcomes: outcomes(assessment, card),
            working: Working::new(assessment, answers, card),
            gaps: detail.gaps,
            services: detail.services,
            triggers: detail.triggers,
            fit: detail.fit,
            interest: Grade {
                grade: keen.level.to_string(),
                reasons: keen.reasons,
            },
            need: detail.need,
            meeting: detail.meeting,
            package: detail.package,
            brief: brief(site, &response),
            site,
            asked: assessment,
        }
    }
}

/// The sheet as a response that was never sent: from nobody, at no time.
fn unsent(site: &Site, definition: &Definition, answers: &Answers, scorecard: Scorecard) -> Response {
    let assessment = &*definition.assessment;
    Response {
        id: Uuid::nil(),
        token: Token::none(),
        assessment: assessment.id.clone(),
        submitted_at: Timestamp::UNIX_EPOCH,
        definition: definition.clone(),
        answers: answers.clone(),
        follow_up: site.follow_up(assessment, answers, &scorecard, None),
        scorecard,
        contact: None,
        contact_at: None,
        source: BTreeMap::new(),
        status: Status::New,
        decisions: Decisions::default(),
        decided_at: None,
        revoked_at: None,
        times: 1,
        client: None,
    }
}

/// From the lowest; `shown` is the total that reaches one.
pub(super) fn bands(assessment: &Assessment, shown: Option<u32>) -> Vec<BandLine<'_>> {
    let mut bands: Vec<_> = assessment.bands.iter().collect();
    bands.sort_by_key(|band| band.from);
    let ends = bands.iter().skip(1).map(|next| next.from - 1).chain([100]);
    let lines = bands.iter().zip(ends).map(|(band, to)| BandLine {
        id: &band.id,
        title: &band.title,
        from: band.from,
        to,
        reached: shown.is_some_and(|shown| (band.from..=to).contains(&shown)),
    });
    lines.collect()
}

fn outcomes<'a>(assessment: &'a Assessment, card: &Scorecard) -> Vec<OutcomeLine<'a>> {
    let tallies = assessment.outcomes.iter().zip(&card.tallies);
    let lines = tallies.map(|(outcome, (_, points))| OutcomeLine {
        id: &outcome.id,
        title: &outcome.title,
        points: *points,
        chosen: card.outcome.as_ref() == Some(&outcome.id),
    });
    lines.collect()
}

fn brief(site: &Site, response: &Response) -> Brief {
    let shop = Shop {
        currency: site.currency,
        catalogue: &site.catalogue,
    };
    let whole = LeadBrief::new(response, shop);
    Brief {
        action: first_call(response),
        values: whole.values,
        open_with: whole.open_with,
        services: whole.services,
        worth: whole.worth,
        other_gaps: whole.other_gaps,
        meeting: whole.meeting,
        package: whole.package,
    }
}
