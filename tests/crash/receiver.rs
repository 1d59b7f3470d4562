//! What another program is told, over webhooks.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use uuid::Uuid;

/// Says yes to everything, and remembers each lead with the ids of its messages.
pub(crate) struct Receiver {
    pub(crate) port: u16,
    seen: Arc<Mutex<BTreeMap<Uuid, Vec<String>>>>,
}

impl Receiver {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(BTreeMap::new()));
        let all = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let all = Arc::clone(&all);
                std::thread::spawn(move || {
                    // Cut off by a kill: then it was not told.
                    if let Some((lead, id, mut stream)) = told(stream.unwrap()) {
                        all.lock().unwrap().entry(lead).or_insert_with(Vec::new).push(id);
                        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
                    }
                });
            }
        });
        Self { port, seen }
    }

    /// Each lead with the ids of the messages that told of it.
    pub(crate) fn seen(&self) -> BTreeMap<Uuid, Vec<String>> {
        self.seen.lock().unwrap().clone()
    }
}

fn told(stream: TcpStream) -> Option<(Uuid, String, TcpStream)> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let (mut id, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        match line.trim_end().split_once(": ") {
            Some(("webhook-id", value)) => id = value.to_owned(),
            Some(("content-length", value)) => length = value.parse().ok()?,
            None if line == "\r\n" => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body: serde_json::Value = serde_json::from_slice(&body).ok()?;
    Some((body["id"].as_str()?.parse().ok()?, id, stream))
}
