//! A site with its theme, ready to make pages.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tera::{Context, Value};

use crate::assessment::{
    Answer, Answers, Assessment, AssessmentId, Audience, Compared, Definition, OptionId, QuestionId, Round,
    compare, day_in, describes,
};
use crate::content::{Endpoint, PublishedAssessment, Site};
use crate::words::Words;

use super::address::Addresses;
use super::assets::{Asset, assets};
use super::build::{Built, PATIENCE, build};
use super::form_view::{FilledForm, form_view, kind};
use super::live_report::{ReportInput, live_report};
use super::paper_view::{paper_view, tints};
use super::report_parts::Parts;
use super::site_view::site_view;
use super::templates::Templates;
use super::theme::Theme;
use super::view::{LinkView, MessageView, PageView, ReportedView, SiteView};
use super::waiting_report::waiting_report;
use super::{RenderError, address::assessment_place};

/// What to publish besides what is ready.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Drafts too.
    pub drafts: bool,
}

/// Makes the pages of one site as it is now. Cheap to clone; a changed site or theme needs a new one.
#[derive(Clone)]
pub struct Renderer(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) site: Arc<Site>,
    pub(super) drafts: bool,
    pub(super) addresses: Addresses,
    pub(super) templates: Templates,
    pub(super) theme_hash: [u8; 32],
    pub(super) site_view: SiteView,
    pub(super) assets: Vec<Asset>,
    pub(super) favicon: Asset,
}

impl Renderer {
    /// Reads and compiles the site's theme.
    ///
    /// # Errors
    /// A theme that can't be read or compiled.
    pub fn new(site: Arc<Site>, options: Options) -> Result<Self, RenderError> {
        let theme = Theme::load(&site.folder, &site.theme)?;
        let addresses = Addresses::new(&site);
        let mut templates = Templates::new(&theme)?;
        let site_view = site_view(&site, options.drafts, &addresses);
        templates.globals().insert("site", &site_view);
        let favicon = Asset {
            place: "favicon.svg".to_owned(),
            bytes: templates.render("favicon.svg", &Context::new(), site.languages.site())?,
        };
        let endpoint = site.endpoint != Endpoint::None;
        let accent = &site.brand.accent;
        let (assets, assets_view) = assets(&theme, accent, &tints(&site), endpoint, &addresses);
        templates.globals().insert("assets", &assets_view);
        let drafts = options.drafts;
        let theme_hash = theme.hash;
        Ok(Self(Arc::new(Inner {
            site,
            drafts,
            addresses,
            templates,
            theme_hash,
            site_view,
            assets,
            favicon,
        })))
    }

    /// The site that is rendered.
    pub fn site(&self) -> &Arc<Site> {
        &self.0.site
    }

    /// What every path of the site begins with: `""` or `/graders`.
    pub fn base_path(&self) -> &str {
        &self.0.addresses.base
    }

    /// What the paths of the endpoint's routes begin with; another than [`Renderer::base_path`] only where
    /// `endpoint` is a URL.
    pub fn endpoint_path(&self) -> &str {
        self.0.addresses.endpoint_path()
    }

    /// The path of a report, which resolves against `endpoint`.
    pub fn report_path(&self, token: &str) -> String {
        self.0.addresses.report(token)
    }

    /// The assessment that is published under a name: a draft only where drafts are built.
    pub fn published(&self, id: &AssessmentId) -> Option<&PublishedAssessment> {
        self.0
            .site
            .assessments
            .get(id)
            .filter(|one| self.0.drafts || !one.draft)
    }

    /// What an assessment's pages say by themselves, in its language.
    pub fn words(&self, id: &AssessmentId) -> &Arc<Words> {
        let own = self
            .0
            .site
            .assessments
            .get(id)
            .and_then(|one| one.language.as_ref());
        match own {
            Some(language) => self.0.site.languages.of(language),
            None => self.0.site.languages.site(),
        }
    }

    /// The answer that makes other respondents like this one, where the assessment asks for such.
    pub fn alike(&self, id: &AssessmentId, answers: &Answers) -> Option<(QuestionId, OptionId)> {
        let question = self.published(id)?.benchmark_by.clone()?;
        match answers.get(&question)? {
            Answer::Text(option) => Some((question, OptionId::try_from(option.as_str()).ok()?)),
            Answer::Number(_) | Answer::Many(_) => None,
        }
    }

    /// Whether a respondent said that they are not the person who decides.
    pub fn needs_decider(&self, definition: &Definition, answers: &Answers) -> bool {
        let assessment = &definition.assessment;
        let decides = self
            .published(&assessment.id)
            .and_then(|one| one.decides.as_ref());
        decides.and_then(|decides| describes(decides, assessment, answers)) == Some(false)
    }

    /// What changed since a client answered last, with the day of that, as far as decisions are due today. `None` where the
    /// assessment is no longer published.
    pub fn since(&self, last: &Round<'_>, now: &Round<'_>) -> Option<(Compared, Date)> {
        let today = &self
            .published(&now.assessment.id)?
            .asked(Audience::Clients)
            .assessment;
        let by = day_in(Timestamp::now(), &TimeZone::UTC);
        Some((compare(today, last, now, by), last.on))
    }

    /// Writes the whole site. Everything is rendered before the first write; only files that changed are written, and
    /// only files that the last build wrote are removed. With `previous` (of the same folder, by this process), pages
    /// with the same inputs are not even rendered.
    ///
    /// # Errors
    /// Where nothing has been written: a fault in the theme, an output folder that may be somebody else's. The disk's
    /// faults at any time.
    pub fn build(&self, output: &Path, previous: Option<&Built>) -> Result<Built, RenderError> {
        self.build_within(output, previous, PATIENCE)
    }

    /// As [`Renderer::build`], with a page given up that takes longer than `patience`. Its thread can't be stopped and is
    /// left behind.
    ///
    /// # Errors
    /// As [`Renderer::build`].
    pub fn build_within(
        &self,
        output: &Path,
        previous: Option<&Built>,
        patience: Duration,
    ) -> Result<Built, RenderError> {
        build(self, output, previous, patience)
    }

    /// An assessment's page for an audience, with everything that was typed and what is wrong with it.
    ///
    /// # Errors
    /// No such assessment; a fault in the theme.
    pub fn form_page(
        &self,
        id: &AssessmentId,
        audience: Audience,
        filled: &FilledForm,
    ) -> Result<String, RenderError> {
        let published = self
            .published(id)
            .ok_or_else(|| RenderError::NoAssessment(id.to_string()))?;
        self.0.assessment_page(published, audience, filled).map(text)
    }

    /// The report of one response.
    ///
    /// # Errors
    /// A fault in the theme.
    pub fn report_page(&self, report: &ReportInput<'_>) -> Result<String, RenderError> {
        self.0.report_page(report).map(text)
    }

    /// A page with a title and a paragraph, for anything that went wrong: 404, 403, 429, 503. `link` leads on (an
    /// address as authors write it, such as `site:/`); without one it is the home page. `language` is the one of the words.
    ///
    /// # Errors
    /// A fault in the theme.
    pub fn message_page(
        &self,
        title: &str,
        message: &str,
        link: Option<(&str, &str)>,
        language: &str,
    ) -> Result<String, RenderError> {
        self.0.message_page(title, message, link, language).map(text)
    }
}

impl Inner {
    /// Makes a page in its language.
    pub(super) fn render(
        &self,
        template: &'static str,
        context: &Context,
        page: &PageView,
    ) -> Result<Vec<u8>, RenderError> {
        self.templates
            .render(template, context, self.site.languages.of(&page.language))
    }

    /// A phrase in the site's language.
    pub(super) fn say(&self, name: &str) -> String {
        self.site.languages.site().say(name, &[])
    }

    /// A page in another language than the site's.
    pub(super) fn in_language(&self, page: PageView, language: &str) -> PageView {
        PageView {
            language: language.to_owned(),
            direction: self.site.languages.of(language).direction(),
            ..page
        }
    }

    pub(super) fn parts<'a>(&'a self, assessment: &'a Assessment, words: &'a Words) -> Parts<'a> {
        Parts {
            words,
            site: &self.site,
            addresses: &self.addresses,
            drafts: self.drafts,
            assessment,
        }
    }

    pub(super) fn assessment_page(
        &self,
        published: &PublishedAssessment,
        audience: Audience,
        filled: &FilledForm,
    ) -> Result<Vec<u8>, RenderError> {
        let definition = published.asked(audience);
        let assessment = &*definition.assessment;
        let place = assessment_place(assessment.kind, &assessment.id);
        let page = PageView {
            kind: kind(assessment.kind),
            description: assessment.description.clone(),
            noindex: assessment.kind == crate::assessment::Kind::Questionnaire
                || audience == Audience::Clients,
            extra: Value::from_serializable(&published.extra),
            ..self.in_language(
                self.page("", &assessment.title, Some(&place)),
                published.language.as_ref().unwrap_or(&self.site.language),
            )
        };
        let words = self.site.languages.of(&page.language);
        let mut context = Context::new();
        context.insert("page", &page);
        context.insert(
            "assessment",
            &form_view(&self.site, published, definition, filled, &self.addresses, words),
        );
        context.insert("report", &waiting_report(self.parts(assessment, words)));
        self.render("grader.html", &context, &page)
    }

    pub(super) fn paper_page(&self, published: &PublishedAssessment) -> Result<Vec<u8>, RenderError> {
        let assessment = &*published.definition.assessment;
        let place = assessment_place(assessment.kind, &assessment.id) + "print/";
        let page = PageView {
            description: assessment.description.clone(),
            noindex: true,
            extra: Value::from_serializable(&published.extra),
            ..self.in_language(
                self.page("print", &assessment.title, Some(&place)),
                published.language.as_ref().unwrap_or(&self.site.language),
            )
        };
        let words = self.site.languages.of(&page.language);
        let mut context = Context::new();
        context.insert("page", &page);
        context.insert(
            "paper",
            &paper_view(&self.site, published, &self.addresses, words),
        );
        self.render("print.html", &context, &page)
    }

    pub(super) fn report_page(&self, input: &ReportInput<'_>) -> Result<Vec<u8>, RenderError> {
        let assessment = &*input.definition.assessment;
        let today = self.site.assessments.get(&assessment.id);
        let language = today.and_then(|one| one.language.as_ref());
        let page = PageView {
            description: assessment.description.clone(),
            ..self.in_language(
                self.page("report", &assessment.title, None),
                language.unwrap_or(&self.site.language),
            )
        };
        let words = self.site.languages.of(&page.language);
        let reported = ReportedView {
            id: assessment.id.to_string(),
            kind: kind(assessment.kind),
            title: assessment.title.clone(),
            url: self
                .addresses
                .path(&assessment_place(assessment.kind, &assessment.id)),
        };
        let mut context = Context::new();
        context.insert("page", &page);
        context.insert("assessment", &reported);
        context.insert("report", &live_report(self.parts(assessment, words), input));
        self.render("report.html", &context, &page)
    }

    pub(super) fn message_page(
        &self,
        title: &str,
        message: &str,
        link: Option<(&str, &str)>,
        language: &str,
    ) -> Result<Vec<u8>, RenderError> {
        let page = self.in_language(self.page("message", title, None), language);
        let home = self.site.languages.of(language).say("site.go_home", &[]);
        let (label, url) = link.unwrap_or((&home, "site:/"));
        let message = MessageView {
            title: title.to_owned(),
            text: message.to_owned(),
            link: Some(LinkView {
                label: label.to_owned(),
                url: self.addresses.link(url),
            }),
        };
        let mut context = Context::new();
        context.insert("page", &page);
        context.insert("message", &message);
        self.render("message.html", &context, &page)
    }

    /// A page at `place` (such as `about/`), or one that has none of its own and that search engines shall not keep.
    pub(super) fn page(&self, kind: &'static str, title: &str, place: Option<&str>) -> PageView {
        PageView {
            kind,
            title: title.to_owned(),
            description: None,
            path: place.map(|place| self.addresses.path(place)),
            canonical: place.map(|place| self.addresses.url(place)),
            language: self.site.language.clone(),
            direction: self.site.languages.site().direction(),
            noindex: place.is_none(),
            extra: Value::none(),
        }
    }
}

fn text(page: Vec<u8>) -> String {
    String::from_utf8(page).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
