//! `compare`: what changed since a client answered last.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, json};

use super::arguments::LeadsFormat;
use super::client_arguments::CompareOptions;
use super::clients::{look, no_client};
use super::content;
use super::failure::Failure;
use crate::assessment::{AssessmentId, Audience, Change, Compared};
use crate::brief::Rounds;
use crate::store::Response;

pub(super) fn run(folder: &Path, options: &CompareOptions) -> Result<(), Failure> {
    let site = content::site_for_input(folder, "nothing was compared")?;
    let of = options.assessment.as_deref();
    let of = of.map(|name| content::named(&site, name)).transpose()?;
    let of = of.map(|one| one.definition.assessment.id.clone());
    let found = look(folder, &options.database, |clients| {
        let known = clients.get(&options.client)?.is_some();
        Ok((known, clients.rounds(&options.client, of.as_ref())?))
    })?;
    let Some((true, responses)) = found else {
        return Err(no_client(folder, &options.database, &options.client)?);
    };
    let day = options.day;
    let day = day.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date());
    let mut by_assessment: BTreeMap<AssessmentId, Vec<Response>> = BTreeMap::new();
    for response in responses {
        by_assessment
            .entry(response.assessment.clone())
            .or_default()
            .push(response);
    }
    let mut all = Vec::new();
    for (id, responses) in by_assessment {
        // Whatever is no longer asked is compared by what was asked last.
        let today = site.assessments.get(&id);
        let today = today.map_or(&responses[0].definition, |one| one.asked(Audience::Clients));
        all.extend(Rounds::of(&today.assessment, &responses, day).map(|rounds| (id, rounds)));
    }
    let mut out = io::stdout().lock();
    match options.format {
        LeadsFormat::Json => {
            let all = all.into_iter().map(|(id, rounds)| {
                let of =
                    json!({"compared": rounds.compared, "trend": rounds.points, "meeting": rounds.review});
                (id.to_string(), of)
            });
            writeln!(out, "{}", json!(all.collect::<Map<_, _>>()))?;
        }
        LeadsFormat::Human => {
            if all.is_empty() {
                writeln!(out, "Nothing was answered yet.")?;
            }
            for (id, rounds) in &all {
                writeln!(out, "{id}")?;
                print(rounds, &mut out)?;
            }
        }
    }
    Ok(out.flush()?)
}

fn print(rounds: &Rounds, out: &mut impl Write) -> Result<(), Failure> {
    for point in &rounds.points {
        let total = point.total.map_or("-".to_owned(), |total| format!("{total:.1}"));
        let (shared, of) = (point.shared, point.of);
        writeln!(
            out,
            "  {}  {total}  on {shared} of today's {of} questions",
            point.on
        )?;
    }
    match &rounds.compared {
        None => writeln!(out, "  Answered once: nothing to compare yet.")?,
        Some(compared) => print_compared(compared, out)?,
    }
    let review = &rounds.review;
    writeln!(
        out,
        "  Next meeting: {}, {} minutes",
        review.format.name(),
        review.minutes
    )?;
    Ok(())
}

fn print_compared(compared: &Compared, out: &mut impl Write) -> Result<(), Failure> {
    let total = |total: Option<f64>| total.map_or("-".to_owned(), |total| format!("{total:.1}"));
    let (then, now) = (total(compared.earlier_total), total(compared.later_total));
    writeln!(
        out,
        "  What both rounds were asked, by today's questions: {then}, now {now}"
    )?;
    let changes =
        |changes: &[Change]| -> Vec<String> { changes.iter().map(|change| change.text.clone()).collect() };
    let named = |names: &[crate::assessment::Asked]| -> Vec<String> {
        names.iter().map(|one| one.text.clone()).collect()
    };
    let decisions = compared.decisions_due.iter();
    let decisions = decisions.map(|due| format!("{} ({})", due.text, due.review));
    let assumed = compared.persisting.iter().map(|one| one.name.clone());
    for (title, lines) in [
        ("Gained", changes(&compared.gained)),
        ("Lost", changes(&compared.lost)),
        ("Decisions due", decisions.collect()),
        ("Still assumed, and not in the package", assumed.collect()),
        ("New questions", named(&compared.new_questions)),
        ("No longer asked", named(&compared.retired_questions)),
        ("Asked another way", named(&compared.changed_questions)),
    ] {
        if lines.is_empty() {
            continue;
        }
        writeln!(out, "  {title}:")?;
        for line in lines {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(())
}
