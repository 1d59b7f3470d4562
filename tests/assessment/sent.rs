//! What may be sent as answers and contact, and what is said where it may not.

use gradewright::assessment::*;
use gradewright::words::english;
use serde_json::{Value, json};

use crate::build::*;
use crate::generate::id;

fn grader() -> Assessment {
    grader_of(vec![
        many(
            "list",
            vec![state("keys", 1.0), state("mail", 1.0), none(), not_sure()],
        ),
        one("plan", vec![state("yes", 1.0), state("no", 0.0)]).optional(),
        scale("sure", 0, 10).optional(),
        number("seats", 1, 5000).optional(),
        free_text("apps", 10).optional(),
        free_text("why", 10).shown_if(Condition::Is(id("plan"), id("no"))),
    ])
}

fn stored(mut sent: Value) -> Value {
    if sent.get("list").is_none() {
        sent["list"] = json!(["keys"]);
    }
    let mut stored = json!(answers(&grader(), sent));
    stored
        .as_object_mut()
        .unwrap()
        .retain(|name, value| name != "list" || *value != json!(["keys"]));
    stored
}

/// The one fault of answers that are fine otherwise.
fn fault(mut sent: Value) -> (String, String) {
    if sent.get("list").is_none() {
        sent["list"] = json!(["keys"]);
    }
    let mut faults = faults(&grader(), sent);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

#[test]
fn good_answers_are_kept_as_they_are() {
    let sent = json!({"list": ["keys", "mail"], "plan": "yes", "sure": 0, "seats": 60, "apps": "Word"});
    assert_eq!(stored(sent.clone()), sent);
}

#[test]
fn options_are_kept_once_and_in_file_order() {
    assert_eq!(
        stored(json!({"list": ["mail", "keys", "mail"]})),
        json!({"list": ["keys", "mail"]})
    );
}

#[test]
fn null_blank_and_an_empty_list_are_unanswered() {
    assert_eq!(
        stored(json!({"plan": null, "seats": null, "apps": " \r\n\t"})),
        json!({})
    );
    let asked = faults(&grader(), json!({"list": []}));
    assert_eq!(
        asked,
        [(
            "/answers/list".into(),
            "Please tick what is true, or say that none of it is.".into()
        )]
    );
}

#[test]
fn whole_numbers_may_be_written_with_a_fraction_of_zero() {
    assert_eq!(
        stored(serde_json::from_str(r#"{"seats": 60.0, "sure": 1e1}"#).unwrap()),
        json!({"seats": 60, "sure": 10})
    );
}

#[test]
fn numbers_must_be_whole_and_in_range() {
    for bad in [
        "60.5",
        "0",
        "5001",
        "-1",
        "1e300",
        "18446744073709551615",
        "\"60\"",
        "true",
        "[60]",
        "{}",
    ] {
        let sent = serde_json::from_str(&format!(r#"{{"seats": {bad}}}"#)).unwrap();
        let expected = (
            "/answers/seats".into(),
            "Please give a whole number from 1 to 5000.".into(),
        );
        assert_eq!(fault(sent), expected, "{bad}");
    }
}

#[test]
fn texts_become_lf_and_count_characters() {
    assert_eq!(stored(json!({"apps": "a\r\nb"})), json!({"apps": "a\nb"}));
    assert_eq!(
        stored(json!({"apps": "äöüäöüäöü\r\n"})),
        json!({"apps": "äöüäöüäöü\n"})
    );
    assert_eq!(
        fault(json!({"apps": "12345678901"})).1,
        "Please use at most 10 characters; these are 11."
    );
    assert!(fault(json!({"apps": "a\0b"})).1.contains("NUL"));
    assert_eq!(
        stored(json!({"apps": "<b>{{ x }}"})),
        json!({"apps": "<b>{{ x }}"})
    );
}

#[test]
fn values_of_the_wrong_type_are_refused() {
    assert_eq!(fault(json!({"list": "keys"})).0, "/answers/list");
    assert_eq!(fault(json!({"list": ["keys", 1]})).0, "/answers/list");
    assert_eq!(
        fault(json!({"plan": ["yes", "no"]})).1,
        "Please choose exactly one option."
    );
    assert_eq!(fault(json!({"plan": 1})).0, "/answers/plan");
    assert_eq!(fault(json!({"sure": "7"})).0, "/answers/sure");
    assert_eq!(fault(json!({"apps": 7})).0, "/answers/apps");
}

#[test]
fn unknown_options_are_named() {
    let said = "There is no option “keyz” here. Please choose from those listed.";
    assert_eq!(
        fault(json!({"list": ["keys", "keyz"]})),
        ("/answers/list".into(), said.into())
    );
    assert_eq!(fault(json!({"plan": "Yes"})).0, "/answers/plan");
    let long = fault(json!({"plan": "x".repeat(100_000)})).1;
    assert!(long.len() < 200);
}

#[test]
fn none_and_not_sure_stand_alone() {
    for beside in [
        json!(["none", "keys"]),
        json!(["mail", "not-sure"]),
        json!(["none", "not-sure"]),
    ] {
        assert!(
            fault(json!({"list": beside}))
                .1
                .contains("can't stand beside other options")
        );
    }
    assert_eq!(stored(json!({"list": ["none"]})), json!({"list": ["none"]}));
}

#[test]
fn unknown_questions_are_named_and_their_pointers_escaped() {
    assert_eq!(fault(json!({"a/b~c": 1})).0, "/answers/a~1b~0c");
    let named = Answers::from_json(
        &grader(),
        json!({"list": ["keys"], "nope": null}).as_object().unwrap(),
    );
    assert_eq!(named.unwrap_err()[0].question, "nope");
}

#[test]
fn every_fault_is_told_at_once_in_file_order() {
    let found = faults(
        &grader(),
        json!({"aaa": 1, "apps": 1, "plan": "maybe", "seats": 0}),
    );
    let pointers: Vec<&str> = found.iter().map(|fault| fault.0.as_str()).collect();
    assert_eq!(
        pointers,
        [
            "/answers/list",
            "/answers/plan",
            "/answers/seats",
            "/answers/apps",
            "/answers/aaa"
        ]
    );
}

#[test]
fn a_required_question_is_required_only_where_it_is_asked() {
    assert_eq!(
        fault(json!({"plan": "no"})),
        ("/answers/why".into(), "Please write an answer.".into())
    );
    assert_eq!(stored(json!({"plan": "yes"})), json!({"plan": "yes"}));
}

#[test]
fn answers_to_hidden_questions_are_kept() {
    let sent = json!({"plan": "yes", "why": "because"});
    assert_eq!(stored(sent.clone()), sent);
}

fn form(fields: &[(&str, &str)]) -> Result<Value, Vec<(String, String)>> {
    let fields: Vec<(String, String)> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Answers::from_form(&grader(), &fields)
        .map(|answers| json!(answers))
        .map_err(|faults| {
            faults
                .into_iter()
                .map(|fault| (fault.pointer, english().complain(&fault.complaint)))
                .collect()
        })
}

#[test]
fn a_form_gives_the_same_answers_as_json() {
    let fields = [
        ("list", "mail"),
        ("list", "keys"),
        ("plan", "yes"),
        ("sure", "7"),
        ("seats", " +60 "),
        ("apps", "a\r\nb"),
        ("why", ""),
        ("contact.email", "x"),
        ("consent", "on"),
        ("source.page", "/"),
        ("_definition", "x"),
    ];
    let sent = json!({"list": ["keys", "mail"], "plan": "yes", "sure": 7, "seats": 60, "apps": "a\nb"});
    assert_eq!(form(&fields), Ok(sent));
}

#[test]
fn blank_fields_of_a_form_are_unanswered() {
    assert_eq!(
        form(&[("list", "keys"), ("plan", ""), ("seats", " "), ("sure", "")]),
        Ok(json!({"list": ["keys"]}))
    );
}

#[test]
fn numbers_in_a_form_are_digits() {
    for bad in [
        "60.0",
        "1e2",
        "0x10",
        "six",
        "6 0",
        "1,000",
        "99999999999999999999",
        "--1",
        "٦",
    ] {
        let faults = form(&[("list", "keys"), ("seats", bad)]).unwrap_err();
        assert_eq!(
            faults,
            [(
                "/answers/seats".into(),
                "Please give a whole number from 1 to 5000.".into()
            )],
            "{bad}"
        );
    }
}

#[test]
fn a_form_names_what_it_should_not_hold() {
    let pointer = |fields: &[(&str, &str)]| {
        form(&[&[("list", "keys")], fields].concat())
            .unwrap_err()
            .remove(0)
            .0
    };
    assert_eq!(pointer(&[("plan", "yes"), ("plan", "no")]), "/answers/plan");
    assert_eq!(pointer(&[("apps", "a"), ("apps", "b")]), "/answers/apps");
    assert_eq!(pointer(&[("nope", "")]), "/answers/nope");
    assert_eq!(pointer(&[("contact", "x")]), "/answers/contact");
    assert!(form(&[("list", "keys"), ("plan", "yes"), ("plan", "yes")]).is_ok());
}

fn contact_form(fields: &[(FieldName, bool)]) -> ContactForm {
    ContactForm {
        fields: fields
            .iter()
            .map(|&(name, required)| ContactField { name, required })
            .collect(),
        consent: ConsentWording {
            version: "1".into(),
            text: "I agree.".into(),
        },
        company_mail_only: false,
    }
}

fn contact(sent: &[(&str, &str)], required: bool) -> Result<Option<Value>, Vec<String>> {
    use FieldName::*;
    let form = contact_form(&[
        (Name, true),
        (Email, true),
        (Company, false),
        (Phone, false),
        (Message, false),
    ]);
    let sent: Vec<(String, String)> = sent
        .iter()
        .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
        .collect();
    Contact::read(&form, &sent, required)
        .map(|contact| contact.map(|contact| json!(contact)))
        .map_err(|faults| {
            faults
                .into_iter()
                .map(|fault| format!("{} {}", fault.pointer, english().complain(&fault.complaint)))
                .collect()
        })
}

const ANN: [(&str, &str); 2] = [("name", "Ann"), ("email", "ann@example.com")];

fn with(field: &str, value: &str) -> Result<Option<Value>, Vec<String>> {
    let kept = ANN.into_iter().filter(|(name, _)| *name != field);
    contact(&kept.chain([(field, value)]).collect::<Vec<_>>(), true)
}

#[test]
fn a_contact_is_trimmed_and_blank_fields_are_left_out() {
    let read = contact(
        &[
            ("name", " Ann  Lee "),
            ("email", "ann@example.com "),
            ("phone", "  "),
        ],
        true,
    );
    assert_eq!(
        read,
        Ok(Some(json!({"name": "Ann  Lee", "email": "ann@example.com"})))
    );
}

#[test]
fn nothing_sent_is_no_contact_unless_one_is_needed() {
    assert_eq!(contact(&[("name", ""), ("email", " ")], false), Ok(None));
    let needed = [
        "/contact/name Your name: please fill this in.",
        "/contact/email Work email: please fill this in.",
    ];
    assert_eq!(contact(&[], true), Err(needed.map(str::to_owned).to_vec()));
}

#[test]
fn required_fields_are_required_wherever_a_contact_is_sent() {
    let needed = "/contact/email Work email: please fill this in.".to_owned();
    assert_eq!(contact(&[("name", "Ann")], false), Err(vec![needed]));
}

#[test]
fn line_breaks_and_control_characters_are_refused_outside_the_message() {
    for field in ["name", "email", "company", "phone"] {
        for bad in [
            "a@b.cd\r\nBcc: x",
            "a@b.cd\n",
            "\ra@b.cd",
            "a\u{2028}@b.cd",
            "a\0@b.cd",
            "a\u{7}@b.cd",
            "a\u{85}@b.cd",
        ] {
            let faults = with(field, bad).unwrap_err();
            assert!(
                faults.len() == 1 && faults[0].starts_with(&format!("/contact/{field} ")),
                "{bad:?}: {faults:?}"
            );
        }
    }
    assert_eq!(
        with("message", "One\r\ntwo").unwrap().unwrap()["message"],
        json!("One\ntwo")
    );
    assert!(with("message", "a\0b").is_err());
}

#[test]
fn an_address_must_look_like_one() {
    for bad in [
        "ann",
        "@example.com",
        "ann@",
        "ann@example",
        "ann@@example.com",
        "a@b@c.de",
        "an n@example.com",
        "ann@.com",
        "ann@example.",
    ] {
        assert!(
            with("email", bad).unwrap_err()[0].contains("name@company.com"),
            "{bad}"
        );
    }
    for good in [
        "ann@example.com",
        "ann.lee+it@mail.example.co.uk",
        "änn@exämple.de",
    ] {
        assert_eq!(with("email", good).unwrap().unwrap()["email"], json!(good));
    }
}

#[test]
fn markup_and_template_syntax_are_plain_text() {
    for text in [
        "<script>alert(1)</script>",
        "{{ 7 * 7 }}{% raw %}",
        "=cmd|' /C calc'!A0",
        "O'Neill & Söhne",
    ] {
        assert_eq!(with("company", text).unwrap().unwrap()["company"], json!(text));
    }
}

#[test]
fn fields_have_limits_in_characters() {
    use FieldName::*;
    for field in [Name, Company, Phone, Message] {
        let fits = "é".repeat(field.limit());
        assert!(with(field.as_str(), &fits).is_ok());
        assert!(with(field.as_str(), &(fits + "é")).unwrap_err()[0].contains("too long"));
    }
    let long = format!("{}@example.com", "a".repeat(243));
    assert!(with("email", &long).unwrap_err()[0].contains("at most 254"));
}

#[test]
fn fields_that_nobody_knows_are_named_and_those_of_an_older_page_kept() {
    assert_eq!(
        with("shoe/size", "44").unwrap_err(),
        ["/contact/shoe~1size “shoe/size” is not a contact field. Please leave it out."]
    );
    let older = with("website", "x.example").unwrap().unwrap();
    assert_eq!(older["website"], "x.example");
    assert_eq!(
        with("website", "x\ny").unwrap_err(),
        ["/contact/website Website can't hold a line break. Please write it on one line."]
    );
    assert!(with("website", "").is_ok());
}

#[test]
fn a_field_given_twice_must_say_the_same() {
    let twice = |other| contact(&[ANN[0], ANN[1], ("name", other)], true);
    assert!(twice("Ann").is_ok());
    assert_eq!(
        twice("Bob").unwrap_err(),
        ["/contact/name Your name was given twice. Please give it once."]
    );
}
