//! The respondent's decisions: a form at each gap, and the log of what was decided.

use jiff::civil::Date;

use crate::assessment::{DECISIONS_FIELD, Decided, Decision, Kind};

use super::live_report::ReportInput;
use super::report_parts::Parts;
use super::view::{
    DecisionChoiceView, DecisionView, DecisionsView, ErrorView, GapView, LogRowView, WhenView,
};

/// The form fields of the decisions as they are to be shown: stored, or as they were typed and refused.
pub(super) struct Shown<'a> {
    parts: Parts<'a>,
    input: &'a ReportInput<'a>,
    typed: bool,
}

impl<'a> Shown<'a> {
    pub(super) fn new(parts: Parts<'a>, input: &'a ReportInput<'a>) -> Self {
        let typed = !input.decision_faults.is_empty();
        Self { parts, input, typed }
    }

    /// What one gap asks.
    pub(super) fn gap(&self, key: &str) -> DecisionView {
        let stored = self.input.decisions.gaps.get(key).cloned().unwrap_or_default();
        let chosen = self.value(&format!("decision.{key}"), stored.decision.map(Decision::as_str));
        let explain = if stored.explain { Some("true") } else { None };
        let asks_who = self.parts.assessment.kind == Kind::Questionnaire;
        DecisionView {
            choices: Decision::ALL
                .map(|decision| DecisionChoiceView {
                    id: decision.as_str(),
                    checked: chosen == decision.as_str(),
                })
                .to_vec(),
            explain: !self.value(&format!("explain.{key}"), explain).is_empty(),
            asks_who,
            who: self.value(&format!("who.{key}"), stored.who.as_deref()),
            review: self.value(&format!("review.{key}"), day(stored.review).as_deref()),
            error: self.fault(&[
                format!("decision.{key}"),
                format!("explain.{key}"),
                format!("who.{key}"),
                format!("review.{key}"),
            ]),
        }
    }

    /// What is asked once, with the log. `gaps` are all that are shown.
    pub(super) fn all(&self, gaps: &[GapView]) -> DecisionsView {
        let (parts, decisions) = (self.parts, self.input.decisions);
        let errors = self.input.decision_faults.iter().map(|fault| {
            let (what, key) = fault.field.split_once('.').unwrap_or_default();
            let gap = gaps.iter().find(|gap| gap.key == key);
            ErrorView {
                message: parts.words.complain(&fault.complaint),
                label: match (what, key) {
                    ("decider", "review") => Some(parts.words.say("decisions.review", &[])),
                    ("decider", _) => Some(parts.words.say(&format!("decisions.who_{key}"), &[])),
                    _ => gap.map(|gap| gap.plain.clone()),
                },
                href: Some(match (what, gap) {
                    ("decider", _) => format!("#decider-{key}"),
                    (_, Some(gap)) => format!("#gap-{}", gap.key),
                    _ => "#decisions".to_owned(),
                }),
            }
        });
        DecisionsView {
            action: parts.addresses.report(self.input.token),
            before: self.value(DECISIONS_FIELD, serde_json::to_string(decisions).ok().as_deref()),
            who: self.value("decider.name", decisions.who.as_deref()),
            role: self.value("decider.role", decisions.role.as_deref()),
            review: self.value("decider.review", day(decisions.review).as_deref()),
            errors: errors.collect(),
            saved: self.input.decided_at.map(|at| WhenView {
                date: parts.words.date(at),
                machine: at.to_string(),
            }),
            log: gaps.iter().map(|gap| self.row(gap)).collect(),
        }
    }

    fn row(&self, gap: &GapView) -> LogRowView {
        let decisions = self.input.decisions;
        let Decided {
            decision,
            explain,
            who,
            review,
        } = decisions.gaps.get(&gap.key).cloned().unwrap_or_default();
        let taken = decision.is_some();
        let who = who.or_else(|| {
            let name = decisions.who.clone().filter(|_| taken)?;
            Some(match &decisions.role {
                Some(role) => format!("{name}, {role}"),
                None => name,
            })
        });
        let review = review.or(decisions.review.filter(|_| taken));
        LogRowView {
            key: gap.key.clone(),
            text: gap.plain.clone(),
            decision: decision.map(Decision::as_str),
            explain,
            who,
            review: review.map(|day| self.parts.words.day(day)),
        }
    }

    fn value(&self, field: &str, stored: Option<&str>) -> String {
        if !self.typed {
            return stored.unwrap_or_default().to_owned();
        }
        let typed = self.input.typed.iter().find(|(name, _)| name == field);
        typed.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn fault(&self, fields: &[String]) -> Option<String> {
        let fault = self
            .input
            .decision_faults
            .iter()
            .find(|fault| fields.contains(&fault.field))?;
        Some(self.parts.words.complain(&fault.complaint))
    }
}

/// As a date field takes it.
fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}
