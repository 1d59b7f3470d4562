//! A site as it was written, with every name resolved.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use crate::assessment::{
    Answers, Assessment, AssessmentId, Audience, Catalogue, Condition, ContactForm, Definition, Destination,
    FitRule, FollowUp, MeetingRule, OwnerRule, Pace, PackageId, QuestionId, SalesRules, Scorecard, ServiceId,
    Text, declared_package, follow_up,
};
use crate::words::Languages;

/// Everything that is published or needed to take answers. Has no dangling reference.
#[derive(Debug, Clone)]
pub struct Site {
    /// The folder that holds `content/`.
    pub folder: PathBuf,
    /// The MSP's name.
    pub name: String,
    /// Without a trailing slash, such as `https://quillhaven.example` or `https://example.com/graders`.
    pub base_url: String,
    /// A BCP 47 tag.
    pub language: String,
    /// What the pages say by themselves, in the site's language and those of single pages.
    pub languages: Arc<Languages>,
    /// How money is written.
    pub currency: iso_currency::Currency,
    /// A folder of `themes/`, or `default`.
    pub theme: String,
    /// Colour and logo.
    pub brand: Brand,
    /// Who gets the brief of each lead.
    pub sales_email: Option<String>,
    /// Who else is told of a lead; `sales_email` stands first among them.
    pub deliveries: Vec<Destination>,
    /// Where answers are sent.
    pub endpoint: Endpoint,
    /// Origins that may frame and post, besides the site's own.
    pub embed_on: Vec<String>,
    /// How often one address may post; `None` is off.
    pub per_address: Option<Throttle>,
    /// Proxies whose `X-Forwarded-For` is believed, as CIDR ranges.
    pub trusted_proxies: Vec<(IpAddr, u8)>,
    /// What the contact step asks.
    pub contact: ContactForm,
    /// For how many days a report can be read.
    pub report_days: u32,
    /// For how many days responses are kept; `None` is for good.
    pub retention_days: Option<u32>,
    /// Rules of fit of `site.yaml`.
    pub fit: Vec<FitRule>,
    /// Kinds of meetings, for sales; the first that holds.
    pub meetings: Vec<MeetingRule>,
    /// Whose new leads are; the first that holds.
    pub owners: Vec<OwnerRule>,
    /// How much begins in a quarter.
    pub pace: Pace,
    /// Services and packages.
    pub catalogue: Arc<Catalogue>,
    /// The service pages, by id.
    pub services: BTreeMap<ServiceId, ServicePage>,
    /// Graders and questionnaires, drafts too.
    pub assessments: BTreeMap<AssessmentId, PublishedAssessment>,
    /// Plain pages, drafts too.
    pub pages: Vec<Page>,
    /// Files beside content (images, PDFs) that are published: site path (`images/a.png`) → file.
    pub files: BTreeMap<String, PathBuf>,
}

impl Site {
    /// The gaps and services of a response, with what sales makes of it. `package` is that of an invited client; without an
    /// invitation it is the one that the respondent says they are on.
    pub fn follow_up(
        &self,
        assessment: &Assessment,
        answers: &Answers,
        scorecard: &Scorecard,
        package: Option<&PackageId>,
    ) -> FollowUp {
        let own = self.assessments.get(&assessment.id);
        let rules = SalesRules {
            fit: self.fit_rules(&assessment.id).collect(),
            meetings: &self.meetings,
            pace: self.pace,
            decides: own.and_then(|own| own.decides.as_ref()),
            owners: &self.owners,
        };
        let catalogue = &self.catalogue;
        let invited = package.and_then(|id| catalogue.packages.iter().find(|one| one.id == *id));
        let declared = || declared_package(assessment, answers, catalogue);
        let made = follow_up(assessment, answers, scorecard, catalogue);
        let made = match (invited, invited.is_none().then(declared).flatten()) {
            (Some(package), _) => made.for_client(assessment, answers, catalogue, package, false),
            (None, Some(package)) => made.for_client(assessment, answers, catalogue, package, true),
            (None, None) => made,
        };
        made.for_sales(assessment, answers, catalogue, &rules)
    }

    /// The keys of all destinations that a response goes to, for the outbox.
    pub fn told_of(&self, assessment: &AssessmentId, follow_up: &FollowUp) -> Vec<String> {
        let fit = follow_up.sales.fit.as_ref().map(|fit| fit.grade);
        let taking = self.deliveries.iter().filter(|one| one.takes(assessment, fit));
        taking.map(|one| one.key.clone()).collect()
    }

    /// The rules of fit for an assessment: the site's, then its own.
    pub fn fit_rules(&self, id: &AssessmentId) -> impl Iterator<Item = &FitRule> {
        let own = self.assessments.get(id).into_iter().flat_map(|one| &one.fit);
        self.fit.iter().chain(own)
    }
}

/// How the MSP looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// `#rrggbb`.
    pub accent: String,
    /// A key of [`Site::files`].
    pub logo: Option<String>,
}

/// Where answers are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Endpoint {
    /// To the origin (and base path) that serves the page.
    SameOrigin,
    /// To another server: a URL without a trailing slash.
    Url(String),
    /// Nowhere: a purely static host.
    None,
}

/// At most so many posts in so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// How many.
    pub posts: u32,
    /// In how long, in seconds.
    pub seconds: u32,
}

/// The content file that something came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFile {
    /// Relative to the site folder, with `/`.
    pub path: String,
    /// SHA-256 of its bytes: equal hashes, equal page.
    pub hash: [u8; 32],
}

/// A link that the theme may show in the site's navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// `site:/…`.
    pub url: String,
}

/// A grader or questionnaire with what is not part of its definition.
#[derive(Debug, Clone)]
pub struct PublishedAssessment {
    /// What is answered and scored.
    pub definition: Definition,
    /// What clients are asked, where that is something else; never published.
    pub for_clients: Option<Definition>,
    /// Where it was written.
    pub file: SiteFile,
    /// Only built with `--drafts`.
    pub draft: bool,
    /// `lang` of the page, where it differs from the site's.
    pub language: Option<String>,
    /// What follows a single choice.
    pub advance: Advance,
    /// When a respondent is the one who decides.
    pub decides: Option<Condition>,
    /// The profile question whose answer makes respondents alike, for comparing them.
    pub benchmark_by: Option<QuestionId>,
    /// The colour of its paper edition, `#rrggbb`, where it is not white.
    pub paper: Option<String>,
    /// For how many days its responses are kept, where that differs from the site's others.
    pub retention_days: Option<u32>,
    /// Rules of fit for this assessment; never published.
    pub fit: Vec<FitRule>,
    /// Free data for themes.
    pub extra: serde_json::Value,
}

impl PublishedAssessment {
    /// What each audience is asked.
    pub fn definitions(&self) -> impl Iterator<Item = &Definition> {
        std::iter::once(&self.definition).chain(&self.for_clients)
    }

    /// What an audience is asked.
    pub fn asked(&self, audience: Audience) -> &Definition {
        match (audience, &self.for_clients) {
            (Audience::Clients, Some(definition)) => definition,
            _ => &self.definition,
        }
    }
}

/// What follows a single choice on the page, until the respondent says otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Advance {
    /// Nothing: the respondent presses Next.
    #[default]
    Manual,
    /// The next question.
    Auto,
}

/// A service's page.
#[derive(Debug, Clone)]
pub struct ServicePage {
    /// The body.
    pub body: Text,
    /// Where it was written.
    pub file: SiteFile,
    /// Only built with `--drafts`.
    pub draft: bool,
    /// Free data for themes.
    pub extra: serde_json::Value,
}

/// A plain page.
#[derive(Debug, Clone)]
pub struct Page {
    /// The address without slashes at the ends: `about`; empty for the home page.
    pub path: String,
    /// Plain text.
    pub title: String,
    /// Plain text for search engines and previews.
    pub description: Option<String>,
    /// The body.
    pub body: Text,
    /// Where it was written.
    pub file: SiteFile,
    /// Only built with `--drafts`.
    pub draft: bool,
    /// `lang` of the page, where it differs from the site's.
    pub language: Option<String>,
    /// Free data for themes.
    pub extra: serde_json::Value,
}
