//! How money is written.

use iso_currency::Currency;

/// `$300`, `$1,234.50`, `CHF 90`: from minor units (cents), without cents where there are none.
pub(super) fn money(minor: i64, currency: Currency) -> String {
    let digits = u32::from(currency.exponent().unwrap_or(0));
    let scale = 10_u64.pow(digits);
    let amount = minor.unsigned_abs();
    let (whole, cents) = (amount / scale, amount % scale);
    let symbol = currency.symbol().symbol;
    let gap = if symbol.chars().all(char::is_alphabetic) {
        "\u{a0}"
    } else {
        ""
    };
    let sign = if minor < 0 { "−" } else { "" };
    let mut text = format!("{sign}{symbol}{gap}{}", grouped(whole));
    if cents > 0 {
        text += &format!(".{cents:0width$}", width = digits as usize);
    }
    text
}

fn grouped(whole: u64) -> String {
    let digits = whole.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::money;
    use iso_currency::Currency;

    #[test]
    fn reads_as_people_write_it() {
        assert_eq!(money(30_000, Currency::USD), "$300");
        assert_eq!(money(123_456_750, Currency::EUR), "€1,234,567.50");
        assert_eq!(money(5, Currency::USD), "$0.05");
        assert_eq!(money(9_000, Currency::CHF), "CHF\u{a0}90");
        assert_eq!(money(1_200, Currency::JPY), "¥1,200");
    }
}
