//! The agenda of a meeting with a client: business first, and no tickets.

use serde::Serialize;

use super::compare::in_words;
use super::{
    Answer, Answers, Assessment, Change, Compared, DecisionDue, Direction, Expectation, FollowUp, Question,
    QuestionId, Roadmap, Shape, Size, visible,
};

/// What to talk about, in this order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agenda {
    /// The client's business.
    pub business: Business,
    /// What changed since last time; `None` where this is the first time.
    pub changes: Option<Changes>,
    /// What they believe to be covered, and is not: what stood last time too comes first.
    pub assumptions: Vec<Assumption>,
    /// What is to be looked at again, the longest due first.
    pub decisions: Vec<DecisionDue>,
    /// The year's plan.
    pub roadmap: Roadmap,
}

/// What a client said of the business.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Business {
    /// Where the company is going; `None` where nobody said: ask, and don't assume growth.
    pub direction: Option<Direction>,
    /// Its size, now and in a year, where that was asked.
    pub sizes: Vec<Size>,
    /// What else they said of themselves and what was not scored (cash flow, projects, hopes), in file order.
    pub said: Vec<BusinessAnswer>,
}

/// A question about the business with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BusinessAnswer {
    /// Which.
    pub question: QuestionId,
    /// What was asked.
    pub asked: String,
    /// Each option that was chosen; else the number or text.
    pub answers: Vec<String>,
}

/// What is other than last time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changes {
    /// The earlier total, on what both were asked.
    pub earlier_total: Option<f64>,
    /// The later total.
    pub later_total: Option<f64>,
    /// What is better.
    pub gained: Vec<Change>,
    /// What is worse.
    pub lost: Vec<Change>,
}

/// Something that is believed to be covered, and is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assumption {
    /// What.
    pub about: Expectation,
    /// It stood last time too.
    pub persists: bool,
}

/// Lays out what a response and its comparison with the last one say.
pub fn agenda(
    assessment: &Assessment,
    answers: &Answers,
    follow_up: &FollowUp,
    since: Option<&Compared>,
) -> Agenda {
    let sales = &follow_up.sales;
    let believed = follow_up.expectations.iter().flat_map(|found| &found.assumptions);
    let mut assumptions: Vec<Assumption> = believed
        .map(|about| Assumption {
            about: about.clone(),
            persists: since.is_some_and(|since| {
                let mut persisting = since.persisting.iter();
                persisting.any(|one| one.service == about.service)
            }),
        })
        .collect();
    assumptions.sort_by_key(|assumption| !assumption.persists);
    Agenda {
        business: Business {
            direction: sales.direction,
            sizes: sales
                .next_year
                .as_ref()
                .map_or_else(Vec::new, |year| year.sizes.clone()),
            said: said(assessment, answers),
        },
        changes: since.map(|since| Changes {
            earlier_total: since.earlier_total,
            later_total: since.later_total,
            gained: since.gained.clone(),
            lost: since.lost.clone(),
        }),
        assumptions,
        decisions: since.map_or_else(Vec::new, |since| since.decisions_due.clone()),
        roadmap: sales.roadmap.clone(),
    }
}

/// Answers that are not scored, but for those that say the size, the direction or the package.
fn said(assessment: &Assessment, answers: &Answers) -> Vec<BusinessAnswer> {
    let visible = visible(assessment, answers);
    let elsewhere = |question: &Question| {
        let counts = matches!(
            question.shape,
            Shape::Number {
                quantity: Some(_),
                ..
            }
        );
        let mut choices = question.choices().iter();
        counts || choices.any(|choice| choice.direction.is_some() || choice.package.is_some())
    };
    let asked = assessment
        .questions()
        .filter(|question| visible.contains(&question.id) && !question.scored && !elsewhere(question));
    let said = asked.filter_map(|question| {
        let answers = match answers.get(&question.id)? {
            Answer::Many(ticked) => {
                let chosen = question.choices().iter();
                let chosen = chosen.filter(|choice| ticked.contains(&choice.id));
                chosen.map(|choice| choice.text.plain.clone()).collect()
            }
            answer => vec![in_words(question, answer)],
        };
        Some(BusinessAnswer {
            question: question.id.clone(),
            asked: question.text.plain.clone(),
            answers,
        })
    });
    said.collect()
}
