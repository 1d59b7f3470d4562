//! How many responses a second the endpoint takes, beside what the same server can do without a disk.

use std::fs::OpenOptions;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::answers::{self, Contact};
use super::load::{self, Figures};
use super::process::Server;
use super::roles::Role;
use super::site;

const CONNECTIONS: usize = 64;
const ROUNDS: usize = 3;
const REQUESTS: usize = 30_000;
/// One commit a request takes one fsync each.
const SINGLE_REQUESTS: usize = 5_000;

/// At least this share of the echo, and at most this long for 99 of 100.
const BUDGET: (f64, Duration) = (0.60, Duration::from_millis(25));

pub(crate) fn measure() {
    println!("intake at {CONNECTIONS} connections, medians of {ROUNDS} rounds");
    let folder = site::make("bench-intake");
    sync_latency(&folder);
    let mut table = Vec::new();
    for (name, what) in [
        ("JSON echo", What::Echo),
        ("intake, answers alone", What::Host(Contact::None)),
        ("intake, contact + brief", What::Host(Contact::Consented)),
        ("one commit a request", What::Single),
    ] {
        let mut rounds: Vec<Figures> = (0..ROUNDS).map(|_| round(&folder, what)).collect();
        rounds.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
        let figures = rounds.swap_remove(ROUNDS / 2);
        println!(
            "  {name:<26} {:>7.0}/s   p50 {:>6.2} ms   p99 {:>6.2} ms   most {:>6.1} ms",
            figures.per_second,
            ms(figures.p50),
            ms(figures.p99),
            ms(figures.most)
        );
        table.push(figures);
    }
    sync_latency(&folder);
    let [echo, alone, brief, single] = &table[..] else {
        unreachable!("four rows")
    };
    for (name, intake) in [("answers alone", alone), ("contact + brief", brief)] {
        let share = intake.per_second / echo.per_second;
        let met = share >= BUDGET.0 && intake.p99 <= BUDGET.1;
        println!(
            "  {name}: {:.0} % of the echo, {:.1} times one commit a request; budget {:.0} %, p99 {} ms: {}",
            share * 100.0,
            intake.per_second / single.per_second,
            BUDGET.0 * 100.0,
            BUDGET.1.as_millis(),
            if met { "met" } else { "MISSED" }
        );
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[derive(Clone, Copy)]
enum What {
    Echo,
    Host(Contact),
    Single,
}

/// A server with an empty database, and every response sent once.
fn round(folder: &Path, what: What) -> Figures {
    let _ = std::fs::remove_dir_all(folder.join("data"));
    let definition = site::definition(&site::read(folder));
    let (count, contact) = match what {
        What::Echo => (REQUESTS, Contact::None),
        What::Host(contact) => (REQUESTS, contact),
        What::Single => (SINGLE_REQUESTS, Contact::None),
    };
    let bodies = (0..count)
        .map(|seed| {
            let sheet = answers::sheet(&definition.assessment, seed);
            answers::body(&sheet, &definition.hash, contact).to_string()
        })
        .collect();
    let (server, expected) = match what {
        What::Echo => (Role::Echo.start(), 200),
        What::Host(_) => (Server::host(folder), 201),
        What::Single => {
            let site = folder.to_owned();
            (Role::Endpoint { site, group: 1 }.start(), 201)
        }
    };
    let path = format!("/responses/{}", site::GRADER);
    let figures = load::run(server.address, &path, bodies, CONNECTIONS, expected);
    if std::env::var_os("GRADEWRIGHT_BENCH_CPU").is_some() {
        println!("    server CPU {:.1} s for {count} requests", server.cpu());
    }
    figures
}

/// What the disk takes to make 4 KiB durable: in place, as a database's log is written again and again.
fn sync_latency(folder: &Path) {
    let path = folder.join("sync.bin");
    let mut file = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(&path)
        .unwrap();
    file.write_all(&vec![0; 1 << 20]).unwrap();
    file.sync_all().unwrap();
    let mut times: Vec<Duration> = (0..256_u64)
        .map(|block| {
            file.seek(SeekFrom::Start(block * 4096)).unwrap();
            file.write_all(&[7; 4096]).unwrap();
            let began = Instant::now();
            file.sync_data().unwrap();
            began.elapsed()
        })
        .collect();
    times.sort();
    println!(
        "  fdatasync of 4 KiB here    p50 {:.2} ms   p99 {:.2} ms",
        ms(times[128]),
        ms(times[253])
    );
    std::fs::remove_file(path).unwrap();
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
