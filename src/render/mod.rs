//! [`Site`](crate::content::Site) → `public/`, and the pages that the endpoint answers with.
//!
//! The story reads in this order: [`Renderer`] (a site with its [`Theme`]) → plan (what is where) → pages (each made from
//! a view, see [`view`]) → output (what is written). Texts for sales and fit rules are never copied into a view, so no
//! theme can publish them.

mod address;
mod assets;
mod build;
mod client_view;
mod contact_view;
mod decision_view;
mod duration;
mod embed_view;
mod error;
mod form_view;
mod header_files;
mod headers;
mod live_report;
mod output;
mod pages;
mod palette;
mod paper_condition;
mod paper_view;
mod plan;
mod price;
mod rehearsal;
mod renderer;
mod report_parts;
mod site_view;
mod smaller_js;
mod templates;
mod theme;
pub mod view;
mod waiting_report;

pub(crate) use address::report_path;
pub use build::Built;
pub use embed_view::FRAMED;
pub use error::RenderError;
pub use form_view::{CLOCK_FIELD, DEFINITION_FIELD, FilledForm, INVITATION_FIELD, TRAP_FIELD};
pub use headers::{CACHING, site_headers};
pub use live_report::ReportInput;
pub(crate) use palette::palette;
pub(crate) use paper_condition::only_if;
pub use renderer::{Options, Renderer};
pub use theme::Theme;
