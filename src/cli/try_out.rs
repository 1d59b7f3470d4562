//! `try`: a sheet of answers, scored and explained.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::Value;

use super::arguments::{LeadsFormat, TryOptions};
use super::failure::Failure;
use super::{content, keyed_sheet};
use crate::assessment::{Answers, Assessment};
use crate::trial::{Trial, render_text};

pub(super) fn run(folder: &Path, options: &TryOptions) -> Result<(), Failure> {
    let site = content::site_for_input(folder, "nothing was tried")?;
    let definition = &content::named(&site, &options.assessment)?.definition;
    let answers = written(&options.answers, &definition.assessment)?;
    let trial = Trial::new(&site, definition, &answers);
    let mut out = BufWriter::new(io::stdout().lock());
    match options.format {
        LeadsFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &trial)?;
            writeln!(out)?;
        }
        LeadsFormat::Human => {
            let text = render_text(&trial).map_err(|error| Failure::System(error.to_string()))?;
            out.write_all(text.as_bytes())?;
        }
    }
    Ok(out.flush()?)
}

/// The answers of a file, or everything that is wrong with them. A whole body is taken too; only its answers count.
fn written(file: &Path, assessment: &Assessment) -> Result<Answers, Failure> {
    let mut body = keyed_sheet::body(keyed_sheet::read(file)?, assessment);
    keyed_sheet::typed(&mut body, assessment);
    let answers = match body.get("answers") {
        Some(Value::Object(answers)) => Answers::from_json(assessment, answers),
        _ => {
            let line = "The answers must be fields below `answers`, one for each question.".to_owned();
            return Err(keyed_sheet::refusal("nothing was tried", file, &[line]));
        }
    };
    answers.map_err(|faults| {
        let line = |fault| keyed_sheet::fault_in_words(assessment, fault);
        let lines: Vec<String> = faults.iter().map(line).collect();
        keyed_sheet::refusal("nothing was tried", file, &lines)
    })
}
