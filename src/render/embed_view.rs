//! What the page says that offers graders to other sites.

use crate::assessment::Kind;

use super::address::{assessment_place, origin};
use super::assets::EMBED;
use super::renderer::Inner;
use super::view::{EmbedView, EmbeddedView};

/// The fragment of a page that is shown in a frame on another site: it hides masthead and foot. `base.html` has an element
/// of that name.
pub const FRAMED: &str = "embed";

pub(super) fn embed_view(inner: &Inner) -> EmbedView {
    let (site, addresses) = (&inner.site, &inner.addresses);
    let graders = site
        .assessments
        .values()
        .filter(|one| one.definition.assessment.kind == Kind::Grader && (inner.drafts || !one.draft));
    let graders = graders.map(|one| {
        let assessment = &one.definition.assessment;
        let place = assessment_place(assessment.kind, &assessment.id);
        EmbeddedView {
            id: assessment.id.to_string(),
            title: assessment.title.clone(),
            url: format!("{}#{FRAMED}", addresses.url(&place)),
        }
    });
    EmbedView {
        script: addresses.url(EMBED),
        origin: origin(&addresses.base_url).to_owned(),
        allowed: site.embed_on.clone(),
        graders: graders.collect(),
    }
}
