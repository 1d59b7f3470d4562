//! A disk that is full: nothing is lost that was acknowledged, and it goes on once there is room.

use std::fs::{self, File};
use std::io::Write;

use crate::client::Client;
use crate::host::Site;
use crate::leads::Lead;
use crate::receiver::Receiver;

/// Until the disk is full, and again.
const MOST: usize = 5_000;

#[test]
fn a_full_disk_answers_507_and_recovers_without_a_restart() {
    let receiver = Receiver::start();
    let site = Site::new(receiver.port);
    let Some(server) = site.host_on_a_disk_of(4) else {
        println!("SKIPPED: no disk of its own may be had here (unshare -Urm)");
        return;
    };
    let post = |lead: &Lead| Client::new(server.address()).post(&lead.path(), &lead.body());
    let first = Lead::random();
    assert_eq!(post(&first).unwrap(), 201);
    let filler = server.sees(&site.data()).join("filler");
    let mut file = File::create(&filler).unwrap();
    while file.write_all(&[7; 4096]).is_ok() {}
    // What room the file still has in itself is used up first.
    let mut stored = vec![first];
    let refused = (0..MOST).find_map(|_| {
        let lead = Lead::random();
        match post(&lead).unwrap() {
            201 => {
                stored.push(lead);
                None
            }
            status => Some((status, lead)),
        }
    });
    let (status, refused) = refused.expect("the disk is full");
    assert!(matches!(status, 503 | 507), "{status}");
    fs::remove_file(&filler).unwrap();
    drop(file);
    assert_eq!(
        post(&refused).unwrap(),
        201,
        "the same one, as soon as there is room"
    );
    stored.push(refused);
    for lead in &stored {
        assert_eq!(post(lead).unwrap(), 200, "what was acknowledged is there");
    }
    assert_eq!(post(&Lead::random()).unwrap(), 201);
}
