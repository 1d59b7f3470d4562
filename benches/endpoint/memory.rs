//! How much memory `host` holds with many leads in its database.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use gradewright::store::Store;

use super::answers;
use super::leads;
use super::load;
use super::process::Server;
use super::site;

const LEADS: usize = 100_000;
const AT_ONCE: usize = 512;
const REQUESTS: usize = 2_000;
const BUDGET_MIB: f64 = 64.0;

pub(crate) fn measure() {
    let folder = site::make("bench-memory");
    let began = Instant::now();
    let reports = fill(&folder);
    println!(
        "memory of host with {LEADS} leads (stored in {:.1} s)",
        began.elapsed().as_secs_f64()
    );
    let server = Server::host(&folder);
    println!(
        "  listens after {:.0} ms",
        server.started_in.as_secs_f64() * 1000.0
    );
    let show = |what: &str| {
        let (now, most) = server.memory();
        println!("  {what:<36} {now:>6.1} MiB, at most {most:.1} MiB so far");
    };
    show("started");
    for (place, report) in reports.iter().enumerate() {
        get(server.address, report);
        if place % 10 == 0 {
            get(server.address, "/graders/security/");
        }
    }
    show(&format!("{} reports shown", reports.len()));
    list(&folder);
    show("leads listed beside it");
    let definition = site::definition(&site::read(&folder));
    let bodies = (0..REQUESTS)
        .map(|seed| {
            let sheet = answers::sheet(&definition.assessment, seed);
            answers::body(&sheet, &definition.hash, answers::Contact::Consented).to_string()
        })
        .collect();
    let path = format!("/responses/{}", site::GRADER);
    load::run(server.address, &path, bodies, 64, 201);
    show(&format!("{REQUESTS} more taken, 64 at a time"));
    let (_, most) = server.memory();
    let verdict = if most <= BUDGET_MIB { "met" } else { "MISSED" };
    println!("  budget {BUDGET_MIB} MiB: {verdict}");
    drop(server);
    std::fs::remove_dir_all(folder).unwrap();
}

/// Stores the leads as the endpoint does, their briefs delivered; returns the paths of some reports.
fn fill(folder: &Path) -> Vec<String> {
    let site = Arc::new(site::read(folder));
    let definition = site::definition(&site);
    let file = folder.join("data/gradewright.sqlite");
    let store = Store::open(&file).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    let mut reports = Vec::new();
    for group in 0..LEADS.div_ceil(AT_ONCE) {
        let mut waiting = Vec::new();
        for seed in group * AT_ONCE..LEADS.min((group + 1) * AT_ONCE) {
            let response = leads::lead(&site, &definition, seed);
            if seed % (LEADS / 1000) == 0 {
                reports.push(format!("/r/{}", response.token));
            }
            let store = store.clone();
            waiting.push(runtime.spawn(async move { store.submit(response).await }));
        }
        for one in waiting {
            runtime.block_on(one).unwrap().unwrap();
        }
    }
    drop(store);
    let database = rusqlite::Connection::open(file).unwrap();
    database
        .execute("UPDATE outbox SET done_at = due_at", [])
        .unwrap();
    reports
}

fn get(address: SocketAddr, path: &str) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{path}: {answer:.200}");
}

fn list(folder: &Path) {
    let status = Command::new(env!("CARGO_BIN_EXE_gradewright"))
        .args(["leads", "list", "--format", "json", "--site"])
        .arg(folder)
        .stdout(Stdio::null())
        .status();
    assert!(status.unwrap().success());
}
