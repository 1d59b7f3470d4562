//! Nothing is sent to this machine or into private networks, unless the operator says so.

use serde_json::Value;

use crate::program::Site;
use crate::receiver::{Answer, Receiver};

#[test]
fn by_default_nothing_is_sent_inward_whatever_the_address_looks_like() {
    let inside = Receiver::start(vec![Answer::status("200 OK")]);
    let port = inside.port;
    let hosts = [
        format!("http://127.0.0.1:{port}/"),
        format!("https://127.0.0.1:{port}/"),
        format!("https://localhost:{port}/"),
        format!("https://2130706433:{port}/"),
        format!("https://0x7f.1:{port}/"),
        format!("https://[::1]:{port}/"),
        format!("https://[::ffff:127.0.0.1]:{port}/"),
        "https://169.254.169.254/latest/meta-data/".to_owned(),
        "https://10.0.0.1/".to_owned(),
    ];
    let entries: Vec<String> = hosts
        .iter()
        .enumerate()
        .map(|(number, host)| format!("name: h{number}, webhook: \"{host}\", secret_env: CRM_SECRET"))
        .collect();
    let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
    let site = Site::new(&entries).with("GRADEWRIGHT_ALLOW_LOCAL_WEBHOOKS", "");
    let host = site.host();
    host.lead("jane");
    let all = site.until("all tried", |list| {
        list.iter().all(|one| !one["tried_at"].is_null())
    });
    assert_eq!(all.len(), hosts.len());
    for one in &all {
        let reason = one["reason"].as_str().unwrap();
        assert!(reason.contains("nothing is sent there"), "{one:#}");
        assert_eq!(
            (&one["state"], &one["status"]),
            (&Value::from("waiting"), &Value::Null)
        );
    }
    assert!(inside.is_silent());
    host.stop();
}

#[test]
fn the_opt_out_lets_a_name_of_this_machine_through_and_still_no_metadata() {
    let inside = Receiver::start(vec![Answer::status("200 OK")]);
    let named = format!(
        "name: named, webhook: \"http://localhost:{}/\", secret_env: CRM_SECRET",
        inside.port
    );
    let metadata = "name: metadata, webhook: \"https://169.254.169.254/\", secret_env: CRM_SECRET";
    let site = Site::new(&[&named, metadata]);
    let host = site.host();
    host.lead("jane");
    inside.next();
    let all = site.until("all tried", |list| {
        list.iter().all(|one| !one["tried_at"].is_null())
    });
    let states: Vec<&Value> = all.iter().map(|one| &one["state"]).collect();
    assert_eq!(states, ["delivered", "waiting"]);
    host.stop();
}
