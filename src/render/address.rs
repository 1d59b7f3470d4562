//! Where things are: the base path, addresses of pages, links that authors wrote.

use crate::assessment::{AssessmentId, Kind, NextStep, Text};
use crate::content::{Endpoint, Site};

use super::view::{Html, LinkView};

/// Turns places in the site into paths and URLs.
#[derive(Debug, Clone)]
pub(super) struct Addresses {
    /// `""` or `/graders`.
    pub(super) base: String,
    /// Without a trailing slash.
    pub(super) base_url: String,
    /// Where `responses/…` is; `None` without an endpoint.
    endpoint: Option<String>,
}

impl Addresses {
    pub(super) fn new(site: &Site) -> Self {
        let base_url = site.base_url.trim_end_matches('/').to_owned();
        let base = path_of(&base_url).to_owned();
        let endpoint = match &site.endpoint {
            Endpoint::SameOrigin => Some(base.clone()),
            Endpoint::Url(url) => Some(url.trim_end_matches('/').to_owned()),
            Endpoint::None => None,
        };
        Self {
            base,
            base_url,
            endpoint,
        }
    }

    /// The path of a place such as `graders/security/`; empty for the home page.
    pub(super) fn path(&self, place: &str) -> String {
        format!("{}/{place}", self.base)
    }

    /// The whole URL of a place.
    pub(super) fn url(&self, place: &str) -> String {
        format!("{}/{place}", self.base_url)
    }

    /// Where the answers to an assessment are sent.
    pub(super) fn responses(&self, id: &AssessmentId) -> Option<String> {
        self.endpoint
            .as_ref()
            .map(|endpoint| format!("{endpoint}/responses/{id}"))
    }

    /// The path of the endpoint's routes, where pages and clients see them: `""`, `/graders`.
    pub(super) fn endpoint_path(&self) -> &str {
        self.endpoint.as_deref().map_or(&self.base, path_of)
    }

    /// The path of a report.
    pub(super) fn report(&self, token: &str) -> String {
        format!("{}/r/{token}", self.endpoint_path())
    }

    /// The whole URL of a report, as it can be sent to somebody.
    pub(super) fn report_url(&self, token: &str) -> String {
        let endpoint = self
            .endpoint
            .as_deref()
            .filter(|endpoint| endpoint.contains("://"));
        format!("{}/r/{token}", endpoint.unwrap_or(&self.base_url))
    }

    /// A link that an author wrote; one with a scheme that runs or shows something else leads nowhere.
    pub(super) fn link(&self, url: &str) -> String {
        if let Some(place) = url.strip_prefix("site:/") {
            return self.path(place);
        }
        let scheme = url
            .split_once(':')
            .map(|(scheme, _)| scheme)
            .filter(|scheme| !scheme.contains(['/', '?', '#']));
        match scheme.map(str::to_ascii_lowercase).as_deref() {
            None | Some("http" | "https" | "mailto" | "tel") => url.to_owned(),
            Some(_) => "#".to_owned(),
        }
    }

    pub(super) fn next_step(&self, step: &NextStep) -> LinkView {
        LinkView {
            label: step.label.clone(),
            url: self.link(&step.url),
        }
    }

    /// An author's HTML with its links made whole.
    pub(super) fn html(&self, text: &Text) -> Html {
        if !text.html.contains("\"site:/") {
            return Html::trusted(&text.html);
        }
        let mut html = text.html.clone();
        for attribute in ["href", "src"] {
            html = html.replace(
                &format!(" {attribute}=\"site:/"),
                &format!(" {attribute}=\"{}/", self.base),
            );
        }
        Html::trusted(&html)
    }
}

/// The path of a report, for whoever makes no pages; as [`Renderer::report_path`](super::Renderer::report_path).
pub(crate) fn report_path(site: &Site, token: &str) -> String {
    Addresses::new(site).report(token)
}

/// What follows the host of a URL, or the path itself.
fn path_of(url: &str) -> &str {
    let authority = url.find("://").map_or(0, |at| at + 3);
    url[authority..]
        .find('/')
        .map_or("", |slash| &url[authority + slash..])
}

/// The place of an assessment's page.
pub(super) fn assessment_place(kind: Kind, id: &AssessmentId) -> String {
    match kind {
        Kind::Grader => format!("graders/{id}/"),
        Kind::Questionnaire => format!("questionnaires/{id}/"),
    }
}

/// The scheme and host of a URL.
pub(super) fn origin(url: &str) -> &str {
    let authority = url.find("://").map_or(0, |at| at + 3);
    url[authority..]
        .find(['/', '?', '#'])
        .map_or(url, |end| &url[..authority + end])
}
