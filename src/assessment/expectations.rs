//! What a client believes to be covered beside what they pay for. The four answers of loaded questions:
//!
//! | | in the package | not in the package |
//! |---|---|---|
//! | good state ticked | confirmed value | assumption |
//! | not ticked | unaware: explained, never sold | opportunity |

use serde::{Deserialize, Serialize};

use super::scoring::read;
use super::{
    Answer, Answers, Assessment, Catalogue, FollowUp, OptionId, Package, PackageId, QuestionId, Role,
    ServiceId, Standing, visible,
};

/// What a client's answers say about their package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectations {
    /// The package, as it was when they answered.
    pub package: PackageId,
    /// What it was called.
    pub name: String,
    /// The respondent said so; nobody here did.
    pub self_declared: bool,
    /// Believed to be covered, and is.
    pub confirmed: Vec<Expectation>,
    /// Covered, and not known.
    pub unaware: Vec<Expectation>,
    /// Believed to be covered, and is not.
    pub assumptions: Vec<Expectation>,
    /// Neither: to decide about.
    pub opportunities: Vec<Expectation>,
}

/// A service with what was answered about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation {
    /// Which.
    pub service: ServiceId,
    /// As it was sold.
    pub name: String,
    /// The statements, in file order; of a *one* or *scale* the question.
    pub states: Vec<State>,
}

/// A good state that an answer is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Where.
    pub question: QuestionId,
    /// The option of a *many*.
    pub option: Option<OptionId>,
    /// In words.
    pub text: String,
}

impl State {
    /// `QUESTION` or `QUESTION.OPTION`, as of a gap.
    pub fn key(&self) -> String {
        match &self.option {
            Some(option) => format!("{}.{option}", self.question),
            None => self.question.to_string(),
        }
    }
}

/// The package that a respondent says they are on (an option with `package`).
pub fn declared_package<'c>(
    assessment: &Assessment,
    answers: &Answers,
    catalogue: &'c Catalogue,
) -> Option<&'c Package> {
    let visible = visible(assessment, answers);
    let asked = assessment
        .questions()
        .filter(|question| visible.contains(&question.id));
    let mut said = asked.filter_map(|question| match answers.get(&question.id)? {
        Answer::Text(id) => question.choice(id)?.package.as_ref(),
        _ => None,
    });
    let id = said.next()?;
    catalogue.packages.iter().find(|package| package.id == *id)
}

impl FollowUp {
    /// For somebody on a package: what it includes is no gap to decide about and not sold again.
    #[must_use]
    pub fn for_client(
        mut self,
        assessment: &Assessment,
        answers: &Answers,
        catalogue: &Catalogue,
        package: &Package,
        self_declared: bool,
    ) -> Self {
        let included = |service: &ServiceId| package.includes.contains(service);
        self.services.retain(|service| !included(&service.id));
        self.gaps
            .retain(|gap| !gap.service.as_ref().is_some_and(included));
        self.expectations = Some(expectations(
            assessment,
            answers,
            catalogue,
            package,
            self_declared,
        ));
        self
    }
}

/// Lays what was answered beside what the package includes. Questions that were not answered say nothing, and a problem that
/// was not ticked is no belief that something is covered.
pub fn expectations(
    assessment: &Assessment,
    answers: &Answers,
    catalogue: &Catalogue,
    package: &Package,
    self_declared: bool,
) -> Expectations {
    let mut found = Expectations {
        package: package.id.clone(),
        name: package.name.clone(),
        self_declared,
        confirmed: Vec::new(),
        unaware: Vec::new(),
        assumptions: Vec::new(),
        opportunities: Vec::new(),
    };
    let readings = read(assessment, answers);
    let answered = readings
        .iter()
        .flatten()
        .filter(|reading| matches!(reading.standing, Standing::Scored | Standing::Noted));
    for reading in answered {
        for part in &reading.parts {
            let Some(service) = part.service.and_then(|id| catalogue.services.get(id)) else {
                continue;
            };
            let option = part.option.and_then(|id| reading.question.choice(id.as_str()));
            let well = !part.offered;
            if well && option.is_some_and(|option| option.role == Role::Problem) {
                continue;
            }
            let list = match (well, package.includes.contains(&service.id)) {
                (true, true) => &mut found.confirmed,
                (false, true) => &mut found.unaware,
                (true, false) => &mut found.assumptions,
                (false, false) => &mut found.opportunities,
            };
            let state = State {
                question: reading.question.id.clone(),
                option: part.option.cloned(),
                text: option
                    .map_or(&reading.question.text, |option| &option.text)
                    .plain
                    .clone(),
            };
            match list.iter_mut().find(|one| one.service == service.id) {
                Some(one) => one.states.push(state),
                None => list.push(Expectation {
                    service: service.id.clone(),
                    name: service.name.clone(),
                    states: vec![state],
                }),
            }
        }
    }
    found
}
