//! `host`: the site and its endpoint, for real.

use std::path::Path;
use std::sync::Arc;

use tokio::sync::watch;

use super::arguments::{HostOptions, data_folder, output_folder};
use super::content;
use super::failure::Failure;
use super::inbox::{Reached, inbox};
use super::running::{
    Outgoing, bind, block_on, facts, keep_apart, public_address, router, until_stopped, warn_of_settings,
};
use super::sweep::retention;
use crate::render::{Options, Renderer};
use crate::server;
use crate::store::Store;

pub(super) fn run(folder: &Path, options: &HostOptions) -> Result<(), Failure> {
    let site = content::site(folder, options.base_url.as_deref())?;
    let output = output_folder(folder, options.output.as_ref());
    let database = options.database.file(folder);
    keep_apart(&database, &output)?;
    let renderer = Renderer::new(Arc::clone(&site), Options::default())?;
    let built = renderer.build(&output, None)?;
    println!("{} in {}", content::built_in_words(&built), output.display());

    let mut address = options.listen;
    address.set_port(options.port.unwrap_or(address.port()));
    block_on(async {
        let listener = bind(address).await?;
        let store = Store::open(&database)?;
        let published = site.assessments.values().filter(|one| !one.draft);
        store
            .remember(published.flat_map(|one| one.definitions().cloned()).collect())
            .await?;
        let base_path = renderer.base_path().to_owned();
        let (_renderer, renderer) = watch::channel(Arc::new(renderer));
        let facts = facts(&site, public_address(&site));
        let mails = data_folder(folder).join("mail");
        let outgoing = Outgoing::new(mails.clone())?;
        println!("Leads are kept in {}", database.display());
        println!("Mails are {}", outgoing.mails());
        warn_of_settings(&facts);
        println!("Listening on http://{}{base_path}/", listener.local_addr()?);
        let (_facts, facts) = watch::channel(Some(facts));
        println!("Inbox for sales at {base_path}/inbox/");
        if !store.has_users().await? {
            println!("Nobody can sign in to the inbox yet: gradewright users add EMAIL");
        }
        let inbox = inbox(store.clone(), renderer.clone(), mails, |renderer| Reached {
            reports_at: public_address(renderer.site()),
            secure: renderer.site().base_url.starts_with("https://"),
        });
        let router = server::compressed(router(renderer, store.clone(), &output, &inbox));
        let (_retention, retention) = watch::channel(retention(&site));
        until_stopped(listener, router, store, facts, retention, outgoing).await
    })
}
