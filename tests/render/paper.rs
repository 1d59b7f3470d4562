//! The paper edition of an assessment.

use gradewright::content::Endpoint;
use gradewright::render::{Options, Renderer};

use super::site::{FIT, INTERNAL_PRICE, PUBLIC_PRICE, REPORT_PRICE, SALES, id};
use super::{Folder, attributes};

const SECURITY: &str = "graders/security/print/index.html";

#[test]
fn a_sheet_has_its_questions_its_code_and_nothing_that_a_search_engine_or_a_script_wants() {
    let folder = Folder::new();
    folder.build(folder.site(|_| {})).unwrap();
    let page = folder.read(SECURITY);
    let site = folder.site(|_| {});
    let definition = &site.assessments[&id("security")].definition;
    let hash = &definition.hash;
    let code = format!("{}-{}-{}", &hash[..4], &hash[4..8], &hash[8..12]);
    assert!(page.contains(&format!("Sheet <b>{code}</b>")), "{page}");
    assert!(page.contains(&format!("data-code=\"Sheet {code}\"")), "{page}");
    for question in definition.assessment.questions() {
        assert!(page.contains(&question.text.html), "{}", question.id);
        for choice in question.choices() {
            assert!(page.contains(&choice.text.html), "{}", choice.id);
        }
    }
    assert!(page.contains("content=\"noindex\""));
    assert!(!page.contains("<script") && !page.contains("<input"), "{page}");
    assert!(!page.contains("rel=\"canonical\""), "{page}");
    assert!(!folder.read("sitemap.xml").contains("print"));
    assert_eq!(attributes(&page, "style"), Vec::<&str>::new());
}

#[test]
fn nothing_for_sales_no_price_and_no_service_stands_on_a_sheet() {
    let folder = Folder::new();
    folder.build(folder.site(|_| {})).unwrap();
    let sheets = folder
        .html()
        .into_iter()
        .filter(|(place, _)| place.contains("/print/"));
    let sheets: Vec<_> = sheets.collect();
    assert_eq!(sheets.len(), 2);
    for (place, page) in sheets {
        for mark in [
            SALES,
            FIT,
            INTERNAL_PRICE,
            REPORT_PRICE,
            PUBLIC_PRICE,
            "critical",
            "points",
        ] {
            assert!(!page.contains(mark), "{mark} in {place}");
        }
        for service in folder.site(|_| {}).catalogue.services.values() {
            assert!(
                !page.contains(&service.name) && !page.contains(service.id.as_str()),
                "{} in {place}",
                service.id
            );
        }
    }
}

#[test]
fn a_draft_has_a_sheet_only_where_drafts_are_built() {
    let folder = Folder::new();
    let draft = |site: &mut gradewright::content::Site| {
        site.assessments.get_mut(&id("security")).unwrap().draft = true;
    };
    folder.build(folder.site(draft)).unwrap();
    assert!(!folder.public().join(SECURITY).exists());
    let renderer = Renderer::new(std::sync::Arc::new(folder.site(draft)), Options { drafts: true }).unwrap();
    renderer.build(&folder.public(), None).unwrap();
    assert!(folder.public().join(SECURITY).exists());
}

#[test]
fn contact_lines_and_the_consent_stand_there_where_the_assessment_asks_for_them() {
    let folder = Folder::new();
    folder
        .build(folder.site(|site| site.endpoint = Endpoint::None))
        .unwrap();
    let consent = folder.site(|_| {}).contact.consent.text;
    assert!(folder.read(SECURITY).contains(&consent));
    folder
        .build(folder.site(|site| site.contact.fields.clear()))
        .unwrap();
    assert!(!folder.read(SECURITY).contains(&consent));
}

#[test]
fn a_colour_of_paper_is_in_the_page_and_before_the_style_sheet() {
    let folder = Folder::new();
    let built = folder.build(folder.site(|_| {})).unwrap();
    assert!(
        !folder.read(SECURITY).contains("class=\"tint"),
        "white without a word"
    );
    let tint = |site: &mut gradewright::content::Site| {
        site.assessments.get_mut(&id("security")).unwrap().paper = Some("#cfe2f3".to_owned());
    };
    folder.build_after(folder.site(tint), Some(&built)).unwrap();
    let page = folder.read(SECURITY);
    assert!(page.contains("class=\"tint-cfe2f3\""), "{page}");
    assert!(page.contains("fill=\"#cfe2f3\""), "{page}");
    let style = attributes(&page, "href")
        .into_iter()
        .find(|href| href.contains("paper-"))
        .unwrap();
    let style = folder.read(style.trim_start_matches('/'));
    assert!(style.starts_with(".tint-cfe2f3 { --tint: #cfe2f3; }"), "{style}");
}
