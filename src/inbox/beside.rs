//! The sheets of several people of one client, side by side.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::client::{Answered, href};
use super::client_rounds::{on, people, who};
use super::page::page;
use super::trouble::Trouble;
use crate::brief::answers_of;

/// How many sheets lie beside each other, the newest.
const MOST: usize = 6;

/// What `beside.html` sees.
#[derive(Serialize)]
struct View {
    title: String,
    client: String,
    back: String,
    people: Vec<Person>,
    lines: Vec<Line>,
    more: usize,
}

#[derive(Serialize)]
struct Person {
    href: String,
    name: String,
    on: String,
}

#[derive(Serialize)]
struct Line {
    question: String,
    /// One entry for each person: what was answered.
    answers: Vec<Vec<String>>,
    /// Whether those who answered said different things.
    differ: bool,
}

/// `GET /inbox/clients/{id}/beside?assessment=…`
pub(super) async fn get(answered: Answered) -> Result<Response, Trouble> {
    let Answered { known, facts, signed } = answered;
    let people = people(&known.rounds);
    let more = people.len().saturating_sub(MOST);
    let people = &people[..people.len().min(MOST)];
    let mut lines: Vec<Line> = Vec::new();
    let mut asked = std::collections::BTreeSet::new();
    let questions = people
        .iter()
        .flat_map(|one| one.definition.assessment.questions());
    for question in questions {
        if !asked.insert(question.id.clone()) {
            continue;
        }
        let answers: Vec<Vec<String>> = people.iter().map(|one| answers_of(one, &question.id)).collect();
        let mut said = answers.iter().filter(|answer| !answer.is_empty());
        let first = said.next();
        lines.push(Line {
            question: question.text.plain.clone(),
            differ: said.any(|answer| Some(answer) != first),
            answers,
        });
    }
    let view = View {
        title: facts.title(&people[0].assessment),
        client: known.client.name.clone(),
        back: href(&facts, &known.client.id),
        people: people
            .iter()
            .map(|one| Person {
                href: format!("{}/inbox/leads/{}", facts.base_path, one.id),
                name: who(one),
                on: on(one.submitted_at),
            })
            .collect(),
        lines,
        more,
    };
    page(&facts, Some(&signed), "beside.html", StatusCode::OK, &view)
}
