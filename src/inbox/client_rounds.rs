//! All rounds of a client with one assessment: each of them, what changed since the last, how it went, which meeting follows.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::client::href;
use super::facts::Facts;
use super::list::today;
use crate::assessment::{
    Asked, Assessment, AssessmentId, Change, ChangeKind, Compared, Decision, DecisionDue, FieldName, Point,
    Review, day_in,
};
use crate::brief::{Rounds, day, shown};
use crate::store::Response;

// Of the picture, in its own units: the left and right end, the top (100) and the bottom (0).
const LEFT: f64 = 26.0;
const RIGHT: f64 = 312.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 110.0;

/// What `client-rounds.html` sees.
#[derive(Serialize)]
pub(super) struct RoundsView {
    id: String,
    title: String,
    /// The newest first.
    lines: Vec<Line>,
    trend: Option<Trend>,
    compared: Option<ComparedView>,
    review: ReviewView,
    agenda: String,
    plan: String,
    /// Where the sheets of several people are side by side.
    beside: Option<String>,
    people: usize,
}

#[derive(Serialize)]
struct Line {
    href: String,
    on: String,
    who: String,
    /// As it was shown.
    score: Option<u32>,
    result: Option<String>,
    /// The total by today's questions.
    today: Option<u32>,
    shared: usize,
    of: usize,
}

/// A picture of the totals by today's questions, in its own units.
#[derive(Serialize)]
struct Trend {
    says: String,
    line: String,
    dots: Vec<Dot>,
    first: String,
    last: String,
}

#[derive(Serialize)]
struct Dot {
    x: String,
    y: String,
    says: String,
}

/// The last two rounds side by side.
#[derive(Serialize)]
struct ComparedView {
    earlier: Option<u32>,
    later: Option<u32>,
    areas: Vec<Area>,
    /// Lists that are not empty.
    lists: Vec<List>,
    look_again: Option<String>,
}

#[derive(Serialize)]
struct Area {
    title: String,
    earlier: Option<u32>,
    later: Option<u32>,
}

#[derive(Serialize)]
struct List {
    title: &'static str,
    lines: Vec<String>,
}

/// The meeting that fits.
#[derive(Serialize)]
pub(super) struct ReviewView {
    name: &'static str,
    minutes: u32,
    who: String,
    why: String,
    first: Option<String>,
    then: Option<&'static str>,
}

/// Responses by what was answered, each of them in the order given.
pub(super) fn by_assessment(rounds: &[Response]) -> BTreeMap<AssessmentId, Vec<Response>> {
    let mut by: BTreeMap<AssessmentId, Vec<Response>> = BTreeMap::new();
    for response in rounds {
        by.entry(response.assessment.clone())
            .or_default()
            .push(response.clone());
    }
    by
}

/// What clients are asked today; of what is gone, what was asked last.
pub(super) fn asked_today<'f>(facts: &'f Facts, newest: &'f Response) -> &'f Assessment {
    let known = facts.assessments.get(&newest.assessment);
    let today = known.and_then(|one| one.for_clients.as_ref().or(one.sheet.as_ref()));
    &today.unwrap_or(&newest.definition).assessment
}

/// Who answered, by name.
pub(super) fn who(response: &Response) -> String {
    let contact = response.contact.as_ref().map(|(contact, _)| contact);
    let of = |field| contact.and_then(|contact| contact.get(field));
    of(FieldName::Name)
        .or(of(FieldName::Email))
        .unwrap_or("No name given")
        .to_owned()
}

pub(super) fn on(at: Timestamp) -> String {
    day(day_in(at, &TimeZone::UTC))
}

/// The newest sheet of each person, the newest first; of those who gave no address, the newest one.
pub(super) fn people(rounds: &[Response]) -> Vec<&Response> {
    let mut known: Vec<Option<String>> = Vec::new();
    let mut people = Vec::new();
    for response in rounds {
        let contact = response.contact.as_ref();
        let email = contact.and_then(|(contact, _)| contact.get(FieldName::Email));
        let email = email.map(|email| email.trim().to_lowercase());
        if !known.contains(&email) {
            known.push(email);
            people.push(response);
        }
    }
    people
}

impl RoundsView {
    /// `responses` are those of one assessment, the newest first; `None` of none.
    pub(super) fn new(client: &str, id: AssessmentId, responses: &[Response], facts: &Facts) -> Option<Self> {
        let newest = responses.first()?;
        let rounds = Rounds::of(asked_today(facts, newest), responses, today())?;
        let at = |page: &str| format!("{}/{page}?assessment={id}", href(facts, client));
        let people = people(responses).len();
        let lines = responses.iter().zip(rounds.points.iter().rev());
        Some(Self {
            title: facts.title(&id),
            lines: lines
                .map(|(response, point)| line(response, point, facts))
                .collect(),
            trend: trend(&rounds.points),
            compared: rounds.compared.as_ref().map(ComparedView::new),
            review: ReviewView::new(&rounds.review),
            agenda: at("agenda"),
            plan: at("plan"),
            beside: (people > 1).then(|| at("beside")),
            people,
            id: id.to_string(),
        })
    }
}

fn line(response: &Response, point: &Point, facts: &Facts) -> Line {
    let assessment = &response.definition.assessment;
    let card = &response.scorecard;
    let band = card.band.as_ref().and_then(|id| assessment.band(id));
    let outcome = card.outcome.as_ref().and_then(|id| assessment.outcome(id));
    let band = band.map(|band| band.title.clone());
    Line {
        href: format!("{}/inbox/leads/{}", facts.base_path, response.id),
        on: on(response.submitted_at),
        who: who(response),
        score: card.shown,
        result: band.or(outcome.map(|outcome| outcome.title.clone())),
        today: point.total.map(shown),
        shared: point.shared,
        of: point.of,
    }
}

/// `None` where there are not two totals.
fn trend(points: &[Point]) -> Option<Trend> {
    let known: Vec<(&Point, f64)> = points
        .iter()
        .filter_map(|point| Some((point, point.total?)))
        .collect();
    let [(first, from), .., (last, to)] = known.as_slice() else {
        return None;
    };
    let days = |point: &Point| f64::from((point.on - first.on).get_days());
    let span = days(last);
    let even = (known.len() - 1) as f64;
    let dots = known.iter().enumerate().map(|(place, (point, total))| {
        // Rounds of one day stand beside each other.
        let share = if span > 0.0 {
            days(point) / span
        } else {
            place as f64 / even
        };
        Dot {
            x: tenth(LEFT + share * (RIGHT - LEFT)),
            y: tenth(BOTTOM - total / 100.0 * (BOTTOM - TOP)),
            says: format!("{}: {}", day(point.on), shown(*total)),
        }
    });
    let dots: Vec<Dot> = dots.collect();
    let line = dots.iter().map(|dot| format!("{},{}", dot.x, dot.y));
    Some(Trend {
        says: format!(
            "The total by today’s questions, from {} on {} to {} on {}, over {} rounds",
            shown(*from),
            day(first.on),
            shown(*to),
            day(last.on),
            dots.len()
        ),
        line: line.collect::<Vec<_>>().join(" "),
        first: day(first.on),
        last: day(last.on),
        dots,
    })
}

fn tenth(length: f64) -> String {
    ((length * 10.0).round() / 10.0).to_string()
}

impl ComparedView {
    fn new(compared: &Compared) -> Self {
        let names = |list: &[Asked]| list.iter().map(|one| one.text.clone()).collect();
        let persisting = compared.persisting.iter();
        let lists: [(&'static str, Vec<String>); 7] = [
            ("Gained", compared.gained.iter().map(gained).collect()),
            ("Lost", compared.lost.iter().map(lost).collect()),
            (
                "Still assumed, and not in the package",
                persisting.map(|one| one.name.clone()).collect(),
            ),
            (
                "Decisions due",
                compared.decisions_due.iter().map(decision).collect(),
            ),
            ("Asked for the first time", names(&compared.new_questions)),
            ("No longer asked", names(&compared.retired_questions)),
            (
                "Asked in another way, so not compared",
                names(&compared.changed_questions),
            ),
        ];
        let lists = lists.into_iter().map(|(title, lines)| List { title, lines });
        let areas = compared.categories.iter().filter_map(|one| {
            let known = one.earlier.is_some() || one.later.is_some();
            Some(Area {
                title: one.title.clone().filter(|_| known)?,
                earlier: one.earlier.map(shown),
                later: one.later.map(shown),
            })
        });
        Self {
            earlier: compared.earlier_total.map(shown),
            later: compared.later_total.map(shown),
            areas: areas.collect(),
            lists: lists.filter(|list| !list.lines.is_empty()).collect(),
            look_again: compared.look_again.map(day),
        }
    }
}

/// What is better, in words.
pub(super) fn gained(change: &Change) -> String {
    match &change.kind {
        ChangeKind::State => change.text.clone(),
        ChangeKind::Problem => format!("No longer: {}", change.text),
        ChangeKind::Answer { better, worse, .. } => format!("{} {better} (was: {worse})", change.text),
    }
}

/// What is worse, in words.
pub(super) fn lost(change: &Change) -> String {
    match &change.kind {
        ChangeKind::State => format!("No longer: {}", change.text),
        ChangeKind::Problem => format!("New: {}", change.text),
        ChangeKind::Answer { better, worse, .. } => format!("{} {worse} (was: {better})", change.text),
    }
}

/// A decision whose day has come, in words.
pub(super) fn decision(due: &DecisionDue) -> String {
    let decided = match due.decision {
        None => "no decision recorded",
        Some(Decision::Want) => "we want this",
        Some(Decision::Discuss) => "let’s discuss",
        Some(Decision::Ourselves) => "we handle it ourselves",
        Some(Decision::Accept) => "we accept it for now",
    };
    let who = due.who.as_ref().map(|who| format!(", {who} decides"));
    let text = due.text.trim_end_matches('.');
    format!(
        "{text}: {decided}{}, look again by {}",
        who.unwrap_or_default(),
        day(due.review)
    )
}

impl ReviewView {
    pub(super) fn new(review: &Review) -> Self {
        Self {
            name: review.format.name(),
            minutes: review.minutes,
            who: review.who.clone(),
            why: review.why.join("; "),
            first: review.first_step.clone(),
            then: review.then.map(|format| format.name()),
        }
    }
}
