//! Fit, interest and need of a lead in words, for sales: side by side, never one blended number.

use iso_currency::Currency;
use serde::Serialize;

use super::english;
use crate::assessment::{Interest, Sales, Worth};

/// One value of a lead, such as `Fit`, with its reasons.
#[derive(Debug, Serialize)]
pub struct LeadValue {
    name: &'static str,
    grade: String,
    reasons: String,
}

/// What is urgent, fit, interest and need; each only where something is known of it.
pub fn lead_values(sales: &Sales, interest: &Interest, currency: Currency) -> Vec<LeadValue> {
    let value = |name, grade: String, reasons: &[String]| LeadValue {
        name,
        grade,
        reasons: reasons.join("; "),
    };
    let mut values = Vec::new();
    if !sales.triggers.is_empty() {
        values.push(value("Urgent", sales.triggers.join("; "), &[]));
    }
    if let Some(fit) = &sales.fit {
        values.push(value("Fit", fit.grade.as_str().to_owned(), &fit.reasons));
    }
    let keen = format!("{} of 4", interest.level);
    values.push(value("Interest", keen, &interest.reasons));
    let need = &sales.need;
    let sums = worth_in_words(need, currency);
    let asks = need.unknown.iter();
    let asks: Vec<String> = asks
        .map(|unit| {
            format!(
                "ask for the number of {}",
                unit.names().map_or("units", |(_, many)| many)
            )
        })
        .collect();
    if !sums.is_empty() || !asks.is_empty() {
        let grade = if sums.is_empty() {
            "not known yet".to_owned()
        } else {
            sums.join(", ")
        };
        values.push(value("Need", grade, &asks));
    }
    values
}

/// The sums that are known: `$300 a month`, `$50 once`, `$900 for projects`. Never added to each other.
pub fn worth_in_words(worth: &Worth, currency: Currency) -> Vec<String> {
    let sums = [
        (worth.monthly, "a month"),
        (worth.once, "once"),
        (worth.project, "for projects"),
    ];
    let known = sums.into_iter().filter(|(minor, _)| *minor > 0);
    known
        .map(|(minor, of)| format!("{} {of}", english().money(minor, currency)))
        .collect()
}
