//! The settings of one heading or option, each at most once, and whether they may stand there.

use std::ops::Range;

use crate::assessment::{Direction, Unit};

use super::codes;
use super::faults::{Faults, Spanned};
use super::settings::{self, Items, Setting};

/// Where settings stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Category,
    Band,
    Outcome,
    ManyQuestion,
    OneQuestion,
    ScaleQuestion,
    NumberQuestion,
    TextQuestion,
    ManyOption,
    OneOption,
}

impl Place {
    fn allows(self, setting: &Setting) -> bool {
        use Setting as S;
        match setting {
            S::Id(_) => true,
            S::Target(_) => self == Self::Category,
            S::Weight(_) => self == Self::Category || self.is_question(),
            S::From(_) | S::Band => self == Self::Band,
            S::Outcome => self == Self::Outcome,
            S::Optional | S::Profile => self.is_question(),
            S::If(_) => self == Self::Category || self.is_question(),
            S::Service { below: None, .. } | S::Critical | S::Unloaded => {
                matches!(self, Self::OneQuestion | Self::ScaleQuestion | Self::ManyOption)
            }
            S::Service { .. } => matches!(self, Self::OneQuestion | Self::ScaleQuestion),
            S::Scale(..) => self == Self::ScaleQuestion,
            S::Number(..) | S::Quantity(..) => self == Self::NumberQuestion,
            S::Text(_) => self == Self::TextQuestion,
            S::Problem | S::None => self == Self::ManyOption,
            S::Points(_) | S::NotSure | S::For { .. } => self.is_option(),
            S::NotApplicable | S::Package(_) | S::Direction(_) => self == Self::OneOption,
        }
    }

    fn is_question(self) -> bool {
        matches!(
            self,
            Self::ManyQuestion
                | Self::OneQuestion
                | Self::ScaleQuestion
                | Self::NumberQuestion
                | Self::TextQuestion
        )
    }

    fn is_option(self) -> bool {
        matches!(self, Self::ManyOption | Self::OneOption)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Category => "a category",
            Self::Band => "a band",
            Self::Outcome => "an outcome",
            Self::ManyQuestion => "a question with `- [ ]` options",
            Self::OneQuestion => "a question with `- ( )` options",
            Self::ScaleQuestion => "a scale",
            Self::NumberQuestion => "a number question",
            Self::TextQuestion => "a text question",
            Self::ManyOption => "an option of `- [ ]`",
            Self::OneOption => "an option of `- ( )`",
        }
    }
}

/// More than anything can use.
const MOST_SETTINGS: usize = 64;

/// The service that something is tied to.
#[derive(Debug, Clone)]
pub(super) struct Tie {
    pub(super) name: Spanned<String>,
    pub(super) below: Option<Spanned<f64>>,
}

/// The settings of one place.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    /// Everything, to check the place.
    all: Vec<Spanned<Setting>>,
    /// What stands between the backticks, without blanks at its ends; `None` where nothing was written.
    pub(super) place: Option<Range<usize>>,
    /// Something of it could not be read, which is reported: don't complain about what may be missing.
    pub(super) damaged: bool,
    pub(super) id: Option<Spanned<String>>,
    pub(super) weight: Option<Spanned<f64>>,
    pub(super) target: Option<f64>,
    pub(super) points: Option<Spanned<f64>>,
    pub(super) from: Option<Spanned<u32>>,
    pub(super) service: Option<Tie>,
    pub(super) critical: Option<Range<usize>>,
    pub(super) problem: Option<Range<usize>>,
    pub(super) optional: bool,
    pub(super) profile: bool,
    pub(super) unloaded: Option<Range<usize>>,
    pub(super) none: Option<Range<usize>>,
    pub(super) not_applicable: Option<Range<usize>>,
    pub(super) not_sure: Option<Range<usize>>,
    pub(super) scale: Option<(i64, i64)>,
    pub(super) number: Option<(i64, i64)>,
    pub(super) quantity: Option<Unit>,
    pub(super) next_year: bool,
    pub(super) text: Option<usize>,
    pub(super) condition: Option<Spanned<String>>,
    pub(super) package: Option<Spanned<String>>,
    pub(super) direction: Option<Direction>,
    pub(super) outcomes: Vec<(Spanned<String>, f64)>,
    pub(super) band: bool,
    pub(super) outcome: bool,
}

impl Chosen {
    /// Reads what stands between the backticks.
    pub(super) fn read(text: &str, inner: Range<usize>, faults: &mut Faults) -> Self {
        let written = &text[inner.clone()];
        let start = inner.start + (written.len() - written.trim_start().len());
        let place = start..start + written.trim().len();
        Self {
            place: Some(place),
            ..Self::new(settings::parse(text, inner, faults), faults)
        }
    }

    /// Sorts items; what stands twice is reported.
    fn new(items: Items, faults: &mut Faults) -> Self {
        let mut chosen = Self {
            damaged: items.damaged,
            ..Self::default()
        };
        for item in items.items {
            if chosen.all.len() >= MOST_SETTINGS {
                let message = format!("more than {MOST_SETTINGS} settings in one place");
                faults.report(&codes::SETTING_VALUE, item.span, message, ());
                break;
            }
            if let Some(before) = chosen.all.iter().find(|before| same(&before.value, &item.value)) {
                let (message, help) = match &before.value {
                    Setting::Service { .. } => (
                        "a second service".to_owned(),
                        "one service an option: split the statement in two",
                    ),
                    setting => (
                        format!("`{}` is written twice", setting.keyword()),
                        "keep one of the two",
                    ),
                };
                faults.report(&codes::SETTING_TWICE, item.span, message, help);
                continue;
            }
            chosen.set(&item);
            chosen.all.push(item);
        }
        chosen
    }

    /// Whether nothing was written.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty() && !self.damaged
    }

    /// Reports every setting that does not belong to `place`.
    pub(super) fn check(&self, place: Place, faults: &mut Faults) {
        for item in &self.all {
            if place.allows(&item.value) {
                continue;
            }
            let keyword = item.value.keyword();
            let below = matches!(&item.value, Setting::Service { below: Some(_), .. });
            let (message, help) = if below && place == Place::ManyOption {
                (
                    "an option is ticked or not: `below` says nothing here".to_owned(),
                    "write `service NAME` alone".to_owned(),
                )
            } else {
                let message = format!("`{keyword}` has no meaning for {}", place.name());
                (message, format!("it belongs {}", item.value.home()))
            };
            faults.report(&codes::MISPLACED_SETTING, item.span.clone(), message, help);
        }
    }

    /// Every setting but the id, for what may stand beside nothing else.
    pub(super) fn others(&self, than: &[&str]) -> impl Iterator<Item = &Spanned<Setting>> {
        self.all.iter().filter(move |item| {
            !matches!(item.value, Setting::Id(_)) && !than.contains(&item.value.keyword())
        })
    }

    /// Where a setting of that keyword stands.
    pub(super) fn find(&self, keyword: &str) -> Option<Range<usize>> {
        self.all
            .iter()
            .find(|item| item.value.keyword() == keyword)
            .map(|item| item.span.clone())
    }

    fn set(&mut self, item: &Spanned<Setting>) {
        let span = || item.span.clone();
        match item.value.clone() {
            Setting::Id(id) => self.id = Some(Spanned::new(id, span())),
            Setting::Weight(weight) => self.weight = Some(Spanned::new(weight, span())),
            Setting::Target(target) => self.target = Some(target),
            Setting::Points(points) => self.points = Some(Spanned::new(points, span())),
            Setting::From(from) => self.from = Some(Spanned::new(from, span())),
            Setting::Service { name, below } => self.service = Some(Tie { name, below }),
            Setting::Critical => self.critical = Some(span()),
            Setting::Problem => self.problem = Some(span()),
            Setting::Optional => self.optional = true,
            Setting::Profile => self.profile = true,
            Setting::Unloaded => self.unloaded = Some(span()),
            Setting::None => self.none = Some(span()),
            Setting::NotApplicable => self.not_applicable = Some(span()),
            Setting::NotSure => self.not_sure = Some(span()),
            Setting::Scale(low, high) => self.scale = Some((low, high)),
            Setting::Number(low, high) => self.number = Some((low, high)),
            Setting::Quantity(unit, next_year) => (self.quantity, self.next_year) = (Some(unit), next_year),
            Setting::Text(limit) => self.text = Some(limit),
            Setting::If(condition) => self.condition = Some(condition),
            Setting::For { outcome, points } => self.outcomes.push((outcome, points)),
            Setting::Package(name) => self.package = Some(name),
            Setting::Direction(direction) => self.direction = Some(direction),
            Setting::Band => self.band = true,
            Setting::Outcome => self.outcome = true,
        }
    }
}

/// Whether both say the same thing; an option may count for several outcomes.
fn same(one: &Setting, other: &Setting) -> bool {
    match (one, other) {
        (Setting::For { outcome: one, .. }, Setting::For { outcome: other, .. }) => one.value == other.value,
        _ => one.keyword() == other.keyword(),
    }
}
