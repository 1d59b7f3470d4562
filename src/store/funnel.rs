//! How far people get: sums by day, source and step, that hold nothing about anybody.
//!
//! What the pages tell is gathered in memory and written at most once a second; what is stored is counted in the
//! transaction that stores it. Erasing a person later takes nothing away from the sums: no row knows whom it counted.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::{Connection, params};

use super::sales::{day, number};
use super::{NewResponse, Status, Store, StoreError};
use crate::assessment::{AssessmentId, QuestionId};

/// Where nobody named a campaign.
pub(super) const DIRECT: &str = "direct";
/// Whatever is no short word, or one word too many.
pub(super) const OTHER: &str = "other";

/// How long the word of a source may be, in bytes.
const LONGEST: usize = 40;
/// How many sources an assessment may have on one day, besides [`DIRECT`] and [`OTHER`].
const SOURCES: i64 = 50;
/// How many different sums may wait in memory; sources beyond that are [`OTHER`].
const WAITING: usize = 512;

/// How far somebody got.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// They began.
    Started,
    /// A question was on show.
    Reached(QuestionId),
    /// A response was stored.
    Finished,
    /// It has a contact.
    Contact,
}

impl Step {
    /// As it is stored, and as pages send it: no question's id begins with `=`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Started => "=start",
            Self::Reached(question) => question.as_str(),
            Self::Finished => "=finished",
            Self::Contact => "=contact",
        }
    }

    /// Reads what [`Step::as_str`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Started, Self::Finished, Self::Contact]
            .into_iter()
            .find(|step| step.as_str() == text)
            .or_else(|| QuestionId::try_from(text).ok().map(Self::Reached))
    }
}

/// The sums of one assessment over some days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Funnel {
    /// The first day of all with a sum, whichever days were asked for.
    pub since: Option<Date>,
    /// By source.
    pub sources: BTreeMap<String, BTreeMap<Step, u64>>,
}

impl Store {
    /// Counts that somebody got so far, on their way through a page. Written within a second or so: what a power cut
    /// takes away is a second's worth of counts.
    pub fn count_step(&self, assessment: AssessmentId, step: Step, source: Option<&str>) {
        self.steps().add(Count {
            assessment,
            day: number(in_utc(Timestamp::now())),
            source: word(source),
            step,
        });
    }

    /// The sums of an assessment from that day on; all where none is named.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn funnel(&self, assessment: AssessmentId, from: Option<Date>) -> Result<Funnel, StoreError> {
        self.readers()?
            .read(move |connection| read(connection, &assessment, from))
            .await
    }
}

fn read(
    connection: &Connection,
    assessment: &AssessmentId,
    from: Option<Date>,
) -> Result<Funnel, StoreError> {
    let since: Option<i64> = connection
        .prepare_cached("SELECT min(day) FROM funnel WHERE assessment = ?1")?
        .query_row([assessment.as_str()], |row| row.get(0))?;
    let mut funnel = Funnel {
        since: since.map(day).transpose()?,
        sources: BTreeMap::new(),
    };
    let mut statement = connection.prepare_cached(
        "SELECT source, step, sum(count) FROM funnel WHERE assessment = ?1 AND day >= ?2 GROUP BY source, step",
    )?;
    let mut found = statement.query(params![assessment.as_str(), from.map_or(0, number)])?;
    while let Some(row) = found.next()? {
        let step: String = row.get(1)?;
        let step =
            Step::parse(&step).ok_or_else(|| StoreError::Damaged("a step that can't be one".to_owned()))?;
        let sum = u64::try_from(row.get::<_, i64>(2)?).unwrap_or_default();
        funnel.sources.entry(row.get(0)?).or_default().insert(step, sum);
    }
    Ok(funnel)
}

/// What is counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Count {
    assessment: AssessmentId,
    day: i64,
    source: String,
    step: Step,
}

/// Sums that are not written yet.
pub(super) type Sums = HashMap<Count, u64>;

/// What a new response adds. Nothing where a trap caught it, or where it was keyed in from paper: nobody began that on
/// a page.
pub(super) fn of_response(response: &NewResponse) -> Vec<Count> {
    if response.status == Status::Quarantined {
        return Vec::new();
    }
    let contact = response.contact.as_ref().map(|_| response.submitted_at);
    let assessment = &response.definition.assessment.id;
    counts(assessment, &response.source, Some(response.submitted_at), contact)
}

/// What a stored response adds: at `finished` it came to count, at `contact` its contact did.
pub(super) fn counts(
    assessment: &AssessmentId,
    source: &BTreeMap<String, String>,
    finished: Option<Timestamp>,
    contact: Option<Timestamp>,
) -> Vec<Count> {
    if source.get("page").is_some_and(|page| page == "paper") {
        return Vec::new();
    }
    let source = word(source.get("utm_source").map(String::as_str));
    let count = |step: Step, at: Timestamp| Count {
        assessment: assessment.clone(),
        day: number(in_utc(at)),
        source: source.clone(),
        step,
    };
    let finished = finished.map(|at| count(Step::Finished, at));
    let contact = contact.map(|at| count(Step::Contact, at));
    finished.into_iter().chain(contact).collect()
}

/// Writes the sums of a group, each once.
pub(super) fn write(connection: &Connection, counted: Vec<Count>, steps: &Sums) -> Result<(), StoreError> {
    let mut sums = Sums::new();
    for count in counted {
        *sums.entry(count).or_default() += 1;
    }
    for (count, more) in sums.iter().chain(steps) {
        add(connection, count, i64::try_from(*more).unwrap_or(i64::MAX))?;
    }
    Ok(())
}

fn add(connection: &Connection, count: &Count, more: i64) -> Result<(), StoreError> {
    let (assessment, step) = (count.assessment.as_str(), count.step.as_str());
    let known = connection
        .prepare_cached(
            "UPDATE funnel SET count = count + ?5
             WHERE assessment = ?1 AND day = ?2 AND source = ?3 AND step = ?4",
        )?
        .execute(params![assessment, count.day, count.source, step, more])?;
    if known > 0 {
        return Ok(());
    }
    let source = if has_room(connection, count)? {
        &count.source
    } else {
        OTHER
    };
    connection
        .prepare_cached(
            "INSERT INTO funnel (assessment, day, source, step, count) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET count = count + excluded.count",
        )?
        .execute(params![assessment, count.day, source, step, more])?;
    Ok(())
}

/// Whether a source may have rows of its own on that day: anybody can name one, and nobody may fill the disk.
fn has_room(connection: &Connection, count: &Count) -> Result<bool, StoreError> {
    if matches!(count.source.as_str(), DIRECT | OTHER) {
        return Ok(true);
    }
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM funnel WHERE assessment = ?1 AND day = ?2 AND source = ?3)
                 OR (SELECT count(DISTINCT source) FROM funnel
                     WHERE assessment = ?1 AND day = ?2 AND source NOT IN ('direct', 'other')) < ?4",
        )?
        .query_row(
            params![count.assessment.as_str(), count.day, count.source, SOURCES],
            |row| row.get(0),
        )?)
}

/// Steps that the pages told of and that are not written yet.
#[derive(Clone, Default)]
pub(super) struct Steps(Arc<Mutex<Sums>>);

impl Steps {
    fn sums(&self) -> MutexGuard<'_, Sums> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, mut count: Count) {
        let mut sums = self.sums();
        if sums.len() >= WAITING && !sums.contains_key(&count) {
            OTHER.clone_into(&mut count.source);
        }
        *sums.entry(count).or_default() += 1;
    }

    pub(super) fn take(&self) -> Sums {
        std::mem::take(&mut *self.sums())
    }

    /// For the next time, where they could not be written.
    pub(super) fn give_back(&self, steps: Sums) {
        let mut sums = self.sums();
        for (count, more) in steps {
            *sums.entry(count).or_default() += more;
        }
    }
}

/// The source of a campaign as one short word, whatever was sent.
fn word(source: Option<&str>) -> String {
    let word = source.unwrap_or_default().trim().to_ascii_lowercase();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    match word.len() {
        0 => DIRECT.to_owned(),
        1..=LONGEST if word.chars().all(plain) => word,
        _ => OTHER.to_owned(),
    }
}

fn in_utc(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_a_short_word_or_none() {
        for (sent, kept) in [
            (None, DIRECT),
            (Some(" "), DIRECT),
            (Some(" NewsLetter "), "newsletter"),
            (Some("spring_2026-a.b"), "spring_2026-a.b"),
            (Some("ann@client.example"), OTHER),
            (Some("two words"), OTHER),
            (Some("=start"), OTHER),
            (Some("é"), OTHER),
            (Some(&"x".repeat(41)), OTHER),
        ] {
            assert_eq!(word(sent), kept, "{sent:?}");
        }
        assert_eq!(word(Some(&"x".repeat(40))), "x".repeat(40));
    }

    #[test]
    fn steps_are_read_as_they_were_written_and_no_question_is_taken_for_another_step() {
        let question = |id: &str| Step::Reached(id.try_into().unwrap());
        for step in [
            Step::Started,
            Step::Finished,
            Step::Contact,
            question("start"),
            question("finished"),
        ] {
            assert_eq!(Step::parse(step.as_str()), Some(step));
        }
        assert_eq!(Step::parse("=else"), None);
        assert_eq!(Step::parse(""), None);
    }

    #[test]
    fn what_waits_in_memory_is_bounded_whatever_is_sent() {
        let steps = Steps::default();
        let sent = 2 * WAITING as u64;
        for n in 0..sent {
            steps.add(Count {
                assessment: "security".try_into().unwrap(),
                day: 20_261_126,
                source: format!("s{n}"),
                step: Step::Started,
            });
        }
        let sums = steps.take();
        assert_eq!(sums.len(), WAITING + 1);
        assert_eq!(sums.values().sum::<u64>(), sent);
        assert!(steps.take().is_empty());
    }
}
