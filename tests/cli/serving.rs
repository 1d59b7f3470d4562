//! `serve` and `host`: starting, watching, stopping.

use crate::program::{GRADER, Site};

#[test]
fn serve_builds_and_shows_the_site_with_nothing_prepared() {
    let site = Site::new();
    let serve = site.start(&["serve", "--port", "0"]);
    let (status, page) = serve.get("/graders/email/");
    assert_eq!(status, 200);
    assert!(page.contains("Is your email safe?"));
    assert!(
        page.contains("/_preview/live.js"),
        "an open page must hear of changes"
    );
    assert!(
        !site.read("public/graders/email/index.html").contains("_preview"),
        "a published page must not"
    );
    assert!(site.path("data/gradewright.sqlite").exists());
    assert_eq!(serve.stop(), 0);
}

#[test]
fn a_saved_file_reloads_the_page_and_a_mistake_keeps_the_last_good_one() {
    let site = Site::new();
    let serve = site.start(&["serve", "--port", "0"]);
    let mut events = serve.events();
    let first = events.next()["build"].as_u64().unwrap();

    site.write(
        "content/graders/email.md",
        &GRADER.replace("Is your email safe?", "Is your mail in safe hands?"),
    );
    let second = events.until(|told| told["build"].as_u64().unwrap() > first)["build"]
        .as_u64()
        .unwrap();
    assert!(serve.get("/graders/email/").1.contains("in safe hands"));

    site.write(
        "content/graders/email.md",
        &GRADER.replace("service mfa", "service mfaa"),
    );
    // A file that is being written may be seen half written first, which is another mistake.
    let told = events.until(|told| told["text"].as_str().unwrap().contains("mfaa"));
    assert_eq!(
        (&told["build"], &told["errors"]),
        (&second.into(), &1.into()),
        "no reload"
    );
    assert!(serve.get("/graders/email/").1.contains("in safe hands"));

    site.write("content/graders/email.md", GRADER);
    events.until(|told| told["errors"] == 0 && told["build"].as_u64().unwrap() > second);
    assert!(serve.get("/graders/email/").1.contains("Is your email safe?"));
}

#[test]
fn deleted_and_renamed_files_are_noticed() {
    let site = Site::new();
    site.write("content/pages/about.md", "---\ntitle: About\n---\nText.\n");
    let serve = site.start(&["serve", "--port", "0"]);
    let mut events = serve.events();
    let mut build = events.next()["build"].as_u64().unwrap();
    assert_eq!(serve.get("/about/").0, 200);
    std::fs::rename(
        site.path("content/pages/about.md"),
        site.path("content/pages/us.md"),
    )
    .unwrap();
    build = events.until(|told| told["build"].as_u64().unwrap() > build)["build"]
        .as_u64()
        .unwrap();
    assert_eq!((serve.get("/about/").0, serve.get("/us/").0), (404, 200));
    site.remove("content/pages/us.md");
    events.until(|told| told["build"].as_u64().unwrap() > build);
    assert_eq!(serve.get("/us/").0, 404);
}

#[test]
fn a_site_with_mistakes_from_the_start_comes_up_once_they_are_mended() {
    let site = Site::new();
    site.write(
        "content/graders/email.md",
        &GRADER.replace("service mfa", "service mfaa"),
    );
    let serve = site.start(&["serve", "--port", "0"]);
    assert!(serve.get("/").1.contains("The content has mistakes"));
    let mut events = serve.events();
    assert_eq!(events.next()["errors"], 1);
    site.write("content/graders/email.md", GRADER);
    events.until(|told| told["build"].as_u64().unwrap() > 0);
    assert_eq!(serve.get("/graders/email/").0, 200);
}

#[test]
fn a_port_in_use_is_a_clear_message_and_exit_code_3() {
    let site = Site::new();
    let first = site.start(&["serve", "--port", "0"]);
    let port = first.address().rsplit(':').next().unwrap().to_owned();
    let (code, _, said) = site.run(&["serve", "--port", &port]);
    assert_eq!(code, 3);
    assert!(said.contains(&format!("port {port} is in use")), "{said}");
}

#[test]
fn host_serves_under_the_path_of_its_base_url() {
    let site = Site::new();
    let host = site.start(&[
        "host",
        "--listen",
        "127.0.0.1:0",
        "--base-url",
        "https://example.com/check",
    ]);
    assert_eq!(host.get("/check/graders/email/").0, 200);
    assert_eq!(host.get("/check/healthz").0, 200);
    assert!(!host.get("/check/").1.contains("_preview"));
    assert_eq!(host.stop(), 0);
}

#[test]
fn host_refuses_content_with_mistakes() {
    let site = Site::new();
    site.write("content/graders/email.md", "no front matter");
    assert_eq!(site.run(&["host", "--listen", "127.0.0.1:0"]).0, 1);
}

#[test]
fn leads_are_never_kept_among_the_pages() {
    let site = Site::new();
    std::fs::create_dir(site.path("public")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(site.path("public"), site.path("elsewhere")).unwrap();
    for folder in ["public", "public/data", "elsewhere", "data/../public"] {
        let file = format!("sqlite:{}", site.path(folder).join("leads.sqlite").display());
        for command in [["host", "--listen", "127.0.0.1:0"], ["serve", "--port", "0"]] {
            let (code, _, said) = site.run(&[&command[..], &["--database", &file]].concat());
            assert_eq!(code, 1, "{said}");
            assert!(said.contains("where everybody could fetch it"), "{said}");
        }
    }
    assert!(!site.path("public/leads.sqlite").exists());
}

#[test]
fn host_sends_pages_small_to_those_who_can_read_it() {
    let site = Site::new();
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    let (_, plain) = host.get("/graders/email/");
    assert!(!plain.contains("content-encoding"));
    let small = host.get_compressed("/graders/email/");
    assert!(
        small.len() * 2 < plain.len(),
        "{} of {} bytes",
        small.len(),
        plain.len()
    );
    let head = String::from_utf8_lossy(&small).into_owned();
    assert!(
        head.contains("content-encoding: gzip") && head.contains("vary: "),
        "{head}"
    );
}

#[test]
fn a_form_that_was_sent_from_within_a_frame_leads_to_a_page_for_a_frame() {
    let site = Site::new();
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    let led = |destination: &str| {
        let kind = format!("application/x-www-form-urlencoded\r\nsec-fetch-dest: {destination}");
        let (status, answer) = host.ask("POST", "/responses/email", &kind, "protected=filtered");
        assert_eq!(status, 303, "{answer}");
        let to = answer.lines().find_map(|line| line.strip_prefix("location: "));
        to.unwrap().to_owned()
    };
    assert!(led("iframe").ends_with("#embed"));
    assert!(!led("document").contains('#'));
}
