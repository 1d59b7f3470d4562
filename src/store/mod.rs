//! Leads at rest: one SQLite file behind a small interface.
//!
//! [`Store`] is for programs that run (one writer thread with group commit, a few readers); [`Leads`] is for
//! commands that come and go, beside a running one too. A shared database for several instances comes later:
//! callers see only the types of this module.

mod benchmark;
mod checkpoint;
mod clients;
mod cohorts;
mod deliveries;
mod digest;
mod erase;
mod error;
mod export;
mod fingerprint;
mod forgotten;
mod funnel;
mod handle;
mod invitation_link;
mod leads;
mod open;
mod outbox;
mod person;
mod pipeline;
mod readers;
mod record;
mod retention;
mod rounds;
mod rows;
mod sales;
mod sales_list;
mod secret;
mod seen;
mod sessions;
mod submit;
mod token;
mod troubled;
mod users;
mod view;
mod writer;

pub use clients::{Answering, Client, ClientChange, Clients, Invitation};
pub use deliveries::{DeliveryState, DeliverySummary};
pub use digest::{Digest, Share, Work};
pub use error::StoreError;
pub use export::{ExportError, export_csv, export_json};
pub use fingerprint::fingerprint;
pub use forgotten::{Again, COMMAND_LINE, Erasure};
pub use funnel::{Funnel, Step};
pub use handle::{Settings, Store};
pub use leads::Leads;
pub(crate) use open::private_folder;
pub use person::{Held, HeldDelivery, HeldEvent, HeldSales, Person};
pub use pipeline::Deal;
pub use record::{
    Attempt, ClientName, ContactAdded, Forgotten, Found, NewContact, NewResponse, OutboxItem, Receipt,
    Response, Status, Submitted, Verdict,
};
pub use retention::Retention;
pub use sales::{Change, Event, Lead, Sales, SalesStatus};
pub use sales_list::{LeadFilter, LeadPage, ListedLead, Order, Place};
pub use secret::Secret;
pub use seen::answered_definitions;
pub use sessions::{NewSession, Session, SessionHash};
pub use token::Token;
pub use troubled::{Answered, Failing, Undelivered, UndeliveredPage};
pub use users::{User, Users};
pub use view::{CategoryView, Grade, LeadDetail, LeadSummary, Need, ScorecardView};
