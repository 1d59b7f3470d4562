//! Files → [`Site`], with every diagnostic found on the way.
//!
//! The story: `listing` finds the files, `read` parses those that changed (`site_yaml`, `service`, `page`,
//! `assessment` → `question` → `option`), `names` checks every name that one file uses of another, `assemble` makes the site.

mod assemble;
mod assessment;
mod assessment_front;
mod chosen;
pub(crate) mod codes;
mod conditions;
mod deliveries;
mod diagnostic;
mod explanations;
mod faults;
mod fields;
mod fit;
mod front_matter;
mod github;
mod human;
mod identify;
mod keyed;
mod language_files;
mod links;
mod listing;
mod markdown;
mod meetings;
mod names;
mod naming;
mod near_miss;
mod numbers;
mod option;
mod outline;
mod owners;
mod page;
mod paper;
mod pin;
mod price;
mod prose;
mod question;
mod read;
mod respondents;
mod results;
mod schema;
mod sections;
mod service;
mod settings;
mod shapes;
mod site;
mod site_yaml;
mod suggest;
mod svg;
mod urls;
pub(crate) mod wording;
mod yaml;

pub use codes::{CODES, Code};
pub use diagnostic::{Diagnostic, Severity};
pub use explanations::{Explanation, Place, explanation};
pub use github::render_github;
pub use human::render_human;
pub use keyed::read_texts;
pub use naming::slug;
pub use outline::{OptionPlace, Outline, QuestionPlace};
pub use pin::{PinError, Pinned, pin};
pub use read::{Cache, ReadOptions, Reading, read};
pub use schema::schemas;
pub use site::{
    Advance, Brand, Endpoint, Link, Page, PublishedAssessment, ServicePage, Site, SiteFile, Throttle,
};
pub use suggest::nearest;
pub use urls::base_url;
