//! How others did, counted anew for each report while that is quick, and kept for a while where it is not.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::assessment::{AssessmentId, Benchmark, OptionId, QuestionId};

/// A count that took longer than this is worth keeping.
const QUICK: Duration = Duration::from_millis(5);
/// A count is kept for so many times as long as it took, so that counting costs a thousandth of the time at most.
const KEPT: u32 = 1000;
/// More cohorts than a site has.
const MOST: usize = 1000;

/// Who took an assessment; of those, who gave the same answer to a question.
pub(super) type Cohort = (AssessmentId, Option<(QuestionId, OptionId)>);

/// The counts that are kept.
#[derive(Default)]
pub(super) struct Cohorts(Mutex<HashMap<Cohort, (Instant, Option<Benchmark>)>>);

impl Cohorts {
    /// A count that may still be used.
    pub(super) fn get(&self, cohort: &Cohort) -> Option<Option<Benchmark>> {
        let kept = self.kept();
        let (until, benchmark) = kept.get(cohort)?;
        (*until > Instant::now()).then(|| benchmark.clone())
    }

    /// Keeps a count that took a while.
    pub(super) fn keep(&self, cohort: Cohort, took: Duration, counted: Option<Benchmark>) {
        if took <= QUICK {
            return;
        }
        let mut kept = self.kept();
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(cohort, (Instant::now() + took * KEPT, counted));
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<Cohort, (Instant, Option<Benchmark>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
