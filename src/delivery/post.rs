//! The way of a mail: to a server by SMTP, or into a folder where no server is named.

use std::path::PathBuf;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use reqwest::Url;

use super::mailbox;
use super::outcome::{Ending, Outcome};

/// For one command of the conversation.
const COMMAND: Duration = Duration::from_secs(10);
/// For the whole of it. A claim lasts longer.
const WHOLE: Duration = Duration::from_secs(40);

/// How mails leave, as the environment says.
#[derive(Clone, Default)]
pub struct Post {
    smtp: Option<AsyncSmtpTransport<Tokio1Executor>>,
    /// Whom mails are from, where it is not the address that sales reads.
    pub(super) from: Option<Mailbox>,
}

impl Post {
    /// Reads `GRADEWRIGHT_SMTP_URL` and `GRADEWRIGHT_MAIL_FROM`.
    ///
    /// # Errors
    /// In words that hold nothing of the URL: it has a password in it.
    pub fn from_environment() -> Result<Self, String> {
        let set = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        let smtp = set("GRADEWRIGHT_SMTP_URL")
            .map(|url| smtp(url.trim()).map_err(|why| format!("GRADEWRIGHT_SMTP_URL: {why}")));
        let from = set("GRADEWRIGHT_MAIL_FROM").map(|from| {
            let no_address =
                "GRADEWRIGHT_MAIL_FROM is no address, such as `Quillhaven IT <hello@quillhaven.example>`";
            from.parse().map_err(|_| no_address.to_owned())
        });
        Ok(Self {
            smtp: smtp.transpose()?,
            from: from.transpose()?,
        })
    }

    /// Whether there is a server; else mails become files.
    pub fn sends(&self) -> bool {
        self.smtp.is_some()
    }

    /// Sends or writes a mail; with the file where it was written.
    pub(super) async fn send(&self, message: Message, file: PathBuf) -> (Outcome, Option<PathBuf>) {
        match &self.smtp {
            Some(smtp) => (by_smtp(smtp, message).await, None),
            None => match tokio::task::spawn_blocking(move || write(file, &message)).await {
                Ok(Ok(file)) => (Outcome::delivered(), Some(file)),
                Ok(Err(error)) => (
                    Outcome::failed(format!("the mail could not be saved: {error}")),
                    None,
                ),
                Err(_) => (Outcome::failed("writing the mail panicked"), None),
            },
        }
    }
}

fn write(file: PathBuf, message: &Message) -> std::io::Result<PathBuf> {
    mailbox::save(&file, &message.formatted())?;
    Ok(file)
}

/// Names and passwords go over encrypted connections only; without encryption, to this machine alone.
fn smtp(url: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
    let help = "write smtps://user:password@host:465, or smtp://user:password@host:587?tls=required";
    let parsed = Url::parse(url).map_err(|_| help.to_owned())?;
    let here = matches!(parsed.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let encrypted = parsed.scheme() == "smtps"
        || parsed
            .query_pairs()
            .any(|pair| pair == ("tls".into(), "required".into()));
    if !encrypted && !here {
        return Err(format!("mail would be sent unencrypted; {help}"));
    }
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| help.to_owned())?;
    Ok(builder.timeout(Some(COMMAND)).build())
}

async fn by_smtp(smtp: &AsyncSmtpTransport<Tokio1Executor>, message: Message) -> Outcome {
    match tokio::time::timeout(WHOLE, smtp.send(message)).await {
        Err(_) => Outcome::failed("the mail server took too long"),
        Ok(Ok(answer)) => {
            let status = u16::from(answer.code());
            let said: Vec<&str> = answer.message().collect();
            Outcome::delivered().answered(Some(status), said.join("\n").as_bytes())
        }
        Ok(Err(error)) => refused(&error),
    }
}

/// A server's own words may name the recipient: only its code is told.
fn refused(error: &Error) -> Outcome {
    let Some(code) = error.status() else {
        return Outcome::failed(if error.is_timeout() {
            "the mail server did not answer in time"
        } else if error.is_tls() {
            "the mail server could not be reached with encryption"
        } else {
            "the mail server could not be reached"
        });
    };
    let status = u16::from(code);
    let reason = format!("the mail server answered {status}");
    // RFC 5321: there is no such mailbox, or not there, or its name can't be one.
    let ending = match status {
        550 | 551 | 553 => Ending::Hopeless,
        _ => Ending::Failed(None),
    };
    let said = error.to_string();
    Outcome::because(ending, reason).answered(Some(status), said.as_bytes())
}
