//! What sales makes of a response: fit, need, a package, a plan. Interest comes from what happens afterwards (see
//! [`interest`]). Three values side by side, never one blended number; the respondent's score is not the lead's.

use serde::{Deserialize, Serialize};

use super::fit::triggers;
use super::package_match::best_package;
use super::ranking::Quantities;
use super::roadmap::roadmap;
use super::worth::worth;
use super::{
    Answers, Assessment, Catalogue, Consent, Contact, Decision, Decisions, FieldName, Fit, FitRule,
    PackageMatch, Recommendation, Roadmap, Worth, fit,
};

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
    /// The package that covers the most of them.
    pub package: Option<PackageMatch>,
    /// The year's plan.
    pub roadmap: Roadmap,
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
pub fn sales<'r>(
    assessment: &Assessment,
    answers: &Answers,
    services: &[Recommendation],
    catalogue: &Catalogue,
    rules: impl IntoIterator<Item = &'r FitRule>,
) -> Sales {
    let rules: Vec<&FitRule> = rules.into_iter().collect();
    let quantities = Quantities::new(assessment, answers);
    Sales {
        triggers: triggers(rules.iter().copied(), assessment, answers),
        fit: fit(rules, assessment, answers),
        need: worth(services, catalogue),
        package: best_package(services, &quantities, catalogue),
        roadmap: roadmap(services, catalogue),
    }
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
