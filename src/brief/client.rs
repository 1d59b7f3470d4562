//! What a client believes to have, beside what they pay for. Assumptions first: they are next year's complaints.

use serde::Serialize;

use crate::assessment::Expectation;
use crate::store::Response;

/// A client's answers beside the package.
#[derive(Debug, Serialize)]
pub struct ClientLines {
    /// Who it is; `None` where the respondent said so and nobody here did.
    pub name: Option<String>,
    /// The client's id, for a link.
    pub id: Option<String>,
    /// The package, as it was called when they answered.
    pub package: String,
    /// Believed to be covered, and is not: each with what to ask.
    pub assumptions: Vec<ExpectedLine>,
    /// Covered, and not known: to be explained, not sold.
    pub unaware: Vec<ExpectedLine>,
    /// Believed to be covered, and is.
    pub confirmed: Vec<ExpectedLine>,
    /// Neither: the add-ons to decide about.
    pub opportunities: Vec<ExpectedLine>,
}

/// A service with what was answered about it.
#[derive(Debug, Serialize)]
pub struct ExpectedLine {
    /// As it was sold.
    pub name: String,
    /// The statements.
    pub states: Vec<String>,
}

pub(super) fn client(response: &Response) -> Option<ClientLines> {
    let all = response.follow_up.expectations.as_ref()?;
    let lines = |list: &[Expectation]| list.iter().map(line).collect();
    let client = response.client.as_ref();
    Some(ClientLines {
        name: client.map(|client| client.name.clone()),
        id: client.map(|client| client.id.clone()),
        package: all.name.clone(),
        assumptions: lines(&all.assumptions),
        unaware: lines(&all.unaware),
        confirmed: lines(&all.confirmed),
        opportunities: lines(&all.opportunities),
    })
}

fn line(one: &Expectation) -> ExpectedLine {
    let states = one.states.iter().map(|state| state.text.clone());
    ExpectedLine {
        name: one.name.clone(),
        states: states.collect(),
    }
}
