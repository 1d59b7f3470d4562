//! The picture in the terminal: plain text, 80 columns, no colour.

use super::{Row, Simulation};

const COLUMNS: usize = 80;
const LABEL: usize = 34;
const BAR: usize = 32;

/// Every part with its bars. A remark, and a warning, stands on a line of its own.
pub fn render_text(simulation: &Simulation) -> String {
    let mut lines = Vec::new();
    wrap(
        &format!("{} ({})", simulation.title, simulation.assessment),
        "",
        &mut lines,
    );
    wrap(&simulation.how, "", &mut lines);
    for warning in &simulation.warnings {
        lines.push(String::new());
        wrap(&format!("WARNING: {warning}"), "", &mut lines);
    }
    for part in &simulation.parts {
        lines.push(String::new());
        lines.push(part.title.to_uppercase());
        wrap(&part.note, "", &mut lines);
        for row in &part.rows {
            lines.push(bar(row));
            if let Some(remark) = &row.remark {
                wrap(&format!("^ {remark}"), "    ", &mut lines);
            }
        }
    }
    lines.join("\n") + "\n"
}

fn bar(row: &Row) -> String {
    let length = (row.bar * BAR as f64).round() as usize;
    // Somebody is more than nobody.
    let length = if row.bar > 0.0 { length.max(1) } else { 0 };
    let bar = "█".repeat(length.min(BAR));
    let label = cut(&row.label);
    format!("{label:<LABEL$} {bar:<BAR$} {:>8}", row.figure)
        .trim_end()
        .to_owned()
}

/// At most as many characters as a label has room for.
fn cut(label: &str) -> String {
    match label.chars().count() > LABEL {
        true => {
            label
                .chars()
                .take(LABEL - 1)
                .collect::<String>()
                .trim_end()
                .to_owned()
                + "…"
        }
        false => label.to_owned(),
    }
}

/// Words in lines of at most 80 columns, each behind `indent`; a longer word stays whole.
fn wrap(text: &str, indent: &str, lines: &mut Vec<String>) {
    let mut line = String::new();
    for word in text.split_whitespace() {
        let full = line.chars().count() + 1 + word.chars().count() > COLUMNS;
        if full && !line.trim().is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line += if line.is_empty() { indent } else { " " };
        line += word;
    }
    if !line.is_empty() {
        lines.push(line);
    }
}
