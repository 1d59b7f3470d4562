//! `init`: a working site in an empty folder.

use std::borrow::Cow;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use rust_embed::RustEmbed;

use super::arguments::{InitOptions, Start};
use super::failure::Failure;

/// A grader, three services and what they need.
#[derive(RustEmbed)]
#[folder = "starter/site"]
struct Starter;

/// The example site: the whole library.
#[derive(RustEmbed)]
#[folder = "content"]
struct Library;

pub(super) fn run(options: &InitOptions) -> Result<(), Failure> {
    let folder = &options.folder;
    refuse_if_used(folder)?;
    let mut count = 0;
    let mut put = |path: &str, text: Option<Cow<'static, [u8]>>| -> Result<(), Failure> {
        let text = text.ok_or_else(|| Failure::System(format!("the program lacks its own file {path}")))?;
        count += 1;
        write_new(&folder.join(path), &text)
    };
    match options.from {
        None => {
            for path in Starter::iter().filter(|path| path != IGNORED) {
                put(&path, Starter::get(&path).map(|file| file.data))?;
            }
        }
        Some(Start::Example) => {
            for path in Library::iter() {
                put(
                    &format!("content/{path}"),
                    Library::get(&path).map(|file| file.data),
                )?;
            }
        }
    }
    put(".gitignore", Starter::get(IGNORED).map(|file| file.data))?;
    println!("{count} files in {}", folder.display());
    let shown = folder.display().to_string();
    let quote = if shown.contains(char::is_whitespace) {
        "\""
    } else {
        ""
    };
    println!("Next: cd {quote}{shown}{quote} && gradewright serve");
    Ok(())
}

/// Its own name would hide files of this repository from git.
const IGNORED: &str = "gitignore";

/// A folder of which nothing could be lost: none, an empty one, or one with nothing but git's own.
fn refuse_if_used(folder: &Path) -> Result<(), Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            let message = format!("{} is a file; name a new folder", folder.display());
            return Err(Failure::Input(message));
        }
        Err(error) => return Err(error.into()),
    };
    for entry in entries {
        if entry?.file_name() != ".git" {
            let message = format!(
                "{} is not empty, and nothing in it was touched; name a new folder",
                folder.display()
            );
            return Err(Failure::Input(message));
        }
    }
    Ok(())
}

/// Writes a file that must not be there yet, with the folders above it.
pub(super) fn write_new(path: &Path, text: &[u8]) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    match file {
        Ok(mut file) => Ok(file.write_all(text)?),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let message = format!("{} is there already, and was not touched", path.display());
            Err(Failure::Input(message))
        }
        Err(error) => Err(error.into()),
    }
}
