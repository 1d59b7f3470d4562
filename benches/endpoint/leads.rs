//! A lead as the endpoint makes it.

use gradewright::assessment::{Answers, Consent, Contact, Definition, follow_up, score};
use gradewright::content::Site;
use gradewright::store::{NewResponse, Status, Token};
use jiff::Timestamp;
use uuid::Uuid;

use super::answers;

/// Somebody who agreed; another `seed` is another person with other answers.
pub(crate) fn lead(site: &Site, definition: &Definition, seed: usize) -> NewResponse {
    let sheet = answers::sheet(&definition.assessment, seed);
    let answers = Answers::from_json(&definition.assessment, &sheet).unwrap();
    let scorecard = score(&definition.assessment, &answers);
    let follow_up = follow_up(&definition.assessment, &answers, &scorecard, &site.catalogue);
    let contact = [
        ("name".to_owned(), format!("Robin Field {seed}")),
        ("email".to_owned(), format!("robin{seed}@respondent.example")),
    ];
    let contact = Contact::read(&site.contact, &contact, true).unwrap().unwrap();
    let consent = Consent {
        given: true,
        wording: site.contact.consent.clone(),
    };
    NewResponse {
        id: Uuid::now_v7(),
        token: Token::random().unwrap(),
        fingerprint: [7; 32],
        from_form: false,
        submitted_at: Timestamp::now(),
        definition: definition.clone(),
        answers,
        scorecard,
        follow_up,
        contact: Some((contact, consent)),
        source: [("utm_source".to_owned(), "newsletter".to_owned())].into(),
        status: Status::New,
        deliver_to: vec!["brief".to_owned()],
        client: None,
    }
}
