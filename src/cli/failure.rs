//! Why a command stopped, and the exit code that says so.

use std::io;
use std::process::ExitCode;

use crate::preview::WatchError;
use crate::render::RenderError;
use crate::store::{ExportError, StoreError};

/// Why a command stopped. Exit code 2 (wrong usage) is the argument parser's own.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The content is at fault, and all of it has been shown. Exit code 1.
    #[error("the content has mistakes")]
    Shown,
    /// The user's content or input is at fault. Exit code 1.
    #[error("{0}")]
    Input(String),
    /// The system is at fault: disk, port, network. Exit code 3.
    #[error("{0}")]
    System(String),
    /// Nobody reads our output any more (`… | head`). Exit code 0.
    #[error("the output was closed")]
    NobodyReads,
}

impl Failure {
    /// 0, 1 or 3.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::NobodyReads => ExitCode::SUCCESS,
            Self::Shown | Self::Input(_) => ExitCode::from(1),
            Self::System(_) => ExitCode::from(3),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::NobodyReads,
            _ => Self::System(error.to_string()),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing(_) | StoreError::NotOurs(_) | StoreError::Newer { .. } => {
                Self::Input(error.to_string())
            }
            _ => Self::System(error.to_string()),
        }
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Store(error) => error.into(),
            ExportError::Write(error) => error.into(),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::from(io::Error::from(error))
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        if error.is_users() {
            Self::Input(error.to_string())
        } else {
            Self::System(error.to_string())
        }
    }
}

impl From<WatchError> for Failure {
    fn from(error: WatchError) -> Self {
        Self::System(error.to_string())
    }
}
