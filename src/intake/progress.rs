//! How far people get, told by the pages: a step and the campaign's source, and nothing that ties two steps together.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use serde_json::Value;

use super::body;
use super::endpoint::Endpoint;
use super::problem::{Fault, Problem};
use super::submit::named;
use crate::assessment::Assessment;
use crate::body::Limits;
use crate::store::Step;

/// A question's id and a word.
const LIMITS: Limits = Limits {
    body_bytes: 1024,
    body_time: Duration::from_secs(10),
};

/// `POST /responses/{assessment}/progress` with `{"reached": QUESTION, "source": WORD}`: `=start` in a question's place
/// where somebody began; the source may be left out. As `text/plain` too, which browsers send to another origin without
/// asking first.
pub(super) async fn post(
    State(endpoint): State<Arc<Endpoint>>,
    path: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<StatusCode, Problem> {
    let renderer = endpoint.renderer();
    let today = named(path).and_then(|id| renderer.published(&id));
    let unknown = || Problem::new(StatusCode::NOT_FOUND, "problem.no_assessment");
    let today = today.ok_or_else(unknown)?;
    let (parts, body) = request.into_parts();
    let told = body::read_told(&parts.headers, body, LIMITS).await?;
    let step = told.get("reached").and_then(Value::as_str);
    let reached = |step| {
        today
            .definitions()
            .find_map(|one| on_the_way(&one.assessment, step))
    };
    let step = step.and_then(reached);
    let step = step.ok_or_else(|| Problem::faults(vec![Fault::new("/reached", "problem.reached")]))?;
    let source = told.get("source").and_then(Value::as_str);
    endpoint
        .app
        .store
        .count_step(today.definition.assessment.id.clone(), step, source);
    Ok(StatusCode::NO_CONTENT)
}

/// A step that a page may tell of: the others are counted where they happen.
fn on_the_way(assessment: &Assessment, step: &str) -> Option<Step> {
    match Step::parse(step)? {
        Step::Started => Some(Step::Started),
        Step::Reached(id) => {
            let asked = assessment.questions().any(|question| question.id == id);
            asked.then_some(Step::Reached(id))
        }
        Step::Finished | Step::Contact => None,
    }
}
