//! The respondent's own report, and the contact that can be added to it once.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{Html, IntoResponse, Response};
use jiff::Timestamp;
use serde_json::json;

use super::body::{self, Content};
use super::endpoint::Endpoint;
use super::problem::{Fault, Problem};
use super::sent::Fields;
use crate::assessment::{Complaint, Consent, Contact, ContactFault};
use crate::render::{Renderer, ReportInput};
use crate::store::{self, ContactAdded, NewContact, Token};
use crate::words::Words;

type Address = Result<Path<String>, PathRejection>;

/// `GET /r/{token}`
pub(super) async fn get(State(endpoint): State<Arc<Endpoint>>, path: Address) -> Result<Response, Problem> {
    let response = find(&endpoint, path).await?;
    Ok(Html(page(&endpoint.renderer(), &response, &[], &[])?).into_response())
}

/// `POST /r/{token}`
pub(super) async fn post(
    State(endpoint): State<Arc<Endpoint>>,
    path: Address,
    request: Request,
) -> Result<Response, Problem> {
    let response = find(&endpoint, path).await?;
    let renderer = endpoint.renderer();
    let (parts, body) = request.into_parts();
    let content = body::read(&parts.headers, body, endpoint.app.limits).await?;
    let is_form = matches!(content, Content::Form(_));
    let sent = Fields::read(content);
    let form = &renderer.site().contact;
    let contact = match Contact::read(form, &sent.contact(), true) {
        Ok(Some(contact)) if sent.faults.is_empty() => contact,
        read => {
            let mut faults = read.err().unwrap_or_default();
            if faults.is_empty() && sent.faults.is_empty() {
                faults.push(ContactFault {
                    pointer: "/contact".to_owned(),
                    complaint: Complaint::plain("contact.nobody"),
                });
            }
            let all = faults.iter().cloned().map(Fault::from).chain(sent.faults);
            let problem = Problem::faults(all.collect()).in_words(words(&renderer, &response));
            if !is_form {
                return Err(problem);
            }
            return Ok(problem.dress(Html(page(&renderer, &response, &sent.all, &faults)?)));
        }
    };
    let (given, wording, at) = (sent.consent(), form.consent.clone(), Timestamp::now());
    let consent = Consent { given, wording };
    let new = NewContact { contact, consent, at };
    match endpoint.app.store.add_contact(&response.token, new).await? {
        ContactAdded::Added => {}
        ContactAdded::AlreadyThere => {
            let problem = Problem::new(StatusCode::CONFLICT, "contact.known");
            return Err(problem.in_words(words(&renderer, &response)));
        }
        ContactAdded::Unknown => return Err(unknown()),
    }
    let report = renderer.report_path(&response.token.to_string());
    if is_form {
        return Ok((StatusCode::SEE_OTHER, [(LOCATION, report)]).into_response());
    }
    let body = json!({"id": response.id, "result_url": report}).to_string();
    Ok(([(CONTENT_TYPE, "application/json")], body).into_response())
}

async fn find(endpoint: &Endpoint, path: Address) -> Result<store::Response, Problem> {
    let token = path.ok().and_then(|Path(token)| Token::parse(&token));
    let token = token.ok_or_else(unknown)?;
    endpoint.app.store.by_token(&token).await?.ok_or_else(unknown)
}

/// The language that the assessment's pages speak.
fn words<'a>(renderer: &'a Renderer, response: &store::Response) -> &'a Arc<Words> {
    renderer.words(&response.assessment)
}

fn unknown() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "problem.no_report")
}

fn page(
    renderer: &Renderer,
    response: &store::Response,
    typed: &[(String, String)],
    faults: &[ContactFault],
) -> Result<String, Problem> {
    let contact = response.contact.as_ref();
    let page = renderer.report_page(&ReportInput {
        token: &response.token.to_string(),
        definition: &response.definition,
        answers: &response.answers,
        scorecard: &response.scorecard,
        follow_up: &response.follow_up,
        contact_known: contact.is_some(),
        consent_given: contact.is_some_and(|(_, consent)| consent.given),
        typed,
        contact_faults: faults,
        submitted_at: response.submitted_at,
    })?;
    Ok(page)
}
