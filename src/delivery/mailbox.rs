//! The folder that mails are written to. Names tell when and which, never who.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use uuid::Uuid;

use crate::assessment::Destination;
use crate::store::{Response, private_folder};

/// Where the mail about a response goes: the same name at every try. `destination` is a key of the outbox.
pub(super) fn place(folder: &Path, response: &Response, destination: &str) -> PathBuf {
    let at = response.submitted_at.strftime("%Y%m%dT%H%M%SZ");
    let whose = match destination {
        Destination::BRIEF => String::new(),
        other => format!(".{}", other.replace(':', "-")),
    };
    folder.join(format!("{at}-{}{whose}.eml", response.id))
}

/// Writes a mail whole or not at all, and durably.
pub(super) fn save(path: &Path, message: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    private_folder(folder)?;
    let unfinished = path.with_extension("tmp");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished)?;
    file.write_all(message)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&unfinished, path)?;
    // The name, too, must outlive a power cut. Where folders can't be opened (Windows) there is nothing to do.
    if let Ok(folder) = File::open(folder) {
        folder.sync_all()?;
    }
    Ok(())
}

/// Where the digest of a day for a user goes.
pub(super) fn digest_place(folder: &Path, day: Date, user: i64) -> PathBuf {
    folder.join(format!("digest-{day}.{user}.eml"))
}

/// Removes the mails that were written for some responses, for a person who is forgotten, and every digest: those name many.
/// Returns how many.
///
/// # Errors
/// Where the folder can't be read or a mail can't be removed. A missing folder holds none.
pub fn remove_briefs(folder: &Path, responses: &[Uuid]) -> io::Result<usize> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    let mut removed = 0;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let ours = name.ends_with(".eml") || name.ends_with(".tmp");
        let stem = name.split('.').next().filter(|_| ours);
        let id = stem
            .and_then(|stem| stem.split_once('-'))
            .and_then(|(_, id)| id.parse::<Uuid>().ok());
        let digest = ours && name.starts_with("digest-") && !responses.is_empty();
        if digest || id.is_some_and(|id| responses.contains(&id)) {
            fs::remove_file(entry.path())?;
            removed += 1;
        }
    }
    Ok(removed)
}
