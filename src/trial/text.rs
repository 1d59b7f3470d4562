//! A try as it stands in the terminal.

use std::fmt::Write;
use std::sync::LazyLock;

use tera::{Context, Tera};

use super::pencil::{number, pencil};
use super::{Brief, Trial};

/// Tera escapes by the name's ending: this is not escaped.
static TEMPLATES: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = Tera::new();
    tera.add_raw_templates([("brief.txt", include_str!("brief.txt"))])
        .expect("the embedded template is parsed by every test of `try`");
    tera
});

/// The result, the sums that lead to it, and what sales would read.
///
/// # Errors
/// Only where the embedded template is broken.
pub fn render_text(trial: &Trial<'_>) -> Result<String, tera::Error> {
    let mut text = result(trial);
    text += &pencil(trial);
    text += &brief(&trial.brief)?;
    Ok(text)
}

/// The score, what holds it down, and the categories.
fn result(trial: &Trial<'_>) -> String {
    let card = &trial.scorecard;
    let band = card.band.as_ref().and_then(|id| trial.asked.band(id));
    let outcome = card.outcome.as_ref().and_then(|id| trial.asked.outcome(id));
    let mut text = format!("{} ({})\n\n", trial.title, trial.assessment);
    let mut line = |line: String| text += &format!("{line}\n");
    match (card.shown, band, outcome) {
        (Some(shown), Some(band), _) => line(format!("{shown} of 100: {}", band.title)),
        (_, _, Some(outcome)) => line(outcome.title.clone()),
        _ if trial.bands.is_empty() && trial.outcomes.is_empty() => {
            line("No total: it has neither bands nor outcomes.".to_owned());
        }
        _ => line("No score: nothing that counts was answered.".to_owned()),
    }
    if let Some(missing) = &card.capped_by {
        line("Held down there until this is so:".to_owned());
        for missing in missing {
            line(format!("- {}", missing.text));
        }
    }
    for category in &card.categories {
        let (Some(title), Some(score)) = (&category.title, category.score) else {
            continue;
        };
        let target = category
            .target
            .map(|target| format!(", target {}", number(target)));
        line(format!(
            "- {title}: {}{}",
            number(score),
            target.unwrap_or_default()
        ));
    }
    text
}

fn brief(brief: &Brief) -> Result<String, tera::Error> {
    let mut text = String::new();
    let words = TEMPLATES.render("brief.txt", &Context::from_serialize(brief)?)?;
    // A text never fails to take more.
    let _ = write!(text, "\n{}\n", words.trim_end());
    Ok(text)
}
