//! Lists of leads, a page at a time: always from where the last page ended, never by counting rows off.
//!
//! Each page walks one index in the order of the list and looks at what it finds. Where hardly anything fits, it stops after
//! [`LOOK`] and says so: no list keeps the reader, or anybody else, waiting.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use uuid::Uuid;

use super::sales::{Sales, SalesStatus, number, sales};
use super::{Store, StoreError, rows};
use crate::assessment::{AssessmentId, BandId, Consent, Contact, ServiceId};

/// How long a page looks for leads.
const LOOK: Duration = Duration::from_millis(25);
/// How many are looked at between two looks at the clock.
const STRIDE: usize = 256;
/// Text finds the newest; to put them in another order there must be an end.
const MOST_BY_TEXT: usize = 2000;

/// Which leads, in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeadFilter {
    /// Of one assessment.
    pub assessment: Option<AssessmentId>,
    /// That stand there.
    pub status: Option<SalesStatus>,
    /// That are somebody's (the id of a user), or nobody's.
    pub owner: Option<Option<i64>>,
    /// That this service fits.
    pub service: Option<ServiceId>,
    /// Words that the name, the address or the company begin with.
    pub text: Option<String>,
    /// What comes first.
    pub order: Order,
}

/// What comes first in a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The last that came.
    #[default]
    Newest,
    /// The hottest (see `lead_facts` in the database).
    Hottest,
    /// What was to be done first; only leads that are due on that day or before.
    Due(Date),
}

/// Where a page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// What the order goes by.
    pub rank: i64,
    /// Which of those.
    pub row: i64,
}

/// Some leads.
#[derive(Debug, Clone)]
pub struct LeadPage {
    /// In order.
    pub leads: Vec<ListedLead>,
    /// Where to go on; `None` at the end.
    pub next: Option<Place>,
    /// Whether it was left off because looking took too long; `next` goes on.
    pub unfinished: bool,
    /// Whether more leads have the text than can be put in order: only the newest of them are in the list.
    pub newest_only: bool,
}

/// A lead in a list.
#[derive(Debug, Clone)]
pub struct ListedLead {
    /// The client's id.
    pub id: Uuid,
    /// Which assessment.
    pub assessment: AssessmentId,
    /// When it arrived.
    pub submitted_at: Timestamp,
    /// Who it is; only what is quarantined and what a client answered may have none.
    pub contact: Option<Contact>,
    /// What the client is called who was invited to it.
    pub client: Option<String>,
    /// Whether they agreed to be contacted.
    pub agreed: bool,
    /// 0 to 100, not rounded.
    pub total: Option<f64>,
    /// The band's id.
    pub band: Option<BandId>,
    /// How hot it is.
    pub heat: i64,
    /// What sales made of it; only what is quarantined has none.
    pub sales: Option<Sales>,
}

impl Store {
    /// A page of at most `most` leads after `from`.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn leads(
        &self,
        filter: LeadFilter,
        from: Option<Place>,
        most: usize,
    ) -> Result<LeadPage, StoreError> {
        self.readers()?
            .read(move |connection| page(connection, &filter, from, most))
            .await
    }

    /// A page of at most `most` responses that a trap caught, newest first.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn quarantined(&self, from: Option<Place>, most: usize) -> Result<LeadPage, StoreError> {
        self.readers()?
            .read(move |connection| {
                let before = from.map_or(i64::MAX, |place| place.row);
                let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
                let found: Vec<(i64, i64)> = connection
                    .prepare_cached(
                        "SELECT key, 0 FROM responses INDEXED BY responses_quarantined
                         WHERE status = 'quarantined' AND key < ?1 ORDER BY key DESC LIMIT ?2",
                    )?
                    .query_map(params![before, limit], |row| Ok((row.get(0)?, row.get(1)?)))?
                    .collect::<Result<_, _>>()?;
                finish(connection, found, most, None, false)
            })
            .await
    }

    /// How many leads are due on `today`, counted up to 100; of one user or of all.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn due(&self, today: Date, owner: Option<i64>) -> Result<i64, StoreError> {
        self.readers()?
            .read(move |connection| {
                let sql = "SELECT count(*) FROM (SELECT 1 FROM lead_status INDEXED BY lead_status_by_due
                               WHERE next_on IS NOT NULL AND next_on <= ?1 AND (?2 IS NULL OR owner = ?2) LIMIT 100)";
                Ok(connection
                    .prepare_cached(sql)?
                    .query_row(params![number(today), owner], |row| row.get(0))?)
            })
            .await
    }
}

fn page(
    connection: &Connection,
    filter: &LeadFilter,
    from: Option<Place>,
    most: usize,
) -> Result<LeadPage, StoreError> {
    let words = filter.text.as_deref().map(words).unwrap_or_default();
    if words.is_empty() || filter.order == Order::Newest {
        let walk = Walk::new(filter, &words, from);
        let looked = look(connection, filter, &walk, most + 1)?;
        return finish(connection, looked.found, most, looked.left_off, false);
    }
    // Another order than that of the index of words: all that fit, then sorted.
    let walk = Walk::new(filter, &words, None);
    let looked = look(connection, filter, &walk, MOST_BY_TEXT)?;
    let newest_only = looked.left_off.is_some() || looked.found.len() == MOST_BY_TEXT;
    let mut found = looked.found;
    let after = |rank: i64, row: i64| match (filter.order, from) {
        (_, None) => true,
        (Order::Due(_), Some(from)) => (rank, row) > (from.rank, from.row),
        (_, Some(from)) => (rank, row) < (from.rank, from.row),
    };
    found.retain(|(row, rank)| after(*rank, *row));
    match filter.order {
        Order::Due(_) => found.sort_by_key(|(row, rank)| (*rank, *row)),
        _ => found.sort_by_key(|(row, rank)| std::cmp::Reverse((*rank, *row))),
    }
    let mut page = finish(connection, found, most, None, false)?;
    page.newest_only = newest_only;
    Ok(page)
}

/// The way through one index.
struct Walk {
    sql: String,
    values: Vec<Value>,
}

impl Walk {
    fn new(filter: &LeadFilter, words: &str, from: Option<Place>) -> Self {
        let rank = match filter.order {
            Order::Newest => "0",
            Order::Hottest => "l.heat",
            Order::Due(_) => "l.next_on",
        };
        let services = match filter.service {
            Some(_) => "l.services",
            None => "''",
        };
        let columns =
            format!("SELECT l.response, {rank}, l.assessment, l.status, coalesce(l.owner, 0), {services}");
        if !words.is_empty() {
            let mut values = vec![Value::from(words.to_owned())];
            values.push(from.map_or(i64::MAX, |place| place.row).into());
            let mut due = "";
            if let Order::Due(today) = filter.order {
                values.push(number(today).into());
                due = "AND l.next_on <= ?3";
            }
            let sql = format!(
                "{columns} FROM lead_search CROSS JOIN lead_status l ON l.response = lead_search.rowid
                 WHERE lead_search MATCH ?1 AND lead_search.rowid < ?2 {due} ORDER BY lead_search.rowid DESC"
            );
            return Self { sql, values };
        }
        let (index, fixed, value) = index(filter);
        let mut values: Vec<Value> = value.into_iter().collect();
        let first = values.len() + 1;
        let (after, order) = match filter.order {
            Order::Newest => {
                values.push(from.map_or(i64::MAX, |place| place.row).into());
                (format!("l.response < ?{first}"), "l.response DESC")
            }
            Order::Hottest => {
                let from = from.unwrap_or(Place {
                    rank: i64::MAX,
                    row: i64::MAX,
                });
                values.extend([from.rank.into(), from.row.into()]);
                let after = format!("(l.heat, l.response) < (?{first}, ?{})", first + 1);
                (after, "l.heat DESC, l.response DESC")
            }
            Order::Due(today) => {
                let from = from.unwrap_or(Place { rank: 0, row: 0 });
                values.extend([from.rank.into(), from.row.into(), number(today).into()]);
                let after = format!(
                    "l.next_on IS NOT NULL AND (l.next_on, l.response) > (?{first}, ?{}) AND l.next_on <= ?{}",
                    first + 1,
                    first + 2
                );
                (after, "l.next_on, l.response")
            }
        };
        let sql = format!("{columns} FROM lead_status l {index} WHERE {fixed} {after} ORDER BY {order}");
        Self { sql, values }
    }
}

/// The index that leaves the fewest to look at, what it fixes, and to what.
fn index(filter: &LeadFilter) -> (&'static str, &'static str, Option<Value>) {
    let status = filter
        .status
        .map(|status| Value::from(status.as_str().to_owned()));
    let assessment = filter
        .assessment
        .as_ref()
        .map(|id| Value::from(id.as_str().to_owned()));
    match (filter.order, filter.owner) {
        (Order::Due(_), _) => ("INDEXED BY lead_status_by_due", "", None),
        (Order::Newest, Some(Some(owner))) => (
            "INDEXED BY lead_status_by_owner",
            "l.owner = ?1 AND",
            Some(owner.into()),
        ),
        (Order::Hottest, Some(Some(owner))) => (
            "INDEXED BY lead_status_by_owner_heat",
            "l.owner = ?1 AND",
            Some(owner.into()),
        ),
        (Order::Newest, _) if status.is_some() => {
            ("INDEXED BY lead_status_by_status", "l.status = ?1 AND", status)
        }
        (Order::Newest, _) if assessment.is_some() => (
            "INDEXED BY lead_status_by_assessment",
            "l.assessment = ?1 AND",
            assessment,
        ),
        (Order::Newest, _) => ("NOT INDEXED", "", None),
        (Order::Hottest, _) if !matches!(filter.status, None | Some(SalesStatus::New)) => (
            "INDEXED BY lead_status_by_status_heat",
            // Word for word the condition of the index, which holds only those.
            "l.status = ?1 AND l.status <> 'new' AND",
            status,
        ),
        (Order::Hottest, _) => ("INDEXED BY lead_status_by_heat", "", None),
    }
}

struct Looked {
    /// The row and its rank.
    found: Vec<(i64, i64)>,
    /// The last that was looked at, where time ran out.
    left_off: Option<Place>,
}

/// Looks along the way for at most `most` leads that fit.
fn look(
    connection: &Connection,
    filter: &LeadFilter,
    walk: &Walk,
    most: usize,
) -> Result<Looked, StoreError> {
    let begun = Instant::now();
    let service = filter.service.as_ref().map(|id| format!(" {id} "));
    let mut statement = connection.prepare_cached(&walk.sql)?;
    let mut rows = statement.query(params_from_iter(&walk.values))?;
    let mut looked = Looked {
        found: Vec::new(),
        left_off: None,
    };
    let mut seen = 0;
    while let Some(row) = rows.next()? {
        let text = |column: usize| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
        let place = Place {
            rank: row.get(1)?,
            row: row.get(0)?,
        };
        let owner: i64 = row.get(4)?;
        let fits = filter
            .assessment
            .as_ref()
            .map_or(Ok(true), |id| text(2).map(|it| it == id.as_str()))?
            && filter
                .status
                .map_or(Ok(true), |status| text(3).map(|it| it == status.as_str()))?
            && filter
                .owner
                .is_none_or(|wanted| wanted.unwrap_or_default() == owner)
            && service
                .as_ref()
                .map_or(Ok(true), |id| text(5).map(|it| it.contains(id.as_str())))?;
        if fits {
            looked.found.push((place.row, place.rank));
            if looked.found.len() == most {
                return Ok(looked);
            }
        }
        seen += 1;
        if seen % STRIDE == 0 && begun.elapsed() > LOOK {
            looked.left_off = Some(place);
            return Ok(looked);
        }
    }
    Ok(looked)
}

/// Reads what was found; one more than `most` tells that there is another page.
fn finish(
    connection: &Connection,
    mut found: Vec<(i64, i64)>,
    most: usize,
    left_off: Option<Place>,
    newest_only: bool,
) -> Result<LeadPage, StoreError> {
    let more = found.len() > most;
    found.truncate(most);
    let last = found.last().map(|(row, rank)| Place {
        rank: *rank,
        row: *row,
    });
    let leads = found.iter().map(|(row, _)| listed(connection, *row));
    let leads = leads.collect::<Result<Vec<_>, _>>()?;
    Ok(LeadPage {
        leads,
        next: if more { last } else { left_off },
        unfinished: !more && left_off.is_some(),
        newest_only,
    })
}

fn listed(connection: &Connection, key: i64) -> Result<ListedLead, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, assessment, submitted_at, contact, consent, total, band,
             coalesce((SELECT heat FROM lead_status WHERE response = responses.key), 0),
             (SELECT name FROM clients WHERE clients.key = responses.client)
         FROM responses WHERE key = ?1",
    )?;
    let mut found = statement.query([key])?;
    let Some(row) = found.next()? else {
        return Err(StoreError::Damaged("a list of what is not there".to_owned()));
    };
    let json = |column: usize| row.get::<_, Option<String>>(column);
    let contact = json(3)?.map(|json| serde_json::from_str(&json)).transpose()?;
    let consent: Option<Consent> = json(4)?.map(|json| serde_json::from_str(&json)).transpose()?;
    Ok(ListedLead {
        id: Uuid::from_bytes(row.get(0)?),
        assessment: rows::id(&row.get::<_, String>(1)?)?,
        submitted_at: rows::time(row.get(2)?)?,
        contact,
        agreed: consent.is_some_and(|consent| consent.given),
        total: row.get(5)?,
        band: json(6)?.map(|band| rows::id(&band)).transpose()?,
        heat: row.get(7)?,
        client: row.get(8)?,
        sales: sales(connection, key)?,
    })
}

/// The words of a search as FTS5 reads them: each is one that something begins with, and all must be there.
fn words(text: &str) -> String {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    // A single letter begins too much: it must be a word of its own.
    let words = words.map(|word| match word.chars().count() {
        1 => format!("\"{word}\""),
        _ => format!("\"{word}\"*"),
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_search_is_words_and_nothing_that_fts5_obeys() {
        assert_eq!(words("Ann  Le"), "\"Ann\"* \"Le\"*");
        assert_eq!(words("ann@doe.example"), "\"ann\"* \"doe\"* \"example\"*");
        assert_eq!(
            words("J \"x\" OR NEAR(a, b)"),
            "\"J\" \"x\" \"OR\"* \"NEAR\"* \"a\" \"b\""
        );
        assert_eq!(words(" -*\"% "), "");
    }
}
