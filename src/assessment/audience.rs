//! One assessment for prospects and for clients: what each of them is asked.

use std::collections::BTreeSet;

use super::{Assessment, Condition, QuestionId};

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Anybody who comes by.
    Prospects,
    /// Whoever was invited as a client.
    Clients,
}

impl Audience {
    /// Whether it is a client who answers.
    pub fn of_client(client: bool) -> Self {
        match client {
            true => Self::Clients,
            false => Self::Prospects,
        }
    }
}

impl Assessment {
    /// Whether clients are asked something else than prospects.
    pub fn tells_clients_apart(&self) -> bool {
        let mut conditions = self.questions().filter_map(|question| question.shown_if.as_ref());
        conditions.any(Condition::tells_clients_apart)
    }

    /// What `audience` is asked: without the questions of the other, and without any condition on who answers.
    #[must_use]
    pub fn for_audience(mut self, audience: Audience) -> Self {
        let mut gone: BTreeSet<QuestionId> = BTreeSet::new();
        for category in &mut self.categories {
            category.questions.retain_mut(|question| {
                let Some(condition) = question.shown_if.take() else {
                    return true;
                };
                let known = condition.for_audience(audience, &gone);
                match known {
                    Known::Always => true,
                    Known::Never => {
                        gone.insert(question.id.clone());
                        false
                    }
                    Known::If(condition) => {
                        question.shown_if = Some(condition);
                        true
                    }
                }
            });
        }
        self.categories.retain(|category| !category.questions.is_empty());
        self
    }
}

/// What is left of a condition once it is known who answers.
enum Known {
    Always,
    Never,
    If(Condition),
}

impl Condition {
    /// Whether it looks at who answers.
    pub fn tells_clients_apart(&self) -> bool {
        match self {
            Self::Client => true,
            Self::And(left, right) | Self::Or(left, right) => {
                left.tells_clients_apart() || right.tells_clients_apart()
            }
            Self::Not(inner) => inner.tells_clients_apart(),
            Self::Is(..) | Self::Has(..) | Self::Compare(..) => false,
        }
    }

    /// A comparison with a question that is not asked is false.
    fn for_audience(self, audience: Audience, gone: &BTreeSet<QuestionId>) -> Known {
        match self {
            Self::Client if audience == Audience::Clients => Known::Always,
            Self::Client => Known::Never,
            Self::Is(ref question, _) | Self::Has(ref question, _) | Self::Compare(ref question, ..)
                if gone.contains(question) =>
            {
                Known::Never
            }
            Self::Is(..) | Self::Has(..) | Self::Compare(..) => Known::If(self),
            Self::And(left, right) => {
                match (
                    left.for_audience(audience, gone),
                    right.for_audience(audience, gone),
                ) {
                    (Known::Never, _) | (_, Known::Never) => Known::Never,
                    (Known::Always, known) | (known, Known::Always) => known,
                    (Known::If(left), Known::If(right)) => {
                        Known::If(Self::And(Box::new(left), Box::new(right)))
                    }
                }
            }
            Self::Or(left, right) => {
                match (
                    left.for_audience(audience, gone),
                    right.for_audience(audience, gone),
                ) {
                    (Known::Always, _) | (_, Known::Always) => Known::Always,
                    (Known::Never, known) | (known, Known::Never) => known,
                    (Known::If(left), Known::If(right)) => {
                        Known::If(Self::Or(Box::new(left), Box::new(right)))
                    }
                }
            }
            Self::Not(inner) => match inner.for_audience(audience, gone) {
                Known::Always => Known::Never,
                Known::Never => Known::Always,
                Known::If(inner) => Known::If(Self::Not(Box::new(inner))),
            },
        }
    }
}
