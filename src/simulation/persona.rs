//! What respondents are like: how likely each answer is.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::persona_file::Reader;
use crate::assessment::{Assessment, OptionId, QuestionId};

/// What respondents are like. Whatever it does not name is answered as usual: see [`Persona::default`].
///
/// As usual, each option of a *one* is equally likely, each statement of a *many* is ticked by half of all, and a scale or
/// number is anything in its range. Who ticks nothing says "none of these", or "we don't know" where that is all there is.
/// Optional texts are left open.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Persona {
    pub(super) habits: BTreeMap<QuestionId, Habit>,
}

/// How one question is answered.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Habit {
    /// How likely it is left open; above 0 only where it may be.
    pub(super) left_open: f64,
    /// How likely each statement of a *many* is ticked; "none of these" and "we don't know": chosen outright, and alone.
    pub(super) ticks: BTreeMap<OptionId, f64>,
    /// How often each option of a *one* is chosen, compared with the others; empty is as usual.
    pub(super) options: BTreeMap<OptionId, f64>,
    /// The ranges of a scale or number, and how often each is met; empty is as usual.
    pub(super) ranges: Vec<(i64, i64, f64)>,
}

/// Something that is wrong with a persona.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonaFault {
    /// Such as `plan` or `plan.yes`.
    pub place: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl Persona {
    /// Reads a persona for an assessment: fields named after its questions. Numbers may be written as texts (as YAML that
    /// was read without types has them) and as percentages.
    ///
    /// # Errors
    /// All faults, in the order of the file.
    pub fn read(assessment: &Assessment, written: &Map<String, Value>) -> Result<Self, Vec<PersonaFault>> {
        let mut reader = Reader::default();
        let mut habits = BTreeMap::new();
        for (name, value) in written {
            if let Some((question, habit)) = reader.habit(assessment, name, value) {
                habits.insert(question, habit);
            }
        }
        match reader.faults.is_empty() {
            true => Ok(Self { habits }),
            false => Err(reader.faults),
        }
    }
}
