//! One sent value → one answer, or what is wrong with it in words for the respondent.

use serde_json::Value;

use super::{Answer, Choice, Complaint, OptionId, Question, Role, Shape};

/// Beyond this a double no longer holds every whole number.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// Reads a value of a JSON body.
pub(super) fn from_json(question: &Question, value: &Value) -> Result<Option<Answer>, Complaint> {
    if value.is_null() {
        return Ok(None);
    }
    match &question.shape {
        Shape::Many { choices } => {
            let list = value.as_array().ok_or_else(|| Complaint::plain("answers.list"))?;
            let ids: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            many(
                choices,
                &ids.ok_or_else(|| Complaint::plain("answers.list_of_ids"))?,
            )
        }
        Shape::One { choices, .. } => one(
            choices,
            value
                .as_str()
                .ok_or_else(|| Complaint::plain("answers.exactly_one"))?,
        )
        .map(Some),
        Shape::Scale { min, max, .. } | Shape::Number { min, max, .. } => {
            let whole = value.as_i64().or_else(|| {
                let number = value
                    .as_f64()
                    .filter(|number| number.fract() == 0.0 && number.abs() <= EXACT)?;
                Some(number as i64)
            });
            number(whole, *min, *max).map(Some)
        }
        Shape::Text { limit } => text(
            value
                .as_str()
                .ok_or_else(|| Complaint::plain("answers.with_text"))?,
            *limit,
        ),
    }
}

/// Reads the values of a form's field, without the blank ones.
pub(super) fn from_form(question: &Question, values: &[&str]) -> Result<Option<Answer>, Complaint> {
    if let Shape::Many { choices } = &question.shape {
        return many(choices, values);
    }
    let Some((value, others)) = values.split_first() else {
        return Ok(None);
    };
    let again = others.iter().any(|other| other != value);
    match &question.shape {
        Shape::One { .. } if again => Err(Complaint::plain("answers.exactly_one")),
        _ if again => Err(Complaint::plain("answers.once")),
        Shape::Many { choices } => many(choices, values),
        Shape::One { choices, .. } => one(choices, value).map(Some),
        Shape::Scale { min, max, .. } | Shape::Number { min, max, .. } => {
            // `i64` takes exactly what is wanted here: digits with or without a sign.
            number(value.trim().parse().ok(), *min, *max).map(Some)
        }
        Shape::Text { limit } => text(value, *limit),
    }
}

/// What to say where nothing was answered and something must be.
pub(super) fn missing(question: &Question) -> Complaint {
    Complaint::plain(match &question.shape {
        Shape::Many { choices } if choices.iter().any(|choice| choice.role == Role::None) => {
            "answers.missing_many_none"
        }
        Shape::Many { .. } => "answers.missing_many",
        Shape::One { .. } => "answers.missing_one",
        Shape::Scale { .. } => "answers.missing_scale",
        Shape::Number { .. } => "answers.missing_number",
        Shape::Text { .. } => "answers.missing_text",
    })
}

/// Nothing but white space (as the page's script sees it, which counts a byte-order mark too).
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '\u{feff}')
}

/// The beginning of what was sent, for a message.
pub(super) fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    let start: String = text.chars().take(SHOWN).collect();
    if start.len() < text.len() {
        start + "…"
    } else {
        start
    }
}

fn many(choices: &[Choice], sent: &[&str]) -> Result<Option<Answer>, Complaint> {
    if let Some(id) = sent.iter().find(|id| find(choices, id).is_none()) {
        return Err(no_option(id));
    }
    let ticked: Vec<&Choice> = choices
        .iter()
        .filter(|choice| sent.contains(&choice.id.as_str()))
        .collect();
    let alone = ticked
        .iter()
        .find(|choice| matches!(choice.role, Role::None | Role::NotSure));
    match alone {
        _ if ticked.is_empty() => Ok(None),
        Some(alone) if ticked.len() > 1 => {
            Err(Complaint::plain("answers.alone").with("option", &alone.text.plain))
        }
        _ => {
            let ids: Vec<OptionId> = ticked.iter().map(|choice| choice.id.clone()).collect();
            Ok(Some(Answer::Many(ids)))
        }
    }
}

fn one(choices: &[Choice], sent: &str) -> Result<Answer, Complaint> {
    let choice = find(choices, sent).ok_or_else(|| no_option(sent))?;
    Ok(Answer::Text(choice.id.as_str().to_owned()))
}

fn number(value: Option<i64>, min: i64, max: i64) -> Result<Answer, Complaint> {
    match value {
        Some(value) if (min..=max).contains(&value) => Ok(Answer::Number(value)),
        _ => Err(Complaint::plain("answers.range")
            .with("min", min)
            .with("max", max)),
    }
}

fn text(sent: &str, limit: usize) -> Result<Option<Answer>, Complaint> {
    let text = sent.replace("\r\n", "\n");
    let length = text.chars().count();
    if is_blank(&text) {
        return Ok(None);
    }
    if text.contains('\0') {
        return Err(Complaint::plain("answers.nul"));
    }
    if length > limit {
        return Err(Complaint::plain("answers.too_long")
            .with("limit", limit)
            .with("length", length));
    }
    Ok(Some(Answer::Text(text)))
}

fn find<'a>(choices: &'a [Choice], id: &str) -> Option<&'a Choice> {
    choices.iter().find(|choice| choice.id.as_str() == id)
}

fn no_option(id: &str) -> Complaint {
    Complaint::plain("answers.unknown_option").with("option", shortened(id))
}
