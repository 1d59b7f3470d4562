//! An assessment as it was shown, with a name that never changes: the hash of its canonical JSON.

use std::sync::Arc;

use super::Assessment;

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

impl Definition {
    /// Writes the canonical JSON and hashes it.
    pub fn new(assessment: Assessment) -> Self {
        let _ = assessment;
        todo!()
    }

    /// Reads a definition that the store kept.
    ///
    /// # Errors
    /// Where the JSON is none of ours.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        let _ = json;
        todo!()
    }
}
