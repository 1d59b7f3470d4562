//! The outbox → briefs for sales: for now `.eml` files in a folder; SMTP and webhooks come later, through the same outbox.

mod answers;
mod brief;
mod judgement;
mod mail;
mod mailbox;
mod services;
mod worker;

pub use brief::{Brief, SiteFacts, brief};
pub use mailbox::remove_briefs;
pub use worker::Worker;

/// Why a brief was not delivered. Messages are for logs and hold no personal data.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The embedded template and the brief don't fit.
    #[error("the brief could not be written: {0}")]
    Template(#[from] tera::Error),
    /// `sales_email` is no address, or the message can't be built.
    #[error("the mail could not be built: {0}")]
    Mail(String),
    /// The folder for mails can't be written.
    #[error("the mail could not be saved: {0}")]
    Save(#[from] std::io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
}
