//! An assessment as it was shown, with a name that never changes: the hash of its canonical JSON.

use std::sync::Arc;

use serde::Deserialize as _;
use sha2::{Digest, Sha256};

use super::Assessment;
use super::canonical::canonical;

/// An assessment with its canonical JSON and that JSON's hash. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The resolved assessment.
    pub assessment: Arc<Assessment>,
    /// Lower-case hex SHA-256 of `json`.
    pub hash: Arc<str>,
    /// Keys sorted, no white space.
    pub json: Arc<str>,
}

/// The least of a sheet's code that is looked up, in digits.
const LEAST_DIGITS: usize = 8;

impl Definition {
    /// What a sheet of paper is known by: the beginning of the hash, in fours (`1f2e-3d4c-5b6a`).
    pub fn code(&self) -> String {
        let fours = [0..4, 4..8, 8..12].map(|place| self.hash.get(place).unwrap_or_default());
        fours.join("-")
    }

    /// The digits of a code as somebody wrote it, or of its beginning.
    ///
    /// # Errors
    /// Why it can be none, in words.
    pub fn digits(written: &str) -> Result<String, String> {
        let digits: String = written
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if digits.len() < LEAST_DIGITS || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(format!(
                "The code of a sheet is made of 0 to 9 and a to f, at least {LEAST_DIGITS} of them, such as 1f2e-3d4c-5b6a."
            ));
        }
        Ok(digits)
    }

    /// Writes the canonical JSON and hashes it.
    pub fn new(assessment: Assessment) -> Self {
        let json = serde_json::to_string(&assessment).expect("an assessment is plain data with string keys");
        let json = canonical(&json);
        Self::of(assessment, json)
    }

    /// Reads a definition that the store kept. Its hash is that of the text as kept, also where today's
    /// program would write it with more fields.
    ///
    /// # Errors
    /// Where the JSON is none of ours.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        let mut reader = serde_json::Deserializer::from_str(json);
        // A condition of many terms nests deeper than the usual limit. Nothing but the program itself writes these
        // texts, and content bounds the terms.
        reader.disable_recursion_limit();
        let assessment = Assessment::deserialize(&mut reader)?;
        reader.end()?;
        Ok(Self::of(assessment, json.to_owned()))
    }

    fn of(assessment: Assessment, json: String) -> Self {
        let hash: String = Sha256::digest(json.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self {
            assessment: Arc::new(assessment),
            hash: hash.into(),
            json: json.into(),
        }
    }
}
