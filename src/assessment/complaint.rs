//! What is wrong with something that a respondent sent: the name of a phrase with its values. The core has no prose;
//! language files put it into words.

/// A fault that can be said in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The name of the phrase, such as `answers.range`.
    pub name: &'static str,
    /// By place.
    pub values: Vec<(&'static str, Said)>,
}

/// A value of a [`Complaint`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// As it is; at the place `n`, a number in its machine form.
    Text(String),
    /// The phrase of this name, such as `contact.email`.
    Phrase(&'static str),
}

impl Complaint {
    /// A phrase without values.
    pub fn plain(name: &'static str) -> Self {
        Self {
            name,
            values: Vec::new(),
        }
    }

    /// With one more value.
    #[must_use]
    pub fn with(mut self, place: &'static str, value: impl ToString) -> Self {
        self.values.push((place, Said::Text(value.to_string())));
        self
    }

    /// With the phrase of another name in a place.
    #[must_use]
    pub fn naming(mut self, place: &'static str, phrase: &'static str) -> Self {
        self.values.push((place, Said::Phrase(phrase)));
        self
    }
}
