//! `deliveries` of `site.yaml`: who is told of a lead.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::assessment::{AssessmentId, Destination, FitGrade, OptionId, Target};

use super::faults::{Faults, Spanned};
use super::fields::Fields;
use super::site_yaml::{self, SiteDraft};
use super::yaml::Node;
use super::{codes, fit, naming, shapes, urls};

/// A delivery whose assessments are still to be found.
#[derive(Debug, Clone)]
pub(super) struct DeliveryDraft {
    name: String,
    target: Target,
    owner: Option<String>,
    min_fit: Option<FitGrade>,
    pub(super) assessments: Vec<Spanned<String>>,
}

const EXAMPLE: &str = "such as `- { name: sales, email: sales@example.com }`";

/// Reads the list; an entry that can't be read is left out, and reported.
pub(super) fn read(home: &mut Fields<'_>, faults: &mut Faults) -> Vec<DeliveryDraft> {
    let mut names = BTreeSet::new();
    let nodes = home.list("deliveries", faults).unwrap_or_default();
    let read = nodes.iter().filter_map(|node| one(node, &mut names, faults));
    read.collect()
}

fn one(node: &Node, names: &mut BTreeSet<String>, faults: &mut Faults) -> Option<DeliveryDraft> {
    let mut fields = Fields::of(node, &shapes::DELIVERY, faults)?;
    let name = fields.required("name", EXAMPLE, node.span.clone(), faults);
    let webhook = fields.text("webhook", faults);
    let email = fields.get("email").is_some();
    let address = site_yaml::email(&mut fields, "email", faults);
    let report = fields.flag("report", faults);
    let secret = fields.text("secret_env", faults);
    let owner = fields.text("owner", faults).map(|owner| owner.value);
    let assessments = site_yaml::texts(&mut fields, "assessments", faults);
    let min_fit = fields.choice("min_fit", &fit::GRADES, faults);
    fields.finish(faults);
    let name = name.and_then(|name| unique(name, names, faults))?;
    if let (false, Some(secret)) = (webhook.is_some(), &secret) {
        let message = "only what goes to a `webhook` is signed";
        faults.report(
            &codes::CONFLICT,
            secret.span.clone(),
            message,
            "take `secret_env` out",
        );
    }
    let target = match (webhook, email, report) {
        (Some(url), false, false) => hook(url, secret, node.span.clone(), faults)?,
        (None, true, false) => Target::Email { address: address? },
        (None, false, true) => Target::Report,
        (None, false, false) => {
            let message = "this delivery does not say where it goes";
            let help = "give it a `webhook`, an `email` or `report: true`";
            faults.report(&codes::MISSING_FIELD, node.span.clone(), message, help);
            return None;
        }
        _ => {
            let message = "a delivery goes to one place";
            let help = "write one entry each for `webhook`, `email` and `report`";
            faults.report(&codes::CONFLICT, node.span.clone(), message, help);
            return None;
        }
    };
    Some(DeliveryDraft {
        name,
        target,
        owner,
        min_fit,
        assessments,
    })
}

/// A name that can stand in the outbox and in lists.
fn unique(name: Spanned<String>, names: &mut BTreeSet<String>, faults: &mut Faults) -> Option<String> {
    if let Err(error) = OptionId::try_from(name.value.as_str()) {
        let help = naming::better_id(&name.value);
        faults.report(&codes::BAD_ID, name.span, error.to_string(), help);
        return None;
    }
    if !names.insert(name.value.clone()) {
        let message = format!("two deliveries are named `{}`", name.value);
        faults.report(&codes::DUPLICATE_ID, name.span, message, "rename one of the two");
        return None;
    }
    Some(name.value)
}

fn hook(
    url: Spanned<String>,
    secret: Option<Spanned<String>>,
    place: Range<usize>,
    faults: &mut Faults,
) -> Option<Target> {
    if let Err(why) = urls::webhook(&url.value) {
        let message = format!("this is no address for a `webhook`: {why}");
        let help = "such as `https://hooks.example.com/abc`";
        faults.report(&codes::BAD_URL, url.span, message, help);
        return None;
    }
    let help = "name the environment variable that holds the secret, such as `secret_env: CRM_SECRET`";
    let Some(secret) = secret else {
        let message = "a webhook is signed, so it needs `secret_env`";
        faults.report(&codes::MISSING_FIELD, place, message, help);
        return None;
    };
    let fine = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    if secret.value.is_empty()
        || !secret.value.chars().all(fine)
        || secret.value.starts_with(|c: char| c.is_ascii_digit())
    {
        // The value is not repeated: it may be the secret itself.
        let message = "`secret_env` is the name of an environment variable: capitals, digits and `_`";
        faults.report(&codes::FIELD_VALUE, secret.span, message, help);
        return None;
    }
    Some(Target::Webhook {
        url: url.value,
        secret_env: secret.value,
    })
}

/// The destinations of a site: that of `sales_email` first, then the list in its order.
pub(super) fn of(site: &SiteDraft) -> Vec<Destination> {
    let brief = site.sales_email.as_deref().map(Destination::brief);
    let listed = site.deliveries.iter().map(|draft| Destination {
        key: match draft.target {
            Target::Webhook { .. } => format!("webhook:{}", draft.name),
            Target::Email { .. } => format!("email:{}", draft.name),
            Target::Report => format!("report:{}", draft.name),
        },
        target: draft.target.clone(),
        assessments: draft
            .assessments
            .iter()
            .filter_map(|name| AssessmentId::try_from(name.value.as_str()).ok())
            .collect(),
        min_fit: draft.min_fit,
        owner: draft.owner.clone(),
    });
    brief.into_iter().chain(listed).collect()
}
