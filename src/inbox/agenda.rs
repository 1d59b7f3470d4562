//! The agenda of the next meeting with a client, to be printed: business first, and no tickets.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::client::{Answered, href};
use super::client_rounds::{ReviewView, asked_today, decision, gained, lost, on};
use super::list::today;
use super::page::page;
use super::trouble::Trouble;
use crate::brief::{BusinessPlan, Plan, Rounds, day, shown};

/// How many entries of each list find room on the page.
const MOST: usize = 6;

/// What `agenda.html` sees.
#[derive(Serialize)]
struct View {
    title: &'static str,
    client: String,
    about: String,
    on: String,
    answered: String,
    back: String,
    meeting: ReviewView,
    direction: &'static str,
    sizes: Vec<String>,
    said: Vec<Said>,
    changes: Option<Changes>,
    assumptions: Vec<Assumed>,
    more_assumptions: usize,
    decisions: Vec<String>,
    more_decisions: usize,
    plan: Option<Plan>,
}

#[derive(Serialize)]
struct Said {
    asked: String,
    answers: String,
}

#[derive(Serialize)]
struct Changes {
    earlier: Option<u32>,
    later: Option<u32>,
    gained: Vec<String>,
    more_gained: usize,
    lost: Vec<String>,
    more_lost: usize,
}

#[derive(Serialize)]
struct Assumed {
    name: String,
    persists: bool,
}

/// `GET /inbox/clients/{id}/agenda?assessment=…`
pub(super) async fn get(answered: Answered) -> Result<Response, Trouble> {
    let Answered { known, facts, signed } = answered;
    let newest = &known.rounds[0];
    let rounds = Rounds::of(asked_today(&facts, newest), &known.rounds, today()).ok_or(Trouble::NoClient)?;
    let business = BusinessPlan::new(newest, facts.shop());
    let agenda = rounds.agenda;
    let (assumptions, more_assumptions) = most(&agenda.assumptions, |one| Assumed {
        name: one.about.name.clone(),
        persists: one.persists,
    });
    let (decisions, more_decisions) = most(&agenda.decisions, decision);
    let view = View {
        title: rounds.review.format.name(),
        client: known.client.name.clone(),
        about: facts.title(&newest.assessment),
        on: day(today()),
        answered: on(newest.submitted_at),
        back: href(&facts, &known.client.id),
        meeting: ReviewView::new(&rounds.review),
        direction: business.direction,
        sizes: business.sizes,
        said: agenda
            .business
            .said
            .into_iter()
            .map(|one| Said {
                asked: one.asked,
                answers: one.answers.join("; "),
            })
            .collect(),
        changes: agenda.changes.map(|changes| {
            let (gained, more_gained) = most(&changes.gained, gained);
            let (lost, more_lost) = most(&changes.lost, lost);
            Changes {
                earlier: changes.earlier_total.map(shown),
                later: changes.later_total.map(shown),
                gained,
                more_gained,
                lost,
                more_lost,
            }
        }),
        assumptions,
        more_assumptions,
        decisions,
        more_decisions,
        plan: business.plan,
    };
    page(&facts, Some(&signed), "agenda.html", StatusCode::OK, &view)
}

/// The first of a list, and how many there are besides.
fn most<T, U>(all: &[T], in_words: impl Fn(&T) -> U) -> (Vec<U>, usize) {
    let first = all.iter().take(MOST).map(in_words).collect();
    (first, all.len().saturating_sub(MOST))
}
