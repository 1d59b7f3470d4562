//! What is published where.

use std::collections::BTreeMap;
use std::path::Path;

use crate::assessment::{Kind, Service, ServiceId, Shape};
use crate::content::{Page, PublishedAssessment, ServicePage, Site};

use super::RenderError;
use super::address::{Addresses, assessment_place};
use super::assets::Asset;
use super::header_files::{HEADER_FILES, HeaderFile};
use super::output::MANIFEST;
use super::view::LinkView;

/// Something that is published.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'a> {
    /// The home page, with the author's text or without.
    Home(Option<&'a Page>),
    /// A plain page.
    Plain(&'a Page),
    /// A grader or questionnaire.
    Assessment(&'a PublishedAssessment),
    /// Its paper edition.
    Paper(&'a PublishedAssessment),
    /// A service.
    Service(&'a Service, &'a ServicePage),
    /// The list of graders.
    Graders,
    /// The list of services.
    Services,
    /// How to show a grader on another site.
    Embed,
    /// `404.html`.
    NotFound,
    /// `sitemap.xml`.
    Sitemap,
    /// `robots.txt`.
    Robots,
    /// The headers of all files, for another host than ours.
    Headers(HeaderFile),
    /// A file of the theme.
    Asset(&'a Asset),
    /// A file beside content.
    File(&'a Path),
}

/// Everything that is published, by its file in the output folder.
///
/// # Errors
/// Two things in one place, or a place that is not inside the output folder.
pub(super) fn plan<'a>(
    site: &'a Site,
    drafts: bool,
    assets: &'a [Asset],
) -> Result<BTreeMap<String, Source<'a>>, RenderError> {
    let mut plan = Plan(BTreeMap::new());
    let home = site
        .pages
        .iter()
        .find(|page| page.path.is_empty() && (drafts || !page.draft));
    plan.add("index.html".into(), Source::Home(home))?;
    for page in site
        .pages
        .iter()
        .filter(|page| !page.path.is_empty() && (drafts || !page.draft))
    {
        plan.add(format!("{}/index.html", page.path), Source::Plain(page))?;
    }
    for one in site.assessments.values().filter(|one| drafts || !one.draft) {
        let assessment = &one.definition.assessment;
        let place = assessment_place(assessment.kind, &assessment.id);
        plan.add(format!("{place}index.html"), Source::Assessment(one))?;
        plan.add(place + "print/index.html", Source::Paper(one))?;
    }
    for service in site.catalogue.services.values() {
        if let Some(page) = site
            .services
            .get(&service.id)
            .filter(|page| drafts || !page.draft)
        {
            plan.add(
                format!("services/{}/index.html", service.id),
                Source::Service(service, page),
            )?;
        }
    }
    plan.add("graders/index.html".into(), Source::Graders)?;
    plan.add("services/index.html".into(), Source::Services)?;
    if !plan.0.contains_key("embed/index.html") {
        // A page of the author's own goes before ours.
        plan.add("embed/index.html".into(), Source::Embed)?;
    }
    plan.add("404.html".into(), Source::NotFound)?;
    plan.add("sitemap.xml".into(), Source::Sitemap)?;
    plan.add("robots.txt".into(), Source::Robots)?;
    for (place, kind) in HEADER_FILES {
        plan.add(place.into(), Source::Headers(kind))?;
    }
    for asset in assets {
        plan.add(asset.place.clone(), Source::Asset(asset))?;
    }
    for (place, file) in &site.files {
        plan.add(place.clone(), Source::File(file))?;
    }
    Ok(plan.0)
}

struct Plan<'a>(BTreeMap<String, Source<'a>>);

impl<'a> Plan<'a> {
    fn add(&mut self, place: String, source: Source<'a>) -> Result<(), RenderError> {
        if !is_inside(&place) {
            let message = "this place is not inside the published folder".to_owned();
            return Err(RenderError::Place { path: place, message });
        }
        if self.0.contains_key(&place) {
            let message = "two files of the site want this place; rename one of them".to_owned();
            return Err(RenderError::Place { path: place, message });
        }
        self.0.insert(place, source);
        Ok(())
    }
}

/// Whether a place is a plain path below the output folder that is not the build's own.
pub(super) fn is_inside(place: &str) -> bool {
    let plain =
        |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0', '\n', '\r']);
    place.split('/').all(plain) && place != MANIFEST
}

/// The place of a page that search engines may know, without `index.html`.
pub(super) fn indexed<'a>(place: &'a str, source: &Source<'_>) -> Option<&'a str> {
    match source {
        Source::Assessment(one) if one.definition.assessment.kind == Kind::Questionnaire => None,
        Source::Home(_)
        | Source::Plain(_)
        | Source::Assessment(_)
        | Source::Service(..)
        | Source::Graders
        | Source::Services => place.strip_suffix("index.html"),
        Source::Embed
        | Source::Paper(_)
        | Source::NotFound
        | Source::Sitemap
        | Source::Robots
        | Source::Headers(_)
        | Source::Asset(_)
        | Source::File(_) => None,
    }
}

/// The published graders that ask about each service, in order.
pub(super) fn graders_by_service<'a>(
    site: &'a Site,
    drafts: bool,
    addresses: &Addresses,
) -> BTreeMap<&'a ServiceId, Vec<LinkView>> {
    let mut found: BTreeMap<&ServiceId, Vec<LinkView>> = BTreeMap::new();
    for one in site.assessments.values().filter(|one| drafts || !one.draft) {
        let assessment = &*one.definition.assessment;
        if assessment.kind != Kind::Grader {
            continue;
        }
        let mut named: Vec<&ServiceId> = Vec::new();
        for question in assessment.questions() {
            if let Shape::One { load, .. } | Shape::Scale { load, .. } = &question.shape {
                named.extend(&load.service);
            }
            named.extend(
                question
                    .choices()
                    .iter()
                    .filter_map(|choice| choice.service.as_ref()),
            );
        }
        named.sort_unstable();
        named.dedup();
        for service in named {
            found.entry(service).or_default().push(LinkView {
                label: assessment.title.clone(),
                url: addresses.path(&assessment_place(assessment.kind, &assessment.id)),
            });
        }
    }
    found
}

/// `sitemap.xml`: <https://www.sitemaps.org/protocol.html>.
pub(super) fn sitemap(plan: &BTreeMap<String, Source<'_>>, addresses: &Addresses) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for place in plan.iter().filter_map(|(place, source)| indexed(place, source)) {
        let url = addresses.url(place).replace('&', "&amp;").replace('<', "&lt;");
        xml += &format!("<url><loc>{url}</loc></url>\n");
    }
    xml + "</urlset>\n"
}

/// `robots.txt`: reports are nobody else's business.
pub(super) fn robots(addresses: &Addresses) -> String {
    let base = &addresses.base;
    format!(
        "User-agent: *\nDisallow: {base}/r/\nDisallow: {base}/inbox/\n\nSitemap: {}\n",
        addresses.url("sitemap.xml")
    )
}
