//! When a question of a paper sheet is to be answered, in terms that a sentence can be made of.

use crate::assessment::{Assessment, Comparison, Condition, QuestionId};

use super::view::PaperTermView;
use crate::words::Words;

/// When a question is to be answered, as its sheet says it.
pub(crate) fn only_if(condition: &Condition, assessment: &Assessment, words: &Words) -> String {
    let Some(terms) = terms(condition, assessment) else {
        return words.say("paper.fits", &[]);
    };
    let said = terms.into_iter().map(|term| {
        let values = [
            ("number", term.number.to_string()),
            ("option", term.option.unwrap_or_default()),
            ("n", term.value.unwrap_or_else(|| "0".to_owned())),
        ];
        let said = [("term", words.say(&format!("paper.if.{}", term.is), &values))];
        match term.join {
            Some(join) => format!(" {}", words.say(&format!("paper.{join}"), &said)),
            None => words.say("paper.only_if", &said),
        }
    });
    said.chain([".".to_owned()]).collect()
}

/// The terms of a condition, in order, and the word between them, where it can be said plainly: comparisons joined by
/// `and` alone or by `or` alone. `None` where it can't: then the sheet leaves it to the reader.
pub(super) fn terms(condition: &Condition, assessment: &Assessment) -> Option<Vec<PaperTermView>> {
    let mut terms = Vec::new();
    match condition {
        Condition::And(..) => collect(condition, Some("and"), assessment, &mut terms)?,
        Condition::Or(..) => collect(condition, Some("or"), assessment, &mut terms)?,
        _ => terms.push(term(condition, assessment)?),
    }
    Some(terms)
}

fn collect(
    condition: &Condition,
    join: Option<&'static str>,
    assessment: &Assessment,
    into: &mut Vec<PaperTermView>,
) -> Option<()> {
    match (condition, join) {
        (Condition::And(left, right), Some("and")) | (Condition::Or(left, right), Some("or")) => {
            collect(left, join, assessment, into)?;
            collect(right, join, assessment, into)
        }
        _ => {
            let mut term = term(condition, assessment)?;
            term.join = join.filter(|_| !into.is_empty());
            into.push(term);
            Some(())
        }
    }
}

fn term(condition: &Condition, assessment: &Assessment) -> Option<PaperTermView> {
    let blank = |id: &QuestionId, is: &'static str| {
        let at = assessment.questions().position(|question| question.id == *id)?;
        Some(PaperTermView {
            join: None,
            is,
            number: at + 1,
            option: None,
            value: None,
        })
    };
    match condition {
        Condition::Is(question, option) | Condition::Has(question, option) => {
            let asked = assessment.question(question.as_str())?;
            let option = asked.choice(option.as_str())?;
            Some(PaperTermView {
                option: Some(option.text.plain.clone()),
                ..blank(question, "chosen")?
            })
        }
        Condition::Compare(question, comparison, value) => Some(PaperTermView {
            // `f64` prints a whole number without a decimal point.
            value: Some(value.to_string()),
            ..blank(question, word(*comparison))?
        }),
        Condition::And(..) | Condition::Or(..) | Condition::Not(_) | Condition::Client => None,
    }
}

fn word(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::AtLeast => "at-least",
        Comparison::AtMost => "at-most",
        Comparison::Above => "above",
        Comparison::Below => "below",
        Comparison::Equal => "equal",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn assessment() -> Assessment {
        let text = |plain: &str| json!({"plain": plain, "html": plain});
        let question = |id: &str, shape: serde_json::Value| {
            json!({"id": id, "text": text(id), "help": null, "why": null, "sales": null, "weight": 1.0, "optional": false,
                   "profile": false, "scored": true, "shown_if": null, "shape": shape})
        };
        let choice = |id: &str, says: &str| {
            json!({"id": id, "text": text(says), "education": null, "sales": null, "role": "state", "points": 1.0,
                   "service": null, "critical": false, "package": null, "outcomes": []})
        };
        let load = json!({"service": null, "below": null, "critical": false});
        let category = |id: &str, questions: Vec<serde_json::Value>| json!({"id": id, "title": null, "intro": null, "sales": null, "weight": 1.0, "target": null, "questions": questions});
        let (yes, no) = (choice("yes", "Yes, on paper"), choice("no", "No"));
        serde_json::from_value(json!({
            "id": "a", "kind": "grader", "title": "A", "description": null, "intro": null, "gate": "none",
            "critical_caps_at": null, "next_step": null, "bands": [], "outcomes": [],
            "categories": [
                category("one", vec![question("plan", json!({"is": "one", "choices": [yes, no], "load": load}))]),
                category("two", vec![
                    question("seats", json!({"is": "number", "min": 0, "max": 100, "quantity": null})),
                    question("apps", json!({"is": "many", "choices": [choice("mail", "Mail & more")]})),
                ]),
            ]
        }))
        .unwrap()
    }

    fn is(question: &str, option: &str) -> Condition {
        Condition::Is(question.try_into().unwrap(), option.try_into().unwrap())
    }

    fn seats(comparison: Comparison, value: f64) -> Condition {
        Condition::Compare("seats".try_into().unwrap(), comparison, value)
    }

    fn both(left: Condition, right: Condition) -> Condition {
        Condition::And(Box::new(left), Box::new(right))
    }

    fn either(left: Condition, right: Condition) -> Condition {
        Condition::Or(Box::new(left), Box::new(right))
    }

    /// `chosen 1 Yes, on paper; and at-least 2 20`
    fn said(condition: &Condition) -> Option<String> {
        let terms = terms(condition, &assessment())?;
        let one = |term: &PaperTermView| {
            let join = term.join.map(|join| format!("{join} ")).unwrap_or_default();
            let what = term.option.as_ref().or(term.value.as_ref()).unwrap();
            format!("{join}{} {} {what}", term.is, term.number)
        };
        Some(terms.iter().map(one).collect::<Vec<_>>().join("; "))
    }

    #[test]
    fn one_comparison_names_the_question_by_its_number_and_the_option_by_its_words() {
        assert_eq!(said(&is("plan", "yes")).unwrap(), "chosen 1 Yes, on paper");
        let has = Condition::Has("apps".try_into().unwrap(), "mail".try_into().unwrap());
        assert_eq!(said(&has).unwrap(), "chosen 3 Mail & more");
        assert_eq!(said(&seats(Comparison::AtLeast, 20.0)).unwrap(), "at-least 2 20");
        assert_eq!(said(&seats(Comparison::Below, 2.5)).unwrap(), "below 2 2.5");
    }

    #[test]
    fn one_kind_of_word_joins_them() {
        let (many, few) = (seats(Comparison::Above, 20.0), seats(Comparison::Equal, 1.0));
        let all = both(both(is("plan", "yes"), many.clone()), few.clone());
        assert_eq!(
            said(&all).unwrap(),
            "chosen 1 Yes, on paper; and above 2 20; and equal 2 1"
        );
        let any = either(is("plan", "no"), either(many.clone(), few.clone()));
        assert_eq!(said(&any).unwrap(), "chosen 1 No; or above 2 20; or equal 2 1");
    }

    #[test]
    fn what_can_be_misread_is_left_to_the_reader() {
        let (yes, many) = (is("plan", "yes"), seats(Comparison::AtMost, 20.0));
        assert_eq!(said(&Condition::Not(Box::new(yes.clone()))), None);
        assert_eq!(said(&either(both(yes.clone(), many.clone()), many.clone())), None);
        assert_eq!(said(&both(yes.clone(), either(yes.clone(), many))), None);
        assert_eq!(said(&is("plan", "gone")), None);
        assert_eq!(said(&is("gone", "yes")), None);
    }
}
