//! The meeting with a client: which format and why, and what is talked about.

use gradewright::assessment::*;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::json;

use crate::build::{
    Loaded as _, Settings as _, answers, choice, free_text, grader_of, many, number, one, scale, state,
};
use crate::generate::{catalogue, id};

/// A company of 40 with three services to talk about and somebody who decides.
fn usual() -> ReviewFacts {
    ReviewFacts {
        seats: Some(40),
        services: 3,
        decider: Some(true),
        direction: Some(Direction::Level),
        ..ReviewFacts::default()
    }
}

#[test]
fn each_format_has_its_reason() {
    use ReviewFormat::*;
    type Case = (ReviewFormat, &'static str, fn(&mut ReviewFacts));
    let cases: [Case; 20] = [
        (CheckIn, "a few things", |_| {}),
        (AdHoc, "nothing at all", |facts| facts.services = 0),
        (AdHoc, "nothing known", |facts| *facts = ReviewFacts::default()),
        (CheckIn, "one decision is due", |facts| {
            (facts.services, facts.decisions_due) = (0, 1)
        }),
        (CheckIn, "one critical state", |facts| {
            (facts.services, facts.critical) = (0, 1)
        }),
        (CheckIn, "four things", |facts| facts.services = 4),
        (Quarterly, "five things", |facts| facts.services = 5),
        (Quarterly, "five things of all kinds", |facts| {
            (facts.services, facts.persisting, facts.lost, facts.decisions_due) = (2, 1, 1, 1);
        }),
        (Quarterly, "15 seats", |facts| {
            (facts.services, facts.seats) = (5, Some(15))
        }),
        (CheckIn, "14 seats", |facts| {
            (facts.services, facts.seats) = (9, Some(14))
        }),
        (CheckIn, "unknown seats", |facts| {
            (facts.services, facts.seats) = (9, None)
        }),
        (Quarterly, "much, and growing", |facts| {
            (facts.services, facts.direction) = (5, Some(Direction::Growing));
        }),
        (Roadmap, "growing", |facts| {
            facts.direction = Some(Direction::Growing)
        }),
        (Roadmap, "shrinking with nothing to sell", |facts| {
            (facts.services, facts.direction) = (0, Some(Direction::Shrinking));
        }),
        (Roadmap, "a project", |facts| facts.project = true),
        (Strategy, "two critical states", |facts| facts.critical = 2),
        (Strategy, "one of each, and much", |facts| {
            (facts.services, facts.critical, facts.persisting) = (9, 1, 1);
        }),
        (Roadmap, "risks without a decider", |facts| {
            (facts.critical, facts.decider) = (2, Some(false));
        }),
        (Quarterly, "risks, nobody knows who decides, and much", |facts| {
            (facts.services, facts.critical, facts.decider) = (9, 2, None);
        }),
        (AdHoc, "a trigger", |facts| {
            (facts.services, facts.critical) = (9, 2);
            facts.triggers = vec!["Their IT person is leaving".into()];
        }),
    ];
    for (format, what, change) in cases {
        let mut facts = usual();
        change(&mut facts);
        let found = review(&facts);
        assert_eq!(found.format, format, "{what}");
        assert_eq!(
            (found.minutes, found.who.as_str()),
            (format.minutes(), format.who())
        );
        assert!(!found.why.is_empty(), "{what}");
    }
}

#[test]
fn a_review_says_why_and_what_comes_first() {
    let facts = ReviewFacts {
        services: 1,
        critical: 2,
        persisting: 1,
        lost: 1,
        decisions_due: 2,
        ..usual()
    };
    let found = review(&facts);
    assert_eq!(
        found.why,
        [
            "2 critical states are missing",
            "1 assumption stood last time too",
            "1 thing is worse than last time",
            "2 decisions are due",
            "1 service to talk about",
        ]
    );
    assert!(found.first_step.unwrap().starts_with("Confirm by name"));
    assert_eq!(found.then, None);

    let found = review(&ReviewFacts {
        decider: None,
        ..facts.clone()
    });
    assert_eq!(found.format, ReviewFormat::Quarterly);
    assert!(found.first_step.unwrap().starts_with("Ask who decides"));

    let small = ReviewFacts {
        seats: Some(9),
        services: 7,
        project: true,
        direction: Some(Direction::Shrinking),
        ..usual()
    };
    let found = review(&small);
    assert_eq!(found.format, ReviewFormat::Roadmap);
    assert_eq!(
        found.why,
        [
            "7 services to talk about",
            "the company gets smaller",
            "a project is to be planned",
            "with fewer than 15 people a quarterly review would be more meeting than they need",
        ]
    );
    assert_eq!(found.first_step, None);
    let found = review(&ReviewFacts {
        seats: None,
        services: 7,
        ..usual()
    });
    assert!(found.first_step.unwrap().starts_with("Ask how many people"));

    let found = review(&ReviewFacts {
        triggers: vec!["Their IT person is leaving".into()],
        ..facts
    });
    assert_eq!(found.why, ["Their IT person is leaving"]);
    assert_eq!(found.then, Some(ReviewFormat::Strategy));
    let found = review(&ReviewFacts {
        services: 0,
        ..usual()
    });
    assert_eq!(
        found.why,
        ["there is nothing to meet about: meet when there is a reason"]
    );
    assert_eq!((found.first_step, found.then), (None, None));
}

#[test]
fn the_formats_are_the_outcomes_of_the_questionnaire() {
    use ReviewFormat::*;
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/content/questionnaires/meeting-fit.md"
    );
    let written = std::fs::read_to_string(file).unwrap();
    for format in [Quarterly, Strategy, Roadmap, CheckIn, AdHoc] {
        let outcome = format!("## {}\n`outcome, #{}`", format.name(), format.as_str());
        assert!(written.contains(&outcome), "{outcome}");
        assert_eq!(json!(format), json!(format.as_str()));
    }
}

fn any_facts() -> impl Strategy<Value = ReviewFacts> {
    let direction = prop_oneof![
        Just(None),
        Just(Some(Direction::Growing)),
        Just(Some(Direction::Level)),
        Just(Some(Direction::Shrinking))
    ];
    let counts = (0usize..12, 0usize..4, 0usize..4, 0usize..4, 0usize..4);
    let rest = (
        proptest::option::of(0i64..60),
        any::<bool>(),
        proptest::option::of(any::<bool>()),
        any::<bool>(),
    );
    (direction, counts, rest).prop_map(
        |(
            direction,
            (services, critical, persisting, lost, decisions_due),
            (seats, urgent, decider, project),
        )| {
            let triggers = urgent.then(|| "Urgent".to_owned()).into_iter().collect();
            ReviewFacts {
                seats,
                services,
                critical,
                triggers,
                direction,
                decider,
                project,
                persisting,
                lost,
                decisions_due,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1024) })]

    #[test]
    fn small_or_quiet_clients_never_get_a_quarterly_review(facts in any_facts()) {
        let found = review(&facts);
        if [Some(found.format), found.then].contains(&Some(ReviewFormat::Quarterly)) {
            prop_assert!(facts.seats.is_some_and(|seats| seats > 14));
            prop_assert!(facts.services + facts.persisting + facts.lost + facts.decisions_due > 4);
        }
    }

    #[test]
    fn a_strategy_review_needs_somebody_who_decides(facts in any_facts()) {
        let found = review(&facts);
        if [Some(found.format), found.then].contains(&Some(ReviewFormat::Strategy)) {
            prop_assert_eq!(facts.decider, Some(true));
        }
    }
}

#[test]
fn facts_and_agenda_come_from_a_response_and_what_changed() {
    let business = |name: &str, shown: Vec<Choice>| many(name, shown).profile();
    let going = |name: &str, direction| Choice {
        direction: Some(direction),
        ..choice(name, Role::State, 0.0, vec![])
    };
    let next_year = {
        let mut question = number("next-year", 0, 500).quantity(Unit::User).profile();
        if let Shape::Number { next_year, .. } = &mut question.shape {
            *next_year = true;
        }
        question
    };
    let assessment = grader_of(vec![
        business(
            "minds",
            vec![
                state("cash-flow", 1.0),
                state("projects", 1.0),
                state("people", 1.0),
            ],
        ),
        number("seats", 1, 500).quantity(Unit::User),
        one(
            "way",
            vec![
                going("up", Direction::Growing),
                going("down", Direction::Shrinking),
            ],
        )
        .profile(),
        next_year,
        one("role", vec![state("owner", 0.0), state("other", 0.0)]).profile(),
        many(
            "list",
            vec![
                state("a", 1.0).service("backup").critical(),
                state("b", 1.0).service("email"),
                state("c", 1.0).service("patching"),
            ],
        ),
        scale("calm", 0, 10),
        scale("could-go-on", 0, 10).profile(),
        number("spend", 0, 1000),
        free_text("hope", 400),
        free_text("never", 400).shown_if(Condition::Has(id("minds"), id("people"))),
    ]);
    let mut catalogue = catalogue();
    let basic = Package {
        id: id("basic"),
        name: "Basic".into(),
        includes: vec![id("patching")],
        add_ons: vec![],
    };
    catalogue.packages.push(basic.clone());
    let decides = Condition::Is(id("role"), id("owner"));
    let rules = SalesRules {
        decides: Some(&decides),
        ..SalesRules::default()
    };
    let sheet = |ticked: serde_json::Value, calm: u32| {
        json!({
            "minds": ["projects", "cash-flow"], "seats": 12, "way": "down", "next-year": 9, "role": "owner", "list": ticked,
            "calm": calm, "could-go-on": 3, "spend": 500, "hope": "In other hands.", "never": "Not shown.",
        })
    };
    let followed = |answers: &Answers| {
        let scorecard = score(&assessment, answers);
        follow_up(&assessment, answers, &scorecard, &catalogue)
            .for_client(&assessment, answers, &catalogue, &basic, false)
            .for_sales(&assessment, answers, &catalogue, &rules)
    };
    let (then, now) = (
        answers(&assessment, sheet(json!(["b", "c"]), 4)),
        answers(&assessment, sheet(json!(["b"]), 7)),
    );
    let (before, after) = (followed(&then), followed(&now));
    let mut decisions = Decisions::default();
    let decided = Decided {
        decision: Some(Decision::Accept),
        review: Some(date(2027, 1, 1)),
        ..Decided::default()
    };
    decisions.gaps.insert("list.a".into(), decided);
    let none = Decisions::default();
    let earlier = Round {
        on: date(2026, 12, 1),
        assessment: &assessment,
        answers: &then,
        decisions: &decisions,
        expectations: before.expectations.as_ref(),
    };
    let later = Round {
        answers: &now,
        decisions: &none,
        expectations: after.expectations.as_ref(),
        ..earlier
    };
    let since = compare(&assessment, &earlier, &later, date(2027, 1, 1));
    let facts = ReviewFacts::of(&assessment, &now, &after, Some(&since));
    let expected = ReviewFacts {
        seats: Some(12),
        services: 1,
        critical: 1,
        triggers: vec![],
        direction: Some(Direction::Shrinking),
        decider: Some(true),
        project: false,
        persisting: 1,
        lost: 1,
        decisions_due: 1,
    };
    assert_eq!(facts, expected);
    assert_eq!(review(&facts).format, ReviewFormat::Strategy);

    let found = agenda(&assessment, &now, &after, Some(&since));
    assert_eq!(found.business.direction, Some(Direction::Shrinking));
    assert_eq!(
        found.business.sizes,
        [Size {
            unit: Unit::User,
            now: Some(12),
            then: 9
        }]
    );
    let said: Vec<_> = found
        .business
        .said
        .iter()
        .map(|one| (one.asked.as_str(), one.answers.join(", ")))
        .collect();
    let said: Vec<_> = said
        .iter()
        .map(|(asked, answers)| (*asked, answers.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("About minds?", "Statement cash-flow., Statement projects."),
            ("About role?", "Statement owner."),
            ("About could-go-on?", "3"),
            ("About spend?", "500"),
            ("About hope?", "In other hands."),
        ]
    );
    let changes = found.changes.unwrap();
    assert_eq!((changes.gained.len(), changes.lost.len()), (1, 1));
    assert_eq!(
        (changes.earlier_total, changes.later_total),
        (since.earlier_total, since.later_total)
    );
    assert_eq!(found.decisions.len(), 1);
    let assumed: Vec<_> = found
        .assumptions
        .iter()
        .map(|one| (one.about.name.as_str(), one.persists))
        .collect();
    assert_eq!(assumed, [("EMAIL", true)]);
    assert_eq!(found.roadmap, after.sales.roadmap);

    let first = agenda(&assessment, &now, &after, None);
    assert_eq!((first.changes, first.decisions), (None, vec![]));
    assert!(!first.assumptions[0].persists);
    assert_eq!(ReviewFacts::of(&assessment, &now, &after, None).persisting, 0);
}
