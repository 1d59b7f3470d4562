//! A made-up response to each kind of assessment, so that a mistake in the templates of reports and of forms that come
//! back is found by the build, and not by the first respondent.

use jiff::Timestamp;

use crate::assessment::{
    AnswerFault, Answers, Assessment, Audience, Benchmark, Complaint, ContactFault, DecisionFault, Decisions,
    FollowUp, Kind, Question, Shape, follow_up, score,
};
use crate::content::PublishedAssessment;

use super::RenderError;
use super::form_view::FilledForm;
use super::live_report::ReportInput;
use super::renderer::Inner;

/// Makes pages that are thrown away.
///
/// # Errors
/// A fault in the theme.
pub(super) fn rehearse(inner: &Inner) -> Result<(), RenderError> {
    for kind in [Kind::Grader, Kind::Questionnaire] {
        let one = inner
            .site
            .assessments
            .values()
            .find(|one| one.definition.assessment.kind == kind);
        if let Some(one) = one {
            report(inner, one)?;
            form(inner, one)?;
        }
    }
    Ok(())
}

fn report(inner: &Inner, one: &PublishedAssessment) -> Result<(), RenderError> {
    let assessment = &*one.definition.assessment;
    let fields: Vec<(String, String)> = assessment.questions().map(answer).collect();
    let answers = Answers::from_form(assessment, &fields).unwrap_or_default();
    let scorecard = score(assessment, &answers);
    let follow_up = follow_up(assessment, &answers, &scorecard, &inner.site.catalogue);
    let alike = assessment
        .questions()
        .find_map(|question| Some((question.id.clone(), question.choices().first()?.id.clone())));
    for contact_known in [false, true] {
        inner.report_page(&ReportInput {
            token: "rehearsal",
            definition: &one.definition,
            answers: &answers,
            scorecard: &scorecard,
            follow_up: &follow_up,
            contact_known,
            consent_given: contact_known,
            typed: &[],
            contact_faults: &contact_faults(),
            submitted_at: Timestamp::UNIX_EPOCH,
            expires_at: Timestamp::UNIX_EPOCH,
            decisions: &Decisions::default(),
            decided_at: contact_known.then_some(Timestamp::UNIX_EPOCH),
            decision_faults: &decision_faults(&follow_up),
            benchmark: Benchmark::new(84, 55.0, Timestamp::UNIX_EPOCH).as_ref(),
            alike: alike.as_ref().filter(|_| contact_known),
            since: None,
            needs_decider: contact_known,
        })?;
    }
    Ok(())
}

fn form(inner: &Inner, one: &PublishedAssessment) -> Result<(), RenderError> {
    let filled = FilledForm {
        fields: one.definition.assessment.questions().map(answer).collect(),
        answer_faults: answer_faults(&one.definition.assessment),
        contact_faults: contact_faults(),
    };
    inner.assessment_page(one, Audience::Prospects, &filled).map(drop)
}

/// Some answer, with gaps where there can be any.
fn answer(question: &Question) -> (String, String) {
    let value = match &question.shape {
        Shape::Many { choices } => choices.first().map(|choice| choice.id.to_string()),
        Shape::One { choices, .. } => choices.last().map(|choice| choice.id.to_string()),
        Shape::Scale { min, .. } | Shape::Number { min, .. } => Some(min.to_string()),
        Shape::Text { .. } => Some("words".to_owned()),
    };
    (question.id.to_string(), value.unwrap_or_default())
}

fn answer_faults(assessment: &Assessment) -> Vec<AnswerFault> {
    let fault = |id: &str| AnswerFault {
        pointer: format!("/answers/{id}"),
        question: id.to_owned(),
        complaint: Complaint::plain("answers.list"),
    };
    assessment
        .questions()
        .map(|question| fault(question.id.as_str()))
        .chain([fault("unknown")])
        .collect()
}

fn decision_faults(follow_up: &FollowUp) -> Vec<DecisionFault> {
    let gap = follow_up
        .gaps
        .first()
        .map(|gap| format!("decision.{}", gap.key()));
    ["decider.review".to_owned()]
        .into_iter()
        .chain(gap)
        .map(|field| DecisionFault {
            field,
            complaint: Complaint::plain("decisions.bad_choice"),
        })
        .collect()
}

fn contact_faults() -> Vec<ContactFault> {
    ["/contact/email", "/consent", "/contact/unknown"]
        .map(|pointer| ContactFault {
            pointer: pointer.to_owned(),
            complaint: Complaint::plain("answers.list"),
        })
        .to_vec()
}
