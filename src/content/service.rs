//! A service: front matter for the catalogue, a page in Markdown, and the talk track in a `sales` fence.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use crate::assessment::{Effort, PriceVisibility, Text, Unit};

use super::faults::{Faults, Spanned};
use super::fields::Fields;
use super::links::LinkCheck;
use super::markdown::{self, Spot, Writer};
use super::{codes, front_matter, sections, shapes};

/// A service whose prices still need the site's currency.
#[derive(Debug)]
pub(super) struct ServiceFile {
    pub(super) name: String,
    pub(super) promise: Option<String>,
    pub(super) value: Option<String>,
    pub(super) how_to_use: Option<String>,
    pub(super) group: Option<String>,
    pub(super) unit: Unit,
    pub(super) monthly: Option<Spanned<String>>,
    pub(super) setup: Option<Spanned<String>>,
    pub(super) effort: Option<Effort>,
    pub(super) price: PriceVisibility,
    pub(super) sales: Option<Text>,
    pub(super) body: Text,
    pub(super) draft: bool,
    pub(super) extra: serde_json::Value,
    pub(super) links: Vec<LinkCheck>,
}

/// Reads one file.
pub(super) fn read(text: &str, file: &str, faults: &mut Faults) -> ServiceFile {
    let parts = front_matter::split(text, "name", faults);
    let mut service = ServiceFile {
        name: String::new(),
        promise: None,
        value: None,
        how_to_use: None,
        group: None,
        unit: Unit::Flat,
        monthly: None,
        setup: None,
        effort: None,
        price: PriceVisibility::Internal,
        sales: None,
        body: Text::default(),
        draft: false,
        extra: serde_json::Value::Null,
        links: Vec::new(),
    };
    if let Some(mut fields) = parts
        .front
        .as_ref()
        .and_then(|node| Fields::of(node, &shapes::SERVICE, faults))
    {
        service.front(&mut fields, parts.head, faults);
        fields.finish(faults);
    }
    let events = markdown::events(text, parts.body);
    let (body, sales) = body(text, file, &events, true, &mut service.links, faults);
    (service.body, service.sales) = (body, sales);
    service
}

impl ServiceFile {
    fn front(&mut self, fields: &mut Fields<'_>, head: Range<usize>, faults: &mut Faults) {
        let name = fields.required(
            "name",
            "the name it is sold under, such as `name: Password Management`",
            head,
            faults,
        );
        self.name = name.map(|name| name.value).unwrap_or_default();
        self.promise = fields.text("promise", faults).map(|text| text.value);
        self.value = fields.text("value", faults).map(|text| text.value);
        self.how_to_use = fields.text("how_to_use", faults).map(|text| text.value);
        self.group = fields.text("group", faults).map(|text| text.value);
        let units = [
            ("user", Unit::User),
            ("device", Unit::Device),
            ("site", Unit::Site),
            ("gb", Unit::Gb),
            ("flat", Unit::Flat),
        ];
        self.unit = fields.choice("unit", &units, faults).unwrap_or(Unit::Flat);
        self.monthly = fields.text("monthly", faults);
        self.setup = fields.text("setup", faults);
        let efforts = [
            ("quick", Effort::Quick),
            ("weeks", Effort::Weeks),
            ("project", Effort::Project),
        ];
        self.effort = fields.choice("effort", &efforts, faults);
        let visible = [
            ("public", PriceVisibility::Public),
            ("report", PriceVisibility::Report),
            ("internal", PriceVisibility::Internal),
        ];
        self.price = fields.choice("price", &visible, faults).unwrap_or_default();
        self.draft = fields.flag("draft", faults);
        self.extra = fields.extra();
    }
}

/// The body of a service or page. Where `sales` may not stand it is an error, and never published.
pub(super) fn body(
    text: &str,
    file: &str,
    events: &[Spot<'_>],
    sells: bool,
    links: &mut Vec<LinkCheck>,
    faults: &mut Faults,
) -> (Text, Option<Text>) {
    let mut sales: Option<Text> = None;
    let mut kept: Vec<Spot<'_>> = Vec::with_capacity(events.len());
    let mut skip_until = 0;
    let mut depth = 0_i32;
    for (at, spot) in events.iter().enumerate() {
        if at < skip_until {
            continue;
        }
        match &spot.0 {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if sections::is_sales(info) => {
                let end = events[at..]
                    .iter()
                    .position(|(event, _)| matches!(event, Event::End(pulldown_cmark::TagEnd::CodeBlock)));
                skip_until = at + end.map_or(1, |length| length + 1);
                let place = super::prose::first_line(text, &spot.1);
                if !sells || depth > 0 {
                    let help = "talk tracks stand in services and assessments, at the margin";
                    faults.report(
                        &codes::SALES_PLACE,
                        place,
                        "nobody would see this talk track",
                        help,
                    );
                    continue;
                }
                if let sections::Fence::Sales(inner) = sections::fence(text, &events[at..skip_until], faults)
                {
                    let more = Writer::new(faults, links, file).fence(&inner, place);
                    match &mut sales {
                        Some(before) => {
                            before.plain.push('\n');
                            before.plain.push_str(&more.plain);
                            before.html.push_str(&more.html);
                        }
                        None => sales = Some(more),
                    }
                }
            }
            event => {
                match event {
                    Event::Start(_) => depth += 1,
                    Event::End(_) => depth -= 1,
                    _ => {}
                }
                kept.push(spot.clone());
            }
        }
    }
    let mut writer = Writer::new(faults, links, file);
    writer.headings = Some(std::collections::BTreeSet::new());
    (writer.text(&kept), sales)
}
