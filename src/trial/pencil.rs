//! The sums on the way to a result, written out line by line. Every number that a line is made of stands in it or above it.

use super::Trial;
use crate::assessment::{
    Answer, CategoryWorking, Fed, PartWorking, Question, QuestionWorking, Role, ServiceId, Shape, Standing,
};

/// `57.1429`, `60`: at most four decimals, without zeros at the end.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Questions, categories, the total, the bands and the outcomes.
pub(super) fn pencil(trial: &Trial<'_>) -> String {
    let mut lines = vec![String::new(), "WHY, LINE BY LINE".to_owned()];
    let mut place = 0;
    for category in &trial.working.categories {
        if let Some(title) = category.title {
            lines.push(format!(
                "\n{title} (#{}, weight {})",
                category.id,
                number(category.weight)
            ));
        }
        for worked in &category.questions {
            place += 1;
            if let Some(asked) = trial.asked.question(worked.id.as_str()) {
                lines.push(String::new());
                question(trial, asked, worked, place, &mut lines);
            }
        }
        lines.push(category_sum(category));
    }
    lines.extend(total(trial));
    lines.extend(bands(trial));
    lines.extend(outcomes(trial));
    lines.join("\n") + "\n"
}

fn question(
    trial: &Trial<'_>,
    asked: &Question,
    worked: &QuestionWorking<'_>,
    place: usize,
    lines: &mut Vec<String>,
) {
    let weight = match asked.scored {
        true => format!(", weight {}", number(worked.weight)),
        false => String::new(),
    };
    lines.push(format!("{place}. {} (#{}{weight})", worked.text, worked.id));
    let answer = trial.answers.get(worked.id);
    for part in worked.parts.iter().filter(|part| part.option.is_some()) {
        let scored = worked.standing == Standing::Scored;
        lines.push(statement(asked, part, answer, scored));
        lines.extend(about(trial, part));
    }
    lines.extend(chosen(asked, answer).into_iter().map(|line| format!("   {line}")));
    let standing = match worked.standing {
        Standing::Scored => {
            let score = worked.score.unwrap_or_default();
            let makes = worked
                .contribution
                .map(|part| format!(" (makes {} of the total)", number(part)));
            format!(
                "= {} of {} points: {} %; × weight {} = {}{}",
                number(worked.earned),
                number(worked.points),
                number(score),
                number(worked.weight),
                number(worked.weight * score),
                makes.unwrap_or_default()
            )
        }
        Standing::Noted => "noted, not scored".to_owned(),
        Standing::Unanswered => "not answered: leaves the sums".to_owned(),
        Standing::NotApplicable => "does not apply: leaves the sums".to_owned(),
        Standing::Hidden => "not asked: its condition does not hold".to_owned(),
    };
    lines.push(format!("   {standing}"));
    for part in worked.parts.iter().filter(|part| part.option.is_none()) {
        lines.extend(about(trial, part));
    }
    lines.extend(worked.feeds.iter().map(|fed| feeds(trial, fed)));
}

/// `[x]  4 of 4  Every password is kept …`
fn statement(asked: &Question, part: &PartWorking<'_>, answer: Option<&Answer>, scored: bool) -> String {
    let id = part.option.map_or("", |id| id.as_str());
    let ticked = matches!(answer, Some(Answer::Many(ticked)) if ticked.iter().any(|one| one.as_str() == id));
    let mark = if ticked { "[x]" } else { "[ ]" };
    let problem = asked
        .choice(id)
        .is_some_and(|choice| choice.role == Role::Problem);
    let problem = if problem { "problem: " } else { "" };
    let points = match scored {
        true => format!("{} of {}  ", number(part.earned), number(part.points)),
        false => String::new(),
    };
    format!("   {mark}  {points}{problem}{}", part.text.unwrap_or_default())
}

/// What a gap offers, and whether it is critical.
fn about(trial: &Trial<'_>, part: &PartWorking<'_>) -> Vec<String> {
    let offers = part.offers.map(|id| format!("offers {}", service(trial, id)));
    let missing = part.missing.then(|| "critical, and missing".to_owned());
    let said: Vec<String> = offers.into_iter().chain(missing).collect();
    match said.is_empty() {
        true => Vec::new(),
        false => vec![format!("        → {}", said.join("; "))],
    }
}

fn service(trial: &Trial<'_>, id: &ServiceId) -> String {
    let service = trial.site.catalogue.services.get(id);
    service.map_or_else(|| id.to_string(), |service| service.name.clone())
}

/// What was answered, where the statements do not say it themselves.
fn chosen(asked: &Question, answer: Option<&Answer>) -> Vec<String> {
    match (answer, &asked.shape) {
        (Some(Answer::Many(ticked)), _) => {
            let choices = asked
                .choices()
                .iter()
                .filter(|choice| ticked.contains(&choice.id));
            let alone = choices.filter(|choice| matches!(choice.role, Role::None | Role::NotSure));
            alone
                .map(|choice| format!("[x]  {}", choice.text.plain))
                .collect()
        }
        (Some(Answer::Number(value)), Shape::Scale { min, max, .. }) => {
            vec![format!("{value} on the scale from {min} to {max}")]
        }
        (Some(Answer::Number(value)), _) => vec![value.to_string()],
        (Some(Answer::Text(id)), Shape::One { .. }) => {
            let text = asked.choice(id).map_or(id, |choice| &choice.text.plain);
            vec![format!("(x)  {text}")]
        }
        // What stands in the file never steers the terminal.
        (Some(Answer::Text(free)), _) => free
            .lines()
            .map(|line| format!("“{}”", line.replace(char::is_control, "\u{fffd}")))
            .collect(),
        (None, _) => Vec::new(),
    }
}

fn feeds(trial: &Trial<'_>, fed: &Fed<'_>) -> String {
    let title = trial
        .asked
        .outcome(fed.outcome)
        .map_or(fed.outcome.as_str(), |outcome| &outcome.title);
    format!("        → {} for {title}", number(fed.points))
}

/// `Foundations: (114.2857 + 60) ÷ (2 + 1) = 58.0952`
fn category_sum(category: &CategoryWorking<'_>) -> String {
    let title = category.title.unwrap_or("All questions");
    let scored = || category.questions.iter().filter(|one| one.score.is_some());
    let Some(score) = category.score else {
        return format!("\n{title}: no score");
    };
    let sums = scored().map(|one| number(one.weight * one.score.unwrap_or_default()));
    let weights = scored().map(|one| number(one.weight));
    format!(
        "\n{title}: {} ÷ {} = {}",
        sum(sums.collect()),
        sum(weights.collect()),
        number(score)
    )
}

/// `(116.1905 + 40) ÷ (2 + 1) = 52.0635, shown as 52`
fn total(trial: &Trial<'_>) -> Vec<String> {
    let (Some(total), Some(shown)) = (trial.scorecard.total, trial.scorecard.shown) else {
        return Vec::new();
    };
    let scored = || trial.working.categories.iter().filter(|one| one.score.is_some());
    let sums = scored().map(|one| {
        let score = number(one.score.unwrap_or_default());
        format!("{} × {score}", number(one.weight))
    });
    let weights = scored().map(|one| number(one.weight));
    let line = format!(
        "Total: {} ÷ {} = {}, shown as {shown}",
        sum(sums.collect()),
        sum(weights.collect()),
        number(total)
    );
    vec![String::new(), line]
}

/// A single number needs no brackets, a product does.
fn sum(parts: Vec<String>) -> String {
    match parts.as_slice() {
        [one] if !one.contains(' ') => one.clone(),
        _ => format!("({})", parts.join(" + ")),
    }
}

fn bands(trial: &Trial<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if trial.bands.is_empty() {
        return lines;
    }
    lines.push("\nBands".to_owned());
    for band in &trial.bands {
        let reached = if band.reached { "  ← reached" } else { "" };
        lines.push(format!(
            "  {:>3} to {:>3}  {} (#{}){reached}",
            band.from, band.to, band.title, band.id
        ));
    }
    let cap = trial
        .asked
        .critical_caps_at
        .as_ref()
        .and_then(|id| trial.asked.band(id));
    if let Some(cap) = cap {
        lines.push(match trial.scorecard.capped_by {
            Some(_) => format!("  Held down to {}: something critical is missing", cap.title),
            None => format!(
                "  Something critical that is missing would hold a higher band down to {}: nothing is held down here",
                cap.title
            ),
        });
    }
    lines
}

fn outcomes(trial: &Trial<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if trial.outcomes.is_empty() {
        return lines;
    }
    lines.push("\nOutcomes".to_owned());
    for outcome in &trial.outcomes {
        let fed = trial.working.questions().flat_map(|question| &question.feeds);
        let parts: Vec<String> = fed
            .filter(|fed| fed.outcome == outcome.id)
            .map(|fed| number(fed.points))
            .collect();
        let sum = match parts.as_slice() {
            [] | [_] => number(outcome.points),
            parts => format!("{} = {}", parts.join(" + "), number(outcome.points)),
        };
        let chosen = if outcome.chosen { "  ← the result" } else { "" };
        lines.push(format!("  {}: {sum}{chosen}", outcome.title));
    }
    lines
}
