//! Files → [`Site`], with every diagnostic found on the way.

mod diagnostic;
mod site;

pub use diagnostic::{Diagnostic, Severity};
pub use site::{
    Brand, Endpoint, FitRule, Link, Page, PublishedAssessment, ServicePage, Site, SiteFile, Throttle,
};
