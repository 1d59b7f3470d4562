//! What every page says about the site.

use crate::assessment::{Kind, PriceVisibility, Service};
use crate::content::{Endpoint, PublishedAssessment, Site};
use crate::words::Words;

use super::address::{Addresses, assessment_place, origin};
use super::price::unit_price;
use super::view::{GraderLink, LinkView, ServiceLink, SiteView};

/// Seconds that a question takes, about.
const SECONDS: usize = 25;

pub(super) fn site_view(site: &Site, drafts: bool, addresses: &Addresses) -> SiteView {
    let graders = site
        .assessments
        .values()
        .filter(|one| one.definition.assessment.kind == Kind::Grader && (drafts || !one.draft));
    let services = site.catalogue.services.values().filter(|service| {
        site.services
            .get(&service.id)
            .is_none_or(|page| drafts || !page.draft)
    });
    let pages = site
        .pages
        .iter()
        .filter(|page| !page.path.is_empty() && (drafts || !page.draft));
    let mut pages: Vec<LinkView> = pages
        .map(|page| LinkView {
            label: page.title.clone(),
            url: addresses.path(&format!("{}/", page.path)),
        })
        .collect();
    pages.sort_by(|a, b| a.url.cmp(&b.url));
    SiteView {
        name: site.name.clone(),
        base: addresses.base.clone(),
        home: addresses.path(""),
        base_url: addresses.base_url.clone(),
        language: site.language.clone(),
        accent: site.brand.accent.clone(),
        logo: site.brand.logo.as_ref().map(|place| addresses.path(place)),
        endpoint: site.endpoint != Endpoint::None,
        csp: content_security_policy(site),
        graders: graders.map(|grader| grader_link(grader, addresses)).collect(),
        services: services
            .map(|service| service_link(site, service, drafts, addresses))
            .collect(),
        pages,
    }
}

/// How long a number of questions takes, in minutes.
pub(super) fn minutes(questions: usize) -> usize {
    (questions * SECONDS).div_ceil(60).max(1)
}

/// The path of a service's page, where it is published.
pub(super) fn service_url(
    site: &Site,
    service: &Service,
    drafts: bool,
    addresses: &Addresses,
) -> Option<String> {
    let page = site.services.get(&service.id)?;
    (drafts || !page.draft).then(|| addresses.path(&format!("services/{}/", service.id)))
}

/// What everybody may know of a price.
pub(super) fn public_price(site: &Site, service: &Service, words: &Words) -> Option<String> {
    (service.price == PriceVisibility::Public)
        .then(|| unit_price(service, site.currency, words))
        .flatten()
}

/// What a strict page allows. As a header, an endpoint adds `frame-ancestors`, which means nothing in `<meta>`.
pub(super) fn content_security_policy(site: &Site) -> String {
    let endpoint = match &site.endpoint {
        Endpoint::Url(url) => format!(" {}", origin(url)),
        Endpoint::SameOrigin | Endpoint::None => String::new(),
    };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'{endpoint}; form-action 'self'{endpoint}; base-uri 'none'"
    )
}

fn grader_link(grader: &PublishedAssessment, addresses: &Addresses) -> GraderLink {
    let assessment = &grader.definition.assessment;
    let questions = assessment.questions().count();
    GraderLink {
        title: assessment.title.clone(),
        description: assessment.description.clone(),
        url: addresses.path(&assessment_place(assessment.kind, &assessment.id)),
        questions,
        minutes: minutes(questions),
    }
}

fn service_link(site: &Site, service: &Service, drafts: bool, addresses: &Addresses) -> ServiceLink {
    ServiceLink {
        id: service.id.to_string(),
        name: service.name.clone(),
        promise: service.promise.clone(),
        group: service.group.clone(),
        url: service_url(site, service, drafts, addresses),
        price: public_price(site, service, site.languages.site()),
    }
}
