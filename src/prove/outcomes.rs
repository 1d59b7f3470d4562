//! Whether an outcome can win: its tally must be above 0, above those before it and not below those after it.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::{Answers, score};

use super::aim::Chance;
use super::solver::{Found, MOST_STATES, Path, Paths, Solver};
use super::truth::Truth;
use super::ways::Way;
use super::witness::TRIES;

/// Whether the outcome at `place` can win.
pub(super) fn reach(solver: &Solver<'_>, place: usize) -> Found {
    let wins = |answers: &Answers| {
        score(solver.assessment, answers).outcome.as_ref() == Some(&solver.assessment.outcomes[place].id)
    };
    if let Some(answers) = solver.feeding(place).filter(|answers| wins(answers)) {
        return Found::Reached(answers);
    }
    let mut paths = Paths::default();
    // How far it can be ahead of nothing, and of each other.
    let rivals = (0..solver.assessment.outcomes.len()).filter(|rival| *rival != place);
    for rival in std::iter::once(None).chain(rivals.map(Some)) {
        let lead = |way: &Way| {
            let tally = |at: usize| way.tallies.get(at).copied().unwrap_or(0);
            tally(place) - rival.map_or(0, tally)
        };
        let Some((most, path)) = furthest(solver, &mut paths, lead) else {
            return by_chance(solver, wins);
        };
        let must_be_ahead = rival.is_none_or(|rival| rival < place);
        if solver.whole && (most < 0 || (must_be_ahead && most == 0)) {
            return Found::Never;
        }
        if let Some(answers) = paths.answers(solver.assessment, path).filter(wins) {
            return Found::Reached(answers);
        }
    }
    match every_tally(solver, place) {
        Some(Some(answers)) if wins(&answers) => Found::Reached(answers),
        Some(None) if solver.whole => Found::Never,
        _ => by_chance(solver, wins),
    }
}

/// The largest sum of `lead` over the questions, with a path to it.
fn furthest<'s>(
    solver: &'s Solver<'_>,
    paths: &mut Paths<'s>,
    lead: impl Fn(&Way) -> i64,
) -> Option<(i64, Path)> {
    let mut states: BTreeMap<Truth, (i64, Path)> = BTreeMap::from([(0, (0, Paths::START))]);
    for step in solver.all_steps() {
        let mut next: BTreeMap<Truth, (i64, Path)> = BTreeMap::new();
        for (truth, (sum, path)) in states {
            if !solver.is_asked(step, truth) {
                let known = next.entry(truth & step.live).or_insert((sum, path));
                if known.0 < sum {
                    *known = (sum, path);
                }
                continue;
            }
            for way in &step.ways {
                let sum = sum + lead(way);
                let after = (truth | way.truth) & step.live;
                if next.get(&after).is_none_or(|known| known.0 < sum) {
                    next.insert(after, (sum, paths.then(path, step.question, way)));
                }
            }
        }
        if next.len() > MOST_STATES {
            return None;
        }
        states = next;
    }
    states.into_values().max_by_key(|(sum, _)| *sum)
}

/// Looks at every combination of tallies: answers by which it wins, or none. `None` where that is too much.
fn every_tally(solver: &Solver<'_>, place: usize) -> Option<Option<Answers>> {
    let mut paths = Paths::default();
    let start = vec![0_i64; solver.assessment.outcomes.len()];
    let mut states = BTreeMap::from([((0, start), Paths::START)]);
    for step in solver.all_steps() {
        // Ways that differ in nothing but the score are one here.
        let mut seen = BTreeSet::new();
        let ways: Vec<&Way> = step
            .ways
            .iter()
            .filter(|way| seen.insert((way.truth & step.live, &way.tallies)))
            .collect();
        let mut next = BTreeMap::new();
        for ((truth, tallies), path) in states {
            if !solver.is_asked(step, truth) {
                next.entry((truth & step.live, tallies)).or_insert(path);
                continue;
            }
            for way in &ways {
                let sums: Vec<i64> = tallies
                    .iter()
                    .zip(&way.tallies)
                    .map(|(sum, more)| sum + more)
                    .collect();
                next.entry(((truth | way.truth) & step.live, sums))
                    .or_insert_with(|| paths.then(path, step.question, way));
            }
            if next.len() > MOST_STATES {
                return None;
            }
        }
        states = next;
    }
    let wins = |tallies: &[i64]| {
        let own = tallies[place];
        own > 0
            && tallies[..place].iter().all(|other| *other < own)
            && tallies[place + 1..].iter().all(|other| *other <= own)
    };
    match states.into_iter().find(|((_, tallies), _)| wins(tallies)) {
        Some((_, path)) => paths.answers(solver.assessment, path).map(Some),
        None => Some(None),
    }
}

fn by_chance(solver: &Solver<'_>, wins: impl Fn(&Answers) -> bool) -> Found {
    let mut chance = Chance(0);
    (0..TRIES)
        .filter_map(|_| solver.by_chance(&mut chance))
        .find(|answers| wins(answers))
        .map_or(Found::Unknown, Found::Reached)
}
