//! Leads for spreadsheets and scripts.

use gradewright::assessment::Contact;
use gradewright::store::{LeadDetail, Leads, NewResponse, Response, export_csv, export_json};
use serde_json::{Value, json};

use crate::fixture::*;

/// A contact whose every field wants to be a formula.
fn formulas() -> Contact {
    serde_json::from_value(json!({
        "name": "=HYPERLINK(\"http://evil.example\")", "email": "+jane@doe.example", "company": "@SUM(A1)",
        "role": "-2+3", "phone": "+49 30 1234", "message": "\tquiet\n\"quoted\", with a comma",
    }))
    .unwrap()
}

#[tokio::test]
async fn no_cell_of_a_csv_is_a_formula() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let hostile = NewResponse {
        contact: Some((formulas(), consent(true))),
        ..lead("")
    };
    create(&store, hostile).await;
    create(&store, anonymous(some_answers())).await;
    let mut csv = Vec::new();
    let leads = Leads::open(&path).unwrap();
    assert_eq!(export_csv(&mut csv, |each| leads.list(each)).unwrap(), 2);

    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let heading: Vec<_> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(
        heading.join(","),
        "id,assessment,submitted_at,name,email,company,role,phone,website,message,total,band,status,sales_status,owner,next_step,next_on"
    );
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(&rows[0][3], "", "an anonymous response has a line too");
    assert_eq!(&rows[1][3], "'=HYPERLINK(\"http://evil.example\")");
    assert_eq!(&rows[1][9], "'\tquiet\n\"quoted\", with a comma");
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
    }
}

#[tokio::test]
async fn a_list_in_json_has_the_agreed_names() {
    let Kept {
        store,
        path,
        folder: _folder,
    } = kept();
    let leads = Leads::open(&path).unwrap();
    let mut empty = Vec::new();
    assert_eq!(export_json(&mut empty, |each| leads.list(each)).unwrap(), 0);
    assert_eq!(serde_json::from_slice::<Value>(&empty).unwrap(), json!([]));

    let sent = lead("jane@doe.example");
    create(&store, sent.clone()).await;
    create(&store, anonymous(some_answers())).await;
    let mut list = Vec::new();
    export_json(&mut list, |each| leads.list(each)).unwrap();
    let list: Value = serde_json::from_slice(&list).unwrap();
    assert_eq!(list[0]["contact"], Value::Null);
    assert_eq!(
        list[1],
        json!({
            "id": sent.id, "assessment": "security", "submitted_at": NOON, "total": sent.scorecard.total,
            "contact": { "name": "Jane Doe", "email": "jane@doe.example", "company": "Doe Ltd" },
            "band": "exposed", "status": "new",
            "sales_status": "new", "owner": null, "next_step": null, "next_on": null,
        })
    );
}

#[tokio::test]
async fn a_lead_in_json_has_the_agreed_names() {
    let Kept {
        store,
        path: _path,
        folder: _folder,
    } = kept();
    let receipt = create(&store, lead("jane@doe.example")).await;
    let response: Response = store.by_token(&receipt.token).await.unwrap().unwrap();
    let mut detail = serde_json::to_value(LeadDetail::from(&response)).unwrap();
    detail["id"] = "ID".into();
    detail["result"] = "RESULT".into();
    detail["definition"] = "HASH".into();
    insta::assert_json_snapshot!(detail);
}
