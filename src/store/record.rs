//! What goes into the store and comes out of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Token;
use crate::assessment::{
    Answers, AssessmentId, Consent, Contact, Decisions, Definition, FollowUp, Scorecard,
};

/// Where a lead stands with sales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nobody has looked at it.
    New,
    /// A trap caught it: kept, delivered to nobody.
    Quarantined,
}

impl Status {
    /// As it is stored, listed and written in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Quarantined => "quarantined",
        }
    }
}

/// A response that is about to be stored.
#[derive(Debug, Clone)]
pub struct NewResponse {
    /// The client's id: the same id and body is the same response.
    pub id: Uuid,
    /// Its report's address.
    pub token: Token,
    /// SHA-256 over assessment, answers, contact and consent as parsed: what "the same body" compares.
    pub fingerprint: [u8; 32],
    /// A form without an id: the same email, assessment and answers within ten minutes give the first report again.
    pub from_form: bool,
    /// When it arrived.
    pub submitted_at: Timestamp,
    /// What it was scored by.
    pub definition: Definition,
    /// What was chosen.
    pub answers: Answers,
    /// What came of it.
    pub scorecard: Scorecard,
    /// The gaps and services.
    pub follow_up: FollowUp,
    /// Who it is, with what they agreed to.
    pub contact: Option<(Contact, Consent)>,
    /// UTM tags and the page's address.
    pub source: BTreeMap<String, String>,
    /// `New` or `Quarantined`.
    pub status: Status,
    /// The keys of the destinations that hear of it, if it is for sales at all.
    pub deliver_to: Vec<String>,
    /// The client who was invited to it, by id.
    pub client: Option<String>,
}

/// A contact that is added later to a stored response.
#[derive(Debug, Clone)]
pub struct NewContact {
    /// Who it is.
    pub contact: Contact,
    /// What they agreed to.
    pub consent: Consent,
    /// When it arrived.
    pub at: Timestamp,
    /// The keys of the destinations that hear of it, if it is for sales at all.
    pub deliver_to: Vec<String>,
}

/// What an acknowledged response is known by.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    /// The client's id.
    pub id: Uuid,
    /// Its report's address.
    pub token: Token,
    /// What came of it.
    pub scorecard: Scorecard,
}

/// What became of a [`NewResponse`].
#[derive(Debug, Clone, PartialEq)]
pub enum Submitted {
    /// It is on disk, with its outbox rows.
    Created(Receipt),
    /// The same was there already.
    Repeated(Receipt),
    /// The id belongs to another body.
    Conflict,
}

/// What became of a [`NewContact`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactAdded {
    /// It is on disk, with its outbox row; the very same contact sent again is `Added` again.
    Added,
    /// The response has another contact already.
    AlreadyThere,
    /// No response has this token.
    Unknown,
}

/// A look-up by id, before the answers are validated.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Nothing has this id.
    Nothing,
    /// The same body: answer as before.
    Same(Receipt),
    /// Another body.
    Other,
}

/// A stored response; with a contact, a lead.
#[derive(Debug, Clone)]
pub struct Response {
    /// The client's id.
    pub id: Uuid,
    /// Its report's address.
    pub token: Token,
    /// Which assessment.
    pub assessment: AssessmentId,
    /// When it arrived.
    pub submitted_at: Timestamp,
    /// What it was scored by.
    pub definition: Definition,
    /// What was chosen.
    pub answers: Answers,
    /// What came of it.
    pub scorecard: Scorecard,
    /// The gaps and services.
    pub follow_up: FollowUp,
    /// Who it is, with what they agreed to.
    pub contact: Option<(Contact, Consent)>,
    /// When the contact arrived: with the answers, or later.
    pub contact_at: Option<Timestamp>,
    /// UTM tags and the page's address.
    pub source: BTreeMap<String, String>,
    /// Where it stands.
    pub status: Status,
    /// What the respondent decided about the gaps.
    pub decisions: Decisions,
    /// When that was last changed.
    pub decided_at: Option<Timestamp>,
    /// When sales withdrew the report.
    pub revoked_at: Option<Timestamp>,
    /// How often the same person has answered anything, at least 1.
    pub times: u32,
    /// The client who was invited to it, as long as they are one.
    pub client: Option<ClientName>,
}

/// A client, to be named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClientName {
    /// A slug of the name.
    pub id: String,
    /// As it is written.
    pub name: String,
}

/// Something to be delivered, claimed by whoever holds it until its lease runs out.
#[derive(Debug, Clone)]
pub struct OutboxItem {
    /// For marking it done.
    pub key: i64,
    /// The destination's key: `brief`, `webhook:NAME` and so on.
    pub kind: String,
    /// What it is about.
    pub response: Response,
    /// How often it was tried before this time.
    pub attempts: u32,
}

/// What became of one try to deliver something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What follows.
    pub verdict: Verdict,
    /// The receiver's code (HTTP, SMTP), if it gave one.
    pub status: Option<u16>,
    /// What happened, in words that name nobody.
    pub reason: Option<String>,
    /// The beginning of what the receiver answered. It may name people: it goes with the lead.
    pub answer: Option<String>,
}

/// What follows on a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The receiver has it.
    Delivered,
    /// It failed, and is tried again then.
    Again(Timestamp),
    /// It could not be tried at all (a setting is missing): looked at again then, and not counted.
    NotReady(Timestamp),
    /// It is not tried again, unless somebody asks.
    GivenUp,
}

impl Attempt {
    /// It arrived, and there is nothing to tell.
    pub fn delivered() -> Self {
        Self::of(Verdict::Delivered, None)
    }

    /// With a reason, and no answer.
    pub fn of(verdict: Verdict, reason: Option<String>) -> Self {
        Self {
            verdict,
            status: None,
            reason,
            answer: None,
        }
    }
}

/// What [`super::Leads::forget`] or [`super::Leads::erase`] erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten {
    /// The responses, for removing what was made from them (mails).
    pub responses: Vec<Uuid>,
    /// How many rows of the outbox went with them.
    pub deliveries: usize,
    /// How many clients lost their contact.
    pub contacts: usize,
    /// Whether the write-ahead log was emptied too. Where a reader held on to it, the next checkpoint does it.
    pub log_emptied: bool,
}
