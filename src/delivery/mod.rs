//! The outbox → whoever is told of a lead: sales by mail, other programs by webhook, the respondent by mail.
//!
//! The story: `worker` (claims what is due, a lane for each destination; notes what became of it, `schedule`) → `courier` (one
//! try) → `payload`, `signing`, `webhook`, `guard`; or `brief`, `report_mail`, `mail`, `vcard`, `post`, `mailbox`.
//! Beside it, `digest`: a day's work, for those who do it.

mod brief;
mod courier;
mod digest;
mod guard;
mod mail;
mod mailbox;
mod outcome;
mod payload;
mod post;
mod report_mail;
mod schedule;
mod signing;
mod vcard;
mod webhook;
mod worker;

pub use brief::{Brief, SiteFacts, brief};
pub use courier::not_ready;
pub use digest::{DigestOf, digest, send_digest};
pub use mailbox::remove_briefs;
pub use post::Post;
pub use report_mail::SpokenWords;
pub use worker::Worker;

/// Why a mail could not be made. Messages are for logs and hold no personal data.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The embedded template and the mail don't fit.
    #[error("the mail could not be written: {0}")]
    Template(#[from] tera::Error),
    /// The message can't be built.
    #[error("the mail could not be built: {0}")]
    Mail(String),
    /// The address to write to is none that mail can carry.
    #[error("the address to write to is none that mail can carry")]
    Recipient,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
}
