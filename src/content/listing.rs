//! Which files `content/` holds, and what each is by its place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use walkdir::WalkDir;

use crate::assessment::{AssessmentId, ServiceId};

use super::faults::Faults;
use super::{Diagnostic, codes, naming, suggest};

/// What a file is by its place and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    Site,
    Service(ServiceId),
    Grader(AssessmentId),
    Questionnaire(AssessmentId),
    /// The address without slashes at the ends.
    Page(String),
    /// Published as it is, after a look inside.
    Svg,
    /// Published as it is.
    File,
}

/// A file to read.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Relative to `content/`, with `/`.
    pub(super) path: String,
    pub(super) full: PathBuf,
    pub(super) role: Role,
    pub(super) length: u64,
    pub(super) changed: Option<SystemTime>,
}

/// The folders of `content/`.
const FOLDERS: [&str; 4] = ["services", "graders", "questionnaires", "pages"];
/// First parts of an address that the program needs for itself.
const RESERVED: [&str; 9] = [
    "graders",
    "questionnaires",
    "services",
    "responses",
    "r",
    "i",
    "inbox",
    "healthz",
    "assets",
];
const PUBLISHED: [&str; 9] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "pdf", "ico"];

/// Everything in `content/`, in order, and what can't be used.
pub(super) fn list(folder: &Path) -> (Vec<Found>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut diagnostics = Vec::new();
    let content = folder.join("content");
    let root = folder.canonicalize();
    let inside = |path: &Path| match (&root, path.canonicalize()) {
        (Ok(root), Ok(path)) => path.starts_with(root),
        _ => false,
    };
    if !content.is_dir() {
        let help = "run this in the folder that holds `content/`, or name it with `--site DIR`";
        report(
            &mut diagnostics,
            "",
            &codes::NO_CONTENT,
            "there is no folder `content`",
            help,
        );
        return (found, diagnostics);
    }
    if !inside(&content) {
        let message = "`content` is a link that leads out of the site's folder";
        report(
            &mut diagnostics,
            "",
            &codes::OUTSIDE_FOLDER,
            message,
            "copy the files into the folder",
        );
        return (found, diagnostics);
    }
    // Folders of `content/` that nobody knows: whether they hold pictures, and whether they hold texts.
    let mut strangers: BTreeMap<String, (bool, bool)> = BTreeMap::new();
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    for entry in WalkDir::new(&content)
        .follow_links(false)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(visible)
    {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error
                    .path()
                    .and_then(|path| relative(&content, path))
                    .unwrap_or_default();
                report(
                    &mut diagnostics,
                    &path,
                    &codes::UNREADABLE,
                    "this can't be read",
                    "check its permissions",
                );
                continue;
            }
        };
        let Some(path) = relative(&content, entry.path()) else {
            let path = entry
                .path()
                .strip_prefix(&content)
                .unwrap_or(entry.path())
                .to_string_lossy()
                .into_owned();
            report(
                &mut diagnostics,
                &path,
                &codes::FILE_NAME,
                "this name is not UTF-8",
                "rename it",
            );
            continue;
        };
        if path.is_empty() {
            continue;
        }
        let top = path.split('/').next().unwrap_or("").to_owned();
        let in_folder = path.contains('/') || entry.file_type().is_dir();
        let strange = in_folder && !FOLDERS.contains(&top.as_str());
        if entry.path_is_symlink() {
            if !inside(entry.path()) {
                let message = "this is a link that leads out of the site's folder, or nowhere";
                report(
                    &mut diagnostics,
                    &path,
                    &codes::OUTSIDE_FOLDER,
                    message,
                    "copy the file into the folder",
                );
                continue;
            }
            if entry.path().is_dir() {
                let message = "a link to a folder is not followed";
                report(
                    &mut diagnostics,
                    &path,
                    &codes::OUTSIDE_FOLDER,
                    message,
                    "copy the folder",
                );
                continue;
            }
        }
        if entry.file_type().is_dir() {
            if strange && !path.contains('/') {
                strangers.entry(top).or_default();
            }
            continue;
        }
        let Ok(metadata) = std::fs::metadata(entry.path()) else {
            report(
                &mut diagnostics,
                &path,
                &codes::UNREADABLE,
                "this can't be read",
                "check its permissions",
            );
            continue;
        };
        let role = if metadata.is_file() {
            role(&path, &mut diagnostics)
        } else {
            Err(())
        };
        match role {
            Ok(Some(role)) => {
                if strange {
                    strangers.entry(top).or_default().0 = true;
                }
                let (length, changed) = (metadata.len(), metadata.modified().ok());
                found.push(Found {
                    path,
                    full: entry.into_path(),
                    role,
                    length,
                    changed,
                });
            }
            Ok(None) => {
                if strange {
                    strangers.entry(top).or_default();
                }
            }
            Err(()) if strange && path.ends_with(".md") => strangers.entry(top).or_default().1 = true,
            Err(()) => {
                let help = "pages are Markdown (`.md`); pictures, PDFs and icons are published as they are";
                report(
                    &mut diagnostics,
                    &path,
                    &codes::UNKNOWN_FILE,
                    "this file is not published",
                    help,
                );
            }
        }
    }
    for (stranger, _) in strangers
        .into_iter()
        .filter(|(_, (pictures, texts))| *texts || !pictures)
    {
        let message = format!("nobody knows the folder `{stranger}`: its texts are not published");
        let help = suggest::help(&stranger, FOLDERS, "the folders of `content/` are");
        report(
            &mut diagnostics,
            &stranger,
            &codes::UNKNOWN_FOLDER,
            &message,
            &help.unwrap_or_default(),
        );
    }
    (found, diagnostics)
}

/// What a file is; `Err` where nothing is made of it, `None` where that is reported (or is no matter).
fn role(path: &str, diagnostics: &mut Vec<Diagnostic>) -> Result<Option<Role>, ()> {
    let (folder, name) = path.split_once('/').unwrap_or(("", path));
    if path == "site.yaml" {
        return Ok(Some(Role::Site));
    }
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_ascii_lowercase();
    if name.ends_with('~') || matches!(ending.as_str(), "swp" | "swx" | "bak" | "tmp") || name == "Thumbs.db"
    {
        return Ok(None);
    }
    if PUBLISHED.contains(&ending.as_str()) {
        let first = path.split('/').next().unwrap_or("");
        if RESERVED.contains(&first) && !FOLDERS.contains(&first) {
            let message = format!("the address `/{first}/` is needed by the program itself");
            report(
                diagnostics,
                path,
                &codes::RESERVED_ADDRESS,
                &message,
                "use another folder, such as `images/`",
            );
            return Ok(None);
        }
        return Ok(Some(if ending == "svg" { Role::Svg } else { Role::File }));
    }
    if ending != "md" || !FOLDERS.contains(&folder) {
        return Err(());
    }
    let stem = &name[..name.len() - 3];
    if folder == "pages" {
        return Ok(page(path, stem, diagnostics));
    }
    if stem.contains('/') {
        let message = format!("files of `{folder}/` stand in it directly");
        let help = format!("move it to `content/{folder}/`");
        report(diagnostics, path, &codes::NESTED_FILE, &message, &help);
        return Ok(None);
    }
    let role = match folder {
        "services" => ServiceId::try_from(stem).map(Role::Service),
        "graders" => AssessmentId::try_from(stem).map(Role::Grader),
        _ => AssessmentId::try_from(stem).map(Role::Questionnaire),
    };
    Ok(role
        .map_err(|error| bad_name(path, stem, &error.to_string(), diagnostics))
        .ok())
}

fn page(path: &str, stem: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Role> {
    for part in stem.split('/') {
        if let Err(error) = AssessmentId::try_from(part) {
            bad_name(path, part, &error.to_string(), diagnostics);
            return None;
        }
    }
    let address = match stem {
        "index" => "",
        _ => stem.strip_suffix("/index").unwrap_or(stem),
    };
    let first = address.split('/').next().unwrap_or("");
    if RESERVED.contains(&first) {
        let message = format!("the address `/{first}/` is needed by the program itself");
        report(
            diagnostics,
            path,
            &codes::RESERVED_ADDRESS,
            &message,
            "give the page another name",
        );
        return None;
    }
    Some(Role::Page(address.to_owned()))
}

fn bad_name(path: &str, part: &str, why: &str, diagnostics: &mut Vec<Diagnostic>) {
    let better = naming::slug(part);
    let help = if better.is_empty() {
        "rename it".to_owned()
    } else {
        format!("rename it to `{better}`")
    };
    let message = format!("the name `{part}` can't become an address: {why}");
    report(diagnostics, path, &codes::FILE_NAME, &message, &help);
}

/// A diagnostic about a file as a whole; `path` is relative to `content/`.
pub(super) fn report(
    diagnostics: &mut Vec<Diagnostic>,
    path: &str,
    code: &codes::Code,
    message: &str,
    help: &str,
) {
    let file = if path.is_empty() {
        "content".to_owned()
    } else {
        format!("content/{path}")
    };
    let mut faults = Faults::new(&file, &Arc::from(""));
    faults.report(code, 0..0, message, (!help.is_empty()).then(|| help.to_owned()));
    diagnostics.extend(faults.into_found());
}

/// Relative to `content`, with `/`; `None` where a name is not UTF-8.
fn relative(content: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path
        .strip_prefix(content)
        .ok()?
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    Some(parts?.join("/"))
}
