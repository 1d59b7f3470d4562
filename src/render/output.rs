//! The output folder: what may be written there, what is there already, and what no longer belongs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use super::RenderError;
use super::plan::is_inside;

/// The list of what the last build wrote, one place a line, sorted. Nothing else is ever deleted.
pub(super) const MANIFEST: &str = ".gradewright-manifest";
const HEADER: &str = "# Written by gradewright build: the files below are its own. Don't edit.";
/// What may stand in a folder that no build has written to yet.
const HARMLESS: &str = ".gitignore";
/// What a file is called until it is whole.
const UNFINISHED: &str = ".gradewright-new";

/// What is to stand in a place.
#[derive(Debug)]
pub(super) enum Made {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What this file holds.
    Copy(PathBuf),
}

/// An output folder that may be written to. Nothing has been written yet.
#[derive(Debug)]
pub(super) struct Output {
    folder: PathBuf,
    /// What the last build wrote; `None` where there was none.
    manifest: Option<BTreeSet<String>>,
}

/// What changed on disk.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) written: Vec<String>,
    pub(super) removed: Vec<String>,
}

impl Output {
    /// Looks at the folder without touching it.
    ///
    /// # Errors
    /// A folder that holds something of somebody else's, or that would mix pages with the site's own files.
    pub(super) fn look(folder: &Path, site_folder: &Path) -> Result<Self, RenderError> {
        let site = site_folder.canonicalize().map_err(RenderError::io(site_folder))?;
        let given = std::path::absolute(folder).map_err(RenderError::io(folder))?;
        if given.components().any(|part| part == Component::ParentDir) && !given.exists() {
            return Err(refusal(
                folder,
                "a folder that is not there yet is named without `..`",
            ));
        }
        let real = resolved(&given).map_err(RenderError::io(folder))?;
        let lexically_in_site = std::path::absolute(site_folder).is_ok_and(|site| given.starts_with(site));
        if lexically_in_site && !real.starts_with(&site) {
            return Err(refusal(
                folder,
                "this link leads out of the site's folder; name the folder itself",
            ));
        }
        if site.starts_with(&real) {
            return Err(refusal(
                folder,
                "this folder holds the site's own files; choose another, such as `public`",
            ));
        }
        for own in ["content", "themes", "data", ".git", "src", "static"] {
            if real.starts_with(site.join(own)) {
                return Err(refusal(
                    folder,
                    "this is one of the site's own folders; choose another, such as `public`",
                ));
            }
        }
        let manifest = manifest(&real)?;
        Ok(Self {
            folder: real,
            manifest,
        })
    }

    /// Where it really is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether the last build's list says so, and there is such a file.
    pub(super) fn holds(&self, place: &str) -> bool {
        let listed = self
            .manifest
            .as_ref()
            .is_some_and(|manifest| manifest.contains(place));
        listed && fs::symlink_metadata(self.folder.join(place)).is_ok_and(|data| data.is_file())
    }

    /// Writes what differs and removes what the last build wrote and no longer belongs. `kept` are places that need no
    /// look.
    ///
    /// # Errors
    /// The disk's. What is written by then stays, whole, and the list names it.
    pub(super) fn write(
        &self,
        made: &BTreeMap<String, Made>,
        kept: &BTreeSet<String>,
    ) -> Result<Changes, RenderError> {
        let belongs: BTreeSet<&str> = made.keys().chain(kept).map(String::as_str).collect();
        let before: BTreeSet<&str> = self.manifest.iter().flatten().map(String::as_str).collect();
        fs::create_dir_all(&self.folder).map_err(RenderError::io(&self.folder))?;
        if before != belongs || self.manifest.is_none() {
            // Until all is done the list names the old and the new: whatever happens, the next build can clean up.
            self.write_manifest(&before.union(&belongs).copied().collect())?;
        }
        self.make_folders(made.keys())?;
        let written: Result<Vec<Option<&String>>, RenderError> = made
            .par_iter()
            .map(|(place, made)| Ok(self.put(place, made)?.then_some(place)))
            .collect();
        let written = written?.into_iter().flatten().cloned().collect();
        let removed = self.remove(before.difference(&belongs).copied())?;
        if !removed.is_empty() {
            self.write_manifest(&belongs)?;
        }
        Ok(Changes { written, removed })
    }

    fn write_manifest(&self, places: &BTreeSet<&str>) -> Result<(), RenderError> {
        let mut text = format!("{HEADER}\n");
        for place in places {
            text.push_str(place);
            text.push('\n');
        }
        let path = self.folder.join(MANIFEST);
        replace(&path, |file| file.write_all(text.as_bytes())).map_err(RenderError::io(&path))
    }

    /// Makes every folder that is needed; one that is a link is refused, since it may lead anywhere.
    fn make_folders<'a>(&self, places: impl Iterator<Item = &'a String>) -> Result<(), RenderError> {
        let mut levels: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for place in places {
            for (end, _) in place.match_indices('/') {
                let folder = &place[..end];
                levels
                    .entry(folder.matches('/').count())
                    .or_default()
                    .insert(folder);
            }
        }
        for folders in levels.values() {
            folders.par_iter().try_for_each(|folder| {
                let path = self.folder.join(folder);
                match fs::create_dir(&path) {
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.real_folder(&path),
                    made => made.map_err(RenderError::io(&path)),
                }
            })?;
        }
        Ok(())
    }

    fn real_folder(&self, path: &Path) -> Result<(), RenderError> {
        let data = fs::symlink_metadata(path).map_err(RenderError::io(path))?;
        if data.is_dir() {
            return Ok(());
        }
        Err(refusal(
            path,
            "a folder is needed here, not a link or a file; remove it",
        ))
    }

    /// Whether the place had to be written.
    fn put(&self, place: &str, made: &Made) -> Result<bool, RenderError> {
        let path = self.folder.join(place);
        let length = fs::symlink_metadata(&path)
            .ok()
            .filter(fs::Metadata::is_file)
            .map(|data| data.len());
        match made {
            Made::Bytes(bytes) => {
                let same =
                    length == Some(bytes.len() as u64) && fs::read(&path).is_ok_and(|there| there == *bytes);
                if !same {
                    replace(&path, |file| file.write_all(bytes)).map_err(RenderError::io(&path))?;
                }
                Ok(!same)
            }
            Made::Copy(source) => {
                let bytes = fs::read(source).map_err(RenderError::io(source))?;
                self.put(place, &Made::Bytes(bytes))
            }
        }
    }

    /// Removes files, then folders that this left empty.
    fn remove<'a>(&self, places: impl Iterator<Item = &'a str>) -> Result<Vec<String>, RenderError> {
        let mut removed = Vec::new();
        let mut folders = BTreeSet::new();
        for place in places.filter(|place| is_inside(place)) {
            let path = self.folder.join(place);
            let parents: Vec<&str> = place.match_indices('/').map(|(end, _)| &place[..end]).collect();
            let linked = |folder: &&str| {
                fs::symlink_metadata(self.folder.join(folder)).is_ok_and(|data| data.is_symlink())
            };
            if parents.iter().any(linked) {
                continue;
            }
            match fs::remove_file(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                done => done.map_err(RenderError::io(&path))?,
            }
            removed.push(place.to_owned());
            folders.extend(parents.into_iter().map(str::to_owned));
        }
        // The deepest first; a folder that still holds something stays.
        for folder in folders.iter().rev() {
            let _ = fs::remove_dir(self.folder.join(folder));
        }
        Ok(removed)
    }
}

/// The list of the last build; `None` where the folder is empty or not there.
fn manifest(folder: &Path) -> Result<Option<BTreeSet<String>>, RenderError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        entries => entries.map_err(RenderError::io(folder))?,
    };
    let path = folder.join(MANIFEST);
    if fs::symlink_metadata(&path).is_ok_and(|data| data.is_file()) {
        let text = fs::read_to_string(&path).map_err(RenderError::io(&path))?;
        let places = text
            .lines()
            .filter(|line| !line.starts_with('#') && is_inside(line));
        return Ok(Some(places.map(str::to_owned).collect()));
    }
    for entry in entries {
        let name = entry.map_err(RenderError::io(folder))?.file_name();
        if name != HARMLESS {
            let message = format!(
                "this folder holds `{}` and no list of a build's own files ({MANIFEST}); \
                 nothing is written into a folder that may be somebody else's: empty it or choose another",
                name.to_string_lossy()
            );
            return Err(RenderError::Output {
                folder: folder.to_owned(),
                message,
            });
        }
    }
    Ok(None)
}

/// The path with every link in the part that is there followed.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut there = path;
    let mut rest = Vec::new();
    loop {
        match there.canonicalize() {
            Ok(real) => return Ok(rest.iter().rev().fold(real, |path, part| path.join(part))),
            // A link that leads nowhere yet would be followed later.
            Err(error) if fs::symlink_metadata(there).is_ok() => return Err(error),
            Err(error) => {
                let (Some(parent), Some(name)) = (there.parent(), there.file_name()) else {
                    return Err(error);
                };
                rest.push(name);
                there = parent;
            }
        }
    }
}

/// Writes a file beside its place and moves it there whole.
fn replace(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(UNFINISHED);
    let unfinished = path.with_file_name(name);
    let mut file = match File::create_new(&unfinished) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(&unfinished)?;
            File::create_new(&unfinished)?
        }
        file => file?,
    };
    let done = fill(&mut file).and_then(|()| fs::rename(&unfinished, path));
    if done.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    done
}

fn refusal(folder: &Path, message: &str) -> RenderError {
    RenderError::Output {
        folder: folder.to_owned(),
        message: message.to_owned(),
    }
}
