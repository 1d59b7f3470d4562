//! Two rounds of one assessment side by side: the old answers by today's definition, on what both rounds were asked.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::decisions_due::decisions_due;
use super::reading::{Part, Reading};
use super::scoring::read;
use super::shared::shared;
use super::{
    Answer, Answers, Assessment, CategoryId, DecisionDue, Expectation, OptionId, Question, QuestionId, Role,
    Round, ServiceId, Shape, Standing, score,
};

/// What two rounds say beside each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// The total of the earlier round, 0 to 100, on the ground that both share; `None` without bands, or where nothing
    /// is scored.
    pub earlier_total: Option<f64>,
    /// The same of the later round.
    pub later_total: Option<f64>,
    /// Every category of today, in file order.
    pub categories: Vec<CategoryChange>,
    /// What is better than it was, in file order.
    pub gained: Vec<Change>,
    /// What is worse than it was, in file order.
    pub lost: Vec<Change>,
    /// Asked in the later round and today, and not in the earlier: as it was asked.
    pub new_questions: Vec<Asked>,
    /// Asked in a round, and not since: as it was asked last.
    pub retired_questions: Vec<Asked>,
    /// Asked each time, and in such a way that the answers can't be compared: as it is asked today.
    pub changed_questions: Vec<Asked>,
    /// What was believed to be covered both times, and is not: as the later round has it.
    pub persisting: Vec<Expectation>,
    /// What is to be looked at again by the day that was given, the longest due first.
    pub decisions_due: Vec<DecisionDue>,
    /// The day on which they wanted to look at everything again, where it has come.
    pub look_again: Option<Date>,
}

/// A category in both rounds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CategoryChange {
    /// Which.
    pub id: CategoryId,
    /// As today; `None` of the silent one.
    pub title: Option<String>,
    /// 0 to 100; `None` where nothing of it was scored.
    pub earlier: Option<f64>,
    /// The same of the later round.
    pub later: Option<f64>,
}

/// Something that is other than it was. The same change the other way round is equal to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Where.
    pub question: QuestionId,
    /// The option of a *many*; `None` of a *one* or *scale*.
    pub option: Option<OptionId>,
    /// What was asked, in today's words.
    pub asked: String,
    /// The good state or problem, in today's words; of a *one* or *scale* what was asked.
    pub text: String,
    /// How it was answered.
    pub kind: ChangeKind,
    /// What it is loaded with today.
    pub service: Option<ServiceId>,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum ChangeKind {
    /// A good state: ticked once, and once not.
    State,
    /// A problem: ticked once, and once not.
    Problem,
    /// A *one* or *scale*: two answers, in today's words (of a *scale* its number).
    Answer {
        /// The better of the two.
        better: String,
        /// The worse of the two.
        worse: String,
        /// Whether the better one is the best there is.
        best: bool,
    },
}

/// A question by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Which.
    pub id: QuestionId,
    /// In words.
    pub text: String,
}

/// Lays `later` beside `earlier`. `by` is the day on which decisions are due or not.
///
/// Both are scored by `today`, cut down to the questions (same id and shape) and options (same id and role) that both were asked.
/// Whatever was not answered in one of them has neither been gained nor lost.
///
/// `today` is what the same audience is asked now. A first round, compared with itself, changes nothing and has its decisions due.
pub fn compare(today: &Assessment, earlier: &Round<'_>, later: &Round<'_>, by: Date) -> Compared {
    let shared = shared(today, &[*earlier, *later]);
    let ground = &shared.assessment;
    let (then, now) = (&shared.answers[0], &shared.answers[1]);
    let (then_score, now_score) = (score(ground, then), score(ground, now));
    let categories = ground.categories.iter();
    let scores = then_score.categories.iter().zip(&now_score.categories);
    let (gained, lost) = changes(ground, then, now);
    let standing = [earlier, later];
    let look_again = standing.iter().rev().find_map(|round| round.decisions.review);
    Compared {
        earlier_total: then_score.total,
        later_total: now_score.total,
        categories: categories
            .zip(scores)
            .map(|(category, (then, now))| CategoryChange {
                id: category.id.clone(),
                title: category.title.as_ref().map(|title| title.plain.clone()),
                earlier: then.score,
                later: now.score,
            })
            .collect(),
        gained,
        lost,
        new_questions: asked(later.assessment, |id| {
            today.question(id).is_some() && earlier.assessment.question(id).is_none()
        }),
        retired_questions: retired(today, earlier.assessment, later.assessment),
        changed_questions: asked(today, |id| {
            let both = [earlier, later].map(|round| round.assessment.question(id).is_some());
            both == [true, true] && ground.question(id).is_none()
        }),
        persisting: persisting(earlier, later),
        decisions_due: decisions_due(today, earlier, later, by),
        look_again: look_again.filter(|day| *day <= by),
    }
}

/// What is better and what is worse, where both rounds have an answer that counts.
fn changes(ground: &Assessment, then: &Answers, now: &Answers) -> (Vec<Change>, Vec<Change>) {
    let (before, after) = (read(ground, then), read(ground, now));
    let (mut gained, mut lost) = (Vec::new(), Vec::new());
    let scored = |reading: &Reading<'_>| reading.standing == Standing::Scored;
    for (before, after) in before.iter().flatten().zip(after.iter().flatten()) {
        if !scored(before) || !scored(after) {
            continue;
        }
        for (one, other) in before.parts.iter().zip(&after.parts) {
            let question = after.question;
            match worth(one).total_cmp(&worth(other)) {
                std::cmp::Ordering::Less => gained.push(change(question, other, (now, then))),
                std::cmp::Ordering::Greater => lost.push(change(question, one, (then, now))),
                std::cmp::Ordering::Equal => {}
            }
        }
    }
    (gained, lost)
}

/// A state that holds is better than one that does not, also where it has no points.
fn worth(part: &Part<'_>) -> f64 {
    match part.option {
        Some(_) => f64::from(u8::from(part.gap.is_none())),
        None => part.earned,
    }
}

/// `better` is the part as the better of the two answers has it.
fn change(question: &Question, better: &Part<'_>, (good, bad): (&Answers, &Answers)) -> Change {
    let option = better.option.and_then(|id| question.choice(id.as_str()));
    let said = |answers: &Answers| answers.get(&question.id).map(|answer| in_words(question, answer));
    Change {
        question: question.id.clone(),
        option: better.option.cloned(),
        asked: question.text.plain.clone(),
        text: option.map_or(&question.text, |option| &option.text).plain.clone(),
        kind: match option.map(|option| option.role) {
            Some(Role::Problem) => ChangeKind::Problem,
            Some(_) => ChangeKind::State,
            None => ChangeKind::Answer {
                better: said(good).unwrap_or_default(),
                worse: said(bad).unwrap_or_default(),
                best: better.gap.is_none(),
            },
        },
        service: better.service.cloned(),
    }
}

/// An answer in words: of a *one* the option's text, else the number or text.
pub(super) fn in_words(question: &Question, answer: &Answer) -> String {
    match (answer, &question.shape) {
        (Answer::Number(value), _) => value.to_string(),
        (Answer::Text(id), Shape::One { .. }) => question
            .choice(id)
            .map_or_else(|| id.clone(), |choice| choice.text.plain.clone()),
        (Answer::Text(text), _) => text.clone(),
        (Answer::Many(_), _) => String::new(),
    }
}

/// The questions of `assessment` whose ids pass, in file order.
fn asked(assessment: &Assessment, passes: impl Fn(&str) -> bool) -> Vec<Asked> {
    let questions = assessment.questions();
    let named = |question: &Question| Asked {
        id: question.id.clone(),
        text: question.text.plain.clone(),
    };
    questions
        .filter(|question| passes(question.id.as_str()))
        .map(named)
        .collect()
}

/// What the earlier round was asked and the later was not, and what is no longer asked today.
fn retired(today: &Assessment, earlier: &Assessment, later: &Assessment) -> Vec<Asked> {
    let mut retired = asked(earlier, |id| later.question(id).is_none());
    retired.extend(asked(later, |id| today.question(id).is_none()));
    retired
}

/// The services that are assumed in both rounds.
fn persisting(earlier: &Round<'_>, later: &Round<'_>) -> Vec<Expectation> {
    let (Some(then), Some(now)) = (earlier.expectations, later.expectations) else {
        return Vec::new();
    };
    let before: BTreeSet<&ServiceId> = then.assumptions.iter().map(|one| &one.service).collect();
    let still = now.assumptions.iter();
    still
        .filter(|one| before.contains(&one.service))
        .cloned()
        .collect()
}
