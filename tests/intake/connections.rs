//! Connections that are slow, silent, greedy or cut, and a server that stops.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::routing::{get, post};
use gradewright::server::{Limits, protect};
use tokio::sync::Notify;

use crate::http::Running;

fn quick() -> Limits {
    Limits {
        head_time: Duration::from_millis(300),
        stall: Duration::from_millis(300),
        ..Limits::default()
    }
}

fn echo() -> Router {
    let router = Router::new()
        .route("/", get(async || "here"))
        .route("/echo", post(async |body: Bytes| body))
        .route("/large", get(async || vec![b'x'; 64 * 1024 * 1024]))
        .route(
            "/panic",
            get(async || -> &'static str { panic!("a test's own panic") }),
        );
    protect(router, || {
        vec![
            ("Content-Security-Policy", "default-src 'none'".to_owned()),
            ("X-Content-Type-Options", "nosniff".to_owned()),
        ]
    })
}

#[test]
fn one_connection_carries_many_requests() {
    let server = Running::start(echo(), Limits::default());
    let mut connection = server.connect();
    for text in ["one", "two"] {
        connection.request("POST", "/echo", "", text.as_bytes());
        assert_eq!(connection.reply().unwrap().text(), text);
    }
}

#[test]
fn a_silent_connection_is_closed() {
    let server = Running::start(echo(), quick());
    assert_eq!(server.connect().closed(), b"");
}

#[test]
fn a_head_that_drips_is_closed_however_steadily_it_drips() {
    let server = Running::start(echo(), quick());
    let mut connection = server.connect();
    connection.write(b"GET / HTTP/1.1\r\n");
    let begun = Instant::now();
    while connection.try_write(b"X: y\r\n") {
        assert!(begun.elapsed() < Duration::from_secs(10), "still open");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let server = Running::start(echo(), Limits::default());
    let fine = format!("X-Long: {}\r\n", "x".repeat(8_000));
    assert_eq!(server.send("GET", "/", &fine, b"").status, 200);
    let too_large = format!("X-Long: {}\r\n", "x".repeat(20_000));
    assert_eq!(server.send("GET", "/", &too_large, b"").status, 431);
}

#[test]
fn a_client_that_never_reads_is_cut_off() {
    let server = Running::start(echo(), quick());
    let mut connection = server.connect();
    connection.request("GET", "/large", "", b"");
    std::thread::sleep(Duration::from_secs(1));
    assert!(connection.closed().len() < 64 * 1024 * 1024);
}

#[test]
fn beyond_the_most_connections_others_wait_their_turn() {
    let server = Running::start(
        echo(),
        Limits {
            connections: 1,
            ..quick()
        },
    );
    let _silent = server.connect();
    assert_eq!(server.get("/").status, 200, "once the silent one is closed");
}

#[test]
fn a_panic_is_a_plain_500_and_the_server_goes_on() {
    let server = Running::start(echo(), Limits::default());
    let reply = server.get("/panic");
    assert_eq!(reply.status, 500);
    assert!(!reply.text().contains("own panic"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn every_answer_carries_the_security_headers() {
    let server = Running::start(echo(), Limits::default());
    for path in ["/", "/nowhere", "/panic"] {
        let reply = server.get(path);
        assert_eq!(
            reply.header("content-security-policy"),
            Some("default-src 'none'"),
            "{path}"
        );
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
}

/// A route that says when a request has arrived, and answers when it is told to.
fn held() -> (Router, Arc<Notify>, Arc<Notify>) {
    let (arrived, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (tell, told) = (Arc::clone(&arrived), Arc::clone(&go));
    let handler = move |body: Bytes| {
        let (tell, told) = (Arc::clone(&tell), Arc::clone(&told));
        async move {
            tell.notify_one();
            told.notified().await;
            body
        }
    };
    (echo().route("/held", post(handler)), arrived, go)
}

fn block<T>(waiting: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        tokio::time::timeout(Duration::from_secs(20), waiting)
            .await
            .unwrap()
    })
}

#[test]
fn a_stop_answers_what_has_arrived_and_closes_the_rest_at_once() {
    let (router, arrived, go) = held();
    let mut server = Running::start(router, Limits::default());
    let mut accepted = server.connect();
    accepted.request("POST", "/held", "", b"an answer");
    block(arrived.notified());
    let mut half = server.connect();
    half.write(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf of it");
    let mut head = server.connect();
    head.write(b"POST /ec");
    let mut idle = server.connect();
    idle.request("GET", "/", "", b"");
    assert_eq!(idle.reply().unwrap().status, 200);
    let silent = server.connect();

    let begun = Instant::now();
    server.signal();
    for cut in [half, head, idle, silent] {
        assert_eq!(cut.closed(), b"");
    }
    assert!(
        begun.elapsed() < Duration::from_secs(3),
        "far below the ten seconds: {:?}",
        begun.elapsed()
    );
    go.notify_one();
    assert_eq!(accepted.reply().expect("an answer").text(), "an answer");
    server.wait();
    assert!(
        std::net::TcpStream::connect(server.address).is_err(),
        "no new connections"
    );
}

#[test]
fn a_stop_does_not_wait_for_ever() {
    let (router, arrived, _go) = held();
    let mut server = Running::start(
        router,
        Limits {
            stop_within: Duration::from_millis(500),
            ..Limits::default()
        },
    );
    let mut connection = server.connect();
    connection.request("POST", "/held", "", b"never answered");
    block(arrived.notified());
    server.signal();
    server.wait();
    assert_eq!(connection.closed(), b"");
}

#[test]
fn a_stop_does_not_cut_a_large_answer_that_is_being_read() {
    let mut server = Running::start(echo(), Limits::default());
    let mut connection = server.connect();
    connection.request("GET", "/large", "", b"");
    // The head has come, so the answer is on its way.
    connection.peek();
    server.signal();
    assert_eq!(connection.reply().unwrap().body.len(), 64 * 1024 * 1024);
    server.wait();
}

/// A stream that says something once and then goes on for ever.
struct Live(bool);

impl axum::body::HttpBody for Live {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Bytes>, Self::Error>>> {
        if std::mem::replace(&mut self.0, true) {
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(Some(Ok(hyper::body::Frame::data(Bytes::from_static(b"hello")))))
    }
}

#[test]
fn a_stop_does_not_wait_for_a_live_stream() {
    let live = get(async || axum::body::Body::new(Live(false)));
    let mut server = Running::start(Router::new().route("/live", live), Limits::default());
    let mut connection = server.connect();
    connection.request("GET", "/live", "", b"");
    connection.peek();
    let begun = Instant::now();
    server.signal();
    server.wait();
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}
