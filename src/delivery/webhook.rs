//! One signed request to a receiver, after Standard Webhooks 1.0, and what its answer means.

use std::error::Error;
use std::net::IpAddr;
use std::sync::OnceLock;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};

use super::guard::{Guard, Refused};
use super::outcome::{Ending, Outcome};
use super::schedule::retry_after;
use super::signing::Secrets;

/// For the look-up and the connection.
const CONNECT: Duration = Duration::from_secs(5);
/// For everything, to the last byte of the answer.
const WHOLE: Duration = Duration::from_secs(15);
/// No more of an answer is read, in bytes.
const MOST_READ: usize = 64 * 1024;

/// What sends webhooks.
pub(super) struct Webhooks {
    guard: Guard,
    /// Or why there is none: a machine may have no root certificates.
    client: OnceLock<Result<Client, String>>,
}

/// What is sent, beside the address.
pub(super) struct Message<'m> {
    /// Stays the same over retries.
    pub(super) id: &'m str,
    /// When it is sent: now.
    pub(super) at: Timestamp,
    /// JSON.
    pub(super) body: String,
}

impl Webhooks {
    pub(super) fn new(allow_local: bool) -> Self {
        Self {
            guard: Guard { allow_local },
            client: OnceLock::new(),
        }
    }

    /// Made at its first use: root certificates take their time and room.
    fn client(&self) -> Result<&Client, &String> {
        let made = self.client.get_or_init(|| {
            // Where another library has chosen one before, that stays.
            let _ = rustls::crypto::ring::default_provider().install_default();
            Client::builder()
                .user_agent(concat!("gradewright/", env!("CARGO_PKG_VERSION")))
                .redirect(Policy::none())
                .no_proxy()
                .dns_resolver(self.guard)
                // Each request looks its address up and has it checked anew.
                .pool_max_idle_per_host(0)
                .connect_timeout(CONNECT)
                .timeout(WHOLE)
                .build()
                .map_err(|error| format!("encrypted connections are not possible here: {error}"))
        });
        made.as_ref()
    }

    /// Sends a message once.
    pub(super) async fn send(&self, url: &str, secrets: &Secrets, message: Message<'_>) -> Outcome {
        let client = match self.client() {
            Ok(client) => client,
            Err(why) => return Outcome::because(Ending::NotReady, why.clone()),
        };
        let url = match self.address(url) {
            Ok(url) => url,
            Err(why) => return Outcome::because(Ending::NotReady, why),
        };
        let timestamp = message.at.as_second();
        let request = client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", message.id)
            .header("webhook-timestamp", timestamp)
            .header(
                "webhook-signature",
                secrets.sign(message.id, timestamp, &message.body),
            )
            .body(message.body);
        match request.send().await {
            Ok(response) => judge(response, message.at).await,
            Err(error) => Outcome::failed(why(&error)),
        }
    }

    /// The address, if something may be sent there. A host that is written as an IP address is never looked up.
    fn address(&self, url: &str) -> Result<Url, String> {
        let url = Url::parse(url).map_err(|_| "its address can't be read".to_owned())?;
        if url.scheme() != "https" && !(url.scheme() == "http" && self.guard.allow_local) {
            return Err("its address does not begin with https://, so nothing is sent there".to_owned());
        }
        let host = url.host_str().unwrap_or_default();
        let host = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            .unwrap_or(host);
        match host.parse::<IpAddr>().map(|address| self.guard.check(address)) {
            Ok(Err(refused)) => Err(refused.to_string()),
            _ => Ok(url),
        }
    }
}

/// What an answer means. Its body is read for people only: the status alone decides.
async fn judge(mut response: Response, now: Timestamp) -> Outcome {
    let status = response.status();
    let asked = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok());
    let asked = asked.and_then(|value| retry_after(value, now));
    let mut answer = Vec::new();
    while answer.len() < MOST_READ {
        match response.chunk().await {
            Ok(Some(chunk)) => answer.extend_from_slice(&chunk),
            _ => break,
        }
    }
    let outcome = match status.as_u16() {
        200..=299 => Outcome::delivered(),
        410 => Outcome::because(Ending::Hopeless, "the receiver wants no more of it (410)"),
        300..=399 => Outcome::failed(format!(
            "it answered {} and would send us elsewhere",
            status.as_u16()
        )),
        429 | 503 => Outcome::because(Ending::Failed(asked), format!("it answered {}", status.as_u16())),
        other => Outcome::failed(format!("it answered {other}")),
    };
    outcome.answered(Some(status.as_u16()), &answer)
}

/// Why there was no answer, without the address: it may be a secret.
fn why(error: &reqwest::Error) -> String {
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(error) = cause {
        if let Some(refused) = error.downcast_ref::<Refused>() {
            return refused.to_string();
        }
        cause = error.source();
    }
    let why = match (error.is_timeout(), error.is_connect()) {
        (true, true) => "it could not be reached in time",
        (true, false) => "it did not answer in time",
        (false, true) => "it could not be reached",
        (false, false) => "the connection broke before it answered",
    };
    why.to_owned()
}
