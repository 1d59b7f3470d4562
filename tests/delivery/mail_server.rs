//! A small, strict mail server (RFC 5321): it keeps whole messages, and refuses whom it is told to.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver as Channel, Sender, channel};

use crate::program::PATIENCE;

/// A message as it was handed over.
#[derive(Debug)]
pub(crate) struct Mail {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    /// With the dots of the conversation taken out.
    pub(crate) text: String,
}

impl Mail {
    /// The header lines, with folded ones made whole.
    pub(crate) fn header(&self, name: &str) -> String {
        let head = self.text.split("\r\n\r\n").next().unwrap();
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let line = head
            .split("\r\n")
            .find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("no {name} in {head}")).to_owned()
    }
}

pub(crate) struct MailServer {
    pub(crate) port: u16,
    mails: Mutex<Channel<Mail>>,
}

impl MailServer {
    /// With the answers to certain recipients.
    pub(crate) fn start(refused: Vec<(&'static str, &'static str)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (got, mails) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (got, refused) = (got.clone(), refused.clone());
                std::thread::spawn(move || converse(stream.unwrap(), &refused, &got));
            }
        });
        Self {
            port,
            mails: Mutex::new(mails),
        }
    }

    pub(crate) fn next(&self) -> Mail {
        self.mails.lock().unwrap().recv_timeout(PATIENCE).expect("a mail")
    }

    pub(crate) fn is_silent(&self) -> bool {
        self.mails.lock().unwrap().try_recv().is_err()
    }
}

fn converse(mut stream: TcpStream, refused: &[(&str, &str)], got: &Sender<Mail>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap());
    let mut next = move || {
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let ended = line.is_empty() || line.ends_with("\r\n");
        assert!(ended && line.len() <= 1000, "RFC 5321, 4.5.3.1.6: {line:?}");
        line.strip_suffix("\r\n").map(str::to_owned)
    };
    let mut say = |answer: &str| stream.write_all(format!("{answer}\r\n").as_bytes()).unwrap();
    say("220 mail.quillhaven.example ESMTP");
    let mut mail = Mail {
        from: String::new(),
        to: Vec::new(),
        text: String::new(),
    };
    while let Some(line) = next() {
        let address = || line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => say("250-mail.quillhaven.example\r\n250 8BITMIME"),
            "MAIL" => {
                mail.from = address();
                say("250 fine");
            }
            "RCPT" => match refused.iter().find(|(who, _)| *who == address()) {
                Some((_, answer)) => say(answer),
                None => {
                    mail.to.push(address());
                    say("250 fine");
                }
            },
            "DATA" => {
                say("354 go on");
                loop {
                    let line = next().expect("the whole message");
                    if line == "." {
                        break;
                    }
                    mail.text += line.strip_prefix('.').unwrap_or(&line);
                    mail.text += "\r\n";
                }
                let whole = Mail {
                    from: std::mem::take(&mut mail.from),
                    to: std::mem::take(&mut mail.to),
                    text: std::mem::take(&mut mail.text),
                };
                // Nobody looks any more where the test has ended.
                let _ = got.send(whole);
                say("250 kept");
            }
            "RSET" => say("250 fine"),
            "QUIT" => return say("221 goodbye"),
            _ => say("500 what?"),
        }
    }
}
