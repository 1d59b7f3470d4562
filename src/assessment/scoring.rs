//! From answers to a scorecard. `themes/default/static/score.js` is this file, with `reading`, `gaps` and the order of
//! `ranking`, in JavaScript, operation for operation.

use std::collections::BTreeSet;

use super::reading::Reading;
use super::{
    Answer, Answers, Assessment, Band, CategoryScore, Choice, Missing, OutcomeId, Question, QuestionId,
    QuestionScore, Scorecard, Standing,
};

/// The questions that are asked, given these answers.
pub fn visible<'a>(assessment: &'a Assessment, answers: &Answers) -> BTreeSet<&'a QuestionId> {
    let mut visible = BTreeSet::new();
    // Conditions look at earlier questions only, so one pass in file order is enough.
    for question in assessment.questions() {
        let asked = match &question.shown_if {
            None => true,
            Some(condition) => condition.holds(assessment, answers, &visible),
        };
        if asked {
            visible.insert(&question.id);
        }
    }
    visible
}

/// Scores valid answers.
pub fn score(assessment: &Assessment, answers: &Answers) -> Scorecard {
    let categories = read(assessment, answers);
    let category_scores: Vec<Option<f64>> = categories.iter().map(|readings| weigh(readings)).collect();

    let mut sum = 0.0;
    let mut weights = 0.0;
    for (category, score) in assessment.categories.iter().zip(&category_scores) {
        if let Some(score) = score {
            sum += category.weight * score;
            weights += category.weight;
        }
    }
    let total =
        (weights > 0.0 && !assessment.bands.is_empty()).then(|| (sum / weights * 100.0 * 1e9).round() / 1e9);
    // Never negative, so half away from zero is half up.
    let shown = total.map(|total| total.round() as u32);
    let (band, capped_by) = band(assessment, shown, missing(&categories));
    let tallies = tallies(assessment, answers, &categories);

    Scorecard {
        total,
        shown,
        band: band.map(|band| band.id.clone()),
        capped_by,
        outcome: largest(&tallies),
        tallies,
        categories: assessment
            .categories
            .iter()
            .zip(category_scores)
            .map(|(category, score)| CategoryScore {
                id: category.id.clone(),
                score: score.map(|score| score * 100.0),
                target: category.target,
            })
            .collect(),
        questions: categories
            .iter()
            .flatten()
            .map(|reading| QuestionScore {
                id: reading.question.id.clone(),
                standing: reading.standing,
                score: reading.fraction().map(|fraction| fraction * 100.0),
            })
            .collect(),
    }
}

/// Every question taken apart, by category.
pub(super) fn read<'a>(assessment: &'a Assessment, answers: &Answers) -> Vec<Vec<Reading<'a>>> {
    let visible = visible(assessment, answers);
    let read = |question: &'a Question| {
        Reading::new(
            question,
            answers.get(&question.id),
            visible.contains(&question.id),
        )
    };
    assessment
        .categories
        .iter()
        .map(|category| category.questions.iter().map(read).collect())
        .collect()
}

/// Σ weight·question / Σ weight over the scored questions of a category.
fn weigh(readings: &[Reading<'_>]) -> Option<f64> {
    let mut sum = 0.0;
    let mut weights = 0.0;
    for reading in readings {
        if let Some(fraction) = reading.fraction() {
            sum += reading.question.weight * fraction;
            weights += reading.question.weight;
        }
    }
    (weights > 0.0).then(|| sum / weights)
}

/// The critical states that do not hold, in file order.
fn missing(categories: &[Vec<Reading<'_>>]) -> Vec<Missing> {
    let mut missing = Vec::new();
    for reading in categories.iter().flatten() {
        for part in reading.parts.iter().filter(|part| part.missing) {
            let option = part.option.and_then(|id| reading.question.choice(id.as_str()));
            missing.push(Missing {
                question: reading.question.id.clone(),
                option: part.option.cloned(),
                text: option
                    .map_or(&reading.question.text, |choice| &choice.text)
                    .plain
                    .clone(),
            });
        }
    }
    missing
}

/// The highest band that `shown` reaches, held down to `critical_caps_at` where something is missing.
fn band(
    assessment: &Assessment,
    shown: Option<u32>,
    missing: Vec<Missing>,
) -> (Option<&Band>, Option<Vec<Missing>>) {
    let Some(shown) = shown else { return (None, None) };
    let reached = assessment
        .bands
        .iter()
        .filter(|band| band.from <= shown)
        .max_by_key(|band| band.from);
    let cap = assessment
        .critical_caps_at
        .as_ref()
        .and_then(|id| assessment.band(id));
    match (reached, cap) {
        (Some(band), Some(cap)) if band.from > cap.from && !missing.is_empty() => (Some(cap), Some(missing)),
        _ => (reached, None),
    }
}

fn tallies(
    assessment: &Assessment,
    answers: &Answers,
    categories: &[Vec<Reading<'_>>],
) -> Vec<(OutcomeId, f64)> {
    let mut tallies: Vec<(OutcomeId, f64)> = assessment
        .outcomes
        .iter()
        .map(|outcome| (outcome.id.clone(), 0.0))
        .collect();
    for reading in categories.iter().flatten() {
        for (_, outcome, points) in fed(reading, answers.get(&reading.question.id)) {
            if let Some((_, tally)) = tallies.iter_mut().find(|(id, _)| id == outcome) {
                *tally += points;
            }
        }
    }
    tallies
}

/// What the chosen options of a question add to the tallies: the option, the outcome, the points.
pub(super) fn fed<'a>(
    reading: &Reading<'a>,
    answer: Option<&Answer>,
) -> impl Iterator<Item = (&'a Choice, &'a OutcomeId, f64)> {
    // A question that does not apply changes nothing, so `n/a` adds nothing here either.
    let counts = matches!(reading.standing, Standing::Scored | Standing::Noted);
    let chosen = move |choice: &&'a Choice| match answer {
        Some(Answer::Many(ticked)) => counts && ticked.contains(&choice.id),
        Some(Answer::Text(id)) => counts && choice.id.as_str() == id,
        _ => false,
    };
    let question: &'a Question = reading.question;
    let fed = question.choices().iter().filter(chosen);
    fed.flat_map(|choice| {
        let outcomes = choice.outcomes.iter();
        outcomes.map(move |(outcome, points)| (choice, outcome, *points))
    })
}

fn largest(tallies: &[(OutcomeId, f64)]) -> Option<OutcomeId> {
    let mut best: Option<&(OutcomeId, f64)> = None;
    for tally in tallies {
        if tally.1 > best.map_or(0.0, |best| best.1) {
            best = Some(tally);
        }
    }
    best.map(|(id, _)| id.clone())
}
