//! The gaps in a set of answers: what each would win, and how it reads in words.

use super::reading::{Part, Reading};
use super::{Answer, Answers, Assessment, Gap, GapKind, Question, Scorecard, Shape, Standing};

/// Every gap in file order, in questions that are scored.
pub(super) fn gaps(
    assessment: &Assessment,
    answers: &Answers,
    scorecard: &Scorecard,
    categories: &[Vec<Reading<'_>>],
) -> Vec<Gap> {
    let mut all_categories = 0.0;
    for (category, score) in assessment.categories.iter().zip(&scorecard.categories) {
        if score.score.is_some() {
            all_categories += category.weight;
        }
    }
    let mut gaps = Vec::new();
    for (category, readings) in assessment.categories.iter().zip(categories) {
        let scored = || {
            readings
                .iter()
                .filter(|reading| reading.standing == Standing::Scored)
        };
        let all_questions = scored().fold(0.0, |sum, reading| sum + reading.question.weight);
        for reading in scored() {
            // One division at the end keeps whole gains whole.
            let share = reading.question.weight * category.weight * 100.0;
            let whole = reading.points() * all_questions * all_categories;
            for part in &reading.parts {
                let Some(kind) = part.gap else { continue };
                gaps.push(Gap {
                    question: reading.question.id.clone(),
                    option: part.option.cloned(),
                    kind,
                    service: part.service.filter(|_| part.offered).cloned(),
                    gain: (part.points - part.earned) * share / whole,
                    critical: part.missing,
                    reason: reason(reading.question, answers.get(&reading.question.id), part, kind),
                });
            }
        }
    }
    gaps
}

/// What was answered, said without claiming more: not ticking means "not ticked", never "not there".
fn reason(question: &Question, answer: Option<&Answer>, part: &Part<'_>, kind: GapKind) -> String {
    if let Some(option) = part.option.and_then(|id| question.choice(id.as_str())) {
        let words = match kind {
            GapKind::NotTicked => "Not ticked",
            GapKind::NoneStated => "“None of these” ticked instead of",
            GapKind::ProblemTicked => "Problem ticked",
            GapKind::NotSure => "Not sure about",
            GapKind::BelowBest => "Below the best",
        };
        return format!("{words}: {}", option.text.plain);
    }
    let asked = &question.text.plain;
    match (answer, &question.shape) {
        (Some(Answer::Number(value)), Shape::Scale { max, .. }) => {
            format!("“{asked}” answered {value} of {max}")
        }
        (Some(Answer::Text(id)), _) => {
            let chosen = question
                .choice(id)
                .map_or(id.as_str(), |choice| choice.text.plain.as_str());
            format!("“{asked}” answered “{chosen}”")
        }
        _ => format!("“{asked}”"),
    }
}
