//! The headers of published files: `host` sends what `build` writes down for other hosts.

use std::collections::BTreeMap;

use crate::program::Site;

type Headers = BTreeMap<String, String>;

/// What every file has in common with every other host; the rest is about one connection.
const OURS: [&str; 6] = [
    "cache-control",
    "content-security-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
];

/// The name and value of a header, however a host's own syntax writes them.
fn header(line: &str) -> (String, String) {
    let (name, value) = line.trim().split_once(' ').unwrap();
    let value = value.trim_end_matches(';').trim_end_matches("always").trim();
    let name = name.trim_end_matches(':').to_ascii_lowercase();
    (name, value.trim_matches('"').to_owned())
}

/// Netlify and Cloudflare Pages: every rule that fits counts.
fn underscore(text: &str, path: &str) -> Headers {
    let mut headers = Headers::new();
    let mut fits = false;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with("  ") {
            if fits {
                let (name, value) = header(line);
                assert_eq!(headers.insert(name, value), None, "{line} would be sent twice");
            }
        } else {
            fits = line
                .strip_suffix('*')
                .map_or(path == line, |folder| path.starts_with(folder));
        }
    }
    headers
}

/// Caddy: a matcher names a path and wants the file to be there; the last one names what is left.
fn caddy(text: &str, path: &str) -> Headers {
    let mut headers = Headers::new();
    let fits = |pattern: &str| {
        pattern
            .strip_suffix('*')
            .map_or(path == pattern, |folder| path.starts_with(folder))
    };
    let mut lines = text.lines();
    let mut matchers = BTreeMap::new();
    while let Some(line) = lines.next() {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["header", pattern, "{"] => {
                let block = lines.by_ref().take_while(|line| *line != "}");
                headers.extend(block.filter(|_| fits(pattern)).map(header));
            }
            [matcher, "{"] => {
                let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "}").collect();
                let paths = |indent: &'static str| {
                    let begin = format!("{indent}path ");
                    block
                        .iter()
                        .filter_map(move |line| line.strip_prefix(&begin).map(fits))
                };
                let chosen = paths("\t").all(|fits| fits) && !paths("\t\t").any(|fits| fits);
                matchers.insert(matcher.to_owned(), chosen);
            }
            ["header", matcher, ..] => {
                if matchers[matcher] {
                    let rest = line.split_once(&format!("{matcher} ")).unwrap().1;
                    headers.extend([header(rest)]);
                }
            }
            _ => assert!(line.starts_with('#'), "{line}"),
        }
    }
    headers
}

/// nginx: one level of `add_header`, and a variable that conditions change.
fn nginx(text: &str, path: &str) -> Headers {
    let mut headers = Headers::new();
    let mut cache = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(rest) = line.strip_prefix("add_header ") {
            let (name, value) = header(rest);
            let value = if value == "$gradewright_cache" {
                cache.clone()
            } else {
                value
            };
            headers.insert(name, value);
            continue;
        }
        let (condition, set) = line.split_once("set $gradewright_cache \"").unwrap();
        let pattern = condition.split('"').nth(1).unwrap_or("^").replace('\\', "");
        let pattern = pattern.strip_prefix('^').unwrap();
        let fits = pattern
            .strip_suffix('$')
            .map_or(path.starts_with(pattern), |whole| path == whole);
        if fits {
            cache = set.split('"').next().unwrap().to_owned();
        }
    }
    headers
}

fn sent(answer: &str) -> Headers {
    let head = answer.split("\r\n\r\n").next().unwrap();
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    lines
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .filter(|(name, _)| OURS.contains(&name.as_str()))
        .collect()
}

#[test]
fn host_sends_what_build_writes_for_other_hosts() {
    for base in ["", "/check"] {
        let site = Site::new();
        let more = format!(
            "base_url: https://example.com{base}\nendpoint: https://leads.example.com\n\
             embed_on: [https://www.example.com, 'http://127.0.0.1:8080']\n"
        );
        let yaml = site.read("content/site.yaml") + &more;
        site.write("content/site.yaml", &yaml);
        let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
        let css = std::fs::read_dir(site.path("public/assets")).unwrap();
        let css = css
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .find(|name| name.ends_with(".css"))
            .unwrap();
        let kept = [
            "public, max-age=31536000, immutable",
            "public, max-age=600",
            "no-cache",
        ];
        let pages = [
            (format!("{base}/assets/{css}"), kept[0]),
            (format!("{base}/embed.js"), kept[1]),
            (format!("{base}/graders/email/"), kept[2]),
        ];
        for (path, cache) in pages {
            let (status, answer) = host.get(&path);
            assert_eq!(status, 200, "{path}");
            let sent = sent(&answer);
            assert_eq!(sent.keys().collect::<Vec<_>>(), OURS, "{path}");
            assert_eq!(sent["cache-control"], cache, "{path}");
            let policy = &sent["content-security-policy"];
            let framers = "; frame-ancestors 'self' https://www.example.com http://127.0.0.1:8080";
            assert!(policy.ends_with(framers), "{policy}");
            assert_eq!(caddy(&site.read("public/headers.caddy"), &path), sent, "{path}");
            assert_eq!(nginx(&site.read("public/headers.nginx"), &path), sent, "{path}");
            let mut written = underscore(&site.read("public/_headers"), &path);
            // Those hosts have browsers ask again by themselves.
            written
                .entry("cache-control".to_owned())
                .or_insert_with(|| kept[2].to_owned());
            assert_eq!(written, sent, "{path}");
        }
        assert_eq!(host.stop(), 0);
    }
}
