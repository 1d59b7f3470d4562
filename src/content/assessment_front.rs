//! The front matter of a grader or questionnaire.

use std::ops::Range;

use crate::assessment::{Gate, NextStep};

use super::assessment::Walk;
use super::conditions::Parsed;
use super::faults::Spanned;
use super::fields::Fields;
use super::fit::{self, FitDraft};
use super::markdown::Writer;
use super::paper;
use super::shapes;
use super::site::Advance;

/// What it says; defaults where it is silent or can't be read.
#[derive(Default)]
pub(super) struct Front {
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) gate: Gate,
    pub(super) critical_caps_at: Option<Spanned<String>>,
    pub(super) next_step: Option<NextStep>,
    pub(super) draft: bool,
    pub(super) language: Option<String>,
    pub(super) advance: Advance,
    pub(super) paper: Option<String>,
    pub(super) extra: serde_json::Value,
    pub(super) decides: Option<Parsed>,
    pub(super) benchmark_by: Option<Spanned<String>>,
    pub(super) retention_days: Option<u32>,
    pub(super) fit: Vec<FitDraft>,
}

impl Front {
    pub(super) fn read(node: Option<&super::yaml::Node>, head: Range<usize>, walk: &mut Walk<'_>) -> Self {
        let faults = &mut *walk.faults;
        let fields = node.and_then(|node| Some((node, Fields::of(node, &shapes::ASSESSMENT, faults)?)));
        let Some((node, mut fields)) = fields else {
            return Self::default();
        };
        let title = fields.required("title", "such as `title: Is your email safe?`", head, faults);
        let words = [
            ("before", Gate::Before),
            ("after-score", Gate::AfterScore),
            ("after-report", Gate::AfterReport),
            ("none", Gate::None),
        ];
        let moves = [("auto", Advance::Auto), ("manual", Advance::Manual)];
        let mut front = Self {
            title: title.map(|title| title.value).unwrap_or_default(),
            description: fields.text("description", faults).map(|text| text.value),
            gate: fields.choice("gate", &words, faults).unwrap_or_default(),
            critical_caps_at: fields.text("critical_caps_at", faults),
            next_step: None,
            draft: fields.flag("draft", faults),
            language: super::site_yaml::page_language(&mut fields, faults),
            advance: fields.choice("advance", &moves, faults).unwrap_or_default(),
            paper: paper::read(&mut fields, node, faults),
            extra: fields.extra(),
            decides: fields
                .text("decides", faults)
                .and_then(|text| fit::condition(text, fields.get("decides"), faults)),
            benchmark_by: fields.text("benchmark_by", faults),
            retention_days: super::site_yaml::retention_days(&mut fields, faults),
            fit: fit::read(&mut fields, faults),
        };
        if let Some(node) = fields.get("next_step")
            && let Some(mut step) = Fields::of(node, &shapes::NEXT_STEP, faults)
        {
            let label = step.required("label", "what the link says", node.span.clone(), faults);
            let url = step.required(
                "url",
                "where the link goes, such as `/book/`",
                node.span.clone(),
                faults,
            );
            step.finish(faults);
            if let (Some(label), Some(url)) = (label, url) {
                let mut writer = Writer::new(faults, &mut walk.links, walk.file);
                front.next_step = Some(writer.next_step(label.value, &url.value, url.span));
            }
        }
        fields.finish(walk.faults);
        front
    }
}
