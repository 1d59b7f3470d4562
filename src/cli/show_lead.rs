//! One lead on one screen, in the terminal.

use std::io::{self, Write};

use crate::assessment::{Answer, Assessment, Decision, Question, Recommendation, ServiceId, Strength};
use crate::store::{Grade, LeadDetail, Response};

pub(super) fn print(out: &mut impl Write, lead: &LeadDetail, response: &Response) -> io::Result<()> {
    let assessment = &response.definition.assessment;
    writeln!(
        out,
        "{}  ({}, {})",
        lead.title,
        lead.submitted_at.strftime("%Y-%m-%d %H:%M UTC"),
        lead.status.as_str()
    )?;
    contact(out, lead)?;
    values(out, lead)?;
    score(out, lead, assessment)?;
    services(out, &lead.services)?;
    plan(out, lead)?;
    decisions(out, lead, assessment)?;
    answers(out, lead, assessment)?;
    writeln!(
        out,
        "\nReport      {}\nDefinition  {}",
        lead.result, lead.definition
    )?;
    for (key, value) in &lead.source {
        writeln!(out, "{key:<11} {value}")?;
    }
    Ok(())
}

fn contact(out: &mut impl Write, lead: &LeadDetail) -> io::Result<()> {
    writeln!(out, "\nCONTACT")?;
    let Some(contact) = &lead.contact else {
        return writeln!(out, "  none given");
    };
    for (field, value) in contact.iter() {
        // Only a message has several lines.
        let lines: Vec<_> = value.lines().map(printable).collect();
        writeln!(out, "  {:<9} {}", field.as_str(), lines.join("\n            "))?;
    }
    if let Some(consent) = &lead.consent {
        let given = if consent.given {
            "given"
        } else {
            "NOT given: do not contact"
        };
        writeln!(out, "  consent   {given} (wording {})", consent.wording.version)?;
    }
    Ok(())
}

/// Fit, interest and need: side by side, never one number.
fn values(out: &mut impl Write, lead: &LeadDetail) -> io::Result<()> {
    writeln!(out)?;
    for trigger in &lead.triggers {
        writeln!(out, "URGENT    {trigger}")?;
    }
    let mut line = |name: &str, grade: Option<(&str, &[String])>| match grade {
        None => writeln!(out, "{name:<9} not known"),
        Some((grade, [])) => writeln!(out, "{name:<9} {grade}"),
        Some((grade, reasons)) => writeln!(out, "{name:<9} {grade}: {}", reasons.join("; ")),
    };
    let grade = |grade: &'_ Grade| (grade.grade.clone(), grade.reasons.clone());
    let (fit, interest) = (lead.fit.as_ref().map(grade), lead.interest.as_ref().map(grade));
    line(
        "FIT",
        fit.as_ref()
            .map(|(grade, reasons)| (grade.as_str(), reasons.as_slice())),
    )?;
    line(
        "INTEREST",
        interest
            .as_ref()
            .map(|(grade, reasons)| (grade.as_str(), reasons.as_slice())),
    )?;
    line(
        "NEED",
        lead.need
            .as_ref()
            .map(|need| (need.grade.as_str(), need.reasons.as_slice())),
    )
}

/// The meeting, the package and the four quarters.
fn plan(out: &mut impl Write, lead: &LeadDetail) -> io::Result<()> {
    let name = |id: &ServiceId| {
        let service = lead.services.iter().find(|service| service.id == *id);
        service.map_or_else(|| id.to_string(), |service| service.name.clone())
    };
    let names = |ids: &[ServiceId]| ids.iter().map(name).collect::<Vec<_>>().join(", ");
    if let Some(meeting) = &lead.meeting {
        writeln!(
            out,
            "\nMEETING TO ASK FOR\n  {}, {} minutes, with {}",
            meeting.name, meeting.minutes, meeting.with
        )?;
        if let Some(first) = &meeting.first {
            writeln!(out, "  first: {first}")?;
        }
        if !meeting.reasons.is_empty() {
            writeln!(out, "  why: {}", meeting.reasons.join("; "))?;
        }
    }
    if let Some(package) = &lead.package {
        writeln!(
            out,
            "\nPACKAGE\n  {} covers {}",
            package.name,
            names(&package.covers)
        )?;
        for (what, ids) in [("to be added", &package.add_ons), ("on its own", &package.apart)] {
            if !ids.is_empty() {
                writeln!(out, "  {what}: {}", names(ids))?;
            }
        }
    }
    if lead.services.is_empty() || lead.roadmap.quarters.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nROADMAP")?;
    let money = |minor: i64| format!("{}.{:02}", minor / 100, minor % 100);
    for (number, quarter) in lead.roadmap.quarters.iter().enumerate() {
        let begins = if quarter.services.is_empty() {
            "–".to_owned()
        } else {
            names(&quarter.services)
        };
        writeln!(
            out,
            "  Q{}  {:>10} a month  {begins}",
            number + 1,
            money(quarter.running)
        )?;
    }
    let year = &lead.roadmap;
    writeln!(
        out,
        "  the year: {} running, {} once, {} for projects",
        money(year.year_running),
        money(year.year_once),
        money(year.year_project)
    )?;
    if let Some(next_year) = year.running_next_year {
        writeln!(
            out,
            "  at next year's size: {} a month for all that has begun",
            money(next_year)
        )?;
    }
    if !year.later.is_empty() {
        writeln!(out, "  later: {}", names(&year.later))?;
    }
    Ok(())
}

fn score(out: &mut impl Write, lead: &LeadDetail, assessment: &Assessment) -> io::Result<()> {
    let card = &lead.scorecard;
    writeln!(out, "\nSCORE")?;
    let band = card
        .band
        .as_ref()
        .and_then(|id| assessment.band(id))
        .map(|band| band.title.as_str());
    if let Some(shown) = card.shown {
        writeln!(
            out,
            "  {shown} of 100{}",
            band.map(|band| format!(": {band}")).unwrap_or_default()
        )?;
    }
    if let Some(outcome) = card.outcome.as_ref().and_then(|id| assessment.outcome(id)) {
        writeln!(out, "  {}", outcome.title)?;
    }
    for missing in card.capped_by.iter().flatten() {
        writeln!(out, "  held down by: {}", missing.text)?;
    }
    for category in &card.categories {
        let Some(score) = category.score else { continue };
        let name = category.title.as_deref().unwrap_or(category.id.as_str());
        let target = category
            .target
            .map(|target| format!("   target {target}"))
            .unwrap_or_default();
        writeln!(out, "  {:>3}  {name}{target}", score.round())?;
    }
    Ok(())
}

fn services(out: &mut impl Write, services: &[Recommendation]) -> io::Result<()> {
    writeln!(out, "\nSERVICES TO TALK ABOUT")?;
    if services.is_empty() {
        writeln!(out, "  none: no gap points to one")?;
    }
    for service in services {
        let strength = match service.strength {
            Strength::Start => "start",
            Strength::Strengthen => "strengthen",
        };
        let critical = if service.critical { ", critical" } else { "" };
        writeln!(
            out,
            "  {} ({strength}{critical}): +{:.1} points",
            service.name, service.gain
        )?;
        let money = |minor: Option<i64>, of: &str| match minor {
            Some(minor) => format!("{}.{:02} {of}", minor / 100, minor % 100),
            None => format!("unknown {of}"),
        };
        writeln!(
            out,
            "      {}, {}",
            money(service.monthly, "a month"),
            money(service.setup, "once")
        )?;
        for reason in &service.reasons {
            writeln!(out, "      - {reason}")?;
        }
    }
    Ok(())
}

/// Every gap with what the respondent decided; no decision is never "accepted".
fn decisions(out: &mut impl Write, lead: &LeadDetail, assessment: &Assessment) -> io::Result<()> {
    writeln!(out, "\nDECISIONS")?;
    let said = &lead.decisions;
    for gap in &lead.gaps {
        let question = assessment.question(gap.question.as_str());
        let option = gap.option.as_ref();
        let choice = question
            .zip(option)
            .and_then(|(question, id)| question.choice(id.as_str()));
        let text = choice
            .map(|choice| &choice.text)
            .or(question.map(|question| &question.text));
        let decided = said.gaps.get(&gap.key()).cloned().unwrap_or_default();
        let decision = match decided.decision {
            None => "no decision recorded",
            Some(Decision::Want) => "want it",
            Some(Decision::Discuss) => "let's discuss it",
            Some(Decision::Ourselves) => "handle it themselves",
            Some(Decision::Accept) => "accept it for now",
        };
        let explain = if decided.explain {
            ", explain it to them"
        } else {
            ""
        };
        let who = decided
            .who
            .map(|who| format!(", {}", printable(&who)))
            .unwrap_or_default();
        let review = decided
            .review
            .map(|day| format!(", look again on {day}"))
            .unwrap_or_default();
        writeln!(out, "  {}", text.map_or("", |text| text.plain.as_str()))?;
        writeln!(out, "      {decision}{explain}{who}{review}")?;
    }
    let who: Vec<String> = [&said.who, &said.role]
        .into_iter()
        .flatten()
        .map(|text| printable(text))
        .collect();
    if !who.is_empty() {
        writeln!(out, "  decides: {}", who.join(", "))?;
    }
    if let Some(day) = said.review {
        writeln!(out, "  look again on {day}")?;
    }
    if let Some(at) = lead.revoked_at {
        writeln!(out, "  the report was withdrawn on {}", at.strftime("%Y-%m-%d"))?;
    }
    Ok(())
}

fn answers(out: &mut impl Write, lead: &LeadDetail, assessment: &Assessment) -> io::Result<()> {
    writeln!(out, "\nANSWERS")?;
    for question in assessment.questions() {
        writeln!(out, "  {}", question.text.plain)?;
        match lead.answers.get(&question.id) {
            None => writeln!(out, "      (not answered)")?,
            Some(answer) => {
                for line in in_words(question, answer) {
                    writeln!(out, "      {line}")?;
                }
            }
        }
    }
    Ok(())
}

fn in_words(question: &Question, answer: &Answer) -> Vec<String> {
    let text = |id: &str| {
        question
            .choice(id)
            .map_or_else(|| id.to_owned(), |choice| choice.text.plain.clone())
    };
    match answer {
        Answer::Number(number) => vec![number.to_string()],
        Answer::Text(id) if !question.choices().is_empty() => vec![text(id)],
        Answer::Text(free) => free.lines().map(printable).collect(),
        Answer::Many(ids) => ids
            .iter()
            .map(|id| format!("[x] {}", text(id.as_str())))
            .collect(),
    }
}

/// What a stranger typed never steers the terminal.
pub(super) fn printable(line: &str) -> String {
    line.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}
