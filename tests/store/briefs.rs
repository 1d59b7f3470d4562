//! The brief that sales reads.

use gradewright::assessment::Contact;
use gradewright::delivery::{Brief, brief};
use gradewright::store::{NewResponse, Response};
use serde_json::json;

use crate::fixture::*;

/// As it comes back from the store.
async fn stored(new: NewResponse) -> Response {
    let Kept {
        store,
        path: _path,
        folder: _folder,
    } = kept();
    let receipt = create(&store, new).await;
    store.by_token(&receipt.token).await.unwrap().unwrap()
}

/// Without what differs from run to run.
fn steady(brief: Brief, response: &Response) -> Brief {
    let steady = |text: String| {
        text.replace(&response.id.to_string(), "[id]")
            .replace(&response.token.to_string(), "[token]")
            .replace(&*response.definition.hash, "[definition]")
    };
    Brief {
        subject: brief.subject,
        html: steady(brief.html),
        text: steady(brief.text),
    }
}

fn with(contact: serde_json::Value) -> NewResponse {
    let contact: Contact = serde_json::from_value(contact).unwrap();
    NewResponse {
        contact: Some((contact, consent(true))),
        ..lead("")
    }
}

#[tokio::test]
async fn tells_whom_to_call_what_hurts_what_fits_and_what_to_ask() {
    let response = stored(with(json!({
        "name": "Jane Doe", "email": "jane@doe.example", "company": "Doe Ltd", "role": "Owner",
        "phone": "+1 555 0100", "message": "Please call after four.\nThank you.",
    })))
    .await;
    let brief = steady(brief(&response, &site()).unwrap(), &response);
    insta::assert_snapshot!("rich_subject", brief.subject);
    insta::assert_snapshot!("rich_text", brief.text);
    insta::assert_snapshot!("rich_html", brief.html);
}

#[tokio::test]
async fn markup_and_template_syntax_of_a_respondent_are_plain_text() {
    let hostile = "<script>alert(1)</script>{{ site }}{% raw %}\"'&\u{202e}";
    let mut new = with(json!({
        "name": hostile, "email": "\"><img src=x>@doe.example", "company": hostile, "role": hostile,
        "phone": "javascript:alert(1)", "website": "javascript:alert(2)", "message": hostile,
    }));
    new.source = [("<b>".to_owned(), hostile.to_owned())].into();
    new.answers = serde_json::from_value(json!({ "apps": hostile, "recovery": 3 })).unwrap();
    let response = stored(new).await;
    let brief = brief(&response, &site()).unwrap();
    assert!(!brief.html.contains("<script") && !brief.html.contains("<img") && !brief.html.contains("<b>"));
    assert!(brief.html.contains("&lt;script&gt;") && brief.html.contains("{{ site }}{% raw %}"));
    assert!(brief.html.contains("href=\"tel:1\"") && !brief.html.contains("href=\"javascript"));
    assert!(
        brief
            .html
            .contains("href=\"mailto:%22%3E%3Cimg%20src%3Dx%3E@doe.example\"")
    );
    assert!(brief.text.contains("{{ site }}{% raw %}\"'&"));
    assert!(
        !brief.subject.contains(['\n', '\r', '\u{202e}']),
        "{}",
        brief.subject
    );
}

#[tokio::test]
async fn every_answer_good_leaves_nothing_to_sell_and_the_brief_says_so() {
    let full = json!({ "infosec": ["vault", "disks", "archive"], "plan": "yes", "recovery": 10, "seats": 5 });
    let new = NewResponse {
        contact: lead("jane@doe.example").contact,
        ..anonymous(full)
    };
    let response = stored(new).await;
    let text = brief(&response, &site()).unwrap().text;
    assert!(
        text.contains("Write to Jane Doe at jane@doe.example: nothing is open"),
        "{text}"
    );
    assert!(text.contains("None: no answer points to a service."), "{text}");
    assert!(!text.contains("Together"), "{text}");
}

#[tokio::test]
async fn a_band_that_is_held_down_says_by_what() {
    let nearly = json!({ "infosec": ["vault", "archive"], "plan": "yes", "recovery": 10, "seats": 5 });
    let new = NewResponse {
        contact: lead("jane@doe.example").contact,
        ..anonymous(nearly)
    };
    let response = stored(new).await;
    let brief = brief(&response, &site()).unwrap();
    assert!(
        brief
            .text
            .contains("90 of 100: Forming\nHeld down there until this is so:\n- Laptops are encrypted.\n"),
        "{}",
        brief.text
    );
    assert!(
        brief.text.contains("- They know that something is missing."),
        "{}",
        brief.text
    );
    assert!(brief.html.contains("Held down there until this is so:"));
}
