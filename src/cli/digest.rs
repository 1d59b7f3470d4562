//! `digest`: what sales have to do on a day, printed or mailed.

use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::arguments::{DigestFormat, DigestOptions, data_folder};
use super::content;
use super::failure::Failure;
use super::leads::opened;
use super::running::{Outgoing, block_on, facts, public_address};
use crate::delivery::{Brief, DigestOf, SiteFacts, digest, send_digest};
use crate::store::{Digest, Leads, User, Users};

/// Of each kind; the rest is counted.
const MOST: usize = 50;

pub(super) fn run(folder: &Path, options: &DigestOptions) -> Result<(), Failure> {
    let site = content::site_for_input(folder, "there is no digest")?;
    let site = facts(&site, public_address(&site));
    let day = options
        .day
        .unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date());
    // Where nothing was ever stored, nobody can sign in either; a look-up makes no file.
    let Some(leads) = opened(folder, &options.database)? else {
        return nothing(&site, day, options);
    };
    let users = Users::open(&options.database.file(folder))?;
    let desk = Desk {
        site,
        day,
        leads,
        everybody: users.list()?,
    };
    let active = users.active()?;
    let chosen = match &options.user {
        Some(email) => vec![named(&active, email)?],
        None => active.iter().collect(),
    };
    match options.send {
        true => block_on(desk.send(folder, &chosen)),
        false => {
            let owner = options.user.is_some().then(|| chosen[0].id);
            print(&desk.digest(owner)?.1, options.format)
        }
    }
}

fn nothing(site: &SiteFacts, day: Date, options: &DigestOptions) -> Result<(), Failure> {
    if let Some(email) = &options.user {
        named(&[], email)?;
    }
    let of = DigestOf {
        work: &Digest::default(),
        day,
        users: &[],
    };
    print(&written(of, site)?, options.format)
}

/// What digests are made of.
struct Desk {
    site: SiteFacts,
    day: Date,
    leads: Leads,
    everybody: Vec<User>,
}

impl Desk {
    /// Whether there is anything to do, and the digest.
    fn digest(&self, owner: Option<i64>) -> Result<(bool, Brief), Failure> {
        let work = self.leads.digest(self.day, owner, MOST)?;
        let shares = [
            &work.calls,
            &work.wanted,
            &work.quotes,
            &work.meetings,
            &work.decisions,
        ];
        let of = DigestOf {
            work: &work,
            day: self.day,
            users: &self.everybody,
        };
        Ok((
            shares.iter().any(|share| share.count > 0),
            written(of, &self.site)?,
        ))
    }

    async fn send(&self, folder: &Path, users: &[&User]) -> Result<(), Failure> {
        let mails = data_folder(folder).join("mail");
        let outgoing = Outgoing::new(mails.clone())?;
        let mut out = io::stdout().lock();
        let mut failed = 0;
        if users.is_empty() {
            writeln!(
                out,
                "Nobody can sign in to the inbox yet: gradewright users add EMAIL"
            )?;
        }
        for user in users {
            let (busy, digest) = self.digest(Some(user.id))?;
            if !busy {
                writeln!(out, "{}: nothing to do, so nothing was sent", user.email)?;
                continue;
            }
            let sent = send_digest(outgoing.post(), (&digest, self.day), &self.site, user, &mails);
            match sent.await {
                Ok(()) => writeln!(out, "{}: {}", user.email, outgoing.mails())?,
                Err(why) => {
                    failed += 1;
                    writeln!(out, "{}: not sent, {why}", user.email)?;
                }
            }
        }
        out.flush()?;
        match failed {
            0 => Ok(()),
            _ => Err(Failure::System(format!(
                "{failed} of {} digests were not sent",
                users.len()
            ))),
        }
    }
}

fn written(of: DigestOf<'_>, site: &SiteFacts) -> Result<Brief, Failure> {
    digest(of, site).map_err(|error| Failure::System(error.to_string()))
}

fn named<'u>(users: &'u [User], email: &str) -> Result<&'u User, Failure> {
    let found = users
        .iter()
        .find(|user| user.email.eq_ignore_ascii_case(email.trim()));
    found.ok_or_else(|| {
        Failure::Input(format!(
            "nobody signs in as {email}; `gradewright users list` shows all"
        ))
    })
}

fn print(digest: &Brief, format: DigestFormat) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let text = match format {
        DigestFormat::Text => &digest.text,
        DigestFormat::Html => &digest.html,
    };
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
