//! A receiver of webhooks that does as it is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver as Channel, Sender, channel};
use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

use serde_json::Value;

use crate::program::PATIENCE;

/// What it does with a request.
#[derive(Clone)]
pub(crate) enum Answer {
    /// A whole answer: status and reason, header lines, body.
    Whole(&'static str, String, String),
    /// The request's body sent back.
    Echo(&'static str),
    /// 200 once the test comes to the barrier too; a second time once the answer is out.
    Held(Arc<Barrier>),
    /// Nothing, with the connection open.
    Never,
    /// The head of an answer, a byte each half second, without an end.
    DripHead,
    /// A 200 with a body that drips without an end.
    DripBody,
    /// Nothing, with the connection closed.
    Close,
}

impl Answer {
    pub(crate) fn status(status: &'static str) -> Self {
        Self::Whole(status, String::new(), "thank you".to_owned())
    }
}

/// What came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> &str {
        let header = self.headers.iter().find(|(other, _)| other == name);
        &header.unwrap_or_else(|| panic!("no {name}")).1
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

pub(crate) struct Receiver {
    pub(crate) port: u16,
    requests: Mutex<Channel<Request>>,
}

impl Receiver {
    /// Gives these answers, the last one again and again.
    pub(crate) fn start(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (seen, requests) = channel();
        std::thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let answer = answers[number.min(answers.len() - 1)].clone();
                let seen = seen.clone();
                std::thread::spawn(move || serve(stream.unwrap(), &answer, &seen));
            }
        });
        Self {
            port,
            requests: Mutex::new(requests),
        }
    }

    /// The entry of `deliveries` that leads here.
    pub(crate) fn entry(&self, name: &str) -> String {
        format!(
            "name: {name}, webhook: \"http://127.0.0.1:{}/hook/{name}?key=hush\", secret_env: CRM_SECRET",
            self.port
        )
    }

    /// The next request.
    pub(crate) fn next(&self) -> Request {
        let requests = self.requests.lock().unwrap();
        requests.recv_timeout(PATIENCE).expect("a request")
    }

    /// Whether nothing more has come.
    pub(crate) fn is_silent(&self) -> bool {
        self.requests.lock().unwrap().try_recv().is_err()
    }
}

fn serve(stream: TcpStream, answer: &Answer, seen: &Sender<Request>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    if !line.starts_with("POST ") {
        return;
    }
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.unwrap().1.parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    let body = String::from_utf8(body).unwrap();
    // Nobody looks any more where the test has ended.
    let _ = seen.send(Request {
        headers,
        body: body.clone(),
    });
    // A client may go away in the middle of it: that is its right.
    let _ = reply(stream, answer, body);
}

fn reply(mut stream: TcpStream, answer: &Answer, body: String) -> std::io::Result<()> {
    match answer {
        Answer::Whole(status, headers, body) => whole(&mut stream, status, headers, body),
        Answer::Echo(status) => whole(&mut stream, status, "", &body),
        Answer::Held(barrier) => {
            barrier.wait();
            let answered = whole(&mut stream, "200 OK", "", "");
            barrier.wait();
            answered
        }
        Answer::Close => Ok(()),
        Answer::Never => stream.read_to_end(&mut Vec::new()).map(drop),
        Answer::DripHead => drip(&mut stream, b"HTTP/1.1 200 OK\r\nx-slow: "),
        Answer::DripBody => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")?;
            drip(&mut stream, b"")
        }
    }
}

fn whole(stream: &mut TcpStream, status: &str, headers: &str, body: &str) -> std::io::Result<()> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{headers}connection: close\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())
}

fn drip(stream: &mut TcpStream, head: &[u8]) -> std::io::Result<()> {
    for byte in head.iter().chain(std::iter::repeat(&b'x')) {
        stream.write_all(&[*byte])?;
        std::thread::sleep(Duration::from_millis(500));
    }
    Ok(())
}
