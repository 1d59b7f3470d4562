//! Gaps, services and what they are worth, rule by rule.

use gradewright::assessment::*;
use serde_json::{Value, json};

use crate::build::*;
use crate::generate::id;

fn service(name: &str, unit: Unit, monthly: Option<i64>, setup: Option<i64>) -> Service {
    Service {
        id: id(name),
        name: format!("Managed {name}"),
        promise: None,
        value: None,
        how_to_use: None,
        group: None,
        unit,
        monthly,
        setup,
        effort: None,
        price: PriceVisibility::Internal,
        sales: None,
    }
}

fn catalogue() -> Catalogue {
    let all = [
        service("archive", Unit::User, Some(300), Some(0)),
        service("backup", Unit::Device, Some(900), Some(5000)),
        service("drill", Unit::Flat, Some(0), Some(250_000)),
        service("email", Unit::User, Some(400), None),
        service("vault", Unit::User, Some(0), Some(100)),
    ];
    Catalogue {
        services: all
            .into_iter()
            .map(|service| (service.id.clone(), service))
            .collect(),
        packages: vec![],
    }
}

fn follow(grader: &Assessment, sent: Value) -> FollowUp {
    followed(grader, sent, &catalogue())
}

fn names(follow_up: &FollowUp) -> Vec<&str> {
    follow_up
        .services
        .iter()
        .map(|service| service.id.as_str())
        .collect()
}

fn kinds(follow_up: &FollowUp) -> Vec<(&str, GapKind)> {
    let name = |gap: &Gap| {
        gap.option.as_ref().map_or("", |id| match id.as_str() {
            "keys" => "keys",
            "mail" => "mail",
            "loss" => "loss",
            other => panic!("{other}"),
        })
    };
    follow_up.gaps.iter().map(|gap| (name(gap), gap.kind)).collect()
}

fn list() -> Question {
    let loss = problem("loss", 2.0).service("backup");
    many(
        "list",
        vec![
            state("keys", 1.0).service("vault"),
            state("mail", 1.0).service("email"),
            loss,
            none(),
            not_sure(),
        ],
    )
}

#[test]
fn each_way_to_lack_something_is_told_apart() {
    use GapKind::*;
    let grader = grader_of(vec![list()]);
    assert_eq!(
        kinds(&follow(&grader, json!({"list": ["keys"]}))),
        [("mail", NotTicked)]
    );
    assert_eq!(
        kinds(&follow(&grader, json!({"list": ["keys", "loss"]}))),
        [("mail", NotTicked), ("loss", ProblemTicked)]
    );
    assert_eq!(
        kinds(&follow(&grader, json!({"list": ["none"]}))),
        [("keys", NoneStated), ("mail", NoneStated)]
    );
    assert_eq!(
        kinds(&follow(&grader, json!({"list": ["not-sure"]}))),
        [("keys", NotSure), ("mail", NotSure), ("loss", NotSure)]
    );
}

#[test]
fn gains_come_from_the_weights() {
    let grader = grader_of(vec![list(), scale("rest", 0, 10).weight(3.0)]);
    let follow_up = follow(&grader, json!({"list": ["keys"], "rest": 4}));
    let gains: Vec<f64> = follow_up.gaps.iter().map(|gap| gap.gain).collect();
    assert_eq!(gains, [6.25, 45.0]);
}

#[test]
fn only_questions_that_count_have_gaps() {
    let grader = grader_of(vec![
        scale("rest", 0, 10),
        list().optional(),
        Question {
            id: id("profile"),
            ..list()
        }
        .profile(),
        Question {
            id: id("hidden"),
            ..list()
        }
        .shown_if(Condition::Compare(id("rest"), Comparison::Below, 5.0)),
        one("n", vec![state("yes", 1.0), does_not_apply()]),
    ]);
    let follow_up = follow(
        &grader,
        json!({"rest": 10, "profile": ["none"], "hidden": ["none"], "n": "n-a"}),
    );
    assert_eq!(follow_up.gaps, []);
}

#[test]
fn a_single_choice_below_its_best_is_a_gap_and_below_its_mark_an_offer() {
    let choices = vec![
        state("yes", 10.0),
        state("paper", 6.0),
        state("no", 0.0),
        not_sure(),
    ];
    let grader = grader_of(vec![one("plan", choices).service("drill").below(6.0)]);
    let offered = |answer: &str| {
        let follow_up = follow(&grader, json!({"plan": answer}));
        follow_up
            .gaps
            .first()
            .map(|gap| (gap.kind, gap.gain, gap.service.is_some()))
    };
    assert_eq!(offered("yes"), None);
    assert_eq!(offered("paper"), Some((GapKind::BelowBest, 40.0, false)));
    assert_eq!(offered("no"), Some((GapKind::BelowBest, 100.0, true)));
    assert_eq!(offered("not-sure"), Some((GapKind::NotSure, 100.0, true)));
}

#[test]
fn a_scale_is_offered_below_its_mark_or_else_below_its_best() {
    let marked = grader_of(vec![scale("s", 0, 10).service("backup").below(7.0)]);
    assert_eq!(names(&follow(&marked, json!({"s": 6}))), ["backup"]);
    assert_eq!(names(&follow(&marked, json!({"s": 7}))), [""; 0]);
    assert_eq!(follow(&marked, json!({"s": 7})).gaps.len(), 1);
    let plain = grader_of(vec![scale("s", 0, 10).service("backup")]);
    assert_eq!(names(&follow(&plain, json!({"s": 9}))), ["backup"]);
    assert_eq!(follow(&plain, json!({"s": 10})).gaps, []);
}

#[test]
fn critical_comes_first_then_gain_then_the_catalogue() {
    let choices = vec![
        state("a", 3.0).service("vault"),
        state("b", 3.0).service("email"),
        state("c", 5.0).service("drill"),
        state("d", 1.0).service("backup").critical(),
        state("e", 8.0),
    ];
    let grader = grader_of(vec![many("list", choices)]);
    let follow_up = follow(&grader, json!({"list": ["e"]}));
    assert_eq!(names(&follow_up), ["backup", "drill", "email", "vault"]);
    let critical: Vec<bool> = follow_up
        .services
        .iter()
        .map(|service| service.critical)
        .collect();
    assert_eq!(critical, [true, false, false, false]);
}

#[test]
fn equal_sums_tie_whatever_their_last_bits() {
    // 0.1 + 0.2 is not 0.3 in doubles; the services still rank as equals, in catalogue order.
    let choices = vec![
        state("a", 0.3).service("archive"),
        state("b", 0.1).service("vault"),
        state("c", 0.2).service("vault"),
        state("d", 1.0),
    ];
    let follow_up = follow(&grader_of(vec![many("list", choices)]), json!({"list": ["d"]}));
    assert_eq!(names(&follow_up), ["archive", "vault"]);
}

#[test]
fn a_service_with_points_earned_anywhere_is_strengthened() {
    let grader = grader_of(vec![
        many(
            "one",
            vec![state("a", 1.0).service("email"), state("b", 1.0).service("vault")],
        ),
        many(
            "two",
            vec![
                state("c", 1.0).service("email"),
                state("d", 1.0).service("backup"),
            ],
        ),
        scale("three", 0, 10).service("drill"),
        many(
            "four",
            vec![
                problem("e", 1.0).service("archive"),
                problem("f", 1.0).service("archive"),
                not_sure(),
            ],
        ),
    ]);
    let strengths = |sent| {
        let follow_up = follow(&grader, sent);
        let mut all: Vec<(String, Strength)> = follow_up
            .services
            .iter()
            .map(|s| (s.id.to_string(), s.strength))
            .collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    };
    use Strength::*;
    let names = ["archive", "backup", "drill", "email", "vault"].map(str::to_owned);
    assert_eq!(
        strengths(json!({"one": ["a"], "two": ["d"], "three": 4, "four": ["e"]})),
        [
            (names[0].clone(), Strengthen),
            (names[2].clone(), Strengthen),
            (names[3].clone(), Strengthen),
            (names[4].clone(), Start),
        ]
    );
    let start = strengths(json!({"one": ["b"], "two": ["d"], "three": 0, "four": ["not-sure"]}));
    assert!(start.iter().all(|(_, strength)| *strength == Start), "{start:?}");
}

#[test]
fn reasons_say_what_was_answered() {
    let grader = grader_of(vec![
        list(),
        scale("sure", 0, 10).service("vault"),
        one("plan", vec![state("yes", 1.0), state("no", 0.0)]).service("vault"),
    ]);
    let reasons = |sent| -> Vec<String> {
        follow(&grader, sent)
            .gaps
            .into_iter()
            .map(|gap| gap.reason)
            .collect()
    };
    assert_eq!(
        reasons(json!({"list": ["mail", "loss"], "sure": 4, "plan": "no"})),
        [
            "Not ticked: Statement keys.",
            "Problem ticked: Statement loss.",
            "“About sure?” answered 4 of 10",
            "“About plan?” answered “Statement no.”",
        ]
    );
    assert_eq!(
        reasons(json!({"list": ["none"], "sure": 10, "plan": "yes"})),
        [
            "“None of these” ticked instead of: Statement keys.",
            "“None of these” ticked instead of: Statement mail."
        ]
    );
    assert_eq!(
        reasons(json!({"list": ["not-sure"], "sure": 10, "plan": "yes"}))[0],
        "Not sure about: Statement keys."
    );
}

#[test]
fn a_recommendation_carries_the_reasons_of_its_gaps() {
    let grader = grader_of(vec![many(
        "list",
        vec![
            state("a", 1.0).service("email"),
            state("b", 1.0).service("email"),
            state("c", 2.0),
        ],
    )]);
    let follow_up = follow(&grader, json!({"list": ["c"]}));
    assert_eq!(
        follow_up.services[0].reasons,
        ["Not ticked: Statement a.", "Not ticked: Statement b."]
    );
    assert_eq!(
        (follow_up.services[0].gain, &*follow_up.services[0].name),
        (50.0, "Managed email")
    );
}

/// Everything of the catalogue is a gap, beside questions that count.
fn sized(quantities: Vec<Question>) -> Assessment {
    let services = ["archive", "backup", "drill", "email", "vault"];
    let mut choices: Vec<Choice> = services
        .iter()
        .map(|name| state(name, 1.0).service(name))
        .collect();
    choices.push(none());
    let mut questions = vec![many("list", choices)];
    questions.extend(quantities);
    grader_of(questions)
}

fn values(grader: &Assessment, mut sent: Value) -> Vec<(Option<i64>, Option<i64>, Option<i64>)> {
    sent["list"] = json!(["none"]);
    follow(grader, sent)
        .services
        .iter()
        .map(|s| (s.quantity, s.monthly, s.setup))
        .collect()
}

#[test]
fn a_value_is_price_times_quantity() {
    let grader = sized(vec![
        number("seats", 1, 500).quantity(Unit::User),
        number("laptops", 1, 500).quantity(Unit::Device),
        number("phones", 1, 500).quantity(Unit::Device),
    ]);
    assert_eq!(
        values(&grader, json!({"seats": 20, "laptops": 18, "phones": 2})),
        [
            (Some(20), Some(6000), Some(0)),
            (Some(20), Some(18_000), Some(100_000)),
            (Some(1), Some(0), Some(250_000)),
            (Some(20), Some(8000), None),
            (Some(20), Some(0), Some(2000)),
        ]
    );
}

#[test]
fn an_unknown_quantity_gives_no_value_but_of_what_costs_nothing() {
    let unknown = [
        (None, None, Some(0)),
        (None, None, None),
        (Some(1), Some(0), Some(250_000)),
        (None, None, None),
        (None, Some(0), None),
    ];
    assert_eq!(values(&sized(vec![]), json!({})), unknown);

    let partly = vec![
        number("office", 1, 500).quantity(Unit::User),
        number("home", 1, 500).quantity(Unit::User).optional(),
    ];
    assert_eq!(values(&sized(partly), json!({"office": 20})), unknown);

    let hidden = Condition::Compare(id("other"), Comparison::Above, 100.0);
    let hidden = number("seats", 1, 500).quantity(Unit::User).shown_if(hidden);
    assert_eq!(
        values(
            &sized(vec![number("other", 1, 500), hidden]),
            json!({"other": 1, "seats": 20})
        ),
        unknown
    );
}

#[test]
fn a_hidden_quantity_does_not_make_the_others_unknown() {
    let hidden = Condition::Compare(id("office"), Comparison::Above, 100.0);
    let home = number("home", 1, 500).quantity(Unit::User).shown_if(hidden);
    let grader = sized(vec![number("office", 1, 500).quantity(Unit::User), home]);
    assert_eq!(
        values(&grader, json!({"office": 20, "home": 7}))[0],
        (Some(20), Some(6000), Some(0))
    );
}

#[test]
fn a_value_beyond_all_bounds_is_unknown_rather_than_wrong() {
    let grader = sized(vec![number("seats", 1, i64::MAX).quantity(Unit::User)]);
    assert_eq!(
        values(&grader, json!({"seats": i64::MAX}))[0],
        (Some(i64::MAX), None, Some(0))
    );
}

#[test]
fn a_service_that_is_no_longer_sold_stays_in_its_gap_only() {
    let grader = grader_of(vec![many("list", vec![state("a", 1.0).service("fax"), none()])]);
    let follow_up = follow(&grader, json!({"list": ["none"]}));
    assert_eq!(follow_up.gaps[0].service, Some(id("fax")));
    assert_eq!(follow_up.services, []);
}

#[test]
fn gains_are_known_where_there_is_no_total() {
    let questionnaire = Assessment {
        bands: vec![],
        ..grader_of(vec![list()])
    };
    let gains: Vec<f64> = follow(&questionnaire, json!({"list": ["mail"]}))
        .gaps
        .iter()
        .map(|gap| gap.gain)
        .collect();
    assert_eq!(gains, [25.0]);
}
