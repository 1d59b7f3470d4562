//! A small site with deliveries, and the real program that hosts it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// For anything that must happen, on a slow machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const GRADER: &str = "---\ntitle: Is your email safe?\n---\n### How is your email protected?\n`#protected`\n\
    > **Why it matters.** Email resets every other password.\n\n\
    - [ ] Everyone signs in with a second step. `#second-step, points 2, service mfa`\n  > A password alone opens nothing.\n\
    - [ ] Doubtful mail is filtered. `#filtered, service filter`\n  > The safest message is the one nobody gets.\n\
    - [ ] None of these `none`\n\n## Exposed\n`band, from 0`\nStart with the first gap.\n";

pub(crate) struct Site {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

impl Site {
    /// With these entries of `deliveries`, each a line of YAML.
    pub(crate) fn new(deliveries: &[&str]) -> Self {
        let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let list: String = deliveries
            .iter()
            .map(|entry| format!("  - {{ {entry} }}\n"))
            .collect();
        let site = format!(
            "format: 1\nname: Quillhaven IT\nbase_url: https://quillhaven.example\nlimits: {{ per_address: off }}\n\
             contact:\n  fields: [name*, email*, company, role, phone, website, message]\n\
             deliveries:\n{list}"
        );
        let spanish = GRADER.replace("title: Is your email safe?", "title: Su correo\nlang: es");
        for (path, text) in [
            ("site.yaml", site.as_str()),
            ("graders/email.md", GRADER),
            ("graders/correo.md", &spanish),
            (
                "services/mfa.md",
                "---\nname: Sign-in Protection\nunit: user\nmonthly: 4\n---\nText.\n",
            ),
            (
                "services/filter.md",
                "---\nname: Mail Filter\nunit: flat\nmonthly: 50\nsetup: 10\n---\nText.\n",
            ),
        ] {
            let path = folder.path().join("content").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let allowed = ("GRADEWRIGHT_ALLOW_LOCAL_WEBHOOKS".to_owned(), "1".to_owned());
        let secret = ("CRM_SECRET".to_owned(), SECRET.to_owned());
        Self {
            folder,
            environment: vec![allowed, secret],
        }
    }

    /// With a variable of the environment set, or (empty) taken away.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(other, _)| other != name);
        if !value.is_empty() {
            self.environment.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gradewright"));
        command.arg("--site").arg(self.folder.path()).args(arguments);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// What a command prints, where it must succeed.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// `deliveries list`, oldest first.
    pub(crate) fn deliveries(&self) -> Vec<Value> {
        let mut list: Vec<Value> =
            serde_json::from_str(&self.ok(&["deliveries", "list", "--format", "json"])).unwrap();
        list.reverse();
        list
    }

    /// The deliveries, once they are as wanted.
    pub(crate) fn until(&self, what: &str, wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let began = Instant::now();
        loop {
            let deliveries = self.deliveries();
            if wanted(&deliveries) {
                return deliveries;
            }
            assert!(
                began.elapsed() < PATIENCE,
                "not {what}: {deliveries:#?}\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The database, beside the running program.
    pub(crate) fn database(&self) -> rusqlite::Connection {
        let database = rusqlite::Connection::open(self.path("data/gradewright.sqlite")).unwrap();
        database.busy_timeout(PATIENCE).unwrap();
        // As the program: what a test changes leaves no copy in free pages.
        database.pragma_update(None, "secure_delete", true).unwrap();
        database
    }

    /// What waits is due now, however long that should have taken.
    pub(crate) fn time_passes(&self) {
        let now = "UPDATE outbox SET due_at = 0 WHERE done_at IS NULL";
        self.database().execute(now, []).unwrap();
    }

    /// Everything that was logged so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    pub(crate) fn host(&self) -> Host {
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.path("log"))
            .unwrap();
        let mut child = self
            .command(&["host", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut host = Host {
            said: BufReader::new(child.stdout.take().unwrap()),
            child,
            address: String::new(),
        };
        while host.address.is_empty() {
            let mut line = String::new();
            assert!(
                host.said.read_line(&mut line).unwrap() > 0,
                "it ended: {}",
                self.log()
            );
            if let Some(address) = line.trim().strip_prefix("Listening on http://") {
                host.address = address.trim_end_matches('/').to_owned();
            }
        }
        host
    }
}

/// A running server. It ends with the value.
pub(crate) struct Host {
    child: Child,
    address: String,
    // Kept open: a closed pipe would be an error to the program.
    said: BufReader<std::process::ChildStdout>,
}

impl Host {
    /// Sends a lead of somebody who agreed to the grader `email`.
    pub(crate) fn lead(&self, who: &str) {
        self.send("email", who, true, &[]);
    }

    pub(crate) fn send(&self, assessment: &str, who: &str, consent: bool, more: &[(&str, &str)]) {
        let mut body = json!({
            "id": uuid::Uuid::new_v4(),
            "answers": {"protected": ["second-step"]},
            "contact": {"name": format!("{who} Doe"), "email": format!("{who}@doe.example")},
            "consent": consent,
        });
        for (name, value) in more {
            body["contact"][*name] = json!(value);
        }
        self.post(&format!("/responses/{assessment}"), &body.to_string());
    }

    pub(crate) fn post(&self, path: &str, body: &str) {
        let answer = self.ask(path, body);
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    }

    /// The whole answer to JSON.
    pub(crate) fn ask(&self, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// SIGKILL: no destructor, no signal handler, no last write.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, as an operator does; it must end in order.
    pub(crate) fn stop(mut self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").arg(pid).status().unwrap().success());
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
