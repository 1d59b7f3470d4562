//! The core: what an assessment is, and what a set of answers makes of it.
//!
//! Pure functions over plain data: no I/O, no HTML, nothing else of the crate. The story reads in this order:
//! [`Assessment`] (the model) → [`Answers`] → [`score`] → [`follow_up`].

mod answers;
mod canonical;
mod catalogue;
mod complaint;
mod condition;
mod contact;
mod definition;
mod follow_up;
mod gaps;
mod id;
mod model;
mod ranking;
mod reading;
mod scorecard;
mod scoring;
mod sheet;
mod unique_json;
mod value;

pub use answers::{Answer, AnswerFault, Answers};
pub use catalogue::{Catalogue, Package, PriceVisibility, Service, Unit};
pub use complaint::{Complaint, Said};
pub use condition::{Comparison, Condition};
pub use contact::{Consent, ConsentWording, Contact, ContactFault, ContactField, ContactForm, FieldName};
pub use definition::Definition;
pub use follow_up::{FollowUp, Gap, GapKind, Recommendation, Strength, follow_up};
pub use id::{
    AssessmentId, BandId, CategoryId, IdError, OptionId, OutcomeId, PackageId, QuestionId, ServiceId,
};
pub use model::{
    Assessment, Band, Category, Choice, Gate, Kind, Load, NextStep, Outcome, Question, Role, Shape, Text,
};
pub use scorecard::{CategoryScore, Missing, QuestionScore, Scorecard, Standing};
pub use scoring::{score, visible};
pub use sheet::{sheet, sheet_json};
pub use unique_json::unique_json;
