//! What templates see. Every field is always there (`null` where there is nothing), so that a misspelt name in a
//! theme is an error and never an empty place.
//!
//! Every template sees [`SiteView`] as `site`, [`AssetsView`] as `assets` and [`PageView`] as `page`; besides:
//!
//! | template | sees |
//! |---|---|
//! | `home.html` | `body` (HTML or null); the list of graders is `site.graders` |
//! | `page.html` | `body` |
//! | `grader.html` (graders and questionnaires) | `assessment` ([`AssessmentView`]), `report` ([`ReportView`]) |
//! | `print.html` (the paper edition) | `paper` ([`PaperView`]) |
//! | `report.html` (`/r/{token}`) | `assessment` ([`ReportedView`]), `report` ([`ReportView`]) |
//! | `service.html` | `service` ([`ServicePageView`]) |
//! | `graders.html`, `services.html` | nothing else: `site.graders`, `site.services` |
//! | `embed.html` (`/embed/`) | `embed` ([`EmbedView`]) |
//! | `message.html` (404, 403, 429, 503 …) | `message` ([`MessageView`]) |
//! | `favicon.svg` | nothing else: `site.accent` |
//!
//! [`Html`] is printed as it is, so `| safe` is never needed; everything else is escaped. URLs are ready to print: they
//! begin with the base path or a scheme.

mod form;
mod paper;
mod report;

use serde::{Serialize, Serializer};

pub use form::{
    AssessmentView, CategoryView, ConsentView, ContactView, ErrorView, FieldView, HiddenField, OptionView,
    QuestionView,
};
pub use paper::{
    PaperCategoryView, PaperOptionView, PaperQuestionView, PaperTermView, PaperTintView, PaperView,
};
pub use report::{
    AsideView, BandView, BenchmarkView, CapStateView, CapView, CategoryScoreView, ClientView, CoveredView,
    DecisionChoiceView, DecisionView, DecisionsView, GapGroupView, GapView, GoodView, LogRowView,
    NextBandView, ReportServiceView, ReportView, ReportedView, SinceView, WhenView,
};

/// HTML that is safe to print as it is. Templates need no `| safe`.
#[derive(Debug, Clone)]
pub struct Html(tera::Value);

impl Html {
    /// Takes HTML that this crate made, or that `content` vouches for.
    pub(super) fn trusted(html: &str) -> Self {
        Self(tera::Value::safe_string(html))
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// The whole site: `site`.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// The MSP's name.
    pub name: String,
    /// `""` or `/graders`: what every path of the site begins with.
    pub base: String,
    /// The home page's path, such as `/`.
    pub home: String,
    /// Without a trailing slash.
    pub base_url: String,
    /// A BCP 47 tag.
    pub language: String,
    /// `#rrggbb`, as written in `site.yaml`. Style sheets use the custom properties instead (`--accent` …).
    pub accent: String,
    /// The logo's path.
    pub logo: Option<String>,
    /// Whether answers can be sent and kept.
    pub endpoint: bool,
    /// What a strict page allows; for `<meta http-equiv="Content-Security-Policy">`.
    pub csp: String,
    /// Every published grader (no questionnaire), by file name.
    pub graders: Vec<GraderLink>,
    /// Every published service, by file name.
    pub services: Vec<ServiceLink>,
    /// Every published plain page but the home page, by address.
    pub pages: Vec<LinkView>,
}

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// What it says.
    pub label: String,
    /// Where it goes.
    pub url: String,
}

/// A grader in a list.
#[derive(Debug, Clone, Serialize)]
pub struct GraderLink {
    /// Its title.
    pub title: String,
    /// Plain text.
    pub description: Option<String>,
    /// Its page.
    pub url: String,
    /// How many questions it has.
    pub questions: usize,
    /// About how long it takes, in minutes, at least 1.
    pub minutes: usize,
}

/// A service in a list.
#[derive(Debug, Clone, Serialize)]
pub struct ServiceLink {
    /// As in its file's name.
    pub id: String,
    /// As it is sold.
    pub name: String,
    /// What the client gets out of it.
    pub promise: Option<String>,
    /// A word that keeps related services together.
    pub group: Option<String>,
    /// Its page; null where that is a draft.
    pub url: Option<String>,
    /// Only a public price, such as `$5 per user a month`.
    pub price: Option<String>,
}

/// Fingerprinted files of the theme: `assets`.
#[derive(Debug, Clone, Serialize)]
pub struct AssetsView {
    /// `static/site.css` with the colours that are made from the accent before it: `--accent`, `--on-accent`,
    /// `--accent-hover`, `--accent-text`, `--focus`, `--accent-tint`, `--accent-line` (see `palette.rs`).
    pub css: String,
    /// `static/score.js`, `static/frame.js`, `static/keep.js` and `static/grader.js` in one classic script (load it with `defer`).
    pub grader_js: String,
    /// The favicon.
    pub favicon: String,
    /// The picture for social previews (`static/preview.png` or `.jpg` of the theme), as a whole URL.
    pub preview: Option<String>,
    /// Every other file of `static/` (but `embed.js`, which keeps its name) by its name: `assets.files["print.css"]`.
    pub files: std::collections::BTreeMap<String, String>,
}

/// The page that is being made: `page`.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// `home`, `page`, `grader`, `questionnaire`, `print`, `service`, `graders`, `services`, `embed`, `report` or
    /// `message`.
    pub kind: &'static str,
    /// Plain text, without the site's name.
    pub title: String,
    /// Plain text for search engines and previews.
    pub description: Option<String>,
    /// The page's path, such as `/graders/security/`; null for a report or a message.
    pub path: Option<String>,
    /// The page's whole URL; null for a report or a message.
    pub canonical: Option<String>,
    /// For `<html lang>`.
    pub language: String,
    /// For `<html dir>`: `ltr` or `rtl`.
    pub direction: &'static str,
    /// Keep it from search engines: questionnaires, paper editions, reports, messages and the page about embedding.
    pub noindex: bool,
    /// The author's `extra`.
    pub extra: tera::Value,
}

/// A service's page: `service` in `service.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ServicePageView {
    /// As in its file's name.
    pub id: String,
    /// As it is sold.
    pub name: String,
    /// What the client gets out of it.
    pub promise: Option<String>,
    /// A word that keeps related services together.
    pub group: Option<String>,
    /// Only a public price, such as `$5 per user a month`.
    pub price: Option<String>,
    /// The page.
    pub body: Html,
    /// The graders that ask about it.
    pub graders: Vec<LinkView>,
}

/// What somebody needs who shows a grader on another site: `embed` in `embed.html`.
#[derive(Debug, Clone, Serialize)]
pub struct EmbedView {
    /// The whole URL of the script.
    pub script: String,
    /// The scheme and host of this site: what the other site's policy must allow.
    pub origin: String,
    /// The origins that may show pages of this site in a frame, besides this site itself.
    pub allowed: Vec<String>,
    /// Every published grader, by file name.
    pub graders: Vec<EmbeddedView>,
}

/// A grader that can be shown elsewhere.
#[derive(Debug, Clone, Serialize)]
pub struct EmbeddedView {
    /// As in its file's name.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// The whole URL of its page as it is in a frame.
    pub url: String,
}

/// A message: `message` in `message.html`.
#[derive(Debug, Clone, Serialize)]
pub struct MessageView {
    /// The heading.
    pub title: String,
    /// One paragraph, plain text.
    pub text: String,
    /// Where to go from here.
    pub link: Option<LinkView>,
}
