//! The browser and the server agree to the last bit: the very script that pages load, run beside the core.

use gradewright::assessment::*;
use proptest::prelude::*;
use rquickjs::{Context, Function, Object, Runtime};
use serde_json::{Map, Value, json};

use crate::generate::{any_case, catalogue};

/// A JavaScript engine that has loaded the theme's `score.js`.
struct Page {
    context: Context,
}

impl Page {
    fn open() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/static/score.js");
        let script = std::fs::read_to_string(script).unwrap();
        let context = Context::full(&Runtime::new().unwrap()).unwrap();
        context.with(|js| js.eval::<(), _>(script).unwrap());
        Self { context }
    }

    /// Calls a function of the script the way a page does: both arguments parsed from JSON.
    fn call(&self, function: &str, sheet: &Value, answers: &Value) -> Value {
        self.context.with(|js| {
            let api: Object = js.globals().get("gradewrightScore").unwrap();
            js.globals()
                .set("called", api.get::<_, Function>(function).unwrap())
                .unwrap();
            let run: Function = js
                .eval(
                    "(sheet, answers) => { const r = called(JSON.parse(sheet), JSON.parse(answers)); \
                     return JSON.stringify(r instanceof Set ? [...r] : r) }",
                )
                .unwrap();
            let result: String = run.call((sheet.to_string(), answers.to_string())).unwrap();
            serde_json::from_str(&result).unwrap()
        })
    }
}

/// Numbers become the bits of their doubles, so that equal means equal to the last bit.
fn bits(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(format!("{:016x}", number.as_f64().unwrap().to_bits())),
        Value::Array(list) => list.into_iter().map(bits).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, bits(value))).collect(),
        other => other,
    }
}

fn keep(value: &Value, keys: &[&str]) -> Value {
    let keep = |entry: &Value| {
        keys.iter()
            .map(|key| ((*key).to_owned(), entry[key].clone()))
            .collect()
    };
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| Value::Object(keep(entry)))
        .collect()
}

fn agree(page: &Page, assessment: &Assessment, sent: &Map<String, Value>) -> Result<(), TestCaseError> {
    let answers = Answers::from_json(assessment, sent).expect("valid answers");
    let sheet = sheet(assessment);
    // A page sends what it holds; a page that restores stored answers holds the canonical form.
    for body in [json!(sent), json!(answers)] {
        let asked: Vec<_> = assessment
            .questions()
            .filter(|question| visible(assessment, &answers).contains(&question.id))
            .map(|question| question.id.clone())
            .collect();
        prop_assert_eq!(page.call("visible", &sheet, &body), json!(asked));

        let scorecard = score(assessment, &answers);
        let mut expected = json!(scorecard);
        if let Some(capped_by) = expected["capped_by"].as_array() {
            expected["capped_by"] = keep(&json!(capped_by), &["question", "option"]);
        }
        prop_assert_eq!(bits(page.call("score", &sheet, &body)), bits(expected));

        let follow_up = json!(follow_up(assessment, &answers, &scorecard, &catalogue()));
        let keys = ["question", "option", "kind", "service", "gain", "critical"];
        prop_assert_eq!(
            bits(page.call("gaps", &sheet, &body)),
            bits(keep(&follow_up["gaps"], &keys))
        );
        let way = next_band(
            assessment,
            &scorecard,
            &gradewright::assessment::follow_up(assessment, &answers, &scorecard, &catalogue()).gaps,
        );
        let way = way.map(|way| json!({"band": way.band, "to": way.to, "gaps": way.gaps}));
        prop_assert_eq!(page.call("next", &sheet, &body), json!(way));
        let keys = ["id", "strength", "gain", "critical"];
        prop_assert_eq!(
            bits(page.call("services", &sheet, &body)),
            bits(keep(&follow_up["services"], &keys))
        );
    }
    Ok(())
}

#[test]
fn the_page_and_the_server_score_alike_to_the_last_bit() {
    let page = Page::open();
    proptest!(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) }, |(case in any_case())| {
        agree(&page, &case.assessment, &case.sent)?;
    });
}

/// Without this, the test above could pass on cases that are all alike.
#[test]
fn the_random_cases_reach_everything_that_can_differ() {
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    let seen: RefCell<BTreeMap<String, u32>> = RefCell::default();
    proptest!(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) }, |(case in any_case())| {
        let answers = case.answers();
        let scorecard = score(&case.assessment, &answers);
        let follow_up = follow_up(&case.assessment, &answers, &scorecard, &catalogue());
        let mut marks = vec![];
        marks.extend(scorecard.questions.iter().map(|question| format!("{:?}", question.standing)));
        marks.extend(follow_up.gaps.iter().map(|gap| format!("{:?}", gap.kind)));
        marks.extend(follow_up.services.iter().map(|service| format!("{:?}", service.strength)));
        marks.extend(follow_up.gaps.iter().filter(|gap| gap.critical).map(|_| "critical gap".to_owned()));
        marks.extend(scorecard.capped_by.iter().map(|_| "capped".to_owned()));
        marks.extend(scorecard.outcome.iter().map(|_| "outcome".to_owned()));
        marks.extend((follow_up.services.len() > 2).then(|| "several services".to_owned()));
        marks.extend(case.sent.contains_key("constructor").then(|| "constructor answered".to_owned()));
        marks.extend((!case.sent.contains_key("constructor")).then(|| "constructor open".to_owned()));
        for mark in marks {
            *seen.borrow_mut().entry(mark).or_default() += 1;
        }
    });
    let seen = seen.into_inner();
    let wanted = [
        "Scored",
        "Noted",
        "Unanswered",
        "NotApplicable",
        "Hidden",
        "NotTicked",
        "NoneStated",
        "ProblemTicked",
        "NotSure",
        "BelowBest",
        "Strengthen",
        "Start",
        "critical gap",
        "capped",
        "outcome",
        "several services",
        "constructor answered",
        "constructor open",
    ];
    for mark in wanted {
        assert!(
            seen.get(mark).copied().unwrap_or(0) >= 5,
            "{mark} came up too rarely: {seen:?}"
        );
    }
}
