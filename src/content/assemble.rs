//! Puts the parsed files together and checks every name that one file uses of another.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use iso_currency::Currency;

use crate::assessment::{AssessmentId, Catalogue, FitRule, Package, Service, ServiceId};
use crate::words::Languages;

use super::assessment::AssessmentFile;
use super::faults::{Faults, Spanned};
use super::fit::FitDraft;
use super::language_files::LanguageFiles;
use super::listing::{self, Found, Role};
use super::meetings::MeetingDraft;
use super::names::Names;
use super::owners::OwnerDraft;
use super::read::{Content, ParsedFile, ReadOptions, Reading};
use super::site_yaml::{DEFAULT_BASE_URL, SiteDraft};
use super::{
    Brand, Diagnostic, Page, PublishedAssessment, ServicePage, Severity, Site, SiteFile, codes, deliveries,
    price, urls,
};

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
    let currency = site.map_or(Currency::USD, |site| site.currency);
    let services = catalogue(parsed, currency, &mut diagnostics);
    let theme = site
        .and_then(|site| site.theme.as_ref())
        .map_or("default", |theme| &theme.value);
    let files = LanguageFiles::read(folder, theme, &mut diagnostics);
    let settings = parsed.iter().find(|(found, _)| matches!(found.role, Role::Site));
    let language = (
        site.map_or("en", |site| &site.language),
        settings.map(|(_, file)| &file.text),
    );
    let languages = files.languages(theme, language, &languages_of_pages(parsed), &mut diagnostics);
    diagnostics.sort_by(|one, other| {
        (&one.file, one.line, one.column, one.code).cmp(&(&other.file, other.line, other.column, other.code))
    });
    let faulty: BTreeSet<&str> = diagnostics.iter().map(|fault| fault.file.as_str()).collect();
    let sources = parsed
        .iter()
        .map(|(found, file)| (format!("content/{}", found.path), Arc::clone(&file.text)))
        .chain(files.sources)
        .filter(|(path, _)| faulty.contains(path.as_str()))
        .collect();
    let sound = diagnostics.iter().all(|fault| fault.severity != Severity::Error);
    let site = site
        .filter(|_| sound && readable)
        .map(|site| publish(folder, base_url, site, languages, services, parsed));
    Reading {
        site,
        diagnostics,
        sources,
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

/// The languages that single pages speak, each with the first file that does.
fn languages_of_pages(parsed: &[(Found, Arc<ParsedFile>)]) -> BTreeMap<String, (String, Arc<str>)> {
    let mut languages = BTreeMap::new();
    for (found, file) in parsed {
        let language = match &file.content {
            Content::Assessment(assessment) => &assessment.language,
            Content::Page(page) => &page.language,
            _ => continue,
        };
        if let Some(language) = language {
            languages
                .entry(language.clone())
                .or_insert_with(|| (found.path.clone(), Arc::clone(&file.text)));
        }
    }
    languages
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
    currency: Currency,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<ServiceId, Service> {
    let mut services = BTreeMap::new();
    for (found, file) in parsed {
        let (Role::Service(id), Content::Service(service)) = (&found.role, &file.content) else {
            continue;
        };
        let mut faults = Faults::new(&format!("content/{}", found.path), &file.text);
        let mut money = |price: &Option<Spanned<String>>| price::read(price.as_ref()?, currency, &mut faults);
        let (monthly, setup) = (money(&service.monthly), money(&service.setup));
        diagnostics.extend(faults.into_found());
        let service = Service {
            id: id.clone(),
            name: service.name.clone(),
            promise: service.promise.clone(),
            value: service.value.clone(),
            how_to_use: service.how_to_use.clone(),
            group: service.group.clone(),
            unit: service.unit,
            monthly,
            setup,
            effort: service.effort,
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
    languages: Languages,
    services: BTreeMap<ServiceId, Service>,
    parsed: &[(Found, Arc<ParsedFile>)],
) -> Site {
    let mut site = Site {
        folder: folder.to_path_buf(),
        name: draft.name.clone(),
        base_url,
        language: draft.language.clone(),
        languages: Arc::new(languages),
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
        deliveries: deliveries::of(draft),
        endpoint: draft.endpoint.clone(),
        embed_on: draft.embed_on.clone(),
        per_address: draft.per_address,
        trusted_proxies: draft.trusted_proxies.clone(),
        contact: draft.contact.clone(),
        report_days: draft.report_days,
        retention_days: draft.retention_days,
        fit: draft.fit.iter().map(rule).collect(),
        meetings: draft.meetings.iter().map(MeetingDraft::rule).collect(),
        owners: draft.owners.iter().map(OwnerDraft::rule).collect(),
        pace: draft.pace,
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
    let Some(definitions) = &assessment.definitions else {
        return;
    };
    let published = PublishedAssessment {
        definition: definitions.prospects.clone(),
        for_clients: definitions.clients.clone(),
        file,
        draft: assessment.draft,
        language: assessment
            .language
            .clone()
            .filter(|language| *language != site.language),
        advance: assessment.advance,
        decides: assessment.decides.clone(),
        benchmark_by: assessment.benchmark_by.clone(),
        paper: assessment.paper.clone(),
        retention_days: assessment.retention_days,
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
        trigger: draft.trigger,
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
