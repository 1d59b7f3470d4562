//! The endpoint: takes answers and contacts, refuses what is wrong in words that name it, shows the report.
//!
//! A POST goes this way: `endpoint` (origin, throttle) → `body` (media type, size, time, JSON or `form`) → `sent`
//! (what was sent, with what is wrong with its shape) → `submit` or `report` (look up, check, score, store) → an answer or a
//! `problem`.

mod body;
mod endpoint;
mod form;
mod origin;
mod problem;
mod report;
mod sent;
mod submit;

pub use body::Limits;
pub use endpoint::{App, router};
pub(crate) use sent::Fields;
