//! Small sites in temporary folders.

use std::path::Path;

use gradewright::content::{Cache, ReadOptions, Reading, read};
use tempfile::TempDir;

/// A folder with these files (paths relative to the site folder).
pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        write(folder.path(), path, bytes);
    }
    folder
}

pub(crate) fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

pub(crate) fn read_once(folder: &Path) -> Reading {
    read(folder, &ReadOptions::default(), &mut Cache::default())
}

/// A site with the services `vault` and `mfa`, a page `book` and the grader `g`.
pub(crate) fn with_grader(text: &str) -> TempDir {
    folder(&[
        (
            "content/site.yaml",
            b"format: 1\nname: Acme\npackages: { basic: { name: Basic } }\n",
        ),
        ("content/services/vault.md", b"---\nname: Vault\n---\n"),
        ("content/services/mfa.md", b"---\nname: Second step\n---\n"),
        ("content/pages/book.md", b"---\ntitle: Book\n---\n"),
        ("content/graders/g.md", text.as_bytes()),
    ])
}

/// The codes of the diagnostics of the grader `g`, in order.
pub(crate) fn codes_of_grader(text: &str) -> Vec<&'static str> {
    let folder = with_grader(text);
    let reading = read_once(folder.path());
    reading
        .diagnostics
        .iter()
        .filter(|fault| fault.file.ends_with("/g.md"))
        .map(|fault| fault.code)
        .collect()
}

/// That a file of the repository holds this text. `UPDATE_DOCS=1` writes it instead.
pub(crate) fn same_as_written(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        write(Path::new(env!("CARGO_MANIFEST_DIR")), path, text.as_bytes());
    }
    let written = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        written == text,
        "{path} is not what its source says: `UPDATE_DOCS=1 cargo test --test content` writes it anew"
    );
}
