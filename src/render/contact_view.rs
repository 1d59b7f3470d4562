//! The contact step, empty or as it was typed.

use crate::assessment::{ContactFault, ContactForm, FieldName};
use crate::words::Words;

use super::view::{ConsentView, ContactView, ErrorView, FieldView};

/// The contact step. `typed` are form fields (`contact.email`, `consent`); the first of a name counts.
pub(super) fn contact_view(
    form: &ContactForm,
    action: Option<String>,
    typed: &[(String, String)],
    faults: &[ContactFault],
    words: &Words,
) -> ContactView {
    let fault = |pointer: &str| {
        faults
            .iter()
            .find(|fault| fault.pointer == pointer)
            .map(|fault| words.complain(&fault.complaint))
    };
    let fields: Vec<FieldView> = form
        .fields
        .iter()
        .map(|field| {
            let word = field.name.as_str();
            let name = format!("contact.{word}");
            let (input, autocomplete) = look(field.name);
            FieldView {
                anchor: format!("contact-{word}"),
                label: words.say(field.name.label(), &[]),
                input,
                autocomplete,
                required: field.required,
                value: value(typed, &name).unwrap_or_default().to_owned(),
                error: fault(&format!("/contact/{word}")),
                name,
            }
        })
        .collect();
    let consent = ConsentView {
        text: form.consent.text.clone(),
        checked: value(typed, "consent").is_some_and(agrees),
        error: fault("/consent"),
    };
    let errors = faults.iter().map(|fault| error(form, fault, words)).collect();
    ContactView {
        action,
        fields,
        consent,
        errors,
    }
}

/// Whether the value of a form's field `consent` means yes.
fn agrees(value: &str) -> bool {
    !matches!(value.trim(), "" | "false" | "0" | "no" | "off")
}

fn error(form: &ContactForm, fault: &ContactFault, words: &Words) -> ErrorView {
    let word = fault.pointer.strip_prefix("/contact/");
    let field = form.fields.iter().find(|field| Some(field.name.as_str()) == word);
    let (label, href) = match field {
        Some(field) => (
            Some(words.say(field.name.label(), &[])),
            Some(format!("#contact-{}", field.name.as_str())),
        ),
        None if fault.pointer == "/consent" => (None, Some("#contact-consent".to_owned())),
        None => (None, None),
    };
    ErrorView {
        message: words.complain(&fault.complaint),
        label,
        href,
    }
}

/// The type of the input, and what a browser may fill in by itself:
/// <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill>.
fn look(field: FieldName) -> (&'static str, &'static str) {
    match field {
        FieldName::Name => ("text", "name"),
        FieldName::Email => ("email", "email"),
        FieldName::Company => ("text", "organization"),
        FieldName::Role => ("text", "organization-title"),
        FieldName::Phone => ("tel", "tel"),
        // Not `type="url"`: a browser would insist on `https://`, which nobody types.
        FieldName::Website => ("text", "url"),
        FieldName::Message => ("textarea", ""),
    }
}

fn value<'a>(typed: &'a [(String, String)], name: &str) -> Option<&'a str> {
    typed
        .iter()
        .find(|(field, _)| field == name)
        .map(|(_, value)| value.as_str())
}
