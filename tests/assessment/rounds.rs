//! Rounds side by side: old answers by today's definition, on the ids that are shared.

use gradewright::assessment::*;
use gradewright::content::{Cache, ReadOptions, read};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use crate::build::{Loaded as _, Settings as _};
use crate::build::{
    answers, does_not_apply, grader_of, many, none, not_sure, number, one, problem, scale, state,
};
use crate::generate::{catalogue, id};

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
pub(crate) struct Told {
    pub assessment: Assessment,
    pub answers: Answers,
    pub decisions: Decisions,
    pub expectations: Option<Expectations>,
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

    pub(crate) fn round(&self) -> Round<'_> {
        Round {
            on: date(2027, 3, 1),
            assessment: &self.assessment,
            answers: &self.answers,
            decisions: &self.decisions,
            expectations: self.expectations.as_ref(),
        }
    }
}

pub(crate) fn compared(today: &Assessment, earlier: &Told, later: &Told) -> Compared {
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
