//! A small site made by hand, with marks in every place that must never be published.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use gradewright::assessment::{
    Assessment, AssessmentId, Band, Catalogue, Category, Choice, Condition, ConsentWording, ContactField,
    ContactForm, Definition, Effort, FieldName, FitRule, Gate, Kind, Load, MeetingRule, NextStep, Outcome,
    Pace, PriceVisibility, Question, Role, Service, ServiceId, Shape, Text, Unit,
};
use gradewright::content::{Brand, Endpoint, Page, PublishedAssessment, ServicePage, Site, SiteFile};

/// Stands in every text that is for sales only.
pub(crate) const SALES: &str = "MARKSALES";
/// Stands in every rule of fit.
pub(crate) const FIT: &str = "MARKFIT";
/// An internal price, in dollars.
pub(crate) const INTERNAL_PRICE: &str = "7,771";
/// A price for the respondent's own report, in dollars.
pub(crate) const REPORT_PRICE: &str = "8,882";
/// A public price, in dollars.
pub(crate) const PUBLIC_PRICE: &str = "9,993";

pub(crate) fn text(words: &str) -> Text {
    let html = words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    Text {
        plain: words.to_owned(),
        html,
    }
}

fn block(words: &str) -> Text {
    let inline = text(words);
    Text {
        html: format!("<p>{}</p>", inline.html),
        ..inline
    }
}

fn sales() -> Option<Text> {
    Some(block(SALES))
}

fn file(path: &str) -> SiteFile {
    SiteFile {
        path: path.to_owned(),
        hash: [7; 32],
    }
}

pub(crate) fn choice(id: &str, words: &str, points: f64) -> Choice {
    Choice {
        id: id.try_into().unwrap(),
        text: text(words),
        education: Some(block(&format!("What follows from lacking {id}."))),
        sales: sales(),
        role: Role::State,
        points,
        service: None,
        critical: false,
        package: None,
        direction: None,
        outcomes: Vec::new(),
    }
}

fn aside(id: &str, words: &str, role: Role) -> Choice {
    Choice {
        role,
        education: None,
        ..choice(id, words, 0.0)
    }
}

fn loaded(id: &str, words: &str, points: f64, service: &str) -> Choice {
    Choice {
        service: Some(service.try_into().unwrap()),
        ..choice(id, words, points)
    }
}

pub(crate) fn question(id: &str, words: &str, shape: Shape) -> Question {
    let scored = !matches!(shape, Shape::Number { .. } | Shape::Text { .. });
    Question {
        id: id.try_into().unwrap(),
        text: text(words),
        help: None,
        why: Some(block(&format!("Why {id} matters."))),
        sales: sales(),
        weight: 1.0,
        optional: false,
        profile: false,
        scored,
        shown_if: None,
        shape,
    }
}

/// Every kind of question, gate after the score, a cap.
pub(crate) fn grader(id: &str) -> Assessment {
    let load = Load {
        service: Some("incident-readiness".try_into().unwrap()),
        below: None,
        critical: false,
    };
    let basics = Category {
        id: "basics".try_into().unwrap(),
        title: Some(text("Basics")),
        intro: Some(block("Where it begins.")),
        sales: sales(),
        weight: 2.0,
        target: Some(80.0),
        questions: vec![
            question(
                "infosec",
                "Which statements are true?",
                Shape::Many {
                    choices: vec![
                        loaded(
                            "vault",
                            "Passwords are kept in one place.",
                            4.0,
                            "password-management",
                        ),
                        Choice {
                            critical: true,
                            ..loaded("disks", "Laptops are encrypted.", 3.0, "device-encryption")
                        },
                        aside("none", "None of these", Role::None),
                        aside("unsure", "We don't know", Role::NotSure),
                    ],
                },
            ),
            question(
                "plan",
                "Do you have a plan?",
                Shape::One {
                    choices: vec![
                        choice("yes", "Yes, rehearsed", 10.0),
                        choice("paper", "Yes, on paper", 6.0),
                        choice("no", "No", 0.0),
                        aside("na", "Does not apply", Role::NotApplicable),
                    ],
                    load: load.clone(),
                },
            ),
        ],
    };
    let more = Category {
        id: "more".try_into().unwrap(),
        title: Some(text("More")),
        intro: None,
        sales: sales(),
        weight: 1.0,
        target: None,
        questions: vec![
            question(
                "recovery",
                "How sure are you?",
                Shape::Scale {
                    min: 0,
                    max: 10,
                    load,
                },
            ),
            question(
                "seats",
                "How many people?",
                Shape::Number {
                    min: 1,
                    max: 5000,
                    quantity: Some(Unit::User),
                    next_year: false,
                },
            ),
            Question {
                optional: true,
                shown_if: Some(Condition::Is(
                    "plan".try_into().unwrap(),
                    "no".try_into().unwrap(),
                )),
                ..question("apps", "Which applications?", Shape::Text { limit: 400 })
            },
        ],
    };
    let band = |id: &str, title: &str, from| Band {
        id: id.try_into().unwrap(),
        title: title.to_owned(),
        from,
        text: Text {
            plain: format!("{title} means this."),
            html: format!("<p>{title} means this. <a href=\"site:/about/\">About us</a></p>"),
        },
        next_step: None,
        sales: sales(),
    };
    Assessment {
        id: id.try_into().unwrap(),
        kind: Kind::Grader,
        title: format!("How safe is {id}?"),
        description: Some("Five questions.".to_owned()),
        intro: Some(block("Welcome.")),
        gate: Gate::AfterScore,
        critical_caps_at: Some("forming".try_into().unwrap()),
        next_step: Some(NextStep {
            label: "Book a review".to_owned(),
            url: "site:/about/".to_owned(),
        }),
        categories: vec![basics, more],
        bands: vec![
            band("exposed", "Exposed", 0),
            band("forming", "Forming", 40),
            band("firm", "Firm", 80),
        ],
        outcomes: Vec::new(),
    }
}

/// Which of two meetings fits; for clients.
pub(crate) fn questionnaire() -> Assessment {
    let outcome = |id: &str, title: &str| Outcome {
        id: id.try_into().unwrap(),
        title: title.to_owned(),
        text: block(&format!("{title}, then.")),
        next_step: None,
        sales: sales(),
    };
    let feeding = |id: &str, words: &str, outcome: &str| Choice {
        outcomes: vec![(outcome.try_into().unwrap(), 1.0)],
        ..choice(id, words, 0.0)
    };
    let ask = Question {
        scored: false,
        ..question(
            "pace",
            "How fast?",
            Shape::One {
                choices: vec![
                    feeding("slow", "Slowly", "talk"),
                    feeding("fast", "At once", "workshop"),
                ],
                load: Load::default(),
            },
        )
    };
    Assessment {
        kind: Kind::Questionnaire,
        title: "Which meeting fits?".to_owned(),
        gate: Gate::None,
        critical_caps_at: None,
        categories: vec![Category {
            id: "all".try_into().unwrap(),
            title: None,
            intro: None,
            sales: None,
            weight: 1.0,
            target: None,
            questions: vec![ask],
        }],
        bands: Vec::new(),
        outcomes: vec![outcome("talk", "A talk"), outcome("workshop", "A workshop")],
        ..grader("meeting")
    }
}

pub(crate) fn published(assessment: Assessment) -> PublishedAssessment {
    let path = format!("content/graders/{}.md", assessment.id);
    PublishedAssessment {
        definition: Definition::new(assessment),
        for_clients: None,
        file: file(&path),
        draft: false,
        language: None,
        advance: gradewright::content::Advance::Manual,
        decides: None,
        benchmark_by: None,
        paper: None,
        retention_days: None,
        fit: vec![FitRule {
            when: Condition::Is("plan".try_into().unwrap(), "no".try_into().unwrap()),
            points: 10.0,
            reason: Some(FIT.to_owned()),
            trigger: false,
        }],
        extra: serde_json::Value::Null,
    }
}

fn service(id: &str, name: &str, price: PriceVisibility, dollars: i64) -> Service {
    Service {
        id: id.try_into().unwrap(),
        name: name.to_owned(),
        promise: Some(format!("{name}, done well.")),
        value: None,
        how_to_use: None,
        group: None,
        unit: Unit::Flat,
        monthly: Some(dollars * 100),
        setup: None,
        effort: Some(Effort::Quick),
        price,
        sales: sales(),
    }
}

fn page(path: &str, title: &str) -> Page {
    Page {
        path: path.to_owned(),
        title: title.to_owned(),
        description: None,
        body: Text {
            plain: title.to_owned(),
            html: format!("<p>{title}. <a href=\"site:/graders/security/\">Take it</a></p>"),
        },
        file: file(&format!("content/pages/{path}.md")),
        draft: false,
        language: None,
        extra: serde_json::Value::Null,
    }
}

/// A site in `folder` with a grader, a questionnaire, three services and an about page.
pub(crate) fn site(folder: &Path) -> Site {
    let services = [
        service(
            "device-encryption",
            "Device Encryption",
            PriceVisibility::Report,
            8_882,
        ),
        service(
            "incident-readiness",
            "Incident Readiness",
            PriceVisibility::Internal,
            7_771,
        ),
        service(
            "password-management",
            "Password Management",
            PriceVisibility::Public,
            9_993,
        ),
    ];
    let pages: BTreeMap<ServiceId, ServicePage> = services
        .iter()
        .map(|service| {
            let page = ServicePage {
                body: block(&format!("All about {}.", service.name)),
                file: file(&format!("content/services/{}.md", service.id)),
                draft: false,
                extra: serde_json::Value::Null,
            };
            (service.id.clone(), page)
        })
        .collect();
    let services = services
        .into_iter()
        .map(|service| (service.id.clone(), service))
        .collect();
    let assessments = [grader("security"), questionnaire()].into_iter().map(published);
    let field = |name, required| ContactField { name, required };
    Site {
        meetings: vec![MeetingRule {
            name: FIT.into(),
            minutes: 30,
            with: FIT.into(),
            why: None,
            when: None,
            min_fit: None,
            min_monthly: None,
            urgent: false,
        }],
        pace: Pace::default(),
        folder: folder.to_owned(),
        name: "Quillhaven IT".to_owned(),
        base_url: "https://quillhaven.example".to_owned(),
        language: "en".to_owned(),
        languages: Arc::default(),
        currency: iso_currency::Currency::USD,
        theme: "default".to_owned(),
        brand: Brand {
            accent: "#c2005f".to_owned(),
            logo: None,
        },
        sales_email: Some("sales@quillhaven.example".to_owned()),
        deliveries: Vec::new(),
        endpoint: Endpoint::SameOrigin,
        embed_on: Vec::new(),
        per_address: None,
        trusted_proxies: Vec::new(),
        contact: ContactForm {
            fields: vec![
                field(FieldName::Name, true),
                field(FieldName::Email, true),
                field(FieldName::Message, false),
            ],
            consent: ConsentWording {
                version: "1".to_owned(),
                text: "I agree.".to_owned(),
            },
            company_mail_only: false,
        },
        report_days: 365,
        retention_days: None,
        owners: Vec::new(),
        fit: vec![FitRule {
            when: Condition::Is("plan".try_into().unwrap(), "no".try_into().unwrap()),
            points: 10.0,
            reason: Some(FIT.to_owned()),
            trigger: false,
        }],
        catalogue: Arc::new(Catalogue {
            services,
            packages: Vec::new(),
        }),
        services: pages,
        assessments: assessments
            .map(|one| (one.definition.assessment.id.clone(), one))
            .collect(),
        pages: vec![page("about", "About us")],
        files: BTreeMap::new(),
    }
}

pub(crate) fn id(id: &str) -> AssessmentId {
    id.try_into().unwrap()
}
