//! What it takes to reach the next band.

use super::{Assessment, BandId, Gap, Scorecard};

/// The fewest gaps that lead to the next band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextBand {
    /// The band above today's.
    pub band: BandId,
    /// The total as it would be shown.
    pub to: u32,
    /// Places in the list of gaps, in the order to close them.
    pub gaps: Vec<usize>,
}

/// Finds the way to the next band; `None` where there is no total or no band above. `gaps` are those of the same answers.
///
/// Critical gaps come first where they hold the band down, then the largest gains, until the shown total is enough.
pub fn next_band(assessment: &Assessment, scorecard: &Scorecard, gaps: &[Gap]) -> Option<NextBand> {
    let today = assessment.band(scorecard.band.as_ref()?)?;
    let above = assessment.bands.iter().filter(|band| band.from > today.from);
    let next = above.min_by_key(|band| band.from)?;
    let cap = assessment
        .critical_caps_at
        .as_ref()
        .and_then(|id| assessment.band(id));
    let held = cap.is_some_and(|cap| next.from > cap.from);
    let size = |place: &usize| (gaps[*place].gain * 1e9).round();
    let (mut way, mut rest): (Vec<usize>, Vec<usize>) =
        (0..gaps.len()).partition(|place| held && gaps[*place].critical);
    rest.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let mut total = scorecard.total?;
    for place in &way {
        total += gaps[*place].gain;
    }
    let mut rest = rest.into_iter();
    while shown(total) < next.from {
        let place = rest.next()?;
        total += gaps[place].gain;
        way.push(place);
    }
    Some(NextBand {
        band: next.id.clone(),
        to: shown(total),
        gaps: way,
    })
}

/// As [`score`](super::score) shows a total.
fn shown(total: f64) -> u32 {
    ((total * 1e9).round() / 1e9).round() as u32
}
