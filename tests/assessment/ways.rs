//! What it takes to reach the next band.

use gradewright::assessment::*;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::build::*;
use crate::generate::{Case, Mix, case, catalogue, id};

/// The band, the total that would be shown, and the gaps by name.
type Way = Option<(String, u32, Vec<String>)>;

fn way(grader: &Assessment, sent: Value) -> Way {
    let answers = answers(grader, sent);
    let scorecard = score(grader, &answers);
    let follow_up = follow_up(grader, &answers, &scorecard, &catalogue());
    let way = next_band(grader, &scorecard, &follow_up.gaps)?;
    let names = way
        .gaps
        .iter()
        .map(|place| follow_up.gaps[*place].key())
        .collect();
    Some((way.band.to_string(), way.to, names))
}

fn to(band: &str, total: u32, gaps: &[&str]) -> Way {
    Some((
        band.to_owned(),
        total,
        gaps.iter().map(|gap| (*gap).to_owned()).collect(),
    ))
}

/// Gaps of 10, 40, 20 and 30 points in this order.
fn four() -> Question {
    many(
        "list",
        vec![
            state("a", 1.0),
            state("b", 4.0),
            state("c", 2.0),
            state("d", 3.0),
            none(),
        ],
    )
}

#[test]
fn the_largest_gains_come_first_until_the_band_is_reached() {
    let grader = grader_of(vec![four()]);
    // Exposed from 0, forming from 40, sound from 80.
    assert_eq!(
        way(&grader, json!({"list": ["none"]})),
        to("forming", 40, &["list.b"])
    );
    assert_eq!(
        way(&grader, json!({"list": ["a"]})),
        to("forming", 50, &["list.b"])
    );
    assert_eq!(
        way(&grader, json!({"list": ["b"]})),
        to("sound", 90, &["list.d", "list.c"])
    );
    assert_eq!(
        way(&grader, json!({"list": ["b", "d"]})),
        to("sound", 90, &["list.c"])
    );
    // The next band, not the one above it, though one gap more would reach that too.
    assert_eq!(
        way(&grader, json!({"list": ["c"]})),
        to("forming", 60, &["list.b"])
    );
}

#[test]
fn equal_gains_come_in_the_order_of_the_file() {
    let even = many("list", (0..5).map(|n| state(&format!("s{n}"), 1.0)).collect());
    let grader = grader_of(vec![even]);
    assert_eq!(
        way(&grader, json!({"list": ["s1"]})),
        to("forming", 40, &["list.s0"])
    );
    assert_eq!(
        way(&grader, json!({"list": ["s1", "s3"]})),
        to("sound", 80, &["list.s0", "list.s2"])
    );
}

#[test]
fn a_whole_question_is_one_step() {
    let plan = one(
        "plan",
        vec![state("yes", 10.0), state("paper", 6.0), state("no", 0.0)],
    );
    let grader = grader_of(vec![plan, scale("sure", 0, 10)]);
    // 30 + 20 of 100.
    assert_eq!(
        way(&grader, json!({"plan": "paper", "sure": 4})),
        to("sound", 80, &["sure"])
    );
    assert_eq!(
        way(&grader, json!({"plan": "no", "sure": 0})),
        to("forming", 50, &["plan"])
    );
}

#[test]
fn what_is_shown_decides_as_it_does_for_the_band() {
    // 40 and 39.5 are shown as 80; 39.5 alone as 40.
    let list = many(
        "list",
        vec![state("a", 400.0), state("b", 395.0), state("c", 205.0), none()],
    );
    let grader = grader_of(vec![list]);
    assert_eq!(way(&grader, json!({"list": ["a"]})), to("sound", 80, &["list.b"]));
    assert_eq!(way(&grader, json!({"list": ["b"]})), to("sound", 80, &["list.a"]));
    assert_eq!(
        way(&grader, json!({"list": ["a", "b"]})),
        None,
        "it is there already"
    );
}

#[test]
fn where_something_critical_holds_the_band_down_it_comes_first() {
    let list = || {
        many(
            "list",
            vec![
                state("a", 1.0),
                state("b", 4.0),
                state("c", 2.0).critical(),
                state("d", 3.0),
                none(),
            ],
        )
    };
    let capped = Assessment {
        critical_caps_at: Some(id("forming")),
        ..grader_of(vec![list()])
    };
    // 80 already, were it not for c.
    assert_eq!(
        way(&capped, json!({"list": ["a", "b", "d"]})),
        to("sound", 100, &["list.c"])
    );
    assert_eq!(
        way(&capped, json!({"list": ["a", "b"]})),
        to("sound", 100, &["list.c", "list.d"]),
        "c alone is 70"
    );
    assert_eq!(
        way(&capped, json!({"list": ["a", "c"]})),
        to("forming", 70, &["list.b"]),
        "below the cap nothing is held down"
    );
    assert_eq!(
        way(&capped, json!({"list": ["a"]})),
        to("forming", 50, &["list.b"]),
        "the cap itself can be reached without c"
    );
    // Held at the lowest band whatever the number says.
    let lowest = Assessment {
        critical_caps_at: Some(id("exposed")),
        ..grader_of(vec![list()])
    };
    assert_eq!(
        way(&lowest, json!({"list": ["a", "b", "d"]})),
        to("forming", 100, &["list.c"])
    );
}

#[test]
fn at_the_top_or_without_a_score_there_is_no_way() {
    let grader = grader_of(vec![four()]);
    assert_eq!(
        way(&grader, json!({"list": ["b", "c", "d"]})),
        None,
        "90 is sound"
    );
    assert_eq!(way(&grader, json!({"list": ["a", "b", "c", "d"]})), None);
    let optional = grader_of(vec![four().optional()]);
    assert_eq!(way(&optional, json!({})), None, "nothing was answered");
    let unscored = Assessment {
        bands: vec![],
        ..grader_of(vec![four()])
    };
    assert_eq!(way(&unscored, json!({"list": ["none"]})), None, "no bands");
}

/// The answers of somebody who closed these gaps and no other; `None` where no answer says exactly that.
fn closed(case: &Case, gaps: &[&Gap]) -> Option<Map<String, Value>> {
    let mut sent = case.sent.clone();
    for question in case.assessment.questions() {
        let of: Vec<&&Gap> = gaps.iter().filter(|gap| gap.question == question.id).collect();
        if of.is_empty() {
            continue;
        }
        let better = match &question.shape {
            Shape::Scale { max, .. } => json!(max),
            Shape::One { choices, .. } => {
                let states = choices.iter().filter(|choice| choice.role == Role::State);
                json!(states.max_by(|a, b| a.points.total_cmp(&b.points))?.id)
            }
            Shape::Many { choices } => {
                let before = &sent[question.id.as_str()];
                let unsure = of.iter().any(|gap| gap.kind == GapKind::NotSure);
                let ticked = choices.iter().filter(|choice| {
                    let gone = of.iter().any(|gap| gap.option.as_ref() == Some(&choice.id));
                    match choice.role {
                        Role::State => gone || before.as_array().unwrap().contains(&json!(choice.id)),
                        // Of what nobody was sure of, a problem that stays open is there.
                        Role::Problem if unsure => !gone,
                        Role::Problem => !gone && before.as_array().unwrap().contains(&json!(choice.id)),
                        _ => false,
                    }
                });
                let mut ids: Vec<&OptionId> = ticked.map(|choice| &choice.id).collect();
                if ids.is_empty() {
                    ids.push(&choices.iter().find(|choice| choice.role == Role::None)?.id);
                }
                json!(ids)
            }
            Shape::Number { .. } | Shape::Text { .. } => return None,
        };
        sent.insert(question.id.to_string(), better);
    }
    Some(sent)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn the_way_leads_there_and_no_step_of_it_is_spare(
        case in case(Mix { conditions: false, outcomes: false }),
        cap in prop::option::of(0usize..3),
    ) {
        let mut case = case;
        case.assessment.critical_caps_at = cap.and_then(|place| Some(case.assessment.bands.get(place)?.id.clone()));
        // Content never makes what is not scored critical.
        let questions = case.assessment.categories.iter_mut().flat_map(|category| &mut category.questions);
        for question in questions.filter(|question| !question.scored) {
            match &mut question.shape {
                Shape::Many { choices } => choices.iter_mut().for_each(|choice| choice.critical = false),
                Shape::One { load, .. } | Shape::Scale { load, .. } => load.critical = false,
                _ => {}
            }
        }
        let assessment = &case.assessment;
        let today = score(assessment, &case.answers());
        let gaps = follow_up(assessment, &case.answers(), &today, &catalogue()).gaps;
        let from = |card: &Scorecard| card.band.as_ref().map(|id| assessment.band(id).unwrap().from);
        let Some(way) = next_band(assessment, &today, &gaps) else {
            let top = assessment.bands.iter().map(|band| band.from).max();
            prop_assert!(today.band.is_none() || from(&today) == top, "there is a way from {:?}", today.band);
            return Ok(());
        };
        let wanted = assessment.band(&way.band).unwrap().from;
        prop_assert!(Some(wanted) > from(&today));
        let between = assessment.bands.iter().any(|band| Some(band.from) > from(&today) && band.from < wanted);
        prop_assert!(!between, "it is the next one");
        let steps: Vec<&Gap> = way.gaps.iter().map(|place| &gaps[*place]).collect();
        let after = |steps: &[&Gap]| {
            let sent = closed(&case, steps)?;
            let answers = Answers::from_json(assessment, &sent).expect("valid answers");
            Some(score(assessment, &answers))
        };
        if let Some(then) = after(&steps) {
            prop_assert_eq!(then.shown, Some(way.to));
            prop_assert!(from(&then) >= Some(wanted), "{:?} after {:?}", then.band, steps);
        }
        prop_assert!(!steps.is_empty());
        if let Some(then) = after(&steps[..steps.len() - 1]) {
            prop_assert!(from(&then) < Some(wanted), "{:?} without the last of {:?}", then.band, steps);
        }
    }
}
