//! What must never be published: marks in every such place, and a search for them.

use gradewright::assessment::{Audience, Gate, Kind};
use gradewright::content::Endpoint;

use super::reports::Response;
use super::site::{FIT, INTERNAL_PRICE, PUBLIC_PRICE, REPORT_PRICE, SALES, grader, id, published};
use super::{Folder, renderer};

#[test]
fn nothing_for_sales_and_no_price_that_is_not_public_is_in_the_published_site() {
    for endpoint in [
        Endpoint::SameOrigin,
        Endpoint::None,
        Endpoint::Url("https://leads.example".to_owned()),
    ] {
        let folder = Folder::new();
        folder
            .build(folder.site(|site| site.endpoint = endpoint.clone()))
            .unwrap();
        for (place, bytes) in folder.published() {
            let text = String::from_utf8_lossy(&bytes);
            for mark in [SALES, FIT, INTERNAL_PRICE, REPORT_PRICE, "777100", "888200"] {
                assert!(!text.contains(mark), "{mark} in {place}");
            }
        }
        assert!(
            folder
                .read("services/password-management/index.html")
                .contains(PUBLIC_PRICE)
        );
    }
}

#[test]
fn only_the_report_shows_report_prices_and_it_shows_nothing_for_sales() {
    let folder = Folder::new();
    let renderer = renderer(folder.site(|site| {
        let open = gradewright::assessment::Assessment {
            gate: Gate::None,
            ..grader("security")
        };
        site.assessments.insert(id("security"), published(open));
    }))
    .unwrap();
    let response = Response::new(
        &renderer,
        "security",
        &[
            ("infosec", "none"),
            ("plan", "no"),
            ("recovery", "0"),
            ("seats", "5"),
        ],
    );
    let report = renderer.report_page(&response.input()).unwrap();
    assert!(report.contains(&format!("${REPORT_PRICE} a month")));
    assert!(report.contains(&format!("${PUBLIC_PRICE} a month")));
    assert!(report.contains("Incident Readiness"));
    for mark in [SALES, FIT, INTERNAL_PRICE] {
        assert!(!report.contains(mark), "{mark} in the report");
    }
}

#[test]
fn a_form_that_comes_back_shows_nothing_for_sales() {
    let folder = Folder::new();
    let renderer = renderer(folder.site(|_| {})).unwrap();
    for assessment in renderer.site().assessments.values() {
        let filled = super::forms::filled(&assessment.definition.assessment, &[("contact.email", "x")]);
        let page = renderer
            .form_page(&assessment.definition.assessment.id, Audience::Prospects, &filled)
            .unwrap();
        for mark in [SALES, FIT, INTERNAL_PRICE, REPORT_PRICE] {
            assert!(!page.contains(mark), "{mark} in {:?}", Kind::Grader);
        }
    }
}

/// Decisions, the comparison, the way to the next band and the invitation, with faults and without.
#[test]
fn the_parts_below_the_score_show_nothing_for_sales() {
    let folder = Folder::new();
    for kind in [Kind::Grader, Kind::Questionnaire] {
        let renderer = renderer(folder.site(|site| {
            let open = gradewright::assessment::Assessment {
                gate: Gate::None,
                kind,
                ..grader("security")
            };
            site.assessments.insert(id("security"), published(open));
        }))
        .unwrap();
        let answers = [
            ("infosec", "none"),
            ("plan", "no"),
            ("recovery", "0"),
            ("seats", "5"),
        ];
        let now = "2026-11-22T03:00:00Z".parse().unwrap();
        let mut response = Response::new(&renderer, "security", &answers);
        response.needs_decider = true;
        response.benchmark = gradewright::assessment::Benchmark::new(30, 50.0, now);
        response.decide(&[
            ("decision.infosec.vault", "want"),
            ("explain.plan", "true"),
            ("who.recovery", "Jo Park"),
            ("decider.name", "Mona Field"),
        ]);
        let decided = renderer.report_page(&response.input()).unwrap();
        response.decide(&[("decision.plan", "perhaps"), ("review.recovery", "soon")]);
        assert_eq!(response.decision_faults.len(), 2);
        let refused = renderer.report_page(&response.input()).unwrap();
        assert!(decided.contains("Mona Field") && decided.contains("(n=30, ") && decided.contains("mailto:"));
        for report in [decided, refused] {
            for mark in [SALES, FIT, INTERNAL_PRICE] {
                assert!(!report.contains(mark), "{mark} in the report");
            }
        }
    }
}
