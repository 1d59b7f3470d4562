//! Gives everything in an assessment its id: the written one, or the slug of its text.

use std::collections::HashMap;
use std::ops::Range;

use super::faults::{Faults, Spanned};
use super::{codes, naming};

/// The ids that are taken among one kind of thing.
#[derive(Default)]
pub(super) struct Ids {
    taken: HashMap<String, Taken>,
    spares: usize,
}

struct Taken {
    written: bool,
    text: String,
}

impl Ids {
    /// The id of the next thing. Always one that is not taken, so that reading can go on after a mistake.
    pub(super) fn next(
        &mut self,
        what: &str,
        written: Option<&Spanned<String>>,
        text: &str,
        span: Range<usize>,
        faults: &mut Faults,
    ) -> String {
        let id = written.map_or_else(|| naming::slug(text), |id| id.value.clone());
        let at = written.map_or(span, |id| id.span.clone());
        if id.is_empty() {
            let message = format!("this {what} has no letters to make an id from");
            faults.report(&codes::NO_ID, at, message, "give it one, such as `#first`");
            return self.spare(what);
        }
        if let Some(taken) = self.taken.get(&id) {
            if written.is_some() || taken.written {
                let message = format!("a second {what} has the id `{id}`");
                let help = format!(
                    "give each {what} an id of its own; the other one is “{}”",
                    taken.text
                );
                faults.report(&codes::DUPLICATE_ID, at, message, help);
            } else {
                let message = format!("two {what}s get the same id, `{id}`, from their texts");
                faults.report(
                    &codes::SAME_SLUG,
                    at,
                    message,
                    format!("give one of them an id: `#{id}-2`"),
                );
            }
            return self.spare(what);
        }
        self.taken.insert(
            id.clone(),
            Taken {
                written: written.is_some(),
                text: text.chars().take(60).collect(),
            },
        );
        id
    }

    fn spare(&mut self, what: &str) -> String {
        let mut id = String::new();
        while id.is_empty() || self.taken.contains_key(&id) {
            self.spares += 1;
            id = format!("{what}-{}", self.spares);
        }
        self.taken.insert(
            id.clone(),
            Taken {
                written: false,
                text: String::new(),
            },
        );
        id
    }
}
