//! How to reach a respondent, and what they agreed to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
    ///
    /// # Errors
    /// All faults, in the form's order, unknown fields last.
    pub fn read(
        form: &ContactForm,
        sent: &[(String, String)],
        required: bool,
    ) -> Result<Option<Self>, Vec<ContactFault>> {
        let _ = (form, sent, required);
        todo!()
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
