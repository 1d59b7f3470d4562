//! Passwords: hashed with argon2id, checked one at a time.
//!
//! The parameters are those of OWASP's "Password Storage Cheat Sheet" (19 MiB, two passes, one lane).

use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// The fewest characters: NIST SP 800-63B asks for more than eight where there is nothing but a password.
pub(super) const SHORTEST: usize = 12;
/// Longer ones are hashed to no avail.
pub(super) const LONGEST: usize = 1000;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// What an unknown user's password is checked against, so that it takes as long as any other. Nothing hashes to it.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// How many checks may wait. More than that come from no salesperson.
const WAITING: usize = 32;

/// Why a password can't be kept.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than twelve characters.
    #[error("a password has at least {SHORTEST} characters")]
    TooShort,
    /// More than a thousand.
    #[error("a password has at most {LONGEST} characters")]
    TooLong,
    /// No random bytes for the salt.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
    /// The library refused.
    #[error("the password could not be hashed: {0}")]
    Hash(String),
}

/// Hashes a new password, in PHC format.
///
/// # Errors
/// Where it is too short or too long, or the system fails.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    match password.chars().count() {
        ..SHORTEST => return Err(PasswordError::TooShort),
        count if count > LONGEST => return Err(PasswordError::TooLong),
        _ => {}
    }
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| PasswordError::NoRandomness)?;
    let failed = |error: argon2::password_hash::Error| PasswordError::Hash(error.to_string());
    let salt = SaltString::encode_b64(&salt).map_err(failed)?;
    let hashed = argon2()
        .map_err(failed)?
        .hash_password(password.as_bytes(), &salt);
    Ok(hashed.map_err(failed)?.to_string())
}

/// Checks passwords without taking much of the machine: one at a time, off the server's own threads.
pub(super) struct Passwords {
    one: Semaphore,
    waiting: Semaphore,
    checked: AtomicU64,
}

/// Too many wait to be checked.
pub(super) struct TooMany;

impl Passwords {
    pub(super) fn new() -> Self {
        Self {
            one: Semaphore::new(1),
            waiting: Semaphore::new(WAITING),
            checked: AtomicU64::new(0),
        }
    }

    /// Whether a password is the one that was hashed. Without a hash (an unknown user) it is not, and takes as long.
    ///
    /// # Errors
    /// Where too many wait already.
    pub(super) async fn check(&self, password: String, hash: Option<String>) -> Result<bool, TooMany> {
        let _place = self.waiting.try_acquire().map_err(|_| TooMany)?;
        let _turn = self.one.acquire().await.map_err(|_| TooMany)?;
        self.checked.fetch_add(1, Ordering::Relaxed);
        let known = hash.is_some();
        let fits = tokio::task::spawn_blocking(move || fits(&password, hash.as_deref().unwrap_or(NOBODY)));
        Ok(fits.await.unwrap_or(false) && known)
    }

    /// How many passwords were hashed to be checked.
    pub(super) fn checked(&self) -> u64 {
        self.checked.load(Ordering::Relaxed)
    }
}

fn fits(password: &str, hash: &str) -> bool {
    match (PasswordHash::new(hash), argon2()) {
        (Ok(hash), Ok(argon2)) => argon2.verify_password(password.as_bytes(), &hash).is_ok(),
        _ => {
            tracing::error!("the hash of a password can't be read");
            false
        }
    }
}

fn argon2() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_alone_and_nobody_has_none() {
        let hashed = hash("correct horse battery").unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hashed}");
        assert!(fits("correct horse battery", &hashed));
        assert!(!fits("correct horse batterz", &hashed));
        assert!(PasswordHash::new(NOBODY).is_ok(), "else it would cost no time");
        assert!(!fits("", NOBODY));
        assert!(matches!(hash("eleven char"), Err(PasswordError::TooShort)));
        assert!(matches!(hash(&"x".repeat(1001)), Err(PasswordError::TooLong)));
    }
}
