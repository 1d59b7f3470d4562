//! Files that were made to hurt: a clear error, quickly, and no harm.

use gradewright::content::{Cache, ReadOptions, Severity, read, render_github, render_human};
use proptest::prelude::*;

use crate::support::*;

fn codes(path: &str, bytes: &[u8]) -> Vec<&'static str> {
    let folder = with_grader(
        "---\ntitle: G\n---\n### Q?\n- [ ] A `service vault`\n- [ ] None `none`\n\n## Low\n`band, from 0`\n",
    );
    write(folder.path(), path, bytes);
    let reading = read_once(folder.path());
    assert_eq!(reading.site.is_none(), reading.counts().0 > 0);
    let _ = render_human(&reading, true);
    reading
        .diagnostics
        .iter()
        .filter(|fault| fault.file == path)
        .map(|fault| fault.code)
        .collect()
}

#[test]
fn an_alias_bomb_does_not_go_off() {
    let mut bomb = String::from("format: 1\nname: Acme\nextra: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let before = level - 1;
        bomb.push_str(&format!(
            "x{level}: &a{level} [*a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}]\n"
        ));
    }
    assert_eq!(codes("content/site.yaml", bomb.as_bytes()), ["yaml-limit"]);
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    for open in ["[", "{a: ", "- ", "? "] {
        let found = codes(
            "content/site.yaml",
            format!("format: 1\nname: A\nextra: {}", open.repeat(200_000)).as_bytes(),
        );
        assert!(
            !found.is_empty() && found.iter().all(|code| code.starts_with("yaml-")),
            "{open}: {found:?}"
        );
    }
    for open in [
        "> ", "- ", "* [ ] ", "[", "![", "**", "`", "<div>", "(", "1. ", "[a](", "\\", "&", "<", "~~~\n",
        "# ", "| ",
    ] {
        let body = open.repeat(40_000 / open.len());
        for path in [
            "content/pages/book.md",
            "content/graders/g.md",
            "content/services/vault.md",
        ] {
            let name = if path.contains("services") {
                "name"
            } else {
                "title"
            };
            codes(path, format!("---\n{name}: B\n---\n{body}\n").as_bytes());
            codes(
                path,
                format!("---\n{name}: B\n---\n### Q?\n- [ ] {body}\n  > {body}\n").as_bytes(),
            );
        }
    }
}

#[test]
fn many_mistakes_take_little_time() {
    for line in [
        "### Q?\n",
        "- [ ] A `none`\n",
        "## Low\n`band, from 0`\n",
        "```sales\n",
        "-[ ] x\n",
        "[a](/b)\n",
        "<!-- ",
        "### Q\n`if q is a`\n- [ ] A\n",
    ] {
        let body = format!("---\ntitle: G\n---\n{}", line.repeat(100_000 / line.len()));
        codes("content/graders/g.md", body.as_bytes());
    }
}

#[test]
fn bytes_that_are_no_text_are_an_error() {
    assert_eq!(codes("content/graders/g.md", b"\xff\xfe\x00"), ["not-utf8"]);
    assert_eq!(
        codes("content/pages/book.md", &[b'x'; 10_000_000]),
        ["file-too-large"]
    );
    assert!(codes("content/site.yaml", b"format: 1\nname: \"A\\0B\"\n").contains(&"field-value"));
    assert_eq!(
        codes("content/pages/book.md", b"---\ntitle: A\n---\nNUL \0 here\n"),
        [""; 0]
    );
}

#[cfg(unix)]
#[test]
fn links_in_the_file_system_stay_inside() {
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "secret.md", b"---\ntitle: Secret\n---\n");
    for (from, target, errors) in [
        ("content/pages/a.md", outside.path().join("secret.md"), 1),
        ("content/pages/sub", outside.path().to_path_buf(), 1),
        ("content/pages/b.md", "/etc/passwd".into(), 1),
        ("content/pages/c.md", "../../../../../etc/passwd".into(), 1),
        ("content/pages/d.md", "nowhere.md".into(), 1),
        ("content/pages/e.md", "book.md".into(), 0),
        ("content/pages/sub2", "..".into(), 1),
    ] {
        let folder = with_grader(
            "---\ntitle: G\n---\n### Q?\n- [ ] A `service vault`\n- [ ] None `none`\n\n## Low\n`band, from 0`\n",
        );
        std::os::unix::fs::symlink(&target, folder.path().join(from)).unwrap();
        let reading = read_once(folder.path());
        assert_eq!(
            reading.counts().0,
            errors,
            "{from}: {}",
            render_human(&reading, false)
        );
    }
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("content")).unwrap();
    assert_eq!(read_once(folder.path()).diagnostics[0].code, "outside-folder");
}

#[test]
fn terminals_and_workflows_are_not_spoken_to_by_content() {
    let folder = with_grader(
        "---\ntitle: G\n---\n### Q?\n- [ ] A `se\u{1b}[31mrvice: a, b%`\n- [ ] None `none`\n\n## Low\n`band, from 0`\n",
    );
    let reading = read_once(folder.path());
    assert!(
        !render_human(&reading, false).contains('\u{1b}'),
        "{}",
        render_human(&reading, false)
    );
    let github = render_github(&reading);
    assert!(
        github
            .lines()
            .all(|line| line.starts_with("::error file=content/")
                || line.starts_with("::warning file=content/")),
        "{github}"
    );
    assert!(github.contains("%25"), "{github}");
}

#[test]
fn diagnostics_are_json_of_a_fixed_shape() {
    let folder = with_grader(
        "---\ntitle: G\n---\n### Q?\n- [ ] A `sevice vault`\n- [ ] None `none`\n\n## Low\n`band, from 0`\n",
    );
    let reading = read_once(folder.path());
    let json = serde_json::to_value(&reading.diagnostics).unwrap();
    let entry = json
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["severity"] == "error")
        .unwrap();
    assert_eq!(
        *entry,
        serde_json::json!({
            "code": "unknown-setting", "severity": "error", "file": "content/graders/g.md", "line": 5, "column": 10,
            "message": "nobody knows the setting `sevice vault`", "help": "did you mean `service NAME`?",
        })
    );
}

#[test]
fn a_second_reading_sees_what_changed_and_what_is_gone() {
    let folder = with_grader(
        "---\ntitle: G\n---\n### Q?\n- [ ] A `service vault`\n- [ ] None `none`\n\n## Low\n`band, from 0`\n",
    );
    let mut cache = Cache::default();
    let mut again = || read(folder.path(), &ReadOptions::default(), &mut cache);
    assert_eq!(again().site.unwrap().pages[0].title, "Book");
    // The same length, at once: the time of change may be the same too.
    write(folder.path(), "content/pages/book.md", b"---\ntitle: Cook\n---\n");
    assert_eq!(again().site.unwrap().pages[0].title, "Cook");
    write(
        folder.path(),
        "content/services/vault.md",
        b"---\nname: Safe\nunit: seat\n---\n",
    );
    assert_eq!(
        again()
            .diagnostics
            .iter()
            .filter(|fault| fault.severity == Severity::Error)
            .count(),
        1
    );
    std::fs::remove_file(folder.path().join("content/services/vault.md")).unwrap();
    let reading = again();
    assert!(
        reading
            .diagnostics
            .iter()
            .any(|fault| fault.code == "unknown-service" && fault.file.ends_with("g.md"))
    );
    write(
        folder.path(),
        "content/services/vault.md",
        b"---\nname: Vault\n---\n",
    );
    assert_eq!(again().counts().0, 0);
}

/// A change to a text file.
#[derive(Debug, Clone)]
enum Mangling {
    Delete(usize, usize),
    Double(usize, usize),
    Insert(usize, String),
    Cut(usize),
    Swap(usize, usize),
}

fn mangling() -> impl Strategy<Value = Mangling> {
    let pieces = prop::sample::select(vec![
        "`",
        "```",
        "```sales\n",
        "- [ ] ",
        "- ( ) ",
        "[x]",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "> ",
        "## ",
        "### ",
        "# ",
        "---\n",
        "---",
        "<!--",
        "-->",
        "<script>",
        "{{",
        ",",
        ", ,",
        "`points -1`",
        "`band, from 101`",
        "](",
        "![",
        "\u{feff}",
        "\r",
        "\0",
        "\u{202e}",
        "é",
        "🎉",
        ": ",
        "[",
        "{",
        "&a",
        "*a",
        "'",
        "\"",
        "#",
        "|",
        "|--|",
        "=",
        "===\n",
        "1. ",
        "\\",
        "`if a is b`",
        "`service x below 1`",
        "&#0;",
        "~~~",
    ]);
    prop_oneof![
        (any::<usize>(), 1..200_usize).prop_map(|(at, length)| Mangling::Delete(at, length)),
        (any::<usize>(), 1..200_usize).prop_map(|(at, length)| Mangling::Double(at, length)),
        (any::<usize>(), pieces).prop_map(|(at, piece)| Mangling::Insert(at, piece.to_owned())),
        any::<usize>().prop_map(Mangling::Cut),
        (any::<usize>(), any::<usize>()).prop_map(|(one, other)| Mangling::Swap(one, other)),
    ]
}

/// Bytes, not characters: the result may be no UTF-8 at all.
fn mangle(mut bytes: Vec<u8>, mangling: &Mangling) -> Vec<u8> {
    let length = bytes.len().max(1);
    match mangling {
        Mangling::Delete(at, count) => {
            let start = (at % length).min(bytes.len());
            bytes.drain(start..(start + count).min(bytes.len()));
        }
        Mangling::Double(at, count) => {
            let start = (at % length).min(bytes.len());
            let part = bytes[start..(start + count).min(bytes.len())].to_vec();
            bytes.splice(start..start, part);
        }
        Mangling::Insert(at, piece) => {
            let start = (at % length).min(bytes.len());
            bytes.splice(start..start, piece.bytes());
        }
        Mangling::Cut(at) => bytes.truncate(at % length),
        Mangling::Swap(one, other) => {
            let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
            let (one, other) = (one % lines.len(), other % lines.len());
            lines.swap(one, other);
            bytes = lines.join(&b'\n');
        }
    }
    bytes
}

const FILES: [&str; 4] = [
    "content/site.yaml",
    "content/graders/security.md",
    "content/graders/email.md",
    "content/services/password-management.md",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mangled_files_give_a_site_or_an_error(file in 0..FILES.len(), changes in prop::collection::vec(mangling(), 1..6)) {
        let design = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/content/fixtures/design");
        let folder = tempfile::tempdir().unwrap();
        for path in FILES {
            write(folder.path(), path, &std::fs::read(design.join(path)).unwrap());
        }
        write(folder.path(), "content/pages/book.md", b"---\ntitle: Book\n---\n");
        write(folder.path(), "content/logo.svg", b"<svg/>");
        for service in ["device-encryption", "incident-readiness", "awareness-training", "access-review", "backup-dr", "mfa-identity", "email-security", "patching", "endpoint-security"] {
            write(folder.path(), &format!("content/services/{service}.md"), b"---\nname: S\n---\n");
        }
        let path = FILES[file];
        let mut bytes = std::fs::read(design.join(path)).unwrap();
        for change in &changes {
            bytes = mangle(bytes, change);
        }
        write(folder.path(), path, &bytes);
        let reading = read_once(folder.path());
        prop_assert_eq!(reading.site.is_none(), reading.counts().0 > 0);
        let _ = render_human(&reading, true);
        let _ = render_github(&reading);
        for fault in &reading.diagnostics {
            prop_assert!(fault.line >= 1 && fault.column >= 1 && fault.span.start <= fault.span.end);
        }
    }
}
