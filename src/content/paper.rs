//! The colour of a paper edition: a word or a colour in the front matter, light enough to read black on it.

use crate::colour::Colour;

use super::codes;
use super::faults::Faults;
use super::fields::Fields;
use super::suggest;
use super::yaml::Node;

/// The least contrast of black on the sheet, WCAG's highest level: a photocopy of it still has to be read.
const LEAST: f64 = 7.0;

const WORDS: [(&str, &str); 4] = [
    ("blue", "#d9e8f6"),
    ("green", "#dcefdc"),
    ("yellow", "#fdf3c4"),
    ("pink", "#f9dfe7"),
];

/// Reads the field `paper` of `node`, whose fields are `fields`: `#rrggbb`, or nothing where the sheet is white.
pub(super) fn read(fields: &mut Fields<'_>, node: &Node, faults: &mut Faults) -> Option<String> {
    let Some(written) = fields.text("paper", faults) else {
        lost(node, faults);
        return None;
    };
    if let Some((_, colour)) = WORDS.iter().find(|(word, _)| *word == written.value) {
        return Some((*colour).to_owned());
    }
    let Some(colour) = Colour::parse(&written.value) else {
        let message = format!("`{}` is no colour of paper", written.value);
        let words = WORDS.iter().map(|(word, _)| *word);
        let help = suggest::nearest(&written.value, words)
            .map(|word| format!("did you mean `{word}`?"))
            .unwrap_or_else(|| {
                "it is `blue`, `green`, `yellow`, `pink` or a light colour such as `\"#cfe2f3\"`".to_owned()
            });
        faults.report(&codes::FIELD_VALUE, written.span, message, help);
        return None;
    };
    let black = Colour::new(0, 0, 0);
    let contrast = colour.contrast(black);
    if contrast < LEAST {
        let message = format!(
            "black is hard to read on this paper: its contrast is {contrast:.1}:1, and a sheet to write on needs {LEAST}:1"
        );
        let better = colour.readable_on(black, LEAST);
        let help = format!("the nearest colour that is light enough is `\"{better}\"`");
        faults.report(&codes::FIELD_VALUE, written.span, message, help);
        return None;
    }
    Some(colour.to_string())
}

/// `paper: #cfe2f3` without quotes is a comment to YAML: the sheet would stay white and nobody would know why.
fn lost(node: &Node, faults: &mut Faults) {
    let text = std::sync::Arc::clone(faults.text());
    let front = text.get(node.span.start..).unwrap_or_default();
    let front = front.split("\n---").next().unwrap_or_default();
    let Some(at) = front
        .match_indices("paper: #")
        .map(|(at, _)| at)
        .find(|at| *at == 0 || front[..*at].ends_with('\n'))
    else {
        return;
    };
    let at = node.span.start + at;
    faults.report(
        &codes::FIELD_VALUE,
        at..at + 8,
        "the colour is lost: `#` begins a comment in YAML",
        "put it in quotes: `paper: \"#cfe2f3\"`",
    );
}
