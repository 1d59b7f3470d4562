//! What every page says about the site.

use crate::assessment::{Kind, PriceVisibility, Service};
use crate::content::{Endpoint, PublishedAssessment, Site};
use crate::words::Words;

use super::address::{Addresses, assessment_place};
use super::duration::minutes;
use super::headers::page_policy;
use super::price::unit_price;
use super::view::{GraderLink, LinkView, ServiceLink, SiteView};

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
        csp: page_policy(site),
        graders: graders.map(|grader| grader_link(grader, addresses)).collect(),
        services: services
            .map(|service| service_link(site, service, drafts, addresses))
            .collect(),
        pages,
    }
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

fn grader_link(grader: &PublishedAssessment, addresses: &Addresses) -> GraderLink {
    let assessment = &grader.definition.assessment;
    GraderLink {
        title: assessment.title.clone(),
        description: assessment.description.clone(),
        url: addresses.path(&assessment_place(assessment.kind, &assessment.id)),
        questions: assessment.questions().count(),
        minutes: minutes(assessment),
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
