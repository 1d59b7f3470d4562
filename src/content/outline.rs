//! Where everything of a grader or questionnaire stands in its file: made anew when something is to be said about it, so
//! that nothing has to be remembered for a file that is sound.

use std::ops::Range;
use std::sync::Arc;

use crate::assessment::Assessment;

use super::assessment::read_with_outline;
use super::faults::Faults;

/// Places of an assessment, in bytes of its file.
#[derive(Debug, Clone)]
pub struct Outline {
    /// The front matter's first line, for what concerns all of it.
    pub head: Range<usize>,
    /// In file order.
    pub questions: Vec<QuestionPlace>,
    /// The headings of bands or outcomes, in file order.
    pub results: Vec<Range<usize>>,
}

/// Places of a question.
#[derive(Debug, Clone)]
pub struct QuestionPlace {
    /// Its heading.
    pub heading: Range<usize>,
    /// What stands behind `if`.
    pub condition: Option<Range<usize>>,
    /// The name behind `service`.
    pub service: Option<Range<usize>>,
    /// In file order.
    pub options: Vec<OptionPlace>,
}

/// Places of an option.
#[derive(Debug, Clone)]
pub struct OptionPlace {
    /// Its line.
    pub line: Range<usize>,
    /// The name behind `service`.
    pub service: Option<Range<usize>>,
}

impl Outline {
    /// That of a sound assessment; `text` is what it was read from.
    pub fn of(assessment: &Assessment, text: &Arc<str>) -> Self {
        let mut faults = Faults::new("", text);
        let (id, kind) = (assessment.id.clone(), assessment.kind);
        let (whole, mut outline) = read_with_outline(text, "", id, kind, &mut faults);
        // The file may ask an audience more than `assessment` does.
        let asked = whole
            .model
            .questions()
            .map(|one| assessment.question(one.id.as_str()).is_some());
        let mut asked = asked.collect::<Vec<_>>().into_iter();
        outline.questions.retain(|_| asked.next().unwrap_or(true));
        outline
    }
}
