//! What a page needs to score by itself.

use serde_json::Value;

use super::Assessment;

/// The part of a definition that `score.js` reads: ids, points, weights, conditions, bands. No prose, and nothing
/// that is only for sales.
pub fn sheet(assessment: &Assessment) -> Value {
    let _ = assessment;
    todo!()
}
