//! The report at `/r/{token}`, with every gate.

use gradewright::assessment::{
    Answers, Assessment, Benchmark, Complaint, ContactFault, DecisionFault, Decisions, Definition, FollowUp,
    Gate, Scorecard, Shape, follow_up, score,
};
use gradewright::render::{Renderer, ReportInput};

use super::site::{grader, id, published, questionnaire};
use super::{Folder, renderer};

/// A response, scored.
pub(crate) struct Response {
    definition: Definition,
    answers: Answers,
    scorecard: Scorecard,
    follow_up: FollowUp,
    contact_known: bool,
    pub(crate) typed: Vec<(String, String)>,
    faults: Vec<ContactFault>,
    pub(crate) decisions: Decisions,
    pub(crate) decision_faults: Vec<DecisionFault>,
    pub(crate) benchmark: Option<Benchmark>,
    pub(crate) needs_decider: bool,
}

impl Response {
    pub(crate) fn new(renderer: &Renderer, assessment: &str, fields: &[(&str, &str)]) -> Self {
        let site = renderer.site();
        let definition = site.assessments[&id(assessment)].definition.clone();
        let fields: Vec<(String, String)> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let answers = Answers::from_form(&definition.assessment, &fields).unwrap();
        let scorecard = score(&definition.assessment, &answers);
        let follow_up = follow_up(&definition.assessment, &answers, &scorecard, &site.catalogue);
        Self {
            definition,
            answers,
            scorecard,
            follow_up,
            contact_known: false,
            typed: Vec::new(),
            faults: Vec::new(),
            decisions: Decisions::default(),
            decision_faults: Vec::new(),
            benchmark: None,
            needs_decider: false,
        }
    }

    /// Decides what these fields say; what is wrong with them comes back as it was typed.
    pub(crate) fn decide(&mut self, fields: &[(&str, &str)]) {
        let fields: Vec<(String, String)> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        match self.decisions.change(&self.follow_up.gaps, &fields) {
            Ok(decisions) => self.decisions = decisions,
            Err(faults) => (self.decision_faults, self.typed) = (faults, fields),
        }
    }

    pub(crate) fn input(&self) -> ReportInput<'_> {
        ReportInput {
            token: "tokenoftheresponse",
            definition: &self.definition,
            answers: &self.answers,
            scorecard: &self.scorecard,
            follow_up: &self.follow_up,
            contact_known: self.contact_known,
            consent_given: self.contact_known,
            typed: &self.typed,
            contact_faults: &self.faults,
            submitted_at: "2026-11-22T03:00:00Z".parse().unwrap(),
            expires_at: "2027-11-22T03:00:00Z".parse().unwrap(),
            decisions: &self.decisions,
            decided_at: None,
            decision_faults: &self.decision_faults,
            benchmark: self.benchmark.as_ref(),
            alike: None,
            since: None,
            needs_decider: self.needs_decider,
        }
    }
}

const MIXED: [(&str, &str); 4] = [
    ("infosec", "vault"),
    ("plan", "paper"),
    ("recovery", "10"),
    ("seats", "60"),
];

fn with_gate(folder: &Folder, gate: Gate) -> Renderer {
    let assessment = Assessment {
        gate,
        ..grader("security")
    };
    renderer(folder.site(|site| drop(site.assessments.insert(id("security"), published(assessment)))))
        .unwrap()
}

fn report(gate: Gate, contact_known: bool) -> String {
    let folder = Folder::new();
    let renderer = with_gate(&folder, gate);
    let response = Response {
        contact_known,
        ..Response::new(&renderer, "security", &MIXED)
    };
    renderer.report_page(&response.input()).unwrap()
}

const GAPS: &str = "What follows from lacking disks.";
const FORM: &str = "name=\"contact.email\"";

#[test]
fn after_the_score_the_gaps_wait_for_the_contact() {
    let locked = report(Gate::AfterScore, false);
    assert!(!locked.contains(GAPS));
    assert!(locked.contains(FORM) && locked.contains("action=\"/r/tokenoftheresponse\""));
    assert!(locked.contains("Forming"), "the band is shown");
    let open = report(Gate::AfterScore, true);
    assert!(open.contains(GAPS));
    assert!(
        !open.contains(FORM),
        "the first contact counts, and is not asked for again"
    );
}

#[test]
fn after_the_report_the_contact_is_asked_for_below_it() {
    let asked = report(Gate::AfterReport, false);
    assert!(asked.find(GAPS).expect("gaps") < asked.find(FORM).expect("the contact step"));
    assert!(!report(Gate::AfterReport, true).contains(FORM));
}

#[test]
fn without_a_gate_nothing_is_asked() {
    for gate in [Gate::None, Gate::Before] {
        let open = report(gate, gate == Gate::Before);
        assert!(open.contains(GAPS));
        assert!(!open.contains(FORM));
    }
}

#[test]
fn a_report_says_what_is_open_what_is_good_and_why_the_band_is_held_down() {
    let folder = Folder::new();
    let renderer = with_gate(&folder, Gate::None);
    // 86 would be Firm, were the laptops encrypted.
    let answers = [
        ("infosec", "vault"),
        ("plan", "yes"),
        ("recovery", "10"),
        ("seats", "60"),
    ];
    let report = renderer
        .report_page(&Response::new(&renderer, "security", &answers).input())
        .unwrap();
    assert!(report.contains("86") && report.contains(">Forming</p>") && !report.contains(">Firm</p>"));
    assert!(report.contains("What it takes to reach “Firm”"));
    assert!(report.contains("data-gap=\"infosec.disks\""));
    assert!(
        !report.contains("data-gap=\"infosec.vault\""),
        "what was ticked is no gap"
    );
    assert!(report.contains("data-good=\"infosec.vault\""));
    assert!(report.contains("data-good=\"recovery\""));
    assert!(
        report.contains("data-missing=\"infosec.disks\""),
        "the cap is explained"
    );
    assert!(report.contains("Book a review"), "the next step");
    assert!(report.contains("href=\"/services/device-encryption/\""));
    assert!(report.contains("content=\"noindex\""));
}

#[test]
fn what_does_not_apply_is_listed_and_not_scored() {
    let folder = Folder::new();
    let renderer = with_gate(&folder, Gate::None);
    let response = Response::new(
        &renderer,
        "security",
        &[
            ("infosec", "vault"),
            ("plan", "na"),
            ("recovery", "10"),
            ("seats", "6"),
        ],
    );
    let report = renderer.report_page(&response.input()).unwrap();
    assert!(report.contains("data-not-applicable=\"plan\""));
    assert!(!report.contains("data-gap=\"plan\""));
}

#[test]
fn a_contact_with_faults_comes_back_as_it_was_typed() {
    let folder = Folder::new();
    let renderer = with_gate(&folder, Gate::AfterScore);
    let typed = vec![
        ("contact.email".to_owned(), "no\"body".to_owned()),
        ("consent".to_owned(), "true".to_owned()),
    ];
    let faults = vec![ContactFault {
        pointer: "/contact/email".to_owned(),
        complaint: Complaint::plain("contact.bad_email").naming("field", "contact.email"),
    }];
    let response = Response {
        typed,
        faults,
        ..Response::new(&renderer, "security", &MIXED)
    };
    let report = renderer.report_page(&response.input()).unwrap();
    assert!(report.contains("value=\"no&quot;body\""));
    assert_eq!(
        report.matches("look complete").count(),
        2,
        "in the summary and at the field"
    );
    assert!(report.contains("href=\"#contact-email\""));
    assert!(!report.contains(GAPS));
}

#[test]
fn an_outcome_is_shown_in_place_of_a_score() {
    let folder = Folder::new();
    let renderer = renderer(folder.site(|_| {})).unwrap();
    assert!(matches!(
        questionnaire().categories[0].questions[0].shape,
        Shape::One { .. }
    ));
    let response = Response::new(&renderer, "meeting", &[("pace", "fast")]);
    let report = renderer.report_page(&response.input()).unwrap();
    assert!(report.contains("A workshop, then."));
    assert!(!report.contains("A talk"));
    assert!(!report.contains("of 100"));
}

#[test]
fn a_service_that_is_sold_no_more_is_still_named() {
    let folder = Folder::new();
    let first = with_gate(&folder, Gate::None);
    let response = Response::new(&first, "security", &MIXED);
    let later = renderer(folder.site(|site| {
        let mut catalogue = (*site.catalogue).clone();
        catalogue.services.remove("device-encryption");
        site.catalogue = catalogue.into();
        site.services.remove("device-encryption");
    }))
    .unwrap();
    let report = later.report_page(&response.input()).unwrap();
    assert!(report.contains("Device Encryption"));
    assert!(!report.contains("services/device-encryption"));
}
