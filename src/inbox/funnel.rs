//! How far people get with an assessment, step by step and by source.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::facts::{AssessmentFacts, Facts};
use super::list::{Choice, today};
use super::page::page;
use super::posted::Fields;
use super::room::Room;
use super::session::Signed;
use super::trouble::Trouble;
use crate::assessment::AssessmentId;
use crate::brief::day;
use crate::store::{Funnel, Step};
use crate::words::english;

/// How far back, in days; nothing else is asked for.
const TIMES: [(&str, Option<i32>, &str); 4] = [
    ("30", Some(30), "30 days"),
    ("90", Some(90), "90 days"),
    ("365", Some(365), "A year"),
    ("all", None, "All"),
];

/// What `funnel.html` sees.
#[derive(Serialize)]
struct View {
    title: &'static str,
    /// The one on show, by title.
    assessment: Option<String>,
    /// The one source on show.
    source: Option<String>,
    period: String,
    assessments: Vec<Choice>,
    times: Vec<Choice>,
    choices: Vec<Choice>,
    steps: Vec<Line>,
    sources: Vec<SourceLine>,
}

/// One step.
#[derive(Debug, Serialize, PartialEq)]
struct Line {
    label: String,
    conditional: bool,
    people: String,
    share: String,
    /// Of a bar that is 100 wide.
    width: u64,
    lost: String,
    lost_share: Option<String>,
}

#[derive(Serialize)]
struct SourceLine {
    href: String,
    label: String,
    started: String,
    finished: String,
    finished_share: Option<String>,
    contact: String,
    contact_share: Option<String>,
}

/// `GET /inbox/funnel`
pub(super) async fn get(
    State(room): State<Arc<Room>>,
    signed: Signed,
    RawQuery(query): RawQuery,
) -> Result<Response, Trouble> {
    let facts = room.facts();
    let asked = Fields::of_query(query.as_deref());
    let time = TIMES.iter().find(|(name, ..)| *name == asked.get("days"));
    let (time, days, _) = *time.unwrap_or(&TIMES[1]);
    // Today is one of them.
    let from = days.map(|days| today().saturating_sub((days - 1).days()));
    let (id, funnel) = counted(&room, &facts, asked.get("assessment"), from).await?;
    let chosen = id.as_ref().and_then(|id| facts.assessments.get(id));
    let source = Some(asked.get("source")).filter(|source| !source.is_empty());
    let shown: Vec<&BTreeMap<Step, u64>> = match source {
        Some(source) => funnel.sources.get(source).into_iter().collect(),
        None => funnel.sources.values().collect(),
    };
    let steps = chosen.filter(|_| !shown.is_empty()).map(|one| lines(one, &shown));
    let view = View {
        title: "Funnel",
        assessment: chosen.map(|one| one.title.clone()),
        source: source.map(str::to_owned),
        period: period(from, funnel.since),
        assessments: assessments(&facts, id.as_ref()),
        times: TIMES
            .map(|(value, _, label)| choice(value, label, value == time))
            .into(),
        choices: sources(&funnel, source),
        steps: steps.unwrap_or_default(),
        sources: by_source(&funnel, id.as_ref(), time),
    };
    page(&facts, Some(&signed), "funnel.html", StatusCode::OK, &view)
}

/// The assessment that is asked for; where none is, the first that anything was counted for.
async fn counted(
    room: &Room,
    facts: &Facts,
    asked: &str,
    from: Option<Date>,
) -> Result<(Option<AssessmentId>, Funnel), Trouble> {
    if let Some((id, _)) = facts.assessments.iter().find(|(id, _)| id.as_str() == asked) {
        return Ok((Some(id.clone()), room.store.funnel(id.clone(), from).await?));
    }
    for id in facts.assessments.keys() {
        let funnel = room.store.funnel(id.clone(), from).await?;
        if !funnel.sources.is_empty() {
            return Ok((Some(id.clone()), funnel));
        }
    }
    Ok((facts.assessments.keys().next().cloned(), Funnel::default()))
}

/// Every step in today's order: what is no longer asked is left out.
fn lines(assessment: &AssessmentFacts, shown: &[&BTreeMap<Step, u64>]) -> Vec<Line> {
    let people = |step: &Step| shown.iter().filter_map(|counts| counts.get(step)).sum::<u64>();
    let question = |place: usize, text: &str| format!("{}. {text}", place + 1);
    let asked = assessment.questions.iter().enumerate().map(|(place, one)| {
        let step = Step::Reached(one.id.clone());
        (question(place, &one.text), one.conditional, people(&step))
    });
    let end = [("Finished", Step::Finished), ("Contact given", Step::Contact)];
    let end = end.map(|(label, step)| (label.to_owned(), false, people(&step)));
    let started = people(&Step::Started);
    let begin = ("Started".to_owned(), false, started);
    // Whom a question is not asked is not lost there: the next step is compared with the last that all must pass.
    let mut before = None;
    let steps = [begin].into_iter().chain(asked).chain(end);
    let lines = steps.map(|(label, conditional, people)| {
        let passed = before.filter(|_| !conditional);
        if !conditional {
            before = Some(people);
        }
        let lost = passed.and_then(|passed: u64| Some((passed, passed.checked_sub(people)?)));
        let lost = lost.filter(|(_, lost)| *lost > 0);
        Line {
            label,
            conditional,
            people: figure(people),
            share: percent(people, started).unwrap_or_else(|| "–".to_owned()),
            width: (people * 100).checked_div(started).unwrap_or_default().min(100),
            lost: lost.map_or_else(|| "–".to_owned(), |(_, lost)| figure(lost)),
            lost_share: lost.and_then(|(passed, lost)| percent(lost, passed)),
        }
    });
    lines.collect()
}

/// The most finished first, then the most started.
fn by_source(funnel: &Funnel, id: Option<&AssessmentId>, time: &str) -> Vec<SourceLine> {
    let mut sources: Vec<_> = funnel.sources.iter().collect();
    let people = |counts: &BTreeMap<Step, u64>, step| counts.get(&step).copied().unwrap_or_default();
    sources.sort_by_key(|(_, counts)| {
        std::cmp::Reverse((people(counts, Step::Finished), people(counts, Step::Started)))
    });
    let lines = sources.into_iter().map(|(source, counts)| {
        let [started, finished, contact] =
            [Step::Started, Step::Finished, Step::Contact].map(|step| people(counts, step));
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("assessment", id.map_or("", AssessmentId::as_str))
            .append_pair("days", time)
            .append_pair("source", source)
            .finish();
        SourceLine {
            href: format!("?{query}"),
            label: source.clone(),
            started: figure(started),
            finished: figure(finished),
            finished_share: percent(finished, started),
            contact: figure(contact),
            contact_share: percent(contact, started),
        }
    });
    lines.collect()
}

fn figure(number: u64) -> String {
    english().number(&number.to_string())
}

/// In whole percent, half up; `None` of nobody.
fn percent(part: u64, whole: u64) -> Option<String> {
    let percent = (part * 200 + whole).checked_div(whole * 2)?;
    Some(format!("{percent} %"))
}

/// What is on show, and since when anything is counted at all.
fn period(from: Option<Date>, since: Option<Date>) -> String {
    match (from, since) {
        (Some(from), Some(since)) if since > from => format!("Counted since {}", day(since)),
        (Some(from), _) => format!("Since {}", day(from)),
        (None, Some(since)) => format!("Counted since {}", day(since)),
        (None, None) => "All".to_owned(),
    }
}

fn choice(value: &str, label: &str, chosen: bool) -> Choice {
    Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen,
    }
}

fn assessments(facts: &Facts, chosen: Option<&AssessmentId>) -> Vec<Choice> {
    let all = facts.assessments.iter();
    all.map(|(id, one)| choice(id.as_str(), &one.title, chosen == Some(id)))
        .collect()
}

/// Those that were counted; one that was asked for stays on offer.
fn sources(funnel: &Funnel, asked: Option<&str>) -> Vec<Choice> {
    let asked_only = asked.filter(|asked| !funnel.sources.contains_key(*asked));
    let all = funnel.sources.keys().map(String::as_str).chain(asked_only);
    all.map(|source| choice(source, source, asked == Some(source)))
        .collect()
}
