//! How to reach a respondent, and what they agreed to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::value::shortened;

/// A field of the contact step. The order here is the order on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldName {
    /// A person's name.
    Name,
    /// An e-mail address.
    Email,
    /// A company's name.
    Company,
    /// What they do there.
    Role,
    /// A telephone number.
    Phone,
    /// The company's website.
    Website,
    /// Anything they want to say; the only field that may hold line breaks.
    Message,
}

/// A field that the site asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactField {
    /// Which.
    pub name: FieldName,
    /// Written with `*` in `site.yaml`.
    pub required: bool,
}

/// The words that a respondent agrees to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentWording {
    /// As in `site.yaml`, such as `2026-11`.
    pub version: String,
    /// Plain text.
    pub text: String,
}

/// What the contact step asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactForm {
    /// In the order of `site.yaml`.
    pub fields: Vec<ContactField>,
    /// What they agree to.
    pub consent: ConsentWording,
}

/// Valid contact details: trimmed, never blank, no line breaks or NUL (but LF in `message`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Contact(BTreeMap<FieldName, String>);

/// Whether the respondent agreed, to which words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Whether the box was ticked.
    pub given: bool,
    /// The words beside it.
    pub wording: ConsentWording,
}

/// One thing that is wrong with the contact details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactFault {
    /// A JSON pointer such as `/contact/email`.
    pub pointer: String,
    /// What is wrong and what to do, for the respondent.
    pub message: String,
}

impl FieldName {
    /// Every field, in the order of this type.
    pub const ALL: [FieldName; 7] = [
        Self::Name,
        Self::Email,
        Self::Company,
        Self::Role,
        Self::Phone,
        Self::Website,
        Self::Message,
    ];

    /// As in `site.yaml`, JSON and forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Company => "company",
            Self::Role => "role",
            Self::Phone => "phone",
            Self::Website => "website",
            Self::Message => "message",
        }
    }
}

impl Contact {
    /// Checks what was sent (by field name) against what the site asks; returns every fault at once.
    /// `None` where every field is blank and nothing is required (`required` is whether a contact must be there).
    /// A field that the site no longer asks for is kept too: the page that asked may have come from a cache.
    ///
    /// # Errors
    /// All faults, in the form's order, then fields that it does not ask for.
    pub fn read(
        form: &ContactForm,
        sent: &[(String, String)],
        required: bool,
    ) -> Result<Option<Self>, Vec<ContactFault>> {
        let mut contact = Self::default();
        let mut wrong: BTreeMap<FieldName, String> = BTreeMap::new();
        let mut unknown = Vec::new();
        for (name, value) in sent {
            let Some(field) = FieldName::ALL.into_iter().find(|field| field.as_str() == name) else {
                unknown.push(ContactFault::new(
                    name,
                    "is not a contact field. Please leave it out.",
                ));
                continue;
            };
            match field.read(value) {
                Ok(None) => {}
                Err(message) => drop(wrong.insert(field, message)),
                Ok(Some(value)) => {
                    let before = contact.0.insert(field, value);
                    if before.is_some_and(|before| contact.0.get(&field) != Some(&before)) {
                        wrong.insert(field, "was given twice. Please give it once.".to_owned());
                    }
                }
            }
        }
        let sent_any = !contact.0.is_empty() || !wrong.is_empty() || !unknown.is_empty();
        let mut faults = Vec::new();
        for field in &form.fields {
            let missing = field.required && (required || sent_any) && !contact.0.contains_key(&field.name);
            let missing = missing.then(|| "is needed. Please fill it in.".to_owned());
            if let Some(message) = wrong.remove(&field.name).or(missing) {
                faults.push(ContactFault::new(field.name.as_str(), &message));
            }
        }
        let others = wrong
            .iter()
            .map(|(field, message)| ContactFault::new(field.as_str(), message));
        faults.extend(others);
        faults.extend(unknown);
        match faults.is_empty() {
            false => Err(faults),
            true if contact.0.is_empty() => Ok(None),
            true => Ok(Some(contact)),
        }
    }

    /// A field, where it was given.
    pub fn get(&self, field: FieldName) -> Option<&str> {
        self.0.get(&field).map(String::as_str)
    }

    /// Every field that was given.
    pub fn iter(&self) -> impl Iterator<Item = (FieldName, &str)> {
        self.0.iter().map(|(field, value)| (*field, value.as_str()))
    }
}

impl FieldName {
    /// The most characters.
    pub fn limit(self) -> usize {
        match self {
            Self::Name | Self::Company | Self::Role => 200,
            Self::Email => 254,
            Self::Phone => 50,
            Self::Website => 500,
            Self::Message => 4000,
        }
    }

    /// The value to keep; `None` where it is blank.
    fn read(self, sent: &str) -> Result<Option<String>, String> {
        let sent = if self == Self::Message {
            sent.replace("\r\n", "\n")
        } else {
            sent.to_owned()
        };
        // Before trimming: a line break at an end is as good a way into a header as one in the middle.
        if sent.contains('\0') {
            return Err("holds a character that can't be kept (NUL). Please remove it.".into());
        }
        if self != Self::Message && sent.contains(is_line_break) {
            return Err("can't hold a line break. Please write it on one line.".into());
        }
        let value = sent.trim();
        if self != Self::Message && value.contains(char::is_control) {
            return Err("holds a control character. Please type it again.".into());
        }
        let (length, limit) = (value.chars().count(), self.limit());
        if length > limit {
            return Err(format!(
                "is too long: please use at most {limit} characters; these are {length}."
            ));
        }
        if value.is_empty() {
            return Ok(None);
        }
        if self == Self::Email && !is_email(value) {
            return Err("doesn't look complete. Please write it like name@company.com.".into());
        }
        Ok(Some(value.to_owned()))
    }
}

impl ContactFault {
    /// `what` is said of the field: “Email is needed …”.
    fn new(field: &str, what: &str) -> Self {
        let escaped = field.replace('~', "~0").replace('/', "~1");
        let known = FieldName::ALL.into_iter().any(|known| known.as_str() == field);
        let label = if known {
            field[..1].to_uppercase() + &field[1..]
        } else {
            format!("“{}”", shortened(field))
        };
        Self {
            pointer: format!("/contact/{escaped}"),
            message: format!("{label} {what}"),
        }
    }
}

fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Not the whole of RFC 5321, which only the receiving server can judge; enough to catch slips of the hand.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let labels_full = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
    !local.is_empty() && labels_full && !domain.contains('@') && !text.contains(char::is_whitespace)
}
