//! Which meeting to ask for: what kind, why, how long, and who must be there.

use serde::{Deserialize, Serialize};

use super::{Answers, Assessment, Condition, FitGrade, Sales, visible};

/// A kind of meeting, and when it is the right one; never published.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingRule {
    /// What it is called.
    pub name: String,
    /// How long, in minutes.
    pub minutes: u32,
    /// Who must be there.
    pub with: String,
    /// Why this one, in words.
    pub why: Option<String>,
    /// Where this holds.
    pub when: Option<Condition>,
    /// Only for leads that fit this well or better.
    pub min_fit: Option<FitGrade>,
    /// Only where the gaps are worth this much a month or more, in minor units.
    pub min_monthly: Option<i64>,
    /// Only where a trigger holds.
    pub urgent: bool,
}

/// The meeting to ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// What it is called.
    pub name: String,
    /// How long, in minutes.
    pub minutes: u32,
    /// Who must be there.
    pub with: String,
    /// Why.
    pub reasons: Vec<String>,
    /// What comes before it: whoever can't decide is asked to bring the one who can.
    pub first: Option<String>,
}

/// The first rule that holds, else the first of the [`usual`] ones that does. `decides` is `None` where nobody said who decides.
pub(super) fn meeting(
    rules: &[MeetingRule],
    decides: Option<bool>,
    assessment: &Assessment,
    answers: &Answers,
    sales: &Sales,
) -> Option<Meeting> {
    let visible = visible(assessment, answers);
    let holds = |rule: &&MeetingRule| {
        let fit = sales.fit.as_ref().map(|fit| fit.grade);
        (!rule.urgent || !sales.triggers.is_empty())
            && rule
                .min_fit
                .is_none_or(|least| fit.is_some_and(|fit| fit <= least))
            && rule.min_monthly.is_none_or(|least| sales.need.monthly >= least)
            && rule
                .when
                .as_ref()
                .is_none_or(|when| when.holds(assessment, answers, &visible))
    };
    let usual = usual();
    let rule = rules.iter().chain(&usual).find(holds)?;
    let mut reasons: Vec<String> = rule.why.iter().cloned().collect();
    if rule.urgent {
        reasons.extend(sales.triggers.iter().cloned());
    }
    if let Some(fit) = sales.fit.as_ref().filter(|_| rule.min_fit.is_some()) {
        reasons.push(format!("fit {}", fit.grade.as_str()));
    }
    let first =
        "They can’t decide alone: ask who decides, and bring that person in before anything is proposed.";
    Some(Meeting {
        name: rule.name.clone(),
        minutes: rule.minutes,
        with: rule.with.clone(),
        reasons,
        first: (decides == Some(false)).then(|| first.to_owned()),
    })
}

/// What holds where the site has no rule, or none that fits.
fn usual() -> [MeetingRule; 3] {
    let rule = |name: &str, minutes, with: &str, why: &str| MeetingRule {
        name: name.to_owned(),
        minutes,
        with: with.to_owned(),
        why: Some(why.to_owned()),
        when: None,
        min_fit: None,
        min_monthly: None,
        urgent: false,
    };
    [
        MeetingRule {
            urgent: true,
            ..rule(
                "Call today",
                20,
                "the person who answered, with the one who decides if they can join",
                "something is urgent",
            )
        },
        MeetingRule {
            min_fit: Some(FitGrade::B),
            ..rule(
                "Review meeting",
                60,
                "the one who decides, and whoever looks after IT today",
                "a company of our kind with open gaps deserves more than a call",
            )
        },
        rule(
            "First call",
            30,
            "the person who answered",
            "find out what matters to them before anything is proposed",
        ),
    ]
}
