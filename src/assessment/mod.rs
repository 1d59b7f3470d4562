//! The core: what an assessment is, and what a set of answers makes of it.
//!
//! Pure functions over plain data: no I/O, no HTML, nothing else of the crate. The story reads in this order:
//! [`Assessment`] (the model) → [`Answers`] → [`score`] → [`follow_up`].

mod agenda;
mod answers;
mod audience;
mod benchmark;
mod cadence;
mod canonical;
mod catalogue;
mod compare;
mod complaint;
mod condition;
mod contact;
mod decision_json;
mod decisions;
mod decisions_due;
mod definition;
mod destination;
mod direction;
mod effect;
mod expectations;
mod fit;
mod follow_up;
mod gaps;
mod id;
mod meeting;
mod model;
mod next_band;
mod next_year;
mod owner;
mod package_match;
mod ranking;
mod reading;
mod review;
mod roadmap;
mod sales;
mod scorecard;
mod scoring;
mod shared;
mod sheet;
mod source;
mod talk;
mod trend;
mod unique_json;
mod value;
mod working;
mod worth;

pub use agenda::{Agenda, Assumption, Business, BusinessAnswer, Changes, agenda};
pub use answers::{Answer, AnswerFault, Answers};
pub use audience::Audience;
pub use benchmark::Benchmark;
pub use cadence::{Cadence, CadenceError, Due, DueState, day_in, due};
pub use catalogue::{Catalogue, Effort, Package, PriceVisibility, Service, Unit};
pub use compare::{Asked, CategoryChange, Change, ChangeKind, Compared, compare};
pub use complaint::{Complaint, Said};
pub use condition::{Comparison, Condition, describes};
pub use contact::{Consent, ConsentWording, Contact, ContactFault, ContactField, ContactForm, FieldName};
pub use decision_json::decision_fields;
pub use decisions::{DECISIONS_FIELD, Decided, Decision, DecisionFault, Decisions};
pub use decisions_due::DecisionDue;
pub use definition::Definition;
pub use destination::{Destination, Target};
pub use direction::Direction;
pub use effect::{Effect, effect};
pub use expectations::{Expectation, Expectations, State, declared_package, expectations};
pub use fit::{Fit, FitGrade, FitRule, fit};
pub use follow_up::{FollowUp, Gap, GapKind, Recommendation, Strength, follow_up};
pub use id::{
    AssessmentId, BandId, CategoryId, IdError, OptionId, OutcomeId, PackageId, QuestionId, ServiceId,
};
pub use meeting::{Meeting, MeetingRule};
pub use model::{
    Assessment, Band, Category, Choice, Gate, Kind, Load, NextStep, Outcome, Question, Role, Shape, Text,
};
pub use next_band::{NextBand, next_band};
pub use next_year::{NextYear, Size};
pub use owner::OwnerRule;
pub use package_match::PackageMatch;
pub use review::{Review, ReviewFacts, ReviewFormat, review};
pub use roadmap::{Pace, Quarter, Roadmap};
pub use sales::{Interest, Sales, SalesRules, interest, sales};
pub use scorecard::{CategoryScore, Missing, QuestionScore, Scorecard, Standing};
pub use scoring::{score, visible};
pub use shared::Round;
pub use sheet::{sheet, sheet_json};
pub use source::kept_source;
pub use talk::Talk;
pub use trend::{Point, trend};
pub use unique_json::unique_json;
pub use working::{CategoryWorking, Fed, PartWorking, QuestionWorking, Working};
pub use worth::{Worth, is_project};
