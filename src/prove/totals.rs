//! Which totals can be reached: sums of questions within a category, then of categories.
//!
//! Up to a number of states every total is known exactly. Beyond it neighbours are put together into a range whose two
//! ends are totals that somebody can reach: what lies in no range is proved to be out of reach.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::{Answers, Category};

use super::solver::{Path, Paths, Solver, Step};
use super::truth::Truth;

/// Neighbours are put together beyond this many.
const MOST_CELLS: usize = 1500;
/// Into this many parts of the whole range.
const PARTS: f64 = 1000.0;
/// Values that differ by less are the same.
const FINE: f64 = 1e9;
/// So many steps of work, and no more.
const MOST_WORK: usize = 4_000_000;

/// Totals that can be reached, from the least to the best of a range.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    /// 0 to 100 in the end; a sum on the way.
    pub(super) low: f64,
    /// The same as `low` where a single total is meant.
    pub(super) high: f64,
    low_path: Path,
    high_path: Path,
}

/// What must be kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    truth: Truth,
    missing: bool,
    /// Of what is scored, in hundredths.
    weight: i64,
}

type Cells = BTreeMap<(Key, i64), Cell>;

/// Every total that can be reached.
pub(super) struct Totals<'s> {
    paths: Paths<'s>,
    /// Whether a critical state is missing, and a range of totals.
    pub(super) ranges: Vec<(bool, Cell)>,
}

impl<'s> Totals<'s> {
    /// `None` where that is too much work.
    pub(super) fn of(solver: &'s Solver<'_>) -> Option<Self> {
        let mut walk = Walk {
            solver,
            paths: Paths::default(),
            work: 0,
        };
        let start = Key {
            truth: 0,
            missing: false,
            weight: 0,
        };
        let mut done = Cells::from([((start, 0), Cell::START)]);
        let mut weights = 0.0;
        for (category, steps) in solver.assessment.categories.iter().zip(&solver.steps) {
            let truths: BTreeSet<Truth> = done.keys().map(|(key, _)| key.truth).collect();
            let mut parts = BTreeMap::new();
            for truth in truths {
                parts.insert(truth, walk.category(steps, truth)?);
            }
            weights += category.weight;
            done = walk.join(&done, &parts, category)?;
            thin(&mut done, weights);
        }
        let total = |(key, cell): (Key, Cell)| {
            let share = 100.0 * 100.0 / key.weight as f64;
            let cell = Cell {
                low: cell.low * share,
                high: cell.high * share,
                ..cell
            };
            (key.missing, cell)
        };
        let ranges = done
            .into_iter()
            .filter(|((key, _), _)| key.weight > 0)
            .map(|((key, _), cell)| total((key, cell)))
            .collect();
        Some(Self {
            paths: walk.paths,
            ranges,
        })
    }

    /// Two sheets of answers, with the totals at the ends of a range.
    pub(super) fn ends(&self, solver: &Solver<'_>, cell: &Cell) -> [Option<Answers>; 2] {
        [cell.low_path, cell.high_path].map(|path| self.paths.answers(solver.assessment, path))
    }
}

struct Walk<'s, 'a> {
    solver: &'s Solver<'a>,
    paths: Paths<'s>,
    work: usize,
}

impl<'s> Walk<'s, '_> {
    /// The sums of a category's questions where these terms hold before the first.
    fn category(&mut self, steps: &'s [Step<'_>], truth: Truth) -> Option<Cells> {
        let start = Key {
            truth,
            missing: false,
            weight: 0,
        };
        let mut cells = Cells::from([((start, 0), Cell::START)]);
        let mut weights = 0.0;
        for step in steps {
            let later = step.live;
            let mut next = Cells::new();
            for ((key, _), cell) in &cells {
                if !self.solver.is_asked(step, key.truth) {
                    let key = Key {
                        truth: key.truth & later,
                        ..*key
                    };
                    self.add(&mut next, key, cell.low, cell.high, |_| {
                        (cell.low_path, cell.high_path)
                    })?;
                    continue;
                }
                for way in &step.ways {
                    let weight = way.share.map_or(0.0, |_| step.question.weight);
                    let earned = weight * way.share.unwrap_or(0.0);
                    let key = Key {
                        truth: (key.truth | way.truth) & later,
                        missing: key.missing | way.missing,
                        weight: key.weight + hundredths(weight),
                    };
                    self.add(&mut next, key, cell.low + earned, cell.high + earned, |paths| {
                        let low = paths.then(cell.low_path, step.question, way);
                        let same = cell.low_path == cell.high_path;
                        let high = if same {
                            low
                        } else {
                            paths.then(cell.high_path, step.question, way)
                        };
                        (low, high)
                    })?;
                }
            }
            weights += step.question.weight;
            thin(&mut next, weights);
            cells = next;
        }
        Some(cells)
    }

    /// Adds the score of a category to what was done before it.
    fn join(&mut self, done: &Cells, parts: &BTreeMap<Truth, Cells>, category: &Category) -> Option<Cells> {
        let mut next = Cells::new();
        for ((before, _), cell) in done {
            let Some(part) = parts.get(&before.truth) else {
                continue;
            };
            for ((key, _), own) in part {
                let (share, weight) = match key.weight {
                    0 => (0.0, 0.0),
                    weight => (100.0 * category.weight / weight as f64, category.weight),
                };
                let key = Key {
                    truth: key.truth,
                    missing: before.missing | key.missing,
                    weight: before.weight + hundredths(weight),
                };
                let (low, high) = (cell.low + own.low * share, cell.high + own.high * share);
                self.add(&mut next, key, low, high, |paths| {
                    (
                        paths.join(cell.low_path, own.low_path),
                        paths.join(cell.high_path, own.high_path),
                    )
                })?;
            }
        }
        Some(next)
    }

    /// Adds a range, unless it is known; `None` where the work is too much.
    fn add(
        &mut self,
        cells: &mut Cells,
        key: Key,
        low: f64,
        high: f64,
        paths: impl FnOnce(&mut Paths<'s>) -> (Path, Path),
    ) -> Option<()> {
        self.work += 1;
        if self.work > MOST_WORK {
            return None;
        }
        let place = (key, (low * FINE).round() as i64);
        match cells.get_mut(&place) {
            Some(known) if known.high >= high => {}
            Some(known) => {
                known.high = high;
                known.high_path = paths(&mut self.paths).1;
            }
            None => {
                let (low_path, high_path) = paths(&mut self.paths);
                cells.insert(
                    place,
                    Cell {
                        low,
                        high,
                        low_path,
                        high_path,
                    },
                );
            }
        }
        Some(())
    }
}

impl Cell {
    const START: Self = Self {
        low: 0.0,
        high: 0.0,
        low_path: Paths::START,
        high_path: Paths::START,
    };
}

/// Puts neighbours together where there are too many; `most` is the largest value there may be.
fn thin(cells: &mut Cells, most: f64) {
    if cells.len() <= MOST_CELLS {
        return;
    }
    let mut fewer: BTreeMap<(Key, i64), Cell> = BTreeMap::new();
    for ((key, _), cell) in std::mem::take(cells) {
        let part = (cell.low / most * PARTS).floor() as i64;
        fewer
            .entry((key, part))
            .and_modify(|known| {
                if cell.low < known.low {
                    (known.low, known.low_path) = (cell.low, cell.low_path);
                }
                if cell.high > known.high {
                    (known.high, known.high_path) = (cell.high, cell.high_path);
                }
            })
            .or_insert(cell);
    }
    *cells = fewer
        .into_iter()
        .map(|((key, _), cell)| ((key, (cell.low * FINE).round() as i64), cell))
        .collect();
}

/// Weights have two decimals at most.
fn hundredths(weight: f64) -> i64 {
    (weight * 100.0).round() as i64
}
