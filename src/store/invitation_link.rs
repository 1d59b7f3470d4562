//! The part of an invitation's address that says whose it is: signed, so that nobody can make one up.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;
use uuid::Uuid;

use super::Invitation;
use super::secret::Secret;

/// So that a signature is never one of something else.
const PURPOSE: &[u8] = b"gradewright invitation 1\0";
const ID: usize = 16;
const EXPIRY: usize = 8;
const SIGNATURE: usize = 16;

impl Secret {
    /// The end of the address that opens an invitation.
    pub fn sign(&self, invitation: &Invitation) -> String {
        let mut bytes = Vec::with_capacity(ID + EXPIRY + SIGNATURE);
        bytes.extend(invitation.id.as_bytes());
        bytes.extend(invitation.expires_at.as_second().to_be_bytes());
        let signature = self.signature(&bytes).finalize().into_bytes();
        bytes.extend(&signature[..SIGNATURE]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The id of the invitation, where we signed it and it has not expired.
    pub fn read(&self, link: &str, now: Timestamp) -> Option<Uuid> {
        let bytes = URL_SAFE_NO_PAD.decode(link).ok()?;
        if bytes.len() != ID + EXPIRY + SIGNATURE {
            return None;
        }
        let (signed, signature) = bytes.split_at(ID + EXPIRY);
        self.signature(signed).verify_truncated_left(signature).ok()?;
        let (id, expiry) = signed.split_at(ID);
        let expiry = i64::from_be_bytes(expiry.try_into().ok()?);
        (expiry > now.as_second()).then_some(())?;
        Uuid::from_slice(id).ok()
    }

    fn signature(&self, signed: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.bytes()).expect("HMAC takes a key of any length");
        mac.update(PURPOSE);
        mac.update(signed);
        mac
    }
}
