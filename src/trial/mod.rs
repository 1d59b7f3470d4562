//! An author's try: a sheet of answers that nobody sent, scored and explained down to the last number.
//!
//! The story: [`Trial::new`] scores a sheet as the endpoint would and asks `brief` what sales would read of it;
//! [`render_text`] puts that into words, with the sums written out (`pencil`).

mod loads;
mod pencil;
mod result;
mod text;

pub use loads::{Loaded, LoadedOption, Loads};
pub use result::{BandLine, Brief, OutcomeLine, Trial};
pub use text::render_text;
