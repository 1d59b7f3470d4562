//! Reading the content for a command, and showing what was found.

use std::io::{IsTerminal, Write, stderr};
use std::path::Path;
use std::sync::Arc;

use super::failure::Failure;
use crate::content::{self, Cache, PublishedAssessment, ReadOptions, Reading, Severity, Site, nearest};
use crate::render::Built;

/// How many errors and warnings a reading found.
pub(super) fn counts(reading: &Reading) -> (usize, usize) {
    let errors = reading
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .count();
    (errors, reading.diagnostics.len() - errors)
}

/// `1 error, 2 warnings`
pub(super) fn in_words((errors, warnings): (usize, usize)) -> String {
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, 0) => "nothing to mend".to_owned(),
        (errors, 0) => plural(errors, "error"),
        (0, warnings) => plural(warnings, "warning"),
        (errors, warnings) => format!("{}, {}", plural(errors, "error"), plural(warnings, "warning")),
    }
}

/// `52 files: 3 written, 1 removed`
pub(super) fn built_in_words(built: &Built) -> String {
    format!(
        "{} files: {} written, {} removed",
        built.files,
        built.written.len(),
        built.removed.len()
    )
}

/// Shows every diagnostic on standard error.
pub(super) fn show(reading: &Reading) {
    let mut out = stderr().lock();
    let text = content::render_human(reading, stderr().is_terminal());
    // Nobody to tell where standard error is closed.
    let _ = out.write_all(text.as_bytes());
}

/// The site for a command that publishes nothing: drafts count, and diagnostics are shown only where there is no site.
/// `without` is what does not come about then.
pub(super) fn site_for_input(folder: &Path, without: &str) -> Result<Arc<Site>, Failure> {
    let mut reading = content::read(folder, &ReadOptions::default(), &mut Cache::default());
    if let Some(site) = reading.site.take() {
        return Ok(Arc::new(site));
    }
    show(&reading);
    let found = in_words(counts(&reading));
    Err(Failure::Input(format!("{without}: {found}")))
}

/// The site, or the end of the command with every diagnostic shown.
pub(super) fn site(folder: &Path, base_url: Option<&str>) -> Result<Arc<Site>, Failure> {
    let options = ReadOptions {
        base_url: base_url.map(str::to_owned),
    };
    let reading = content::read(folder, &options, &mut Cache::default());
    show(&reading);
    let counts = counts(&reading);
    match reading.site {
        Some(site) => Ok(Arc::new(site)),
        None => Err(Failure::Input(format!(
            "nothing was published: {}",
            in_words(counts)
        ))),
    }
}

/// The assessment of that name, a draft too.
pub(super) fn named<'s>(site: &'s Site, name: &str) -> Result<&'s PublishedAssessment, Failure> {
    site.assessments.get(name).ok_or_else(|| {
        let known = site.assessments.keys().map(|id| id.as_str());
        let help = match nearest(name, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are: {}", known.collect::<Vec<_>>().join(", ")),
        };
        Failure::Input(format!("there is no assessment `{name}`; {help}"))
    })
}
