//! The laws of comparing rounds, over random definitions, and a second way to compute the totals.

use gradewright::assessment::*;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::generate::{Case, Mix, any_case, case};
use crate::rounds::{Told, compared};

/// A definition and the answers to it, as JSON.
type Sheet<'a> = (&'a Value, &'a Value);

/// The total of one of two rounds on shared ground, from the definitions' JSON and with no code of the core. Without conditions.
fn by_hand(today: &Value, rounds: [Sheet<'_>; 2], which: usize) -> Option<f64> {
    let (mut top, mut bottom) = (0.0, 0.0);
    for category in today["categories"].as_array()? {
        let (mut sum, mut weights) = (0.0, 0.0);
        let questions = category["questions"].as_array()?.iter();
        for question in questions.filter(|question| question["scored"] == true) {
            if let Some(fraction) = fraction(question, rounds, which) {
                let weight = question["weight"].as_f64()?;
                sum += weight * fraction;
                weights += weight;
            }
        }
        if weights > 0.0 {
            top += category["weight"].as_f64()? * sum / weights;
            bottom += category["weight"].as_f64()?;
        }
    }
    (bottom > 0.0).then(|| top / bottom * 100.0)
}

/// How well a question of today was answered, 0 to 1; `None` where it does not count.
fn fraction(question: &Value, rounds: [Sheet<'_>; 2], which: usize) -> Option<f64> {
    let shape = &question["shape"];
    let mut then = Vec::new();
    for (assessment, answers) in rounds {
        let categories = assessment["categories"].as_array()?.iter();
        let mut asked = categories.flat_map(|category| category["questions"].as_array().unwrap());
        let asked = &asked.find(|asked| asked["id"] == question["id"])?["shape"];
        let alike = ["is", "min", "max"].iter().all(|key| asked[key] == shape[key]);
        if !alike {
            return None;
        }
        then.push((asked, &answers[question["id"].as_str()?]));
    }
    let given = then[which].1;
    if shape["is"] == "scale" {
        let (least, best) = (shape["min"].as_f64()?, shape["max"].as_f64()?);
        return Some((given.as_f64()? - least) / (best - least));
    }
    let role = |shape: &Value, option: &Value| {
        let mut choices = shape["choices"].as_array().unwrap().iter();
        let found = choices.find(|choice| choice["id"] == *option);
        found.map_or(Value::Null, |choice| choice["role"].clone())
    };
    let plain = |role: &Value| role == "state" || role == "problem";
    let choices = shape["choices"].as_array()?;
    let shared = |choice: &&Value| {
        then.iter()
            .all(|(then, _)| role(then, &choice["id"]) == choice["role"])
    };
    let kept: Vec<&Value> = choices
        .iter()
        .filter(|choice| plain(&choice["role"]))
        .filter(shared)
        .collect();
    // The way each of the two answered: by a statement, or by one of the ways out.
    for (then, given) in then.iter().filter(|(_, given)| !given.is_null()) {
        let way = role(then, if given.is_array() { &given[0] } else { given });
        let unsure = way == "not-sure" && !choices.iter().any(|choice| choice["role"] == "not-sure");
        let elsewhere =
            plain(&way) && !given.is_array() && !kept.iter().any(|choice| choice["id"] == **given);
        if unsure || elsewhere {
            return None;
        }
    }
    let way = role(then[which].0, if given.is_array() { &given[0] } else { given });
    let points = |choice: &Value| choice["points"].as_f64().unwrap();
    let (whole, earned) = match given.as_array() {
        _ if given.is_null() || way == "not-applicable" => return None,
        Some(ticked) => {
            let well = |choice: &&&Value| ticked.contains(&choice["id"]) == (choice["role"] == "state");
            let earned: f64 = kept.iter().filter(well).map(|choice| points(choice)).sum();
            (kept.iter().map(|choice| points(choice)).sum(), earned)
        }
        None => {
            let chosen = kept.iter().find(|choice| choice["id"] == *given);
            let best = kept.iter().map(|choice| points(choice)).fold(0.0, f64::max);
            (best, chosen.map_or(0.0, |choice| points(choice)))
        }
    };
    let earned = if way == "not-sure" { 0.0 } else { earned };
    (whole > 0.0).then(|| earned / whole)
}

fn told_of(case: &Case) -> Told {
    Told {
        assessment: case.assessment.clone(),
        answers: case.answers(),
        decisions: Decisions::default(),
        expectations: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn a_round_beside_itself_changes_nothing(case in any_case(), today in any_case()) {
        let told = told_of(&case);
        for today in [&today.assessment, &case.assessment] {
            let change = compared(today, &told, &told);
            prop_assert_eq!(change.earlier_total, change.later_total);
            prop_assert!(change.gained.is_empty() && change.lost.is_empty() && change.new_questions.is_empty());
            prop_assert!(change.categories.iter().all(|category| category.earlier == category.later));
        }
        let change = compared(&case.assessment, &told, &told);
        prop_assert!(change.retired_questions.is_empty() && change.changed_questions.is_empty());
        // By its own definition it is what it always was.
        let own = score(&case.assessment, &case.answers());
        let points = trend(&case.assessment, &[told.round()]);
        prop_assert_eq!(change.earlier_total, own.total);
        prop_assert_eq!(points[0].total, own.total);
        prop_assert_eq!(&points[0].categories, &own.categories);
        prop_assert_eq!(points[0].shared, points[0].of);
    }

    #[test]
    fn what_is_gained_one_way_is_lost_the_other(a in any_case(), b in any_case(), today in any_case()) {
        let (a, b) = (told_of(&a), told_of(&b));
        for today in [&today.assessment, &b.assessment] {
            let (there, back) = (compared(today, &a, &b), compared(today, &b, &a));
            prop_assert_eq!(&there.gained, &back.lost);
            prop_assert_eq!(&there.lost, &back.gained);
            prop_assert_eq!(there.earlier_total, back.later_total);
            prop_assert_eq!(there.later_total, back.earlier_total);
            prop_assert_eq!(&there.changed_questions, &back.changed_questions);
            for total in there.earlier_total.iter().chain(&there.later_total) {
                prop_assert!((0.0..=100.0).contains(total), "{total}");
            }
            let changed = there.gained.iter().chain(&there.lost).map(|change| &change.question);
            for question in changed {
                let asked = [today, &a.assessment, &b.assessment].map(|of| of.question(question.as_str()).is_some());
                prop_assert_eq!(asked, [true; 3]);
            }
        }
    }

    #[test]
    fn totals_are_those_of_a_second_computation(
        a in case(PLAIN), b in case(PLAIN), today in case(PLAIN),
    ) {
        let (then, now) = (told_of(&a), told_of(&b));
        for today in [&today.assessment, &b.assessment] {
            if today.bands.is_empty() {
                continue;
            }
            let change = compared(today, &then, &now);
            let json = |assessment: &Assessment| serde_json::to_value(assessment).unwrap();
            let (first, second) = (json(&a.assessment), json(&b.assessment));
            let (given, later) = (json!(a.answers()), json!(b.answers()));
            for (which, found) in [change.earlier_total, change.later_total].into_iter().enumerate() {
                let expected = by_hand(&json(today), [(&first, &given), (&second, &later)], which);
                prop_assert_eq!(found.is_some(), expected.is_some());
                prop_assert!((found.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs() < 1e-8, "{:?} {:?}", found, expected);
            }
        }
    }
}

const PLAIN: Mix = Mix {
    conditions: false,
    outcomes: false,
};
