//! Rounds side by side: old answers by today's definition, on the ids that are shared.

use gradewright::assessment::*;
use gradewright::content::{Cache, ReadOptions, read};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::build::{
    self, answers, category, does_not_apply, grader_of, many, none, not_sure, number, one, problem, scale,
    state,
};
use crate::build::{Loaded as _, Settings as _};
use crate::generate::{any_case, catalogue, id, text};

/// What was asked in spring.
const SPRING: &str = "\
---
title: How secure are you?
---
## People
`#people, weight 2`

### How many people work at a computer?
`#seats, number 1-500, profile`

### Which of these are true?
`#habits, weight 3`
- [ ] Every password is in a vault. `#vault, points 4, service vault`
- [ ] Everyone signs in with a second step. `#mfa, points 2, service mfa`
- [ ] We print our passwords. `#paper, points 1, unloaded`
- [ ] Somebody clicked a false invoice. `#clicked, problem, points 3, service mfa`
- [ ] None of these `#none, none`

### Do you have a plan for a bad day?
`#plan, service vault`
- ( ) Yes, rehearsed `#yes, points 10`
- ( ) On paper `#written, points 5`
- ( ) No `#no, points 0`

### Who has a fax machine?
`#fax, unloaded`
- ( ) Nobody `#nobody, points 1`
- ( ) We do `#we, points 0`

## Machines
`#machines`

### How sure are you of being back within a day?
`#back, scale 0-10, service vault below 7`

### How old is the server?
`#server, scale 1-3, unloaded`

## Low
`band, from 0`
";

/// What is asked today: `#paper` and the fax are gone, `#disks` and a question are new, the server is asked about otherwise, the plan
/// has other points, and wording and weights moved.
const TODAY: &str = "\
---
title: How secure are you?
---
## Machines
`#machines`

### How sure are you to work again the next day?
`#back, scale 0-10, service vault below 7`

### How old is the oldest server?
`#server, unloaded`
- ( ) Young `#young, points 3`
- ( ) Old `#old, points 0`

## People
`#people, weight 3`

### How many people work at a computer now?
`#seats, number 1-900, profile`

### Which of these hold?
`#habits, weight 1`
- [ ] Laptops are encrypted. `#disks, points 7, service vault`
- [ ] Each login has a second step. `#mfa, points 2, service mfa`
- [ ] Every password is in the vault. `#vault, points 3, service vault`
- [ ] A false invoice was clicked. `#clicked, problem, points 3, service vault`
- [ ] None of these `#none, none`
- [ ] We don't know `#unsure, not sure`

### Is there a plan for a bad day?
`#plan, weight 2, service mfa, if seats >= 20`
- ( ) Yes, tried out `#yes, points 10`
- ( ) Written down `#written, points 4`
- ( ) No `#no, points 0`

### Who may sign for money?
`#sign, unloaded`
- ( ) Two together `#two, points 1`
- ( ) Anybody `#anybody, points 0`

## Low
`band, from 0`
";

/// The grader of a small site with this text.
fn written(text: &str) -> Assessment {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("content/site.yaml", "format: 1\nname: Acme\n"),
        ("content/services/vault.md", "---\nname: Vault\n---\n"),
        ("content/services/mfa.md", "---\nname: Second step\n---\n"),
        ("content/graders/g.md", text),
    ];
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let reading = read(folder.path(), &ReadOptions::default(), &mut Cache::default());
    let site = reading
        .site
        .unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
    let published = &site.assessments[&id::<AssessmentId>("g")];
    Assessment::clone(&published.definition.assessment)
}

/// A day that decisions are due on or not.
const DAY: Date = date(2027, 6, 1);

/// An assessment with the answers to it.
struct Told {
    assessment: Assessment,
    answers: Answers,
    decisions: Decisions,
    expectations: Option<Expectations>,
}

impl Told {
    fn new(assessment: &Assessment, sent: Value) -> Self {
        Self {
            assessment: assessment.clone(),
            answers: answers(assessment, sent),
            decisions: Decisions::default(),
            expectations: None,
        }
    }

    fn round(&self) -> Round<'_> {
        Round {
            on: date(2027, 3, 1),
            assessment: &self.assessment,
            answers: &self.answers,
            decisions: &self.decisions,
            expectations: self.expectations.as_ref(),
        }
    }
}

fn compared(today: &Assessment, earlier: &Told, later: &Told) -> Compared {
    compare(today, &earlier.round(), &later.round(), DAY)
}

/// `key better`: the gap's key, and what the change is.
fn told(changes: &[Change]) -> Vec<String> {
    let told = |change: &Change| {
        let key = match &change.option {
            Some(option) => format!("{}.{option}", change.question),
            None => change.question.to_string(),
        };
        match &change.kind {
            ChangeKind::State => format!("{key} state"),
            ChangeKind::Problem => format!("{key} problem"),
            ChangeKind::Answer { better, worse, best } => format!("{key} {worse} < {better} {best}"),
        }
    };
    changes.iter().map(told).collect()
}

fn ids(asked: &[Asked]) -> Vec<(&str, &str)> {
    asked
        .iter()
        .map(|one| (one.id.as_str(), one.text.as_str()))
        .collect()
}

/// A year of two rounds, the second by today's words, added up by hand from the two texts above.
///
/// Shared: seats, habits (mfa 2, vault 3, clicked 3), plan (if there are 20 seats), back. Weights: machines 1, people 3; in people
/// habits 1 and plan 2.
#[test]
fn a_changed_definition_is_compared_on_what_both_were_asked() {
    let (spring, today) = (written(SPRING), written(TODAY));
    let then = Told::new(
        &spring,
        json!({"seats": 30, "habits": ["vault", "paper", "clicked"], "plan": "no", "fax": "we", "back": 4, "server": 1}),
    );
    let now = Told::new(
        &today,
        json!({"seats": 40, "habits": ["disks", "mfa"], "plan": "written", "sign": "two", "back": 9, "server": "young"}),
    );
    let change = compared(&today, &then, &now);
    // Then: habits 3 of 8, plan 0 of 10; people (1·3/8 + 2·0) / 3; machines 4/10.
    let people = (3.0 / 8.0) / 3.0;
    close(change.earlier_total, (3.0 * people + 0.4) / 4.0 * 100.0);
    // Now: habits (2 + 3) of 8, plan 4 of 10; machines 9/10.
    let people_now = (5.0 / 8.0 + 2.0 * 0.4) / 3.0;
    close(change.later_total, (3.0 * people_now + 0.9) / 4.0 * 100.0);
    let categories: Vec<_> = change.categories.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(categories, ["machines", "people"]);
    close(change.categories[0].earlier, 40.0);
    close(change.categories[0].later, 90.0);
    close(change.categories[1].earlier, people * 100.0);
    close(change.categories[1].later, people_now * 100.0);
    assert_eq!(
        told(&change.gained),
        [
            "back 4 < 9 false",
            "habits.mfa state",
            "habits.clicked problem",
            "plan No < Written down false"
        ]
    );
    assert_eq!(told(&change.lost), ["habits.vault state"]);
    let lost = &change.lost[0];
    assert_eq!(
        (lost.asked.as_str(), lost.text.as_str()),
        ("Which of these hold?", "Every password is in the vault.")
    );
    let services: Vec<_> = change
        .gained
        .iter()
        .map(|one| one.service.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(
        services,
        ["vault", "mfa", "vault", "mfa"],
        "as they are loaded today"
    );
    assert_eq!(ids(&change.new_questions), [("sign", "Who may sign for money?")]);
    assert_eq!(
        ids(&change.retired_questions),
        [("fax", "Who has a fax machine?")]
    );
    assert_eq!(
        ids(&change.changed_questions),
        [("server", "How old is the oldest server?")]
    );

    // The picture: each round on what it shares with today.
    let points = trend(&today, &[then.round(), now.round()]);
    assert_eq!(
        points
            .iter()
            .map(|point| (point.shared, point.of))
            .collect::<Vec<_>>(),
        [(4, 6), (6, 6)]
    );
    assert_eq!(points[0].on, date(2027, 3, 1));
    close(points[0].total, (3.0 * people + 0.4) / 4.0 * 100.0);
    // By itself the later round counts all of today: habits (7 + 2 + 3) of 15, plan 4 of 10, sign 1; server 1 of 1.
    let people = (12.0 / 15.0 + 2.0 * 0.4 + 1.0) / 4.0;
    close(points[1].total, (3.0 * people + (0.9 + 1.0) / 2.0) / 4.0 * 100.0);
    close(points[1].categories[0].score, 95.0);
}

#[test]
fn two_old_rounds_are_compared_by_today_too() {
    let (spring, today) = (written(SPRING), written(TODAY));
    let sent = |habits: Value, seats: u32| {
        let sent =
            json!({"seats": seats, "habits": habits, "plan": "yes", "fax": "we", "back": 10, "server": 1});
        Told::new(&spring, sent)
    };
    // With 10 seats the plan is not asked today: people is habits alone.
    let change = compared(&today, &sent(json!(["paper"]), 10), &sent(json!(["none"]), 30));
    close(change.earlier_total, (3.0 * (3.0 / 8.0) + 1.0) / 4.0 * 100.0);
    close(
        change.later_total,
        (3.0 * ((3.0 / 8.0 + 2.0) / 3.0) + 1.0) / 4.0 * 100.0,
    );
    assert_eq!((told(&change.gained), told(&change.lost)), (vec![], vec![]));
    assert_eq!(change.new_questions, []);
    assert_eq!(
        ids(&change.retired_questions),
        [("fax", "Who has a fax machine?")]
    );
    assert_eq!(
        ids(&change.changed_questions),
        [("server", "How old is the oldest server?")]
    );
}

fn close(found: Option<f64>, expected: f64) {
    let found = found.expect("a score");
    assert!((found - expected).abs() < 1e-8, "{found} is not {expected}");
}

#[test]
fn an_answer_that_today_does_not_have_takes_its_question_out_of_both_rounds() {
    let plan = |best: &str| {
        one(
            "plan",
            vec![state(best, 10.0), state("written", 4.0), state("no", 0.0)],
        )
    };
    let list = || many("list", vec![state("a", 1.0), state("b", 1.0)]);
    let before = grader_of(vec![plan("perfect"), list()]);
    let today = grader_of(vec![plan("rehearsed"), list()]);
    let then = Told::new(&before, json!({"plan": "perfect", "list": ["a"]}));
    let now = Told::new(&today, json!({"plan": "no", "list": ["a", "b"]}));
    let change = compared(&today, &then, &now);
    assert_eq!(
        (change.earlier_total, change.later_total),
        (Some(50.0), Some(100.0))
    );
    assert_eq!(ids(&change.changed_questions), [("plan", "About plan?")]);
    assert_eq!(told(&change.gained), ["list.b state"]);
    assert_eq!(change.lost, []);
    // Where both chose from what is shared, that is the whole ladder.
    let then = Told::new(&before, json!({"plan": "written", "list": ["a"]}));
    let change = compared(&today, &then, &now);
    assert_eq!(
        (change.earlier_total, change.later_total),
        (Some(75.0), Some(50.0))
    );
    assert_eq!(
        told(&change.lost),
        ["plan Statement no. < Statement written. true"]
    );
}

#[test]
fn not_sure_and_none_mean_what_they_meant() {
    let list = |more: Vec<Choice>| {
        let choices = [state("a", 1.0), problem("p", 1.0)];
        grader_of(vec![
            many("list", choices.into_iter().chain(more).collect()),
            scale("s", 0, 4),
        ])
    };
    let (plain, full) = (list(vec![]), list(vec![none(), not_sure()]));
    let total = |then: &Assessment, ticked: &str, today: &Assessment| {
        let then = Told::new(then, json!({"list": [ticked], "s": 1}));
        trend(today, &[then.round()])[0].total.unwrap()
    };
    // Not sure scores 0, problems too, also where today has no such way to answer: then the question is out.
    assert_eq!(total(&full, "not-sure", &full), 12.5);
    assert_eq!(total(&full, "not-sure", &plain), 25.0);
    // None of these: no good state, no problem.
    assert_eq!(total(&full, "none", &full), 37.5);
    assert_eq!(total(&full, "none", &plain), 37.5);
    assert_eq!(total(&plain, "p", &full), 12.5);
    // A statement that became a problem is another statement.
    let turned = grader_of(vec![
        many("list", vec![problem("a", 1.0), problem("p", 1.0)]),
        scale("s", 0, 4),
    ]);
    assert_eq!(total(&plain, "a", &turned), 62.5);

    // What does not apply is no gain and no loss, and a *one* that has no such option today is left open.
    let asked = |with: bool| {
        let mut choices = vec![state("yes", 1.0), state("no", 0.0)];
        choices.extend(with.then(does_not_apply));
        grader_of(vec![one("q", choices), scale("s", 0, 4)])
    };
    let then = Told::new(&asked(true), json!({"q": "n-a", "s": 4}));
    for today in [asked(true), asked(false)] {
        let now = Told::new(&today, json!({"q": "no", "s": 4}));
        let change = compared(&today, &then, &now);
        assert_eq!(
            (change.earlier_total, change.later_total),
            (Some(100.0), Some(50.0))
        );
        assert_eq!((change.gained, change.lost), (vec![], vec![]));
        assert_eq!(change.changed_questions, []);
    }
}

#[test]
fn a_scale_with_another_range_is_another_question() {
    let (five, ten) = (
        grader_of(vec![scale("s", 0, 5)]),
        grader_of(vec![scale("s", 0, 10)]),
    );
    let change = compared(
        &ten,
        &Told::new(&five, json!({"s": 5})),
        &Told::new(&ten, json!({"s": 5})),
    );
    assert_eq!((change.earlier_total, change.later_total), (None, None));
    assert_eq!(ids(&change.changed_questions), [("s", "About s?")]);
    assert_eq!((change.gained, change.lost), (vec![], vec![]));
}

#[test]
fn conditions_are_todays_where_they_look_at_what_is_shared() {
    let asked_if = |seats: &str, least: f64| {
        let list = many("list", vec![state("a", 1.0), state("b", 1.0)]);
        let condition = Condition::Compare(id(seats), Comparison::AtLeast, least);
        grader_of(vec![
            number(seats, 1, 500),
            list.shown_if(condition),
            scale("s", 0, 4),
        ])
    };
    let before = asked_if("seats", 10.0);
    let then = Told::new(&before, json!({"seats": 15, "list": ["a"], "s": 4}));
    // Today only from 20 on: it is out.
    assert_eq!(
        trend(&asked_if("seats", 20.0), &[then.round()])[0].total,
        Some(100.0)
    );
    assert_eq!(trend(&before, &[then.round()])[0].total, Some(75.0));
    // Today it depends on something that nobody was asked then: what was answered counts.
    assert_eq!(
        trend(&asked_if("people", 20.0), &[then.round()])[0].total,
        Some(75.0)
    );
    // Whoever was not asked then gave no answer that counts, also where one was sent along.
    let hidden = Told::new(&before, json!({"seats": 9, "list": ["a"], "s": 4}));
    let always = grader_of(vec![
        many("list", vec![state("a", 1.0), state("b", 1.0)]),
        scale("s", 0, 4),
    ]);
    assert_eq!(trend(&always, &[hidden.round()])[0].total, Some(100.0));
}

#[test]
fn decisions_fall_due_until_their_gap_is_closed() {
    let list = || {
        many(
            "list",
            vec![
                state("a", 1.0),
                state("b", 1.0),
                state("c", 1.0),
                state("d", 1.0),
                state("e", 1.0),
            ],
        )
    };
    let before = grader_of(vec![
        list(),
        one("old", vec![state("yes", 1.0), state("no", 0.0)]),
        scale("s", 0, 4),
    ]);
    let today = grader_of(vec![list(), scale("s", 0, 4)]);
    let mut then = Told::new(&before, json!({"list": ["e"], "old": "no", "s": 2}));
    let decided = |decision, review: Option<Date>| Decided {
        decision,
        review,
        ..Decided::default()
    };
    let accept = Some(Decision::Accept);
    then.decisions.who = Some("Ms Owner".into());
    then.decisions.gaps = [
        ("list.a", decided(accept, Some(DAY))),
        ("list.b", decided(accept, Some(date(2027, 6, 2)))),
        ("list.c", decided(Some(Decision::Want), Some(date(2027, 1, 1)))),
        ("list.d", decided(Some(Decision::Want), None)),
        ("old", decided(None, Some(date(2027, 2, 1)))),
        (
            "s",
            Decided {
                explain: true,
                ..Decided::default()
            },
        ),
    ]
    .map(|(gap, decided)| (gap.to_owned(), decided))
    .into();
    let mut now = Told::new(&today, json!({"list": ["c"], "s": 2}));
    let due = |then: &Told, now: &Told| -> Vec<String> {
        let due = compared(&today, then, now).decisions_due;
        due.iter()
            .map(|due| format!("{} {}", due.gap, due.review))
            .collect()
    };
    // c is closed, b not due before tomorrow, d has no day, s was only to be explained.
    assert_eq!(due(&then, &now), ["old 2027-02-01", "list.a 2027-06-01"]);
    let found = compared(&today, &then, &now).decisions_due;
    assert_eq!((found[0].text.as_str(), found[0].decision), ("About old?", None));
    assert_eq!(
        (found[1].text.as_str(), found[1].decision),
        ("Statement a.", accept)
    );
    assert_eq!(found[1].who.as_deref(), Some("Ms Owner"));
    // A day for everything is that of each gap without its own.
    then.decisions.review = Some(date(2027, 5, 1));
    assert_eq!(
        due(&then, &now),
        ["old 2027-02-01", "list.d 2027-05-01", "list.a 2027-06-01"]
    );
    assert_eq!(compared(&today, &then, &now).look_again, Some(date(2027, 5, 1)));
    // What was decided again stands instead, and everything may be looked at later.
    now.decisions.gaps.insert(
        "list.a".into(),
        decided(Some(Decision::Discuss), Some(date(2028, 1, 1))),
    );
    now.decisions.gaps.insert(
        "list.b".into(),
        decided(Some(Decision::Discuss), Some(date(2027, 4, 1))),
    );
    now.decisions.review = Some(date(2028, 1, 1));
    assert_eq!(
        due(&then, &now),
        ["old 2027-02-01", "list.b 2027-04-01", "list.d 2027-05-01"]
    );
    assert_eq!(compared(&today, &then, &now).look_again, None);
}

#[test]
fn assumptions_persist_where_both_rounds_have_them() {
    let assessment = grader_of(vec![many(
        "list",
        vec![
            state("a", 1.0).service("backup"),
            state("b", 1.0).service("email"),
            state("c", 1.0).service("patching"),
        ],
    )]);
    let mut catalogue = catalogue();
    let package = Package {
        id: id("basic"),
        name: "Basic".into(),
        includes: vec![id("patching")],
        add_ons: vec![],
    };
    catalogue.packages.push(package.clone());
    let told = |ticked: Value| {
        let mut told = Told::new(&assessment, json!({"list": ticked}));
        told.expectations = Some(expectations(
            &assessment,
            &told.answers,
            &catalogue,
            &package,
            false,
        ));
        told
    };
    let (more, now) = (told(json!(["a", "b", "c"])), told(json!(["b", "c"])));
    // The same both ways: what was assumed only once does not persist, and what is in the package is no assumption.
    for (then, now) in [(&more, &now), (&now, &more)] {
        let persisting = compared(&assessment, then, now).persisting;
        assert_eq!(persisting.len(), 1);
        assert_eq!(persisting[0].service, id("email"));
        assert_eq!(persisting[0].states[0].key(), "list.b");
    }
    let unknown = Told {
        expectations: None,
        ..told(json!(["a"]))
    };
    assert_eq!(compared(&assessment, &unknown, &now).persisting, []);
}

/// The total of one round on shared ground, computed another way: from the definitions' JSON, with no code of the core. Without conditions.
fn by_hand(today: &Value, rounds: [(&Value, &Value); 2], which: usize) -> Option<f64> {
    let find = |assessment: &Value, id: &Value| -> Option<Value> {
        let categories = assessment["categories"].as_array()?;
        let mut questions = categories
            .iter()
            .flat_map(|category| category["questions"].as_array().unwrap());
        questions.find(|question| question["id"] == *id).cloned()
    };
    let role = |question: &Value, option: &Value| -> Value {
        let choices = question["shape"]["choices"].as_array().unwrap();
        let found = choices.iter().find(|choice| choice["id"] == *option);
        found.map_or(Value::Null, |choice| choice["role"].clone())
    };
    let (mut top, mut bottom) = (0.0, 0.0);
    for category in today["categories"].as_array()? {
        let (mut sum, mut weights) = (0.0, 0.0);
        for question in category["questions"]
            .as_array()?
            .iter()
            .filter(|question| question["scored"] == true)
        {
            let then: Vec<Value> = rounds
                .iter()
                .filter_map(|(of, _)| find(of, &question["id"]))
                .collect();
            let kind = |of: &Value| {
                (
                    of["shape"]["is"].clone(),
                    of["shape"]["min"].clone(),
                    of["shape"]["max"].clone(),
                )
            };
            if then.len() < 2 || then.iter().any(|then| kind(then) != kind(question)) {
                continue;
            }
            let given = |n: usize| &rounds[n].1[question["id"].as_str().unwrap()];
            let (least, best) = (&question["shape"]["min"], &question["shape"]["max"]);
            let mut score = None;
            if question["shape"]["is"] == "scale" {
                let of = |value: &Value| value.as_f64().unwrap();
                score = given(which)
                    .as_f64()
                    .map(|value| (value - of(least)) / (of(best) - of(least)));
            } else {
                let plain = |role: &Value| role == "state" || role == "problem";
                let choices = question["shape"]["choices"].as_array()?;
                let kept: Vec<&Value> = choices
                    .iter()
                    .filter(|choice| plain(&choice["role"]))
                    .filter(|choice| {
                        then.iter()
                            .all(|then| role(then, &choice["id"]) == choice["role"])
                    })
                    .collect();
                let has = |wanted: &str| choices.iter().any(|choice| choice["role"] == wanted);
                let is_kept = |option: &Value| kept.iter().any(|choice| choice["id"] == *option);
                let lone = |n: usize| {
                    if given(n).is_array() {
                        &given(n)[0]
                    } else {
                        given(n)
                    }
                };
                let mut out = kept.is_empty();
                for n in 0..2 {
                    if given(n).is_null() {
                        continue;
                    }
                    let said = role(&then[n], lone(n));
                    out |= said == "not-sure" && !has("not-sure");
                    out |= !given(n).is_array() && plain(&said) && !is_kept(given(n));
                }
                let answer = given(which);
                let said = if answer.is_null() {
                    Value::Null
                } else {
                    role(&then[which], lone(which))
                };
                if out || answer.is_null() || said == "not-applicable" {
                    continue;
                }
                let points = |choice: &Value| choice["points"].as_f64().unwrap();
                if let Some(ticked) = answer.as_array() {
                    let whole: f64 = kept.iter().map(|choice| points(choice)).sum();
                    let well =
                        |choice: &&&Value| ticked.contains(&choice["id"]) == (choice["role"] == "state");
                    let earned: f64 = kept.iter().filter(well).map(|choice| points(choice)).sum();
                    score = (whole > 0.0).then(|| if said == "not-sure" { 0.0 } else { earned / whole });
                } else {
                    let whole = kept.iter().map(|choice| points(choice)).fold(0.0, f64::max);
                    let chosen = kept.iter().find(|choice| choice["id"] == *answer);
                    score = (whole > 0.0).then(|| chosen.map_or(0.0, |choice| points(choice)) / whole);
                }
            }
            if let Some(score) = score {
                let weight = question["weight"].as_f64()?;
                sum += weight * score;
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

fn told_of(case: &crate::generate::Case) -> Told {
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
        a in crate::generate::case(PLAIN), b in crate::generate::case(PLAIN), today in crate::generate::case(PLAIN),
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

const PLAIN: crate::generate::Mix = crate::generate::Mix {
    conditions: false,
    outcomes: false,
};
