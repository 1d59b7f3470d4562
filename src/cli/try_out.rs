//! `try`: a sheet of answers, scored and explained.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::Value;

use super::arguments::{LeadsFormat, TryOptions};
use super::failure::Failure;
use super::{content, keyed_sheet};
use crate::assessment::{Answer, Answers, Assessment, QuestionId};
use crate::content::nearest;
use crate::prove::witness_for_band;
use crate::trial::{Trial, render_text};

pub(super) fn run(folder: &Path, options: &TryOptions) -> Result<(), Failure> {
    let site = content::site_for_input(folder, "nothing was tried")?;
    let definition = &content::named(&site, &options.assessment)?.definition;
    let answers = match (&options.answers, &options.band) {
        (Some(file), _) => written(file, &definition.assessment)?,
        (None, band) => found(&definition.assessment, band.as_deref().unwrap_or_default())?,
    };
    let trial = Trial::new(&site, definition, &answers);
    let mut out = BufWriter::new(io::stdout().lock());
    match options.format {
        LeadsFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &trial)?;
            writeln!(out)?;
        }
        LeadsFormat::Human => {
            if options.band.is_some() {
                out.write_all(as_yaml(&answers).as_bytes())?;
                writeln!(out)?;
            }
            let text = render_text(&trial).map_err(|error| Failure::System(error.to_string()))?;
            out.write_all(text.as_bytes())?;
        }
    }
    Ok(out.flush()?)
}

/// Answers that lead to the band of that id.
fn found(assessment: &Assessment, band: &str) -> Result<Answers, Failure> {
    let known = || assessment.bands.iter().map(|band| band.id.as_str());
    let Some(band) = assessment.bands.iter().find(|one| one.id.as_str() == band) else {
        let help = match nearest(band, known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if assessment.bands.is_empty() => "it has no bands".to_owned(),
            None => format!("there are: {}", known().collect::<Vec<_>>().join(", ")),
        };
        let (id, band) = (&assessment.id, band.replace(char::is_control, "\u{fffd}"));
        return Err(Failure::Input(format!("`{id}` has no band `{band}`; {help}")));
    };
    witness_for_band(assessment, &band.id).ok_or_else(|| {
        let (id, band) = (&assessment.id, &band.id);
        Failure::Input(format!(
            "no answers were found that lead to the band `{band}` of `{id}`"
        ))
    })
}

/// `question: answer` on each line, in a form that YAML takes for nothing else.
fn as_yaml(answers: &Answers) -> String {
    let line = |(question, answer): (&QuestionId, &Answer)| {
        let answer = match answer {
            Answer::Number(number) => number.to_string(),
            Answer::Text(text) => Value::from(text.as_str()).to_string(),
            Answer::Many(ids) => {
                let ids = ids.iter().map(|id| Value::from(id.as_str()).to_string());
                format!("[{}]", ids.collect::<Vec<_>>().join(", "))
            }
        };
        format!("{question}: {answer}\n")
    };
    answers.iter().map(line).collect()
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
