//! The grammar of settings: what a code span says to the machine, item by item.

use std::ops::Range;

use crate::assessment::{Direction, Unit};

use super::codes;
use super::faults::{Faults, Spanned};
use super::numbers::{self, NumberProblem};
use super::{naming, suggest};

/// One item of a code span.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Setting {
    Id(String),
    Weight(f64),
    Target(f64),
    Points(f64),
    From(u32),
    Service {
        name: Spanned<String>,
        below: Option<Spanned<f64>>,
    },
    Critical,
    Problem,
    Optional,
    Profile,
    Unloaded,
    None,
    NotApplicable,
    NotSure,
    Scale(i64, i64),
    Number(i64, i64),
    /// What prices count, and whether it asks about next year.
    Quantity(Unit, bool),
    Text(usize),
    If(Spanned<String>),
    For {
        outcome: Spanned<String>,
        points: f64,
    },
    Package(Spanned<String>),
    Direction(Direction),
    Band,
    Outcome,
}

/// Every keyword, as it is written, with an example and where it belongs.
pub(super) const KEYWORDS: [(&str, &str, &str); 23] = [
    ("weight", "weight 2", "under a category or a question"),
    ("target", "target 80", "under a category"),
    ("points", "points 4", "on an option"),
    (
        "service",
        "service NAME",
        "on an option of `- [ ]`, or under a question with `- ( )` options or a scale",
    ),
    (
        "critical",
        "critical",
        "on an option of `- [ ]`, or under a question with `- ( )` options or a scale",
    ),
    ("problem", "problem", "on an option of `- [ ]`"),
    ("optional", "optional", "under a question"),
    ("profile", "profile", "under a question"),
    (
        "unloaded",
        "unloaded",
        "on an option of `- [ ]`, or under a question with `- ( )` options or a scale",
    ),
    ("none", "none", "on an option of `- [ ]`"),
    ("n/a", "n/a", "on an option of `- ( )`"),
    ("not sure", "not sure", "on an option"),
    ("scale", "scale 0-10", "under a question"),
    ("number", "number 1-5000", "under a question"),
    ("quantity", "quantity user", "under a question, beside `number`"),
    ("text", "text 400", "under a question"),
    (
        "if",
        "if seats >= 20",
        "under a question; `if client` and `if prospect` under a category too",
    ),
    ("for", "for OUTCOME 2", "on an option"),
    ("package", "package NAME", "on an option of `- ( )`"),
    ("direction", "direction growing", "on an option of `- ( )`"),
    ("band", "band", "under a `##` heading"),
    ("outcome", "outcome", "under a `##` heading"),
    ("from", "from 40", "under a band's heading"),
];

impl Setting {
    /// The keyword, or `#id`.
    pub(super) fn keyword(&self) -> &'static str {
        match self {
            Self::Id(_) => "#id",
            Self::Weight(_) => "weight",
            Self::Target(_) => "target",
            Self::Points(_) => "points",
            Self::From(_) => "from",
            Self::Service { .. } => "service",
            Self::Critical => "critical",
            Self::Problem => "problem",
            Self::Optional => "optional",
            Self::Profile => "profile",
            Self::Unloaded => "unloaded",
            Self::None => "none",
            Self::NotApplicable => "n/a",
            Self::NotSure => "not sure",
            Self::Scale(..) => "scale",
            Self::Number(..) => "number",
            Self::Quantity(..) => "quantity",
            Self::Text(_) => "text",
            Self::If(_) => "if",
            Self::For { .. } => "for",
            Self::Package(_) => "package",
            Self::Direction(_) => "direction",
            Self::Band => "band",
            Self::Outcome => "outcome",
        }
    }

    /// Where it belongs, in words.
    pub(super) fn home(&self) -> &'static str {
        let keyword = self.keyword();
        KEYWORDS
            .iter()
            .find(|(name, ..)| *name == keyword)
            .map_or("under a heading or on an option", |(.., home)| home)
    }
}

/// The items of a code span, and whether some of it could not be read (which is reported).
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) items: Vec<Spanned<Setting>>,
    pub(super) damaged: bool,
}

/// The inner part of a code span that stands at `span` with its backticks.
pub(super) fn inner(text: &str, span: Range<usize>) -> Range<usize> {
    let raw = &text[span.clone()];
    let ticks = raw.len() - raw.trim_start_matches('`').len();
    let ticks = ticks.min(raw.len() / 2);
    span.start + ticks..span.end - ticks
}

/// Reads the items between the backticks.
pub(super) fn parse(text: &str, span: Range<usize>, faults: &mut Faults) -> Items {
    let mut found = Items::default();
    let mut start = span.start;
    for part in text[span].split(',') {
        let lead = part.len() - part.trim_start().len();
        let place = start + lead..start + lead + part.trim().len();
        start += part.len() + 1;
        match item(part.trim(), place.clone(), faults) {
            Some(setting) => found.items.push(Spanned::new(setting, place)),
            None => found.damaged = true,
        }
    }
    found
}

/// Whether every item is one that we know: text that only looks like code in running text is left alone.
pub(super) fn looks_like(text: &str) -> bool {
    let mut nobody = Faults::new("", &text.into());
    let first = text.trim().split([' ', ',']).next().unwrap_or("");
    let known = first.starts_with('#')
        || KEYWORDS
            .iter()
            .any(|(name, ..)| name.split(' ').next() == Some(first));
    known && !parse(text, 0..text.len(), &mut nobody).damaged
}

fn item(part: &str, place: Range<usize>, faults: &mut Faults) -> Option<Setting> {
    if part.is_empty() {
        faults.report(
            &codes::SETTING_VALUE,
            place,
            "nothing stands between these commas",
            "leave out the extra comma",
        );
        return None;
    }
    if let Some(id) = part.strip_prefix('#') {
        return id_setting(id, place, faults);
    }
    let mut words = part.split_whitespace();
    let first = words.next().unwrap_or("");
    let rest = part[first.len()..].trim();
    let rest_place = place.end - rest.len()..place.end;
    let flag = match part.split_whitespace().collect::<Vec<_>>().join(" ").as_str() {
        "critical" => Some(Setting::Critical),
        "problem" => Some(Setting::Problem),
        "optional" => Some(Setting::Optional),
        "profile" => Some(Setting::Profile),
        "unloaded" => Some(Setting::Unloaded),
        "none" => Some(Setting::None),
        "n/a" => Some(Setting::NotApplicable),
        "not sure" => Some(Setting::NotSure),
        "band" => Some(Setting::Band),
        "outcome" => Some(Setting::Outcome),
        _ => None,
    };
    if flag.is_some() {
        return flag;
    }
    if rest.is_empty()
        && KEYWORDS
            .iter()
            .any(|(name, example, _)| *name == first && name != example)
    {
        let example = example(first);
        faults.report(
            &codes::SETTING_VALUE,
            place,
            format!("`{first}` needs a value"),
            format!("such as `{example}`"),
        );
        return None;
    }
    let bad = |faults: &mut Faults, message: String, help: &str| {
        faults.report(&codes::SETTING_VALUE, rest_place.clone(), message, help);
        None
    };
    match first {
        "weight" => positive(first, rest, rest_place, faults).map(Setting::Weight),
        "points" => number(first, rest, rest_place, faults).map(Setting::Points),
        "target" => match numbers::decimal(rest) {
            Ok(target) if target <= 100.0 => Some(Setting::Target(target)),
            Ok(_) => bad(
                faults,
                "a target is a score from 0 to 100".into(),
                "such as `target 80`",
            ),
            Err(problem) => bad(faults, format!("`{rest}` is no target"), problem.help()),
        },
        "from" => from(rest, rest_place, faults),
        "service" => service(rest, rest_place, faults),
        "critical" if rest.starts_with("below") => bad(
            faults,
            "`critical` takes no `below`".into(),
            "write it at the service: `service NAME below 7, critical`",
        ),
        "scale" => match numbers::range(rest) {
            Some((low, high)) if low < high && high - low <= 100 => Some(Setting::Scale(low, high)),
            Some((low, high)) if low < high => bad(
                faults,
                format!("a scale from {low} to {high} is too long to choose from"),
                "at most 100 steps",
            ),
            _ => bad(
                faults,
                format!("`{rest}` is no range"),
                "write the least and the best, such as `scale 0-10`",
            ),
        },
        "number" => match numbers::range(rest) {
            Some((low, high)) if low < high => Some(Setting::Number(low, high)),
            _ => bad(
                faults,
                format!("`{rest}` is no range"),
                "write the least and the most, such as `number 1-5000`",
            ),
        },
        "quantity" => match quantity(rest) {
            Some((unit, next_year)) => Some(Setting::Quantity(unit, next_year)),
            None => bad(
                faults,
                format!("`{rest}` is nothing that prices count"),
                "one of `user`, `device`, `site`, `gb`; with `next year` behind it for how many there will be",
            ),
        },
        "direction" => match rest {
            "growing" => Some(Setting::Direction(Direction::Growing)),
            "level" => Some(Setting::Direction(Direction::Level)),
            "shrinking" => Some(Setting::Direction(Direction::Shrinking)),
            _ => bad(
                faults,
                format!("`{rest}` is no direction that a company can take"),
                "one of `growing`, `level`, `shrinking`; leave it out where nobody knows",
            ),
        },
        "text" => match numbers::whole(rest) {
            Some(limit @ 1..=10_000) => Some(Setting::Text(usize::try_from(limit).unwrap_or(10_000))),
            _ => bad(
                faults,
                format!("`{rest}` is no number of characters"),
                "from 1 to 10000, such as `text 400`",
            ),
        },
        "if" => Some(Setting::If(Spanned::new(rest.to_owned(), rest_place))),
        "for" => outcome_points(rest, rest_place, faults),
        "package" => name(rest, rest_place, faults).map(Setting::Package),
        _ => unknown(part, first, place, faults),
    }
}

/// `user`, or `user next year`.
fn quantity(text: &str) -> Option<(Unit, bool)> {
    let mut words = text.split_whitespace();
    let unit = match words.next()? {
        "user" => Unit::User,
        "device" => Unit::Device,
        "site" => Unit::Site,
        "gb" => Unit::Gb,
        _ => return None,
    };
    match (words.next(), words.next(), words.next()) {
        (None, ..) => Some((unit, false)),
        (Some("next"), Some("year"), None) => Some((unit, true)),
        _ => None,
    }
}

fn example(keyword: &str) -> &'static str {
    KEYWORDS
        .iter()
        .find(|(name, ..)| *name == keyword)
        .map_or("", |(_, example, _)| example)
}

fn id_setting(id: &str, place: Range<usize>, faults: &mut Faults) -> Option<Setting> {
    match crate::assessment::OptionId::try_from(id) {
        Ok(_) => Some(Setting::Id(id.to_owned())),
        Err(error) => {
            let better = naming::slug(id);
            let help = (!better.is_empty()).then(|| format!("write `#{better}`"));
            faults.report(&codes::BAD_ID, place, error.to_string(), help);
            None
        }
    }
}

fn number(key: &str, text: &str, place: Range<usize>, faults: &mut Faults) -> Option<f64> {
    match numbers::decimal(text) {
        Ok(value) => Some(value),
        Err(problem) => {
            let message = match problem {
                NumberProblem::NotANumber if text.starts_with('-') => format!("`{key}` is never negative"),
                _ => format!("`{text}` is no number of {key}"),
            };
            faults.report(&codes::SETTING_VALUE, place, message, problem.help());
            None
        }
    }
}

fn positive(key: &str, text: &str, place: Range<usize>, faults: &mut Faults) -> Option<f64> {
    let value = number(key, text, place.clone(), faults)?;
    if value > 0.0 {
        return Some(value);
    }
    let help = "to leave a question out of the score, write `profile` instead";
    faults.report(
        &codes::SETTING_VALUE,
        place,
        format!("`{key}` must be above 0"),
        help,
    );
    None
}

fn from(text: &str, place: Range<usize>, faults: &mut Faults) -> Option<Setting> {
    match numbers::whole(text) {
        Some(from @ 0..=100) => Some(Setting::From(u32::try_from(from).unwrap_or(0))),
        Some(from) if from > 100 => {
            let message = format!("no score reaches {from}");
            faults.report(
                &codes::BAND_ABOVE_100,
                place,
                message,
                "a band begins between 0 and 100",
            );
            None
        }
        _ => {
            let message = format!("a band can't begin at `{text}`");
            faults.report(
                &codes::SETTING_VALUE,
                place,
                message,
                "a whole number from 0 to 100, such as `from 40`",
            );
            None
        }
    }
}

fn service(rest: &str, place: Range<usize>, faults: &mut Faults) -> Option<Setting> {
    let written = rest.split_whitespace().next().unwrap_or("");
    let name = name(written, place.start..place.start + written.len(), faults)?;
    let tail = rest[written.len()..].trim();
    if tail.is_empty() {
        return Some(Setting::Service { name, below: None });
    }
    let tail_place = place.end - tail.len()..place.end;
    let Some(number_text) = tail
        .strip_prefix("below")
        .filter(|rest| rest.starts_with(char::is_whitespace))
    else {
        let message = format!("`{tail}` does not belong behind a service");
        faults.report(
            &codes::SETTING_VALUE,
            tail_place,
            message,
            "such as `service NAME` or `service NAME below 7`; separate settings by commas",
        );
        return None;
    };
    let number_text = number_text.trim();
    let number_place = place.end - number_text.len()..place.end;
    let below = match number_text.strip_prefix('-') {
        Some(digits) => number("below", digits, number_place.clone(), faults).map(|value| -value),
        None => number("below", number_text, number_place.clone(), faults),
    }?;
    Some(Setting::Service {
        name,
        below: Some(Spanned::new(below, number_place)),
    })
}

fn outcome_points(rest: &str, place: Range<usize>, faults: &mut Faults) -> Option<Setting> {
    let mut words = rest.split_whitespace();
    let (Some(outcome), Some(points), None) = (words.next(), words.next(), words.next()) else {
        let message = "`for` names an outcome and how much the option counts for it";
        faults.report(&codes::SETTING_VALUE, place, message, "such as `for workshop 2`");
        return None;
    };
    let points_place = place.end - points.len()..place.end;
    let outcome = name(outcome, place.start..place.start + outcome.len(), faults)?;
    Some(Setting::For {
        outcome,
        points: positive("for", points, points_place, faults)?,
    })
}

/// The id of something else.
fn name(written: &str, place: Range<usize>, faults: &mut Faults) -> Option<Spanned<String>> {
    match crate::assessment::OptionId::try_from(written) {
        Ok(_) => Some(Spanned::new(written.to_owned(), place)),
        Err(error) => {
            faults.report(
                &codes::BAD_ID,
                place,
                error.to_string(),
                naming::better_id(written),
            );
            None
        }
    }
}

fn unknown(part: &str, first: &str, place: Range<usize>, faults: &mut Faults) -> Option<Setting> {
    let message = format!("nobody knows the setting `{part}`");
    let help = if part.bytes().all(|byte| byte.is_ascii_digit()) {
        "write decimals with a dot (`2.5`): a comma begins the next setting".to_owned()
    } else {
        let names = || KEYWORDS.iter().map(|(name, ..)| *name);
        let lower = part.to_lowercase();
        match suggest::nearest(&lower, names()).or_else(|| suggest::nearest(first, names())) {
            Some(name) => format!("did you mean `{}`?", example(name)),
            None => "if this is meant to be read by the prospect, let some text follow it".to_owned(),
        }
    };
    faults.report(&codes::UNKNOWN_SETTING, place, message, help);
    None
}
