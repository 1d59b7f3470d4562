//! The endpoint: takes answers and contacts, refuses what is wrong in words that name it, shows the report.
//!
//! A POST goes this way: `endpoint` (origin, throttle) → `body` (media type, size, time, JSON or `form`) → `sent`
//! (what was sent, with what is wrong with its shape) → `submit` or `report` (look up, check, score, store) → an answer or a
//! `problem`. An `invitation` opens an assessment for a client. What pages tell of on the way is counted in `progress`.

mod body;
mod endpoint;
mod invitation;
mod problem;
mod progress;
mod report;
mod sent;
mod submit;

pub use crate::body::Limits;
pub use endpoint::{App, router};
pub(crate) use sent::Fields;
