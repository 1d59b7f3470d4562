//! Scoring, rule by rule.

use gradewright::assessment::*;
use serde_json::json;

use crate::build::*;
use crate::generate::id;

fn standing(scorecard: &Scorecard, question: &str) -> Standing {
    scorecard
        .questions
        .iter()
        .find(|entry| entry.id.as_str() == question)
        .unwrap()
        .standing
}

/// vault 4, disks 3, mail 1; none; not sure.
fn infosec() -> Question {
    many(
        "infosec",
        vec![
            state("vault", 4.0),
            state("disks", 3.0),
            state("mail", 1.0),
            none(),
            not_sure(),
        ],
    )
}

/// yes 10, paper 6, no 0; not sure; n/a.
fn plan() -> Question {
    let no = state("no", 0.0);
    one(
        "plan",
        vec![
            state("yes", 10.0),
            state("paper", 6.0),
            no,
            not_sure(),
            does_not_apply(),
        ],
    )
}

#[test]
fn ticked_good_states_earn_their_points() {
    let grader = grader_of(vec![infosec()]);
    assert_eq!(total(&grader, json!({"infosec": ["vault"]})), 50.0);
    assert_eq!(
        total(&grader, json!({"infosec": ["mail", "vault", "disks"]})),
        100.0
    );
}

#[test]
fn none_among_good_states_scores_nothing() {
    assert_eq!(
        total(&grader_of(vec![infosec()]), json!({"infosec": ["none"]})),
        0.0
    );
}

#[test]
fn none_among_problems_scores_everything() {
    let incidents = many(
        "incidents",
        vec![problem("invoice", 2.0), problem("leaver", 2.0), none()],
    );
    let grader = grader_of(vec![incidents]);
    assert_eq!(total(&grader, json!({"incidents": ["none"]})), 100.0);
    assert_eq!(total(&grader, json!({"incidents": ["leaver"]})), 50.0);
    assert_eq!(total(&grader, json!({"incidents": ["leaver", "invoice"]})), 0.0);
}

#[test]
fn none_in_a_mixed_list_earns_the_problems_only() {
    let mixed = many("mixed", vec![state("good", 1.0), problem("bad", 3.0), none()]);
    assert_eq!(total(&grader_of(vec![mixed]), json!({"mixed": ["none"]})), 75.0);
}

#[test]
fn not_sure_scores_nothing_even_where_problems_are_not_ticked() {
    let mixed = many("mixed", vec![state("good", 1.0), problem("bad", 3.0), not_sure()]);
    assert_eq!(
        total(&grader_of(vec![mixed]), json!({"mixed": ["not-sure"]})),
        0.0
    );
    assert_eq!(total(&grader_of(vec![plan()]), json!({"plan": "not-sure"})), 0.0);
}

#[test]
fn a_single_choice_counts_against_the_largest_points_offered() {
    assert_eq!(total(&grader_of(vec![plan()]), json!({"plan": "paper"})), 60.0);
}

#[test]
fn a_scale_counts_from_its_least_value() {
    assert_eq!(
        total(&grader_of(vec![scale("recovery", 1, 5)]), json!({"recovery": 2})),
        25.0
    );
}

#[test]
fn what_does_not_apply_is_unanswered_or_hidden_leaves_the_sums() {
    let hidden = scale("cloud", 0, 10).shown_if(Condition::Is(id("plan"), id("yes")));
    let grader = grader_of(vec![
        infosec(),
        plan(),
        scale("recovery", 0, 10).optional(),
        hidden,
    ]);
    let scorecard = scored(&grader, json!({"infosec": ["vault"], "plan": "n-a", "cloud": 10}));
    assert_eq!(scorecard.total, Some(50.0));
    let standings: Vec<Standing> = scorecard
        .questions
        .iter()
        .map(|question| question.standing)
        .collect();
    use Standing::*;
    assert_eq!(standings, [Scored, NotApplicable, Unanswered, Hidden]);
    assert!(
        scorecard.questions[1..]
            .iter()
            .all(|question| question.score.is_none())
    );
}

#[test]
fn numbers_texts_and_profile_questions_are_noted() {
    let profile = one("size", vec![state("big", 1.0), state("small", 0.0)]).profile();
    let grader = grader_of(vec![
        infosec(),
        number("seats", 1, 50),
        free_text("apps", 50),
        profile,
    ]);
    let sent = json!({"infosec": ["vault"], "seats": 7, "apps": "Word", "size": "small"});
    let scorecard = scored(&grader, sent);
    assert_eq!(scorecard.total, Some(50.0));
    for noted in ["seats", "apps", "size"] {
        assert_eq!(standing(&scorecard, noted), Standing::Noted);
    }
}

#[test]
fn weights_of_questions_and_categories_count() {
    let grader = grader(vec![
        category("one", 3.0, vec![infosec().weight(2.0), plan()]),
        category("two", 1.0, vec![scale("recovery", 0, 10)]),
        category("three", 9.0, vec![scale("luck", 0, 10).optional()]),
    ]);
    let scorecard = scored(
        &grader,
        json!({"infosec": ["vault"], "plan": "yes", "recovery": 0}),
    );
    // (2 · ½ + 1 · 1) / 3 = ⅔ in a category of weight 3, 0 in one of weight 1; the third has no score.
    assert_eq!(scorecard.total, Some(50.0));
    let categories: Vec<Option<f64>> = scorecard
        .categories
        .iter()
        .map(|category| category.score)
        .collect();
    assert!((categories[0].unwrap() - 200.0 / 3.0).abs() < 1e-12);
    assert_eq!(categories[1..], [Some(0.0), None]);
}

#[test]
fn the_total_is_rounded_to_nine_decimals_and_shown_half_up() {
    let third = grader_of(vec![scale("third", 0, 3)]);
    assert_eq!(total(&third, json!({"third": 1})), 33.333333333);
    let half = grader_of(vec![scale("half", 0, 200)]);
    assert_eq!(scored(&half, json!({"half": 79})).shown, Some(40));
    assert_eq!(scored(&half, json!({"half": 78})).shown, Some(39));
}

#[test]
fn the_band_goes_by_the_number_that_is_shown() {
    let grader = grader_of(vec![scale("half", 0, 200)]);
    let band = |value| scored(&grader, json!({"half": value})).band.unwrap();
    assert_eq!(band(78).as_str(), "exposed"); // 39
    assert_eq!(band(79).as_str(), "forming"); // 39.5, shown as 40
    assert_eq!(band(159).as_str(), "sound"); // 79.5, shown as 80
}

fn capped() -> Assessment {
    let disks = state("disks", 1.0).critical();
    let list = many("infosec", vec![state("vault", 9.0), disks, none(), not_sure()]);
    Assessment {
        critical_caps_at: Some(id("forming")),
        ..grader_of(vec![list, scale("recovery", 0, 10)])
    }
}

#[test]
fn a_missing_critical_state_holds_the_band_down_and_not_the_number() {
    let scorecard = scored(&capped(), json!({"infosec": ["vault"], "recovery": 10}));
    assert_eq!(scorecard.total, Some(95.0));
    assert_eq!(scorecard.band.unwrap().as_str(), "forming");
    let missing = scorecard.capped_by.unwrap();
    assert_eq!(
        json!(missing),
        json!([{"question": "infosec", "option": "disks", "text": "Statement disks."}])
    );
}

#[test]
fn a_band_that_is_low_anyway_is_not_called_capped() {
    let scorecard = scored(&capped(), json!({"infosec": ["vault"], "recovery": 0}));
    assert_eq!(
        (scorecard.shown, scorecard.band.unwrap().as_str()),
        (Some(45), "forming")
    );
    assert_eq!(scorecard.capped_by, None);
}

#[test]
fn not_sure_leaves_a_critical_state_missing() {
    let grader = Assessment {
        critical_caps_at: Some(id("exposed")),
        ..grader_of(vec![
            many("list", vec![state("disks", 1.0).critical(), not_sure()]),
            scale("rest", 0, 10).weight(9.0),
        ])
    };
    let scorecard = scored(&grader, json!({"list": ["not-sure"], "rest": 10}));
    assert_eq!(
        (scorecard.shown, scorecard.band.unwrap().as_str()),
        (Some(90), "exposed")
    );
}

#[test]
fn only_answered_questions_can_cap() {
    let critical = || {
        one(
            "plan",
            vec![state("yes", 10.0), state("no", 0.0), does_not_apply()],
        )
        .critical()
    };
    let grader = |question| Assessment {
        critical_caps_at: Some(id("exposed")),
        ..grader_of(vec![scale("rest", 0, 10).weight(9.0), question])
    };
    let hidden = critical().shown_if(Condition::Compare(id("rest"), Comparison::Below, 5.0));
    let all_well = [
        (grader(critical()), json!({"rest": 10, "plan": "n-a"})),
        (grader(critical().optional()), json!({"rest": 10})),
        (grader(hidden), json!({"rest": 10, "plan": "no"})),
    ];
    for (grader, sent) in all_well {
        assert_eq!(scored(&grader, sent).capped_by, None);
    }
    assert!(
        scored(&grader(critical()), json!({"rest": 10, "plan": "no"}))
            .capped_by
            .is_some()
    );
}

#[test]
fn a_critical_scale_must_reach_below_or_else_the_best() {
    let grader = |question: Question| Assessment {
        critical_caps_at: Some(id("exposed")),
        ..grader_of(vec![scale("rest", 0, 10).weight(9.0), question.critical()])
    };
    let capped = |grader: &Assessment, value| {
        scored(grader, json!({"rest": 10, "s": value}))
            .capped_by
            .is_some()
    };
    let below_7 = grader(scale("s", 0, 10).below(7.0));
    assert!(capped(&below_7, 6) && !capped(&below_7, 7));
    let best = grader(scale("s", 0, 10));
    assert!(capped(&best, 9) && !capped(&best, 10));
}

#[test]
fn without_bands_there_is_no_total() {
    let questionnaire = Assessment {
        bands: vec![],
        ..grader_of(vec![infosec()])
    };
    let scorecard = scored(&questionnaire, json!({"infosec": ["vault"]}));
    assert_eq!(
        (scorecard.total, scorecard.shown, scorecard.band),
        (None, None, None)
    );
    assert_eq!(scorecard.categories[0].score, Some(50.0));
}

#[test]
fn nothing_scored_gives_no_total() {
    let grader = grader_of(vec![plan(), number("seats", 1, 9).optional()]);
    let scorecard = scored(&grader, json!({"plan": "n-a"}));
    assert_eq!((scorecard.total, scorecard.band), (None, None));
}

fn meeting() -> Assessment {
    let feeds = |name, outcome, points| choice(name, Role::State, 0.0, vec![(id(outcome), points)]);
    let format = Question {
        scored: false,
        ..one(
            "format",
            vec![feeds("call", "remote", 2.0), feeds("visit", "onsite", 2.0)],
        )
    };
    let needs = Question {
        scored: false,
        ..many(
            "needs",
            vec![
                feeds("board", "onsite", 1.5),
                feeds("travel", "remote", 1.5),
                none(),
            ],
        )
    };
    let nothing = one(
        "last",
        vec![
            state("a", 0.0),
            choice("n-a", Role::NotApplicable, 0.0, vec![(id("remote"), 9.0)]),
        ],
    );
    Assessment {
        bands: vec![],
        outcomes: vec![outcome("onsite"), outcome("remote")],
        ..grader_of(vec![
            format.optional(),
            needs.optional(),
            Question {
                scored: false,
                ..nothing
            }
            .optional(),
        ])
    }
}

#[test]
fn the_outcome_is_the_largest_tally() {
    let scorecard = scored(&meeting(), json!({"format": "call", "needs": ["board"]}));
    assert_eq!(scorecard.outcome.unwrap().as_str(), "remote");
    assert_eq!(
        json!(scorecard.tallies),
        json!([["onsite", 1.5], ["remote", 2.0]])
    );
    assert_eq!(scorecard.total, None);
}

#[test]
fn tied_outcomes_go_to_file_order_and_no_tally_to_none() {
    let tie = json!({"needs": ["travel", "board"]});
    assert_eq!(scored(&meeting(), tie).outcome.unwrap().as_str(), "onsite");
    assert_eq!(scored(&meeting(), json!({"needs": ["none"]})).outcome, None);
}

#[test]
fn what_does_not_apply_adds_to_no_outcome() {
    assert_eq!(scored(&meeting(), json!({"last": "n-a"})).outcome, None);
}

#[test]
fn conditions_read_what_was_answered_where_it_was_asked() {
    let shown = |condition, sent| {
        let asks = vec![
            plan().optional(),
            infosec().optional(),
            number("seats", 1, 500).optional(),
            scale("hidden", 0, 10)
                .optional()
                .shown_if(Condition::Is(id("plan"), id("no"))),
            free_text("more", 50).optional().shown_if(condition),
        ];
        standing(&scored(&grader_of(asks), sent), "more") != Standing::Hidden
    };
    let is = || Condition::Is(id("plan"), id("yes"));
    let has = || Condition::Has(id("infosec"), id("disks"));
    let seats = |comparison| Condition::Compare(id("seats"), comparison, 20.0);
    let not = |inner| Condition::Not(Box::new(inner));
    assert!(shown(is(), json!({"plan": "yes"})) && !shown(is(), json!({"plan": "no"})));
    assert!(
        shown(has(), json!({"infosec": ["vault", "disks"]})) && !shown(has(), json!({"infosec": ["mail"]}))
    );
    let table = [
        (Comparison::AtLeast, [false, true, true]),
        (Comparison::AtMost, [true, true, false]),
        (Comparison::Above, [false, false, true]),
        (Comparison::Below, [true, false, false]),
        (Comparison::Equal, [false, true, false]),
    ];
    for (comparison, expected) in table {
        let found = [19, 20, 21].map(|value| shown(seats(comparison), json!({"seats": value})));
        assert_eq!(found, expected, "{comparison:?}");
    }
    // Unanswered or hidden is false, then `not` applies.
    assert!(!shown(is(), json!({})) && shown(not(is()), json!({})));
    let hidden = || Condition::Compare(id("hidden"), Comparison::AtLeast, 1.0);
    assert!(!shown(hidden(), json!({"hidden": 9})) && shown(not(hidden()), json!({"hidden": 9})));
    assert!(shown(hidden(), json!({"plan": "no", "hidden": 9})));
    let both = Condition::And(Box::new(is()), Box::new(has()));
    assert!(!shown(both.clone(), json!({"plan": "yes"})));
    assert!(shown(both, json!({"plan": "yes", "infosec": ["disks"]})));
    let either = Condition::Or(Box::new(is()), Box::new(has()));
    assert!(shown(either.clone(), json!({"plan": "yes"})) && !shown(either, json!({"plan": "paper"})));
}

#[test]
fn a_text_that_reads_like_an_option_is_not_that_option() {
    let grader = grader_of(vec![free_text("plan", 50)]);
    let answers = answers(&grader, json!({"plan": "yes"}));
    let is = Condition::Is(id("plan"), id("yes"));
    assert!(!is.holds(&grader, &answers, &visible(&grader, &answers)));
}

/// As the first release of the format wrote it. Never to be edited: stores are full of such definitions.
const FIRST: &str = include_str!("definitions/first.json");
const FIRST_HASH: &str = "a9b386f31a8afb83bd3046ce6c9454aa3ca66f9b1800198a310c5754098c494c";

#[test]
fn old_definitions_stay_readable_under_their_name() {
    let definition = Definition::from_json(FIRST).unwrap();
    assert_eq!((&*definition.hash, &*definition.json), (FIRST_HASH, FIRST));
    assert_eq!(
        total(
            &definition.assessment,
            json!({"infosec": ["vault"], "recovery": 10})
        ),
        95.0
    );
}

#[test]
fn the_same_definition_has_the_same_hash_everywhere() {
    let definition = Definition::new(capped());
    assert_eq!((&*definition.json, &*definition.hash), (FIRST, FIRST_HASH));
}

#[test]
fn a_definition_with_a_long_condition_stays_readable() {
    let term = || Condition::Is(id("plan"), id("yes"));
    let long = (0..200).fold(term(), |left, _| Condition::Or(Box::new(left), Box::new(term())));
    let grader = grader_of(vec![plan(), scale("recovery", 0, 10).shown_if(long)]);
    let definition = Definition::from_json(&Definition::new(grader.clone()).json).unwrap();
    assert_eq!(*definition.assessment, grader);
    assert_eq!(
        total(&definition.assessment, json!({"plan": "yes", "recovery": 5})),
        75.0
    );
}

#[test]
fn what_is_no_definition_is_refused() {
    let twice = format!("{FIRST}{FIRST}");
    for json in ["", "{}", "[]", "null", &FIRST[..200], &twice] {
        assert!(Definition::from_json(json).is_err(), "{json}");
    }
}

#[test]
fn the_page_gets_no_prose_and_nothing_for_sales() {
    let mut grader = grader_of(vec![infosec().shown_if(Condition::Is(id("x"), id("y")))]);
    let secret = || {
        Some(Text {
            plain: "SECRET".into(),
            html: "SECRET".into(),
        })
    };
    grader.categories[0].sales = secret();
    grader.categories[0].questions[0].sales = secret();
    grader.bands[0].sales = secret();
    let sheet = sheet(&grader).to_string();
    assert!(
        !sheet.contains("SECRET") && !sheet.contains("Statement") && !sheet.contains("About"),
        "{sheet}"
    );
}
