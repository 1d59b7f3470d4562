//! Who it is and how to reach them.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::assessment::{Contact, FieldName};
use crate::store::Response;

/// A name and a value.
#[derive(Debug, Serialize)]
pub struct Fact {
    /// Such as `Email`.
    pub label: String,
    /// As it was given.
    pub value: String,
    /// Where the value leads, if anywhere.
    pub href: Option<String>,
}

impl Fact {
    pub(super) fn plain(label: &str, value: &str) -> Self {
        Self {
            label: label.to_owned(),
            value: value.to_owned(),
            href: None,
        }
    }
}

/// The contact in the order of the form, without the message.
pub(super) fn facts(contact: &Contact) -> Vec<Fact> {
    let fields = contact.iter().filter(|(field, _)| *field != FieldName::Message);
    let facts = fields.map(|(field, value)| {
        let name = field.as_str();
        Fact {
            href: match field {
                FieldName::Email => Some(mailto(value)),
                FieldName::Phone => Some(telephone(value)),
                _ => None,
            },
            ..Fact::plain(&format!("{}{}", name[..1].to_uppercase(), &name[1..]), value)
        }
    });
    facts.collect()
}

/// What they agreed to, when, in which words.
pub(super) fn consent(response: &Response) -> Option<String> {
    let (_, consent) = response.contact.as_ref()?;
    let given = match consent.given {
        true => "Given",
        false => "Not given: do not contact",
    };
    let at = when(response.contact_at.unwrap_or(response.submitted_at));
    let wording = &consent.wording;
    Some(format!(
        "{given}, {at}, wording {}: “{}”",
        wording.version, wording.text
    ))
}

/// `24 December 2026, 9:05 UTC`.
pub fn when(at: Timestamp) -> String {
    at.strftime("%-d %B %Y, %-H:%M UTC").to_string()
}

/// `24 Dec 2026`.
pub fn day(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// A `tel:` address of nothing but what can be dialled.
pub(super) fn telephone(phone: &str) -> String {
    let dialled = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+');
    format!("tel:{}", dialled.collect::<String>())
}

/// A `mailto:` address that can't carry anything else (RFC 6068).
pub(super) fn mailto(email: &str) -> String {
    let mut address = String::from("mailto:");
    for byte in email.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'@' | b'.' | b'-' | b'_' | b'+' => {
                address.push(byte.into())
            }
            other => address += &format!("%{other:02X}"),
        }
    }
    address
}
