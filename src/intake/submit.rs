//! Takes a response: checks it against the assessment as it was shown, scores it, stores it, answers.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{Html, IntoResponse, Response};
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::body;
use super::endpoint::Endpoint;
use super::invitation;
use super::problem::{Fault, Problem};
use super::sent::Sent;
use crate::assessment::{
    AnswerFault, Answers, AssessmentId, Audience, Consent, Contact, ContactFault, ContactForm, Definition,
    Gate, score,
};
use crate::render::{FilledForm, Renderer};
use crate::store::{Found, NewResponse, Receipt, Status, Submitted, Token};

/// `POST /responses/{assessment}`
pub(super) async fn post(
    State(endpoint): State<Arc<Endpoint>>,
    path: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let renderer = endpoint.renderer();
    let today = named(path).and_then(|id| renderer.published(&id));
    let today = today.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "problem.no_assessment"))?;
    let id = &today.definition.assessment.id;
    let (parts, body) = request.into_parts();
    let content = body::read(&parts.headers, body, endpoint.app.limits).await?;
    let now = Timestamp::now();
    let sent = Sent::read(id, content);
    let client = invitation::of(&endpoint, id, sent.fields.invitation()).await?;
    let audience = Audience::of_client(client.is_some());
    let today = today.asked(audience).clone();
    let definition = shown(&endpoint, today, sent.fields.definition()).await?;
    let site = renderer.site();
    let (answers, contact) = match check(&sent, &definition, &site.contact) {
        Ok(valid) => valid,
        Err(faults) => {
            let page = (&definition.assessment.id, audience);
            return refuse(&endpoint, &renderer, page, sent, faults).await;
        }
    };
    let scorecard = score(&definition.assessment, &answers);
    let package = client.as_ref().map(|client| &client.package);
    let follow_up = site.follow_up(&definition.assessment, &answers, &scorecard, package);
    let from_form = sent.is_form();
    let (given, wording) = (sent.fields.consent(), site.contact.consent.clone());
    let deliver_to = site.told_of(&definition.assessment.id, &follow_up);
    let response = NewResponse {
        id: sent.id.unwrap_or_else(Uuid::now_v7),
        token: Token::random()?,
        fingerprint: sent.fingerprint,
        from_form,
        submitted_at: now,
        definition,
        answers,
        scorecard,
        follow_up,
        contact: contact.map(|contact| (contact, Consent { given, wording })),
        source: sent.fields.source(),
        status: if sent.fields.suspect(now) {
            Status::Quarantined
        } else {
            Status::New
        },
        deliver_to,
        client: client.map(|client| client.id),
    };
    let (status, receipt) = match endpoint.app.store.submit(response).await? {
        Submitted::Created(receipt) => (StatusCode::CREATED, receipt),
        Submitted::Repeated(receipt) => (StatusCode::OK, receipt),
        Submitted::Conflict => return Err(conflict()),
    };
    if from_form {
        let report = renderer.report_path(&receipt.token.to_string());
        return Ok((StatusCode::SEE_OTHER, [(LOCATION, report)]).into_response());
    }
    Ok(acknowledge(&renderer, status, &receipt))
}

/// The assessment that an address names.
pub(super) fn named(path: Result<Path<String>, PathRejection>) -> Option<AssessmentId> {
    AssessmentId::try_from(path.ok()?.0.as_str()).ok()
}

/// The assessment as the page showed it: another one only where that was shown once.
async fn shown(endpoint: &Endpoint, today: Definition, hash: &str) -> Result<Definition, Problem> {
    if hash.len() != today.hash.len() || *hash == *today.hash {
        return Ok(today);
    }
    let known = endpoint.app.store.definition(hash).await?;
    let same = known.filter(|known| known.assessment.id == today.assessment.id);
    Ok(same.unwrap_or(today))
}

/// Everything that is wrong, in the order of the body.
struct Faults {
    shape: Vec<Fault>,
    answers: Vec<AnswerFault>,
    contact: Vec<ContactFault>,
}

fn check(
    sent: &Sent,
    definition: &Definition,
    form: &ContactForm,
) -> Result<(Answers, Option<Contact>), Faults> {
    let required = definition.assessment.gate == Gate::Before;
    let answers = sent.check(&definition.assessment);
    let contact = Contact::read(form, &sent.fields.contact(), required);
    match (answers, contact) {
        (Ok(answers), Ok(contact)) if sent.fields.faults.is_empty() => Ok((answers, contact)),
        (answers, contact) => Err(Faults {
            shape: sent.fields.faults.clone(),
            answers: answers.err().unwrap_or_default(),
            contact: contact.err().unwrap_or_default(),
        }),
    }
}

/// An id that was used is answered by what it was used for, whatever is wrong with the answers now.
async fn refuse(
    endpoint: &Endpoint,
    renderer: &Renderer,
    (assessment, audience): (&AssessmentId, Audience),
    sent: Sent,
    faults: Faults,
) -> Result<Response, Problem> {
    if let Some(id) = sent.id.filter(|_| !sent.is_form()) {
        match endpoint.app.store.find(id, sent.fingerprint).await? {
            Found::Nothing => {}
            Found::Same(receipt) => return Ok(acknowledge(renderer, StatusCode::OK, &receipt)),
            Found::Other => return Err(conflict()),
        }
    }
    let answers = faults.answers.iter().cloned().map(Fault::from);
    let contact = faults.contact.iter().cloned().map(Fault::from);
    let problem = Problem::faults(faults.shape.into_iter().chain(answers).chain(contact).collect());
    let problem = problem.in_words(renderer.words(assessment));
    if !sent.is_form() {
        return Err(problem);
    }
    let form = FilledForm {
        fields: sent.fields.all,
        answer_faults: faults.answers,
        contact_faults: faults.contact,
    };
    Ok(problem.dress(Html(renderer.form_page(assessment, audience, &form)?)))
}

fn conflict() -> Problem {
    Problem::new(StatusCode::CONFLICT, "problem.used_id")
}

fn acknowledge(renderer: &Renderer, status: StatusCode, receipt: &Receipt) -> Response {
    let result_url = renderer.report_path(&receipt.token.to_string());
    let body = json!({"id": receipt.id, "result_url": result_url, "scorecard": receipt.scorecard});
    let kind = "application/json".to_owned();
    (
        status,
        [(CONTENT_TYPE, kind), (LOCATION, result_url)],
        body.to_string(),
    )
        .into_response()
}
