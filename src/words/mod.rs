//! What the pages say by themselves, in the language of each page: phrases from language files, plural forms, numbers,
//! money, dates and the direction of writing.
//!
//! The story: [`Phrase`] (what a file holds) → [`Table`] (a whole file; [`shipped`] ones are in the program, `content` reads
//! those of a theme) → [`Languages`] (the files of one site laid over each other) → [`Words`] (one language, ready to
//! speak). `themes/default/i18n/en.yaml` is the list of all phrases; every other file is measured against it.

mod language;
mod languages;
mod lead_value;
mod phrase;
mod shipped;
mod speech;

pub use language::{is_right_to_left, usual_tag};
pub use languages::{Languages, Spoken};
pub use lead_value::{LeadValue, lead_values, worth_in_words};
pub use phrase::{Phrase, Table, placeholders};
pub use shipped::shipped;
pub use speech::{Words, english};
