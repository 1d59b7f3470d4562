//! Erasing responses for good.

use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use super::{Forgotten, Leads, StoreError, forgotten, sales};

impl Leads {
    /// Erases one response with its deliveries and what sales made of it: for a lead without an address, where
    /// [`Leads::forget`] has nothing to go by. `by` is who does it.
    ///
    /// # Errors
    /// Where nothing could be erased.
    pub fn erase(&mut self, id: Uuid, by: &str) -> Result<Forgotten, StoreError> {
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let deliveries = by_id(&change, id)?;
        if deliveries.is_some() {
            forgotten::nameless(&change, by)?;
        }
        change.commit()?;
        Ok(Forgotten {
            responses: deliveries.is_some().then_some(id).into_iter().collect(),
            deliveries: deliveries.unwrap_or_default(),
            contacts: 0,
            log_emptied: self.empty_log()?,
        })
    }
}

/// Erases a response with everything that hangs on it; returns how many deliveries went with it, `None` where it is not
/// there.
pub(super) fn by_id(connection: &Connection, id: Uuid) -> Result<Option<usize>, StoreError> {
    sales::key_of(connection, id)?
        .map(|key| by_key(connection, key))
        .transpose()
}

/// As [`by_id`], of a response that is there.
pub(super) fn by_key(connection: &Connection, key: i64) -> Result<usize, StoreError> {
    let deliveries = connection
        .prepare_cached("DELETE FROM outbox WHERE response = ?1")?
        .execute([key])?;
    // Status, notes and history go by themselves, and triggers take the words out of the search.
    connection
        .prepare_cached("DELETE FROM responses WHERE key = ?1")?
        .execute([key])?;
    Ok(deliveries)
}
