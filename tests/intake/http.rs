//! A server in the background and a client that can send anything, well-formed or not.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use axum::Router;
use gradewright::server::{Limits, serve_within};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// No test waits longer for an answer: a hanging server fails instead of hanging the tests.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server on a free port of loopback; stopped when dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    runtime: Runtime,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<std::io::Result<()>>>,
}

impl Running {
    pub(crate) fn start(router: Router, limits: Limits) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = runtime.spawn(serve_within(listener, router, limits, async {
            let _ = stopped.await;
        }));
        Self {
            address,
            runtime,
            stop: Some(stop),
            serving: Some(serving),
        }
    }

    /// Signals the stop and goes on at once.
    pub(crate) fn signal(&mut self) {
        let _ = self.stop.take().unwrap().send(());
    }

    /// Waits until the server has returned.
    pub(crate) fn wait(&mut self) {
        let serving = self.serving.take().unwrap();
        let bounded = async { tokio::time::timeout(PATIENCE, serving).await };
        self.runtime.block_on(bounded).unwrap().unwrap().unwrap();
    }

    pub(crate) fn connect(&self) -> Connection {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Connection {
            stream,
            read: Vec::new(),
        }
    }

    /// One request on a connection of its own. `headers` end with CRLF each, or are empty.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        let mut connection = self.connect();
        connection.request(method, path, headers, body);
        connection.reply().expect("an answer")
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.send("GET", path, "", b"")
    }
}

pub(crate) struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).unwrap();
    }

    /// Writes as much as the other side takes; whether it took everything.
    pub(crate) fn try_write(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).is_ok()
    }

    pub(crate) fn request(&mut self, method: &str, path: &str, headers: &str, body: &[u8]) {
        let host = self.stream.peer_addr().unwrap();
        let length = if method == "POST" {
            format!("Content-Length: {}\r\n", body.len())
        } else {
            String::new()
        };
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{length}{headers}\r\n");
        self.try_write(&[head.as_bytes(), body].concat());
    }

    /// The next answer (of a request other than HEAD); `None` where the connection was closed instead.
    pub(crate) fn reply(&mut self) -> Option<Reply> {
        self.reply_to("GET")
    }

    pub(crate) fn reply_to(&mut self, method: &str) -> Option<Reply> {
        let head_end = loop {
            if let Some(at) = self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            if !self.more() {
                return None;
            }
        };
        let head = String::from_utf8(self.read.drain(..head_end).collect()).unwrap();
        let mut lines = head.trim_end().split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers: Vec<(String, String)> = lines
            .map(|line| line.split_once(':').unwrap())
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut reply = Reply {
            status,
            headers,
            body: Vec::new(),
        };
        assert_eq!(
            reply.header("transfer-encoding"),
            None,
            "every answer has a length"
        );
        let length = if method == "HEAD" {
            0
        } else {
            reply.header("content-length").map_or(0, |n| n.parse().unwrap())
        };
        while self.read.len() < length {
            assert!(self.more(), "the answer was cut off");
        }
        reply.body = self.read.drain(..length).collect();
        Some(reply)
    }

    /// A second handle, to write from another thread.
    pub(crate) fn second(&self) -> Self {
        Self {
            stream: self.stream.try_clone().unwrap(),
            read: Vec::new(),
        }
    }

    /// Writes nothing more.
    pub(crate) fn finish(&self) {
        self.stream.shutdown(std::net::Shutdown::Write).unwrap();
    }

    /// Waits for the first byte of an answer and leaves it there.
    pub(crate) fn peek(&self) {
        assert_eq!(self.stream.peek(&mut [0]).unwrap(), 1);
    }

    /// Waits for the other side to close; what came before.
    pub(crate) fn closed(mut self) -> Vec<u8> {
        while self.more() {}
        self.read
    }

    fn more(&mut self) -> bool {
        let mut buffer = [0; 64 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(0) => false,
            Ok(n) => {
                self.read.extend_from_slice(&buffer[..n]);
                true
            }
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => false,
            Err(error) => panic!("no answer: {error}"),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}
