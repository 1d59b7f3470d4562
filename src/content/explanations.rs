//! What `gradewright explain` and `docs/mistakes.md` say of each code: why it matters, a wrong and a right example.
//!
//! The texts are in `explanations/`, one file a subject.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// One code, explained to somebody who has never programmed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// Why it matters.
    pub why: String,
    /// What the examples are a piece of.
    pub place: Place,
    /// What gives this code.
    pub wrong: String,
    /// The same, mended.
    pub right: String,
    /// Further files that the examples need: their text by path. They are for the test that tries the examples.
    #[serde(default)]
    pub beside: BTreeMap<String, String>,
}

/// What an example is a piece of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// A list of the files of a site.
    Tree,
    /// Lines of `content/site.yaml`.
    Site,
    /// Lines of the front matter of a service.
    Service,
    /// The body of a page.
    Page,
    /// A whole grader.
    Grader,
    /// Questions of a grader.
    Body,
    /// What stands above a question.
    Above,
    /// An option of a `- [ ]` question.
    Option,
    /// Lines of a language file.
    Words,
    /// Said in words: no text can show it.
    Told,
}

impl Place {
    /// Where the example stands, such as `in content/site.yaml`; `None` where it says so itself.
    pub fn in_words(self) -> Option<&'static str> {
        match self {
            Self::Tree | Self::Told => None,
            Self::Site => Some("in content/site.yaml"),
            Self::Service => Some("in the front matter of a service"),
            Self::Page => Some("on a page"),
            Self::Grader => Some("a whole grader"),
            Self::Body => Some("in a grader"),
            Self::Above => Some("in a grader, above its questions"),
            Self::Option => Some("among the options of a question"),
            Self::Words => Some("in themes/NAME/i18n/es-MX.yaml"),
        }
    }
}

const FILES: [&str; 8] = [
    include_str!("explanations/files.yaml"),
    include_str!("explanations/fields.yaml"),
    include_str!("explanations/names.yaml"),
    include_str!("explanations/blocks.yaml"),
    include_str!("explanations/settings.yaml"),
    include_str!("explanations/questions.yaml"),
    include_str!("explanations/results.yaml"),
    include_str!("explanations/proofs.yaml"),
];

/// What is said of a code; a test finds a code of which nothing is.
pub fn explanation(code: &str) -> Option<&'static Explanation> {
    static ALL: OnceLock<BTreeMap<String, Explanation>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let read = |text: &&str| serde_yaml::from_str::<BTreeMap<String, Explanation>>(text).ok();
        FILES.iter().filter_map(read).flatten().collect()
    });
    all.get(code)
}
