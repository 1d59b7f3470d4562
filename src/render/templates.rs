//! The theme's templates, compiled, with a bound on what a template that loops can do.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::Arc;

use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use crate::words::Words;

use super::RenderError;
use super::theme::Theme;

/// The templates that pages are made with; a theme may add others for them to include.
pub(super) const NEEDED: [&str; 11] = [
    "home.html",
    "page.html",
    "grader.html",
    "print.html",
    "report.html",
    "service.html",
    "graders.html",
    "services.html",
    "embed.html",
    "message.html",
    "favicon.svg",
];

/// The most MiB of one page.
const LARGEST: usize = 16;
/// The most elements that `range` gives in one page.
const MOST_ELEMENTS: i64 = 100_000;

thread_local! {
    /// What `range` may still give in the page that this thread is at.
    static ELEMENTS_LEFT: Cell<i64> = const { Cell::new(0) };
    /// The language of the page that this thread is at.
    static SPEAKING: RefCell<Option<Arc<Words>>> = const { RefCell::new(None) };
}

pub(super) struct Templates {
    tera: Tera,
    /// Those that look at the list of all graders, by themselves or through another template.
    reading_graders: BTreeSet<String>,
}

impl Templates {
    /// Compiles a theme.
    ///
    /// # Errors
    /// Syntax errors, templates that are missing, circles of templates; each with template and line.
    pub(super) fn new(theme: &Theme) -> Result<Self, RenderError> {
        let mut tera = Tera::new();
        tera.autoescape_on([".html", ".xml", ".svg"]);
        tera.register_function("range", range);
        tera.register_function("say", say);
        tera.register_function("say_json", say_json);
        tera.add_raw_templates(&theme.templates).map_err(fault)?;
        if let Some(missing) = NEEDED.iter().find(|name| !theme.templates.contains_key(**name)) {
            return Err(RenderError::Template(format!(
                "the template `{missing}` is missing"
            )));
        }
        let reading_graders = reading(theme, |source| {
            [".graders", "\"graders\"", "'graders'", "site |", "site["]
                .iter()
                .any(|hint| source.contains(hint))
        });
        Ok(Self {
            tera,
            reading_graders,
        })
    }

    /// What every template sees.
    pub(super) fn globals(&mut self) -> &mut Context {
        self.tera.global_context()
    }

    /// Whether a page of this template changes when the list of graders does. Errs on the side of yes.
    pub(super) fn reads_graders(&self, template: &str) -> bool {
        self.reading_graders.contains(template)
    }

    /// Makes one page, in one language.
    ///
    /// # Errors
    /// A name that is not there, a wrong type, a page beyond all bounds.
    pub(super) fn render(
        &self,
        template: &'static str,
        context: &Context,
        words: &Arc<Words>,
    ) -> Result<Vec<u8>, RenderError> {
        SPEAKING.replace(Some(Arc::clone(words)));
        ELEMENTS_LEFT.set(MOST_ELEMENTS);
        let mut page = Bounded {
            bytes: Vec::with_capacity(16 * 1024),
            full: false,
        };
        match self.tera.render_to(template, context, &mut page) {
            Ok(()) => Ok(page.bytes),
            Err(_) if page.full => Err(RenderError::TooLarge {
                template: template.to_owned(),
                limit: LARGEST,
            }),
            Err(error) => Err(fault(error)),
        }
    }
}

/// `say(key="length.questions", n=12)`: a phrase of the page's language with values in its places.
fn say(arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let name = arguments.must_get::<&str>("key")?;
    let mut values = Vec::new();
    for (place, value) in arguments.iter() {
        let place = place.as_str().unwrap_or_default();
        if place != "key" {
            values.push((place, value.to_string()));
        }
    }
    spoken(name, |words| words.say(name, &values))
}

/// `say_json(key="flow.next")`: a phrase as the page's script takes it, with its places (and plural forms) left open.
fn say_json(arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let name = arguments.must_get::<&str>("key")?;
    let json = spoken(name, |words| {
        serde_json::to_string(&words.phrase(name)).unwrap_or_default()
    })?;
    Ok(Value::safe_string(&json.replace('<', "\\u003c")))
}

fn spoken(name: &str, speak: impl FnOnce(&Words) -> String) -> TeraResult<String> {
    SPEAKING.with_borrow(|words| match words {
        Some(words) if words.phrase(name).is_some() => Ok(speak(words)),
        _ => Err(tera::Error::message(format!(
            "no language file has a phrase `{name}`"
        ))),
    })
}

/// Tera's own `range` with a bound over the whole page, so that loops in loops end too.
fn range(arguments: Kwargs, _: &State<'_>) -> TeraResult<Vec<i64>> {
    let start = arguments.get::<i64>("start")?.unwrap_or_default();
    let end = arguments.must_get::<i64>("end")?;
    let step = arguments.get::<i64>("step_by")?.unwrap_or(1);
    let step = usize::try_from(step).ok().filter(|step| *step > 0);
    let step = step.ok_or_else(|| tera::Error::message("`step_by` must be at least 1"))?;
    let left = ELEMENTS_LEFT.get() - end.saturating_sub(start).max(0) / step as i64;
    if left < 0 {
        return Err(tera::Error::message(format!(
            "`range` gives at most {MOST_ELEMENTS} elements in one page, all loops taken together"
        )));
    }
    ELEMENTS_LEFT.set(left);
    Ok((start..end).step_by(step).collect())
}

/// The templates whose source matches, and those that name one of them.
fn reading(theme: &Theme, matches: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = theme
        .templates
        .iter()
        .filter(|(_, source)| matches(source))
        .map(|(name, _)| name.clone())
        .collect();
    // A component is called by its own name, not by its template's: with one among them, every template counts.
    if found
        .iter()
        .any(|name| theme.templates[name].contains("component"))
    {
        return theme.templates.keys().cloned().collect();
    }
    loop {
        let before = found.len();
        for (name, source) in &theme.templates {
            if found
                .iter()
                .any(|read| source.contains(&format!("\"{read}\"")) || source.contains(&format!("'{read}'")))
            {
                found.insert(name.clone());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

fn fault(error: tera::Error) -> RenderError {
    RenderError::Template(error.to_string())
}

/// Takes bytes up to a limit.
struct Bounded {
    bytes: Vec<u8>,
    full: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > LARGEST * 1024 * 1024 {
            self.full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
