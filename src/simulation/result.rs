//! What the counts mean: the parts of the report, for the terminal and the page alike.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::chance::Chance;
use super::persona::Persona;
use super::respondent::respondent;
use super::tally::{QuestionTally, Tally};
use crate::assessment::{Assessment, Catalogue, OutcomeId, Question, Role, ServiceId, Shape, Working, score};
use crate::words::english;

/// How many respondents are counted in one go.
const BATCH: u64 = 500;
/// How wide a bar of the histogram is, in points.
const WIDTH: usize = 5;
/// Where so many land in one band, the bands tell nobody apart.
const CROWD: f64 = 0.8;
/// Where so many answer alike, the question tells nobody apart.
const ALIKE: f64 = 0.95;
/// A question moves the total too little below this part of what it would make if all questions moved it the same.
const FAINT: f64 = 0.2;

/// What became of many respondents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Simulation {
    /// The assessment's title.
    pub title: String,
    /// Its id.
    pub assessment: String,
    /// How many answered, and by which seed.
    pub how: String,
    /// What an author should look at first.
    pub warnings: Vec<String>,
    /// Scores, bands or outcomes, services, questions.
    pub parts: Vec<Part>,
}

/// One part of the report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Such as `Bands`.
    pub title: &'static str,
    /// What the rows are.
    pub note: String,
    /// In their order.
    pub rows: Vec<Row>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// What is counted.
    pub label: String,
    /// 0 to 1, the length of the bar.
    pub bar: f64,
    /// The figure in words, such as `34.2 %`.
    pub figure: String,
    /// What to know about it.
    pub remark: Option<String>,
}

/// Lets `respondents` answer by `persona`. The same seed gives the same result, everywhere. `who` names the persona.
pub fn simulate(
    assessment: &Assessment,
    catalogue: &Catalogue,
    (persona, who): (&Persona, &str),
    respondents: u64,
    seed: u64,
) -> Simulation {
    let batches = (0..respondents.div_ceil(BATCH)).into_par_iter();
    let tallies: Vec<Tally<'_>> = batches
        .map(|batch| {
            let mut tally = Tally::new(assessment);
            for place in batch * BATCH..((batch + 1) * BATCH).min(respondents) {
                let answers = respondent(assessment, persona, &mut Chance::new(seed, place));
                let card = score(assessment, &answers);
                let working = Working::new(assessment, &answers, &card);
                tally.add(assessment, &answers, &card, &working);
            }
            tally
        })
        .collect();
    let tally = tallies.iter().fold(Tally::new(assessment), Tally::and);
    let all = respondents as f64;
    let count = english().number(&respondents.to_string());
    let people = if respondents == 1 {
        "respondent"
    } else {
        "respondents"
    };
    let mut parts = Vec::new();
    parts.extend(scores(&tally));
    let results = results(assessment, &tally, all);
    let warnings = crowded(&results);
    parts.extend(results);
    parts.extend(services(assessment, catalogue, &tally, all));
    parts.push(questions(assessment, &tally, all));
    Simulation {
        title: assessment.title.clone(),
        assessment: assessment.id.to_string(),
        how: format!("{count} random {people}, {who}, seed {seed}"),
        warnings,
        parts,
    }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn share(label: impl Into<String>, count: u64, all: f64) -> Row {
    let bar = count as f64 / all;
    Row {
        label: label.into(),
        bar,
        figure: percent(bar),
        remark: None,
    }
}

/// The histogram; nothing where there is no total.
fn scores(tally: &Tally<'_>) -> Option<Part> {
    let scored: u64 = tally.shown.iter().sum();
    if scored == 0 {
        return None;
    }
    let all = scored as f64;
    let most = tally.shown.len() - 1;
    let rows = (0..most).step_by(WIDTH).map(|from| {
        // The last one has 100 in it too.
        let to = if from + WIDTH == most {
            most
        } else {
            from + WIDTH - 1
        };
        share(
            format!("{from} to {to}"),
            tally.shown[from..=to].iter().sum(),
            all,
        )
    });
    let mut rows: Vec<Row> = rows.collect();
    // The longest bar is as long as it can be: here the shape says more than the shares.
    let longest = rows.iter().map(|row| row.bar).fold(0.0, f64::max);
    for row in &mut rows {
        row.bar /= longest;
    }
    let quarter = |part: f64| {
        let mut left = (part * all).ceil();
        let place = tally.shown.iter().position(|count| {
            left -= *count as f64;
            left <= 0.0
        });
        place.unwrap_or_default()
    };
    Some(Part {
        title: "Scores",
        note: format!(
            "The mean is {:.1}; half of all are between {} and {}.",
            tally.sum / all,
            quarter(0.25),
            quarter(0.75)
        ),
        rows,
    })
}

/// Bands (from the lowest) with the cap, or outcomes (in file order).
fn results(assessment: &Assessment, tally: &Tally<'_>, all: f64) -> Vec<Part> {
    let mut parts = Vec::new();
    if !assessment.bands.is_empty() {
        let mut bands: Vec<_> = assessment.bands.iter().collect();
        bands.sort_by_key(|band| band.from);
        let rows = bands.iter().map(|band| {
            let count = tally.bands.get(&band.id).copied().unwrap_or_default();
            share(format!("{}, from {}", band.title, band.from), count, all)
        });
        let capped = percent(tally.capped as f64 / all);
        let cap = assessment
            .critical_caps_at
            .as_ref()
            .and_then(|id| assessment.band(id));
        let note = cap.map(|cap| {
            let title = &cap.title;
            format!("{capped} are held down to {title} because something critical is missing.")
        });
        parts.push(Part {
            title: "Bands",
            note: note.unwrap_or_default(),
            rows: rows.collect(),
        });
    }
    if !assessment.outcomes.is_empty() {
        let counts = |id: &OutcomeId| tally.outcomes.get(id).copied().unwrap_or_default();
        let outcomes = assessment.outcomes.iter();
        let mut rows: Vec<Row> = outcomes
            .map(|outcome| share(&outcome.title, counts(&outcome.id), all))
            .collect();
        let none = all as u64 - tally.outcomes.values().sum::<u64>();
        if none > 0 {
            rows.push(share("(none)", none, all));
        }
        parts.push(Part {
            title: "Outcomes",
            note: String::new(),
            rows,
        });
    }
    parts
}

/// Says where nearly all get the same result.
fn crowded(results: &[Part]) -> Vec<String> {
    let several = results.iter().filter(|part| part.rows.len() > 1);
    let crowds = several.flat_map(|part| part.rows.iter().map(move |row| (part.title, row)));
    crowds
        .filter(|(_, row)| row.bar >= CROWD)
        .map(|(title, row)| {
            let (label, figure) = (&row.label, &row.figure);
            format!(
                "{figure} get the same result, {label}. {title} that tell people apart need other limits, points or questions."
            )
        })
        .collect()
}

/// How often each service that the assessment is loaded with is offered, the most often first.
fn services(assessment: &Assessment, catalogue: &Catalogue, tally: &Tally<'_>, all: f64) -> Option<Part> {
    let mut counts: BTreeMap<&ServiceId, u64> = loaded(assessment).map(|service| (service, 0)).collect();
    counts.extend(&tally.services);
    let name = |id: &ServiceId| {
        let service = catalogue.services.get(id);
        service.map_or_else(|| id.to_string(), |service| service.name.clone())
    };
    let mut counts: Vec<(&ServiceId, u64)> = counts.into_iter().collect();
    // Stable: what is offered as often stays in catalogue order.
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let rows: Vec<Row> = counts
        .iter()
        .map(|(id, count)| share(name(id), *count, all))
        .collect();
    (!rows.is_empty()).then(|| Part {
        title: "Services",
        note: "To how many of all each is offered.".to_owned(),
        rows,
    })
}

fn loaded(assessment: &Assessment) -> impl Iterator<Item = &ServiceId> {
    assessment
        .questions()
        .filter(|question| question.scored)
        .flat_map(|question| {
            let load = match &question.shape {
                Shape::One { load, .. } | Shape::Scale { load, .. } => load.service.as_ref(),
                _ => None,
            };
            let options = question
                .choices()
                .iter()
                .filter_map(|choice| choice.service.as_ref());
            load.into_iter().chain(options)
        })
}

/// How much each question tells people apart.
fn questions(assessment: &Assessment, tally: &Tally<'_>, all: f64) -> Part {
    let scored: u64 = tally.shown.iter().sum();
    let n = scored as f64;
    let spread = (scored > 0).then(|| tally.squares / n - (tally.sum / n).powi(2));
    // Where everybody has the same total, no question has a part in the differences.
    let spread = spread.filter(|spread| *spread > 1e-9);
    let counted = assessment.questions().filter(|question| question.scored).count();
    let even = 1.0 / counted.max(1) as f64;
    let rows = assessment.questions().zip(&tally.questions).enumerate();
    let rows = rows
        .filter(|(_, (question, _))| counts(question))
        .map(|(place, (question, own))| {
            let part = |spread: f64| (own.products / n - own.sum / n * (tally.sum / n)) / spread;
            let part = spread.filter(|_| question.scored).map(part);
            let alike = alike(question, own);
            let mut remarks = Vec::new();
            if own.answered == 0 {
                remarks.push("nobody is asked".to_owned());
            } else if alike >= ALIKE {
                remarks.push(format!("{} answer alike", percent(alike)));
            }
            if part.is_some_and(|part| part < even * FAINT) && own.answered > 0 {
                remarks.push("hardly moves the total".to_owned());
            }
            if own.answered > 0 && (own.answered as f64) < all {
                remarks.push(format!("answered by {}", percent(own.answered as f64 / all)));
            }
            Row {
                label: format!("{}. {}", place + 1, question.text.plain),
                // Rounding, or an answer that goes with low totals, may lie below 0.
                bar: part.unwrap_or_default().clamp(0.0, 1.0),
                figure: part.map_or_else(|| "–".to_owned(), |part| percent(part.max(0.0))),
                remark: (!remarks.is_empty()).then(|| remarks.join("; ")),
            }
        });
    let note = match spread {
        Some(_) => format!(
            "How much of the differences between people's totals each question makes; all together 100 %, evenly {} each. \
             One that makes less than a fifth of that, or that {:.0} % answer alike, tells nobody apart.",
            percent(even),
            ALIKE * 100.0
        ),
        None => format!(
            "There are no totals to move; a question that {:.0} % answer alike tells nobody apart.",
            ALIKE * 100.0
        ),
    };
    Part {
        title: "Questions",
        note,
        rows: rows.collect(),
    }
}

/// Whether an answer moves the total or an outcome.
fn counts(question: &Question) -> bool {
    question.scored
        || question
            .choices()
            .iter()
            .any(|choice| !choice.outcomes.is_empty())
}

/// How many of those who answered gave the same answer, 0 to 1; in a *many*, to the statement that divides them most.
fn alike(question: &Question, tally: &QuestionTally) -> f64 {
    let all = tally.answered as f64;
    let largest = |counts: &mut dyn Iterator<Item = u64>| counts.max().unwrap_or_default() as f64 / all;
    match &question.shape {
        Shape::Many { choices } => {
            let states = choices.iter().zip(&tally.options);
            let states = states.filter(|(choice, _)| matches!(choice.role, Role::State | Role::Problem));
            let shares = states.map(|(_, count)| *count as f64 / all);
            shares.map(|share| share.max(1.0 - share)).fold(1.0, f64::min)
        }
        Shape::Scale { .. } => largest(&mut tally.values.values().copied()),
        _ => largest(&mut tally.options.iter().copied()),
    }
}
