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
