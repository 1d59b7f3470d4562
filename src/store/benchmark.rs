//! How others did: the mean of a cohort of leads.

use jiff::Timestamp;
use rusqlite::{Connection, ToSql, params_from_iter};

use super::StoreError;
use crate::assessment::{AssessmentId, Benchmark, OptionId, QuestionId};

/// The mean over the leads of an assessment, each person's last answers once; with `alike`, only over those who last answered
/// a question in the same way. `None` below 30 people. What a trap caught does not count.
pub(super) fn benchmark(
    connection: &Connection,
    assessment: &AssessmentId,
    alike: Option<&(QuestionId, OptionId)>,
) -> Result<Option<Benchmark>, StoreError> {
    let (answers, same_answer) = match alike {
        Some(_) => (", answers", "WHERE json_extract(answers, ?2) = ?3"),
        None => ("", ""),
    };
    // Of the columns beside `max(key)`, SQLite gives those of the row with that key.
    let sql = format!(
        "SELECT count(*), avg(total) FROM (
             SELECT total{answers}, max(key) FROM responses
             WHERE assessment = ?1 AND contact_at IS NOT NULL AND total IS NOT NULL AND status <> 'quarantined'
             GROUP BY coalesce(person, -key))
         {same_answer}"
    );
    let mut values: Vec<String> = vec![assessment.to_string()];
    if let Some((question, option)) = alike {
        values.push(format!("$.\"{question}\""));
        values.push(option.to_string());
    }
    let values = values.iter().map(|value| value as &dyn ToSql);
    let (n, mean) = connection
        .prepare_cached(&sql)?
        .query_row(params_from_iter(values), |row| {
            Ok((
                row.get::<_, i64>(0)?.unsigned_abs(),
                row.get::<_, Option<f64>>(1)?,
            ))
        })?;
    Ok(mean.and_then(|mean| Benchmark::new(n, mean, Timestamp::now())))
}
