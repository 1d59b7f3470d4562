//! Which meeting with a client comes next, and why. For prospects see `meeting`.
//!
//! Two laws: a small client, and one with little to talk about, never gets a quarterly review; a strategy and risk review takes
//! place only with somebody in the room who decides.

use serde::{Deserialize, Serialize};

use super::ranking::Quantities;
use super::{Answers, Assessment, Compared, Direction, FollowUp, Unit};

/// Below so many people at a computer a client is small.
const SMALL_BELOW: i64 = 15;
/// From so many things to talk about on they compete for money and time; below, there is little to talk about.
const MUCH: usize = 5;
/// From so many risks on (critical states that are missing, assumptions that stood last time too) the owners have to choose.
const RISKS: usize = 2;

/// A kind of meeting with a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewFormat {
    /// Every three months: priorities among wishes that compete.
    Quarterly,
    /// Once or twice a year, with those who own or direct the business.
    Strategy,
    /// Once or twice a year: what to keep, replace, add or retire.
    Roadmap,
    /// A call in a steady rhythm.
    CheckIn,
    /// A single meeting for a single matter, or when there is a reason.
    AdHoc,
}

/// What the choice rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewFacts {
    /// How many people work at a computer; `None` where it is not known.
    pub seats: Option<i64>,
    /// How many services would close a gap: what is already paid for is none of them.
    pub services: usize,
    /// How many critical states are missing.
    pub critical: usize,
    /// What can't wait, in words.
    pub triggers: Vec<String>,
    /// Where the company is going; `None` where nobody said.
    pub direction: Option<Direction>,
    /// Whether the person who answers decides; `None` where nobody said who does.
    pub decider: Option<bool>,
    /// Whether one of the services is a project.
    pub project: bool,
    /// How many assumptions stood last time too.
    pub persisting: usize,
    /// How much is worse than last time.
    pub lost: usize,
    /// How many decisions are to be looked at again.
    pub decisions_due: usize,
}

/// The meeting to arrange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Which kind.
    pub format: ReviewFormat,
    /// Why this one, in words.
    pub why: Vec<String>,
    /// How long, in minutes.
    pub minutes: u32,
    /// Who must be there.
    pub who: String,
    /// What comes before it.
    pub first_step: Option<String>,
    /// What fits once the matter that can't wait is settled; `None` unless there is one.
    pub then: Option<ReviewFormat>,
}

impl ReviewFormat {
    /// As the outcomes of the example questionnaire are called.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quarterly => "quarterly",
            Self::Strategy => "strategy",
            Self::Roadmap => "roadmap",
            Self::CheckIn => "check-in",
            Self::AdHoc => "ad-hoc",
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quarterly => "Quarterly business review",
            Self::Strategy => "Business strategy and risk review",
            Self::Roadmap => "Technology roadmap session",
            Self::CheckIn => "Monthly check-in",
            Self::AdHoc => "Ad hoc session",
        }
    }

    /// How long it takes, in minutes.
    pub fn minutes(self) -> u32 {
        match self {
            Self::Quarterly => 90,
            Self::Strategy => 150,
            Self::Roadmap => 120,
            Self::CheckIn => 30,
            Self::AdHoc => 60,
        }
    }

    /// Who must be there.
    pub fn who(self) -> &'static str {
        match self {
            Self::Quarterly => "somebody who can agree on priorities, and those whose wishes compete",
            Self::Strategy => "the people who own or direct the business",
            Self::Roadmap => "whoever prepares the budget, with a director for the last half hour",
            Self::CheckIn => "the person who keeps an eye on IT",
            Self::AdHoc => "the people who know the matter, with the one who decides if they can join",
        }
    }
}

impl ReviewFacts {
    /// From a response, and from what changed since the last one.
    pub fn of(
        assessment: &Assessment,
        answers: &Answers,
        follow_up: &FollowUp,
        since: Option<&Compared>,
    ) -> Self {
        let sales = &follow_up.sales;
        Self {
            seats: Quantities::now(assessment, answers).of(Unit::User),
            services: follow_up.services.len(),
            critical: follow_up.gaps.iter().filter(|gap| gap.critical).count(),
            triggers: sales.triggers.clone(),
            direction: sales.direction,
            decider: sales.decides,
            project: sales.need.project > 0,
            persisting: since.map_or(0, |since| since.persisting.len()),
            lost: since.map_or(0, |since| since.lost.len()),
            decisions_due: since.map_or(0, |since| since.decisions_due.len()),
        }
    }

    fn is_small(&self) -> bool {
        self.seats.is_some_and(|seats| seats < SMALL_BELOW)
    }

    fn topics(&self) -> usize {
        self.services + self.persisting + self.lost + self.decisions_due
    }

    fn risks(&self) -> usize {
        self.critical + self.persisting
    }

    fn moves(&self) -> bool {
        matches!(self.direction, Some(Direction::Growing | Direction::Shrinking))
    }

    /// What fits where nothing is urgent. Of an unknown size nobody assumes that it is large.
    fn regular(&self) -> ReviewFormat {
        let risky = self.risks() >= RISKS;
        if risky && self.decider == Some(true) {
            ReviewFormat::Strategy
        } else if self.seats.is_some_and(|seats| seats >= SMALL_BELOW) && self.topics() >= MUCH {
            ReviewFormat::Quarterly
        } else if risky || self.moves() || self.project {
            ReviewFormat::Roadmap
        } else if self.topics() + self.critical > 0 {
            ReviewFormat::CheckIn
        } else {
            ReviewFormat::AdHoc
        }
    }
}

/// The first that holds: what can't wait is dealt with by itself; risks are for those who decide; much to talk about, in a company that is
/// not small, for a quarterly review; a company that changes, a project, or risks without anybody who decides for a roadmap session; a
/// few things for a check-in; and where there is nothing to talk about, nobody meets without a reason.
pub fn review(facts: &ReviewFacts) -> Review {
    let regular = facts.regular();
    let urgent = !facts.triggers.is_empty();
    let format = if urgent { ReviewFormat::AdHoc } else { regular };
    Review {
        format,
        why: if urgent {
            facts.triggers.clone()
        } else {
            why(facts, format)
        },
        minutes: format.minutes(),
        who: format.who().to_owned(),
        first_step: first_step(facts, format).map(str::to_owned),
        then: urgent.then_some(regular),
    }
}

fn why(facts: &ReviewFacts, format: ReviewFormat) -> Vec<String> {
    let mut why = Vec::new();
    let mut say = |count: usize, one: &str, many: &str| match count {
        0 => {}
        1 => why.push(format!("1 {one}")),
        count => why.push(format!("{count} {many}")),
    };
    say(
        facts.critical,
        "critical state is missing",
        "critical states are missing",
    );
    say(
        facts.persisting,
        "assumption stood last time too",
        "assumptions stood last time too",
    );
    say(
        facts.lost,
        "thing is worse than last time",
        "things are worse than last time",
    );
    say(facts.decisions_due, "decision is due", "decisions are due");
    say(facts.services, "service to talk about", "services to talk about");
    match facts.direction {
        Some(Direction::Growing) => why.push("the company grows".to_owned()),
        Some(Direction::Shrinking) => why.push("the company gets smaller".to_owned()),
        Some(Direction::Level) | None => {}
    }
    if facts.project {
        why.push("a project is to be planned".to_owned());
    }
    if facts.is_small() && facts.topics() >= MUCH && format != ReviewFormat::Strategy {
        why.push(format!(
            "with fewer than {SMALL_BELOW} people a quarterly review would be more meeting than they need"
        ));
    }
    if format == ReviewFormat::AdHoc {
        why.push("there is nothing to meet about: meet when there is a reason".to_owned());
    }
    why
}

fn first_step(facts: &ReviewFacts, format: ReviewFormat) -> Option<&'static str> {
    match format {
        ReviewFormat::Strategy => Some(
            "Confirm by name who will attend and that they can decide. If that changes, make it a roadmap session.",
        ),
        ReviewFormat::AdHoc if !facts.triggers.is_empty() => Some(
            "Ask for the one sentence that would make the meeting a success, and put it at the top of the invitation.",
        ),
        _ if facts.risks() >= RISKS => Some(
            "Ask who decides which risks the company takes. With that person in the room, make it a strategy and risk review.",
        ),
        _ if facts.seats.is_none() && facts.topics() >= MUCH => {
            Some("Ask how many people work at a computer: it decides whether a quarterly review fits.")
        }
        _ => None,
    }
}
