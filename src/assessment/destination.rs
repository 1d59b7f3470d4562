//! Who is told of a lead, as the site says it. Secrets are never here: an environment variable holds them.

use super::{AssessmentId, FitGrade};

/// One place that leads are delivered to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// How it is known in the outbox, in lists and in logs: unique in a site, such as `webhook:crm`.
    pub key: String,
    /// What it gets, and where.
    pub target: Target,
    /// The assessments whose leads go there; all where it is empty.
    pub assessments: Vec<AssessmentId>,
    /// The worst fit that goes there; with it, only leads whose fit is known.
    pub min_fit: Option<FitGrade>,
    /// Who calls the leads that go there.
    pub owner: Option<String>,
}

/// What a destination gets, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The lead as signed JSON.
    Webhook {
        /// `https://…`; often a secret in itself, so never logged.
        url: String,
        /// The environment variable that holds the secrets it is signed with.
        secret_env: String,
    },
    /// The brief, by mail.
    Email {
        /// To whom.
        address: String,
    },
    /// The respondent's own report, by mail to the respondent.
    Report,
}

impl Destination {
    /// The key of the brief for `sales_email`.
    pub const BRIEF: &'static str = "brief";

    /// What `sales_email` is the short form of.
    pub fn brief(address: &str) -> Self {
        Self {
            key: Self::BRIEF.to_owned(),
            target: Target::Email {
                address: address.to_owned(),
            },
            assessments: Vec::new(),
            min_fit: None,
            owner: None,
        }
    }

    /// Whether leads of an assessment with that fit go there.
    pub fn takes(&self, assessment: &AssessmentId, fit: Option<FitGrade>) -> bool {
        let fits = |least| fit.is_some_and(|grade| grade <= least);
        (self.assessments.is_empty() || self.assessments.contains(assessment))
            && self.min_fit.is_none_or(fits)
    }
}
