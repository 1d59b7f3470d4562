//! What the inbox needs to know of the site.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use crate::assessment::{AssessmentId, BandId, Catalogue};

/// The site as it is now.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The MSP's name.
    pub site_name: String,
    /// Empty or like `/graders`.
    pub base_path: String,
    /// The origin of `base_url`, such as `https://quillhaven.example`: its pages may send forms here.
    pub origin: String,
    /// What `/r/{token}` hangs on, without a trailing slash.
    pub reports_at: String,
    /// Whether the pages are reached by https, so that cookies go nowhere else.
    pub secure: bool,
    /// Through which proxies clients come.
    pub trusted_proxies: Vec<(IpAddr, u8)>,
    /// How money is written.
    pub currency: iso_currency::Currency,
    /// Units, promises and talk tracks.
    pub catalogue: Arc<Catalogue>,
    /// What can be taken.
    pub assessments: BTreeMap<AssessmentId, AssessmentFacts>,
    /// The brand's colours as custom properties of CSS, for light and dark pages.
    pub colours: String,
}

/// An assessment in lists.
#[derive(Debug, Clone, Default)]
pub struct AssessmentFacts {
    /// Its title.
    pub title: String,
    /// What its bands are called.
    pub bands: BTreeMap<BandId, String>,
}
