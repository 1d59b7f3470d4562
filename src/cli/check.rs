//! `check`: every diagnostic, for people, scripts and pull requests.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use super::arguments::{CheckFormat, CheckOptions, DatabaseOption};
use super::content::{counts, in_words};
use super::failure::Failure;
use crate::content::{self, Cache, ReadOptions};
use crate::prove;
use crate::store;

pub(super) fn run(folder: &Path, options: &CheckOptions) -> Result<(), Failure> {
    let mut cache = Cache::default();
    let mut reading = content::read(folder, &ReadOptions::default(), &mut cache);
    if let Some(site) = &reading.site {
        let mut found = prove::diagnose(site, |file| cache.text(file));
        let usual = DatabaseOption { database: None }.file(folder);
        if let Some(file) = options.database.as_ref().or(usual.exists().then_some(&usual)) {
            let seen = store::answered_definitions(file)?;
            found.extend(prove::changes(site, &seen, |file| cache.text(file)));
        }
        reading.add(found, &cache);
    }
    let color = io::stdout().is_terminal();
    let mut out = BufWriter::new(io::stdout().lock());
    let found @ (errors, warnings) = counts(&reading);
    match options.format {
        CheckFormat::Human => {
            out.write_all(content::render_human(&reading, color).as_bytes())?;
            // What was found is counted below it already.
            if found == (0, 0) {
                writeln!(out, "{}", in_words(found))?;
            }
            if let Some(first) = reading.diagnostics.first() {
                writeln!(out, "Why, with an example: gradewright explain {}", first.code)?;
            }
        }
        CheckFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &reading.diagnostics)?;
            writeln!(out)?;
        }
        CheckFormat::Github => out.write_all(content::render_github(&reading).as_bytes())?,
    }
    out.flush()?;
    if errors > 0 || (options.strict && warnings > 0) || reading.site.is_none() {
        return Err(Failure::Shown);
    }
    Ok(())
}
