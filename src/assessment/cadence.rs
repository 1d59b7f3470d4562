//! How often a client is asked again, and whether that day has come. Late is normal: nothing here nags or blocks.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// The least time between two rounds, in days.
const LEAST_DAYS: i32 = 7;
/// The most time between two rounds, in years.
const MOST_YEARS: i32 = 10;
/// How many days before its date a round can be asked for; of a short cadence, half of it.
const EARLY: i32 = 14;
/// How many days after its date a round is still in time.
const GRACE: i32 = 30;

/// How often somebody is asked: `3m`, `6m`, `1y`, `90d`, `2w`. From seven days to ten years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cadence {
    count: i32,
    of: Period,
}

/// Months and years follow the calendar; days and weeks have a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Period {
    Day,
    Week,
    Month,
    Year,
}

/// Why a text is no cadence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CadenceError {
    /// Not a number and a letter.
    #[error("{0:?} is no cadence: write a number and d, w, m or y, such as 3m for every three months")]
    Unreadable(String),
    /// Less than seven days.
    #[error("nobody is asked more often than every {LEAST_DAYS} days")]
    TooShort,
    /// More than ten years.
    #[error("a cadence is at most {MOST_YEARS} years")]
    TooLong,
}

/// When the next round is, and how that stands to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The day from which the answers of the last round have had their time.
    pub on: Date,
    /// Today.
    pub state: DueState,
}

/// How a round stands. The order is that of a list: what is latest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DueState {
    /// More than 30 days after its date. Sales reads “late”, and the client nothing of it.
    Overdue,
    /// From 14 days before its date (of a cadence under 28 days: half of it) until 30 days after, both days counted.
    Due,
    /// Not due yet.
    Answered,
}

impl DueState {
    /// In a word, for sales.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overdue => "late",
            Self::Due => "due",
            Self::Answered => "answered",
        }
    }
}

/// The next date counts from the last answer, and never from a date that was missed: whoever answers late is asked again
/// a whole cadence later. Whoever has never answered is due from the day they were added (`since`), since everything later is
/// compared with the first answers. All three are days in one time zone (see [`day_in`]).
pub fn due(last_answered: Option<Date>, since: Date, cadence: Cadence, today: Date) -> Due {
    let on = last_answered.map_or(since, |answered| cadence.after(answered, 1));
    let early = match last_answered {
        Some(answered) => EARLY.min(days(answered, on) / 2),
        None => EARLY,
    };
    let to_go = days(today, on);
    let state = if to_go > early {
        DueState::Answered
    } else if to_go >= -GRACE {
        DueState::Due
    } else {
        DueState::Overdue
    };
    Due { on, state }
}

/// The day that a moment falls on, where somebody is: 23:30 UTC is already tomorrow at `+02:00`.
pub fn day_in(at: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(at).date()
}

impl Cadence {
    /// The day that many cadences after `anchor`. A day that a month does not have becomes its last one, always counted from
    /// `anchor`: 31 January, 28 February, 31 March. Beyond the year 9999 it is the last day of all.
    pub fn after(self, anchor: Date, times: i32) -> Date {
        let count = i64::from(self.count) * i64::from(times);
        let span = match self.of {
            Period::Day => Span::new().try_days(count),
            Period::Week => Span::new().try_weeks(count),
            Period::Month => Span::new().try_months(count),
            Period::Year => Span::new().try_years(count),
        };
        span.and_then(|span| anchor.checked_add(span))
            .unwrap_or(Date::MAX)
    }
}

/// From one day to another; both are years and not millennia apart, or it does not matter by how much.
fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

impl FromStr for Cadence {
    type Err = CadenceError;

    /// White space around it and capitals are passed over.
    fn from_str(text: &str) -> Result<Self, CadenceError> {
        let unreadable = || CadenceError::Unreadable(text.chars().take(20).collect());
        let written = text.trim();
        let of = match written.chars().next_back() {
            Some('d' | 'D') => Period::Day,
            Some('w' | 'W') => Period::Week,
            Some('m' | 'M') => Period::Month,
            Some('y' | 'Y') => Period::Year,
            _ => return Err(unreadable()),
        };
        // The letter is one byte.
        let digits = &written[..written.len() - 1];
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(unreadable());
        }
        let count: i32 = digits.parse().map_err(|_| CadenceError::TooLong)?;
        let (least, a_year) = match of {
            Period::Day => (LEAST_DAYS, 366),
            Period::Week => (1, 53),
            Period::Month => (1, 12),
            Period::Year => (1, 1),
        };
        match count {
            count if count < least => Err(CadenceError::TooShort),
            count if count > a_year * MOST_YEARS => Err(CadenceError::TooLong),
            count => Ok(Self { count, of }),
        }
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = match self.of {
            Period::Day => 'd',
            Period::Week => 'w',
            Period::Month => 'm',
            Period::Year => 'y',
        };
        write!(f, "{}{letter}", self.count)
    }
}

impl TryFrom<String> for Cadence {
    type Error = CadenceError;
    fn try_from(text: String) -> Result<Self, CadenceError> {
        text.parse()
    }
}

impl From<Cadence> for String {
    fn from(cadence: Cadence) -> Self {
        cadence.to_string()
    }
}
