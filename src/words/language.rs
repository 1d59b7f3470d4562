//! What a language tag tells: plural rules, digits, dates, direction (all from Unicode's CLDR).

use icu_datetime::fieldsets::YMD;
use icu_datetime::input::Date;
use icu_datetime::{DateTimeFormatter, fieldsets};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale::{Locale, LocaleDirectionality, locale};
use icu_plurals::{PluralCategory, PluralRules};

/// The forms of one language.
pub(super) struct Language {
    plurals: Option<PluralRules>,
    decimals: Option<DecimalFormatter>,
    dates: Option<DateTimeFormatter<YMD>>,
}

/// A tag that nobody knows has the forms of English.
fn locale_of(tag: &str) -> Locale {
    tag.parse().unwrap_or(locale!("en"))
}

/// A tag as it is usually written (`ES-mx` is `es-MX`); `None` where it is none.
pub fn usual_tag(tag: &str) -> Option<String> {
    Locale::normalize(tag).ok().map(|tag| tag.to_string())
}

/// Whether a language is written from right to left.
pub fn is_right_to_left(tag: &str) -> bool {
    LocaleDirectionality::new_common().is_right_to_left(&locale_of(tag).id)
}

impl Language {
    pub(super) fn new(tag: &str) -> Self {
        let locale = locale_of(tag);
        Self {
            plurals: PluralRules::try_new_cardinal((&locale).into()).ok(),
            decimals: DecimalFormatter::try_new((&locale).into(), Default::default()).ok(),
            dates: DateTimeFormatter::try_new((&locale).into(), fieldsets::YMD::long()).ok(),
        }
    }

    /// The plural category of a number in its machine form, such as `1` or `4.5`.
    pub(super) fn category(&self, number: &str) -> &'static str {
        let number: Option<Decimal> = number.parse().ok();
        match (&self.plurals, number) {
            (Some(rules), Some(number)) => match rules.category_for(&number) {
                PluralCategory::Zero => "zero",
                PluralCategory::One => "one",
                PluralCategory::Two => "two",
                PluralCategory::Few => "few",
                PluralCategory::Many => "many",
                PluralCategory::Other => "other",
            },
            _ => "other",
        }
    }

    /// A number in its machine form as people write it; anything else stays as it is.
    pub(super) fn number(&self, number: &str) -> String {
        match (&self.decimals, number.parse::<Decimal>()) {
            (Some(decimals), Ok(number)) => decimals.format(&number).to_string(),
            _ => number.to_owned(),
        }
    }

    /// A day, written out.
    pub(super) fn date(&self, day: jiff::civil::Date) -> String {
        let written = self.dates.as_ref().and_then(|dates| {
            let date = Date::try_new_iso(
                day.year().into(),
                day.month().try_into().ok()?,
                day.day().try_into().ok()?,
            )
            .ok()?;
            Some(dates.format(&date).to_string())
        });
        written.unwrap_or_else(|| day.to_string())
    }
}
