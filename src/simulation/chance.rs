//! Random numbers that are the same everywhere for the same seed: SplitMix64 (Steele, Lea and Flood, 2014). Nothing here
//! needs to be unguessable.

/// What one respondent draws from.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Chance {
    /// The numbers of respondent `place`: whoever else is drawn, and in which order, changes nothing.
    pub(super) fn new(seed: u64, place: u64) -> Self {
        Self(mix(mix(seed).wrapping_add(place.wrapping_mul(STEP))))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// From 0 up to 1, never 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True with this probability.
    pub(super) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A whole number from `least` to `most`, each equally likely.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let count = i128::from(most) - i128::from(least) + 1;
        let drawn = (i128::from(self.next()) * count) >> 64;
        i64::try_from(i128::from(least) + drawn).unwrap_or(least)
    }

    /// A place in `weights`, as likely as its share of them; the first where all are 0. There must be one.
    pub(super) fn among(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.unit() * weights.clone().sum::<f64>();
        let mut last = 0;
        for (place, weight) in weights.enumerate().filter(|(_, weight)| *weight > 0.0) {
            last = place;
            if left < weight {
                break;
            }
            left -= weight;
        }
        last
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_paper_and_evenly_spread() {
        // The published values for the state 0.
        let mut chance = Chance(0);
        assert_eq!(chance.next(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(chance.next(), 0x6e78_9e6a_a1b9_65f4);
        let (mut low, mut sum) = (0, 0.0);
        let drawn: Vec<Chance> = (0..20_000).map(|place| Chance::new(7, place)).collect();
        for mut chance in drawn {
            sum += chance.unit();
            low += usize::from(chance.between(-3, 6) == -3);
        }
        assert!(
            (sum / 20_000.0 - 0.5).abs() < 0.01 && (1_800..2_200).contains(&low),
            "{sum} {low}"
        );
        let mut chance = Chance::new(1, 1);
        let counts = (0..9_000).fold([0; 3], |mut counts, _| {
            counts[chance.among([1.0, 0.0, 2.0].into_iter())] += 1;
            counts
        });
        assert!(
            counts[1] == 0 && (2_700..3_300).contains(&counts[0]),
            "{counts:?}"
        );
    }
}
