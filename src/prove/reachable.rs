//! What no answers lead to, and what all answers lead to.

use std::collections::BTreeSet;

use crate::assessment::{Answers, Assessment, Condition, Question, ServiceId, Shape, effect, visible};
use crate::content::codes;

use super::aim::Aim;
use super::finding::{Finding, Place};
use super::outcomes;
use super::solver::{Found, Solver};
use super::witness::{Goal, reach, reach_bands};

pub(super) fn look(assessment: &Assessment, found: &mut Vec<Finding>) {
    let Some(solver) = Solver::new(assessment, None, None) else {
        return;
    };
    bands(&solver, found);
    for (at, outcome) in assessment.outcomes.iter().enumerate() {
        if outcomes::reach(&solver, at) == Found::Never {
            found.push(Finding {
                code: &codes::UNREACHABLE_OUTCOME,
                place: Place::Result(at),
                message: format!("no answers let “{}” win", outcome.title),
                help: format!(
                    "let more options count `for {}`, or leave the outcome out",
                    outcome.id
                ),
            });
        }
    }
    for (at, question) in assessment.questions().enumerate() {
        if let Some(condition) = &question.shown_if {
            conditions(&solver, at, condition, found);
        }
    }
    services(&solver, found);
}

fn bands(solver: &Solver<'_>, found: &mut Vec<Finding>) {
    let assessment = solver.assessment;
    for (at, (band, reached)) in reach_bands(solver, &|_| true).into_iter().enumerate() {
        if reached != Found::Never {
            continue;
        }
        let next = assessment
            .bands
            .iter()
            .map(|band| band.from)
            .filter(|from| *from > band.from);
        let to = next.min().map_or(100, |from| from - 1);
        let totals = if to == band.from {
            format!("{to}")
        } else {
            format!("{} to {to}", band.from)
        };
        found.push(Finding {
            code: &codes::UNREACHABLE_BAND,
            place: Place::Result(at),
            message: format!(
                "nobody can come into “{}”: no answers make a total of {totals} that stays there",
                band.title
            ),
            help: "let it begin at another score, or give the options points that lead there".to_owned(),
        });
    }
}

fn conditions(solver: &Solver<'_>, at: usize, condition: &Condition, found: &mut Vec<Finding>) {
    let mut say = |code, message: String, help: &str| {
        found.push(Finding {
            code,
            place: Place::Condition(at),
            message,
            help: help.to_owned(),
        });
    };
    if solver.condition(condition, true) == Found::Never {
        let message = "this can't hold, so the question is never asked".to_owned();
        say(
            &codes::NEVER_ASKED,
            message,
            "mend the condition, or leave the question out",
        );
        return;
    }
    if solver.condition(condition, false) == Found::Never {
        let message = "this can't fail, so the question is always asked".to_owned();
        say(
            &codes::ALWAYS_ASKED,
            message,
            "leave out `if`, or mend the condition",
        );
        return;
    }
    let mut terms = Vec::new();
    parts(condition, &mut terms);
    for term in terms.iter().filter(|_| terms.len() > 1) {
        let idle = [(true, "hold"), (false, "fail")]
            .into_iter()
            .find(|(wanted, _)| solver.condition(term, *wanted) == Found::Never);
        if let Some((_, what)) = idle {
            let message = format!("what is said here about `{}` can't {what}", term.questions()[0]);
            say(&codes::IDLE_TERM, message, "leave that part out, or mend it");
        }
    }
}

fn parts<'c>(condition: &'c Condition, terms: &mut Vec<&'c Condition>) {
    match condition {
        Condition::And(left, right) | Condition::Or(left, right) => {
            parts(left, terms);
            parts(right, terms);
        }
        Condition::Not(inner) => parts(inner, terms),
        term => terms.push(term),
    }
}

fn services(solver: &Solver<'_>, found: &mut Vec<Finding>) {
    let assessment = solver.assessment;
    let sheet = |total, sound| solver.aimed(Aim { total, sound });
    // Who does everything well and who does nothing show most of it.
    let (well, badly) = (sheet(1.0, true), sheet(0.0, false));
    let offered = |answers: &Option<Answers>| answers.as_ref().map(|answers| offers(assessment, answers));
    let (well, badly) = (offered(&well), offered(&badly));
    let mut seen = BTreeSet::new();
    for (at, question) in assessment.questions().enumerate() {
        for (option, service) in ties(question) {
            let place = Place::Service(at, option);
            if option.is_none() && question.scored && !solver.offers(question, service) {
                found.push(never_offered(service, place));
                continue;
            }
            if !seen.insert(service) {
                continue;
            }
            if !badly.as_ref().is_some_and(|offered| offered.contains(service))
                && reach(assessment, &Goal::Offered(service)) == Found::Never
            {
                found.push(never_offered(service, place));
            }
            if well.as_ref().is_none_or(|offered| offered.contains(service))
                && reach(assessment, &Goal::NotOffered(service)) == Found::Never
            {
                found.push(Finding {
                    code: &codes::ALWAYS_OFFERED,
                    place,
                    message: format!("`{service}` is offered whatever is answered"),
                    help: "let there be an answer by which all is well".to_owned(),
                });
            }
        }
    }
}

fn never_offered(service: &ServiceId, place: Place) -> Finding {
    Finding {
        code: &codes::NEVER_OFFERED,
        place,
        message: format!("`{service}` is never offered here: no answers make it a gap"),
        help: "give the answers different points, or let the question be asked".to_owned(),
    }
}

/// What a question is tied to, each with the option that says so.
fn ties(question: &Question) -> Vec<(Option<usize>, &ServiceId)> {
    match &question.shape {
        Shape::Many { choices } => {
            let options = choices.iter().enumerate();
            options
                .filter_map(|(at, choice)| Some((Some(at), choice.service.as_ref()?)))
                .collect()
        }
        Shape::One { load, .. } | Shape::Scale { load, .. } => {
            load.service.iter().map(|service| (None, service)).collect()
        }
        Shape::Number { .. } | Shape::Text { .. } => Vec::new(),
    }
}

fn offers<'a>(assessment: &'a Assessment, answers: &Answers) -> BTreeSet<&'a ServiceId> {
    let asked = visible(assessment, answers);
    let questions = assessment
        .questions()
        .filter(|question| asked.contains(&question.id));
    questions
        .flat_map(|question| effect(question, answers.get(&question.id)).offered)
        .collect()
}
