//! Which clients are to be asked again, and what. Late is normal: nothing here nags or blocks.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::assessment::{AssessmentId, Cadence, Due, day_in, due};
use crate::store::{Answering, Client};

/// A client and an assessment that is asked again and again.
#[derive(Debug, Clone)]
pub struct DueLine {
    /// Who.
    pub client: Client,
    /// What; `None` where the client was never asked anything.
    pub assessment: Option<AssessmentId>,
    /// How often.
    pub every: Cadence,
    /// When, and how that stands to today.
    pub due: Due,
    /// The day of the last answers.
    pub answered_on: Option<Date>,
    /// The day of the newest invitation.
    pub invited_on: Option<Date>,
    /// How often it was answered.
    pub rounds: u32,
}

/// Everything that has a cadence, what is latest first. The days are those of `zone` at `now`. Clients without a cadence are
/// never due.
pub fn due_lines(
    clients: &[Client],
    answering: &[Answering],
    now: Timestamp,
    zone: &TimeZone,
) -> Vec<DueLine> {
    let mut lines = Vec::new();
    for client in clients {
        let of_client: Vec<&Answering> = answering.iter().filter(|one| one.client == client.id).collect();
        if of_client.is_empty() {
            lines.extend(line(client, None, now, zone));
        }
        lines.extend(
            of_client
                .iter()
                .filter_map(|one| line(client, Some(one), now, zone)),
        );
    }
    lines.sort_by(|a, b| {
        (a.due.state, a.due.on, &a.client.name).cmp(&(b.due.state, b.due.on, &b.client.name))
    });
    lines
}

fn line(client: &Client, one: Option<&Answering>, now: Timestamp, zone: &TimeZone) -> Option<DueLine> {
    let own = one.and_then(|one| one.every.as_ref());
    // Whatever is written there was read before it was stored.
    let every: Cadence = own.or(client.every.as_ref())?.parse().ok()?;
    let day = |at: Timestamp| day_in(at, zone);
    let answered_on = one.and_then(|one| one.answered_at).map(day);
    Some(DueLine {
        assessment: one.map(|one| one.assessment.clone()),
        due: due(answered_on, day(client.added_at), every, day(now)),
        client: client.clone(),
        every,
        answered_on,
        invited_on: one.and_then(|one| one.invited_at).map(day),
        rounds: one.map_or(0, |one| one.rounds),
    })
}
