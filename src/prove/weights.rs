//! Whether each question has a say in the total, and none has all of it.

use crate::assessment::{Assessment, Question, Role};
use crate::content::codes;

use super::finding::{Finding, Place};

/// A question of less than so many of 100 points can't move the number that is shown.
const LEAST: f64 = 0.5;
/// With fewer questions each decides a lot.
const FEW: usize = 3;

pub(super) fn look(assessment: &Assessment, found: &mut Vec<Finding>) {
    if assessment.bands.is_empty() {
        return;
    }
    let scored = |questions: &[Question], which: fn(&Question) -> bool| -> f64 {
        let of_kind = questions
            .iter()
            .filter(|question| question.scored && which(question));
        of_kind.map(|question| question.weight).sum()
    };
    let count = assessment.questions().filter(|question| question.scored).count();
    let categories = |which: fn(&Question) -> bool| -> f64 {
        let with = assessment
            .categories
            .iter()
            .filter(|category| scored(&category.questions, which) > 0.0);
        with.map(|category| category.weight).sum()
    };
    let (all, sure) = (categories(|_| true), categories(is_sure));
    let mut at = 0;
    for category in &assessment.categories {
        let here = scored(&category.questions, |_| true);
        let surely = scored(&category.questions, is_sure);
        for question in &category.questions {
            let place = Place::Question(at);
            at += 1;
            if !question.scored {
                continue;
            }
            // Where everything is scored, and where nothing is but what always is.
            let least = 100.0 * category.weight / all * question.weight / here;
            let own = if is_sure(question) { 0.0 } else { question.weight };
            let others = if surely > 0.0 { 0.0 } else { category.weight };
            let most = 100.0 * category.weight / (sure + others) * question.weight / (surely + own);
            if count >= FEW && least > 50.0 {
                found.push(Finding {
                    code: &codes::DECIDES_ALONE,
                    place,
                    message: format!("this question alone is worth {least:.0} of the 100 points"),
                    help: "give it less `weight`, or its category".to_owned(),
                });
            } else if most < LEAST {
                found.push(Finding {
                    code: &codes::CANNOT_MATTER,
                    place,
                    message: format!(
                        "this question is worth {most:.1} of the 100 points: no result can change by it"
                    ),
                    help: "give it more `weight`, or make it `profile`".to_owned(),
                });
            }
        }
    }
}

/// Whether a question is part of every total.
fn is_sure(question: &Question) -> bool {
    let choices = question.choices();
    !question.optional
        && question.shown_if.is_none()
        && choices.iter().all(|choice| choice.role != Role::NotApplicable)
}
