//! How long the inbox's lists take with a million leads: whole pages of the real program, by a browser that is signed in.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use gradewright::store::Store;
use rusqlite::{Connection, params};
use serde_json::json;
use uuid::Uuid;

use super::leads;
use super::process::Server;
use super::site;

const LEADS: usize = 1_000_000;
const ROUNDS: usize = 21;
/// How many pages further on a list is measured once more.
const DEEP: usize = 40;
const BUDGET: Duration = Duration::from_millis(50);

const NAMES: [&str; 8] = ["Ann", "Bob", "José", "Mona", "Raj", "Vera", "Wei", "Zoë"];
const FAMILIES: [&str; 7] = ["Lee", "Núñez", "Patel", "Weiss", "Smith", "Okafor", "Tanaka"];
const COMPANIES: [&str; 5] = [
    "Client Ltd",
    "Nordwind",
    "Panadería Sol",
    "Patel & Sons",
    "Lantern Works",
];
const STATUSES: [&str; 5] = ["new", "contacted", "meeting", "quote", "lost"];

/// Of 1,000 leads one is won, of 5,000 one needs continuity and nobody a portfolio of applications.
const LISTS: [(&str, &str); 20] = [
    ("newest", ""),
    ("hottest", "order=hottest"),
    ("due", "order=due"),
    ("mine", "owner=me"),
    ("mine, hottest", "owner=me&order=hottest"),
    ("nobody's", "owner=nobody"),
    ("status new", "status=new"),
    ("status won", "status=won"),
    ("status won, hottest", "status=won&order=hottest"),
    ("one assessment", "assessment=saas"),
    ("one assessment, hottest", "assessment=saas&order=hottest"),
    ("one assessment and won", "assessment=saas&status=won"),
    ("a service that few need", "service=continuity"),
    (
        "a service that nobody needs, hottest",
        "service=saas-portfolio&order=hottest",
    ),
    ("words of one", "q=lead777777"),
    ("words of many", "q=nordwind"),
    ("words of many, hottest", "q=nunez&order=hottest"),
    ("words of all", "q=exam"),
    ("two words", "q=ann+smith"),
    ("words and won", "q=weiss&status=won"),
];

pub(crate) fn measure() {
    let folder = site::make("bench-lists");
    let began = Instant::now();
    fill(&folder);
    println!(
        "lists of the inbox with {LEADS} leads (stored in {:.0} s, {:.1} GB)",
        began.elapsed().as_secs_f64(),
        std::fs::metadata(file(&folder)).unwrap().len() as f64 / 1e9
    );
    add_user(&folder);
    let server = Server::host(&folder);
    let mut browser = Browser::signed_in(server.address);
    let (started, _) = server.memory();
    println!(
        "  {:<38} {:>9} {:>9} {:>12} {:>9}",
        "list", "median", "worst", "deep median", "worst"
    );
    let mut most = Duration::ZERO;
    for (name, query) in LISTS {
        let (first, page) = browser.measure(query);
        let in_parts = page.contains("Look further");
        let further = browser.further(page);
        let deep = further.map(|query| browser.measure(&query));
        let shown = deep.as_ref().map(|(times, _)| times);
        most = most
            .max(first.1)
            .max(shown.map_or(Duration::ZERO, |times| times.1));
        println!(
            "  {name:<38} {:>9} {:>9} {:>12} {:>9}{}",
            ms(Some(first.0)),
            ms(Some(first.1)),
            ms(shown.map(|times| times.0)),
            ms(shown.map(|times| times.1)),
            if in_parts { "  in parts" } else { "" }
        );
    }
    let (now, peak) = server.memory();
    println!("  resident: {started:.1} MiB when signed in, {now:.1} MiB after, at most {peak:.1} MiB");
    let verdict = if most <= BUDGET { "met" } else { "MISSED" };
    println!("  budget {} ms a page: {verdict}", BUDGET.as_millis());
    drop(server);
    std::fs::remove_dir_all(folder).unwrap();
}

fn ms(time: Option<Duration>) -> String {
    time.map_or_else(
        || "–".to_owned(),
        |time| format!("{:.1} ms", time.as_secs_f64() * 1000.0),
    )
}

/// Keeps one connection, as browsers do.
struct Browser {
    address: SocketAddr,
    stream: TcpStream,
    cookie: String,
}

impl Browser {
    fn signed_in(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        let mut browser = Self {
            address,
            stream,
            cookie: String::new(),
        };
        let body = format!(
            "email=sam%40quillhaven.example&password={}",
            PASSWORD.replace(' ', "+")
        );
        let headers = format!(
            "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            body.len()
        );
        let answer = browser.ask("POST", "/inbox/sign-in", &headers, &body);
        let cookie = answer
            .split_once("set-cookie: ")
            .expect("sam gets in")
            .1
            .split(';');
        browser.cookie = format!("Cookie: {}\r\n", cookie.into_iter().next().unwrap());
        browser
    }

    /// Median and worst of a list's page, and the page.
    fn measure(&mut self, query: &str) -> ((Duration, Duration), String) {
        let mut page = self.page(query);
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|_| {
                let began = Instant::now();
                page = self.page(query);
                began.elapsed()
            })
            .collect();
        times.sort_unstable();
        ((times[ROUNDS / 2], times[ROUNDS - 1]), page)
    }

    /// The query of a page further on; `None` where the list is short.
    fn further(&mut self, mut page: String) -> Option<String> {
        let mut query = next(&page)?;
        for _ in 1..DEEP {
            page = self.page(&query);
            query = next(&page).unwrap_or(query);
        }
        Some(query)
    }

    fn page(&mut self, query: &str) -> String {
        let page = self.ask("GET", &format!("/inbox/?{query}"), "", "");
        assert!(page.starts_with("HTTP/1.1 200 "), "{query}: {page:.200}");
        page
    }

    fn ask(&mut self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let (address, cookie) = (self.address, &self.cookie);
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\n{cookie}{headers}\r\n{body}");
        self.stream.write_all(head.as_bytes()).unwrap();
        let mut read = Vec::new();
        let mut part = [0; 64 * 1024];
        loop {
            if let Some(end) = whole(&read) {
                assert_eq!(end, read.len());
                return String::from_utf8(read).unwrap();
            }
            let more = self.stream.read(&mut part).unwrap();
            assert!(more > 0, "{path} was cut off");
            read.extend_from_slice(&part[..more]);
        }
    }
}

/// How long an answer is with its head, once all of it is there.
fn whole(read: &[u8]) -> Option<usize> {
    let end = read.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&read[..end]).ok()?;
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))?;
    let whole = end + length.parse::<usize>().ok()?;
    (read.len() >= whole).then_some(whole)
}

/// Where the page leads on to.
fn next(page: &str) -> Option<String> {
    let pages = page.split_once("<nav class=\"pages\"")?.1;
    let query = pages.split_once("href=\"?")?.1.split('"').next()?;
    Some(query.replace("&amp;", "&"))
}

const PASSWORD: &str = "correct horse battery";

fn add_user(folder: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gradewright"));
    command.arg("--site").arg(folder);
    command.args(["users", "add", "sam@quillhaven.example", "--password-stdin"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(PASSWORD.as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
    let database = Connection::open(file(folder)).unwrap();
    let mine =
        "UPDATE lead_status SET owner = (SELECT id FROM users) WHERE response % 8 = 0 AND status <> 'new'";
    database.execute(mine, []).unwrap();
}

fn file(folder: &Path) -> std::path::PathBuf {
    folder.join("data/gradewright.sqlite")
}

/// One lead as the endpoint stores it, and copies of it under other names.
fn fill(folder: &Path) {
    let site = site::read(folder);
    let store = Store::open(&file(folder)).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let lead = leads::lead(&site, &site::definition(&site), 0);
    runtime.block_on(store.submit(lead)).unwrap();
    drop(store);
    let mut database = Connection::open(file(folder)).unwrap();
    // Nobody else is here, and a log of all this would take as much again.
    database.pragma_update(None, "journal_mode", "OFF").unwrap();
    database.pragma_update(None, "synchronous", "OFF").unwrap();
    database.pragma_update(None, "cache_size", -256 * 1024).unwrap();
    let change = database.transaction().unwrap();
    change.execute("DELETE FROM outbox", []).unwrap();
    for n in 1..LEADS {
        copy(&change, i64::try_from(n).unwrap());
    }
    change.commit().unwrap();
    database.pragma_update(None, "journal_mode", "WAL").unwrap();
}

fn copy(database: &Connection, n: i64) {
    let random = n.wrapping_mul(2_654_435_761) % 1_000_003;
    let pick = |from: &[&'static str], n: i64| from[usize::try_from(n).unwrap() % from.len()];
    let name = format!("{} {}", pick(&NAMES, random / 3), pick(&FAMILIES, random / 31));
    let email = format!("lead{n}@client{}.example", random % 5000);
    let contact = json!({"name": name, "email": email, "company": pick(&COMPANIES, random / 7)});
    let service = if random % 5000 == 0 {
        "continuity"
    } else {
        "email-archive"
    };
    // What a list never reads is left short: the file stays below 5 GB.
    let follow_up = json!({"gaps": [], "services": [{"id": "backup-dr"}, {"id": service}]});
    let id = |n: i64| Uuid::from_u128(u128::try_from(n).unwrap());
    let total = LEADS as i64;
    database
        .prepare_cached(
            "INSERT INTO responses (id, token, fingerprint, assessment, submitted_at, status, person, total, band, contact_at,
                 contact, consent, source, definition, answers, scorecard, follow_up)
             SELECT ?1, ?2, fingerprint, ?3, submitted_at + ?4, status, ?4, ?5, band, contact_at, ?6, consent, source,
                 definition, answers, scorecard, ?7 FROM responses WHERE key = 1",
        )
        .unwrap()
        .execute(params![
            id(n).as_bytes(),
            id(n + total).as_bytes(),
            if random % 10 == 0 { "saas" } else { "security" },
            n,
            (random % 101) as f64,
            contact.to_string(),
            follow_up.to_string(),
        ])
        .unwrap();
    if random % 4 == 0 {
        let status = match random % 1000 {
            0 => "won",
            other => pick(&STATUSES, other),
        };
        let due = (random % 40 == 0).then_some(20_261_001 + random % 28);
        database
            .prepare_cached(
                "UPDATE lead_status SET status = ?2, next_on = ?3, next_step = 'Call' WHERE response = ?1",
            )
            .unwrap()
            .execute(params![n + 1, status, due])
            .unwrap();
    }
}
