//! A form that comes back: everything typed is kept, every fault is named at its question and at the top.

use gradewright::assessment::{Answers, Assessment, Audience, Contact, Gate};
use gradewright::render::FilledForm;
use proptest::prelude::*;

use super::site::{grader, id, published, text};
use super::{Folder, attributes, renderer};

/// A sent form with what is wrong with it.
pub(crate) fn filled(assessment: &Assessment, fields: &[(&str, &str)]) -> FilledForm {
    let fields: Vec<(String, String)> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    FilledForm {
        answer_faults: Answers::from_form(assessment, &fields).err().unwrap_or_default(),
        fields,
        ..FilledForm::default()
    }
}

fn before() -> Assessment {
    Assessment {
        gate: Gate::Before,
        ..grader("security")
    }
}

#[test]
fn everything_typed_is_still_there() {
    let folder = Folder::new();
    let site = folder.site(|site| drop(site.assessments.insert(id("security"), published(before()))));
    let renderer = renderer(site).unwrap();
    let fields = [
        ("infosec", "vault"),
        ("recovery", "7"),
        ("seats", "9000"),
        ("apps", "Sheets & <Slides>"),
        ("contact.name", "Ada \"Al\" O'Hara"),
        ("consent", "true"),
        ("source.utm_source", "news & more"),
    ];
    let page = renderer
        .form_page(&id("security"), Audience::Prospects, &filled(&before(), &fields))
        .unwrap();
    let ticked: Vec<&str> = page
        .split("<input")
        .filter(|tag| tag.split('>').next().unwrap().contains(" checked"))
        .collect();
    assert_eq!(ticked.len(), 3, "the option, the step and the consent");
    assert!(ticked[0].contains("value=\"vault\""));
    assert!(ticked[1].contains("value=\"7\""));
    assert!(ticked[2].contains("name=\"consent\""));
    assert!(page.contains("value=\"9000\""));
    assert!(page.contains("Sheets &amp; &lt;Slides&gt;</textarea>"));
    assert!(
        page.contains("Ada &quot;Al&quot; O&#x27;Hara") || page.contains("Ada &quot;Al&quot; O&#39;Hara")
    );
    assert!(page.contains("value=\"news &amp; more\""));
}

#[test]
fn each_fault_stands_at_its_question_and_the_summary_leads_there() {
    let folder = Folder::new();
    let site = folder.site(|site| drop(site.assessments.insert(id("security"), published(before()))));
    let contact = site.contact.clone();
    let renderer = renderer(site).unwrap();
    let sent = [("email".to_owned(), "nobody".to_owned())];
    let mut filled = filled(
        &before(),
        &[("seats", "9999"), ("strange", "x"), ("contact.email", "nobody")],
    );
    filled.contact_faults = Contact::read(&contact, &sent, true).unwrap_err();
    let page = renderer
        .form_page(&id("security"), Audience::Prospects, &filled)
        .unwrap();
    let faults = filled.answer_faults.len() + filled.contact_faults.len();
    assert!(faults >= 6, "{filled:?}");
    let anchors = attributes(&page, "id");
    for target in [
        "q-infosec",
        "q-plan",
        "q-recovery",
        "q-seats",
        "contact-name",
        "contact-email",
    ] {
        assert!(
            page.contains(&format!("href=\"#{target}\"")),
            "the summary names {target}"
        );
        assert!(anchors.contains(&target), "{target} is there");
    }
    let seats = page
        .split("id=\"q-seats\"")
        .nth(1)
        .unwrap()
        .split("</fieldset>")
        .next()
        .unwrap();
    assert!(
        seats.contains("from 1 to 5000"),
        "the fault stands at its question: {seats}"
    );
    for fault in &filled.answer_faults {
        let message = gradewright::words::english().complain(&fault.complaint);
        assert!(page.contains(&message), "{message}");
    }
}

#[test]
fn an_assessment_that_is_not_there_is_an_error() {
    let folder = Folder::new();
    let renderer = renderer(folder.site(|_| {})).unwrap();
    assert!(
        renderer
            .form_page(&id("nothing"), Audience::Prospects, &FilledForm::default())
            .is_err()
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn hostile_words_never_become_markup(around in "[ -~]{0,12}", quote in prop::sample::select(vec!["\"", "'", "`", ">", "--><", "</script>", "]]>"])) {
        let hostile = format!("{around}{quote}<x-evil {{{{ 7 * 7 }}}}{quote} x-evil=1{around}");
        let folder = Folder::new();
        let mut assessment = before();
        assessment.title.clone_from(&hostile);
        assessment.description = Some(hostile.clone());
        assessment.bands[0].title.clone_from(&hostile);
        assessment.categories[0].title = Some(text(&hostile));
        assessment.categories[0].questions[0].text = text(&hostile);
        if let gradewright::assessment::Shape::Many { choices } = &mut assessment.categories[0].questions[0].shape {
            choices[0].text = text(&hostile);
            choices[1].text = text(&hostile);
        }
        let site = folder.site(|site| {
            site.name.clone_from(&hostile);
            site.contact.consent.text.clone_from(&hostile);
            site.pages[0].title.clone_from(&hostile);
            site.endpoint = gradewright::content::Endpoint::None;
            site.assessments.insert(id("security"), published(assessment.clone()));
        });
        let without = renderer(site.clone()).unwrap();
        let with = renderer(gradewright::content::Site { endpoint: gradewright::content::Endpoint::SameOrigin, ..site }).unwrap();
        let filled = filled(&assessment, &[
            ("infosec", &hostile), ("plan", &hostile), ("seats", &hostile), ("apps", &hostile), (&hostile, &hostile),
            ("contact.name", &hostile), ("contact.message", &hostile), ("source.page", &hostile), (&format!("source.{hostile}"), "x"),
        ]);
        let pages = [
            without.form_page(&id("security"), Audience::Prospects, &filled).unwrap(),
            with.form_page(&id("security"), Audience::Prospects, &filled).unwrap(),
            with.message_page(&hostile, &hostile, Some((&hostile, "javascript:x-evil")), "en").unwrap(),
        ];
        for page in pages {
            prop_assert!(!page.contains("<x-evil"), "a tag was made");
            prop_assert!(!page.contains("javascript:"), "a script address was kept");
            // An attribute that was left early would show as `x-evil=` inside a tag.
            let tags = page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or(rest));
            for tag in tags {
                let mut outside = tag.split('"').step_by(2);
                prop_assert!(!outside.any(|part| part.contains("x-evil=")), "an attribute was left in {tag}");
            }
        }
    }
}
