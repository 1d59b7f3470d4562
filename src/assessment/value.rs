//! One sent value → one answer, or what is wrong with it in words for the respondent.

use serde_json::Value;

use super::{Answer, Choice, OptionId, Question, Role, Shape};

/// Beyond this a double no longer holds every whole number.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// Reads a value of a JSON body.
pub(super) fn from_json(question: &Question, value: &Value) -> Result<Option<Answer>, String> {
    if value.is_null() {
        return Ok(None);
    }
    match &question.shape {
        Shape::Many { choices } => {
            let list = value.as_array().ok_or("Please send a list of options.")?;
            let ids: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            many(choices, &ids.ok_or("Please send a list of option ids.")?)
        }
        Shape::One { choices, .. } => one(
            choices,
            value.as_str().ok_or("Please choose exactly one option.")?,
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
        Shape::Text { limit } => text(value.as_str().ok_or("Please answer with text.")?, *limit),
    }
}

/// Reads the values of a form's field, without the blank ones.
pub(super) fn from_form(question: &Question, values: &[&str]) -> Result<Option<Answer>, String> {
    if let Shape::Many { choices } = &question.shape {
        return many(choices, values);
    }
    let Some((value, others)) = values.split_first() else {
        return Ok(None);
    };
    let again = others.iter().any(|other| other != value);
    match &question.shape {
        Shape::One { .. } if again => Err("Please choose exactly one option.".into()),
        _ if again => Err("Please answer this question only once.".into()),
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
pub(super) fn missing(question: &Question) -> &'static str {
    match &question.shape {
        Shape::Many { choices } if choices.iter().any(|choice| choice.role == Role::None) => {
            "Please tick what is true, or say that none of it is."
        }
        Shape::Many { .. } => "Please tick at least one option.",
        Shape::One { .. } => "Please choose an option.",
        Shape::Scale { .. } => "Please choose a value.",
        Shape::Number { .. } => "Please give a number.",
        Shape::Text { .. } => "Please write an answer.",
    }
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

fn many(choices: &[Choice], sent: &[&str]) -> Result<Option<Answer>, String> {
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
        Some(alone) if ticked.len() > 1 => Err(format!(
            "“{}” can't stand beside other options. Please untick it, or untick the others.",
            alone.text.plain
        )),
        _ => {
            let ids: Vec<OptionId> = ticked.iter().map(|choice| choice.id.clone()).collect();
            Ok(Some(Answer::Many(ids)))
        }
    }
}

fn one(choices: &[Choice], sent: &str) -> Result<Answer, String> {
    let choice = find(choices, sent).ok_or_else(|| no_option(sent))?;
    Ok(Answer::Text(choice.id.as_str().to_owned()))
}

fn number(value: Option<i64>, min: i64, max: i64) -> Result<Answer, String> {
    match value {
        Some(value) if (min..=max).contains(&value) => Ok(Answer::Number(value)),
        _ => Err(format!("Please give a whole number from {min} to {max}.")),
    }
}

fn text(sent: &str, limit: usize) -> Result<Option<Answer>, String> {
    let text = sent.replace("\r\n", "\n");
    let length = text.chars().count();
    if is_blank(&text) {
        return Ok(None);
    }
    if text.contains('\0') {
        return Err("The text holds a character that can't be kept (NUL). Please remove it.".into());
    }
    if length > limit {
        return Err(format!(
            "Please use at most {limit} characters; these are {length}."
        ));
    }
    Ok(Some(Answer::Text(text)))
}

fn find<'a>(choices: &'a [Choice], id: &str) -> Option<&'a Choice> {
    choices.iter().find(|choice| choice.id.as_str() == id)
}

fn no_option(id: &str) -> String {
    format!(
        "There is no option “{}” here. Please choose from those listed.",
        shortened(id)
    )
}
