//! Everything that one file may name of another, and whether it is there.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use crate::assessment::Question;

use super::conditions::Parsed;
use super::faults::{Faults, Spanned};
use super::fit;
use super::links::LinkCheck;
use super::listing::{Found, Role};
use super::read::{Content, ParsedFile};
use super::site_yaml::SiteDraft;
use super::{codes, suggest};

/// Everything by its name.
pub(super) struct Names<'p> {
    services: BTreeMap<&'p str, bool>,
    packages: Vec<&'p str>,
    assessments: Vec<&'p str>,
    /// Addresses of pages, and whether each is a draft.
    addresses: HashMap<String, bool>,
    files: HashSet<&'p str>,
    questions: HashMap<&'p str, Vec<&'p Question>>,
    site: Option<&'p SiteDraft>,
}

impl<'p> Names<'p> {
    pub(super) fn of(parsed: &'p [(Found, Arc<ParsedFile>)], site: Option<&'p SiteDraft>) -> Self {
        let mut names = Self {
            services: BTreeMap::new(),
            packages: site
                .map(|site| site.packages.iter().map(|package| package.id.as_str()).collect())
                .unwrap_or_default(),
            assessments: Vec::new(),
            addresses: ["/", "/graders/", "/services/"]
                .map(|made_anyway| (made_anyway.to_owned(), false))
                .into(),
            files: HashSet::new(),
            questions: HashMap::new(),
            site,
        };
        for (found, file) in parsed {
            let draft = match &file.content {
                Content::Service(service) => service.draft,
                Content::Assessment(assessment) => assessment.draft,
                Content::Page(page) => page.draft,
                _ => false,
            };
            match &found.role {
                Role::Service(id) => {
                    names.services.insert(id.as_str(), draft);
                    names.addresses.insert(format!("/services/{id}/"), draft);
                }
                Role::Grader(id) => {
                    names.assessments.push(id.as_str());
                    names.addresses.insert(format!("/graders/{id}/"), draft);
                }
                Role::Questionnaire(id) => {
                    names.assessments.push(id.as_str());
                    names.addresses.insert(format!("/questionnaires/{id}/"), draft);
                }
                Role::Page(path) if path.is_empty() => {}
                Role::Page(path) => {
                    names.addresses.insert(format!("/{path}/"), draft);
                }
                Role::Svg | Role::File => {
                    names.files.insert(&found.path);
                }
                Role::Site => {}
            }
        }
        names.collect_questions(parsed);
        names
    }

    /// The questions that rules for sales look at, of all assessments.
    fn collect_questions(&mut self, parsed: &'p [(Found, Arc<ParsedFile>)]) {
        let assessments = || {
            parsed.iter().filter_map(|(_, file)| match &file.content {
                Content::Assessment(assessment) => Some(assessment.as_ref()),
                _ => None,
            })
        };
        let of_site = self.site.into_iter().flat_map(SiteDraft::conditions);
        let of_assessments = assessments().flat_map(|assessment| fit::conditions(&assessment.fit));
        let asked: HashSet<&str> = of_site
            .chain(of_assessments)
            .flat_map(|condition| &condition.leaves)
            .map(|leaf| leaf.question.value.as_str())
            .collect();
        if asked.is_empty() {
            return;
        }
        for question in assessments().flat_map(|assessment| assessment.model.questions()) {
            if asked.contains(question.id.as_str()) {
                self.questions
                    .entry(question.id.as_str())
                    .or_default()
                    .push(question);
            }
        }
    }

    pub(super) fn check(&self, folder: &Path, file: &ParsedFile, faults: &mut Faults) {
        match &file.content {
            Content::Site(Some(site)) => self.check_site(folder, site, faults),
            Content::Service(service) => self.check_links(&service.links, service.draft, faults),
            Content::Page(page) => self.check_links(&page.links, page.draft, faults),
            Content::Assessment(assessment) => {
                self.check_links(&assessment.links, assessment.draft, faults);
                for service in &assessment.services {
                    self.check_service(service, assessment.draft, faults);
                }
                for package in &assessment.packages {
                    if !self.packages.contains(&package.value.as_str()) {
                        let message = format!("there is no package `{}`", package.value);
                        let help = suggest::help(
                            &package.value,
                            self.packages.iter().copied(),
                            "the packages of `site.yaml` are",
                        )
                        .unwrap_or_else(|| "add it to `packages` in `content/site.yaml`".into());
                        faults.report(&codes::UNKNOWN_PACKAGE, package.span.clone(), message, help);
                    }
                }
                self.check_conditions(fit::conditions(&assessment.fit), faults);
            }
            _ => {}
        }
    }

    fn check_site(&self, folder: &Path, site: &SiteDraft, faults: &mut Faults) {
        for service in site
            .packages
            .iter()
            .flat_map(|package| package.includes.iter().chain(&package.add_ons))
        {
            self.check_service(service, true, faults);
        }
        let told = site.deliveries.iter().flat_map(|delivery| &delivery.assessments);
        let owned = site.owners.iter().flat_map(|rule| &rule.assessments);
        for assessment in told.chain(owned) {
            if !self.assessments.contains(&assessment.value.as_str()) {
                let message = format!("there is no grader or questionnaire `{}`", assessment.value);
                let help = suggest::help(&assessment.value, self.assessments.iter().copied(), "there are");
                faults.report(&codes::UNKNOWN_ASSESSMENT, assessment.span.clone(), message, help);
            }
        }
        self.check_conditions(site.conditions(), faults);
        if let Some(logo) = &site.logo
            && !self.files.contains(logo.value.trim_start_matches('/'))
        {
            let message = format!("there is no picture `content/{}`", logo.value);
            let help = suggest::nearest(&logo.value, self.files.iter().copied())
                .map(|file| format!("did you mean `{file}`?"));
            faults.report(&codes::BROKEN_LINK, logo.span.clone(), message, help);
        }
        if let Some(theme) = &site.theme
            && theme.value != "default"
        {
            let plain = theme
                .value
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
            let path = folder.join("themes").join(&theme.value);
            let inside = || match (folder.canonicalize(), path.canonicalize()) {
                (Ok(folder), Ok(path)) => path.starts_with(folder) && path.is_dir(),
                _ => false,
            };
            if !plain || theme.value.is_empty() || !inside() {
                let message = format!("there is no folder `themes/{}` in the site", theme.value);
                faults.report(
                    &codes::UNKNOWN_THEME,
                    theme.span.clone(),
                    message,
                    "write `theme: default`, or make the folder",
                );
            }
        }
    }

    fn check_service(&self, service: &Spanned<String>, draft: bool, faults: &mut Faults) {
        match self.services.get(service.value.as_str()) {
            Some(false) => {}
            Some(true) if draft => {}
            Some(true) => {
                let message = format!(
                    "the service `{}` is a draft, so its page is not published",
                    service.value
                );
                faults.report(
                    &codes::LINK_TO_DRAFT,
                    service.span.clone(),
                    message,
                    "take `draft: true` out of its file",
                );
            }
            None => {
                let message = format!("there is no service `{}`", service.value);
                let help = match suggest::nearest(&service.value, self.services.keys().copied()) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => format!("write it: `content/services/{}.md`", service.value),
                };
                faults.report(&codes::UNKNOWN_SERVICE, service.span.clone(), message, help);
            }
        }
    }

    /// Conditions over the questions of any assessment.
    fn check_conditions<'c>(&self, conditions: impl Iterator<Item = &'c Parsed>, faults: &mut Faults) {
        for leaf in conditions.flat_map(|condition| &condition.leaves) {
            match self.questions.get(leaf.question.value.as_str()) {
                Some(questions) => fit::check_leaf(leaf, questions, faults),
                None => {
                    let message = format!("no assessment has a question `{}`", leaf.question.value);
                    let help = "name the `#id` of a question of any grader or questionnaire";
                    faults.report(
                        &codes::UNKNOWN_QUESTION,
                        leaf.question.span.clone(),
                        message,
                        help,
                    );
                }
            }
        }
    }

    fn check_links(&self, links: &[LinkCheck], draft: bool, faults: &mut Faults) {
        for link in links {
            let file = self.files.contains(link.path.trim_start_matches('/'));
            let known = if link.image {
                file.then_some(false)
            } else {
                self.addresses.get(&link.path).copied().or(file.then_some(false))
            };
            match known {
                Some(false) => {}
                Some(true) if draft => {}
                Some(true) => {
                    let message = format!(
                        "`{}` is a draft, so this link leads nowhere once it is published",
                        link.written
                    );
                    faults.report(
                        &codes::LINK_TO_DRAFT,
                        link.span.clone(),
                        message,
                        "publish it too, or leave out the link",
                    );
                }
                None => self.broken(link, faults),
            }
        }
    }

    fn broken(&self, link: &LinkCheck, faults: &mut Faults) {
        let near = if link.image {
            suggest::nearest(link.path.trim_start_matches('/'), self.files.iter().copied())
                .map(|file| format!("/{file}"))
        } else {
            suggest::nearest(&link.path, self.addresses.keys().map(String::as_str)).map(str::to_owned)
        };
        let absolute = format!("{}/", link.path.trim_end_matches('/'));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if link.image => "put the picture into `content/` and link to it from there".to_owned(),
            None if self.addresses.contains_key(&absolute) => format!("write `{absolute}`"),
            None => "write a site path such as `/about/`, or a file such as `../pages/about.md`".to_owned(),
        };
        let what = if link.image { "picture" } else { "page or file" };
        faults.report(
            &codes::BROKEN_LINK,
            link.span.clone(),
            format!("there is no {what} `{}`", link.written),
            help,
        );
    }
}
