//! Rules of fit, and how a condition may look at a question.

use crate::assessment::{FitGrade, Question, Shape};

use super::conditions::{self, Asks, Leaf, Parsed};
use super::faults::{Faults, Spanned};
use super::fields::Fields;
use super::yaml::{Node, Value};
use super::{codes, numbers, shapes, suggest};

/// A rule whose questions are still to be found.
#[derive(Debug, Clone)]
pub(super) struct FitDraft {
    pub(super) when: Parsed,
    pub(super) points: f64,
    pub(super) reason: Option<String>,
    pub(super) trigger: bool,
}

/// The letters of fit.
pub(super) const GRADES: [(&str, FitGrade); 4] = [
    ("A", FitGrade::A),
    ("B", FitGrade::B),
    ("C", FitGrade::C),
    ("D", FitGrade::D),
];

/// The lists `fit` and `triggers` of a site or an assessment.
pub(super) fn read(home: &mut Fields<'_>, faults: &mut Faults) -> Vec<FitDraft> {
    let fit = home.list("fit", faults).unwrap_or_default();
    let triggers = home.list("triggers", faults).unwrap_or_default();
    let mut rules: Vec<FitDraft> = fit.iter().filter_map(|node| rule(node, faults)).collect();
    rules.extend(triggers.iter().filter_map(|node| trigger(node, faults)));
    rules
}

/// What some rules look at.
pub(super) fn conditions(rules: &[FitDraft]) -> impl Iterator<Item = &Parsed> {
    rules.iter().map(|rule| &rule.when)
}

/// What puts a lead on top, whatever else is known.
fn trigger(node: &Node, faults: &mut Faults) -> Option<FitDraft> {
    let mut fields = Fields::of(node, &shapes::TRIGGER, faults)?;
    let help = "such as `{ when: it-person is leaving, reason: Their IT person is leaving }`";
    let when = fields.required("when", help, node.span.clone(), faults);
    let reason = fields.required("reason", help, node.span.clone(), faults);
    let when_node = fields.get("when");
    fields.finish(faults);
    let when = when.and_then(|when| condition(when, when_node, faults));
    Some(FitDraft {
        when: when?,
        points: 0.0,
        reason: Some(reason?.value),
        trigger: true,
    })
}

fn rule(node: &Node, faults: &mut Faults) -> Option<FitDraft> {
    let mut fields = Fields::of(node, &shapes::RULE, faults)?;
    let help = "such as `{ when: seats >= 50, points: 40, reason: 50 seats or more }`";
    let when = fields.required("when", help, node.span.clone(), faults);
    let points = fields.required("points", help, node.span.clone(), faults);
    let reason = fields.text("reason", faults).map(|reason| reason.value);
    let when_node = fields.get("when");
    fields.finish(faults);
    let points = points.and_then(|points| {
        let (sign, digits) = points
            .value
            .strip_prefix('-')
            .map_or((1.0, points.value.as_str()), |digits| (-1.0, digits));
        match numbers::decimal(digits) {
            Ok(value) => Some(sign * value),
            Err(problem) => {
                let message = format!("`{}` is no number of points", points.value);
                faults.report(&codes::FIELD_VALUE, points.span, message, problem.help());
                None
            }
        }
    });
    let when = when.and_then(|when| condition(when, when_node, faults));
    Some(FitDraft {
        when: when?,
        points: points?,
        reason,
        trigger: false,
    })
}

/// A condition that is the text of a field.
pub(super) fn condition(text: Spanned<String>, node: Option<&Node>, faults: &mut Faults) -> Option<Parsed> {
    // A quoted text begins one character later; a text over several lines can only be pointed at as a whole.
    let quoted = matches!(
        node.map(|node| &node.value),
        Some(Value::Scalar { plain: false, .. })
    );
    let parsed = conditions::parse(&text.value, text.span.start + usize::from(quoted), faults)?;
    if parsed.condition.tells_clients_apart() {
        let message = "only questions and categories can be `if client` or `if prospect`";
        faults.report(&codes::CONDITION_KIND, text.span, message, ());
        return None;
    }
    Some(parsed)
}

/// Reports a look at a question that its kind does not allow. `questions` are all that have the id: one that fits is
/// enough, and there is at least one.
pub(super) fn check_leaf(leaf: &Leaf, questions: &[&Question], faults: &mut Faults) {
    let name = &leaf.question.value;
    let of_kind = |question: &&&Question| {
        matches!(
            (&leaf.asks, &question.shape),
            (Asks::Is(_), Shape::One { .. })
                | (Asks::Has(_), Shape::Many { .. })
                | (Asks::Compares, Shape::Scale { .. } | Shape::Number { .. })
        )
    };
    let fitting: Vec<&&Question> = questions.iter().filter(of_kind).collect();
    if fitting.is_empty() {
        let (kind, help) = match questions.first().map(|question| &question.shape) {
            Some(Shape::Many { .. }) => ("one that has many answers", format!("write `{name} has OPTION`")),
            Some(Shape::One { .. }) => ("one with a single answer", format!("write `{name} is OPTION`")),
            Some(Shape::Scale { .. } | Shape::Number { .. }) => ("a number", format!("write `{name} >= 20`")),
            _ => ("free text", "conditions can't look at free text".to_owned()),
        };
        let message = format!("`{name}` can't be looked at like this: the question is {kind}");
        faults.report(&codes::CONDITION_KIND, leaf.question.span.clone(), message, help);
        return;
    }
    let (Asks::Is(option) | Asks::Has(option)) = &leaf.asks else {
        return;
    };
    if fitting
        .iter()
        .all(|question| question.choice(&option.value).is_none())
    {
        let options: Vec<&str> = fitting
            .iter()
            .flat_map(|question| question.choices())
            .map(|choice| choice.id.as_str())
            .collect();
        let message = format!("the question `{name}` has no option `{}`", option.value);
        let help = suggest::help(&option.value, options.iter().copied(), "its options are");
        faults.report(&codes::UNKNOWN_OPTION, option.span.clone(), message, help);
    }
}
