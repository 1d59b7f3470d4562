//! Who may know whom: the rooms of the house, read from their own sources.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(room: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

/// The rooms that a source names: `crate::ROOM` and every room of `crate::{ROOM::…, ROOM::…}`.
fn rooms(source: &str) -> Vec<String> {
    let name = |text: &str| {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    let mut rooms = Vec::new();
    let code: Vec<&str> = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let code = code.join("\n");
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            rooms.push(name(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = 0;
        for (index, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                ',' | '}' if depth == 0 => {
                    rooms.push(name(group[start..index].trim_start()));
                    start = index + 1;
                    if c == '}' {
                        break;
                    }
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
    }
    rooms.retain(|room| !room.is_empty());
    rooms
}

/// Without blank lines, comments and the unit tests at the end.
fn lines_of_code(source: &str) -> usize {
    let code = source
        .lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .map(str::trim);
    code.filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count()
}

/// No source of a room names a room that is not in `known`.
fn only_knows(room: &str, known: &[&str]) {
    for (path, text) in sources(room) {
        let rooms = rooms(&text);
        assert!(
            rooms.iter().all(|room| known.contains(&room.as_str())),
            "{} knows {rooms:?}",
            path.display()
        );
    }
}

#[test]
fn rooms_are_found_in_every_way_to_write_them() {
    let source =
        "use crate::store::{A, B};\n// crate::no\nuse crate::{a::X, b::{Y, Z},\n c};\nlet x = crate::d::e();";
    assert_eq!(rooms(source), ["store", "a", "b", "c", "d"]);
}

#[test]
fn the_core_knows_nobody_and_does_no_io() {
    let sources = sources("assessment");
    assert!(sources.len() > 5);
    for (path, text) in sources {
        let path = path.display();
        assert!(
            rooms(&text).iter().all(|room| room == "assessment"),
            "{path} knows {:?}",
            rooms(&text)
        );
        for io in [
            "std::fs",
            "std::net",
            "std::process",
            "std::env",
            "std::io",
            "std::time",
            "tokio",
            "super::super",
        ] {
            assert!(!text.contains(io), "{path} uses {io}");
        }
    }
}

#[test]
fn intake_knows_few_rooms_and_stays_small() {
    let beside = ["body", "form", "origin", "throttle", "intake"];
    only_knows(
        "intake",
        &[&["assessment", "render", "store", "words"][..], &beside].concat(),
    );
    let lines: usize = sources("intake")
        .iter()
        .map(|(_, text)| lines_of_code(text))
        .sum();
    assert!(lines < 1000, "intake has {lines} lines of code");
}

#[test]
fn the_inbox_knows_few_rooms_and_nobody_but_the_command_line_knows_it() {
    let beside = ["body", "throttle", "inbox"];
    only_knows(
        "inbox",
        &[&["assessment", "brief", "store", "words"][..], &beside].concat(),
    );
    for (path, text) in sources("") {
        let path = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
        if !path.starts_with("src/inbox") && !path.starts_with("src/cli") {
            let knows = rooms(&text).iter().any(|room| room == "inbox");
            assert!(!knows, "{} knows the inbox", path.display());
        }
    }
}

#[test]
fn the_brief_knows_what_it_says_and_nothing_of_who_shows_it() {
    only_knows("brief", &["assessment", "store", "words"]);
}

#[test]
fn whoever_tries_things_out_knows_no_endpoint_and_the_preview_knows_nobody() {
    let rooms_of: [(&str, &[&str]); 3] = [
        (
            "trial",
            &["assessment", "words", "content", "store", "brief", "trial"],
        ),
        ("simulation", &["assessment", "words", "content", "simulation"]),
        ("preview", &["preview"]),
    ];
    for (room, known) in rooms_of {
        only_knows(room, known);
    }
}

#[test]
fn proofs_know_the_core_and_the_content_and_do_no_io() {
    only_knows("prove", &["assessment", "content", "prove"]);
    for (path, text) in sources("prove") {
        for io in ["std::fs", "std::net", "tokio"] {
            assert!(!text.contains(io), "{} uses {io}", path.display());
        }
    }
}

#[test]
fn no_file_is_too_long_to_tell_one_story() {
    for (path, text) in sources("") {
        let lines = text.lines().count();
        assert!(lines <= 800, "{} has {lines} lines", path.display());
    }
}
