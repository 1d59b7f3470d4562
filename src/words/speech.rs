//! One language, ready to speak.

use std::fmt;
use std::sync::{Arc, OnceLock};

use iso_currency::Currency;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use sha2::{Digest, Sha256};

use crate::assessment::{Complaint, Said};

use super::language::Language;
use super::phrase::fill;
use super::{Phrase, Table, is_right_to_left, shipped};

/// Signs that everybody reads; other currencies go by their code.
const SIGNS: [&str; 11] = ["$", "€", "£", "¥", "₹", "₪", "₩", "₺", "₴", "₫", "₱"];

/// The phrases and forms of one language.
pub struct Words {
    tag: String,
    right_to_left: bool,
    table: Table,
    language: Language,
}

/// The words of the program's own language, which every other is measured against.
pub fn english() -> &'static Arc<Words> {
    static WORDS: OnceLock<Arc<Words>> = OnceLock::new();
    WORDS.get_or_init(|| Arc::new(Words::new("en", shipped().get("en").cloned().unwrap_or_default())))
}

impl Words {
    pub(super) fn new(tag: &str, table: Table) -> Self {
        Self {
            tag: tag.to_owned(),
            right_to_left: is_right_to_left(tag),
            table,
            language: Language::new(tag),
        }
    }

    /// A BCP 47 tag, as in `<html lang>`.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// `ltr` or `rtl`, as in `<html dir>`.
    pub fn direction(&self) -> &'static str {
        if self.right_to_left { "rtl" } else { "ltr" }
    }

    /// A phrase with values in its places. `n` is a number in its machine form (`1`, `4.5`): it chooses the plural form
    /// and is written as people do. A name that no file has is said as it is.
    pub fn say(&self, name: &str, values: &[(&str, String)]) -> String {
        let Some(phrase) = self.phrase(name) else {
            return name.to_owned();
        };
        let n = values.iter().find(|(place, _)| *place == "n");
        let category = n.map_or("other", |(_, n)| self.language.category(n));
        let written: Vec<(&str, String)> = values
            .iter()
            .map(|(place, value)| match *place {
                "n" => ("n", self.language.number(value)),
                _ => (*place, value.clone()),
            })
            .collect();
        fill(phrase.form(category), &written)
    }

    /// What is wrong, in words.
    pub fn complain(&self, complaint: &Complaint) -> String {
        let values: Vec<(&str, String)> = complaint
            .values
            .iter()
            .map(|(place, value)| match value {
                Said::Text(text) => (*place, text.clone()),
                Said::Phrase(name) => (*place, self.say(name, &[])),
            })
            .collect();
        self.say(complaint.name, &values)
    }

    /// A phrase as the file has it.
    pub fn phrase(&self, name: &str) -> Option<&Phrase> {
        self.table.get(name)
    }

    /// A number in its machine form as people write it.
    pub fn number(&self, number: &str) -> String {
        self.language.number(number)
    }

    /// `$300`, `$1,234.50`, `CHF 90`: minor units, without cents where there are none.
    pub fn money(&self, minor: i64, currency: Currency) -> String {
        let digits = u32::from(currency.exponent().unwrap_or(0));
        let scale = 10u64.pow(digits);
        let amount = minor.unsigned_abs();
        let (whole, cents) = (amount / scale, amount % scale);
        let machine = match cents {
            0 => whole.to_string(),
            _ => format!("{whole}.{cents:0width$}", width = digits as usize),
        };
        let amount = self.language.number(&machine);
        let symbol = currency.symbol().symbol;
        let written = if SIGNS.contains(&symbol.as_str()) {
            let sign = symbol.as_str().to_owned();
            self.say("money.sign", &[("sign", sign), ("amount", amount)])
        } else {
            let code = currency.code().to_owned();
            self.say("money.code", &[("code", code), ("amount", amount)])
        };
        if minor < 0 {
            format!("−{written}")
        } else {
            written
        }
    }

    /// The day of a moment (in UTC), written out.
    pub fn date(&self, moment: Timestamp) -> String {
        self.day(moment.to_zoned(TimeZone::UTC).date())
    }

    /// A day, written out.
    pub fn day(&self, day: Date) -> String {
        self.language.date(day)
    }

    /// SHA-256 over the tag and every phrase.
    pub(super) fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(&self.tag);
        for (name, phrase) in &self.table {
            hash.update([0]);
            hash.update(name);
            for form in phrase.forms() {
                hash.update([1]);
                hash.update(form);
            }
        }
        hash.finalize().into()
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({})", self.tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Spoken;

    fn words(tag: &str) -> Arc<Words> {
        Spoken::new(tag, &Default::default()).words
    }

    #[test]
    fn money_reads_as_people_write_it() {
        let english = words("en");
        assert_eq!(english.money(30_000, Currency::USD), "$300");
        assert_eq!(english.money(123_456_750, Currency::EUR), "€1,234,567.50");
        assert_eq!(english.money(5, Currency::USD), "$0.05");
        assert_eq!(english.money(9_000, Currency::CHF), "CHF\u{a0}90");
        assert_eq!(english.money(1_200, Currency::JPY), "¥1,200");
        assert_eq!(words("es").money(1_234_550, Currency::EUR), "12.345,50\u{a0}€");
        assert_eq!(words("es-MX").money(1_234_550, Currency::USD), "$12,345.50");
    }

    #[test]
    fn numbers_choose_their_form() {
        let english = words("en");
        assert_eq!(english.say("points", &[("n", "1".into())]), "+1 point");
        assert_eq!(english.say("points", &[("n", "4.5".into())]), "+4.5 points");
        assert_eq!(words("es").say("points", &[("n", "4.5".into())]), "+4,5 puntos");
    }

    #[test]
    fn dates_and_direction_follow_the_language() {
        let day = jiff::civil::date(2026, 11, 5);
        assert_eq!(words("en").day(day), "November 5, 2026");
        assert_eq!(words("es").day(day), "5 de noviembre de 2026");
        assert_eq!(words("he").direction(), "rtl");
        assert_eq!(words("es").direction(), "ltr");
    }
}
