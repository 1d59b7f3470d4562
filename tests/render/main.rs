//! What a site looks like once it is published, and what the endpoint answers with.

// Clippy's own leave for tests ends at the helpers around them.
#![allow(clippy::unwrap_used)]

mod building;
mod embed;
mod forms;
mod pages;
mod paper;
mod reports;
mod secrets;
mod site;
mod themes;
mod ways;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gradewright::content::Site;
use gradewright::render::{Built, Options, RenderError, Renderer};

/// A site folder that goes away with the test.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The small site, changed as the test wants.
    pub(crate) fn site(&self, change: impl FnOnce(&mut Site)) -> Site {
        let mut site = site::site(self.path());
        change(&mut site);
        site
    }

    pub(crate) fn public(&self) -> PathBuf {
        self.path().join("public")
    }

    pub(crate) fn build(&self, site: Site) -> Result<Built, RenderError> {
        self.build_after(site, None)
    }

    pub(crate) fn build_after(&self, site: Site, previous: Option<&Built>) -> Result<Built, RenderError> {
        renderer(site)?.build(&self.public(), previous)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, place: &str) -> String {
        fs::read_to_string(self.public().join(place)).unwrap_or_else(|error| panic!("{place}: {error}"))
    }

    /// Every published file by its place, with its bytes.
    pub(crate) fn published(&self) -> std::collections::BTreeMap<String, Vec<u8>> {
        let files = walkdir::WalkDir::new(self.public())
            .into_iter()
            .map(Result::unwrap);
        files
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let place = entry
                    .path()
                    .strip_prefix(self.public())
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                (place, fs::read(entry.path()).unwrap())
            })
            .collect()
    }

    /// Every published page by its place.
    pub(crate) fn html(&self) -> Vec<(String, String)> {
        let pages = self
            .published()
            .into_iter()
            .filter(|(place, _)| place.ends_with(".html"));
        pages
            .map(|(place, bytes)| (place, String::from_utf8(bytes).unwrap()))
            .collect()
    }
}

pub(crate) fn renderer(site: Site) -> Result<Renderer, RenderError> {
    Renderer::new(Arc::new(site), Options::default())
}

/// The values of an attribute in a page.
pub(crate) fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let begin = format!(" {name}=\"");
    page.match_indices(&begin)
        .map(|(at, _)| {
            let rest = &page[at + begin.len()..];
            &rest[..rest.find('"').expect("a closing quotation mark")]
        })
        .collect()
}
