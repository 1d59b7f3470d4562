//! Responsibility: what a respondent decides about each gap, who decides, and when to look again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::decision_json::escaped;
use super::{Complaint, Gap};

/// What somebody decided about a gap. No decision at all is none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// "We want this."
    Want,
    /// "Let's discuss it."
    Discuss,
    /// "We handle it ourselves."
    Ourselves,
    /// "We accept it for now."
    Accept,
}

/// What was said about one gap.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decided {
    /// `None` reads "no decision recorded", never "accepted".
    pub decision: Option<Decision>,
    /// "Explain this to me."
    pub explain: bool,
    /// Who decides about this gap, where that is another person.
    pub who: Option<String>,
    /// When to look at this gap again.
    pub review: Option<Date>,
}

/// Every decision about one response.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decisions {
    /// By gap: `QUESTION` or `QUESTION.OPTION` (see [`Gap::key`]).
    pub gaps: BTreeMap<String, Decided>,
    /// Who decides.
    pub who: Option<String>,
    /// What they do there.
    pub role: Option<String>,
    /// When to look at all of it again.
    pub review: Option<Date>,
}

/// One thing that is wrong with the decisions that were sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionFault {
    /// The name of the field: `decision.infosec.vault`.
    pub field: String,
    /// What is wrong and what to do.
    pub complaint: Complaint,
}

/// The form field that says that everything is sent.
pub const DECISIONS_FIELD: &str = "_decisions";

/// The most characters of a name or role.
const LIMIT: usize = 200;

impl DecisionFault {
    /// Where it stands in a JSON body.
    pub fn pointer(&self) -> String {
        match self.field.split_once('.') {
            Some(("decider", "name")) => "/decisions/who".to_owned(),
            Some(("decider", of)) => format!("/decisions/{of}"),
            Some(("gap", gap)) => format!("/decisions/gaps/{}", escaped(gap)),
            Some((what, gap)) => format!("/decisions/gaps/{}/{what}", escaped(gap)),
            None => "/decisions".to_owned(),
        }
    }
}

impl Decision {
    /// Every decision, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Want, Self::Discuss, Self::Ourselves, Self::Accept];

    /// As in forms, JSON and the names of phrases.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Want => "want",
            Self::Discuss => "discuss",
            Self::Ourselves => "ourselves",
            Self::Accept => "accept",
        }
    }
}

impl Decisions {
    /// Whether nothing was ever said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// These decisions with what was sent: `decision.GAP`, `explain.GAP`, `who.GAP`, `review.GAP`, `decider.name`,
    /// `decider.role`, `decider.review`. A blank value takes back what was said, and `gap.GAP` all that was said about a gap. Other fields
    /// are passed over.
    ///
    /// With a field [`DECISIONS_FIELD`] that is not blank, everything is sent: what is not there is taken back, since a form
    /// leaves out a box that is not ticked. Where that field holds the decisions that the page showed at first (as JSON), only what
    /// the page changed counts, and the rest stays as somebody else left it meanwhile.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn change(&self, gaps: &[Gap], sent: &[(String, String)]) -> Result<Self, Vec<DecisionFault>> {
        let known: BTreeSet<String> = gaps.iter().map(Gap::key).collect();
        let shown = sent.iter().find(|(field, _)| field == DECISIONS_FIELD);
        let shown = shown.map_or("", |(_, shown)| shown.trim());
        let mut new = if shown.is_empty() {
            self.clone()
        } else {
            Self::default()
        };
        let mut faults = Vec::new();
        for (field, value) in sent {
            let value = value.trim();
            if let Err(complaint) = new.set(field, value, &known) {
                let field = field.clone();
                faults.push(DecisionFault { field, complaint });
            }
        }
        if let Ok(before) = serde_json::from_str(shown) {
            new = new.onto(&before, self);
        }
        new.gaps.retain(|_, decided| *decided != Decided::default());
        if faults.is_empty() { Ok(new) } else { Err(faults) }
    }

    /// What these decisions changed since `before`, put onto what stands `now`.
    fn onto(mut self, before: &Self, now: &Self) -> Self {
        fn merge<T: PartialEq + Clone>(new: &mut T, before: &T, now: &T) {
            if new == before {
                new.clone_from(now);
            }
        }
        merge(&mut self.who, &before.who, &now.who);
        merge(&mut self.role, &before.role, &now.role);
        merge(&mut self.review, &before.review, &now.review);
        let nothing = Decided::default();
        let all: BTreeSet<String> = [&self, before, now]
            .into_iter()
            .flat_map(|decisions| decisions.gaps.keys().cloned())
            .collect();
        for gap in all {
            let of = |decisions: &Self| decisions.gaps.get(&gap).unwrap_or(&nothing).clone();
            let (before, now, mut new) = (of(before), of(now), of(&self));
            merge(&mut new.decision, &before.decision, &now.decision);
            merge(&mut new.explain, &before.explain, &now.explain);
            merge(&mut new.who, &before.who, &now.who);
            merge(&mut new.review, &before.review, &now.review);
            self.gaps.insert(gap, new);
        }
        self
    }

    fn set(&mut self, field: &str, value: &str, known: &BTreeSet<String>) -> Result<(), Complaint> {
        let Some((what, gap)) = field.split_once('.') else {
            return Ok(());
        };
        match (what, gap) {
            ("decider", "name") => self.who = text(value)?,
            ("decider", "role") => self.role = text(value)?,
            ("decider", "review") => self.review = day(value)?,
            ("decision" | "explain" | "who" | "review" | "gap", gap) => {
                if !known.contains(gap) {
                    return Err(
                        Complaint::plain("decisions.unknown_gap").with("gap", super::value::shortened(gap))
                    );
                }
                let decided = self.gaps.entry(gap.to_owned()).or_default();
                match what {
                    "decision" => decided.decision = decision(value)?,
                    "explain" => decided.explain = !matches!(value, "" | "false" | "0" | "no" | "off"),
                    "who" => decided.who = text(value)?,
                    "gap" => *decided = Decided::default(),
                    _ => decided.review = day(value)?,
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn decision(value: &str) -> Result<Option<Decision>, Complaint> {
    if value.is_empty() {
        return Ok(None);
    }
    let decision = Decision::ALL
        .into_iter()
        .find(|decision| decision.as_str() == value);
    decision
        .map(Some)
        .ok_or_else(|| Complaint::plain("decisions.bad_choice"))
}

fn text(value: &str) -> Result<Option<String>, Complaint> {
    if value.chars().count() > LIMIT || value.contains(char::is_control) {
        return Err(Complaint::plain("decisions.bad_text").with("limit", LIMIT));
    }
    Ok((!value.is_empty()).then(|| value.to_owned()))
}

/// A day of this century, as a date field of a form sends it.
fn day(value: &str) -> Result<Option<Date>, Complaint> {
    if value.is_empty() {
        return Ok(None);
    }
    let day: Option<Date> = (value.len() == 10).then(|| value.parse().ok()).flatten();
    let day = day.filter(|day| (2000..2100).contains(&day.year()));
    day.map(Some)
        .ok_or_else(|| Complaint::plain("decisions.bad_date").with("example", "2027-03-31"))
}
