//! The respondent's own report, the contact that can be added to it once, and the decisions that can be changed.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{Html, IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::body::{self, Content};
use super::endpoint::Endpoint;
use super::problem::{Fault, Problem};
use super::sent::{Fields, Pairs};
use crate::assessment::{Complaint, Consent, Contact, ContactFault, DecisionFault};
use crate::render::{Renderer, ReportInput};
use crate::store::{self, ContactAdded, NewContact, Token};

type Address = Result<Path<String>, PathRejection>;

/// What was sent and refused, for the page that comes back.
#[derive(Default)]
struct Refused {
    typed: Pairs,
    contact: Vec<ContactFault>,
    decisions: Vec<DecisionFault>,
}

/// `GET /r/{token}`
pub(super) async fn get(State(endpoint): State<Arc<Endpoint>>, path: Address) -> Result<Response, Problem> {
    let response = find(&endpoint, path).await?;
    let page = page(&endpoint, &response, &Refused::default()).await?;
    Ok(Html(page).into_response())
}

/// `POST /r/{token}`
pub(super) async fn post(
    State(endpoint): State<Arc<Endpoint>>,
    path: Address,
    request: Request,
) -> Result<Response, Problem> {
    let response = find(&endpoint, path).await?;
    let (parts, body) = request.into_parts();
    let content = body::read(&parts.headers, body, endpoint.app.limits).await?;
    let is_form = matches!(content, Content::Form(_));
    let sent = Fields::read(content);
    let renderer = endpoint.renderer();
    // Everything is looked at before anything is kept.
    let valid = match check(&renderer, &response, &sent) {
        Ok(valid) => valid,
        Err((faults, refused)) => {
            let problem = Problem::faults(faults).in_words(renderer.words(&response.assessment));
            if !is_form {
                return Err(problem);
            }
            return Ok(problem.dress(Html(page(&endpoint, &response, &refused).await?)));
        }
    };
    let decides = valid.decisions.is_some();
    keep(&endpoint, &response, valid).await?;
    let report = renderer.report_path(&response.token.to_string());
    if is_form {
        let place = if decides { "#decisions" } else { "" };
        let back = format!("{report}{place}");
        return Ok((StatusCode::SEE_OTHER, [(LOCATION, back)]).into_response());
    }
    let body = json!({"id": response.id, "result_url": report}).to_string();
    Ok(([(CONTENT_TYPE, "application/json")], body).into_response())
}

/// What was sent and is in order.
#[derive(Default)]
struct Valid {
    contact: Option<NewContact>,
    decisions: Option<Pairs>,
}

/// The page's form says every decision at once; anything else changes what it names.
fn check(
    renderer: &Renderer,
    response: &store::Response,
    sent: &Fields,
) -> Result<Valid, (Vec<Fault>, Refused)> {
    let (mut valid, mut refused) = (Valid::default(), Refused::default());
    let decides = sent.decides();
    if !decides || !sent.contact().is_empty() {
        let form = &renderer.site().contact;
        match Contact::read(form, &sent.contact(), true) {
            Ok(Some(contact)) => {
                let (given, wording) = (sent.consent(), form.consent.clone());
                valid.contact = Some(NewContact {
                    contact,
                    consent: Consent { given, wording },
                    at: Timestamp::now(),
                    deliver_to: renderer.site().told_of(&response.assessment, &response.follow_up),
                });
            }
            Ok(None) if sent.faults.is_empty() => refused.contact.push(ContactFault {
                pointer: "/contact".to_owned(),
                complaint: Complaint::plain("contact.nobody"),
            }),
            Ok(None) => {}
            Err(faults) => refused.contact = faults,
        }
    }
    if decides {
        let gaps = &response.follow_up.gaps;
        match response.decisions.change(gaps, &sent.all) {
            Ok(_) => valid.decisions = Some(sent.all.clone()),
            Err(faults) => refused.decisions = faults,
        }
    }
    let contact = refused.contact.iter().cloned().map(Fault::from);
    let decisions = refused.decisions.iter().cloned().map(Fault::from);
    let shape = sent.faults.iter().cloned();
    let faults: Vec<Fault> = contact.chain(decisions).chain(shape).collect();
    if faults.is_empty() {
        return Ok(valid);
    }
    refused.typed = sent.all.clone();
    Err((faults, refused))
}

async fn keep(endpoint: &Endpoint, response: &store::Response, valid: Valid) -> Result<(), Problem> {
    let store = &endpoint.app.store;
    if let Some(contact) = valid.contact {
        match store.add_contact(&response.token, contact).await? {
            ContactAdded::Added => {}
            ContactAdded::AlreadyThere => {
                let problem = Problem::new(StatusCode::CONFLICT, "contact.known");
                return Err(problem.in_words(endpoint.renderer().words(&response.assessment)));
            }
            ContactAdded::Unknown => return Err(unknown()),
        }
    }
    if let Some(decisions) = valid.decisions
        && !store.decide(&response.token, decisions, Timestamp::now()).await?
    {
        return Err(unknown());
    }
    Ok(())
}

async fn find(endpoint: &Endpoint, path: Address) -> Result<store::Response, Problem> {
    let token = path.ok().and_then(|Path(token)| Token::parse(&token));
    let token = token.ok_or_else(unknown)?;
    let response = endpoint.app.store.by_token(&token).await?.ok_or_else(unknown)?;
    let renderer = endpoint.renderer();
    if response.revoked_at.is_some() || expires_at(&renderer, &response) <= Timestamp::now() {
        let problem = Problem::new(StatusCode::GONE, "report.gone");
        return Err(problem.in_words(renderer.words(&response.assessment)));
    }
    Ok(response)
}

fn expires_at(renderer: &Renderer, response: &store::Response) -> Timestamp {
    let hours = i64::from(renderer.site().report_days) * 24;
    let end = response
        .submitted_at
        .checked_add(SignedDuration::from_hours(hours));
    end.unwrap_or(Timestamp::MAX)
}

fn unknown() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "problem.no_report")
}

async fn page(endpoint: &Endpoint, response: &store::Response, refused: &Refused) -> Result<String, Problem> {
    let renderer = endpoint.renderer();
    let contact = response.contact.as_ref();
    let alike = renderer.alike(&response.assessment, &response.answers);
    let store = &endpoint.app.store;
    let benchmark = store
        .benchmark(response.assessment.clone(), alike.clone())
        .await?;
    let last = store.round_before(response).await?;
    let since = last
        .as_ref()
        .and_then(|last| renderer.since(&last.round(), &response.round()));
    Ok(renderer.report_page(&ReportInput {
        token: &response.token.to_string(),
        definition: &response.definition,
        answers: &response.answers,
        scorecard: &response.scorecard,
        follow_up: &response.follow_up,
        contact_known: contact.is_some(),
        consent_given: contact.is_some_and(|(_, consent)| consent.given),
        typed: &refused.typed,
        contact_faults: &refused.contact,
        submitted_at: response.submitted_at,
        expires_at: expires_at(&renderer, response),
        decisions: &response.decisions,
        decided_at: response.decided_at,
        decision_faults: &refused.decisions,
        benchmark: benchmark.as_ref(),
        alike: alike.as_ref(),
        since: since.as_ref(),
        needs_decider: renderer.needs_decider(&response.definition, &response.answers),
    })?)
}
