//! Sheets of answers made towards a goal without looking at all of them: cheap, and right more often than not.

use serde_json::Map;

use crate::assessment::Answers;

use super::solver::{Solver, write};
use super::ways::Way;

/// What a sheet is aimed at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aim {
    /// The total, 0 to 1.
    pub(super) total: f64,
    /// No critical state may be missing.
    pub(super) sound: bool,
}

impl<'a> Solver<'a> {
    /// Answers with a total near that of `aim`. What one question misses, the next makes good.
    pub(super) fn aimed(&self, aim: Aim) -> Option<Answers> {
        let mut owed = 0.0;
        self.sheet(|question_share, ways| {
            let target = aim.total + owed / question_share;
            let off = |way: &Way| way.share.map_or(f64::from(2), |share| (share - target).abs());
            let fits = |way: &&Way| !(aim.sound && way.missing);
            let best = ways
                .iter()
                .filter(fits)
                .min_by(|one, other| off(one).total_cmp(&off(other)))
                .unwrap_or(&ways[0]);
            if let Some(share) = best.share {
                owed += (aim.total - share) * question_share;
            }
            best
        })
    }

    /// Answers that feed the outcome at `place` as much as possible, and others as little.
    pub(super) fn feeding(&self, place: usize) -> Option<Answers> {
        let worth = |way: &Way| {
            let own = way.tallies.get(place).copied().unwrap_or(0);
            own * 2 - way.tallies.iter().copied().max().unwrap_or(0)
        };
        self.sheet(|_, ways| {
            let mut best = &ways[0];
            for way in ways {
                if worth(way) > worth(best) {
                    best = way;
                }
            }
            best
        })
    }

    /// Answers by chance, the same ones for the same seed.
    pub(super) fn by_chance(&self, seed: &mut Chance) -> Option<Answers> {
        self.sheet(|_, ways| &ways[seed.below(ways.len())])
    }

    /// Goes through the questions that are asked. `choose` is given the question's share of the total (where all are
    /// scored) and the ways to answer it.
    fn sheet<'s>(&'s self, mut choose: impl FnMut(f64, &'s [Way]) -> &'s Way) -> Option<Answers> {
        let mut sent = Map::new();
        let mut truth = 0;
        let all: f64 = self
            .assessment
            .categories
            .iter()
            .map(|category| category.weight)
            .sum();
        for (category, steps) in self.assessment.categories.iter().zip(&self.steps) {
            let scored = steps.iter().filter(|step| step.question.scored);
            let here: f64 = scored.map(|step| step.question.weight).sum();
            for step in steps {
                if !self.is_asked(step, truth) {
                    continue;
                }
                let share = category.weight / all * step.question.weight / here.max(step.question.weight);
                let way = choose(share, &step.ways);
                truth |= way.truth;
                write(&mut sent, step.question, way);
            }
        }
        Answers::from_json(self.assessment, &sent).ok()
    }
}

/// Numbers that look random and are the same in every run (SplitMix64, by Sebastiano Vigna).
pub(super) struct Chance(pub(super) u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `most`, which is above 0.
    fn below(&mut self, most: usize) -> usize {
        (self.next() % most as u64) as usize
    }
}
