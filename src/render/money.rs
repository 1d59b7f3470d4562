//! How money is written.

use iso_currency::Currency;

use crate::assessment::{Service, Unit};

/// Signs that everybody reads; other currencies go by their code.
const SIGNS: [&str; 11] = ["$", "€", "£", "¥", "₹", "₪", "₩", "₺", "₴", "₫", "₱"];

/// `$300`, `$1,234.50`, `CHF 90`: minor units in the site's currency, without cents where there are none.
pub(crate) fn money(minor: i64, currency: Currency) -> String {
    let digits = u32::from(currency.exponent().unwrap_or(0));
    let scale = 10u64.pow(digits);
    let amount = minor.unsigned_abs();
    let (whole, cents) = (amount / scale, amount % scale);
    let sign = if minor < 0 { "−" } else { "" };
    let symbol = currency.symbol().symbol;
    let (symbol, gap) = if SIGNS.contains(&symbol.as_str()) {
        (symbol.as_str(), "")
    } else {
        (currency.code(), "\u{a0}")
    };
    let mut text = format!("{sign}{symbol}{gap}{}", grouped(whole));
    if cents > 0 {
        text += &format!(".{cents:0width$}", width = digits as usize);
    }
    text
}

/// A service's price list in one line, such as `$5 per user a month, $500 once`; `None` without any price.
pub(super) fn unit_price(service: &Service, currency: Currency) -> Option<String> {
    let per = match service.unit {
        Unit::User => " per user",
        Unit::Device => " per device",
        Unit::Site => " per site",
        Unit::Gb => " per GB",
        Unit::Flat => "",
    };
    price(service.monthly, service.setup, per, currency)
}

/// What a service costs this respondent in one line, such as `$300 a month`.
pub(super) fn price(
    monthly: Option<i64>,
    setup: Option<i64>,
    per: &str,
    currency: Currency,
) -> Option<String> {
    let monthly = monthly
        .filter(|minor| *minor > 0)
        .map(|minor| format!("{}{per} a month", money(minor, currency)));
    let setup = setup
        .filter(|minor| *minor > 0)
        .map(|minor| format!("{}{per} once", money(minor, currency)));
    match (monthly, setup) {
        (Some(monthly), Some(setup)) => Some(format!("{monthly}, {setup}")),
        (monthly, setup) => monthly.or(setup),
    }
}

fn grouped(whole: u64) -> String {
    let digits = whole.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_as_people_write_it() {
        assert_eq!(money(30_000, Currency::USD), "$300");
        assert_eq!(money(123_456_750, Currency::EUR), "€1,234,567.50");
        assert_eq!(money(5, Currency::USD), "$0.05");
        assert_eq!(money(9_000, Currency::CHF), "CHF\u{a0}90");
        assert_eq!(money(1_200, Currency::JPY), "¥1,200");
    }

    #[test]
    fn a_price_names_what_is_known() {
        assert_eq!(
            price(Some(500), Some(0), " per user", Currency::USD).as_deref(),
            Some("$5 per user a month")
        );
        assert_eq!(
            price(Some(0), Some(50_000), "", Currency::USD).as_deref(),
            Some("$500 once")
        );
        assert_eq!(price(None, None, "", Currency::USD), None);
    }
}
