//! Whether sales has something to ask about each gap, each result leads on, and a grader has a fair length.

use crate::assessment::{Assessment, Choice, Kind, NextStep, Question, Role, ServiceId, Shape, Text};
use crate::content::{PublishedAssessment, Site, codes};

use super::finding::{Finding, Place};

/// How many questions a grader has.
const FAIR: std::ops::RangeInclusive<usize> = 10..=25;

pub(super) fn look(site: &Site, published: &PublishedAssessment, found: &mut Vec<Finding>) {
    let assessment = &published.definition.assessment;
    let count = assessment.questions().count();
    if assessment.kind == Kind::Grader && !published.draft {
        if !FAIR.contains(&count) {
            found.push(Finding {
                code: &codes::QUESTION_COUNT,
                place: Place::Head,
                message: format!(
                    "this grader has {count} question{}",
                    if count == 1 { "" } else { "s" }
                ),
                help: "10 to 25 make a score that is worth five minutes".to_owned(),
            });
        }
        next_steps(assessment, found);
    }
    talk(site, assessment, found);
}

fn next_steps(assessment: &Assessment, found: &mut Vec<Finding>) {
    let bands = assessment
        .bands
        .iter()
        .map(|band| (&band.title, &band.text, &band.next_step));
    let outcomes = assessment
        .outcomes
        .iter()
        .map(|outcome| (&outcome.title, &outcome.text, &outcome.next_step));
    for (at, (title, text, step)) in bands.chain(outcomes).enumerate() {
        let place = Place::Result(at);
        if step.is_none() && assessment.next_step.is_none() {
            found.push(Finding {
                code: &codes::NO_NEXT_STEP,
                place,
                message: format!("“{title}” does not say what to do next"),
                help: "end it with a link alone in a paragraph, such as `[Book a review](/book/)`, or write `next_step` in the front matter"
                    .to_owned(),
            });
        }
        if links_alone(text, step.as_ref()) > 1 {
            found.push(Finding {
                code: &codes::SECOND_NEXT_STEP,
                place,
                message: format!("“{title}” has more than one link that stands alone"),
                help: "keep one, as the last paragraph".to_owned(),
            });
        }
    }
}

/// How many links have a paragraph to themselves.
fn links_alone(text: &Text, step: Option<&NextStep>) -> usize {
    let alone = |paragraph: &&str| {
        paragraph.strip_prefix("<a ").is_some_and(|rest| {
            rest.matches("</a>").count() == 1
                && rest
                    .split("</p>")
                    .next()
                    .is_some_and(|rest| rest.ends_with("</a>"))
        })
    };
    text.html.split("<p>").filter(alone).count() + usize::from(step.is_some())
}

fn talk(site: &Site, assessment: &Assessment, found: &mut Vec<Finding>) {
    let of_service = |service: &ServiceId| {
        let service = site.catalogue.services.get(service);
        service.is_some_and(|service| service.sales.is_some())
    };
    let mut at = 0;
    for category in &assessment.categories {
        for question in &category.questions {
            let silent = category.sales.is_none() && question.sales.is_none();
            if question.scored && silent {
                for (place, service) in gaps(at, question) {
                    if !service.is_some_and(of_service) {
                        found.push(Finding {
                            code: &codes::NOTHING_TO_ASK,
                            place,
                            message: "sales has nothing to ask about this gap".to_owned(),
                            help: "write a fence `sales` below the question, or in the service's file"
                                .to_owned(),
                        });
                    }
                }
            }
            at += 1;
        }
    }
}

/// What can become a gap without a talk track of its own.
fn gaps(at: usize, question: &Question) -> Vec<(Place, Option<&ServiceId>)> {
    match &question.shape {
        Shape::Many { choices } => {
            let state = |choice: &Choice| {
                matches!(choice.role, Role::State | Role::Problem) && choice.sales.is_none()
            };
            let options = choices.iter().enumerate().filter(|(_, choice)| state(choice));
            options
                .map(|(option, choice)| (Place::Option(at, option), choice.service.as_ref()))
                .collect()
        }
        Shape::One { load, .. } | Shape::Scale { load, .. } => {
            vec![(Place::Question(at), load.service.as_ref())]
        }
        Shape::Number { .. } | Shape::Text { .. } => Vec::new(),
    }
}
