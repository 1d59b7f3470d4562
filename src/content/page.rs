//! A plain page.

use crate::assessment::Text;

use super::faults::Faults;
use super::fields::Fields;
use super::links::LinkCheck;
use super::{front_matter, markdown, service, shapes, site_yaml};

/// A page whose links are still to be checked.
#[derive(Debug, Default)]
pub(super) struct PageFile {
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) body: Text,
    pub(super) draft: bool,
    pub(super) language: Option<String>,
    pub(super) extra: serde_json::Value,
    pub(super) links: Vec<LinkCheck>,
}

/// Reads one file.
pub(super) fn read(text: &str, file: &str, faults: &mut Faults) -> PageFile {
    let parts = front_matter::split(text, "title", faults);
    let mut page = PageFile::default();
    if let Some(mut fields) = parts
        .front
        .as_ref()
        .and_then(|node| Fields::of(node, &shapes::PAGE, faults))
    {
        let title = fields.required("title", "such as `title: About us`", parts.head, faults);
        page.title = title.map(|title| title.value).unwrap_or_default();
        page.description = fields.text("description", faults).map(|text| text.value);
        page.draft = fields.flag("draft", faults);
        page.language = site_yaml::page_language(&mut fields, faults);
        page.extra = fields.extra();
        fields.finish(faults);
    }
    let events = markdown::events(text, parts.body);
    (page.body, _) = service::body(text, file, &events, false, &mut page.links, faults);
    page
}
