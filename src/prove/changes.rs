//! What became of the questions that somebody answered already.

use std::collections::BTreeMap;
use std::mem::discriminant;
use std::sync::Arc;

use crate::assessment::{Assessment, Choice, Definition, Question};
use crate::content::{Diagnostic, Site, codes};

use super::finding::{Finding, Place, locate};

/// How much two texts have in common (0 to 1) to be one text in other words.
const ALIKE: f64 = 0.6;
/// With less than this in common a text says something else.
const OTHER: f64 = 0.3;

/// Compares each assessment with the definitions that were answered, each with the number of its responses. `text` gives
/// the text of a file as it was read.
pub fn changes(
    site: &Site,
    answered: &[(Definition, u64)],
    text: impl Fn(&str) -> Option<Arc<str>>,
) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for (id, published) in &site.assessments {
        let mut found = BTreeMap::new();
        for (before, responses) in answered.iter().filter(|(before, _)| before.assessment.id == *id) {
            compare(
                &before.assessment,
                &published.definition.assessment,
                *responses,
                &mut found,
            );
        }
        if let Some(text) = text(&published.file.path) {
            let found = found
                .into_values()
                .map(|change: Change| change.finding())
                .collect();
            all.extend(locate(published, &text, found));
        }
    }
    all
}

/// One change, in however many definitions it shows.
struct Change {
    finding: Finding,
    responses: u64,
}

impl Change {
    fn finding(self) -> Finding {
        let Self {
            mut finding,
            responses,
        } = self;
        let plural = if responses == 1 { "" } else { "s" };
        finding.message += &format!(
            ": {responses} response{plural} to the old sheet keep{} their scores, but comparisons and rules no longer find the answer",
            if responses == 1 { "s" } else { "" }
        );
        finding
    }
}

type Changes = BTreeMap<String, Change>;

fn compare(before: &Assessment, now: &Assessment, responses: u64, found: &mut Changes) {
    let mut note = |key: String, code, place, message: String, help: String| {
        let finding = Finding {
            code,
            place,
            message,
            help,
        };
        let change = found.entry(key).or_insert(Change {
            finding,
            responses: 0,
        });
        change.responses += responses;
    };
    for old in before.questions() {
        let id = &old.id;
        let Some((at, new)) = now.questions().enumerate().find(|(_, new)| new.id == *id) else {
            let (place, help) = match heir(old, before, now) {
                Some(at) => (
                    Place::Question(at),
                    format!("if this is the same question in other words, write `#{id}` in its settings"),
                ),
                None => (
                    Place::Head,
                    format!("if it is asked in other words, write `#{id}` in that question's settings"),
                ),
            };
            let message = format!("the question `{id}` is gone");
            note(id.to_string(), &codes::VANISHED_ID, place, message, help);
            continue;
        };
        let place = Place::Question(at);
        let fresh =
            "give the question another `#id`, so that old and new answers are not taken for one".to_owned();
        if discriminant(&old.shape) != discriminant(&new.shape) {
            let message = format!("the question `{id}` is answered in another way by now");
            note(
                format!("{id} kind"),
                &codes::CHANGED_MEANING,
                place,
                message,
                fresh,
            );
            continue;
        }
        if strsim::normalized_levenshtein(&old.text.plain, &new.text.plain) < OTHER
            && !shares_options(old, new)
        {
            let message = format!("the question `{id}` asked “{}”", old.text.plain);
            note(
                format!("{id} text"),
                &codes::CHANGED_MEANING,
                place,
                message,
                fresh,
            );
        }
        for option in old.choices() {
            let key = format!("{id} {}", option.id);
            match new.choices().iter().position(|choice| choice.id == option.id) {
                None => {
                    let message = format!("the option `{}` of `{id}` is gone", option.id);
                    let help = format!(
                        "if it is there in other words, write `#{}` at the end of its line",
                        option.id
                    );
                    note(key, &codes::VANISHED_ID, place, message, help);
                }
                Some(place) if new.choices()[place].role != option.role => {
                    let message = format!("the option `{}` of `{id}` meant something else", option.id);
                    let help = "give the option another `#id`".to_owned();
                    note(
                        key,
                        &codes::CHANGED_MEANING,
                        Place::Option(at, place),
                        message,
                        help,
                    );
                }
                Some(_) => {}
            }
        }
    }
}

/// The new question that an old one most likely became.
fn heir(old: &Question, before: &Assessment, now: &Assessment) -> Option<usize> {
    let likeness = |new: &Question| match shares_options(old, new) {
        true => 1.0,
        false => strsim::normalized_levenshtein(&old.text.plain, &new.text.plain),
    };
    now.questions()
        .enumerate()
        .filter(|(_, new)| before.question(new.id.as_str()).is_none())
        .map(|(at, new)| (at, likeness(new)))
        .filter(|(_, likeness)| *likeness >= ALIKE)
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .map(|(at, _)| at)
}

/// Whether two questions have the same options.
fn shares_options(one: &Question, other: &Question) -> bool {
    let ids = |question: &Question| -> Vec<String> {
        let id = |choice: &Choice| choice.id.to_string();
        question.choices().iter().map(id).collect()
    };
    !one.choices().is_empty() && ids(one) == ids(other)
}
