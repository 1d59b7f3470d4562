//! How others did.

use jiff::Timestamp;

/// A mean over fewer people says more about single people than about their field.
const LEAST: u64 = 30;

/// The mean score of the people who took an assessment, or of those alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmark {
    /// How many people it is made of, at least 30.
    pub n: u64,
    /// The mean of their totals, 0 to 100.
    pub mean: f64,
    /// When it was counted.
    pub as_of: Timestamp,
}

impl Benchmark {
    /// A benchmark, or nothing at all where the people are too few.
    pub fn new(n: u64, mean: f64, as_of: Timestamp) -> Option<Self> {
        (n >= LEAST).then_some(Self { n, mean, as_of })
    }
}
