//! How to reach a respondent, and what they agreed to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Complaint;
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
    /// Whether addresses of free mail services are refused.
    pub company_mail_only: bool,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactFault {
    /// A JSON pointer such as `/contact/email`.
    pub pointer: String,
    /// What is wrong and what to do, for the respondent.
    pub complaint: Complaint,
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
        let mut wrong: BTreeMap<FieldName, &'static str> = BTreeMap::new();
        let mut lengths: BTreeMap<FieldName, usize> = BTreeMap::new();
        let mut unknown = Vec::new();
        for (name, value) in sent {
            let Some(field) = FieldName::ALL.into_iter().find(|field| field.as_str() == name) else {
                unknown.push(ContactFault::unknown(name));
                continue;
            };
            lengths.insert(field, value.trim().chars().count());
            match field.read(value) {
                Ok(None) => {}
                Err(what) => drop(wrong.insert(field, what)),
                Ok(Some(value)) if field == FieldName::Email && form.company_mail_only && is_free(&value) => {
                    wrong.insert(field, "contact.free_email");
                }
                Ok(Some(value)) => {
                    let before = contact.0.insert(field, value);
                    if before.is_some_and(|before| contact.0.get(&field) != Some(&before)) {
                        wrong.insert(field, "contact.twice");
                    }
                }
            }
        }
        let sent_any = !contact.0.is_empty() || !wrong.is_empty() || !unknown.is_empty();
        let mut faults = Vec::new();
        let fault = |field: FieldName, what| {
            ContactFault::of(field, what, lengths.get(&field).copied().unwrap_or_default())
        };
        for field in &form.fields {
            let missing = field.required && (required || sent_any) && !contact.0.contains_key(&field.name);
            let missing = missing.then_some("contact.needed");
            if let Some(what) = wrong.remove(&field.name).or(missing) {
                faults.push(fault(field.name, what));
            }
        }
        faults.extend(wrong.iter().map(|(field, what)| fault(*field, what)));
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

    /// The phrase that names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "contact.name",
            Self::Email => "contact.email",
            Self::Company => "contact.company",
            Self::Role => "contact.role",
            Self::Phone => "contact.phone",
            Self::Website => "contact.website",
            Self::Message => "contact.message",
        }
    }

    /// The value to keep (`None` where it is blank), or the phrase that says what is wrong.
    fn read(self, sent: &str) -> Result<Option<String>, &'static str> {
        let sent = if self == Self::Message {
            sent.replace("\r\n", "\n")
        } else {
            sent.to_owned()
        };
        // Before trimming: a line break at an end is as good a way into a header as one in the middle.
        if sent.contains('\0') {
            return Err("contact.nul");
        }
        if self != Self::Message && sent.contains(is_line_break) {
            return Err("contact.line_break");
        }
        let value = sent.trim();
        if self != Self::Message && value.contains(char::is_control) {
            return Err("contact.control");
        }
        if value.chars().count() > self.limit() {
            return Err("contact.too_long");
        }
        if value.is_empty() {
            return Ok(None);
        }
        if self == Self::Email && !is_email(value) {
            return Err("contact.bad_email");
        }
        Ok(Some(value.to_owned()))
    }
}

impl ContactFault {
    fn of(field: FieldName, what: &'static str, length: usize) -> Self {
        let mut complaint = Complaint::plain(what).naming("field", field.label());
        if what == "contact.too_long" {
            complaint = complaint.with("limit", field.limit()).with("length", length);
        }
        Self {
            pointer: format!("/contact/{}", field.as_str()),
            complaint,
        }
    }

    fn unknown(field: &str) -> Self {
        let escaped = field.replace('~', "~0").replace('/', "~1");
        Self {
            pointer: format!("/contact/{escaped}"),
            complaint: Complaint::plain("contact.unknown").with("field", shortened(field)),
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

/// Whether an address is one that everybody can have for nothing.
fn is_free(email: &str) -> bool {
    let domain = email.rsplit('@').next().unwrap_or_default().to_lowercase();
    // A name of this list with the ending of any country: `hotmail.es`, `yahoo.co.uk`.
    let parts: Vec<&str> = domain.split('.').collect();
    let named = match parts.as_slice() {
        [name, _] | [name, "co" | "com", _] => FREE_NAMES.contains(name),
        _ => false,
    };
    named || FREE_DOMAINS.contains(&domain.as_str())
}

const FREE_NAMES: [&str; 10] = [
    "gmail",
    "googlemail",
    "yahoo",
    "ymail",
    "hotmail",
    "outlook",
    "live",
    "msn",
    "gmx",
    "icloud",
];
const FREE_DOMAINS: [&str; 14] = [
    "aol.com",
    "comcast.net",
    "duck.com",
    "fastmail.com",
    "hey.com",
    "mac.com",
    "mail.com",
    "me.com",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "tutanota.com",
    "web.de",
    "zoho.com",
];
