//! A theme: templates and static files, the site's own over the embedded default, file by file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::RenderError;

/// The most bytes of one file of a theme.
const LARGEST: u64 = 10 * 1024 * 1024;
/// The most files of a theme.
const MOST: usize = 1000;
const FOLDERS: [&str; 2] = ["templates/", "static/"];

#[derive(RustEmbed)]
#[folder = "themes/default"]
#[include = "templates/*"]
#[include = "static/*"]
struct Embedded;

/// Templates and static files by name, such as `base.html` and `site.css`.
#[derive(Debug, Clone)]
pub struct Theme {
    pub(super) templates: BTreeMap<String, String>,
    pub(super) statics: BTreeMap<String, Vec<u8>>,
    /// SHA-256 over all names and bytes.
    pub(super) hash: [u8; 32],
}

impl Theme {
    /// The embedded default, under `themes/NAME/` of the site where there is such a folder.
    ///
    /// # Errors
    /// An unknown theme, a file that can't be read, is too large, is no text where text is needed, or leaves the site's
    /// folder.
    pub fn load(site_folder: &Path, name: &str) -> Result<Self, RenderError> {
        let mut files = embedded();
        let shown = format!("themes/{name}");
        let sane = name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        if !sane || name.is_empty() {
            return Err(fault(
                &shown,
                "a theme is named with letters, digits, hyphens and underscores",
            ));
        }
        let folder = site_folder.join(&shown);
        if folder.is_dir() {
            overlay(&mut files, site_folder, &folder)?;
        } else if name != "default" {
            return Err(fault(
                &shown,
                "there is no such folder; make it, or write `theme: default` in site.yaml",
            ));
        }
        sort(files, &shown)
    }
}

fn embedded() -> BTreeMap<String, Vec<u8>> {
    Embedded::iter()
        .filter_map(|name| Some((name.to_string(), Embedded::get(&name)?.data.into_owned())))
        .collect()
}

fn overlay(
    files: &mut BTreeMap<String, Vec<u8>>,
    site_folder: &Path,
    folder: &Path,
) -> Result<(), RenderError> {
    let home = site_folder.canonicalize().map_err(RenderError::io(site_folder))?;
    let shown = |path: &Path| {
        path.strip_prefix(site_folder)
            .unwrap_or(path)
            .to_string_lossy()
            .replace('\\', "/")
    };
    let mut count = 0;
    for entry in WalkDir::new(folder).follow_links(true).max_depth(8) {
        let entry = entry.map_err(|error| fault(&shown(folder), &error.to_string()))?;
        let path = entry.path();
        let name = path
            .strip_prefix(folder)
            .unwrap_or(path)
            .to_string_lossy()
            .replace('\\', "/");
        if entry.depth() > 0
            && !FOLDERS
                .iter()
                .any(|wanted| format!("{name}/").starts_with(wanted))
        {
            continue;
        }
        let real = path.canonicalize().map_err(RenderError::io(path))?;
        if !real.starts_with(&home) {
            return Err(fault(
                &shown(path),
                "this link leads out of the site's folder; put the file itself here",
            ));
        }
        if !entry.file_type().is_file() || name.split('/').any(|part| part.starts_with('.')) {
            continue;
        }
        count += 1;
        let size = entry.metadata().map_or(0, |data| data.len());
        if size > LARGEST || count > MOST {
            return Err(fault(
                &shown(path),
                "a theme has at most 1,000 files of at most 10 MiB each",
            ));
        }
        files.insert(name, fs::read(path).map_err(RenderError::io(path))?);
    }
    Ok(())
}

fn sort(files: BTreeMap<String, Vec<u8>>, shown: &str) -> Result<Theme, RenderError> {
    let mut hash = Sha256::new();
    let mut theme = Theme {
        templates: BTreeMap::new(),
        statics: BTreeMap::new(),
        hash: [0; 32],
    };
    for (name, bytes) in files {
        for part in [name.as_bytes(), &bytes] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        if let Some(name) = name.strip_prefix("templates/") {
            let text = String::from_utf8(bytes).map_err(|_| {
                fault(
                    &format!("{shown}/templates/{name}"),
                    "a template is text in UTF-8; this is not",
                )
            })?;
            theme.templates.insert(name.to_owned(), text);
        } else if let Some(name) = name.strip_prefix("static/") {
            theme.statics.insert(name.to_owned(), bytes);
        }
    }
    theme.hash = hash.finalize().into();
    Ok(theme)
}

fn fault(file: &str, message: &str) -> RenderError {
    RenderError::Theme {
        file: file.to_owned(),
        message: message.to_owned(),
    }
}
