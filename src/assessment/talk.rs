//! What sales asks: the `sales` texts that authors wrote, in the order of a talk, each line once.

use std::collections::BTreeSet;

use super::{Assessment, FollowUp, Gap, Scorecard, Text};

/// The talk about one response. Lines that were said are not said again, whoever asks for them.
#[derive(Debug)]
pub struct Talk<'a> {
    assessment: &'a Assessment,
    gaps: &'a [Gap],
    said: BTreeSet<String>,
}

impl<'a> Talk<'a> {
    /// Nothing is said yet.
    pub fn new(assessment: &'a Assessment, follow_up: &'a FollowUp) -> Self {
        Self {
            assessment,
            gaps: &follow_up.gaps,
            said: BTreeSet::new(),
        }
    }

    /// What was written for the band and the outcome, and for the categories with a gap.
    pub fn opening(&mut self, card: &Scorecard) -> Vec<String> {
        let assessment = self.assessment;
        let band = card.band.as_ref().and_then(|id| assessment.band(id));
        let outcome = card.outcome.as_ref().and_then(|id| assessment.outcome(id));
        let results = [
            band.and_then(|band| band.sales.as_ref()),
            outcome.and_then(|outcome| outcome.sales.as_ref()),
        ];
        let gaps = self.gaps;
        let categories = assessment.categories.iter().filter(|category| {
            let mut questions = category.questions.iter();
            questions.any(|question| gaps.iter().any(|gap| gap.question == question.id))
        });
        let categories = categories.filter_map(|category| category.sales.as_ref());
        self.say(results.into_iter().flatten().chain(categories))
    }

    /// What was written for the options and questions behind some gaps.
    pub fn about(&mut self, of: impl Fn(&Gap) -> bool) -> Vec<String> {
        let assessment = self.assessment;
        let texts = self.gaps.iter().filter(|gap| of(gap)).flat_map(|gap| {
            let question = assessment.question(gap.question.as_str());
            let option = question
                .zip(gap.option.as_ref())
                .and_then(|(question, id)| question.choice(id.as_str()));
            [
                option.and_then(|option| option.sales.as_ref()),
                question.and_then(|question| question.sales.as_ref()),
            ]
        });
        self.say(texts.flatten())
    }

    /// The lines of some texts that were not said before.
    pub fn say<'t>(&mut self, texts: impl IntoIterator<Item = &'t Text>) -> Vec<String> {
        let lines = texts.into_iter().flat_map(|text| text.plain.lines());
        let lines = lines.map(str::trim).filter(|line| !line.is_empty());
        lines
            .filter(|line| self.said.insert((*line).to_owned()))
            .map(str::to_owned)
            .collect()
    }
}
