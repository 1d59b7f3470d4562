//! What `serve` and `host` share: the listener, the router, the worker on the outbox, and the signal to stop.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::failure::Failure;
use super::sweep::Sweeping;
use crate::content::{Endpoint, Site};
use crate::delivery::{Post, SiteFacts, SpokenWords, Worker, not_ready};
use crate::inbox::Inbox;
use crate::intake::{self, App, Limits};
use crate::render::{CACHING, FRAMED, Renderer, site_headers};
use crate::server;
use crate::store::{Retention, Store};

/// Runs a command that waits for connections.
pub(super) fn block_on(command: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(command)
}

/// Takes the address, or says in plain words why not.
pub(super) async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        Failure::System(match error.kind() {
            io::ErrorKind::AddrInUse => format!(
                "port {} is in use by another program; stop it, or choose another port with --port",
                address.port()
            ),
            io::ErrorKind::PermissionDenied => {
                format!(
                    "port {} needs special rights; choose one above 1023 with --port",
                    address.port()
                )
            }
            _ => format!("can't listen on {address}: {error}"),
        })
    })
}

/// Refuses a database among the pages, where everybody could fetch it.
pub(super) fn keep_apart(database: &Path, output: &Path) -> Result<(), Failure> {
    if !resolved(database)?.starts_with(resolved(output)?) {
        return Ok(());
    }
    Err(Failure::Input(format!(
        "{}: the database can't be kept in {}, where everybody could fetch it; choose another place",
        database.display(),
        output.display()
    )))
}

/// The path without links and dots, whether it is there already or not.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut resolved = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => drop(resolved.pop()),
            part => resolved.push(part),
        }
        resolved = resolved.canonicalize().unwrap_or(resolved);
    }
    Ok(resolved)
}

/// Everything that answers requests: the endpoint, the inbox, the pages, and the headers of all.
pub(super) fn router(
    renderer: watch::Receiver<Arc<Renderer>>,
    store: Store,
    pages: &Path,
    inbox: &Inbox,
) -> Router {
    let base_path = renderer.borrow().base_path().to_owned();
    let site = renderer.clone();
    let app = App {
        renderer,
        store,
        limits: Limits::default(),
    };
    let endpoint = server::keep_framed(intake::router(app), FRAMED);
    let dynamic = endpoint.merge(inbox.router(&base_path));
    let routes = server::with_files(dynamic, pages, &base_path, &CACHING);
    server::protect(routes, move || site_headers(site.borrow().site()))
}

/// What a brief says of the site. `reports_at` is where `/r/{token}` hangs.
pub(super) fn facts(site: &Site, reports_at: String) -> SiteFacts {
    let languages = site
        .assessments
        .iter()
        .filter_map(|(id, one)| Some((id.clone(), one.language.clone()?)));
    SiteFacts {
        name: site.name.clone(),
        base_url: reports_at,
        currency: site.currency,
        catalogue: Arc::clone(&site.catalogue),
        deliveries: site.deliveries.clone(),
        words: SpokenWords {
            languages: Arc::clone(&site.languages),
            of: languages.collect(),
        },
    }
}

/// Where reports are found once the site is published.
pub(super) fn public_address(site: &Site) -> String {
    match &site.endpoint {
        Endpoint::Url(url) => url.clone(),
        Endpoint::SameOrigin | Endpoint::None => site.base_url.clone(),
    }
}

/// How deliveries leave: as the environment says, since secrets never stand in the content.
pub(super) struct Outgoing {
    mail_dir: PathBuf,
    post: Post,
    allow_local: bool,
}

impl Outgoing {
    /// Reads the environment; refuses what it can't understand.
    pub(super) fn new(mail_dir: PathBuf) -> Result<Self, Failure> {
        let allowed = std::env::var("GRADEWRIGHT_ALLOW_LOCAL_WEBHOOKS");
        Ok(Self {
            mail_dir,
            post: Post::from_environment().map_err(Failure::Input)?,
            allow_local: allowed.is_ok_and(|value| value == "1"),
        })
    }

    /// What mails leave by.
    pub(super) fn post(&self) -> &Post {
        &self.post
    }

    /// Where mails go, for the start of a command.
    pub(super) fn mails(&self) -> String {
        match self.post.sends() {
            true => "sent by the mail server that GRADEWRIGHT_SMTP_URL names".to_owned(),
            false => format!("written to {}", self.mail_dir.display()),
        }
    }
}

/// Says which destinations wait for a setting.
pub(super) fn warn_of_settings(site: &SiteFacts) {
    for missing in not_ready(site) {
        tracing::warn!("{missing}");
    }
}

/// Serves until told to stop, with the outbox worked off and what is too old erased beside it; then closes the store in
/// order.
pub(super) async fn until_stopped(
    listener: TcpListener,
    router: Router,
    store: Store,
    site: watch::Receiver<Option<SiteFacts>>,
    retention: watch::Receiver<Retention>,
    outgoing: Outgoing,
) -> Result<(), Failure> {
    let (stop, stopping) = watch::channel(());
    let sweeping = Sweeping {
        store: store.clone(),
        retention,
        mails: outgoing.mail_dir.clone(),
    };
    let sweeping = tokio::spawn(sweeping.run(Timestamp::now));
    let worker = Worker {
        store,
        site,
        mail_dir: outgoing.mail_dir,
        post: outgoing.post,
        allow_local: outgoing.allow_local,
    };
    let worker = tokio::spawn(worker.run(stopped(stopping)));
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let asked = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: what was accepted is answered first");
    };
    server::serve(listener, router, asked).await?;
    drop(stop);
    sweeping.abort();
    if worker.await.is_err() {
        return Err(Failure::System(
            "the delivery of briefs stopped with a bug; what was not delivered is kept".to_owned(),
        ));
    }
    Ok(())
}

async fn stopped(mut stopping: watch::Receiver<()>) {
    // Fails when the sender is dropped, which is the signal.
    while stopping.changed().await.is_ok() {}
}
