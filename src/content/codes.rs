//! Every code of a diagnostic, with what it means.

use super::Severity;

/// A kind of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// A stable name such as `unknown-service`.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it means, in one sentence.
    pub meaning: &'static str,
}

macro_rules! codes {
    ($($severity:ident $constant:ident $name:literal $meaning:literal;)*) => {
        $(
            #[doc = $meaning]
            pub(crate) const $constant: Code =
                Code { name: $name, severity: Severity::$severity, meaning: $meaning };
        )*

        /// Every code, by subject.
        pub const CODES: &[Code] = &[$($constant),*];
    };
}

codes! {
    // Files and folders.
    Error NO_CONTENT "no-content" "The site's folder holds no folder `content`.";
    Error NO_SITE_YAML "no-site-yaml" "`content/site.yaml` is missing.";
    Error UNREADABLE "unreadable" "A file or folder can't be read.";
    Error NOT_UTF8 "not-utf8" "A text file is not UTF-8.";
    Error FILE_TOO_LARGE "file-too-large" "A text file is larger than 1 MB, or an SVG larger than 5 MB.";
    Error FILE_NAME "file-name" "A file's name can't become an address.";
    Error NESTED_FILE "nested-file" "A service, grader or questionnaire stands in a folder inside its folder.";
    Error SAME_ADDRESS "same-address" "Two files have one address, or two assessments one name.";
    Error RESERVED_ADDRESS "reserved-address" "A page or picture would take an address that the program needs.";
    Error OUTSIDE_FOLDER "outside-folder" "A link in the file system or in a text leads out of the site.";
    Error UNSAFE_SVG "unsafe-svg" "An SVG holds more than a picture: scripts, event handlers, foreign content.";
    Warning UNKNOWN_FOLDER "unknown-folder" "Nobody knows this folder of `content/`.";
    Warning UNKNOWN_FILE "unknown-file" "A file of this kind is not published.";

    // YAML and its fields.
    Error NO_FRONT_MATTER "no-front-matter" "A Markdown file does not begin with front matter between two lines of `---`.";
    Error YAML_SYNTAX "yaml-syntax" "YAML that can't be read.";
    Error YAML_DUPLICATE_KEY "yaml-duplicate-key" "A field is written twice.";
    Error YAML_LIMIT "yaml-limit" "YAML that is nested too deeply or grows too large by aliases.";
    Error MISSING_FIELD "missing-field" "A field that must be there is missing or empty.";
    Error UNKNOWN_FIELD "unknown-field" "Nobody knows this field.";
    Error FIELD_TYPE "field-type" "A field is a text, a list or a group of fields where another of these is expected.";
    Error FIELD_VALUE "field-value" "A field's value can't be used.";
    Error UNKNOWN_FORMAT "unknown-format" "`format` is another than 1.";
    Error BAD_URL "bad-url" "`base_url`, `endpoint`, `embed_on` or a `webhook` holds no address of the kind that is needed.";
    Error BAD_PRICE "bad-price" "`monthly` or `setup` is no price in the site's currency.";
    Error UNKNOWN_CONTACT_FIELD "unknown-contact-field" "The contact step asks for a field that there is not, or twice.";
    Error SERVICE_TWICE "service-twice" "A service stands twice in a package.";
    Error UNKNOWN_THEME "unknown-theme" "`themes/` holds no folder of that name.";
    Warning ACCENT_CONTRAST "accent-contrast" "The accent is hard to read on white.";

    // Language files.
    Warning MISSING_WORD "missing-word" "A language has no word for something that the pages say.";
    Error UNKNOWN_PHRASE "unknown-phrase" "A language file holds a phrase that nobody says.";
    Error PHRASE_PLACE "phrase-place" "A phrase has a place in curly brackets that nothing fills.";

    // Names of other things.
    Error UNKNOWN_SERVICE "unknown-service" "There is no such service.";
    Error UNKNOWN_PACKAGE "unknown-package" "`site.yaml` has no such package.";
    Error UNKNOWN_ASSESSMENT "unknown-assessment" "A delivery or an owner's rule names no grader or questionnaire of the site.";
    Error UNKNOWN_BAND "unknown-band" "`critical_caps_at` names no band of the assessment.";
    Error UNKNOWN_OUTCOME "unknown-outcome" "`for` names no outcome of the assessment.";
    Error UNKNOWN_QUESTION "unknown-question" "A condition names a question that there is not.";
    Error UNKNOWN_OPTION "unknown-option" "A condition names an option that the question has not.";
    Error BROKEN_LINK "broken-link" "A link inside the site leads to nothing.";
    Error UNSAFE_LINK "unsafe-link" "A link of a kind that is not published, such as `javascript:`.";
    Error EXTERNAL_IMAGE "external-image" "A picture would be fetched from another server.";
    Warning LINK_TO_DRAFT "link-to-draft" "What is published leads to a draft.";
    Warning ORPHANED_SERVICE "orphaned-service" "Nothing in any assessment is tied to this service.";

    // Headings and blocks.
    Error HEADING_LEVEL "heading-level" "An assessment has only headings with `##` and `###`.";
    Error UNDERLINED_HEADING "underlined-heading" "A heading of an assessment is underlined instead of marked with `#`.";
    Error EMPTY_HEADING "empty-heading" "A heading without a text.";
    Error QUESTION_PLACE "question-place" "A question stands before the first category, or under a band or an outcome.";
    Warning EMPTY_CATEGORY "empty-category" "A category without a question.";
    Error NOBODY_ASKED "nobody-asked" "Every question is for clients only, or for prospects only.";
    Error OTHER_FENCE "other-fence" "A fence other than `sales` in an assessment.";
    Error OPEN_FENCE "open-fence" "A fence that is not closed, or runs over a heading.";
    Error INDENTED_CODE "indented-code" "A line is indented so far that it is shown as program code.";
    Error SALES_PLACE "sales-place" "A `sales` fence stands where no talk track is.";
    Error UNCLOSED_COMMENT "unclosed-comment" "An HTML comment is never closed.";
    Warning RAW_HTML "raw-html" "HTML in Markdown is shown as it was written, not passed on.";
    Warning MISSING_ALT "missing-alt" "A picture without a text for those who can't see it.";

    // Settings.
    Error UNKNOWN_SETTING "unknown-setting" "Nobody knows this setting.";
    Error SETTING_VALUE "setting-value" "A setting has no value, or one that can't be used.";
    Error SETTING_TWICE "setting-twice" "A setting is written twice in one place.";
    Error MISPLACED_SETTING "misplaced-setting" "A setting stands where it has no meaning.";
    Error LOST_SETTINGS "lost-settings" "Settings stand where they are not read as settings.";
    Error CONFLICT "conflict" "Two settings exclude each other.";
    Error NO_EFFECT "no-effect" "A setting would change nothing.";
    Error BAD_ID "bad-id" "An id holds something else than `a` to `z`, `0` to `9` and `-`, or more than 200 of them.";
    Error NO_ID "no-id" "A text leaves no letters to make an id from.";
    Error DUPLICATE_ID "duplicate-id" "An id is given twice.";
    Error SAME_SLUG "same-slug" "Two texts make the same id.";
    Error RESERVED_ID "reserved-id" "A question's id is one that the form needs for itself.";
    Error BELOW_RANGE "below-range" "`below` is not above the least and up to the best.";
    Error CRITICAL_PROBLEM "critical-problem" "A problem is `critical`.";
    Error CRITICAL_WITHOUT_CAP "critical-without-cap" "`critical` without `critical_caps_at` in the front matter.";
    Error BESIDE_EXCLUSIVE "beside-exclusive" "Something else than `#id` stands beside `none`, `not sure` or `n/a`.";
    Error SECOND_EXCLUSIVE "second-exclusive" "A question has two options that are `none`, `not sure` or `n/a`.";
    Warning EARLY_SETTINGS "early-settings" "What looks like settings does not end the option's line.";

    // Questions and options.
    Error NEARLY_A_CHECKBOX "nearly-a-checkbox" "A line is nearly a checkbox, but would be shown as text.";
    Error TICKED "ticked" "An option is ticked beforehand.";
    Error PLAIN_BULLET "plain-bullet" "A bullet among options has no checkbox.";
    Error NESTED_OPTION "nested-option" "A list stands inside an option.";
    Error NUMBERED_OPTION "numbered-option" "An option has a number instead of a bullet.";
    Error MIXED_OPTIONS "mixed-options" "`- [ ]` and `- ( )` in one question.";
    Error EMPTY_OPTION "empty-option" "An option says nothing.";
    Error STRAY_TEXT "stray-text" "Text below an option that is neither education nor a talk track.";
    Error OPTION_WITHOUT_QUESTION "option-without-question" "An option stands under no question.";
    Error OPTIONS_UNEXPECTED "options-unexpected" "A scale, number or text question has options.";
    Error NO_ANSWERS "no-answers" "A question can't be answered.";
    Error MISSING_POINTS "missing-points" "An option of a scored `- ( )` question has no points.";
    Error NO_POINTS "no-points" "No answer to a scored question wins a point.";
    Warning NO_NONE "no-none" "A required `- [ ]` question has no option `none`.";
    Warning NONE_WITHOUT_FLAG "none-without-flag" "An option reads like “none of these” without `none`.";
    Warning NOT_SURE_WITHOUT_FLAG "not-sure-without-flag" "An option reads like “not sure” without `not sure`.";
    Warning NEGATIVE_WORDING "negative-wording" "A good state is worded like a problem.";
    Warning NOT_LOADED "not-loaded" "A state is tied to no service and not `unloaded`.";
    Warning NO_WHY "no-why" "A question does not say why it matters.";
    Warning NO_EDUCATION "no-education" "An option does not say what follows from lacking it.";

    // Conditions and results.
    Error CONDITION_SYNTAX "condition-syntax" "A condition that can't be read.";
    Error CONDITION_KIND "condition-kind" "A condition looks at a question in a way that its kind does not allow.";
    Error LATER_QUESTION "later-question" "A condition looks at a question that is asked later.";
    Error NO_QUESTIONS "no-questions" "An assessment without a question.";
    Error NO_RESULT "no-result" "A grader with neither bands nor outcomes.";
    Error NOTHING_SCORED "nothing-scored" "An assessment has bands, but no question makes a score.";
    Error BANDS_AND_OUTCOMES "bands-and-outcomes" "An assessment has both bands and outcomes.";
    Error NO_BAND_FROM_0 "no-band-from-0" "No band begins at 0.";
    Error SAME_BAND "same-band" "Two bands begin at the same score.";
    Error BAND_WITHOUT_FROM "band-without-from" "A band does not say where it begins.";
    Error BAND_ABOVE_100 "band-above-100" "A band begins above 100.";

    // Proofs.
    Warning UNREACHABLE_BAND "unreachable-band" "No answers lead to this band.";
    Warning UNREACHABLE_OUTCOME "unreachable-outcome" "No answers let this outcome win.";
    Warning NEVER_ASKED "never-asked" "A question is hidden for ever: its condition can't hold.";
    Warning ALWAYS_ASKED "always-asked" "A condition that can't fail: the question is always asked.";
    Warning IDLE_TERM "idle-term" "A part of a condition can never hold, or never fail.";
    Warning NEVER_OFFERED "never-offered" "No answers lead to this service being offered here.";
    Warning ALWAYS_OFFERED "always-offered" "A service is offered whatever is answered.";
    Warning DECIDES_ALONE "decides-alone" "A question counts for more than all the others together.";
    Warning CANNOT_MATTER "cannot-matter" "A question counts for so little that no result can change.";

    // Answers that are kept.
    Warning VANISHED_ID "vanished-id" "Answers are kept to a question or an option that is gone.";
    Warning CHANGED_MEANING "changed-meaning" "Answers are kept to a question that asks something else by now.";

    // How it reads.
    Warning NO_NEXT_STEP "no-next-step" "A band or outcome leads nowhere.";
    Warning SECOND_NEXT_STEP "second-next-step" "A band or outcome has more than one link that stands alone.";
    Warning NOTHING_TO_ASK "nothing-to-ask" "A gap has nothing for sales to ask.";
    Warning QUESTION_COUNT "question-count" "A grader has fewer than 10 or more than 25 questions.";
    Warning SENSITIVE_FIRST "sensitive-first" "A grader begins with a question about money or staff cuts.";
    Warning NONE_WORDING "none-wording" "The option `none` does not say “none of these”.";
    Warning TOO_LONG "too-long" "A text is too long for a phone.";
    Warning HARD_TO_READ "hard-to-read" "A text is hard to read.";
    Warning JARGON "jargon" "A word that a director need not know, without an explanation.";
    Warning BROKEN_ANCHOR "broken-anchor" "A link leads to a part of a page that there is not.";
}
