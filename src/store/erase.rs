//! Erasing one lead for good, whoever it was.

use rusqlite::{TransactionBehavior, params};
use uuid::Uuid;

use super::{Forgotten, Leads, StoreError};

impl Leads {
    /// Erases one response with its deliveries and what sales made of it: for a lead without an address, where
    /// [`Leads::forget`] has nothing to go by.
    ///
    /// # Errors
    /// Where nothing could be erased.
    pub fn erase(&mut self, id: Uuid) -> Result<Forgotten, StoreError> {
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let deliveries = change.execute(
            "DELETE FROM outbox WHERE response IN (SELECT key FROM responses WHERE id = ?1)",
            params![id.as_bytes()],
        )?;
        let erased = change.execute("DELETE FROM responses WHERE id = ?1", params![id.as_bytes()])?;
        change.commit()?;
        Ok(Forgotten {
            responses: (erased > 0).then_some(id).into_iter().collect(),
            deliveries,
            log_emptied: self.empty_log()?,
        })
    }
}
