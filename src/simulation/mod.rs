//! What becomes of many people who answer an assessment, before a single one has.
//!
//! The story: [`Persona`] says what people are like; a `respondent` answers by it, by `chance`; [`simulate`] scores
//! thousands of them and counts (`tally`); [`Simulation`] says what the counts mean, in `text` and in a [`page`](render_page).

mod chance;
mod page;
mod persona;
mod persona_file;
mod respondent;
mod result;
mod tally;
mod text;

pub use page::render_page;
pub use persona::{Persona, PersonaFault};
pub use result::{Part, Row, Simulation, simulate};
pub use text::render_text;
