//! A brief as an internet message. No field of a respondent can break a header: `lettre` encodes them all.

use std::time::SystemTime;

use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use super::{Brief, DeliveryError, SiteFacts};
use crate::assessment::FieldName;
use crate::store::{Response, Token};

/// The message for `to`. Its id and date stay the same over retries, so that a mail client sees one message.
///
/// # Errors
/// Where `to` is no address.
pub(super) fn message(
    brief: &Brief,
    response: &Response,
    site: &SiteFacts,
    to: &str,
) -> Result<Vec<u8>, DeliveryError> {
    let sales: Mailbox = to
        .parse()
        .map_err(|_| DeliveryError::Mail("sales_email is no address".to_owned()))?;
    let mut builder = Message::builder()
        .from(Mailbox::new(Some(site.name.clone()), sales.email.clone()))
        .to(sales)
        .subject(&brief.subject)
        .date(SystemTime::from(
            response.contact_at.unwrap_or(response.submitted_at),
        ))
        .message_id(Some(format!("<{}.brief@{}>", response.id, host(&site.base_url))));
    if let Some(respondent) = respondent(response) {
        builder = builder.reply_to(respondent);
    }
    // A respondent knows the response's id and token; a boundary they could guess would let a text answer end its part.
    let parts = MultiPart::alternative()
        .boundary(Token::random()?.to_string())
        .singlepart(SinglePart::plain(brief.text.clone()))
        .singlepart(SinglePart::html(brief.html.clone()));
    let message = builder
        .multipart(parts)
        .map_err(|error| DeliveryError::Mail(error.to_string()))?;
    Ok(message.formatted())
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
fn host(url: &str) -> &str {
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
