//! `invite`: a link that opens an assessment for a client.

use std::io::{self, Write};
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::client_arguments::InviteOptions;
use super::clients::no_client;
use super::content;
use super::failure::Failure;
use super::leads::opened;
use super::running::public_address;
use crate::content::Endpoint;
use crate::store::{Invitation, Secret};

pub(super) fn run(folder: &Path, options: &InviteOptions) -> Result<(), Failure> {
    let site = content::site_for_input(folder, "nobody was invited")?;
    if site.endpoint == Endpoint::None {
        return Err(Failure::Input(
            "site.yaml names no `endpoint`, so no answers could be taken; `endpoint: same-origin` makes one"
                .to_owned(),
        ));
    }
    let named = content::named(&site, &options.assessment)?;
    let assessment = &named.definition.assessment;
    if named.draft {
        return Err(Failure::Input(format!(
            "`{}` is a draft, which nobody can open yet",
            assessment.id
        )));
    }
    let Some(mut leads) = opened(folder, &options.database)? else {
        return Err(no_client(folder, &options.database, &options.client)?);
    };
    let now = Timestamp::now();
    let invitation = Invitation {
        id: Uuid::new_v4(),
        client: options.client.clone(),
        assessment: assessment.id.clone(),
        made_at: now,
        expires_at: now + SignedDuration::from_hours(24 * i64::from(options.days)),
        revoked_at: None,
    };
    if !leads.change_clients(|clients| clients.invite(&invitation))? {
        return Err(no_client(folder, &options.database, &options.client)?);
    }
    let link = Secret::of(&options.database.file(folder))?.sign(&invitation);
    let mut out = io::stdout().lock();
    writeln!(out, "{}/i/{link}", public_address(&site))?;
    writeln!(
        io::stderr(),
        "Opens “{}” for `{}` until {}. Several people may use it; `gradewright clients uninvite {}` takes it back.",
        assessment.title,
        options.client,
        invitation.expires_at.strftime("%Y-%m-%d"),
        invitation.id
    )?;
    Ok(out.flush()?)
}
