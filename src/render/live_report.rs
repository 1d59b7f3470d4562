//! The report at `/r/{token}`: what one set of answers means.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::assessment::{
    Answer, Answers, Benchmark, Compared, ContactFault, DecisionFault, Decisions, Definition, FollowUp, Gap,
    GapKind, Gate, OptionId, Question, QuestionId, Role, Scorecard, Shape, Standing, next_band,
};

use crate::words::Words;

use super::client_view::{client_view, is_told, since_view};
use super::contact_view::contact_view;
use super::decision_view::Shown;
use super::report_parts::Parts;
use super::view::{
    AsideView, BandView, BenchmarkView, CapStateView, CapView, ContactView, GapGroupView, GapView, GoodView,
    NextBandView, ReportView, WhenView,
};

/// How many gaps are pointed out before all others.
const QUICK_WINS: usize = 3;

/// A response as its respondent sees it.
#[derive(Debug, Clone, Copy)]
pub struct ReportInput<'a> {
    /// The unguessable part of the report's address.
    pub token: &'a str,
    /// What was answered.
    pub definition: &'a Definition,
    /// What was chosen.
    pub answers: &'a Answers,
    /// What came of it.
    pub scorecard: &'a Scorecard,
    /// The gaps and services.
    pub follow_up: &'a FollowUp,
    /// Whether contact details are known already; the first ones count.
    pub contact_known: bool,
    /// Whether the respondent agreed to be contacted.
    pub consent_given: bool,
    /// The contact step as it was typed (`contact.email`, `consent`); empty where nothing was sent.
    pub typed: &'a [(String, String)],
    /// What is wrong with that.
    pub contact_faults: &'a [ContactFault],
    /// When the answers came.
    pub submitted_at: Timestamp,
    /// Until when the report can be read.
    pub expires_at: Timestamp,
    /// What was decided about the gaps.
    pub decisions: &'a Decisions,
    /// When that was last changed.
    pub decided_at: Option<Timestamp>,
    /// What is wrong with decisions that were sent (they are in `typed` then).
    pub decision_faults: &'a [DecisionFault],
    /// How others did.
    pub benchmark: Option<&'a Benchmark>,
    /// The answer that makes those others alike.
    pub alike: Option<&'a (QuestionId, OptionId)>,
    /// What changed since last time, with the day of that.
    pub since: Option<&'a (Compared, Date)>,
    /// Whether the respondent is somebody else than the person who decides.
    pub needs_decider: bool,
}

pub(super) fn live_report(parts: Parts<'_>, input: &ReportInput<'_>) -> ReportView {
    let contact = contact(parts, input);
    // Whoever was invited is known: nothing is held back until they say who they are.
    let expected = input.follow_up.expectations.as_ref();
    let invited = expected.is_some_and(|all| !all.self_declared);
    let locked = contact.is_some() && parts.assessment.gate == Gate::AfterScore && !invited;
    let scorecard = input.scorecard;
    let band = scorecard.band.as_ref().and_then(|id| parts.assessment.band(id));
    let outcome = scorecard
        .outcome
        .as_ref()
        .and_then(|id| parts.assessment.outcome(id));
    let bands: Vec<BandView> = band.map(|band| parts.band(band, true)).into_iter().collect();
    let outcomes: Vec<BandView> = outcome
        .map(|outcome| parts.outcome(outcome, true))
        .into_iter()
        .collect();
    let next_step = bands
        .first()
        .or(outcomes.first())
        .map_or_else(|| parts.next_step(None), |one| one.next_step.clone());
    let mut categories = parts.category_scores(|index| scorecard.categories.get(index)?.score);
    categories.retain(|category| category.shown.is_some());
    let report = ReportView {
        live: true,
        full: !locked,
        scored: !parts.assessment.bands.is_empty(),
        shown: scorecard.shown,
        borders: parts.borders(),
        bands,
        outcomes,
        cap: cap(parts, scorecard),
        categories,
        quick_wins: Vec::new(),
        groups: Vec::new(),
        gaps: input.follow_up.gaps.len(),
        services: Vec::new(),
        good: Vec::new(),
        unanswered: Vec::new(),
        not_applicable: Vec::new(),
        client: None,
        since: None,
        next_band: None,
        benchmark: benchmark(parts, input),
        decisions: None,
        to_decider: input.needs_decider.then(|| to_decider(parts, input)),
        until: Some(parts.words.date(input.expires_at)),
        next_step,
        contact,
        locked,
        contact_known: input.contact_known,
        consent_given: input.consent_given,
        submitted: Some(when(input.submitted_at, parts.words)),
    };
    if locked {
        report
    } else {
        with_gaps(report, parts, input)
    }
}

fn with_gaps(report: ReportView, parts: Parts<'_>, input: &ReportInput<'_>) -> ReportView {
    let shown = Shown::new(parts, input);
    let gaps: Vec<(&Gap, GapView)> = input
        .follow_up
        .gaps
        .iter()
        .filter_map(|gap| Some((gap, gap_view(parts, input, gap, &shown)?)))
        .collect();
    let groups = parts.assessment.categories.iter().map(|category| GapGroupView {
        id: category.id.to_string(),
        title: category.title.as_ref().map(|text| parts.addresses.html(text)),
        gaps: category
            .questions
            .iter()
            .flat_map(|question| gaps.iter().filter(|(gap, _)| gap.question == question.id))
            .map(|(_, view)| view.clone())
            .collect(),
    });
    let views: Vec<GapView> = gaps.iter().map(|(_, view)| view.clone()).collect();
    let standing = |wanted| asides(parts, input.scorecard, wanted);
    ReportView {
        groups: groups.filter(|group| !group.gaps.is_empty()).collect(),
        quick_wins: quick_wins(&gaps),
        client: input
            .follow_up
            .expectations
            .as_ref()
            .map(|all| client_view(parts, all)),
        since: input.since.map(|(compared, on)| since_view(parts, compared, *on)),
        next_band: next(parts, input, &gaps),
        decisions: (!views.is_empty()).then(|| shown.all(&views)),
        services: input
            .follow_up
            .services
            .iter()
            .map(|one| parts.recommended(one))
            .collect(),
        good: good(parts, input),
        unanswered: standing(Standing::Unanswered),
        not_applicable: standing(Standing::NotApplicable),
        ..report
    }
}

/// What reaching the next band would take.
fn next(parts: Parts<'_>, input: &ReportInput<'_>, gaps: &[(&Gap, GapView)]) -> Option<NextBandView> {
    let all = &input.follow_up.gaps;
    let way = next_band(parts.assessment, input.scorecard, all)?;
    let steps = way.gaps.iter().filter_map(|place| {
        let wanted = &all[*place];
        let (_, view) = gaps.iter().find(|(gap, _)| std::ptr::eq(*gap, wanted))?;
        Some(view.clone())
    });
    Some(NextBandView {
        band: parts.assessment.band(&way.band)?.title.clone(),
        from: input.scorecard.shown,
        to: Some(way.to),
        steps: steps.collect(),
    })
}

fn benchmark(parts: Parts<'_>, input: &ReportInput<'_>) -> Option<BenchmarkView> {
    let benchmark = input.benchmark?;
    Some(BenchmarkView {
        you: input.scorecard.shown?,
        mean: benchmark.mean.round() as u32,
        n: parts.words.number(&benchmark.n.to_string()),
        date: parts.words.date(benchmark.as_of),
        like: input.alike.and_then(|(question, option)| {
            let question = parts.assessment.question(question.as_str())?;
            Some(question.choice(option.as_str())?.text.plain.clone())
        }),
    })
}

/// A mail to the person who decides, with the address of the report: <https://www.rfc-editor.org/rfc/rfc6068>.
fn to_decider(parts: Parts<'_>, input: &ReportInput<'_>) -> String {
    let title = parts.assessment.title.clone();
    let subject = parts.words.say("report.mail_subject", &[("title", title)]);
    let body = format!(
        "{}\n\n{}\n",
        parts.words.say("report.mail_body", &[]),
        parts.addresses.report_url(input.token)
    );
    format!("mailto:?subject={}&body={}", escape(&subject), escape(&body))
}

/// Everything but letters and digits, so that no mail program can be misled.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() * 2);
    for byte in text.replace('\n', "\r\n").bytes() {
        if byte.is_ascii_alphanumeric() {
            escaped.push(char::from(byte));
        } else {
            escaped += &format!("%{byte:02X}");
        }
    }
    escaped
}

/// The contact step, where it is still to be asked.
fn contact(parts: Parts<'_>, input: &ReportInput<'_>) -> Option<ContactView> {
    let asked = matches!(parts.assessment.gate, Gate::AfterScore | Gate::AfterReport);
    let form = &parts.site.contact;
    (asked && !input.contact_known && !form.fields.is_empty()).then(|| {
        let action = parts.addresses.report(input.token);
        contact_view(form, Some(action), input.typed, input.contact_faults, parts.words)
    })
}

fn cap(parts: Parts<'_>, scorecard: &Scorecard) -> Option<CapView> {
    let missing = scorecard.capped_by.as_ref()?;
    let band = parts
        .assessment
        .band(parts.assessment.critical_caps_at.as_ref()?)?;
    let states = missing.iter().map(|missing| CapStateView {
        key: match &missing.option {
            Some(option) => format!("{}.{option}", missing.question),
            None => missing.question.to_string(),
        },
        text: missing.text.clone(),
        shown: true,
    });
    Some(CapView {
        band: band.title.clone(),
        missing: states.collect(),
    })
}

fn gap_view(parts: Parts<'_>, input: &ReportInput<'_>, gap: &Gap, shown: &Shown<'_>) -> Option<GapView> {
    let question = parts.assessment.question(gap.question.as_str())?;
    let choice = gap.option.as_ref().and_then(|id| question.choice(id.as_str()));
    let kind = match gap.kind {
        GapKind::NotTicked => "not-ticked",
        GapKind::NoneStated => "none-stated",
        GapKind::ProblemTicked => "problem-ticked",
        GapKind::NotSure => "not-sure",
        GapKind::BelowBest => "below-best",
    };
    let service = gap
        .service
        .as_ref()
        .and_then(|id| input.follow_up.services.iter().find(|one| one.id == *id));
    Some(GapView {
        reason: gap.reason.clone(),
        critical: gap.critical,
        gain: gain(gap.gain),
        service: service.map(|one| parts.recommended(one)),
        decision: Some(shown.gap(&gap.key())),
        shown: true,
        ..parts.gap(question, choice, kind)
    })
}

/// Critical first, then by gain, then in file order.
fn quick_wins(gaps: &[(&Gap, GapView)]) -> Vec<GapView> {
    let mut best: Vec<&(&Gap, GapView)> = gaps
        .iter()
        .filter(|(gap, _)| gap.critical || gap.gain > 0.0)
        .collect();
    let size = |gap: &Gap| (gap.gain * 1e9).round();
    best.sort_by(|(a, _), (b, _)| {
        b.critical
            .cmp(&a.critical)
            .then_with(|| size(b).total_cmp(&size(a)))
    });
    best.into_iter()
        .take(QUICK_WINS)
        .map(|(_, view)| view.clone())
        .collect()
}

/// Good states that were ticked, and questions answered with the best.
fn good(parts: Parts<'_>, input: &ReportInput<'_>) -> Vec<GoodView> {
    let told = input.follow_up.expectations.as_ref();
    let mut good = Vec::new();
    for (question, score) in parts.assessment.questions().zip(&input.scorecard.questions) {
        if score.standing != Standing::Scored {
            continue;
        }
        match (&question.shape, input.answers.get(&question.id)) {
            (Shape::Many { choices }, Some(Answer::Many(ticked))) => {
                let states = choices
                    .iter()
                    .filter(|choice| choice.role == Role::State && ticked.contains(&choice.id));
                good.extend(states.map(|choice| parts.good(question, Some(choice), true, true)));
            }
            (_, answer) if score.score == Some(100.0) => {
                let chosen = match answer {
                    Some(Answer::Text(id)) => question.choice(id),
                    _ => None,
                };
                good.push(parts.good(question, chosen, false, true));
            }
            _ => {}
        }
    }
    good.retain(|one| !told.is_some_and(|told| is_told(told, &one.key)));
    good
}

fn asides(parts: Parts<'_>, scorecard: &Scorecard, wanted: Standing) -> Vec<AsideView> {
    let stands = |question: &Question| {
        scorecard
            .questions
            .iter()
            .any(|score| score.id == question.id && score.standing == wanted)
    };
    parts
        .assessment
        .questions()
        .filter(|question| stands(question))
        .map(|question| parts.aside(question, true))
        .collect()
}

/// One decimal at most; `None` where that would say nothing.
fn gain(gain: f64) -> Option<String> {
    let tenths = (gain * 10.0).round() as i64;
    match (tenths / 10, tenths % 10) {
        (0, 0) => None,
        (whole, 0) => Some(whole.to_string()),
        (whole, tenth) => Some(format!("{whole}.{tenth}")),
    }
}

fn when(moment: Timestamp, words: &Words) -> WhenView {
    WhenView {
        date: words.date(moment),
        machine: moment.to_string(),
    }
}
