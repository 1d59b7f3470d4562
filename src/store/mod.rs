//! Leads at rest: one SQLite file behind a small interface.
//!
//! A shared database for several instances comes later: callers see only the types of this module.

mod record;

pub use record::{Found, NewContact, NewResponse, OutboxItem, Receipt, Response, Status, Submitted, Token};
