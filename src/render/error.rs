//! What can go wrong between a site and its pages.

use std::path::{Path, PathBuf};

/// Why nothing was rendered, or not everything was written.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template of the theme is at fault. The message names the template and the line.
    #[error("the theme can't be used:\n{0}")]
    Template(String),
    /// A page grew beyond any sense: a template loops.
    #[error("`{template}` made a page of more than {limit} MiB; look for a loop in it that runs too often")]
    TooLarge {
        /// The template.
        template: String,
        /// In MiB.
        limit: usize,
    },
    /// A page took longer than any sense: a template loops.
    #[error(
        "`{template}` was still at work on {page} after {seconds} s; look for a loop in it that runs too often"
    )]
    TooSlow {
        /// The template.
        template: String,
        /// The page.
        page: String,
        /// How long.
        seconds: u64,
    },
    /// The theme's files can't be used.
    #[error("{file}: {message}")]
    Theme {
        /// Relative to the site folder.
        file: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// The output folder can't be used.
    #[error("{}: {message}", .folder.display())]
    Output {
        /// The folder.
        folder: PathBuf,
        /// What is wrong and what to do.
        message: String,
    },
    /// Two things want the same place, or a place that is not inside the output folder.
    #[error("{path}: {message}")]
    Place {
        /// Relative to the output folder.
        path: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// There is no such assessment.
    #[error("there is no assessment `{0}`")]
    NoAssessment(String),
    /// The file system refused.
    #[error("{}: {source}", .path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl RenderError {
    /// For `map_err`: the same fault, with the file it is about.
    pub(super) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Self::Io {
            path: path.to_owned(),
            source,
        }
    }

    /// Whether the user's theme or files are at fault (exit code 1), not the system (3).
    pub fn is_users(&self) -> bool {
        !matches!(self, Self::Io { .. })
    }
}
