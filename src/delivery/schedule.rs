//! When a delivery that failed is tried again: the schedule that Standard Webhooks 1.0 recommends.

use jiff::{SignedDuration, Timestamp};

/// After the first failure, the second and so on; the last pause holds from then on.
const PAUSES: [SignedDuration; 9] = [
    SignedDuration::from_secs(5),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(5),
    SignedDuration::from_hours(10),
    SignedDuration::from_hours(14),
    SignedDuration::from_hours(20),
    SignedDuration::from_hours(24),
];

/// A receiver that was away for a month is gone; `deliveries replay` begins anew.
const TRIES: u32 = 40;

/// The longest that a receiver may ask us to wait.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// How much of a pause is left to chance, so that what failed together does not come back together.
const JITTER: f64 = 0.25;

/// When a delivery that has just failed is tried again; `None` where it was tried often enough.
///
/// `before` is how often it was tried before this time, `chance` a number from 0 to 1, `asked` what the receiver asked for.
pub(super) fn next(
    now: Timestamp,
    before: u32,
    chance: f64,
    asked: Option<SignedDuration>,
) -> Option<Timestamp> {
    if before + 1 >= TRIES {
        return None;
    }
    let place = usize::try_from(before)
        .unwrap_or(usize::MAX)
        .min(PAUSES.len() - 1);
    let pause = PAUSES[place].mul_f64(1.0 + JITTER * chance.clamp(0.0, 1.0));
    let pause = pause.max(asked.unwrap_or(SignedDuration::ZERO).min(LONGEST));
    Some(now.checked_add(pause).unwrap_or(Timestamp::MAX))
}

/// `Retry-After` in either form: seconds, or a date.
pub(super) fn retry_after(header: &str, now: Timestamp) -> Option<SignedDuration> {
    if let Ok(seconds) = header.trim().parse::<u32>() {
        return Some(SignedDuration::from_secs(seconds.into()));
    }
    let at = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(header.trim());
    at.ok().map(|at| at.duration_since(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_receiver_that_is_down_for_days_is_tried_on_schedule() {
        let mut now = noon();
        let mut pauses = Vec::new();
        let mut before = 0;
        while let Some(next) = next(now, before, 0.0, None) {
            pauses.push(next.duration_since(now).as_secs());
            now = next;
            before += 1;
        }
        let hour = 3600;
        let first = [
            5,
            300,
            1800,
            2 * hour,
            5 * hour,
            10 * hour,
            14 * hour,
            20 * hour,
            24 * hour,
            24 * hour,
        ];
        assert_eq!(pauses[..10], first);
        assert_eq!(pauses.len(), 39);
        assert!(now.duration_since(noon()).as_hours() > 24 * 30, "for a month");
    }

    #[test]
    fn chance_only_makes_a_pause_longer() {
        let pause = |chance| {
            next(noon(), 1, chance, None)
                .unwrap()
                .duration_since(noon())
                .as_secs()
        };
        assert_eq!((pause(0.0), pause(0.5), pause(1.0)), (300, 337, 375));
    }

    #[test]
    fn a_receiver_may_ask_for_more_time_but_not_for_less_or_for_ever() {
        let pause = |asked| next(noon(), 0, 0.0, Some(asked)).unwrap().duration_since(noon());
        assert_eq!(pause(SignedDuration::from_secs(1)), SignedDuration::from_secs(5));
        assert_eq!(pause(SignedDuration::from_mins(7)), SignedDuration::from_mins(7));
        assert_eq!(
            pause(SignedDuration::from_hours(1000)),
            SignedDuration::from_hours(24)
        );
        assert_eq!(
            pause(SignedDuration::from_hours(-1)),
            SignedDuration::from_secs(5)
        );
    }

    #[test]
    fn both_forms_of_the_header_are_read() {
        assert_eq!(retry_after(" 120 ", noon()), Some(SignedDuration::from_mins(2)));
        let date = "Sun, 22 Nov 2026 12:30:00 GMT";
        assert_eq!(retry_after(date, noon()), Some(SignedDuration::from_mins(30)));
        for bad in ["", "soon", "-5", "1.5", "99999999999999999999"] {
            assert_eq!(retry_after(bad, noon()), None, "{bad}");
        }
    }
}
