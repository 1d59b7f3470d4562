//! A lead as flat JSON: one level, the same keys for every lead, so that any automation takes it as it is.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::SiteFacts;
use crate::assessment::{Contact, Destination, Expectation, FieldName, Recommendation};
use crate::store::Response;
use crate::words::english;

/// The body for one destination. It stays the same over retries, as long as the site's own texts do.
pub(super) fn payload(response: &Response, site: &SiteFacts, destination: &Destination) -> String {
    let assessment = &response.definition.assessment;
    let card = &response.scorecard;
    let nobody = Contact::default();
    let contact = response.contact.as_ref().map_or(&nobody, |(contact, _)| contact);
    let consent = response.contact.as_ref().map(|(_, consent)| consent);
    let services = &response.follow_up.services;
    let names: Vec<&str> = services.iter().map(|service| service.name.as_str()).collect();
    let ids: Vec<&str> = services.iter().map(|service| service.id.as_str()).collect();
    let band = card.band.as_ref();
    let outcome = card.outcome.as_ref();
    let monthly = sum(services, |service| service.monthly);
    let sales = &response.follow_up.sales;
    // Setting up and projects are told apart only where sales judged the response.
    let known = services.iter().any(|service| service.setup.is_some());
    let setup = known.then_some(sales.need.once);
    let project = known.then_some(sales.need.project);
    let next_year = sales.next_year.as_ref().map(|next| next.need.monthly);
    let money = |minor: Option<i64>| minor.map(|minor| english().money(minor, site.currency));
    let unknown = services
        .iter()
        .filter(|service| service.monthly.is_none() || service.setup.is_none());
    let mut flat = Map::new();
    let mut put = |key: &str, value: Value| flat.insert(key.to_owned(), value);
    put("type", json!("lead"));
    put("id", json!(response.id));
    put("timestamp", json!(written(response)));
    put("assessment", json!(response.assessment));
    put("assessment_title", json!(assessment.title));
    put("submitted_at", json!(response.submitted_at));
    put(
        "owner",
        json!(destination.owner.as_ref().or(sales.owner.as_ref())),
    );
    for field in FieldName::ALL {
        put(&format!("contact_{}", field.as_str()), json!(contact.get(field)));
    }
    put("consent", json!(consent.is_some_and(|consent| consent.given)));
    put(
        "consent_version",
        json!(consent.map(|consent| &consent.wording.version)),
    );
    put(
        "consent_text",
        json!(consent.map(|consent| &consent.wording.text)),
    );
    put("consent_at", json!(response.contact_at));
    put("score", json!(card.shown));
    put("band", json!(band));
    put(
        "band_title",
        json!(band.and_then(|id| assessment.band(id)).map(|band| &band.title)),
    );
    put("outcome", json!(outcome));
    let title = outcome
        .and_then(|id| assessment.outcome(id))
        .map(|outcome| &outcome.title);
    put("outcome_title", json!(title));
    let fit = sales.fit.as_ref();
    put("fit", json!(fit.map(|fit| fit.grade.as_str())));
    put("fit_reasons", json!(fit.map(|fit| fit.reasons.join("; "))));
    put("triggers", json!(sales.triggers.join("; ")));
    put("services", json!(names.join("; ")));
    put("service_ids", json!(ids.join(",")));
    put("services_count", json!(services.len()));
    put("services_without_price", json!(unknown.count()));
    put("currency", json!(site.currency.code()));
    // Whole minor units, as everywhere; and in words.
    put("monthly", json!(monthly));
    put("monthly_text", json!(money(monthly)));
    put("setup", json!(setup));
    put("setup_text", json!(money(setup)));
    put("project", json!(project));
    put("project_text", json!(money(project)));
    put("monthly_next_year", json!(next_year));
    put("direction", json!(sales.direction));
    put(
        "package",
        json!(sales.package.as_ref().map(|package| &package.name)),
    );
    let expected = response.follow_up.expectations.as_ref();
    let joined = |list: Option<&Vec<Expectation>>| {
        list.map(|list| {
            list.iter()
                .map(|one| one.name.as_str())
                .collect::<Vec<_>>()
                .join("; ")
        })
    };
    put(
        "client",
        json!(response.client.as_ref().map(|client| &client.name)),
    );
    put("client_package", json!(expected.map(|all| &all.name)));
    put(
        "client_package_self_declared",
        json!(expected.map(|all| all.self_declared)),
    );
    put("assumptions", json!(joined(expected.map(|all| &all.assumptions))));
    put("unaware", json!(joined(expected.map(|all| &all.unaware))));
    put("confirmed", json!(joined(expected.map(|all| &all.confirmed))));
    put(
        "opportunities",
        json!(joined(expected.map(|all| &all.opportunities))),
    );
    let meeting = sales.meeting.as_ref();
    put("meeting", json!(meeting.map(|meeting| &meeting.name)));
    put("meeting_minutes", json!(meeting.map(|meeting| meeting.minutes)));
    put(
        "report_url",
        json!(format!("{}/r/{}", site.base_url, response.token)),
    );
    for name in [
        "utm_source",
        "utm_medium",
        "utm_campaign",
        "utm_term",
        "utm_content",
        "page",
    ] {
        put(&format!("source_{name}"), json!(response.source.get(name)));
    }
    Value::Object(flat).to_string()
}

/// When the lead became one: with its answers, or when the contact was given.
fn written(response: &Response) -> Timestamp {
    response.contact_at.unwrap_or(response.submitted_at)
}

/// What is known; `None` where nothing is, never a made-up 0.
fn sum(services: &[Recommendation], figure: fn(&Recommendation) -> Option<i64>) -> Option<i64> {
    services.iter().filter_map(figure).reduce(i64::saturating_add)
}
