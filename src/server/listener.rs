//! Accepting connections until told to stop.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::connection;

/// How long and how much one client may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For the whole request head, and between two requests.
    pub head_time: Duration,
    /// Bytes of the request head.
    pub head_bytes: usize,
    /// How long a client may take nothing of an answer that waits for it.
    pub stall: Duration,
    /// Open connections; further ones wait in the system's queue.
    pub connections: usize,
    /// From the signal to stop until everything is closed.
    pub stop_within: Duration,
    /// How long, while stopping, a request may go on without its body being complete: enough for bytes that are
    /// already in the system's buffers.
    pub settle: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_time: Duration::from_secs(10),
            head_bytes: 16 * 1024,
            stall: Duration::from_secs(30),
            connections: 1024,
            stop_within: Duration::from_secs(9),
            settle: Duration::from_millis(300),
        }
    }
}

/// Serves until `shutdown` completes; then accepts nothing more, answers every request whose body has arrived,
/// closes the rest, and returns within ten seconds.
///
/// Each request carries its peer as `axum::extract::ConnectInfo<SocketAddr>`.
///
/// # Errors
/// Where the listener's address can't be read, which means that it is unusable.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    serve_within(listener, router, Limits::default(), shutdown).await
}

/// [`serve`] with limits of one's own.
///
/// # Errors
/// As [`serve`].
pub async fn serve_within(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    listener.local_addr()?;
    let mut shutdown = pin!(shutdown);
    let slots = Arc::new(Semaphore::new(limits.connections));
    let (stop, stopping) = watch::channel(());
    let mut open = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            biased;
            () = shutdown.as_mut() => break,
            accepted = accept(&listener, &slots) => accepted,
        };
        while open.try_join_next().is_some() {}
        match accepted {
            Ok((stream, peer, slot)) => {
                let connection = connection::run(stream, peer, router.clone(), limits, stopping.clone());
                open.spawn(async move {
                    connection.await;
                    drop(slot);
                });
            }
            // Most often the process is out of file handles: others will be closed soon.
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    drop(stopping);
    // Fails only where no connection is open.
    let _ = stop.send(());
    let all_closed = async { while open.join_next().await.is_some() {} };
    if timeout(limits.stop_within, all_closed).await.is_err() {
        tracing::warn!(
            open = open.len(),
            "some requests took too long to answer and were cut off"
        );
        open.abort_all();
    }
    Ok(())
}

async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> io::Result<(
    tokio::net::TcpStream,
    std::net::SocketAddr,
    tokio::sync::OwnedSemaphorePermit,
)> {
    let slot = Arc::clone(slots)
        .acquire_owned()
        .await
        .expect("the semaphore is never closed");
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, slot))
}
