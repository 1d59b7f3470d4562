//! A tiny site on disk, and the real program that hosts it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use uuid::Uuid;

/// For the program to start, to stop, and to work the outbox off.
const PATIENCE: Duration = Duration::from_secs(120);

const HOST: [&str; 3] = ["host", "--listen", "127.0.0.1:0"];

const SITE: &str = "\
format: 1
name: Quillhaven IT
base_url: https://quillhaven.example
sales_email: sales@quillhaven.example
deliveries:
  - { name: crm, webhook: http://127.0.0.1:PORT/, secret_env: CRASH_SECRET }
limits: { per_address: off }
contact:
  fields: [name*, email*]
  consent: { version: 2026-11, text: You may contact me about my result. }
";

const SERVICE: &str =
    "---\nname: A second step\nunit: user\nmonthly: 3\n---\nA leaked password alone opens nothing.\n";

const GRADER: &str = "\
---
title: Is your email safe?
gate: after-score
---
### How is your email protected?
`#protection`

> **Why it matters.** Email resets every other password.

- [ ] Everyone signs in with a second step. `#second-step, service second-step`
  > A stolen password is then useless by itself.
- [ ] Old mail is kept in an archive. `#archive, unloaded`
  > What was agreed can be shown years later.
- [ ] None of these `none`

### How many people have a mailbox?
`#seats, number 1-5000, profile, quantity user`

## Exposed
`band, from 0`
Start with the first gap.
";

/// A site with its database, on the disk that the build is on.
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// That also tells a receiver at that port of each lead.
    pub(crate) fn new(port: u16) -> Self {
        let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        for (path, text) in [
            ("site.yaml", &*SITE.replace("PORT", &port.to_string())),
            ("services/second-step.md", SERVICE),
            ("graders/tiny.md", GRADER),
        ] {
            let path = folder.path().join("content").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self { folder }
    }

    /// Starts the server; returns when it listens.
    pub(crate) fn host(&self) -> Host {
        self.start(self.command(&HOST))
    }

    /// As [`Site::host`], its leads on a disk of so many MiB that is its own; `None` where the system gives us none.
    pub(crate) fn host_on_a_disk_of(&self, size: usize) -> Option<Host> {
        let data = self.data();
        fs::create_dir_all(&data).unwrap();
        let mount = format!("mount -t tmpfs -o size={size}m tmpfs \"$0\"");
        let within = |script: &str| {
            let mut command = Command::new("unshare");
            command.args(["-Urm", "sh", "-c", script]).arg(&data);
            command
        };
        if !within(&mount).status().is_ok_and(|status| status.success()) {
            return None;
        }
        let plain = self.command(&HOST);
        let mut command = within(&format!("{mount} && exec \"$@\""));
        command.arg(plain.get_program()).args(plain.get_args());
        command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.stdin(Stdio::null());
        Some(self.start(command))
    }

    /// Where the leads are.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn start(&self, mut command: Command) -> Host {
        let errors = self.folder.path().join("errors.log");
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(fs::File::create(&errors).unwrap())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap());
        let mut said = String::new();
        let address = loop {
            let from = said.len();
            if lines.read_line(&mut said).unwrap() == 0 {
                let errors = fs::read_to_string(&errors).unwrap();
                panic!("the server ended before it listened:\n{said}{errors}");
            }
            let line = said[from..].trim();
            if let Some(address) = line.strip_prefix("Listening on http://") {
                break address.trim_end_matches('/').to_owned();
            }
        };
        let reader = std::thread::spawn(move || {
            let _ = lines.read_to_string(&mut said);
        });
        Host {
            process,
            address,
            reader: Some(reader),
        }
    }

    /// A minute passes: what a killed server was about to deliver falls due again.
    pub(crate) fn let_leases_run_out(&self) {
        let file = self.folder.path().join("data/gradewright.sqlite");
        let database = rusqlite::Connection::open(file).unwrap();
        // What failed only because the server died is not what is tested here.
        let minute = "UPDATE outbox SET due_at = 0 WHERE done_at IS NULL";
        database.execute(minute, []).unwrap();
    }

    /// Waits until nothing is left to be delivered, or for so long.
    pub(crate) fn wait_for_deliveries(&self) {
        let file = self.folder.path().join("data/gradewright.sqlite");
        let database = rusqlite::Connection::open(file).unwrap();
        let left = || -> i64 {
            let sql = "SELECT count(*) FROM outbox WHERE done_at IS NULL";
            database.query_row(sql, [], |row| row.get(0)).unwrap()
        };
        let began = Instant::now();
        while left() > 0 && began.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until that many briefs are written; returns early where no more come.
    pub(crate) fn wait_for_briefs(&self, wanted: usize) {
        let began = Instant::now();
        while self.briefs().len() < wanted && began.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The leads that briefs were written for, by their files.
    pub(crate) fn briefs(&self) -> Vec<Uuid> {
        let folder = self.folder.path().join("data/mail");
        let Ok(entries) = fs::read_dir(folder) else {
            return Vec::new();
        };
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| {
                name.strip_suffix(".eml")
                    .and_then(|stem| stem.split_once('-'))
                    .map(|(_, id)| id.parse().unwrap())
            })
            .collect()
    }

    /// The ids that `leads list` prints.
    pub(crate) fn listed(&self) -> Vec<Uuid> {
        let output = self
            .command(&["leads", "list", "--format", "json"])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let leads: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
        leads
            .iter()
            .map(|lead| lead["id"].as_str().unwrap().parse().unwrap())
            .collect()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gradewright"));
        command
            .args(arguments)
            .arg("--site")
            .arg(self.folder.path())
            .env("GRADEWRIGHT_ALLOW_LOCAL_WEBHOOKS", "1")
            .env("CRASH_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            .stdin(Stdio::null());
        command
    }
}

/// A running server. It ends with the value.
pub(crate) struct Host {
    process: Child,
    address: String,
    reader: Option<JoinHandle<()>>,
}

impl Host {
    /// A folder as the server sees it.
    pub(crate) fn sees(&self, folder: &Path) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", self.process.id()));
        root.join(folder.strip_prefix("/").unwrap())
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// SIGKILL: no destructor, no signal handler, no last write.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
    }

    /// SIGTERM; the exit code.
    pub(crate) fn stop(mut self) -> Option<i32> {
        // The standard library sends only SIGKILL.
        let pid = self.process.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", "TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the server did not stop");
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}
