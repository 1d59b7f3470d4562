//! How prices are written, in the language of a page.

use iso_currency::Currency;

use crate::assessment::{Service, Unit};
use crate::words::Words;

/// A service's price list in one line, such as `$5 per user a month, $500 once`; `None` without any price.
pub(super) fn unit_price(service: &Service, currency: Currency, words: &Words) -> Option<String> {
    let (monthly, once) = match service.unit {
        Unit::User => ("price.user.monthly", "price.user.once"),
        Unit::Device => ("price.device.monthly", "price.device.once"),
        Unit::Site => ("price.site.monthly", "price.site.once"),
        Unit::Gb => ("price.gb.monthly", "price.gb.once"),
        Unit::Flat => ("price.monthly", "price.once"),
    };
    let say = |name: &str, minor: Option<i64>| {
        let minor = minor.filter(|minor| *minor > 0)?;
        Some(words.say(name, &[("price", words.money(minor, currency))]))
    };
    both(say(monthly, service.monthly), say(once, service.setup), words)
}

/// What a service costs this respondent in one line, such as `$300 a month`.
pub(super) fn price(
    monthly: Option<i64>,
    setup: Option<i64>,
    currency: Currency,
    words: &Words,
) -> Option<String> {
    let say = |name: &str, minor: Option<i64>| {
        let minor = minor.filter(|minor| *minor > 0)?;
        Some(words.say(name, &[("price", words.money(minor, currency))]))
    };
    both(say("price.monthly", monthly), say("price.once", setup), words)
}

fn both(monthly: Option<String>, once: Option<String>, words: &Words) -> Option<String> {
    match (monthly, once) {
        (Some(monthly), Some(once)) => Some(words.say("price.both", &[("monthly", monthly), ("once", once)])),
        (monthly, once) => monthly.or(once),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::english;

    #[test]
    fn a_price_names_what_is_known() {
        let of = |monthly, setup| price(monthly, setup, Currency::USD, english());
        assert_eq!(of(Some(500), Some(0)).as_deref(), Some("$5 a month"));
        assert_eq!(of(Some(0), Some(50_000)).as_deref(), Some("$500 once"));
        assert_eq!(
            of(Some(500), Some(50_000)).as_deref(),
            Some("$5 a month, $500 once")
        );
        assert_eq!(of(None, None), None);
    }
}
