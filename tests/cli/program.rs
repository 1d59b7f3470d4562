//! A small site on disk, and the program run against it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use assert_cmd::assert::OutputAssertExt;
use tempfile::TempDir;

pub(crate) const GRADER: &str = "---
title: Is your email safe?
---
### How is your email protected?
`#protected`
> **Why it matters.** Email resets every other password.

- [ ] Everyone signs in with a second step. `#second-step, points 2, service mfa`
  > A stolen password alone then opens nothing.
- [ ] Doubtful mail is filtered. `#filtered, service filter`
  > The safest bad message is the one nobody gets.
- [ ] None of these `none`

## Exposed
`band, from 0`
Start with the first gap.

[Book a review](/book/)
";

pub(crate) struct Site(TempDir);

impl Site {
    pub(crate) fn new() -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        site.write(
            "content/site.yaml",
            "format: 1\nname: Quillhaven IT\nsales_email: sales@quillhaven.example\n",
        );
        site.write("content/graders/email.md", GRADER);
        site.write(
            "content/services/mfa.md",
            "---\nname: Sign-in Protection\nunit: user\nmonthly: 4\n---\nText.\n",
        );
        site.write(
            "content/services/filter.md",
            "---\nname: Mail Filter\nunit: flat\nmonthly: 50\n---\nText.\n",
        );
        site.write("content/pages/book.md", "---\ntitle: Book a review\n---\nText.\n");
        site
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// Runs a command to its end: exit code, standard output, standard error.
    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (
            output.status.code().unwrap(),
            text(&output.stdout),
            text(&output.stderr),
        )
    }

    /// As [`Site::run`], where it must succeed.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let assert = self.command(arguments).assert().success();
        String::from_utf8(assert.get_output().stdout.clone()).unwrap()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gradewright"));
        command
            .arg("--site")
            .arg(self.0.path())
            .args(arguments)
            .env_remove("GRADEWRIGHT_LOG");
        command
    }

    /// Starts `serve` or `host` and waits until it says where it listens.
    pub(crate) fn start(&self, arguments: &[&str]) -> Running {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(self.path("stderr")).unwrap())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut address = None;
        while address.is_none() {
            let mut line = String::new();
            let more = said.read_line(&mut line).unwrap();
            assert!(
                more > 0,
                "ended without saying where it listens: {}",
                self.read("stderr")
            );
            address = line
                .split_once("http://")
                .map(|(_, at)| at.split('/').next().unwrap().to_owned());
        }
        Running {
            child,
            address: address.unwrap(),
            _said: said,
        }
    }
}

pub(crate) struct Running {
    child: Child,
    address: String,
    // Kept open: a closed pipe would be an error to the program.
    _said: BufReader<std::process::ChildStdout>,
}

impl Running {
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// One request on a connection of its own: status and the whole answer.
    pub(crate) fn ask(&self, method: &str, path: &str, kind: &str, body: &str) -> (u16, String) {
        let answer = self.raw(
            &format!("{method} {path}"),
            &format!("content-type: {kind}\r\n"),
            body,
        );
        let answer = String::from_utf8(answer).unwrap();
        (answer[9..12].parse().unwrap(), answer)
    }

    /// The whole answer to a client that reads gzip.
    pub(crate) fn get_compressed(&self, path: &str) -> Vec<u8> {
        self.raw(&format!("GET {path}"), "accept-encoding: gzip\r\n", "")
    }

    fn raw(&self, request: &str, headers: &str, body: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = format!(
            "{request} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        answer
    }

    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        self.ask("GET", path, "text/plain", "")
    }

    pub(crate) fn post(&self, path: &str, json: &str) -> (u16, String) {
        self.ask("POST", path, "application/json", json)
    }

    /// The stream of what open pages are told.
    pub(crate) fn events(&self) -> Events {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let head = format!("GET /_preview/events HTTP/1.1\r\nhost: {}\r\n\r\n", self.address);
        stream.write_all(head.as_bytes()).unwrap();
        Events(BufReader::new(stream))
    }

    /// Asks it to stop, as an operator does; the exit code.
    pub(crate) fn stop(mut self) -> i32 {
        let asked = Command::new("kill")
            .arg(self.child.id().to_string())
            .status()
            .unwrap();
        assert!(asked.success());
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) struct Events(BufReader<TcpStream>);

impl Events {
    /// What pages are told next.
    pub(crate) fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// What pages are told once it is as wanted. Bounded by the time-out of each read.
    pub(crate) fn until(&mut self, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        for _ in 0..50 {
            let told = self.next();
            if wanted(&told) {
                return told;
            }
        }
        panic!("never told what was wanted");
    }
}

/// Names of files, for comparing a folder before and after.
pub(crate) fn files(folder: &Path) -> Vec<(PathBuf, std::time::SystemTime)> {
    let mut found: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            (
                entry.path().to_owned(),
                entry.metadata().unwrap().modified().unwrap(),
            )
        })
        .collect();
    found.sort();
    found
}
