//! Briefs and reports as internet messages. No field of a respondent can break a header: `lettre` encodes them all.

use std::time::SystemTime;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use super::vcard::vcard;
use super::{Brief, DeliveryError, SiteFacts};
use crate::assessment::{Destination, FieldName, Target};
use crate::store::{Response, Token};

/// The brief for sales, with the contact as a card for the address book. Its id and date stay the same over retries, so that a
/// mail client sees one message.
///
/// # Errors
/// Where `to` is no address.
pub(super) fn brief_message(
    brief: &Brief,
    response: &Response,
    site: &SiteFacts,
    destination: &Destination,
    (to, from): (&str, Option<&Mailbox>),
) -> Result<Message, DeliveryError> {
    let address: Address = to.parse().map_err(|_| DeliveryError::Recipient)?;
    let from = from.cloned();
    let from = from.unwrap_or_else(|| Mailbox::new(Some(site.name.clone()), address.clone()));
    let mut builder = Message::builder()
        .from(from)
        .to(Mailbox::new(destination.owner.clone(), address))
        .subject(&brief.subject)
        .date(date(response))
        .message_id(Some(message_id(response, site, &destination.key)));
    if let Some(respondent) = respondent(response) {
        builder = builder.reply_to(respondent);
    }
    let parts = MultiPart::mixed()
        .boundary(boundary()?)
        .multipart(both(&brief.text, &brief.html)?);
    let parts = match vcard(response) {
        Some(card) => parts.singlepart(Attachment::new("contact.vcf".to_owned()).body(card, vcard_type()?)),
        None => parts,
    };
    builder.multipart(parts).map_err(cannot_build)
}

/// The mail with the report's address, for the respondent.
///
/// # Errors
/// Where there is no address to write to, or none to write from.
pub(super) fn report_message(
    report: &Brief,
    response: &Response,
    site: &SiteFacts,
    destination: &Destination,
    from: Option<&Mailbox>,
) -> Result<Message, DeliveryError> {
    let sales = sales_address(site);
    let from = match (from, &sales) {
        (Some(from), _) => from.clone(),
        (None, Some(sales)) => Mailbox::new(Some(site.name.clone()), sales.clone()),
        (None, None) => {
            return Err(DeliveryError::Mail(
                "there is nobody that it is from: set sales_email".to_owned(),
            ));
        }
    };
    let mut builder = Message::builder()
        .from(from)
        .to(respondent(response).ok_or(DeliveryError::Recipient)?)
        .subject(&report.subject)
        .date(date(response))
        .message_id(Some(message_id(response, site, &destination.key)))
        // RFC 3834: nobody's holiday note answers it.
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
    if let Some(sales) = sales {
        builder = builder.reply_to(Mailbox::new(Some(site.name.clone()), sales));
    }
    builder
        .multipart(both(&report.text, &report.html)?)
        .map_err(cannot_build)
}

/// The same in plain text and in HTML.
pub(super) fn both(text: &str, html: &str) -> Result<MultiPart, DeliveryError> {
    Ok(MultiPart::alternative()
        .boundary(boundary()?)
        .singlepart(SinglePart::plain(text.to_owned()))
        .singlepart(SinglePart::html(html.to_owned())))
}

/// A respondent knows the response's id and token; a boundary they could guess would let a text answer end its part.
fn boundary() -> Result<String, DeliveryError> {
    Ok(Token::random()?.to_string())
}

fn vcard_type() -> Result<ContentType, DeliveryError> {
    ContentType::parse("text/vcard; charset=utf-8").map_err(|error| DeliveryError::Mail(error.to_string()))
}

fn date(response: &Response) -> SystemTime {
    SystemTime::from(response.contact_at.unwrap_or(response.submitted_at))
}

fn message_id(response: &Response, site: &SiteFacts, destination: &str) -> String {
    let destination = destination.replace(':', ".");
    format!("<{}.{destination}@{}>", response.id, host(&site.base_url))
}

/// The first address that sales reads.
pub(super) fn sales_address(site: &SiteFacts) -> Option<Address> {
    site.deliveries
        .iter()
        .find_map(|destination| match &destination.target {
            Target::Email { address } => address.parse().ok(),
            _ => None,
        })
}

pub(super) fn cannot_build(error: lettre::error::Error) -> DeliveryError {
    DeliveryError::Mail(error.to_string())
}

/// So that "reply" writes to the prospect; left out where the address is one that mail can't carry.
fn respondent(response: &Response) -> Option<Mailbox> {
    let (contact, _) = response.contact.as_ref()?;
    let address: Address = contact.get(FieldName::Email)?.parse().ok()?;
    Some(Mailbox::new(
        contact.get(FieldName::Name).map(str::to_owned),
        address,
    ))
}

/// The host of a URL, for the right side of a message id.
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if host.is_empty() || !host.chars().all(plain) {
        "gradewright.invalid"
    } else {
        host
    }
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_host_of_a_url_is_found_whatever_stands_around_it() {
        for (url, expected) in [
            ("https://quillhaven.example", "quillhaven.example"),
            ("http://localhost:3000/graders", "localhost"),
            ("https://me:secret@example.com/x", "example.com"),
            ("http://[::1]:80", "gradewright.invalid"),
            ("", "gradewright.invalid"),
        ] {
            assert_eq!(host(url), expected, "{url}");
        }
    }
}
