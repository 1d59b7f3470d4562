//! Names of things: `[a-z0-9-]`, at most 200 characters (a file is named after some of them), never empty.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a text can't be an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing was written.
    #[error("an id can't be empty")]
    Empty,
    /// More than 200 characters.
    #[error("an id has at most 200 characters")]
    TooLong,
    /// A character outside `a-z`, `0-9` and `-`.
    #[error("an id is made of a to z, 0 to 9 and hyphens; {0:?} is neither")]
    Character(char),
}

const LONGEST: usize = 200;

fn checked(text: &str) -> Result<(), IdError> {
    match text.chars().find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '-')) {
        _ if text.is_empty() => Err(IdError::Empty),
        Some(c) => Err(IdError::Character(c)),
        None if text.len() > LONGEST => Err(IdError::TooLong),
        None => Ok(()),
    }
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                checked(&text).map(|()| Self(text))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = IdError;
            fn try_from(text: &str) -> Result<Self, IdError> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

id! {
    /// An assessment: the stem of its file.
    AssessmentId,
    /// A category within its assessment.
    CategoryId,
    /// A question within its assessment.
    QuestionId,
    /// An option within its question.
    OptionId,
    /// A band within its assessment.
    BandId,
    /// An outcome within its assessment.
    OutcomeId,
    /// A service of the catalogue: the stem of its file.
    ServiceId,
    /// A package of `site.yaml`.
    PackageId,
}
