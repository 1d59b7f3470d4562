//! The one thing to do now, in one sentence.

use super::decisions::wanted;
use crate::assessment::{Contact, FieldName};
use crate::store::Response;

/// What to do about a lead that nobody has called yet: whom to call, whether it is urgent, about what.
pub fn first_call(response: &Response) -> String {
    let nobody = Contact::default();
    let contact = response.contact.as_ref().map_or(&nobody, |(contact, _)| contact);
    let sales = &response.follow_up.sales;
    let mut sentence = reach(contact);
    if let Some(trigger) = sales.triggers.first() {
        sentence += &format!(" today ({})", trigger.trim_end_matches('.'));
    }
    let about = match (wanted(response), response.follow_up.services.first()) {
        (Some(wanted), _) => format!(": they said “we want this” to “{}”", wanted.trim_end_matches('.')),
        (None, Some(service)) => {
            let why = service.reasons.first();
            let why = why.map(|reason| format!(" ({})", reason.trim_end_matches('.')));
            format!(" about {}{}", service.name, why.unwrap_or_default())
        }
        (None, None) => match response.follow_up.gaps.first() {
            Some(gap) => format!(". First topic: {}", gap.reason.trim_end_matches('.')),
            None => ": nothing is open, so ask what they plan next".to_owned(),
        },
    };
    sentence += &about;
    if sales.decides == Some(false) {
        sentence += ", and ask to bring in whoever decides";
    }
    sentence + "."
}

/// `Call Jane Doe at +1 555 0100`.
fn reach(contact: &Contact) -> String {
    let who = contact.get(FieldName::Name).unwrap_or("the respondent");
    match (contact.get(FieldName::Phone), contact.get(FieldName::Email)) {
        (Some(phone), _) => format!("Call {who} at {phone}"),
        (None, Some(email)) => format!("Write to {who} at {email}"),
        (None, None) => format!("Get in touch with {who}"),
    }
}
