//! Links to a part of a page: whether the page has that part.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::content::{Diagnostic, Site, codes};

/// Parts that the templates give to pages of every kind.
const EVERYWHERE: [&str; 1] = ["main"];

/// Links of plain pages, services and assessments to parts of plain pages and services.
pub(super) fn broken(site: &Site, text: &impl Fn(&str) -> Option<Arc<str>>) -> Vec<Diagnostic> {
    let mut parts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut sources: Vec<(String, &str, &str)> = Vec::new();
    for page in &site.pages {
        let address = if page.path.is_empty() {
            "/".to_owned()
        } else {
            format!("/{}/", page.path)
        };
        sources.push((address, &page.body.html, &page.file.path));
    }
    for (id, service) in &site.services {
        sources.push((format!("/services/{id}/"), &service.body.html, &service.file.path));
    }
    for (address, html, _) in &sources {
        parts.insert(address.clone(), attributes(html, " id=\"").collect());
    }
    let mut found = Vec::new();
    for (address, html, file) in &sources {
        for link in attributes(html, "href=\"") {
            let inside = link.strip_prefix("site:");
            let Some((path, part)) = inside.unwrap_or(link).split_once('#') else {
                continue;
            };
            let target = match (inside, path) {
                (Some(_), path) => path.split('?').next().unwrap_or(path),
                (None, "") => address,
                (None, _) => continue,
            };
            let Some(known) = parts.get(target) else { continue };
            if part.is_empty() || known.contains(part) || EVERYWHERE.contains(&part) {
                continue;
            }
            let Some(text) = text(file) else { continue };
            // The last link of that part is as good as the first: both are broken.
            let ending = format!("#{part}");
            let span = text.find(&ending).map_or(0..0, |at| at..at + ending.len());
            let there = known.iter().copied().collect::<Vec<_>>().join("`, `#");
            let help = if there.is_empty() {
                format!("`{target}` has no headings: leave out `#{part}`")
            } else {
                format!("the parts of `{target}` are `#{there}`")
            };
            let message = format!("`{target}` has no part `#{part}`");
            found.extend(Diagnostic::new(
                &codes::BROKEN_ANCHOR,
                file,
                &text,
                span,
                message,
                help,
            ));
        }
    }
    found
}

/// The values of an attribute.
fn attributes<'h>(html: &'h str, opening: &'h str) -> impl Iterator<Item = &'h str> {
    html.split(opening)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}
