//! `explain`: what a code of `check` means, why it matters, and an example.

use std::io::{self, BufWriter, Write};

use super::arguments::ExplainOptions;
use super::failure::Failure;
use crate::content::{self, CODES, Code, Severity};

pub(super) fn run(options: &ExplainOptions) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    match &options.code {
        Some(written) => one(find(written)?, &mut out)?,
        None => all(&mut out)?,
    }
    out.flush()?;
    Ok(())
}

/// The code, or the nearest to what was written. `error[no-why]` is what `check` prints, so it is understood too.
fn find(written: &str) -> Result<&'static Code, Failure> {
    let name = written
        .split_once('[')
        .map_or(written, |(_, rest)| rest.trim_end_matches([']', ':']));
    let name = name.trim().to_lowercase();
    if let Some(code) = CODES.iter().find(|code| code.name == name) {
        return Ok(code);
    }
    let help = match content::nearest(&name, CODES.iter().map(|code| code.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`gradewright explain` lists them all".to_owned(),
    };
    Err(Failure::Input(format!("there is no code `{written}`; {help}")))
}

fn one(code: &Code, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}[{}]: {}", severity(code), code.name, code.meaning)?;
    let Some(explained) = content::explanation(code.name) else {
        return Ok(());
    };
    writeln!(out, "\n{}", explained.why)?;
    let place = explained.place.in_words();
    let place = place.map_or_else(String::new, |place| format!(" ({place})"));
    for (title, example) in [("Wrong", &explained.wrong), ("Right", &explained.right)] {
        writeln!(out, "\n{title}{place}:\n")?;
        for line in example.lines() {
            writeln!(out, "{}", format!("    {line}").trim_end())?;
        }
    }
    Ok(())
}

fn all(out: &mut impl Write) -> io::Result<()> {
    let widest = CODES.iter().map(|code| code.name.len()).max().unwrap_or(0);
    for code in CODES {
        writeln!(
            out,
            "{:7}  {:widest$}  {}",
            severity(code),
            code.name,
            code.meaning
        )?;
    }
    writeln!(
        out,
        "\n`gradewright explain CODE` says why it matters and shows an example."
    )
}

fn severity(code: &Code) -> &'static str {
    match code.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
