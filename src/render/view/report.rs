//! What a report sees, live or waiting for answers.

use serde::Serialize;

use super::{ContactView, ErrorView, Html, LinkView};

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
    /// Live: what the answers of a client mean beside their package; null of anybody else.
    pub client: Option<ClientView>,
    /// Live: what changed since the client answered last; null of anybody else, and the first time.
    pub since: Option<SinceView>,
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

/// A client's package beside the answers. What could be added to it are the gaps.
#[derive(Debug, Clone, Serialize)]
pub struct ClientView {
    /// The package's name.
    pub package: String,
    /// The respondent named it; nobody here did.
    pub self_declared: bool,
    /// Believed to be covered, and is.
    pub confirmed: Vec<CoveredView>,
    /// Covered, and not known.
    pub unaware: Vec<CoveredView>,
    /// Believed to be covered, and is not.
    pub assumptions: Vec<CoveredView>,
}

/// What changed since last time, on what both rounds were asked.
#[derive(Debug, Clone, Serialize)]
pub struct SinceView {
    /// The day of the last answers.
    pub date: String,
    /// Then, as a whole number.
    pub from: Option<u32>,
    /// Now, on the same questions.
    pub to: Option<u32>,
    /// What is better.
    pub gained: Vec<String>,
    /// What is worse.
    pub lost: Vec<String>,
    /// What they wanted to look at again by now.
    pub decisions: Vec<String>,
    /// What was assumed last time too.
    pub assumed: Vec<String>,
    /// Questions that were not asked last time.
    pub new: Vec<String>,
    /// Questions that are no longer asked.
    pub retired: Vec<String>,
}

/// A service beside what was answered about it.
#[derive(Debug, Clone, Serialize)]
pub struct CoveredView {
    /// As it was sold.
    pub name: String,
    /// Its page, where it has one.
    pub url: Option<String>,
    /// The statements, as plain text.
    pub states: Vec<String>,
    /// What it does for them.
    pub value: Option<String>,
    /// How to make use of it.
    pub how_to_use: Option<String>,
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
    /// What the page shows at first, for the hidden field `_decisions`.
    pub before: String,
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
