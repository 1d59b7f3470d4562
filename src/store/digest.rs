//! A day's work: whom to call, what to quote, which meetings come and which decisions fall due.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row, named_params};
use uuid::Uuid;

use super::sales::{day, number};
use super::{Leads, SalesStatus, StoreError, rows};
use crate::assessment::{AssessmentId, Contact, Decision, Decisions, FollowUp, Recommendation, Worth};

/// How many days ahead meetings are told of.
const AHEAD: i64 = 7;

/// A lead that something is to be done about.
#[derive(Debug, Clone)]
pub struct Work {
    /// The client's id.
    pub id: Uuid,
    /// What they answered.
    pub assessment: AssessmentId,
    /// Who it is.
    pub contact: Contact,
    /// Whether they agreed to be contacted.
    pub agreed: bool,
    /// When the answers came.
    pub submitted_at: Timestamp,
    /// Where it stands.
    pub status: SalesStatus,
    /// Whose it is: the id of a user.
    pub owner: Option<i64>,
    /// What to do next.
    pub next_step: Option<String>,
    /// When.
    pub next_on: Option<Date>,
    /// When its last quote went out.
    pub quoted_at: Option<Timestamp>,
    /// When something was decided last.
    pub decided_at: Option<Timestamp>,
    /// The last day, up to the one that was asked for, on which they wanted to look at something again.
    pub review: Option<Date>,
    /// What puts it on top.
    pub triggers: Vec<String>,
    /// What the services are worth together.
    pub worth: Worth,
    /// What they said "we want this" to: services by name, and gaps without one in words.
    pub wanted: Vec<String>,
    /// Those of them that are services.
    pub wanted_services: Vec<Recommendation>,
}

/// The first of some work, and how much there is.
#[derive(Debug, Clone, Default)]
pub struct Share {
    /// In order; at most as many as were asked for.
    pub first: Vec<Work>,
    /// All of it.
    pub count: u64,
}

/// A day's work.
#[derive(Debug, Clone, Default)]
pub struct Digest {
    /// Steps that are due, and new leads that agreed: urgent ones first, then the longest due, then the hottest.
    pub calls: Share,
    /// Wanted and never quoted, the oldest first.
    pub wanted: Share,
    /// Open quotes, the oldest first.
    pub quotes: Share,
    /// Meetings on the day and in the seven after it.
    pub meetings: Share,
    /// Respondents who wanted to look again by now, the latest day first.
    pub decisions: Share,
    /// Leads that came since the beginning of the day before.
    pub new: u64,
    /// How many of those agreed to be contacted.
    pub new_agreed: u64,
}

/// Due, and not among the meetings; or new, with nothing planned.
const CALLS: &str = "(l.next_on <= :day AND l.status NOT IN ('won', 'lost') AND NOT (l.status = 'meeting' AND l.next_on = :day)
     OR l.status = 'new' AND l.next_on IS NULL AND json_extract(r.consent, '$.given') = 1)";
const FIRST_CALLS: &str = "json_array_length(r.follow_up, '$.sales.triggers') > 0 DESC, l.next_on IS NULL, l.next_on, \
     l.heat DESC, l.response DESC";
/// "We want this", and no quote ever went out.
pub(super) const WANTED: &str = "l.status IN ('new', 'contacted', 'meeting', 'nurture') AND r.decisions IS NOT NULL
     AND EXISTS (SELECT 1 FROM json_each(r.decisions, '$.gaps') WHERE json_extract(value, '$.decision') = 'want')
     AND NOT EXISTS (SELECT 1 FROM lead_history h WHERE h.response = l.response AND h.kind = 'status' AND h.text = 'quote')";
const MEETINGS: &str = "l.status = 'meeting' AND l.next_on BETWEEN :day AND :until";
const DECISIONS: &str = "l.status NOT IN ('won', 'lost') AND r.decisions IS NOT NULL AND review IS NOT NULL";

/// What [`work`] reads.
pub(super) const COLUMNS: &str = "r.id, r.assessment, r.contact, coalesce(json_extract(r.consent, '$.given'), 0), r.submitted_at, \
    l.status, l.owner, l.next_step, l.next_on, r.decided_at, r.decisions, r.follow_up, \
    (SELECT max(h.at) FROM lead_history h WHERE h.response = l.response AND h.kind = 'status' AND h.text = 'quote') AS quoted_at";
const REVIEW: &str = "(SELECT max(day) FROM (SELECT json_extract(r.decisions, '$.review') AS day
         UNION ALL SELECT json_extract(value, '$.review') FROM json_each(r.decisions, '$.gaps'))
     WHERE day <= :text)";

impl Leads {
    /// What is to be done on a day (in UTC): with `owner`, about their leads and those of nobody. At most `most` of each kind.
    ///
    /// # Errors
    /// As for every look-up.
    pub fn digest(&self, day: Date, owner: Option<i64>, most: usize) -> Result<Digest, StoreError> {
        let look = Look {
            connection: &self.connection,
            day,
            owner,
            most,
        };
        let (new, new_agreed) = look.new_leads()?;
        Ok(Digest {
            calls: look.share(CALLS, FIRST_CALLS)?,
            wanted: look.share(WANTED, "r.decided_at, l.response")?,
            quotes: look.share("l.status = 'quote'", "quoted_at, l.response")?,
            meetings: look.share(MEETINGS, "l.next_on, l.response")?,
            decisions: look.share(DECISIONS, "review DESC, l.response DESC")?,
            new,
            new_agreed,
        })
    }
}

struct Look<'a> {
    connection: &'a Connection,
    day: Date,
    owner: Option<i64>,
    most: usize,
}

impl Look<'_> {
    /// Leads that came before the day ended, for which something holds.
    fn share(&self, which: &str, order: &str) -> Result<Share, StoreError> {
        let from = format!(
            "{REVIEW} AS review FROM lead_status l JOIN responses r ON r.key = l.response
             WHERE ({which}) AND r.submitted_at < :end AND (:owner IS NULL OR l.owner IS NULL OR l.owner = :owner)
                 AND :until >= :day"
        );
        let until = self.day.saturating_add(SignedDuration::from_hours(24 * AHEAD));
        let (first, until, text) = (number(self.day), number(until), self.day.to_string());
        let end = start(self.day)?.as_millisecond() + DAY;
        let values = named_params! {
            ":day": first, ":until": until, ":text": text, ":end": end, ":owner": self.owner,
        };
        // Counted by itself, so that no more is held than is told.
        let all = format!("SELECT count(*) FROM (SELECT {from})");
        let mut share = Share {
            count: self.connection.query_row(&all, values, |row| count(row, 0))?,
            first: Vec::new(),
        };
        let sql = format!("SELECT {COLUMNS}, {from} ORDER BY {order} LIMIT {}", self.most);
        let mut statement = self.connection.prepare(&sql)?;
        let mut found = statement.query(values)?;
        while let Some(row) = found.next()? {
            let review: Option<String> = row.get("review")?;
            share.first.push(Work {
                review: review.and_then(|day| day.parse().ok()),
                ..work(row)?
            });
        }
        Ok(share)
    }

    /// Since the beginning of the day before; and how many of them agreed.
    fn new_leads(&self) -> Result<(u64, u64), StoreError> {
        let sql = "SELECT count(*), coalesce(sum(coalesce(json_extract(r.consent, '$.given'), 0) = 1), 0)
             FROM lead_status l JOIN responses r ON r.key = l.response
             WHERE r.submitted_at >= :from AND r.submitted_at < :end
                 AND (:owner IS NULL OR l.owner IS NULL OR l.owner = :owner)";
        let from = start(self.day)?.as_millisecond();
        let values = named_params! { ":from": from - DAY, ":end": from + DAY, ":owner": self.owner };
        let (new, agreed) = self
            .connection
            .query_row(sql, values, |row| Ok((count(row, 0)?, count(row, 1)?)))?;
        Ok((new, agreed))
    }
}

fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or_default())
}

/// In milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

fn start(day: Date) -> Result<Timestamp, StoreError> {
    let start = day.to_zoned(TimeZone::UTC).map(|start| start.timestamp());
    start.map_err(|_| StoreError::Damaged("a day out of range".to_owned()))
}

/// Reads [`COLUMNS`].
pub(super) fn work(row: &Row<'_>) -> Result<Work, StoreError> {
    let time = |column| -> Result<Option<Timestamp>, StoreError> {
        row.get::<_, Option<i64>>(column)?.map(rows::time).transpose()
    };
    let decisions: Option<String> = row.get(10)?;
    let decisions: Decisions = decisions
        .map(|json| serde_json::from_str(&json))
        .transpose()?
        .unwrap_or_default();
    let follow_up: FollowUp = serde_json::from_str(&row.get::<_, String>(11)?)?;
    let (wanted, wanted_services) = wanted(&follow_up, &decisions);
    Ok(Work {
        id: Uuid::from_bytes(row.get(0)?),
        assessment: rows::id(&row.get::<_, String>(1)?)?,
        contact: serde_json::from_str(&row.get::<_, String>(2)?)?,
        agreed: row.get(3)?,
        submitted_at: rows::time(row.get(4)?)?,
        status: SalesStatus::parse(&row.get::<_, String>(5)?)
            .ok_or_else(|| StoreError::Damaged("an unknown status of sales".to_owned()))?,
        owner: row.get(6)?,
        next_step: row.get(7)?,
        next_on: row.get::<_, Option<i64>>(8)?.map(day).transpose()?,
        quoted_at: time(12)?,
        decided_at: time(9)?,
        review: None,
        wanted,
        wanted_services,
        triggers: follow_up.sales.triggers,
        worth: follow_up.sales.need,
    })
}

fn wanted(follow_up: &FollowUp, decisions: &Decisions) -> (Vec<String>, Vec<Recommendation>) {
    let mut wanted: Vec<String> = Vec::new();
    let mut services = Vec::new();
    for gap in &follow_up.gaps {
        let decided = decisions.gaps.get(&gap.key());
        if decided.is_none_or(|decided| decided.decision != Some(Decision::Want)) {
            continue;
        }
        let service = follow_up
            .services
            .iter()
            .find(|one| Some(&one.id) == gap.service.as_ref());
        let name = service.map_or(&gap.reason, |service| &service.name);
        if !wanted.contains(name) {
            wanted.push(name.clone());
            services.extend(service.cloned());
        }
    }
    (wanted, services)
}
