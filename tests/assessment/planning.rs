//! Plans for companies that grow, stay as they are or get smaller, and the meeting to ask for. Worked out by hand.

use gradewright::assessment::*;
use serde_json::{Value, json};

use crate::build::*;
use crate::generate::id;
use crate::sales::{catalogue, grader, rules};

/// As there, with how many users and devices there will be, and where the company is going.
fn asking() -> Assessment {
    let mut grader = grader();
    let next_year = |name: &str, unit| Question {
        shape: Shape::Number {
            min: 1,
            max: 5000,
            quantity: Some(unit),
            next_year: true,
        },
        ..number(name, 1, 5000).optional()
    };
    let way = |name: &str, direction| Choice {
        direction,
        ..state(name, 0.0)
    };
    let ways = vec![
        way("more", Some(Direction::Growing)),
        way("same", Some(Direction::Level)),
        way("fewer", Some(Direction::Shrinking)),
        way("who-knows", None),
    ];
    grader.categories[0].questions.extend([
        next_year("seats-then", Unit::User),
        next_year("devices-then", Unit::Device),
        one("way", ways).profile().optional(),
    ]);
    grader
}

fn planned_at(pace: Pace, sent: Value) -> Sales {
    let grader = asking();
    let answers = answers(&grader, sent.clone());
    let follow_up = followed(&grader, sent, &catalogue());
    let rules = SalesRules {
        pace,
        ..SalesRules::default()
    };
    sales(&grader, &answers, &follow_up.services, &catalogue(), &rules)
}

fn planned(sent: Value) -> Sales {
    planned_at(Pace::default(), sent)
}

fn began(plan: &Roadmap) -> Vec<Vec<&str>> {
    let quarters = plan.quarters.iter();
    quarters
        .map(|quarter| quarter.services.iter().map(ServiceId::as_str).collect())
        .collect()
}

#[test]
fn what_next_year_costs_is_said_only_where_next_year_was_asked() {
    let today = planned(json!({"list": ["none"], "seats": 60, "devices": 70}));
    assert_eq!((today.next_year, today.roadmap.running_next_year), (None, None));
    // 75 users: email 300, mfa 225, vault 375. Still 70 devices: backup 630 and 3,500 once. Advice 500.
    let grown = planned(json!({"list": ["none"], "seats": 60, "devices": 70, "seats-then": 75}));
    let next = grown.next_year.unwrap();
    assert_eq!(
        (next.need.monthly, next.need.once, next.need.project),
        (203_000, 350_000, 250_000)
    );
    assert_eq!(
        next.sizes,
        [Size {
            unit: Unit::User,
            now: Some(60),
            then: 75
        }]
    );
    assert_eq!(
        grown.roadmap.running_next_year,
        Some(203_000),
        "all six begin in the year"
    );
    assert_eq!(grown.need.monthly, 185_000, "today is priced by today");
    let unknown = planned(json!({"list": ["none"], "seats": 60, "seats-then": 75}));
    let next = unknown.next_year.unwrap();
    assert_eq!(next.need.unknown, [Unit::Device].into());
    assert_eq!(
        unknown.roadmap.running_next_year,
        Some(140_000),
        "what is not known adds nothing"
    );
}

#[test]
fn where_a_company_is_going_is_never_assumed() {
    let way = |sent: Value| planned(sent).direction;
    assert_eq!(way(json!({"list": ["none"], "seats": 60})), None);
    assert_eq!(
        way(json!({"list": ["none"], "seats": 60, "way": "who-knows"})),
        None
    );
    assert_eq!(
        way(json!({"list": ["none"], "seats-then": 75})),
        None,
        "more than what?"
    );
    for (then, said) in [
        (59, Direction::Shrinking),
        (60, Direction::Level),
        (61, Direction::Growing),
    ] {
        let sent = json!({"list": ["none"], "seats": 60, "seats-then": then});
        assert_eq!(way(sent), Some(said), "{then}");
    }
    let sent = json!({"list": ["none"], "seats": 60, "seats-then": 75, "way": "fewer"});
    assert_eq!(
        way(sent),
        Some(Direction::Shrinking),
        "what was said outright goes first"
    );
}

#[test]
fn a_company_that_stays_as_it_is_pays_about_the_same_in_each_quarter() {
    let sent = |way: &str| json!({"list": ["none"], "seats": 60, "devices": 70, "way": way});
    // Once: the drill 2,500 (critical), the backup 3,500, the others nothing. In turn, the backup comes last.
    let level = planned_at(Pace { first: 2, later: 2 }, sent("same")).roadmap;
    let usual = planned_at(Pace { first: 2, later: 2 }, sent("more")).roadmap;
    assert_eq!(began(&usual)[0], ["drill", "mfa"]);
    let once = |plan: &Roadmap| -> Vec<i64> {
        let quarters = plan.quarters.iter();
        quarters.map(|quarter| quarter.once + quarter.project).collect()
    };
    assert!(once(&level).iter().max() <= once(&usual).iter().max());
    let all = |plan: &Roadmap| {
        let mut all: Vec<String> = began(plan).concat().into_iter().map(str::to_owned).collect();
        all.sort();
        all
    };
    assert_eq!(all(&level), all(&usual), "the same services, at other times");

    // Three set-ups of 100, 90 and 80 that would all begin in the first quarter are spread over three.
    let setups = [("a", 10_000), ("b", 9_000), ("c", 8_000), ("d", 0), ("e", 0)];
    let services: Vec<Recommendation> = setups
        .iter()
        .map(|(name, setup)| Recommendation {
            id: id(*name),
            name: (*name).to_owned(),
            strength: Strength::Start,
            gain: 10.0,
            critical: false,
            monthly: Some(if *setup == 0 { 900_000 } else { 100 }),
            setup: Some(*setup),
            quantity: Some(1),
            monthly_next_year: None,
            reasons: vec![],
        })
        .collect();
    let plan = |way| {
        let grader = asking();
        let answers = answers(&grader, json!({"list": ["none"], "way": way}));
        let rules = SalesRules::default();
        sales(&grader, &answers, &services, &Catalogue::default(), &rules).roadmap
    };
    assert_eq!(once(&plan("more")), [27_000, 0, 0, 0]);
    assert_eq!(once(&plan("same")), [10_000, 9_000, 8_000, 0]);
}

#[test]
fn a_company_that_gets_smaller_begins_with_what_costs_the_least_and_no_project() {
    // A first year: mfa 2,160, email 2,880, vault 3,600, advice 6,000, backup 11,060. The drill is critical: it stays.
    let sent = json!({"list": ["none"], "seats": 60, "devices": 70, "way": "fewer"});
    let plan = planned(sent).roadmap;
    assert_eq!(
        began(&plan),
        [
            vec!["drill", "mfa", "email"],
            vec!["vault"],
            vec!["advice"],
            vec!["backup"]
        ]
    );
    let mut catalogue = catalogue();
    catalogue.services.insert(
        id("relaunch"),
        Service {
            monthly: Some(0),
            setup: Some(1),
            ..catalogue.services[&id::<ServiceId>("drill")].clone()
        },
    );
    let project = Recommendation {
        id: id("relaunch"),
        name: "Relaunch".into(),
        strength: Strength::Start,
        gain: 90.0,
        critical: false,
        monthly: Some(0),
        setup: Some(1),
        quantity: Some(1),
        monthly_next_year: None,
        reasons: vec![],
    };
    let grader = asking();
    let plan = |way: &str| {
        let answers = answers(&grader, json!({"list": ["none"], "way": way}));
        let rules = SalesRules::default();
        sales(
            &grader,
            &answers,
            std::slice::from_ref(&project),
            &catalogue,
            &rules,
        )
        .roadmap
    };
    assert_eq!(began(&plan("more"))[0], ["relaunch"]);
    assert_eq!(began(&plan("fewer")), [[""; 0]; 4], "however cheap");
    assert_eq!(plan("fewer").later, [id("relaunch")]);
}

#[test]
fn the_pace_is_the_sites() {
    let plan = planned_at(
        Pace { first: 1, later: 2 },
        json!({"list": ["none"], "seats": 60, "devices": 70}),
    );
    let counts: Vec<usize> = began(&plan.roadmap).iter().map(Vec::len).collect();
    assert_eq!(counts, [1, 2, 2, 1]);
    let plan = planned_at(
        Pace { first: 2, later: 0 },
        json!({"list": ["none"], "seats": 60, "devices": 70}),
    );
    assert_eq!(plan.roadmap.later.len(), 4);
}

fn meeting_of(meetings: &[MeetingRule], decides: Option<&Condition>, sent: Value) -> Meeting {
    let grader = asking();
    let answers = answers(&grader, sent.clone());
    let follow_up = followed(&grader, sent, &catalogue());
    let fit = rules();
    let rules = SalesRules {
        fit: fit.iter().collect(),
        meetings,
        decides,
        ..SalesRules::default()
    };
    let sales = sales(&grader, &answers, &follow_up.services, &catalogue(), &rules);
    sales.meeting.unwrap()
}

#[test]
fn without_rules_a_meeting_follows_from_what_is_urgent_and_from_fit() {
    let urgent = meeting_of(&[], None, json!({"list": ["none"], "seats": 501}));
    assert_eq!((urgent.name.as_str(), urgent.minutes), ("Call today", 20));
    assert!(urgent.reasons.contains(&"A very large company".to_owned()));
    let good = meeting_of(&[], None, json!({"list": ["none"], "seats": 60}));
    assert_eq!((good.name.as_str(), good.minutes), ("Review meeting", 60));
    assert!(good.reasons.contains(&"fit B".to_owned()), "{:?}", good.reasons);
    let other = meeting_of(&[], None, json!({"list": ["none"], "seats": 10}));
    assert_eq!((other.name.as_str(), other.minutes), ("First call", 30));
    assert_eq!(other.first, None);
}

#[test]
fn the_first_rule_that_holds_names_the_meeting() {
    let rule = |name: &str| MeetingRule {
        name: name.to_owned(),
        minutes: 45,
        with: "the owner".to_owned(),
        why: None,
        when: None,
        min_fit: None,
        min_monthly: None,
        urgent: false,
    };
    let meetings = [
        MeetingRule {
            when: Some(Condition::Compare(id("seats"), Comparison::Below, 15.0)),
            ..rule("By mail")
        },
        MeetingRule {
            min_monthly: Some(122_000),
            ..rule("Workshop")
        },
    ];
    let name = |sent| meeting_of(&meetings, None, sent).name;
    assert_eq!(name(json!({"list": ["none"], "seats": 14})), "By mail");
    // At 60 seats the gaps are worth 1,220 a month; without the advice, 720.
    assert_eq!(name(json!({"list": ["none"], "seats": 60})), "Workshop");
    assert_eq!(name(json!({"list": ["advice"], "seats": 60})), "Review meeting");
}

#[test]
fn whoever_cannot_decide_is_asked_to_bring_the_one_who_can() {
    let decides = Condition::Is(id("role"), id("owner"));
    let first = |role: &str| {
        let sent = json!({"list": ["none"], "seats": 60, "role": role});
        meeting_of(&[], Some(&decides), sent).first
    };
    assert_eq!(first("owner"), None);
    assert!(first("office").unwrap().contains("who decides"));
}
