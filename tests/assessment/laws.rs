//! The laws of scoring, over random assessments.

use gradewright::assessment::*;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::generate::{Case, Mix, any_case, case, catalogue};

const CLOSE: f64 = 1e-9;

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(256)
    }
}

fn follow(case: &Case) -> (Scorecard, FollowUp) {
    let answers = case.answers();
    let scorecard = score(&case.assessment, &answers);
    let follow_up = follow_up(&case.assessment, &answers, &scorecard, &catalogue());
    (scorecard, follow_up)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn gains_add_up_to_what_is_missing_from_100(case in any_case()) {
        let (scorecard, follow_up) = follow(&case);
        if let Some(total) = scorecard.total {
            let gains: f64 = follow_up.gaps.iter().map(|gap| gap.gain).sum();
            prop_assert!((gains - (100.0 - total)).abs() <= CLOSE, "gains {gains}, total {total}");
        }
        let offered: f64 = follow_up.gaps.iter().filter(|gap| gap.service.is_some()).map(|gap| gap.gain).sum();
        let ranked: f64 = follow_up.services.iter().map(|service| service.gain).sum();
        prop_assert!((offered - ranked).abs() <= CLOSE);
    }

    #[test]
    fn closing_a_gap_wins_its_gain(case in any_case()) {
        let (before, follow_up) = follow(&case);
        let Some(before) = before.total else { return Ok(()) };
        for gap in follow_up.gaps.iter().filter(|gap| gap.kind == GapKind::NotTicked) {
            let mut better = case.clone();
            let option = gap.option.as_ref().unwrap().as_str();
            let ticked = better.sent[gap.question.as_str()].as_array_mut().unwrap();
            ticked.push(json!(option));
            // A tick may show a question that must be answered first.
                let Ok(answers) = Answers::from_json(&better.assessment, &better.sent) else { continue };
            // A tick may show or hide other questions; what it wins then is another story.
            if visible(&better.assessment, &answers) == visible(&case.assessment, &case.answers()) {
                let after = score(&better.assessment, &answers).total.unwrap();
                prop_assert!((after - before - gap.gain).abs() <= 2.0 * CLOSE);
            }
        }
    }

    #[test]
    fn reordering_changes_nothing_that_counts(
        case in case(Mix { conditions: false, outcomes: true }),
        turn in 0usize..5,
    ) {
        let mut turned = case.clone();
        turned.assessment.categories.reverse();
        for category in &mut turned.assessment.categories {
            category.questions.reverse();
            for question in &mut category.questions {
                if let Shape::Many { choices } | Shape::One { choices, .. } = &mut question.shape {
                    let by = turn % choices.len();
                    choices.rotate_left(by);
                }
            }
        }
        let ((one, one_follow), (other, other_follow)) = (follow(&case), follow(&turned));
        let (a, b) = (one.total.unwrap_or(-1.0), other.total.unwrap_or(-1.0));
        prop_assert!((a - b).abs() <= CLOSE, "{a} and {b}");
        // A total on a knife's edge may be shown either way; else the band is the same.
        if one.shown == other.shown {
            prop_assert_eq!(one.band, other.band);
        }
        for category in &one.categories {
            let twin = other.categories.iter().find(|twin| twin.id == category.id).unwrap();
            prop_assert!((category.score.unwrap_or(-1.0) - twin.score.unwrap_or(-1.0)).abs() <= CLOSE);
        }
        let names = |follow_up: &FollowUp| -> Vec<(ServiceId, i64)> {
            follow_up.services.iter().map(|s| (s.id.clone(), (s.gain * 1e6).round() as i64)).collect()
        };
        prop_assert_eq!(names(&one_follow), names(&other_follow));
    }

    #[test]
    fn one_more_good_tick_never_lowers_the_total(case in any_case()) {
        let (before, _) = follow(&case);
        let Some(total) = before.total else { return Ok(()) };
        let asked = visible(&case.assessment, &case.answers()).into_iter().cloned().collect::<Vec<_>>();
        for question in case.assessment.questions().filter(|question| question.scored) {
            let Some(Value::Array(ticked)) = case.sent.get(question.id.as_str()) else { continue };
            let alone = question.choices().iter().any(|choice| {
                matches!(choice.role, Role::None | Role::NotSure) && ticked.contains(&json!(choice.id))
            });
            for choice in question.choices().iter().filter(|choice| !alone && choice.role == Role::State) {
                let mut better = case.clone();
                better.sent[question.id.as_str()].as_array_mut().unwrap().push(json!(choice.id));
                // A tick may show a question that must be answered first.
                let Ok(answers) = Answers::from_json(&better.assessment, &better.sent) else { continue };
                if visible(&better.assessment, &answers).into_iter().eq(&asked) {
                    let after = score(&better.assessment, &answers).total.unwrap();
                    prop_assert!(after >= total, "{total} fell to {after} by ticking {}", choice.id);
                }
            }
        }
    }

    /// Taking such questions out of the assessment altogether leaves every other figure as it was.
    #[test]
    fn a_hidden_or_inapplicable_question_changes_nothing(
        case in case(Mix { conditions: false, outcomes: true }),
        hide in prop::collection::vec(any::<bool>(), 12),
    ) {
        let mut hidden = case.clone();
        let unasked = QuestionId::try_from("never-asked").unwrap();
        let questions = hidden.assessment.categories.iter_mut().flat_map(|category| &mut category.questions);
        for (question, hide) in questions.zip(&hide) {
            if *hide {
                question.shown_if = Some(Condition::Compare(unasked.clone(), Comparison::AtLeast, 1.0));
            }
        }
        let (one, one_follow) = follow(&hidden);

        let gone: Vec<QuestionId> = one.questions.iter()
            .filter(|question| matches!(question.standing, Standing::Hidden | Standing::NotApplicable))
            .map(|question| question.id.clone())
            .collect();
        let mut without = hidden.clone();
        for category in &mut without.assessment.categories {
            category.questions.retain(|question| !gone.contains(&question.id));
        }
        without.sent.retain(|name, _| !gone.iter().any(|id| id.as_str() == name));
        let (mut other, other_follow) = follow(&without);
        other.questions.clone_from(&one.questions);
        prop_assert_eq!(one, other);
        prop_assert_eq!(one_follow, other_follow);
    }

    /// Every number on the way to the total leads to it, and what the parts offer is what is recommended.
    #[test]
    fn a_working_adds_up_to_its_scorecard(case in any_case()) {
        let answers = case.answers();
        let (scorecard, follow_up) = follow(&case);
        let working = Working::new(&case.assessment, &answers, &scorecard);
        let made: Vec<f64> = working.questions().filter_map(|question| question.contribution).collect();
        match scorecard.total {
            Some(total) => prop_assert!((made.iter().sum::<f64>() - total).abs() <= CLOSE, "{made:?}, {total}"),
            None => prop_assert!(made.is_empty()),
        }
        let parts = || working.questions().flat_map(|question| &question.parts);
        let offered: std::collections::BTreeSet<_> = parts().filter_map(|part| part.offers).collect();
        let known = catalogue();
        let offered = offered.into_iter().filter(|id| known.services.contains_key(*id));
        let ranked: std::collections::BTreeSet<_> = follow_up.services.iter().map(|service| &service.id).collect();
        prop_assert_eq!(offered.collect::<std::collections::BTreeSet<_>>(), ranked);
        for (outcome, tally) in &scorecard.tallies {
            let fed = working.questions().flat_map(|question| &question.feeds);
            let sum: f64 = fed.filter(|fed| fed.outcome == outcome).map(|fed| fed.points).sum();
            prop_assert!((sum - tally).abs() <= CLOSE);
        }
    }

    #[test]
    fn scores_stay_between_0_and_100(case in any_case()) {
        let (scorecard, follow_up) = follow(&case);
        let categories = scorecard.categories.iter().filter_map(|category| category.score);
        let questions = scorecard.questions.iter().filter_map(|question| question.score);
        for score in categories.chain(questions).chain(scorecard.total) {
            prop_assert!((0.0..=100.0).contains(&score), "{score}");
        }
        prop_assert!(follow_up.gaps.iter().all(|gap| gap.gain >= 0.0));
    }

    #[test]
    fn a_definition_comes_back_from_its_json_the_same(case in any_case()) {
        let definition = Definition::new(case.assessment.clone());
        let back = Definition::from_json(&definition.json).unwrap();
        prop_assert_eq!(&*back.assessment, &case.assessment);
        prop_assert_eq!(&back.hash, &definition.hash);
        let sorted = serde_json::to_value(&case.assessment).unwrap().to_string();
        prop_assert_eq!(&*definition.json, sorted, "a tree of values has its keys sorted");
        prop_assert_eq!(Definition::new(case.assessment).hash, back.hash);
        let answers = Answers::from_json(&back.assessment, &case.sent).unwrap();
        let stored = serde_json::to_string(&answers).unwrap();
        prop_assert_eq!(serde_json::from_str::<Answers>(&stored).unwrap(), answers);
    }
}
