//! What sales makes of a response: fit, need, a package, a plan. Interest comes from what happens afterwards (see
//! [`interest`]). Three values side by side, never one blended number; the respondent's score is not the lead's.

use serde::{Deserialize, Serialize};

use super::direction::direction;
use super::fit::triggers;
use super::meeting::meeting;
use super::next_year::next_year;
use super::owner::owner;
use super::package_match::best_package;
use super::ranking::Quantities;
use super::roadmap::roadmap;
use super::worth::worth;
use super::{
    Answers, Assessment, Catalogue, Condition, Consent, Contact, Decision, Decisions, Direction, FieldName,
    Fit, FitRule, Meeting, MeetingRule, NextYear, OwnerRule, Pace, PackageMatch, Recommendation, Roadmap,
    Worth, fit, visible,
};

/// What the site and an assessment say for sales alone.
#[derive(Debug, Clone, Default)]
pub struct SalesRules<'r> {
    /// Fit and triggers: the site's, then the assessment's.
    pub fit: Vec<&'r FitRule>,
    /// Kinds of meetings, the first that holds.
    pub meetings: &'r [MeetingRule],
    /// How much begins in a quarter.
    pub pace: Pace,
    /// When a respondent is the one who decides.
    pub decides: Option<&'r Condition>,
    /// Whose leads are, the first that holds.
    pub owners: &'r [OwnerRule],
}

/// What sales knows from the answers, as the MSP sold and judged when they came.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sales {
    /// What puts the lead on top, in words.
    pub triggers: Vec<String>,
    /// `None` where nothing was asked that tells.
    pub fit: Option<Fit>,
    /// What the recommended services are worth.
    pub need: Worth,
    /// What they are worth at the size expected in a year; `None` where that was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_year: Option<NextYear>,
    /// Where the company is going; `None` where nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Whether the respondent decides; `None` where nobody said who does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decides: Option<bool>,
    /// The meeting to ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<Meeting>,
    /// The package that covers the most of them.
    pub package: Option<PackageMatch>,
    /// The year's plan.
    pub roadmap: Roadmap,
    /// Whose the lead is by the rules of the site, by address; `None` where none holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// How keen a respondent is, from 1 (answered) to 4.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Interest {
    /// 1 to 4.
    pub level: u8,
    /// Why.
    pub reasons: Vec<String>,
}

/// Judges a response by the rules of the site and of its assessment.
pub fn sales(
    assessment: &Assessment,
    answers: &Answers,
    services: &[Recommendation],
    catalogue: &Catalogue,
    rules: &SalesRules<'_>,
) -> Sales {
    let fit_rules = || rules.fit.iter().copied();
    let direction = direction(assessment, answers);
    let decides = rules
        .decides
        .map(|when| when.holds(assessment, answers, &visible(assessment, answers)));
    let known = Sales {
        triggers: triggers(fit_rules(), assessment, answers),
        fit: fit(fit_rules(), assessment, answers),
        need: worth(services, catalogue),
        next_year: next_year(assessment, answers, services, catalogue),
        direction,
        decides,
        meeting: None,
        package: best_package(services, &Quantities::now(assessment, answers), catalogue),
        roadmap: roadmap(services, catalogue, rules.pace, direction),
        owner: owner(rules.owners, assessment, answers),
    };
    let meeting = meeting(rules.meetings, decides, assessment, answers, &known);
    Sales { meeting, ..known }
}

/// How keen a respondent is. `times` is how often the same person has answered anything, this time included.
pub fn interest(contact: Option<&(Contact, Consent)>, decisions: &Decisions, times: u32) -> Interest {
    let mut signs = Vec::new();
    if contact.is_some_and(|(_, consent)| consent.given) {
        signs.push("agreed to be contacted".to_owned());
    }
    let call = contact.is_some_and(|(contact, _)| {
        [FieldName::Phone, FieldName::Message]
            .iter()
            .any(|field| contact.get(*field).is_some())
    });
    if call {
        signs.push("left a phone number or a message".to_owned());
    }
    let wanted = decisions
        .gaps
        .values()
        .filter(|decided| decided.decision == Some(Decision::Want))
        .count();
    match wanted {
        0 => {}
        1 => signs.push("wants one gap closed".to_owned()),
        wanted => signs.push(format!("wants {wanted} gaps closed")),
    }
    if times > 1 {
        signs.push(format!("answered {times} times"));
    }
    let level = 1 + signs.len().min(3);
    let mut reasons = vec!["finished the questions".to_owned()];
    reasons.extend(signs);
    Interest {
        level: u8::try_from(level).unwrap_or(4),
        reasons,
    }
}
