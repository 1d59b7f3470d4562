//! The key that this installation signs with: 32 random bytes in a file of its own beside the database, so that a copy of
//! the database alone can sign nothing.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::StoreError;

const BYTES: usize = 32;

/// The key. Whoever loses it loses the invitations that are out, and nothing else.
#[derive(Clone)]
pub struct Secret([u8; BYTES]);

impl Secret {
    /// Reads the key of a database, `DATABASE.key`; makes it on first use, readable by its owner alone.
    ///
    /// # Errors
    /// Where the file can't be made or read, or is no key.
    pub fn of(database: &Path) -> Result<Self, StoreError> {
        let mut path = database.as_os_str().to_owned();
        path.push(".key");
        let path = PathBuf::from(path);
        let cannot = |error: std::io::Error| StoreError::Open {
            path: path.clone(),
            cause: error.to_string(),
        };
        if !path.try_exists().map_err(cannot)? {
            create(&path)?.map_err(cannot)?;
        }
        let bytes = fs::read(&path).map_err(cannot)?;
        let bytes = bytes.try_into().map_err(|_| StoreError::Open {
            path: path.clone(),
            cause: "it is not a key of 32 bytes".to_owned(),
        })?;
        Ok(Self(bytes))
    }

    pub(super) fn bytes(&self) -> &[u8; BYTES] {
        &self.0
    }
}

/// Whole, or not at all; the first of two that do so at once wins.
fn create(path: &Path) -> Result<std::io::Result<()>, StoreError> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::NoRandomness)?;
    let mut own = path.as_os_str().to_owned();
    own.push(format!(".{}", std::process::id()));
    let own = PathBuf::from(own);
    let written = write(&own, &bytes).and_then(|()| match fs::hard_link(&own, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    });
    // What it was written under has served.
    fs::remove_file(&own).ok();
    Ok(written)
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
