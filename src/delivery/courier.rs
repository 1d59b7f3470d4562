//! One try: from a row of the outbox to its destination.

use std::path::PathBuf;

use jiff::Timestamp;

use super::mail::{brief_message, report_message};
use super::outcome::{Ending, Outcome};
use super::payload::payload;
use super::post::Post;
use super::report_mail::report_mail;
use super::signing::Secrets;
use super::webhook::{Message, Webhooks};
use super::{DeliveryError, SiteFacts, brief, mailbox};
use crate::assessment::{Destination, Target};
use crate::store::{OutboxItem, Response, Status};

/// Knows every way that a lead can leave.
pub(super) struct Courier {
    webhooks: Webhooks,
    post: Post,
    mail_dir: PathBuf,
}

impl Courier {
    pub(super) fn new(post: Post, allow_local: bool, mail_dir: PathBuf) -> Self {
        Self {
            webhooks: Webhooks::new(allow_local),
            post,
            mail_dir,
        }
    }

    /// Tries once; with the file, where a mail was written into one.
    pub(super) async fn carry(&self, item: OutboxItem, site: &SiteFacts) -> (Outcome, Option<PathBuf>) {
        let hopeless = |why: &str| (Outcome::because(Ending::Hopeless, why), None);
        let response = &item.response;
        let Some(destination) = site.deliveries.iter().find(|one| one.key == item.kind) else {
            return hopeless("site.yaml names no such destination; the lead is kept in the database");
        };
        // The outbox holds nothing else; what sales quarantines later must not leave either.
        let agreed = response
            .contact
            .as_ref()
            .is_some_and(|(_, consent)| consent.given);
        if !agreed || response.status == Status::Quarantined {
            return hopeless("nobody agreed to this, or it was quarantined");
        }
        match &destination.target {
            Target::Webhook { url, secret_env } => (
                self.hook(response, site, destination, url, secret_env).await,
                None,
            ),
            Target::Email { address } => {
                let (outcome, file) = self.brief(response, site, destination, address).await;
                (not_for_ever(outcome), file)
            }
            Target::Report if response.revoked_at.is_some() => hopeless("the report was withdrawn"),
            Target::Report => self.report(response, site, destination).await,
        }
    }

    async fn hook(
        &self,
        response: &Response,
        site: &SiteFacts,
        destination: &Destination,
        url: &str,
        secret_env: &str,
    ) -> Outcome {
        let secrets = match Secrets::of_variable(secret_env) {
            Ok(secrets) => secrets,
            Err(why) => return Outcome::because(Ending::NotReady, why),
        };
        // The same over retries and replays, and another for each destination.
        let id = format!(
            "msg_{}_{}",
            response.id.simple(),
            destination.key.replace(':', "_")
        );
        let message = Message {
            id: &id,
            at: Timestamp::now(),
            body: payload(response, site, destination),
        };
        self.webhooks.send(url, &secrets, message).await
    }

    async fn brief(
        &self,
        response: &Response,
        site: &SiteFacts,
        destination: &Destination,
        address: &str,
    ) -> (Outcome, Option<PathBuf>) {
        let from = self.post.from.as_ref();
        let message = brief(response, site)
            .and_then(|brief| brief_message(&brief, response, site, destination, (address, from)));
        self.mail(message, response, destination).await
    }

    async fn report(
        &self,
        response: &Response,
        site: &SiteFacts,
        destination: &Destination,
    ) -> (Outcome, Option<PathBuf>) {
        let from = self.post.from.as_ref();
        let message = report_mail(response, site)
            .and_then(|report| report_message(&report, response, site, destination, from));
        self.mail(message, response, destination).await
    }

    async fn mail(
        &self,
        message: Result<lettre::Message, DeliveryError>,
        response: &Response,
        destination: &Destination,
    ) -> (Outcome, Option<PathBuf>) {
        match message {
            Ok(message) => {
                let file = mailbox::place(&self.mail_dir, response, &destination.key);
                self.post.send(message, file).await
            }
            Err(error @ DeliveryError::Recipient) => {
                (Outcome::because(Ending::Hopeless, error.to_string()), None)
            }
            Err(error) => (Outcome::failed(error.to_string()), None),
        }
    }
}

/// A mail server may be wrong about sales' own mailbox for a while, and no lead may be lost by that.
fn not_for_ever(outcome: Outcome) -> Outcome {
    match outcome.ending {
        Ending::Hopeless => Outcome {
            ending: Ending::Failed(None),
            ..outcome
        },
        _ => outcome,
    }
}

/// What is missing before anything can be sent to the site's destinations, in words for whoever runs the program.
pub fn not_ready(site: &SiteFacts) -> Vec<String> {
    let hooks = site
        .deliveries
        .iter()
        .filter_map(|destination| match &destination.target {
            Target::Webhook { secret_env, .. } => {
                Some((&destination.key, Secrets::of_variable(secret_env).err()?))
            }
            _ => None,
        });
    hooks.map(|(key, why)| format!("{key} waits: {why}")).collect()
}
