//! Bands and outcomes.

use std::ops::Range;

use crate::assessment::{Assessment, Band, BandId, Kind, Outcome, OutcomeId};

use super::assessment::Walk;
use super::chosen::Place;
use super::faults::Faults;
use super::identify::Ids;
use super::pin::Pinpoint;
use super::sections::Section;
use super::{codes, suggest};

impl Walk<'_> {
    /// A band or an outcome.
    pub(super) fn result(
        &mut self,
        section: Section<'_, '_>,
        ids: &mut (Ids, Ids),
        assessment: &mut Assessment,
    ) {
        let Section {
            heading: Some(heading),
            settings,
            blocks,
            ..
        } = section
        else {
            return;
        };
        let is_band = settings.band;
        settings.check(if is_band { Place::Band } else { Place::Outcome }, self.faults);
        self.results.push((is_band, heading.span.clone()));
        let (what, named, ids) = if is_band {
            ("band", "a band", &mut ids.0)
        } else {
            ("outcome", "an outcome", &mut ids.1)
        };
        let id = ids.next(
            what,
            settings.id.as_ref(),
            &heading.words,
            heading.span.clone(),
            self.faults,
        );
        self.made(&id, &settings, Pinpoint::Heading(heading.span.start));
        let (text, next_step, sales) = self.with_next_step(&blocks, named);
        let title = heading.words.clone();
        if !is_band {
            if let Ok(id) = OutcomeId::try_from(id) {
                assessment.outcomes.push(Outcome {
                    id,
                    title,
                    text,
                    next_step,
                    sales,
                });
            }
            return;
        }
        if settings.from.is_none() && !settings.damaged {
            let message = "this band does not say where it begins";
            self.faults.report(
                &codes::BAND_WITHOUT_FROM,
                heading.span.clone(),
                message,
                "write `band, from 0` below the heading",
            );
        }
        let from = settings.from.as_ref().map_or(0, |from| from.value);
        if let Some(written) = &settings.from {
            if let Some((_, other)) = self.band_starts.iter().find(|(start, _)| *start == from) {
                let message = format!("two bands begin at {from}: this one and “{other}”");
                let help = "let each band begin at another score";
                self.faults
                    .report(&codes::SAME_BAND, written.span.clone(), message, help);
            } else {
                self.band_starts.push((from, title.clone()));
            }
        }
        if let Ok(id) = BandId::try_from(id)
            && assessment.bands.len() < 1000
        {
            assessment.bands.push(Band {
                id,
                title,
                from,
                text,
                next_step,
                sales,
            });
        }
    }
}

/// Bands and outcomes as a whole.
pub(super) fn check(walk: &mut Walk<'_>, assessment: &Assessment, head: Range<usize>) {
    let (bands, outcomes) = (&assessment.bands, &assessment.outcomes);
    let faults = &mut *walk.faults;
    let first = walk.results.first().map(|(is_band, _)| *is_band);
    if let Some((_, second)) = walk.results.iter().find(|(is_band, _)| Some(*is_band) != first) {
        let help = "keep the bands (a score) or the outcomes (a tally)";
        faults.report(
            &codes::BANDS_AND_OUTCOMES,
            second.clone(),
            "an assessment has bands or outcomes, not both",
            help,
        );
    }
    let unsure = unsure(faults);
    if bands.is_empty() && outcomes.is_empty() && assessment.kind == Kind::Grader && !unsure {
        let help = "write a heading such as `## Exposed` with `band, from 0` below it";
        faults.report(
            &codes::NO_RESULT,
            head.clone(),
            "this grader has neither bands nor outcomes",
            help,
        );
    }
    if !bands.is_empty() && !unsure && bands.iter().all(|band| band.from != 0) {
        let message = "no band begins at 0, so a low score would have none";
        let lowest = bands.iter().zip(&walk.results).min_by_key(|(band, _)| band.from);
        let at = lowest.map_or_else(|| head.clone(), |(_, (_, span))| span.clone());
        faults.report(
            &codes::NO_BAND_FROM_0,
            at,
            message,
            "let the lowest band say `band, from 0`",
        );
    }
    if assessment.questions().next().is_none() && !unsure {
        let help = "write a question as a heading, `### …`, with options below it";
        faults.report(
            &codes::NO_QUESTIONS,
            head.clone(),
            "this assessment asks nothing",
            help,
        );
    } else if !bands.is_empty() && !unsure && assessment.questions().all(|question| !question.scored) {
        let help =
            "give it a question with `- [ ]` or `- ( )` options that is no `profile`, or leave out the bands";
        faults.report(
            &codes::NOTHING_SCORED,
            head,
            "there are bands, but no question makes a score",
            help,
        );
    }
    for tally in &walk.tallies {
        if !outcomes.iter().any(|outcome| outcome.id.as_str() == tally.value) {
            let message = format!("there is no outcome `{}`", tally.value);
            let help = suggest::help(
                &tally.value,
                outcomes.iter().map(|outcome| outcome.id.as_str()),
                "the outcomes are",
            )
            .unwrap_or_else(|| "write a heading with `outcome` below it".to_owned());
            walk.faults
                .report(&codes::UNKNOWN_OUTCOME, tally.span.clone(), message, help);
        }
    }
}

/// Whether what is reported already may be what is missing.
pub(super) fn unsure(faults: &Faults) -> bool {
    faults.has_any(&[
        &codes::UNKNOWN_SETTING,
        &codes::SETTING_VALUE,
        &codes::LOST_SETTINGS,
        &codes::BAND_ABOVE_100,
        &codes::BAND_WITHOUT_FROM,
        &codes::YAML_SYNTAX,
        &codes::OPEN_FENCE,
        &codes::HEADING_LEVEL,
        &codes::UNDERLINED_HEADING,
        &codes::UNCLOSED_COMMENT,
        &codes::NO_FRONT_MATTER,
    ])
}
