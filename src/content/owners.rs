//! `owners` of `site.yaml`: whose new leads are.

use crate::assessment::{AssessmentId, OwnerRule};

use super::conditions::Parsed;
use super::faults::{Faults, Spanned};
use super::fields::Fields;
use super::yaml::Node;
use super::{codes, fit, shapes, site_yaml};

/// A rule whose questions and assessments are still to be found.
#[derive(Debug, Clone)]
pub(super) struct OwnerDraft {
    pub(super) when: Option<Parsed>,
    pub(super) assessments: Vec<Spanned<String>>,
    owner: String,
}

impl OwnerDraft {
    pub(super) fn rule(&self) -> OwnerRule {
        let assessments = self.assessments.iter();
        OwnerRule {
            when: self.when.as_ref().map(|when| when.condition.clone()),
            assessments: assessments
                .filter_map(|name| AssessmentId::try_from(name.value.as_str()).ok())
                .collect(),
            owner: self.owner.clone(),
        }
    }
}

/// The list; an entry that can't be read is left out, and reported.
pub(super) fn read(home: &mut Fields<'_>, faults: &mut Faults) -> Vec<OwnerDraft> {
    let nodes = home.list("owners", faults).unwrap_or_default();
    nodes.iter().filter_map(|node| one(node, faults)).collect()
}

fn one(node: &Node, faults: &mut Faults) -> Option<OwnerDraft> {
    let mut fields = Fields::of(node, &shapes::OWNER, faults)?;
    let written = fields.text("when", faults);
    let conditional = written.is_some();
    let when = written.and_then(|text| fit::condition(text, fields.get("when"), faults));
    let assessments = site_yaml::texts(&mut fields, "assessments", faults);
    let named = fields.get("owner").is_some();
    let owner = site_yaml::email(&mut fields, "owner", faults);
    fields.finish(faults);
    if !named {
        let message = "a rule for an owner needs `owner`";
        let help = "such as `{ when: seats >= 50, owner: kim@example.com }`";
        faults.report(&codes::MISSING_FIELD, node.span.clone(), message, help);
    }
    if conditional && when.is_none() {
        return None;
    }
    Some(OwnerDraft {
        when,
        assessments,
        owner: owner?.to_lowercase(),
    })
}
