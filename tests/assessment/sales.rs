//! What sales makes of answers: fit, need, a package, a plan, interest. Every sum is worked out by hand.

use std::collections::BTreeSet;

use gradewright::assessment::*;
use serde_json::{Value, json};

use crate::build::*;
use crate::generate::id;

fn service(name: &str, unit: Unit, monthly: i64, setup: i64) -> Service {
    Service {
        id: id(name),
        name: format!("Managed {name}"),
        promise: None,
        value: None,
        how_to_use: None,
        group: None,
        unit,
        monthly: Some(monthly),
        setup: Some(setup),
        effort: None,
        price: PriceVisibility::Internal,
        sales: None,
    }
}

/// Six services in two packages; the advice of a CIO is sold apart.
pub(crate) fn catalogue() -> Catalogue {
    let all = [
        service("advice", Unit::Flat, 50_000, 0),
        service("backup", Unit::Device, 900, 5_000),
        service("drill", Unit::Flat, 0, 250_000),
        service("email", Unit::User, 400, 0),
        service("mfa", Unit::User, 300, 0),
        service("vault", Unit::User, 500, 0),
    ];
    let package = |name: &str, includes: &[&str], add_ons: &[&str]| Package {
        id: id(name),
        name: name.to_uppercase(),
        includes: includes.iter().map(|name| id(*name)).collect(),
        add_ons: add_ons.iter().map(|name| id(*name)).collect(),
    };
    Catalogue {
        services: all
            .into_iter()
            .map(|service| (service.id.clone(), service))
            .collect(),
        packages: vec![
            package("basic", &["email"], &["mfa", "vault", "backup"]),
            package("large", &["email", "mfa", "vault", "backup"], &["drill"]),
            package("pro", &["email", "mfa", "vault"], &["backup", "drill"]),
        ],
    }
}

/// Statements of 10 points each, loaded with a service of their name; how many users and devices; who answers.
pub(crate) fn grader() -> Assessment {
    let loaded = |name: &str, critical| Choice {
        service: Some(id(name)),
        critical,
        ..state(name, 10.0)
    };
    let quantity = |unit| {
        move |question: Question| Question {
            shape: Shape::Number {
                min: 1,
                max: 5000,
                quantity: Some(unit),
                next_year: false,
            },
            ..question
        }
    };
    let statements = vec![
        loaded("advice", false),
        loaded("backup", false),
        loaded("drill", true),
        loaded("email", false),
        loaded("mfa", false),
        loaded("vault", false),
        none(),
    ];
    let role = one("role", vec![state("owner", 0.0), state("office", 0.0)]).profile();
    grader_of(vec![
        many("list", statements),
        quantity(Unit::User)(number("seats", 1, 5000)).optional(),
        quantity(Unit::Device)(number("devices", 1, 5000)).optional(),
        role.optional(),
    ])
}

pub(crate) fn rules() -> Vec<FitRule> {
    let seats = |comparison, bound: f64| Box::new(Condition::Compare(id("seats"), comparison, bound));
    let rule = |when, points, reason: &str| FitRule {
        when,
        points,
        reason: Some(reason.to_owned()),
        trigger: false,
    };
    vec![
        rule(
            Condition::And(seats(Comparison::AtLeast, 50.0), seats(Comparison::AtMost, 150.0)),
            50.0,
            "50 to 150 seats",
        ),
        rule(Condition::Is(id("role"), id("owner")), 25.0, "The owner answered"),
        rule(
            Condition::Compare(id("elsewhere"), Comparison::Above, 1.0),
            25.0,
            "Asked elsewhere",
        ),
        FitRule {
            trigger: true,
            ..rule(
                Condition::Compare(id("seats"), Comparison::Above, 500.0),
                0.0,
                "A very large company",
            )
        },
    ]
}

fn sales_of(sent: Value) -> Sales {
    let grader = grader();
    let answers = answers(&grader, sent.clone());
    let follow_up = followed(&grader, sent, &catalogue());
    sales(
        &grader,
        &answers,
        &follow_up.services,
        &catalogue(),
        &SalesRules {
            fit: rules().iter().collect(),
            ..SalesRules::default()
        },
    )
}

#[test]
fn fit_begins_and_ends_where_the_rule_says() {
    for (seats, points) in [(49, 0.0), (50, 50.0), (150, 50.0), (151, 0.0)] {
        let fit = sales_of(json!({"list": ["none"], "seats": seats})).fit.unwrap();
        assert_eq!(
            (fit.points, fit.reasons.len()),
            (points, usize::from(points > 0.0)),
            "{seats} seats"
        );
    }
}

#[test]
fn fit_is_a_letter_with_its_reasons_and_nothing_where_nobody_asked() {
    let fit = sales_of(json!({"list": ["none"], "seats": 60, "role": "owner"}))
        .fit
        .unwrap();
    assert_eq!(fit.grade, FitGrade::A);
    assert_eq!(fit.reasons, ["50 to 150 seats", "The owner answered"]);
    let fit = sales_of(json!({"list": ["none"], "seats": 60, "role": "office"}))
        .fit
        .unwrap();
    assert_eq!((fit.grade, fit.points), (FitGrade::B, 50.0));
    let fit = sales_of(json!({"list": ["none"], "role": "owner"})).fit.unwrap();
    assert_eq!(fit.grade, FitGrade::C);
    let fit = sales_of(json!({"list": ["none"], "role": "office"})).fit.unwrap();
    assert_eq!(
        (fit.grade, fit.reasons.len()),
        (FitGrade::D, 0),
        "asked, and no rule holds"
    );
    assert_eq!(
        sales_of(json!({"list": ["none"]})).fit,
        None,
        "nothing told is no bad fit"
    );
}

#[test]
fn need_keeps_three_kinds_of_money_apart_and_never_makes_a_number_up() {
    // 60 users: email 240, mfa 180, vault 300. 70 devices: backup 630 and 3,500 once. Advice 500. The drill is a project.
    let all = sales_of(json!({"list": ["none"], "seats": 60, "devices": 70})).need;
    assert_eq!((all.monthly, all.once, all.project), (185_000, 350_000, 250_000));
    assert!(all.unknown.is_empty());
    let fewer = sales_of(json!({"list": ["backup", "email", "drill"], "seats": 10})).need;
    assert_eq!((fewer.monthly, fewer.once, fewer.project), (58_000, 0, 0));
    let unknown = sales_of(json!({"list": ["none"], "seats": 60})).need;
    assert_eq!((unknown.monthly, unknown.once), (122_000, 0));
    assert_eq!(unknown.unknown, BTreeSet::from([Unit::Device]));
    let nothing =
        sales_of(json!({"list": ["advice", "backup", "drill", "email", "mfa", "vault"], "seats": 60}));
    assert_eq!((nothing.need, nothing.package), (Worth::default(), None));
}

#[test]
fn the_cheapest_package_that_covers_the_most() {
    let package = sales_of(json!({"list": ["backup", "drill", "mfa"], "seats": 60, "devices": 70}))
        .package
        .unwrap();
    assert_eq!(
        package.name, "PRO",
        "email and vault are in pro and in large; pro costs less"
    );
    assert_eq!(package.covers, [id("email"), id("vault")]);
    assert_eq!((package.add_ons, package.apart), (vec![], vec![id("advice")]));
    assert_eq!(package.monthly, Some(72_000));
    let package = sales_of(json!({"list": ["drill", "mfa"], "seats": 60}))
        .package
        .unwrap();
    assert_eq!(package.name, "LARGE", "it alone covers the backup");
    assert_eq!(package.monthly, None, "nobody knows how many devices there are");
    let package = sales_of(json!({"list": ["advice", "backup", "mfa", "vault"], "seats": 60}))
        .package
        .unwrap();
    assert_eq!((package.name.as_str(), package.covers.len()), ("BASIC", 1));
    assert_eq!(package.apart, [id("drill")]);
}

#[test]
fn the_plan_begins_with_what_is_critical_then_with_most_points_for_the_money() {
    // Each wins as much. A year of mfa costs 2,160, of email 2,880, of vault 3,600, of advice 6,000, of backup 11,060.
    let plan = sales_of(json!({"list": ["none"], "seats": 60, "devices": 70})).roadmap;
    let began: Vec<Vec<&str>> = plan
        .quarters
        .iter()
        .map(|quarter| quarter.services.iter().map(ServiceId::as_str).collect())
        .collect();
    assert_eq!(
        began,
        [
            vec!["drill", "mfa", "email"],
            vec!["vault"],
            vec!["advice"],
            vec!["backup"]
        ]
    );
    let running: Vec<i64> = plan.quarters.iter().map(|quarter| quarter.running).collect();
    assert_eq!(running, [42_000, 72_000, 122_000, 185_000]);
    assert_eq!(plan.quarters[0].project, 250_000);
    assert_eq!(plan.quarters[3].once, 350_000);
    assert_eq!(plan.year_running, 3 * (42_000 + 72_000 + 122_000 + 185_000));
    assert_eq!((plan.year_once, plan.year_project), (350_000, 250_000));
    assert!(plan.later.is_empty());
}

#[test]
fn interest_grows_with_what_somebody_does() {
    let contact = |sent: &[(&str, &str)], given| {
        let form = ContactForm {
            fields: vec![],
            consent: ConsentWording {
                version: "1".into(),
                text: "Call me.".into(),
            },
            company_mail_only: false,
        };
        let sent: Vec<(String, String)> = sent
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect();
        let contact = Contact::read(&form, &sent, true).unwrap().unwrap();
        let wording = form.consent;
        (contact, Consent { given, wording })
    };
    let nothing = Decisions::default();
    assert_eq!(interest(None, &nothing, 1).level, 1);
    let quiet = contact(&[("email", "a@b.example")], false);
    assert_eq!(interest(Some(&quiet), &nothing, 1).level, 1);
    let keen = contact(&[("email", "a@b.example"), ("phone", "555")], true);
    assert_eq!(interest(Some(&keen), &nothing, 1).level, 3);
    let gaps = followed(&grader(), json!({"list": ["none"]}), &catalogue()).gaps;
    let wants = [("decision.list.mfa".to_owned(), "want".to_owned())];
    let wants = nothing.change(&gaps, &wants).unwrap();
    let most = interest(Some(&keen), &wants, 3);
    assert_eq!(most.level, 4);
    assert_eq!(most.reasons.len(), 5, "{:?}", most.reasons);
}

#[test]
fn a_trigger_puts_a_lead_on_top_and_counts_nothing() {
    let large = sales_of(json!({"list": ["none"], "seats": 501}));
    assert_eq!(large.triggers, ["A very large company"]);
    let fit = large.fit.unwrap();
    assert_eq!((fit.points, fit.reasons.len()), (0.0, 0));
    let small = sales_of(json!({"list": ["none"], "seats": 500}));
    assert!(small.triggers.is_empty());
}
