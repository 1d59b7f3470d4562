//! When somebody is asked again: month ends, leap days, time zones, and nobody nagged.

use gradewright::assessment::*;
use jiff::civil::{Date, date};
use jiff::tz::{Offset, TimeZone};
use proptest::prelude::*;

fn every(text: &str) -> Cadence {
    text.parse().unwrap()
}

fn state(last: Option<Date>, since: Date, cadence: &str, today: Date) -> DueState {
    due(last, since, every(cadence), today).state
}

#[test]
fn a_cadence_is_a_number_and_a_letter() {
    for text in ["3m", "6m", "1y", "90d", "2w", "7d", "1w", "120m", "10y", "3660d"] {
        let cadence = every(text);
        assert_eq!(cadence.to_string(), text);
        let json = serde_json::to_string(&cadence).unwrap();
        assert_eq!(json, format!("{text:?}"));
        assert_eq!(serde_json::from_str::<Cadence>(&json).unwrap(), cadence);
    }
    assert_eq!(every(" 03M ").to_string(), "3m");
    for text in [
        "",
        "m",
        "3",
        "3q",
        "-3m",
        "+3m",
        "3.5m",
        "3 m",
        "m3",
        "３m",
        "3µ",
        "three months",
    ] {
        let error = text.parse::<Cadence>().unwrap_err();
        assert_eq!(error, CadenceError::Unreadable(text.into()), "{text}");
    }
    for text in ["0m", "6d", "0y"] {
        assert_eq!(text.parse::<Cadence>(), Err(CadenceError::TooShort), "{text}");
    }
    for text in ["11y", "121m", "531w", "3661d", "99999999999999999999d"] {
        assert_eq!(text.parse::<Cadence>(), Err(CadenceError::TooLong), "{text}");
    }
    assert!(serde_json::from_str::<Cadence>("\"0m\"").is_err());
}

#[test]
fn months_end_when_they_end_and_are_counted_from_the_anchor() {
    let ends = |anchor: Date, cadence: &str, times: std::ops::RangeInclusive<i32>| {
        let cadence = every(cadence);
        times
            .map(|n| cadence.after(anchor, n).to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ends(date(2027, 1, 31), "1m", 1..=4),
        ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]
    );
    assert_eq!(ends(date(2028, 1, 31), "1m", 1..=2), ["2028-02-29", "2028-03-31"]);
    assert_eq!(
        ends(date(2026, 11, 30), "3m", 1..=2),
        ["2027-02-28", "2027-05-30"]
    );
    assert_eq!(ends(date(2027, 8, 31), "6m", 1..=2), ["2028-02-29", "2028-08-31"]);
    assert_eq!(
        ends(date(2024, 2, 29), "1y", 1..=4),
        ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]
    );
    // A century that is no leap year.
    assert_eq!(ends(date(2096, 2, 29), "1y", 4..=4), ["2100-02-28"]);
    assert_eq!(ends(date(2028, 2, 15), "2w", 1..=2), ["2028-02-29", "2028-03-14"]);
    assert_eq!(ends(date(2026, 12, 31), "90d", 1..=1), ["2027-03-31"]);
    assert_eq!(ends(date(2027, 5, 31), "3m", 0..=0), ["2027-05-31"]);
    assert_eq!(ends(date(9999, 12, 1), "1m", 1..=1), ["9999-12-31"]);
}

#[test]
fn a_round_is_due_from_two_weeks_before_until_thirty_days_after() {
    let answered = Some(date(2026, 11, 30));
    let since = date(2024, 1, 1);
    assert_eq!(
        due(answered, since, every("3m"), date(2026, 12, 1)),
        Due {
            on: date(2027, 2, 28),
            state: DueState::Answered
        }
    );
    for (today, expected) in [
        (date(2026, 11, 30), DueState::Answered),
        (date(2027, 2, 13), DueState::Answered),
        (date(2027, 2, 14), DueState::Due),
        (date(2027, 2, 28), DueState::Due),
        (date(2027, 3, 30), DueState::Due),
        (date(2027, 3, 31), DueState::Overdue),
        (date(2031, 1, 1), DueState::Overdue),
    ] {
        assert_eq!(state(answered, since, "3m", today), expected, "{today}");
    }
    let words = [DueState::Overdue, DueState::Due, DueState::Answered].map(DueState::as_str);
    assert_eq!(words, ["late", "due", "answered"]);
}

#[test]
fn whoever_just_answered_is_never_due_however_short_the_cadence() {
    let answered = date(2027, 3, 1);
    for (today, expected) in [
        (date(2027, 3, 1), DueState::Answered),
        (date(2027, 3, 7), DueState::Answered),
        (date(2027, 3, 8), DueState::Due),
        (date(2027, 3, 15), DueState::Due),
    ] {
        assert_eq!(state(Some(answered), answered, "2w", today), expected, "{today}");
    }
}

#[test]
fn whoever_never_answered_is_due_from_the_day_they_were_added() {
    let since = date(2027, 1, 31);
    for (today, expected) in [
        (date(2027, 1, 10), DueState::Answered),
        (date(2027, 1, 31), DueState::Due),
        (date(2027, 3, 2), DueState::Due),
        (date(2027, 3, 3), DueState::Overdue),
    ] {
        let due = due(None, since, every("6m"), today);
        assert_eq!((due.on, due.state), (since, expected), "{today}");
    }
}

#[test]
fn a_late_answer_opens_the_next_round_from_its_own_day() {
    let since = date(2026, 1, 15);
    // The round of 15 April was answered on 9 September, so the next is three months from there and not from April or July.
    let after = due(Some(date(2026, 9, 9)), since, every("3m"), date(2026, 9, 10));
    assert_eq!(
        after,
        Due {
            on: date(2026, 12, 9),
            state: DueState::Answered
        }
    );
}

#[test]
fn a_day_is_a_day_where_somebody_is() {
    let late = "2027-02-28T23:30:00Z".parse().unwrap();
    let hours = |hours| TimeZone::fixed(Offset::constant(hours));
    assert_eq!(day_in(late, &TimeZone::UTC), date(2027, 2, 28));
    assert_eq!(day_in(late, &hours(2)), date(2027, 3, 1));
    assert_eq!(day_in(late, &hours(-5)), date(2027, 2, 28));
    assert_eq!(
        day_in("2027-03-01T04:59:00Z".parse().unwrap(), &hours(-5)),
        date(2027, 2, 28)
    );
    // Summer time: 22:30 UTC is the next day in Berlin from the last Sunday of March on.
    let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    assert_eq!(
        day_in("2027-03-27T22:30:00Z".parse().unwrap(), &berlin),
        date(2027, 3, 27)
    );
    assert_eq!(
        day_in("2027-03-28T22:30:00Z".parse().unwrap(), &berlin),
        date(2027, 3, 29)
    );
    // The same answer, and the same moment of looking: due in one zone and not yet in the other.
    let answered = date(2026, 11, 30);
    let looked = "2027-02-13T23:30:00Z".parse().unwrap();
    assert_eq!(
        state(Some(answered), answered, "3m", day_in(looked, &TimeZone::UTC)),
        DueState::Answered
    );
    assert_eq!(
        state(Some(answered), answered, "3m", day_in(looked, &hours(2))),
        DueState::Due
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    /// Counted by hand: month by month, with the length of each.
    #[test]
    fn the_next_date_is_in_the_right_month_and_as_near_the_day_as_it_can(
        year in 2000i16..2090, month in 1i8..=12, day in 1i8..=31, count in 1i32..=120,
    ) {
        let length = |year: i16, month: i8| match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let anchor = date(year, month, day.min(length(year, month)));
        let (mut y, mut m) = (year, month);
        for _ in 0..count {
            (y, m) = if m == 12 { (y + 1, 1) } else { (y, m + 1) };
        }
        let expected = date(y, m, anchor.day().min(length(y, m)));
        prop_assert_eq!(every(&format!("{count}m")).after(anchor, 1), expected);
        prop_assert_eq!(every("1m").after(anchor, count), expected);
    }

    /// As time goes by a round goes from answered to due to late, and never back.
    #[test]
    fn time_only_makes_a_round_more_due(
        start in 0i64..20_000, later in 0i64..2_000, more in 0i64..500, asked in any::<bool>(), count in 7i32..=800,
    ) {
        let day = |days: i64| date(2000, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let cadence = every(&format!("{count}d"));
        let last = asked.then(|| day(start));
        let now = due(last, day(start), cadence, day(start + later));
        let then = due(last, day(start), cadence, day(start + later + more));
        prop_assert_eq!(now.on, then.on);
        prop_assert!(then.state <= now.state, "{:?} after {:?}", then, now);
    }
}
