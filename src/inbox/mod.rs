//! Sales' pages: from a stored lead to a meeting. A room that nothing but `cli` knows.
//!
//! A request goes this way: `room` (routes, headers) → `session` (who is it) or `posted` (who is it, and did our own page send
//! it) → `sign_in`, `list`, `sheets`, `clients`, `client` or `lead` → `lead_view`, `client_view`, `deliveries` → a template of `pages/`. Every page works without JavaScript; there is
//! none.

mod agenda;
mod beside;
mod business_plan;
mod client;
mod client_rounds;
mod client_view;
mod clients;
mod deliveries;
mod facts;
mod funnel;
mod lead;
mod lead_view;
mod list;
mod page;
mod password;
mod person;
mod pipeline;
mod posted;
mod quarters;
mod room;
mod session;
mod sheet_view;
mod sheets;
mod sign_in;
mod trouble;

pub use facts::{AssessmentFacts, Facts, QuestionFacts};
pub use password::{PasswordError, hash};
pub use room::{Inbox, Parts};
pub use sheets::{SheetFaults, Sheets};
