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

use serde::{Serialize, Serializer};

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

/// A grader or questionnaire to be answered: `assessment` in `grader.html`.
#[derive(Debug, Clone, Serialize)]
pub struct AssessmentView {
    /// As in its file's name.
    pub id: String,
    /// `grader` or `questionnaire`.
    pub kind: &'static str,
    /// Plain text.
    pub title: String,
    /// Shown before the first question.
    pub intro: Option<Html>,
    /// How many questions there are, those under a condition too.
    pub questions: usize,
    /// Whether some are asked only under a condition, so that `questions` is the most that anybody is asked.
    pub conditional: bool,
    /// About how long it takes, in minutes, at least 1.
    pub minutes: usize,
    /// Whether a single choice moves on by itself, until the respondent says otherwise.
    pub advance: bool,
    /// `before`, `after-score`, `after-report` or `none`; always `none` without an endpoint.
    pub gate: &'static str,
    /// Whether a total is shown (it has bands).
    pub scored: bool,
    /// Where the form posts to; null without an endpoint (then a `<noscript>` says that the score needs JavaScript).
    pub action: Option<String>,
    /// Every hidden field of the form: `_definition`.
    pub hidden: Vec<HiddenField>,
    /// The name of the text field that people don't see and that must stay empty (the trap).
    pub trap: &'static str,
    /// The name of the empty hidden field into which the script writes how many milliseconds the page was open.
    pub clock: &'static str,
    /// For `<script type="application/json" id="definition">`: what `score.js` reads, escaped for that place.
    pub definition: Html,
    /// In file order.
    pub categories: Vec<CategoryView>,
    /// The contact step. With `gate: before` it is part of the form; with `after-score` and `after-report` the script
    /// shows it later (and without JavaScript the report at `/r/{token}` asks). Null with `none`.
    pub contact: Option<ContactView>,
    /// What is wrong with what was sent: the summary at the top. Empty on a page that nobody has sent yet.
    pub errors: Vec<ErrorView>,
}

/// A hidden form field.
#[derive(Debug, Clone, Serialize)]
pub struct HiddenField {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// An entry of the summary of errors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorView {
    /// What is wrong and what to do.
    pub message: String,
    /// The question or field that it belongs to, in words.
    pub label: Option<String>,
    /// `#q-plan`, `#contact-email`.
    pub href: Option<String>,
}

/// A category to be answered.
#[derive(Debug, Clone, Serialize)]
pub struct CategoryView {
    /// Unique in the assessment.
    pub id: String,
    /// Null for the silent category.
    pub title: Option<Html>,
    /// Shown before its first question.
    pub intro: Option<Html>,
    /// In file order.
    pub questions: Vec<QuestionView>,
}

/// A question to be answered.
#[derive(Debug, Clone, Serialize)]
pub struct QuestionView {
    /// Unique in the assessment; also the `name` of its fields.
    pub id: String,
    /// `q-ID`: the anchor that errors link to.
    pub anchor: String,
    /// From 1, through the whole assessment.
    pub number: usize,
    /// The heading.
    pub text: Html,
    /// Plain paragraphs under the heading.
    pub help: Option<Html>,
    /// Why it matters.
    pub why: Option<Html>,
    /// May be left unanswered.
    pub optional: bool,
    /// Asked only under a condition; then no field of it may have `required`.
    pub conditional: bool,
    /// Whether fields may have the HTML attribute `required`: neither optional nor conditional, and no checkboxes.
    pub required: bool,
    /// `many`, `one`, `scale`, `number` or `text`.
    pub is: &'static str,
    /// Of `many` and `one`; of a `scale` of at most 21 steps, the steps, with the number as id and text.
    pub options: Vec<OptionView>,
    /// Of `scale` and `number`.
    pub min: Option<i64>,
    /// Of `scale` and `number`.
    pub max: Option<i64>,
    /// Of `text`: the most characters.
    pub limit: Option<usize>,
    /// Of `number`, long `scale` and `text`: what was typed; empty on a page that nobody has sent yet.
    pub value: String,
    /// What is wrong with the answer that was sent.
    pub error: Option<String>,
}

/// An option to be chosen.
#[derive(Debug, Clone, Serialize)]
pub struct OptionView {
    /// The value of the field.
    pub id: String,
    /// The statement.
    pub text: Html,
    /// `state`, `problem`, `none`, `not-sure` or `not-applicable`.
    pub role: &'static str,
    /// Whether it unticks all others (`none` and `not-sure` of a `many`).
    pub alone: bool,
    /// Chosen in what was sent.
    pub checked: bool,
}

/// A paper edition: `paper` in `print.html`.
#[derive(Debug, Clone, Serialize)]
pub struct PaperView {
    /// `grader` or `questionnaire`.
    pub kind: &'static str,
    /// Plain text.
    pub title: String,
    /// The page where it can be answered without paper.
    pub url: String,
    /// Shown before the first question.
    pub intro: Option<Html>,
    /// How many questions there are.
    pub questions: usize,
    /// About how long it takes, in minutes, at least 1.
    pub minutes: usize,
    /// What the sheet is known by, such as `1f2e-3d4c-5b6a`: `leads add` finds the questions as they were printed.
    pub code: String,
    /// The colour of the sheet, where it is not white.
    pub tint: Option<PaperTintView>,
    /// The contact fields and the consent, where the assessment asks for them.
    pub contact: Option<ContactView>,
    /// In file order.
    pub categories: Vec<PaperCategoryView>,
}

/// The colour of a sheet.
#[derive(Debug, Clone, Serialize)]
pub struct PaperTintView {
    /// A class that gives `--tint` in `paper.css`.
    pub class: String,
    /// `#rrggbb`, for the attribute `fill` of a drawing.
    pub colour: String,
}

/// A category of a paper edition.
#[derive(Debug, Clone, Serialize)]
pub struct PaperCategoryView {
    /// Null for the silent category.
    pub title: Option<Html>,
    /// Shown before its first question.
    pub intro: Option<Html>,
    /// In file order.
    pub questions: Vec<PaperQuestionView>,
}

/// A question of a paper edition.
#[derive(Debug, Clone, Serialize)]
pub struct PaperQuestionView {
    /// From 1, through the whole assessment.
    pub number: usize,
    /// The heading.
    pub text: Html,
    /// Plain paragraphs under the heading.
    pub help: Option<Html>,
    /// Why it matters.
    pub why: Option<Html>,
    /// May be left unanswered.
    pub optional: bool,
    /// Answered only under a condition.
    pub conditional: bool,
    /// The condition, term by term; empty where it can't be said in a plain sentence.
    pub only_if: Vec<PaperTermView>,
    /// `many`, `one`, `scale` (of at most 21 steps), `number` or `text`.
    pub is: &'static str,
    /// Of `many` and `one`; of a `scale`, its steps.
    pub options: Vec<PaperOptionView>,
    /// Of `scale` and `number`.
    pub min: Option<i64>,
    /// Of `scale` and `number`.
    pub max: Option<i64>,
    /// Of `text`: how many lines to write on; else 0.
    pub lines: usize,
}

/// One comparison of a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperTermView {
    /// `and` or `or`: how it hangs on the term before it; null for the first.
    pub join: Option<&'static str>,
    /// `chosen`, or `at-least`, `at-most`, `above`, `below`, `equal`.
    pub is: &'static str,
    /// The number of the question that it looks at.
    pub number: usize,
    /// Of `chosen`: what the option says.
    pub option: Option<String>,
    /// Of the others: what the answer is compared with.
    pub value: Option<String>,
}

/// An option of a paper edition.
#[derive(Debug, Clone, Serialize)]
pub struct PaperOptionView {
    /// The statement.
    pub text: Html,
    /// “None of these”, “not sure” or “does not apply”.
    pub apart: bool,
}

/// The contact step.
#[derive(Debug, Clone, Serialize)]
pub struct ContactView {
    /// Where a form of its own posts to (`/r/{token}`); null where the step is part of the grader's form.
    pub action: Option<String>,
    /// In the order of `site.yaml`.
    pub fields: Vec<FieldView>,
    /// The box to tick.
    pub consent: ConsentView,
    /// What is wrong with what was sent, for a summary above the step.
    pub errors: Vec<ErrorView>,
}

/// A field of the contact step.
#[derive(Debug, Clone, Serialize)]
pub struct FieldView {
    /// The `name` of the field: `contact.email`.
    pub name: String,
    /// `contact-email`: its `id`, and the anchor that errors link to.
    pub anchor: String,
    /// What it is called.
    pub label: String,
    /// The `type` of the input, or `textarea`.
    pub input: &'static str,
    /// For `autocomplete`; empty where there is none.
    pub autocomplete: &'static str,
    /// Written with `*` in `site.yaml`.
    pub required: bool,
    /// What was typed.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// The box to tick. Its name is `consent`, its id `contact-consent`, its value `true`.
#[derive(Debug, Clone, Serialize)]
pub struct ConsentView {
    /// The words beside it.
    pub text: String,
    /// Whether it was ticked.
    pub checked: bool,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// The assessment that a report is about: `assessment` in `report.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ReportedView {
    /// As in its file's name.
    pub id: String,
    /// `grader` or `questionnaire`.
    pub kind: &'static str,
    /// Plain text.
    pub title: String,
    /// Its page, to take it again.
    pub url: String,
}

/// The report, from one partial template for three places: `report`.
///
/// - At `/r/{token}` it is *live*: everything is known and only what applies is in the lists.
/// - On a grader's page without an endpoint it is not live but `full`: everything that could apply is in the lists, with
///   `shown` false, and the page's script fills the numbers and unhides what applies. It renders nothing itself.
/// - On a grader's page with an endpoint it is neither: the score panel. Lists of gaps are empty; bands, outcomes and
///   categories are there, hidden.
#[derive(Debug, Clone, Serialize)]
pub struct ReportView {
    /// Made from answers.
    pub live: bool,
    /// Holds gaps and services (live: whether they may be seen already; a gate may ask for the contact first).
    pub full: bool,
    /// Whether there is a total to show.
    pub scored: bool,
    /// The total as a whole number; null where it is not known.
    pub shown: Option<u32>,
    /// The scores at which bands begin, for the gauge; without 0.
    pub borders: Vec<u32>,
    /// Live: the one band. Else all, hidden.
    pub bands: Vec<BandView>,
    /// Live: the one outcome. Else all, hidden.
    pub outcomes: Vec<BandView>,
    /// Why the band is held down. Live: null unless it is. Else null unless it can be.
    pub cap: Option<CapView>,
    /// In file order; the silent category is left out. Live: only those with a score.
    pub categories: Vec<CategoryScoreView>,
    /// What to do first. Live: at most three, best first. Else every gap that could be one, in file order.
    pub quick_wins: Vec<GapView>,
    /// The gaps by category, in file order.
    pub groups: Vec<GapGroupView>,
    /// Live: how many gaps there are (known even while they are not shown). Else 0.
    pub gaps: usize,
    /// The services that close the gaps. Live: ranked. Else every one that could be meant, in catalogue order.
    pub services: Vec<ReportServiceView>,
    /// What is already good.
    pub good: Vec<GoodView>,
    /// Questions that were left open.
    pub unanswered: Vec<AsideView>,
    /// Questions that do not apply.
    pub not_applicable: Vec<AsideView>,
    /// What it takes to reach the next band. Live: null without a band above. Else a form to fill, null without bands.
    pub next_band: Option<NextBandView>,
    /// Live: how others did; null where they are too few to say.
    pub benchmark: Option<BenchmarkView>,
    /// Live: the decisions, where the gaps are shown and there are any.
    pub decisions: Option<DecisionsView>,
    /// Live: where the respondent does not decide: how to send the report to the person who does. It then stands in the
    /// place of the next step.
    pub to_decider: Option<String>,
    /// Live: until when the report can be read.
    pub until: Option<String>,
    /// Live: the link that the band, outcome or assessment leads to. Else the assessment's own (bands carry theirs).
    pub next_step: Option<LinkView>,
    /// Live: the contact step, where it is still to be asked. Else null.
    pub contact: Option<ContactView>,
    /// Live: whether the contact is asked for before the gaps are shown.
    pub locked: bool,
    /// Live: whether contact details are known already.
    pub contact_known: bool,
    /// Live: whether the respondent agreed to be contacted.
    pub consent_given: bool,
    /// Live: when it was submitted, such as `22 November 2026`, with a machine's form.
    pub submitted: Option<WhenView>,
}

/// The way to the next band.
#[derive(Debug, Clone, Serialize)]
pub struct NextBandView {
    /// The title of the band. Not live: empty, and the script takes it from the bands.
    pub band: String,
    /// Today's shown total.
    pub from: Option<u32>,
    /// The shown total after the steps.
    pub to: Option<u32>,
    /// In the order to take them, with `price` only where it is public. Not live: every gap.
    pub steps: Vec<GapView>,
}

/// How others did.
#[derive(Debug, Clone, Serialize)]
pub struct BenchmarkView {
    /// The respondent's shown total.
    pub you: u32,
    /// The mean of the others, as a whole number.
    pub mean: u32,
    /// How many they are.
    pub n: String,
    /// When they were counted.
    pub date: String,
    /// What makes them alike: the respondent's own answer to a profile question. Null where it is everybody.
    pub like: Option<String>,
}

/// What the respondent decides, besides what each gap asks.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionsView {
    /// Where the form posts to.
    pub action: String,
    /// Who decides, for the field `decider.name`.
    pub who: String,
    /// For `decider.role`.
    pub role: String,
    /// For `decider.review`, as a date field takes it.
    pub review: String,
    /// All that is wrong, for the summary; one whose `href` is a field above is said there too.
    pub errors: Vec<ErrorView>,
    /// When decisions were saved last.
    pub saved: Option<WhenView>,
    /// Every gap with what was decided, in file order.
    pub log: Vec<LogRowView>,
}

/// What a gap asks. The fields are `decision.KEY`, `explain.KEY`, `who.KEY`, `review.KEY`.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionView {
    /// Four.
    pub choices: Vec<DecisionChoiceView>,
    /// "Explain this to me."
    pub explain: bool,
    /// Whether this gap asks who decides and when to look again.
    pub asks_who: bool,
    /// Who decides.
    pub who: String,
    /// When to look again, as a date field takes it.
    pub review: String,
    /// What is wrong.
    pub error: Option<String>,
}

/// One of the four decisions.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionChoiceView {
    /// `want`, `discuss`, `ourselves` or `accept`; its words are `decisions.ID`.
    pub id: &'static str,
    /// Whether it was chosen.
    pub checked: bool,
}

/// A line of the decision log.
#[derive(Debug, Clone, Serialize)]
pub struct LogRowView {
    /// As in [`GapView::key`].
    pub key: String,
    /// The gap in words.
    pub text: String,
    /// As in [`DecisionChoiceView::id`]; null reads "no decision recorded".
    pub decision: Option<&'static str>,
    /// It is to be explained.
    pub explain: bool,
    /// Who decides.
    pub who: Option<String>,
    /// When to look again.
    pub review: Option<String>,
}

/// A moment.
#[derive(Debug, Clone, Serialize)]
pub struct WhenView {
    /// For people: `22 November 2026`.
    pub date: String,
    /// For `<time datetime>`.
    pub machine: String,
}

/// A band or an outcome.
#[derive(Debug, Clone, Serialize)]
pub struct BandView {
    /// Unique among its kind; for `data-band` and `data-outcome`.
    pub id: String,
    /// The heading.
    pub title: String,
    /// The least shown total; 0 for an outcome.
    pub from: u32,
    /// What it means.
    pub text: Html,
    /// Its own next step, or the assessment's.
    pub next_step: Option<LinkView>,
    /// Not to be hidden.
    pub shown: bool,
}

/// Why the band is held down.
#[derive(Debug, Clone, Serialize)]
pub struct CapView {
    /// The title of the band that it is held down to.
    pub band: String,
    /// The critical states that are missing (not live: that could be).
    pub missing: Vec<CapStateView>,
}

/// A critical state.
#[derive(Debug, Clone, Serialize)]
pub struct CapStateView {
    /// `QUESTION` or `QUESTION.OPTION`, as in [`GapView::key`].
    pub key: String,
    /// The state in words.
    pub text: String,
    /// Not to be hidden.
    pub shown: bool,
}

/// A category's bar.
#[derive(Debug, Clone, Serialize)]
pub struct CategoryScoreView {
    /// For `data-category`.
    pub id: String,
    /// The heading.
    pub title: Html,
    /// 0 to 100, as a whole number; null where it is not known.
    pub shown: Option<u32>,
    /// The score to aim at, as a whole number.
    pub target: Option<u32>,
}

/// The gaps of one category.
#[derive(Debug, Clone, Serialize)]
pub struct GapGroupView {
    /// For `data-category`.
    pub id: String,
    /// Null for the silent category.
    pub title: Option<Html>,
    /// In file order.
    pub gaps: Vec<GapView>,
}

/// A good state that was not taken, or a problem that was.
#[derive(Debug, Clone, Serialize)]
pub struct GapView {
    /// `QUESTION` for a *one* or *scale*, `QUESTION.OPTION` for an option of a *many*; for `data-gap` and anchors.
    pub key: String,
    /// For `data-question`.
    pub question_id: String,
    /// For `data-option`; null for *one* and *scale*.
    pub option_id: Option<String>,
    /// The question.
    pub question: Html,
    /// The statement; null for *one* and *scale*, where the question stands for it.
    pub statement: Option<Html>,
    /// The same without markup.
    pub plain: String,
    /// Live, where decisions are asked for.
    pub decision: Option<DecisionView>,
    /// `not-ticked`, `none-stated`, `problem-ticked`, `not-sure` or `below-best`. Not live: `problem-ticked`,
    /// `below-best` or `not-ticked`, by what it would be.
    pub kind: &'static str,
    /// Live: the gap in words, such as `Not ticked: Laptops are encrypted.` Else the same for the plain case.
    pub reason: String,
    /// What follows from lacking it (for *one* and *scale*: why it matters).
    pub education: Option<Html>,
    /// It holds the band down.
    pub critical: bool,
    /// The points of the total that closing it would win, such as `4` or `0.5`; null where it is not known or nothing.
    pub gain: Option<String>,
    /// What would close it.
    pub service: Option<ReportServiceView>,
    /// Not to be hidden.
    pub shown: bool,
}

/// A service in a report.
#[derive(Debug, Clone, Serialize)]
pub struct ReportServiceView {
    /// For `data-service`.
    pub id: String,
    /// As it is sold.
    pub name: String,
    /// What the client gets out of it.
    pub promise: Option<String>,
    /// Its page; null where that is not published.
    pub url: Option<String>,
    /// How hard it is to bring in: `quick`, `weeks` or `project`; its words are `effort.ID`. Null where nobody said.
    pub effort: Option<&'static str>,
    /// What it costs, where everybody may see it.
    pub public_price: Option<String>,
    /// What it costs, where the respondent may see it: `$300 a month`, or `$5 per user a month` where the quantity is
    /// not known.
    pub price: Option<String>,
    /// `strengthen` or `start`; null where it is not known.
    pub strength: Option<&'static str>,
    /// Not to be hidden.
    pub shown: bool,
}

/// Something that is already good.
#[derive(Debug, Clone, Serialize)]
pub struct GoodView {
    /// As in [`GapView::key`].
    pub key: String,
    /// The question.
    pub question: Html,
    /// The statement (of a *one*: the option); null for a *scale*, and where the page does not know it yet.
    pub statement: Option<Html>,
    /// Not to be hidden.
    pub shown: bool,
}

/// A question that is listed and not scored.
#[derive(Debug, Clone, Serialize)]
pub struct AsideView {
    /// For `data-question`.
    pub id: String,
    /// The question.
    pub text: Html,
    /// Not to be hidden.
    pub shown: bool,
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
