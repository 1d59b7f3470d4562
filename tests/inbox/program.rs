//! The real program: its users, its link, its log.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::site::PASSWORD;

pub(crate) fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "site.yaml",
        "format: 1\nname: Quillhaven IT\nbase_url: https://quillhaven.example/it\nlimits: { per_address: off }\n",
    );
    write(
        "graders/email.md",
        "---\ntitle: Is your email safe?\n---\n### How?\n`#how`\n- [ ] Well. `#well, unloaded`\n- [ ] None of these `none`\n\n\
         ## Exposed\n`band, from 0`\nStart.\n",
    );
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gradewright"));
    command.arg("--site").arg(folder).args(arguments);
    command.env("GRADEWRIGHT_LOG", "trace");
    command
}

/// Exit code and everything that was printed.
pub(crate) fn run(folder: &Path, arguments: &[&str], typed: &str) -> (i32, String) {
    let mut child = command(folder, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses what is asked does not wait for what is typed.
    drop(child.stdin.take().unwrap().write_all(typed.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(printed).unwrap())
}

pub(crate) struct Running {
    child: Child,
    said: BufReader<ChildStdout>,
    folder: std::path::PathBuf,
}

impl Running {
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::start_with(folder, arguments, &[])
    }

    /// With these variables of the environment.
    pub(crate) fn start_with(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let log = fs::File::create(folder.join("log")).unwrap();
        let mut child = command(folder, arguments)
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        Self {
            said: BufReader::new(child.stdout.take().unwrap()),
            child,
            folder: folder.to_owned(),
        }
    }

    /// Where `host` listens, once it says so.
    pub(crate) fn address(&mut self) -> String {
        let line = self.says("Listening on");
        let (_, url) = line.split_once("http://").unwrap();
        url.split('/').next().unwrap().to_owned()
    }

    /// The next printed line with these words.
    pub(crate) fn says(&mut self, words: &str) -> String {
        loop {
            let mut line = String::new();
            let more = self.said.read_line(&mut line).unwrap();
            assert!(more > 0, "never said {words:?}: {}", self.log());
            if line.contains(words) {
                return line;
            }
        }
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn ask(address: &str, request: &str, headers: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(std::time::Duration::from_secs(20)))
        .unwrap();
    let length = body.len();
    let head = format!(
        "{request} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
    );
    stream.write_all((head + body).as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

pub(crate) const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

#[test]
fn users_are_added_listed_and_removed() {
    let folder = site();
    let users =
        |arguments: &[&str], typed: &str| run(folder.path(), &[&["users"], arguments].concat(), typed);
    assert!(users(&["list"], "").1.contains("No users yet"));
    let sam = "sam@quillhaven.example";
    for (typed, why) in [("eleven char\n", "at least 12"), ("", "at least 12")] {
        let (code, said) = users(&["add", sam, "--password-stdin"], typed);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains(why), "{said}");
    }
    let (code, said) = users(&["add", sam], PASSWORD);
    assert_eq!(code, 1);
    assert!(said.contains("--password-stdin"), "{said}");
    assert_eq!(users(&["add", "sam", "--password-stdin"], PASSWORD).0, 1);
    let typed = format!("{PASSWORD}\n");
    let (code, said) = users(
        &[
            "add",
            "Sam@Quillhaven.example",
            "--name",
            "Sam Sales",
            "--password-stdin",
        ],
        &typed,
    );
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains(PASSWORD));
    assert_eq!(
        users(&["add", sam, "--password-stdin"], &typed).0,
        1,
        "there already"
    );
    let list = users(&["list"], "").1;
    assert!(
        list.contains("active   sam@quillhaven.example  Sam Sales"),
        "{list}"
    );
    assert_eq!(users(&["remove", sam], "").0, 0);
    assert!(users(&["list"], "").1.contains("removed"));
    assert_eq!(users(&["remove", sam], "").0, 1);
    assert_eq!(users(&["add", sam, "--password-stdin"], &typed).0, 0, "and back");
    let file = fs::read(folder.path().join("data/gradewright.sqlite")).unwrap();
    assert!(
        !file
            .windows(PASSWORD.len())
            .any(|part| part == PASSWORD.as_bytes())
    );
}

#[test]
fn serve_prints_a_link_that_works_once_and_never_again_with_users() {
    let folder = site();
    let mut serve = Running::start(folder.path(), &["serve", "--port", "0"]);
    let line = serve.says("/inbox/welcome/");
    let url = line.split_once("http://").unwrap().1.trim();
    let (address, path) = url.split_at(url.find('/').unwrap());
    assert!(path.starts_with("/it/inbox/welcome/"), "{path}");
    let answer = ask(address, &format!("GET {path}"), "", "");
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let cookie = answer
        .split("set-cookie: ")
        .nth(1)
        .unwrap()
        .split(';')
        .next()
        .unwrap();
    assert!(
        cookie.starts_with("gradewright_inbox="),
        "loopback has no https: {cookie}"
    );
    let page = ask(address, "GET /it/inbox/", &format!("Cookie: {cookie}\r\n"), "");
    assert!(
        page.starts_with("HTTP/1.1 200") && page.contains("No leads yet"),
        "{page}"
    );
    assert!(!page.contains("<script"), "no script where none may run");
    assert!(
        ask(address, "GET /it/", "", "").contains("/_preview/live.js"),
        "but on the site's own pages"
    );
    assert!(ask(address, &format!("GET {path}"), "", "").starts_with("HTTP/1.1 404"));
    let token = path.rsplit('/').next().unwrap();
    assert!(!serve.log().contains(token), "in the terminal only");
    drop(serve);
    run(
        folder.path(),
        &["users", "add", "sam@quillhaven.example", "--password-stdin"],
        PASSWORD,
    );
    let mut serve = Running::start(folder.path(), &["serve", "--port", "0"]);
    let line = serve.says("Inbox  ");
    assert!(line.trim().ends_with("/it/inbox/"), "{line}");
}

#[test]
fn host_says_how_to_let_somebody_in_and_logs_nobody() {
    let folder = site();
    let mut host = Running::start(folder.path(), &["host", "--listen", "127.0.0.1:0"]);
    let address = host.address();
    host.says("Nobody can sign in to the inbox yet: gradewright users add EMAIL");
    assert!(ask(&address, "GET /it/inbox/sign-in", "", "").contains("gradewright users add EMAIL"));
    let (code, _) = run(
        folder.path(),
        &[
            "users",
            "add",
            "sam@quillhaven.example",
            "--name",
            "Samson",
            "--password-stdin",
        ],
        PASSWORD,
    );
    assert_eq!(code, 0, "while it runs");
    let body = "{\"id\":\"0190a4c2-0000-7000-8000-000000000001\",\"answers\":{\"how\":[\"well\"]},\
        \"contact\":{\"name\":\"Annabella\",\"email\":\"annabella@client.example\"},\"consent\":true}";
    let answer = ask(
        &address,
        "POST /it/responses/email",
        "Content-Type: application/json\r\n",
        body,
    );
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");

    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("email", "sam@quillhaven.example"), ("password", PASSWORD)])
        .finish();
    let answer = ask(&address, "POST /it/inbox/sign-in", FORM, &form);
    assert!(answer.contains("set-cookie: __Host-gradewright="), "{answer}");
    let cookie = answer
        .split("set-cookie: ")
        .nth(1)
        .unwrap()
        .split(';')
        .next()
        .unwrap();
    let secret = cookie.split_once('=').unwrap().1;
    let as_sam = format!("Cookie: {cookie}\r\n");
    let page = ask(&address, "GET /it/inbox/?q=annabella", &as_sam, "");
    assert!(page.contains("Annabella"), "{page}");
    let lead = "/it/inbox/leads/0190a4c2-0000-7000-8000-000000000001";
    let page = ask(&address, &format!("GET {lead}"), &as_sam, "");
    let token = crate::site::token(&page);
    let note = format!("token={token}&text=Mondschein");
    let answer = ask(
        &address,
        &format!("POST {lead}/note"),
        &format!("{FORM}{as_sam}"),
        &note,
    );
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let erase = format!("token={token}");
    let answer = ask(
        &address,
        &format!("POST {lead}/erase"),
        &format!("{FORM}{as_sam}"),
        &erase,
    );
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");

    let log = host.log();
    assert!(
        log.contains("/it/inbox/leads/{id}/{action}"),
        "patterns are logged: {log}"
    );
    let log = log.to_lowercase();
    for personal in [
        "annabella",
        "sam@",
        "samson",
        "mondschein",
        "0190a4c2",
        &PASSWORD[..7],
        secret,
        &token,
    ] {
        assert!(!log.contains(personal), "{personal} is in the log");
    }
}
