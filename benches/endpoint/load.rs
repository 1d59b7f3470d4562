//! A closed loop of keep-alive connections: each sends its next request when the last is answered.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What came of it.
pub(crate) struct Figures {
    pub(crate) per_second: f64,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
    pub(crate) most: Duration,
}

/// Posts each body once from so many connections. The first tenth warms up and is not counted.
///
/// # Panics
/// Where an answer has another status than `expected`.
pub(crate) fn run(
    address: SocketAddr,
    path: &str,
    bodies: Vec<String>,
    connections: usize,
    expected: u16,
) -> Figures {
    let requests: Vec<Vec<u8>> = bodies
        .iter()
        .map(|body| {
            format!(
                "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
            .into_bytes()
        })
        .collect();
    let (requests, next) = (Arc::new(requests), Arc::new(AtomicUsize::new(0)));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut answered: Vec<(usize, Instant, Duration)> = runtime.block_on(async {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..connections {
            let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
            tasks.spawn(async move {
                let mut connection = Connection::open(address).await.unwrap();
                let mut answered = Vec::new();
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(request) = requests.get(place) else {
                        return answered;
                    };
                    let began = Instant::now();
                    let status = connection.send(request).await.unwrap();
                    assert_eq!(status, expected, "request {place}");
                    answered.push((place, Instant::now(), began.elapsed()));
                }
            });
        }
        tasks.join_all().await.into_iter().flatten().collect()
    });
    answered.sort_by_key(|(_, at, _)| *at);
    let counted = answered.split_off(answered.len() / 10);
    let began = answered.last().map(|(_, at, _)| *at).unwrap();
    let ended = counted.last().map(|(_, at, _)| *at).unwrap();
    let mut times: Vec<Duration> = counted.iter().map(|(.., time)| *time).collect();
    times.sort();
    Figures {
        per_second: counted.len() as f64 / (ended - began).as_secs_f64(),
        p50: times[times.len() / 2],
        p99: times[times.len() * 99 / 100],
        most: times[times.len() - 1],
    }
}

struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            read: Vec::new(),
        })
    }

    /// The status, once the whole answer is here.
    async fn send(&mut self, request: &[u8]) -> io::Result<u16> {
        self.stream.write_all(request).await?;
        self.read.clear();
        loop {
            if let Some((status, length)) = head(&self.read)
                && self.read.len() >= length
            {
                return Ok(status);
            }
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// The status, and how long the answer is with its head.
fn head(read: &[u8]) -> Option<(u16, usize)> {
    let end = read.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&read[..end]).ok()?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    })?;
    Some((status, end + length))
}
