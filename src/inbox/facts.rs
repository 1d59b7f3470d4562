//! What the inbox needs to know of the site.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use crate::assessment::{AssessmentId, BandId, Catalogue, ContactForm, Definition, Destination, QuestionId};
use crate::brief::Shop;
use crate::store::Response;

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
    /// Who is told of a lead.
    pub deliveries: Vec<Destination>,
    /// What respondents are asked about themselves.
    pub contact: ContactForm,
    /// What can be taken.
    pub assessments: BTreeMap<AssessmentId, AssessmentFacts>,
    /// The brand's colours as custom properties of CSS, for light and dark pages.
    pub colours: String,
}

impl Facts {
    /// What is sold, and in which money.
    pub(super) fn shop(&self) -> Shop<'_> {
        Shop {
            currency: self.currency,
            catalogue: &self.catalogue,
        }
    }

    /// The keys of all destinations that a response goes to.
    pub(super) fn told_of(&self, response: &Response) -> Vec<String> {
        let fit = response.follow_up.sales.fit.as_ref().map(|fit| fit.grade);
        let taking = self
            .deliveries
            .iter()
            .filter(|one| one.takes(&response.assessment, fit));
        taking.map(|one| one.key.clone()).collect()
    }
}

/// An assessment in lists.
#[derive(Debug, Clone, Default)]
pub struct AssessmentFacts {
    /// Its title.
    pub title: String,
    /// What its bands are called.
    pub bands: BTreeMap<BandId, String>,
    /// What its paper edition asks today; `None` for a draft, which has none.
    pub sheet: Option<Definition>,
    /// What clients are asked today, where that is something else.
    pub for_clients: Option<Definition>,
    /// What is asked, in its order.
    pub questions: Vec<QuestionFacts>,
}

/// A question in the funnel.
#[derive(Debug, Clone)]
pub struct QuestionFacts {
    /// Its id.
    pub id: QuestionId,
    /// Its heading.
    pub text: String,
    /// Whether it is asked of some people only.
    pub conditional: bool,
}
