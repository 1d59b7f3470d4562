//! Puts the parsed files together and checks every name that one file uses of another.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use crate::assessment::{AssessmentId, Catalogue, Package, Question, Service, ServiceId};

use super::assessment::{Assessed, AssessmentFile};
use super::faults::{Faults, Spanned};
use super::fit::{self, FitDraft};
use super::links::LinkCheck;
use super::listing::{self, Found, Role};
use super::read::{Content, ParsedFile, ReadOptions, Reading};
use super::site_yaml::{DEFAULT_BASE_URL, SiteDraft};
use super::{
    Brand, Diagnostic, FitRule, Page, PublishedAssessment, ServicePage, Severity, Site, SiteFile, codes,
    numbers, suggest, urls,
};

/// Everything by its name.
struct Names<'p> {
    services: BTreeMap<&'p str, bool>,
    packages: Vec<&'p str>,
    /// Addresses of pages, and whether each is a draft.
    addresses: HashMap<String, bool>,
    files: HashSet<&'p str>,
    questions: HashMap<&'p str, Vec<&'p Question>>,
    site: Option<&'p SiteDraft>,
}

/// Resolves and sorts.
pub(super) fn assemble(
    folder: &Path,
    options: &ReadOptions,
    parsed: &[(Found, Arc<ParsedFile>)],
    mut diagnostics: Vec<Diagnostic>,
) -> Reading {
    let readable = diagnostics
        .iter()
        .all(|fault| fault.code != codes::NO_CONTENT.name);
    let site = parsed.iter().find_map(|(_, file)| match &file.content {
        Content::Site(site) => Some(site.as_deref()),
        _ => None,
    });
    if site.is_none() && readable {
        let help = "write `content/site.yaml` with `format: 1` and `name: …`";
        listing::report(
            &mut diagnostics,
            "site.yaml",
            &codes::NO_SITE_YAML,
            "there is no `site.yaml`",
            help,
        );
    }
    let site = site.flatten();
    let base_url = match &options.base_url {
        None => site
            .and_then(|site| site.base_url.clone())
            .unwrap_or_else(|| DEFAULT_BASE_URL.to_owned()),
        Some(written) => urls::base_url(written).unwrap_or_else(|why| {
            let message = format!("`--base-url {written}` is no address: {why}");
            listing::report(
                &mut diagnostics,
                "site.yaml",
                &codes::BAD_URL,
                &message,
                "such as `https://example.com`",
            );
            String::new()
        }),
    };
    let names = Names::of(parsed, site);
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for (found, file) in parsed {
        diagnostics.extend(file.diagnostics.iter().cloned());
        let mut faults = Faults::new(&format!("content/{}", found.path), &file.text);
        names.check(folder, file, &mut faults);
        if let Content::Assessment(assessment) = &file.content {
            used.extend(assessment.services.iter().map(|service| service.value.as_str()));
        }
        diagnostics.append(&mut faults.into_found());
    }
    same_names(parsed, &mut diagnostics);
    orphans(parsed, &used, &mut diagnostics);
    let exponent = site
        .and_then(|site| site.currency.exponent())
        .map_or(2, u32::from);
    let services = catalogue(parsed, exponent, &mut diagnostics);
    diagnostics.sort_by(|one, other| {
        (&one.file, one.line, one.column, one.code).cmp(&(&other.file, other.line, other.column, other.code))
    });
    let faulty: BTreeSet<&str> = diagnostics.iter().map(|fault| fault.file.as_str()).collect();
    let sources = parsed
        .iter()
        .map(|(found, file)| (format!("content/{}", found.path), Arc::clone(&file.text)))
        .filter(|(path, _)| faulty.contains(path.as_str()))
        .collect();
    let sound = diagnostics.iter().all(|fault| fault.severity != Severity::Error);
    let site = site
        .filter(|_| sound && readable)
        .map(|site| publish(folder, base_url, site, services, parsed));
    Reading {
        site,
        diagnostics,
        sources,
    }
}

impl<'p> Names<'p> {
    fn of(parsed: &'p [(Found, Arc<ParsedFile>)], site: Option<&'p SiteDraft>) -> Self {
        let mut names = Self {
            services: BTreeMap::new(),
            packages: site
                .map(|site| site.packages.iter().map(|package| package.id.as_str()).collect())
                .unwrap_or_default(),
            addresses: HashMap::from([("/".to_owned(), false)]),
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
                    names.addresses.insert(format!("/graders/{id}/"), draft);
                }
                Role::Questionnaire(id) => {
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

    /// The questions that rules of fit look at, of all assessments.
    fn collect_questions(&mut self, parsed: &'p [(Found, Arc<ParsedFile>)]) {
        let mut rules: Vec<&FitDraft> = self
            .site
            .map(|site| site.fit.iter().collect())
            .unwrap_or_default();
        let assessments = || {
            parsed.iter().filter_map(|(_, file)| match &file.content {
                Content::Assessment(assessment) => Some(assessment.as_ref()),
                _ => None,
            })
        };
        rules.extend(assessments().flat_map(|assessment| &assessment.fit));
        let asked: HashSet<&str> = rules
            .iter()
            .flat_map(|rule| &rule.when.leaves)
            .map(|leaf| leaf.question.value.as_str())
            .collect();
        if asked.is_empty() {
            return;
        }
        for question in assessments().flat_map(|assessment| assessment.model().questions()) {
            if asked.contains(question.id.as_str()) {
                self.questions
                    .entry(question.id.as_str())
                    .or_default()
                    .push(question);
            }
        }
    }

    fn check(&self, folder: &Path, file: &ParsedFile, faults: &mut Faults) {
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
                self.check_fit(&assessment.fit, faults);
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
        self.check_fit(&site.fit, faults);
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

    fn check_fit(&self, rules: &[FitDraft], faults: &mut Faults) {
        for leaf in rules.iter().flat_map(|rule| &rule.when.leaves) {
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

/// Two files with one address, and a grader and a questionnaire with one name.
fn same_names(parsed: &[(Found, Arc<ParsedFile>)], diagnostics: &mut Vec<Diagnostic>) {
    let mut taken: HashMap<String, &str> = HashMap::new();
    for (found, _) in parsed {
        let (name, what) = match &found.role {
            Role::Grader(id) | Role::Questionnaire(id) => (format!("assessment {id}"), "name"),
            Role::Page(path) => (format!("page {path}"), "address"),
            _ => continue,
        };
        if let Some(other) = taken.insert(name, &found.path) {
            let message = format!("this file and `content/{other}` have one {what}");
            listing::report(
                diagnostics,
                &found.path,
                &codes::SAME_ADDRESS,
                &message,
                "rename one of the two",
            );
        }
    }
}

/// Services that no question is tied to.
fn orphans(parsed: &[(Found, Arc<ParsedFile>)], used: &BTreeSet<&str>, diagnostics: &mut Vec<Diagnostic>) {
    for (found, file) in parsed {
        let (Role::Service(id), Content::Service(service)) = (&found.role, &file.content) else {
            continue;
        };
        if !used.contains(id.as_str()) && !service.draft {
            let mut faults = Faults::new(&format!("content/{}", found.path), &file.text);
            let message = format!("nothing in any assessment is tied to the service `{id}`");
            let end = file.text.lines().next().unwrap_or("").len();
            faults.report(
                &codes::ORPHANED_SERVICE,
                0..end,
                message,
                format!("tie an option or a question to it: `service {id}`"),
            );
            diagnostics.extend(faults.into_found());
        }
    }
}

/// The services with their prices in the currency's minor units.
fn catalogue(
    parsed: &[(Found, Arc<ParsedFile>)],
    exponent: u32,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<ServiceId, Service> {
    let mut services = BTreeMap::new();
    for (found, file) in parsed {
        let (Role::Service(id), Content::Service(service)) = (&found.role, &file.content) else {
            continue;
        };
        let mut faults = Faults::new(&format!("content/{}", found.path), &file.text);
        let mut money = |price: &Option<Spanned<String>>| {
            let price = price.as_ref()?;
            match numbers::scaled(&price.value, exponent) {
                Ok(minor) => Some(minor),
                Err(problem) => {
                    let help = match problem {
                        numbers::NumberProblem::TooManyDecimals => {
                            format!("the site's currency has {exponent} decimals")
                        }
                        _ => "digits, with a dot before the decimals: `1250` or `4.50`".to_owned(),
                    };
                    let message = format!("`{}` is no price", price.value);
                    faults.report(&codes::BAD_PRICE, price.span.clone(), message, help);
                    None
                }
            }
        };
        let (monthly, setup) = (money(&service.monthly), money(&service.setup));
        diagnostics.extend(faults.into_found());
        let service = Service {
            id: id.clone(),
            name: service.name.clone(),
            promise: service.promise.clone(),
            group: service.group.clone(),
            unit: service.unit,
            monthly,
            setup,
            price: service.price,
            sales: service.sales.clone(),
        };
        services.insert(id.clone(), service);
    }
    services
}

/// The site, once nothing is wrong.
fn publish(
    folder: &Path,
    base_url: String,
    draft: &SiteDraft,
    services: BTreeMap<ServiceId, Service>,
    parsed: &[(Found, Arc<ParsedFile>)],
) -> Site {
    let mut site = Site {
        folder: folder.to_path_buf(),
        name: draft.name.clone(),
        base_url,
        language: draft.language.clone(),
        currency: draft.currency,
        theme: draft
            .theme
            .as_ref()
            .map_or_else(|| "default".to_owned(), |theme| theme.value.clone()),
        brand: Brand {
            accent: draft.accent.clone(),
            logo: draft
                .logo
                .as_ref()
                .map(|logo| logo.value.trim_start_matches('/').to_owned()),
        },
        sales_email: draft.sales_email.clone(),
        endpoint: draft.endpoint.clone(),
        embed_on: draft.embed_on.clone(),
        per_address: draft.per_address,
        trusted_proxies: draft.trusted_proxies.clone(),
        contact: draft.contact.clone(),
        fit: draft.fit.iter().map(rule).collect(),
        catalogue: Arc::new(Catalogue {
            services,
            packages: draft.packages.iter().map(package).collect(),
        }),
        services: BTreeMap::new(),
        assessments: BTreeMap::new(),
        pages: Vec::new(),
        files: BTreeMap::new(),
    };
    for (found, file) in parsed {
        let source = SiteFile {
            path: format!("content/{}", found.path),
            hash: file.hash,
        };
        match (&found.role, &file.content) {
            (Role::Service(id), Content::Service(service)) => {
                let page = ServicePage {
                    body: service.body.clone(),
                    file: source,
                    draft: service.draft,
                    extra: service.extra.clone(),
                };
                site.services.insert(id.clone(), page);
            }
            (Role::Grader(id) | Role::Questionnaire(id), Content::Assessment(assessment)) => {
                add_assessment(&mut site, id, assessment, source);
            }
            (Role::Page(path), Content::Page(page)) => site.pages.push(Page {
                path: path.clone(),
                title: page.title.clone(),
                description: page.description.clone(),
                body: page.body.clone(),
                file: source,
                draft: page.draft,
                language: page
                    .language
                    .clone()
                    .filter(|language| *language != draft.language),
                extra: page.extra.clone(),
            }),
            (Role::Svg | Role::File, Content::File) => {
                site.files.insert(found.path.clone(), found.full.clone());
            }
            _ => {}
        }
    }
    site
}

fn add_assessment(site: &mut Site, id: &AssessmentId, assessment: &AssessmentFile, file: SiteFile) {
    // A file without errors has a definition, and with an error there is no site.
    let Assessed::Whole(definition) = &assessment.assessment else {
        return;
    };
    let published = PublishedAssessment {
        definition: definition.clone(),
        file,
        draft: assessment.draft,
        language: assessment
            .language
            .clone()
            .filter(|language| *language != site.language),
        fit: assessment.fit.iter().map(rule).collect(),
        extra: assessment.extra.clone(),
    };
    site.assessments.insert(id.clone(), published);
}

fn rule(draft: &FitDraft) -> FitRule {
    FitRule {
        when: draft.when.condition.clone(),
        points: draft.points,
        reason: draft.reason.clone(),
    }
}

fn package(draft: &super::site_yaml::PackageDraft) -> Package {
    let ids = |names: &[Spanned<String>]| {
        names
            .iter()
            .filter_map(|name| ServiceId::try_from(name.value.as_str()).ok())
            .collect()
    };
    Package {
        id: draft.id.clone(),
        name: draft.name.clone(),
        includes: ids(&draft.includes),
        add_ons: ids(&draft.add_ons),
    }
}
