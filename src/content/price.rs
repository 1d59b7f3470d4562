//! Money as it is written, in minor units of the site's currency.

use iso_currency::Currency;

use super::codes;
use super::faults::{Faults, Spanned};
use super::numbers::{self, NumberProblem};

/// Reads `1250` or `4.50`; what is no price is reported.
pub(super) fn read(price: &Spanned<String>, currency: Currency, faults: &mut Faults) -> Option<i64> {
    let exponent = u32::from(currency.exponent().unwrap_or(0));
    match numbers::scaled(&price.value, exponent) {
        Ok(minor) => Some(minor),
        Err(problem) => {
            let help = match problem {
                NumberProblem::TooManyDecimals => format!("the site's currency has {exponent} decimals"),
                _ => "digits, with a dot before the decimals: `1250` or `4.50`".to_owned(),
            };
            let message = format!("`{}` is no price", price.value);
            faults.report(&codes::BAD_PRICE, price.span.clone(), message, help);
            None
        }
    }
}
