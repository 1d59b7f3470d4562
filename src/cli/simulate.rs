//! `simulate`: many random respondents, and what becomes of them.

use std::io::{self, Write};
use std::path::Path;

use super::arguments::SimulateOptions;
use super::failure::Failure;
use super::{content, keyed_sheet};
use crate::assessment::Assessment;
use crate::simulation::{Persona, render_page, render_text, simulate};

pub(super) fn run(folder: &Path, options: &SimulateOptions) -> Result<(), Failure> {
    let site = content::site_for_input(folder, "nothing was simulated")?;
    let assessment = &*content::named(&site, &options.assessment)?.definition.assessment;
    let (persona, who) = match &options.persona {
        None => (Persona::default(), "every answer equally likely".to_owned()),
        Some(file) => {
            let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
            (persona(file, assessment)?, format!("as {name} says"))
        }
    };
    let simulation = simulate(
        assessment,
        &site.catalogue,
        (&persona, &who),
        options.respondents,
        options.seed,
    );
    let broken = |error: tera::Error| Failure::System(error.to_string());
    if let Some(file) = &options.html {
        let page = render_page(&simulation).map_err(broken)?;
        std::fs::write(file, page)
            .map_err(|error| Failure::System(format!("can't write {}: {error}", file.display())))?;
    }
    let mut out = io::stdout().lock();
    out.write_all(render_text(&simulation).as_bytes())?;
    if let Some(file) = &options.html {
        writeln!(out, "\nThe report is in {}", file.display())?;
    }
    Ok(out.flush()?)
}

/// What respondents are like, or everything that is wrong with the file.
fn persona(file: &Path, assessment: &Assessment) -> Result<Persona, Failure> {
    let written = keyed_sheet::read(file)?;
    Persona::read(assessment, &written).map_err(|faults| {
        let lines = faults
            .iter()
            .map(|fault| format!("{}: {}", fault.place, fault.message));
        let lines: Vec<String> = lines.collect();
        keyed_sheet::refusal("nothing was simulated", file, &lines)
    })
}
