//! A sheet of paper that somebody keyed into a file: read, and brought into the shape of a posted body.

use std::fs::File;
use std::io::{Read, stdin};
use std::path::Path;

use serde_json::{Map, Value};

use super::content;
use super::failure::Failure;
use crate::assessment::{AnswerFault, Assessment, Shape, unique_json};
use crate::content::read_texts;
use crate::words::english;

/// Names standard input instead of a file.
const STANDARD_INPUT: &str = "-";
/// The most bytes of a file.
const LARGEST: u64 = 1024 * 1024;

/// What a body may hold beside the answers.
pub(super) const MEMBERS: [&str; 6] = ["id", "answers", "contact", "consent", "source", "definition"];

/// Reads a file (or standard input, where it is called `-`) as JSON (where it is named so, or begins with a brace and is not named YAML) or YAML. In YAML every
/// scalar is still a text.
///
/// # Errors
/// Where it can't be read, is too large, no text, neither of the two, or repeats a key.
pub(super) fn read(file: &Path) -> Result<Map<String, Value>, Failure> {
    let name = named(file);
    let refuse = |why: String| Failure::Input(format!("{name}: {why}"));
    let mut bytes = Vec::new();
    let read = match file.as_os_str() == STANDARD_INPUT {
        true => stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes),
        false => File::open(file).and_then(|opened| opened.take(LARGEST + 1).read_to_end(&mut bytes)),
    };
    read.map_err(|error| refuse(error.to_string()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(refuse("a sheet has at most 1 MiB".to_owned()));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| refuse("this is no text in UTF-8".to_owned()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let named = |ending: &str| {
        file.extension()
            .is_some_and(|found| found.eq_ignore_ascii_case(ending))
    };
    let braced = text.trim_start().starts_with('{') && !named("yaml") && !named("yml");
    let value = if named("json") || braced {
        unique_json(text.as_bytes()).map_err(|error| refuse(format!("this is no valid JSON: {error}")))?
    } else {
        read_texts(&name, text).map_err(|reading| {
            content::show(&reading);
            Failure::Shown
        })?
    };
    match value {
        Value::Object(map) => Ok(map),
        _ => Err(refuse(
            "a sheet is written as fields, `question: answer` on each line".to_owned(),
        )),
    }
}

/// The file's name for a message.
fn named(file: &Path) -> String {
    match file.as_os_str() == STANDARD_INPUT {
        true => "standard input".to_owned(),
        false => file.display().to_string(),
    }
}

/// What is wrong with one answer: the question, the complaint, and what could be answered.
pub(super) fn fault_in_words(assessment: &Assessment, fault: &AnswerFault) -> String {
    let message = english().complain(&fault.complaint);
    let Some(question) = assessment.question(&fault.question) else {
        return message;
    };
    let choices = question.choices().iter();
    let ids: Vec<&str> = choices.map(|choice| choice.id.as_str()).collect();
    let ids = match ids.is_empty() {
        true => String::new(),
        false => format!(" (its options: {})", ids.join(", ")),
    };
    format!("{}: {} {message}{ids}", question.id, question.text.plain)
}

/// Everything that is wrong with a file, a line each. `without` is what does not come about then.
pub(super) fn refusal(without: &str, file: &Path, lines: &[String]) -> Failure {
    let count = match lines.len() {
        1 => "one thing needs".to_owned(),
        many => format!("{many} things need"),
    };
    // What was typed into the file never steers the terminal.
    let line = |line: &String| format!("\n  {}", line.replace(char::is_control, "\u{fffd}"));
    let lines: String = lines.iter().map(line).collect();
    Failure::Input(format!("{without}: {count} mending in {}{lines}", named(file)))
}

/// The whole body, where only the answers were written too.
pub(super) fn body(written: Map<String, Value>, today: &Assessment) -> Map<String, Value> {
    let of_a_body = |name: &str| match name {
        // An answer is never an object, and these are no question's id.
        "answers" => written.get(name).is_some_and(Value::is_object),
        "contact" | "consent" | "source" => true,
        _ => MEMBERS.contains(&name) && today.question(name).is_none(),
    };
    if written.keys().any(|name| of_a_body(name)) {
        return written;
    }
    Map::from_iter([("answers".to_owned(), Value::Object(written))])
}

/// Makes numbers of what was written for a number, texts of what was written for an option, and a yes or no of the
/// consent. What can't be made so stays, for the check to refuse it in its own words.
pub(super) fn typed(body: &mut Map<String, Value>, assessment: &Assessment) {
    if let Some(Value::Object(answers)) = body.get_mut("answers") {
        for (name, value) in answers.iter_mut() {
            match assessment.question(name).map(|question| &question.shape) {
                Some(Shape::Number { .. } | Shape::Scale { .. }) => number(value),
                Some(Shape::Many { .. } | Shape::One { .. } | Shape::Text { .. }) => text(value),
                None => {}
            }
        }
    }
    if let Some(consent) = body.get_mut("consent") {
        match consent.as_str() {
            Some("true") => *consent = Value::Bool(true),
            Some("false") => *consent = Value::Bool(false),
            _ => {}
        }
    }
}

fn number(value: &mut Value) {
    let whole = value.as_str().and_then(|text| text.trim().parse::<i64>().ok());
    if let Some(whole) = whole {
        *value = whole.into();
    }
}

fn text(value: &mut Value) {
    match value {
        Value::Number(_) | Value::Bool(_) => *value = value.to_string().into(),
        Value::Array(items) => items.iter_mut().for_each(text),
        Value::Null | Value::String(_) | Value::Object(_) => {}
    }
}
