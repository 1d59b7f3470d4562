//! The lead brief: what a salesperson must know within two minutes, in words and in the order of a call. Mails and the inbox
//! show the same.
//!
//! The story: [`LeadBrief::new`] puts together who it is (`contact`), what a client believes to have (`client`), what to do now (`action`), the result, the services to
//! talk about (`services`), what was decided (`decisions`), the meeting to ask for and the plan (`plan`), and what was answered
//! (`answers`).

mod action;
mod answers;
mod business_plan;
mod client;
mod contact;
mod decisions;
mod due;
mod invitation_text;
mod lead;
mod new_client;
mod plan;
mod rounds;
mod services;

pub use action::first_call;
pub use answers::{Asked, Section, answers_of};
pub use business_plan::BusinessPlan;
pub use client::{ClientLines, ExpectedLine};
pub use contact::{Fact, day, when};
pub use decisions::DecisionRow;
pub use due::{DueLine, due_lines};
pub use invitation_text::InvitationText;
pub use lead::{Bar, LeadBrief, Shop, shown};
pub use new_client::{ClientFault, TypedClient, cadence, contact, new_client, package};
pub use plan::{MeetingLine, PackageLine, Plan, QuarterLine};
pub use rounds::Rounds;
pub use services::{Offer, OtherGap};
