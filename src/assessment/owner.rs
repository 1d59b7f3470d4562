//! Whose a lead is, by the rules of the site.

use super::{Answers, Assessment, AssessmentId, Condition, visible};

/// A rule that gives leads to somebody; the first that holds counts.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnerRule {
    /// When it holds; always where it is `None`.
    pub when: Option<Condition>,
    /// The assessments whose leads it is about; all where it is empty.
    pub assessments: Vec<AssessmentId>,
    /// Their address, in lower case.
    pub owner: String,
}

/// Whose the lead is; `None` where no rule holds.
pub(super) fn owner(rules: &[OwnerRule], assessment: &Assessment, answers: &Answers) -> Option<String> {
    let visible = visible(assessment, answers);
    let first = rules.iter().find(|rule| {
        (rule.assessments.is_empty() || rule.assessments.contains(&assessment.id))
            && rule
                .when
                .as_ref()
                .is_none_or(|when| when.holds(assessment, answers, &visible))
    });
    first.map(|rule| rule.owner.clone())
}
