//! A server in a process of its own.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Ends with the value.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process until it listened.
    pub(crate) started_in: Duration,
}

impl Server {
    /// The real program, hosting the site.
    pub(crate) fn host(site: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gradewright"));
        command
            .args(["host", "--listen", "127.0.0.1:0", "--site"])
            .arg(site);
        Self::start(command)
    }

    /// Waits for the line that says where it listens.
    pub(crate) fn start(mut command: Command) -> Self {
        let began = Instant::now();
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap());
        let address = loop {
            let mut line = String::new();
            assert!(
                lines.read_line(&mut line).unwrap() > 0,
                "the server did not start"
            );
            if let Some(address) = line.trim().strip_prefix("Listening on http://") {
                break address.trim_end_matches('/').parse().unwrap();
            }
        };
        let started_in = began.elapsed();
        std::thread::spawn(move || lines.read_to_end(&mut Vec::new()));
        Self {
            process,
            address,
            started_in,
        }
    }

    /// MiB of resident memory: now, and the most so far.
    pub(crate) fn memory(&self) -> (f64, f64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let mib = |field: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap();
            let kib: f64 = line.split_whitespace().next().unwrap().parse().unwrap();
            kib / 1024.0
        };
        (mib("VmRSS:"), mib("VmHWM:"))
    }

    /// Seconds of CPU so far.
    pub(crate) fn cpu(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap();
        let after_name = status.rsplit(") ").next().unwrap();
        // Fields 14 and 15 of proc(5), in ticks of a hundredth of a second.
        let ticks = after_name.split(' ').skip(11).take(2);
        ticks.map(|ticks| ticks.parse::<f64>().unwrap()).sum::<f64>() / 100.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
