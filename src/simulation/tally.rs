//! Counting respondents, a batch at a time. Batches are added up in their order, so that the sums are the same however many
//! of them are made at once.

use std::collections::BTreeMap;

use crate::assessment::{
    Answer, Answers, Assessment, BandId, OutcomeId, Question, Scorecard, ServiceId, Shape, Working,
};

/// What was counted.
#[derive(Debug, Clone)]
pub(super) struct Tally<'a> {
    /// By shown total, 0 to 100.
    pub(super) shown: Vec<u64>,
    /// Totals added up, and their squares.
    pub(super) sum: f64,
    pub(super) squares: f64,
    pub(super) bands: BTreeMap<BandId, u64>,
    pub(super) capped: u64,
    pub(super) outcomes: BTreeMap<OutcomeId, u64>,
    pub(super) services: BTreeMap<&'a ServiceId, u64>,
    /// In file order.
    pub(super) questions: Vec<QuestionTally>,
}

/// How one question was answered.
#[derive(Debug, Clone, Default)]
pub(super) struct QuestionTally {
    pub(super) answered: u64,
    /// How often each option was chosen, in file order.
    pub(super) options: Vec<u64>,
    /// How often each value of a scale was.
    pub(super) values: BTreeMap<i64, u64>,
    /// Its part of the total, added up; and times the total.
    pub(super) sum: f64,
    pub(super) products: f64,
}

impl<'a> Tally<'a> {
    pub(super) fn new(assessment: &Assessment) -> Self {
        let question = |question: &Question| QuestionTally {
            options: vec![0; question.choices().len()],
            ..QuestionTally::default()
        };
        Self {
            shown: vec![0; 101],
            sum: 0.0,
            squares: 0.0,
            bands: BTreeMap::new(),
            capped: 0,
            outcomes: BTreeMap::new(),
            services: BTreeMap::new(),
            questions: assessment.questions().map(question).collect(),
        }
    }

    /// One more respondent.
    pub(super) fn add(
        &mut self,
        assessment: &'a Assessment,
        answers: &Answers,
        card: &Scorecard,
        working: &Working<'a>,
    ) {
        let total = card.total.unwrap_or_default();
        if let Some(count) = card.shown.and_then(|shown| self.shown.get_mut(shown as usize)) {
            *count += 1;
            self.sum += total;
            self.squares += total * total;
        }
        if let Some(band) = &card.band {
            *self.bands.entry(band.clone()).or_default() += 1;
        }
        self.capped += u64::from(card.capped_by.is_some());
        if let Some(outcome) = &card.outcome {
            *self.outcomes.entry(outcome.clone()).or_default() += 1;
        }
        let mut offered: Vec<&'a ServiceId> = Vec::new();
        for service in working
            .questions()
            .flat_map(|one| &one.parts)
            .filter_map(|part| part.offers)
        {
            if !offered.contains(&service) {
                offered.push(service);
                *self.services.entry(service).or_default() += 1;
            }
        }
        let asked = assessment.questions().zip(working.questions());
        for (tally, (question, worked)) in self.questions.iter_mut().zip(asked) {
            let part = worked.contribution.unwrap_or_default();
            tally.sum += part;
            tally.products += part * total;
            if let Some(answer) = answers.get(&question.id) {
                tally.count(question, answer);
            }
        }
    }

    /// With everything of the next batch.
    pub(super) fn and(mut self, next: &Self) -> Self {
        add_all(&mut self.shown, &next.shown);
        self.sum += next.sum;
        self.squares += next.squares;
        self.capped += next.capped;
        merge(&mut self.bands, &next.bands);
        merge(&mut self.outcomes, &next.outcomes);
        merge(&mut self.services, &next.services);
        for (mine, others) in self.questions.iter_mut().zip(&next.questions) {
            mine.answered += others.answered;
            add_all(&mut mine.options, &others.options);
            merge(&mut mine.values, &others.values);
            mine.sum += others.sum;
            mine.products += others.products;
        }
        self
    }
}

impl QuestionTally {
    fn count(&mut self, question: &Question, answer: &Answer) {
        self.answered += 1;
        let choices = question.choices().iter();
        match (answer, &question.shape) {
            (Answer::Number(value), Shape::Scale { .. }) => *self.values.entry(*value).or_default() += 1,
            (Answer::Many(ticked), _) => {
                for (count, choice) in self.options.iter_mut().zip(choices) {
                    *count += u64::from(ticked.contains(&choice.id));
                }
            }
            (Answer::Text(id), _) => {
                for (count, choice) in self.options.iter_mut().zip(choices) {
                    *count += u64::from(choice.id.as_str() == id);
                }
            }
            (Answer::Number(_), _) => {}
        }
    }
}

fn add_all(mine: &mut [u64], others: &[u64]) {
    for (mine, other) in mine.iter_mut().zip(others) {
        *mine += other;
    }
}

fn merge<K: Ord + Clone>(mine: &mut BTreeMap<K, u64>, others: &BTreeMap<K, u64>) {
    for (key, count) in others {
        *mine.entry(key.clone()).or_default() += count;
    }
}
