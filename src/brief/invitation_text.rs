//! The words that go with an invitation, ready to be sent.

use jiff::tz::TimeZone;
use serde::Serialize;

use super::contact::mailto;
use crate::assessment::day_in;
use crate::store::{Client, Invitation};
use crate::words::english;

/// What is written to a client.
#[derive(Debug, Serialize)]
pub struct InvitationText {
    /// One line.
    pub subject: String,
    /// Several lines, with the link.
    pub body: String,
    /// Opens a letter with both, to the contact where there is one.
    pub mailto: String,
}

impl InvitationText {
    /// Plain and friendly. `assessment` is its title, `link` the whole address, `from` who invites.
    pub fn new(client: &Client, invitation: &Invitation, assessment: &str, link: &str, from: &str) -> Self {
        let until = day_in(invitation.expires_at, &TimeZone::UTC);
        let said = [
            ("title", assessment.to_owned()),
            ("client", client.name.clone()),
            ("site", from.to_owned()),
            ("date", english().day(until)),
        ];
        let say = |name: &str| english().say(name, &said);
        let subject = say("invite.subject");
        let (hello, text, several) = (say("invite.hello"), say("invite.text"), say("invite.several"));
        let thanks = say("invite.thanks");
        let body = format!("{hello}\n\n{text}\n\n{link}\n\n{several}\n\n{thanks}\n{from}\n");
        let to = mailto(client.contact.as_deref().unwrap_or_default());
        Self {
            mailto: format!("{to}?subject={}&body={}", encoded(&subject), encoded(&body)),
            subject,
            body,
        }
    }
}

/// As RFC 6068 has it: lines end in CR LF, and only what never means anything stands for itself.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.replace('\n', "\r\n").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(byte.into()),
            other => encoded += &format!("%{other:02X}"),
        }
    }
    encoded
}
