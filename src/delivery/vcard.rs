//! A contact as a vCard 4.0 (RFC 6350), for the address book. No field can end its line or begin another.

use jiff::Timestamp;

use crate::assessment::{Contact, FieldName};
use crate::store::Response;

/// The card of a lead; `None` where nobody is named.
pub(super) fn vcard(response: &Response) -> Option<String> {
    let (contact, _) = response.contact.as_ref()?;
    let names = [FieldName::Name, FieldName::Company, FieldName::Email];
    let name = names.into_iter().find_map(|field| contact.get(field))?;
    let at = response.contact_at.unwrap_or(response.submitted_at);
    let mut card = String::new();
    line(&mut card, "BEGIN:VCARD");
    line(&mut card, "VERSION:4.0");
    line(&mut card, &format!("UID:urn:uuid:{}", response.id));
    line(&mut card, &format!("REV:{}", at.strftime("%Y%m%dT%H%M%SZ")));
    line(&mut card, &format!("FN:{}", text(name)));
    if let Some(company) = contact.get(FieldName::Company) {
        // The one property here that semicolons divide.
        line(&mut card, &format!("ORG:{}", text(company).replace(';', "\\;")));
    }
    for (property, field) in [
        ("TITLE", FieldName::Role),
        ("EMAIL", FieldName::Email),
        ("TEL", FieldName::Phone),
    ] {
        if let Some(value) = contact.get(field) {
            line(&mut card, &format!("{property}:{}", text(value)));
        }
    }
    if let Some(address) = website(contact) {
        line(&mut card, &format!("URL:{address}"));
    }
    line(&mut card, &format!("NOTE:{}", text(&note(response, at))));
    line(&mut card, "END:VCARD");
    Some(card)
}

fn note(response: &Response, at: Timestamp) -> String {
    let title = &response.definition.assessment.title;
    let score = response.scorecard.shown;
    let score = score.map(|score| format!(", {score} of 100")).unwrap_or_default();
    format!("{title}{score}, {}", at.strftime("%Y-%m-%d"))
}

/// A URI is not escaped; what can't be in one is left out, and anything but a web address altogether.
fn website(contact: &Contact) -> Option<String> {
    let address = contact.get(FieldName::Website)?;
    let web = address.starts_with("https://") || address.starts_with("http://");
    let address: String = address
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .collect();
    web.then_some(address)
}

/// As RFC 6350, 3.4, says; other control characters are left out.
fn text(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' | ',' => escaped.extend(['\\', c]),
            '\n' | '\u{2028}' | '\u{2029}' | '\u{85}' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Folds at 75 bytes, between characters (RFC 6350, 3.2).
fn line(card: &mut String, text: &str) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > 75 {
            card.push_str("\r\n ");
            used = 1;
        }
        card.push(c);
        used += c.len_utf8();
    }
    card.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{line, text};

    #[test]
    fn no_value_ends_its_line() {
        assert_eq!(
            text("a\r\nEND:VCARD\n;b,c\\\u{0}\t"),
            "a\\nEND:VCARD\\n;b\\,c\\\\"
        );
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut card = String::new();
        line(&mut card, &"ü".repeat(100));
        assert!(card.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(card.replace("\r\n ", "").trim_end(), "ü".repeat(100));
    }
}
