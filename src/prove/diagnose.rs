//! Everything there is to say about a sound site.

use std::sync::Arc;

use rayon::prelude::*;

use crate::content::{Diagnostic, PublishedAssessment, Site};

use super::finding::{Finding, locate};
use super::{anchors, asking, reachable, reading, weights};

/// What is proved and what reads badly, by assessment. `text` gives the text of a file as it was read; files that it does
/// not know are passed over.
pub fn diagnose(site: &Site, text: impl Fn(&str) -> Option<Arc<str>> + Sync) -> Vec<Diagnostic> {
    let assessments: Vec<&PublishedAssessment> = site.assessments.values().collect();
    let mut all: Vec<Diagnostic> = assessments
        .par_iter()
        .flat_map_iter(|published| match text(&published.file.path) {
            Some(text) => locate(published, &text, findings(site, published)),
            None => Vec::new(),
        })
        .collect();
    all.extend(anchors::broken(site, &text));
    all
}

fn findings(site: &Site, published: &PublishedAssessment) -> Vec<Finding> {
    let assessment = &published.definition.assessment;
    let mut found = Vec::new();
    reachable::look(assessment, &mut found);
    weights::look(assessment, &mut found);
    asking::look(site, published, &mut found);
    let language = published.language.as_ref().unwrap_or(&site.language);
    if language == "en" || language.starts_with("en-") {
        reading::look(assessment, &mut found);
    }
    found
}
