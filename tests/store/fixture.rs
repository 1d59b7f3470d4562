//! A grader, a catalogue and respondents.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use gradewright::assessment::{
    Answers, Assessment, Catalogue, Comparison, Condition, Consent, ConsentWording, Contact, Definition,
    Destination, FitRule, SalesRules, follow_up, score,
};
use gradewright::delivery::{SiteFacts, SpokenWords};
use gradewright::store::{NewContact, NewResponse, Receipt, Status, Store, StoreError, Submitted, Token};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

/// When every response arrives, unless a test says otherwise.
pub(crate) const NOON: &str = "2026-11-22T12:00:00Z";

/// A store in a folder that goes when the test ends.
pub(crate) struct Kept {
    pub(crate) store: Store,
    pub(crate) path: PathBuf,
    pub(crate) folder: tempfile::TempDir,
}

pub(crate) fn kept() -> Kept {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/gradewright.sqlite");
    Kept {
        store: Store::open(&path).unwrap(),
        path,
        folder,
    }
}

fn text(plain: &str) -> Value {
    json!({ "plain": plain, "html": format!("<p>{plain}</p>") })
}

fn option(id: &str, plain: &str, more: Value) -> Value {
    let mut option = json!({
        "id": id, "text": text(plain), "role": "state", "points": 1.0, "critical": false, "outcomes": [],
    });
    option
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    option
}

fn question(id: &str, plain: &str, shape: Value, more: Value) -> Value {
    let mut question = json!({
        "id": id, "text": text(plain), "weight": 1.0, "optional": false, "profile": false, "scored": true,
        "shape": shape,
    });
    question
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    question
}

/// Two categories, one question of every kind, sales texts everywhere.
pub(crate) fn grader() -> Definition {
    let infosec = question(
        "infosec",
        "Which statements are true?",
        json!({ "is": "many", "choices": [
            option("vault", "Every password is in a vault.", json!({ "points": 4.0, "service": "password-management" })),
            option("disks", "Laptops are encrypted.", json!({
                "points": 3.0, "service": "device-encryption", "critical": true,
                "sales": text("Who lost the last laptop?"),
            })),
            option("archive", "Email is archived.", json!({ "points": 3.0, "service": "email-archive" })),
            option("none", "none of these", json!({ "role": "none", "points": 0.0 })),
        ]}),
        json!({ "sales": text("If a laptop vanished this afternoon, who would tell your customers?") }),
    );
    let plan = question(
        "plan",
        "Do you have a written plan?",
        json!({ "is": "one", "load": { "critical": false }, "choices": [
            option("yes", "Yes, rehearsed", json!({ "points": 10.0 })),
            option("no", "No", json!({ "points": 0.0 })),
        ]}),
        json!({}),
    );
    let recovery = question(
        "recovery",
        "How sure are you of being back within a day?",
        json!({ "is": "scale", "min": 0, "max": 10, "load": { "service": "backup-dr", "critical": false } }),
        json!({}),
    );
    let seats = question(
        "seats",
        "How many people work at a computer?",
        json!({ "is": "number", "min": 1, "max": 5000, "quantity": "user" }),
        json!({ "scored": false, "profile": true }),
    );
    let apps = question(
        "apps",
        "Which applications does the team live in?",
        json!({ "is": "text", "limit": 400 }),
        json!({ "scored": false, "profile": true, "optional": true }),
    );
    let assessment: Assessment = serde_json::from_value(json!({
        "id": "security", "kind": "grader", "title": "How secure is your business?", "gate": "after-score",
        "critical_caps_at": "forming", "outcomes": [],
        "categories": [
            { "id": "foundations", "title": text("Foundations"), "weight": 2.0, "target": 80.0,
              "sales": text("Open with the story of the lost laptop."), "questions": [infosec, plan] },
            { "id": "recovery", "title": text("Recovery"), "weight": 1.0, "questions": [recovery, seats, apps] },
        ],
        "bands": [
            { "id": "exposed", "title": "Exposed", "from": 0, "text": text("Start with the first gap.") },
            { "id": "forming", "title": "Forming", "from": 40, "text": text("Good ground."),
              "sales": text("They know that something is missing.") },
            { "id": "sound", "title": "Sound", "from": 80, "text": text("Well kept.") },
        ],
    }))
    .unwrap();
    Definition::new(assessment)
}

/// Prices by user, by device (nobody asks for devices), flat, and none at all.
pub(crate) fn catalogue() -> Catalogue {
    let service = |id: &str, name: &str, unit: &str, monthly: Option<i64>, setup: Option<i64>| {
        let sales = (id == "email-archive")
            .then(|| text("What is the oldest message you may be asked for?\nWho decided?"));
        (
            id.to_owned(),
            json!({ "id": id, "name": name, "promise": format!("{name} done well."), "unit": unit,
                    "monthly": monthly, "setup": setup, "price": "internal", "sales": sales }),
        )
    };
    let services: serde_json::Map<String, Value> = [
        service(
            "backup-dr",
            "Backup and Recovery",
            "flat",
            Some(25_000),
            Some(150_000),
        ),
        service(
            "device-encryption",
            "Device Encryption",
            "device",
            Some(300),
            Some(0),
        ),
        service("email-archive", "Email Archive", "user", Some(400), Some(50)),
        service("password-management", "Password Management", "user", None, None),
    ]
    .into_iter()
    .collect();
    serde_json::from_value(json!({ "services": services, "packages": [] })).unwrap()
}

pub(crate) fn site() -> SiteFacts {
    SiteFacts {
        name: "Quillhaven IT".into(),
        base_url: "https://quillhaven.example".into(),
        currency: iso_currency::Currency::USD,
        catalogue: Arc::new(catalogue()),
        deliveries: vec![Destination::brief("sales@quillhaven.example")],
        words: SpokenWords::default(),
    }
}

/// `vault` ticked, no plan, 6 of 10, 60 people.
pub(crate) fn some_answers() -> Value {
    json!({ "infosec": ["vault"], "plan": "no", "recovery": 6, "seats": 60 })
}

pub(crate) fn contact(email: &str) -> Contact {
    serde_json::from_value(json!({ "name": "Jane Doe", "email": email, "company": "Doe Ltd" })).unwrap()
}

pub(crate) fn consent(given: bool) -> Consent {
    let wording = ConsentWording {
        version: "2026-11".into(),
        text: "Quillhaven may contact me.".into(),
    };
    Consent { given, wording }
}

/// To `sales_email` alone.
fn brief() -> Vec<String> {
    vec![Destination::BRIEF.to_owned()]
}

/// A response without a contact; every one has an id, a token and a fingerprint of its own.
pub(crate) fn anonymous(answers: Value) -> NewResponse {
    let definition = grader();
    let answers: Answers = Answers::from_json(&definition.assessment, answers.as_object().unwrap()).unwrap();
    let scorecard = score(&definition.assessment, &answers);
    let rule = FitRule {
        when: Condition::Compare("seats".try_into().unwrap(), Comparison::AtLeast, 50.0),
        points: 80.0,
        reason: Some("50 seats and more".into()),
        trigger: false,
    };
    let follow_up = follow_up(&definition.assessment, &answers, &scorecard, &catalogue()).for_sales(
        &definition.assessment,
        &answers,
        &catalogue(),
        &SalesRules {
            fit: vec![&rule],
            ..SalesRules::default()
        },
    );
    let id = Uuid::new_v4();
    let mut fingerprint = [0; 32];
    fingerprint[..16].copy_from_slice(id.as_bytes());
    NewResponse {
        id,
        token: Token::random().unwrap(),
        fingerprint,
        from_form: false,
        submitted_at: NOON.parse().unwrap(),
        definition,
        answers,
        scorecard,
        follow_up,
        contact: None,
        source: [("utm_source".to_owned(), "newsletter".to_owned())].into(),
        status: Status::New,
        deliver_to: brief(),
        client: None,
    }
}

/// A response of somebody who agreed.
pub(crate) fn lead(email: &str) -> NewResponse {
    NewResponse {
        contact: Some((contact(email), consent(true))),
        ..anonymous(some_answers())
    }
}

/// The same, from a plain form at a certain time.
pub(crate) fn form(email: &str, at: &str) -> NewResponse {
    NewResponse {
        from_form: true,
        submitted_at: at.parse().unwrap(),
        ..lead(email)
    }
}

pub(crate) fn new_contact(email: &str, given: bool) -> NewContact {
    NewContact {
        contact: contact(email),
        consent: consent(given),
        at: "2026-11-22T12:05:00Z".parse().unwrap(),
        deliver_to: brief(),
    }
}

pub(crate) async fn create(store: &Store, response: NewResponse) -> Receipt {
    match store.submit(response).await.unwrap() {
        Submitted::Created(receipt) => receipt,
        other => panic!("not created but {other:?}"),
    }
}

pub(crate) type Submitting = Pin<Box<dyn Future<Output = Result<Submitted, StoreError>>>>;

/// Begins to submit: polled once, a response waits in the writer's queue or was refused.
pub(crate) fn begin(store: &Store, response: NewResponse) -> Result<Submitting, StoreError> {
    let store = store.clone();
    let mut submitting: Submitting = Box::pin(async move { store.submit(response).await });
    match submitting.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Err(error)) => Err(error),
        Poll::Ready(done) => Ok(Box::pin(std::future::ready(done))),
        Poll::Pending => Ok(submitting),
    }
}

/// Another program that holds the file until it is dropped.
pub(crate) fn hold(path: &Path) -> rusqlite::Connection {
    let other = rusqlite::Connection::open(path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    other
}

pub(crate) fn count(path: &Path, table: &str) -> i64 {
    let reader = rusqlite::Connection::open(path).unwrap();
    reader
        .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
        .unwrap()
}

pub(crate) fn now_plus(seconds: i64) -> Timestamp {
    Timestamp::now() + jiff::SignedDuration::from_secs(seconds)
}
