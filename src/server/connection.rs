//! One connection: HTTP/1.1 with limits, and a stop that knows which requests have arrived.

use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use http_body_util::BodyExt;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::sleep;
use tower::Service;

use super::{Limits, stall::Stalling};

/// Answers the requests of one client until it leaves, breaks a limit, or `stop` changes.
pub(super) async fn run(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Limits,
    mut stop: watch::Receiver<()>,
) {
    // Answers are small: waiting to fill packets would only delay them.
    let _ = stream.set_nodelay(true);
    let arrived = Arrived::default();
    let service = service_fn(|request: hyper::Request<Incoming>| {
        let arrived = arrived.clone();
        let mut router = router.clone();
        async move {
            let mut request: Request = request.map(|body| {
                Body::new(Watched {
                    body,
                    arrived: arrived.clone(),
                })
            });
            request.extensions_mut().insert(ConnectInfo(peer));
            if request.body().is_end_stream() {
                arrived.set(true);
            }
            let response = router.call(request).await?;
            Ok::<_, std::convert::Infallible>(until_sent(response, arrived))
        }
    });
    let (stream, blocked) = Stalling::new(stream, limits.stall);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(limits.head_bytes)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    // How a connection ends is the client's affair: broken pipes and malformed requests are no fault of ours.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stop.changed() => connection.as_mut().graceful_shutdown(),
    }
    loop {
        tokio::select! {
            _ = connection.as_mut() => return,
            () = sleep(limits.settle) => {
                if !arrived.get() && !blocked.get() {
                    return;
                }
            }
        }
    }
}

/// Whether the request at hand has arrived whole and its answer is not sent yet.
#[derive(Clone, Default)]
struct Arrived(Arc<AtomicBool>);

impl Arrived {
    fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn set(&self, arrived: bool) {
        self.0.store(arrived, Ordering::Relaxed);
    }
}

/// Keeps a stopping server from cutting an answer off. One without a known length may never end (a live stream),
/// so nobody waits for it.
fn until_sent(response: Response, arrived: Arrived) -> Response {
    let ends = response.body().size_hint().exact().is_some();
    arrived.set(ends);
    if !ends {
        return response;
    }
    response.map(|body| {
        Body::new(Answer {
            body,
            _sent: Sent(arrived),
        })
    })
}

/// A request's body that says when it has arrived.
struct Watched {
    body: Incoming,
    arrived: Arrived,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = ready!(pin!(self.body.frame()).poll(cx));
        if frame.is_none() || self.body.is_end_stream() {
            self.arrived.set(true);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// An answer's body that says when all of it was handed over to be sent.
struct Answer {
    body: Body,
    _sent: Sent,
}

struct Sent(Arrived);

impl Drop for Sent {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
