//! `pin`: the ids that are not written yet, into the file.

use std::fs;

use super::arguments::PinOptions;
use super::content::{counts, in_words, show};
use super::failure::Failure;
use crate::assessment::{AssessmentId, Kind};
use crate::content::{self, PinError};

pub(super) fn run(options: &PinOptions) -> Result<(), Failure> {
    let path = &options.file;
    let refused = |error: std::io::Error| Failure::Input(format!("{}: {error}", path.display()));
    let folder = path.canonicalize().map_err(refused)?;
    let folder = folder.parent().and_then(|folder| folder.file_name());
    let kind = match folder.and_then(|name| name.to_str()) {
        Some("graders") => Kind::Grader,
        Some("questionnaires") => Kind::Questionnaire,
        _ => {
            let message = format!(
                "{} is no grader or questionnaire: only files in `graders/` and `questionnaires/` have ids",
                path.display()
            );
            return Err(Failure::Input(message));
        }
    };
    let stem = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    let id = AssessmentId::try_from(stem).map_err(|error| Failure::Input(error.to_string()))?;
    let bytes = fs::read(path).map_err(refused)?;
    let pinned = match content::pin(&path.display().to_string(), &bytes, id, kind) {
        Ok(pinned) => pinned,
        Err(PinError::Mistakes(reading)) => {
            show(&reading);
            let found = in_words(counts(&reading));
            return Err(Failure::Input(format!("nothing was written: {found}")));
        }
        Err(error) => return Err(Failure::Input(format!("nothing was written: {error}"))),
    };
    if pinned.ids == 0 {
        println!("every id is written already");
        return Ok(());
    }
    fs::write(path, &pinned.text)?;
    let ids = if pinned.ids == 1 { "id" } else { "ids" };
    println!("{} {ids} written into {}", pinned.ids, path.display());
    Ok(())
}
