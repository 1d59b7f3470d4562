//! `serve`: the site on this machine while it is being written.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::Request;
use axum::response::Html;
use tokio::sync::watch;
use tower::ServiceExt;

use super::arguments::{ServeOptions, data_folder, output_folder};
use super::content::{built_in_words, counts, in_words, show};
use super::failure::Failure;
use super::inbox::{Reached, inbox};
use super::panel::{Seen, answering};
use super::running::{Outgoing, bind, block_on, facts, keep_apart, router, until_stopped, warn_of_settings};
use super::sweep::retention;
use crate::content::{self, Cache, Endpoint, ReadOptions, Reading, Site};
use crate::delivery::SiteFacts;
use crate::inbox::Inbox;
use crate::preview::{Changes, Live, Shown, Watching};
use crate::render::{Built, Options, RenderError, Renderer};
use crate::store::{Retention, Store};

/// Shown until the content can be published for the first time.
const NOTHING_YET: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Nothing to show yet</title>\
    </head><body><h1>Nothing to show yet</h1><p>The content has mistakes. Mend them, and this page becomes your site.</p></body></html>";

pub(super) fn run(folder: &Path, options: &ServeOptions) -> Result<(), Failure> {
    block_on(async {
        let listener = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, options.port))).await?;
        let address = format!("http://{}", listener.local_addr()?);
        let how = if options.poll {
            Watching::Poll
        } else {
            Watching::Events
        };
        // Watching begins before the first look, so that nothing falls between them.
        let mut changes = Changes::start(folder, &["content", "themes"], how)?;
        let database = options.database.file(folder);
        let output = output_folder(folder, options.output.as_ref());
        keep_apart(&database, &output)?;
        let store = Store::open(&database)?;
        let mails = data_folder(folder).join("mail");
        let outgoing = Outgoing::new(mails.clone())?;
        let (mut workshop, facts) = Workshop::new(
            folder,
            output,
            options.drafts,
            address.clone(),
            store.clone(),
            mails,
        );
        let base_path = tokio::task::block_in_place(|| workshop.rebuild());

        println!("\n  Your site      {address}{base_path}/");
        println!("  Pages          {}", workshop.output.display());
        println!("  Leads          {}", database.display());
        println!("  Mails          {}", outgoing.mails());
        if let Some(facts) = facts.borrow().as_ref() {
            warn_of_settings(facts);
        }
        match &workshop.inbox {
            // Nobody has a password yet: whoever sits here gets in without one.
            Some((inbox, _)) if !store.has_users().await? => {
                println!("  Inbox          {address}{base_path}{}", inbox.welcome()?);
                println!("                 This link signs you in, once, on this machine.");
            }
            _ => println!("  Inbox          {address}{base_path}/inbox/"),
        }
        println!("  Saving a file in content/ or themes/ reloads the browser. Ctrl-C stops.\n");

        let live = workshop.live.clone();
        let retention = workshop.retention.subscribe();
        let current = workshop.router.subscribe();
        let panel = answering(folder, workshop.seen.subscribe());
        let pages = Router::new().fallback(move |request: Request| {
            let current = current.borrow().clone();
            async move {
                current
                    .oneshot(request)
                    .await
                    .unwrap_or_else(|never: Infallible| match never {})
            }
        });
        let watching = tokio::spawn(async move {
            while changes.next().await.is_some() {
                tokio::task::block_in_place(|| workshop.rebuild());
            }
        });
        let served = until_stopped(
            listener,
            live.around(pages, panel),
            store,
            facts,
            retention,
            outgoing,
        )
        .await;
        watching.abort();
        served
    })
}

/// Builds the site again and again, and keeps the last good one.
struct Workshop {
    folder: PathBuf,
    output: PathBuf,
    drafts: bool,
    address: String,
    store: Store,
    cache: Cache,
    built: Option<Built>,
    renderer: Option<watch::Sender<Arc<Renderer>>>,
    /// Made with the first good build; sessions and the link outlive every later one.
    inbox: Option<(Inbox, watch::Sender<Arc<Renderer>>)>,
    mails: PathBuf,
    router: watch::Sender<Router>,
    facts: watch::Sender<Option<SiteFacts>>,
    /// Everything is kept until the content says otherwise.
    retention: watch::Sender<Retention>,
    seen: watch::Sender<Seen>,
    live: Live,
}

impl Workshop {
    fn new(
        folder: &Path,
        output: PathBuf,
        drafts: bool,
        address: String,
        store: Store,
        mails: PathBuf,
    ) -> (Self, watch::Receiver<Option<SiteFacts>>) {
        let (facts, seen) = watch::channel(None);
        let waiting = Router::new().fallback(|| async { Html(NOTHING_YET) });
        let workshop = Self {
            folder: folder.to_owned(),
            output,
            drafts,
            address,
            store,
            cache: Cache::default(),
            built: None,
            renderer: None,
            inbox: None,
            mails,
            router: watch::Sender::new(waiting),
            facts,
            retention: watch::Sender::default(),
            seen: watch::Sender::new(Seen::default()),
            live: Live::new(),
        };
        (workshop, seen)
    }

    /// Reads, renders and shows what came of it. Returns the base path.
    fn rebuild(&mut self) -> String {
        let began = Instant::now();
        let mut reading = content::read(&self.folder, &ReadOptions::default(), &mut self.cache);
        let before = self.live.shown();
        let (errors, warnings) = counts(&reading);
        let mut shown = Shown {
            errors,
            warnings,
            text: content::render_human(&reading, false),
            ..before.clone()
        };
        if let Some(site) = reading.site.take() {
            match self.publish(site) {
                Ok(Some(summary)) => {
                    shown.build += 1;
                    tracing::info!("{summary} in {} ms", began.elapsed().as_millis());
                }
                // A save that changed nothing, or one that was seen twice: no page need reload.
                Ok(None) => {}
                Err(error) => {
                    shown.errors += 1;
                    shown.text.push_str(&error.to_string());
                    tracing::error!("{error}");
                }
            }
        }
        self.tell(&reading, &before, &shown);
        self.seen
            .send_modify(|seen| seen.diagnostics.clone_from(&reading.diagnostics));
        let base_path = self
            .renderer
            .as_ref()
            .map(|renderer| renderer.borrow().base_path().to_owned());
        self.live.show(shown);
        base_path.unwrap_or_default()
    }

    /// The terminal hears of diagnostics when they change.
    fn tell(&self, reading: &Reading, before: &Shown, now: &Shown) {
        if now.text == before.text {
            return;
        }
        show(reading);
        match (now.errors, self.built.is_some()) {
            (0, _) => tracing::info!("content: {}", in_words((now.errors, now.warnings))),
            (_, true) => tracing::error!(
                "{}: the last good pages stay",
                in_words((now.errors, now.warnings))
            ),
            (_, false) => tracing::error!("{}: nothing to show yet", in_words((now.errors, now.warnings))),
        }
    }

    /// The inbox, which hears of the new build.
    fn inbox(&mut self, renderer: &Arc<Renderer>) -> Inbox {
        if let Some((inbox, site)) = &self.inbox {
            site.send_replace(Arc::clone(renderer));
            return inbox.clone();
        }
        let (sender, receiver) = watch::channel(Arc::clone(renderer));
        let address = self.address.clone();
        let made = inbox(
            self.store.clone(),
            receiver,
            self.mails.clone(),
            move |renderer| Reached {
                reports_at: format!("{address}{}", renderer.base_path()),
                // Whatever base_url says: this is loopback, without https.
                secure: false,
            },
        );
        self.inbox = Some((made.clone(), sender));
        made
    }

    /// What was built, where anything changed.
    fn publish(&mut self, mut site: Site) -> Result<Option<String>, RenderError> {
        if let Endpoint::Url(_) = site.endpoint {
            // Trying things out must not fill the real database.
            site.endpoint = Endpoint::SameOrigin;
        }
        let site = Arc::new(site);
        self.seen.send_modify(|seen| seen.site = Some(Arc::clone(&site)));
        let renderer = Arc::new(Renderer::new(Arc::clone(&site), Options { drafts: self.drafts })?);
        let built = renderer.build(&self.output, self.built.as_ref())?;
        let changed = self.built.as_ref().is_none_or(|before| !built.is_like(before));
        let summary = changed.then(|| built_in_words(&built));
        self.built = Some(built);
        let base_path = renderer.base_path().to_owned();
        self.facts
            .send_replace(Some(facts(&site, format!("{}{base_path}", self.address))));
        self.retention.send_replace(retention(&site));
        let inbox = self.inbox(&renderer);
        match &self.renderer {
            Some(current) if current.borrow().base_path() == base_path => {
                current.send_replace(renderer);
            }
            _ => {
                let (sender, receiver) = watch::channel(renderer);
                let _previous =
                    self.router
                        .send_replace(router(receiver, self.store.clone(), &self.output, &inbox));
                self.renderer = Some(sender);
            }
        }
        Ok(summary)
    }
}
