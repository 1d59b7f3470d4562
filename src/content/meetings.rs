//! `meetings` and `roadmap` of `site.yaml`: what sales asks for, and how fast things begin.

use iso_currency::Currency;

use crate::assessment::{MeetingRule, Pace};

use super::conditions::Parsed;
use super::faults::{Faults, Spanned};
use super::fields::Fields;
use super::yaml::Node;
use super::{codes, fit, numbers, price, shapes};

/// A kind of meeting whose questions are still to be found.
#[derive(Debug, Clone)]
pub(super) struct MeetingDraft {
    pub(super) when: Option<Parsed>,
    rule: MeetingRule,
}

impl MeetingDraft {
    pub(super) fn rule(&self) -> MeetingRule {
        MeetingRule {
            when: self.when.as_ref().map(|when| when.condition.clone()),
            ..self.rule.clone()
        }
    }
}

/// The list `meetings`; an entry that can't be read is left out, and reported.
pub(super) fn read(home: &mut Fields<'_>, currency: Currency, faults: &mut Faults) -> Vec<MeetingDraft> {
    let nodes = home.list("meetings", faults).unwrap_or_default();
    nodes
        .iter()
        .filter_map(|node| one(node, currency, faults))
        .collect()
}

fn one(node: &Node, currency: Currency, faults: &mut Faults) -> Option<MeetingDraft> {
    let mut fields = Fields::of(node, &shapes::MEETING, faults)?;
    let help = "such as `{ name: Review meeting, minutes: 60, with: the owner, min_fit: B }`";
    let name = fields.required("name", help, node.span.clone(), faults);
    let minutes = fields.required("minutes", help, node.span.clone(), faults);
    let with = fields.required("with", help, node.span.clone(), faults);
    let why = fields.text("why", faults).map(|why| why.value);
    let written = fields.text("when", faults);
    let conditional = written.is_some();
    let when = written.and_then(|text| fit::condition(text, fields.get("when"), faults));
    let min_fit = fields.choice("min_fit", &fit::GRADES, faults);
    let least = fields.text("min_monthly", faults);
    let min_monthly = least.map(|least| price::read(&least, currency, faults));
    let urgent = fields.flag("urgent", faults);
    fields.finish(faults);
    let minutes = minutes.and_then(|minutes| within(&minutes, 5, 480, "minutes", faults));
    if conditional && when.is_none() {
        return None;
    }
    Some(MeetingDraft {
        when,
        rule: MeetingRule {
            name: name?.value,
            minutes: minutes?,
            with: with?.value,
            why,
            when: None,
            min_fit,
            min_monthly: match min_monthly {
                Some(read) => Some(read?),
                None => None,
            },
            urgent,
        },
    })
}

/// The field `roadmap`: how many services begin in the first quarter, and in each later one.
pub(super) fn pace(home: &mut Fields<'_>, faults: &mut Faults) -> Pace {
    let usual = Pace::default();
    let Some(node) = home.get("roadmap") else {
        return usual;
    };
    let Some(mut fields) = Fields::of(node, &shapes::ROADMAP, faults) else {
        return usual;
    };
    let mut count = |name, least| {
        let written = fields.text(name, faults)?;
        within(&written, least, 12, "services", faults).and_then(|count| usize::try_from(count).ok())
    };
    let pace = Pace {
        first: count("first_quarter", 1).unwrap_or(usual.first),
        later: count("later_quarters", 0).unwrap_or(usual.later),
    };
    fields.finish(faults);
    pace
}

fn within(written: &Spanned<String>, least: u32, most: u32, of: &str, faults: &mut Faults) -> Option<u32> {
    let number = numbers::whole(&written.value).and_then(|number| u32::try_from(number).ok());
    let number = number.filter(|number| (least..=most).contains(number));
    if number.is_none() {
        let message = format!("`{}` is no number of {of} that can be meant here", written.value);
        let help = format!("a whole number from {least} to {most}");
        faults.report(&codes::FIELD_VALUE, written.span.clone(), message, help);
    }
    number
}
