//! Who is it: the cookie, the secret in it, and what a session allows.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::{COOKIE, HeaderMap, LOCATION};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::facts::Facts;
use super::room::Room;
use super::trouble::Trouble;
use crate::store::{NewSession, SessionHash, StoreError, User};

/// A session ends after this time, whatever is done in it.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// And after this time without a request.
const IDLE: SignedDuration = SignedDuration::from_hours(2);
/// How exactly the last request is known: not every page is worth a write.
const NOTED: SignedDuration = SignedDuration::from_mins(1);

/// 256 random bits that only the browser keeps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Secret([u8; 32]);

impl Secret {
    pub(super) fn random() -> Result<Self, StoreError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| StoreError::NoRandomness)?;
        Ok(Self(bytes))
    }

    /// Reads what [`Secret::text`] writes.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let plain = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let mut bytes = [0; 32];
        for (place, byte) in bytes.iter_mut().enumerate().filter(|_| plain) {
            *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
        }
        plain.then_some(Self(bytes))
    }

    pub(super) fn text(&self) -> String {
        hex(&self.0)
    }

    /// What the store knows it by. Hashes are compared, so no comparison tells how much of a secret was right.
    pub(super) fn hash(&self) -> SessionHash {
        Sha256::digest(self.0).into()
    }

    /// What the forms of this session carry, and no other page can know.
    fn form_key(&self) -> [u8; 32] {
        let mut hash = Sha256::new_with_prefix("gradewright form ");
        hash.update(self.0);
        hash.finalize().into()
    }
}

fn masked(bytes: [u8; 32], mask: [u8; 32]) -> [u8; 32] {
    std::array::from_fn(|place| bytes[place] ^ mask[place])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Somebody who is signed in.
pub(super) struct Signed {
    pub(super) user: User,
    pub(super) session: SessionHash,
    form_key: [u8; 32],
}

impl Signed {
    /// Stands in every form. It looks different on each page: pages are compressed and repeat what was searched for, and the
    /// size of the answers must not tell the token to somebody who sees them go by (<https://www.breachattack.com/>).
    pub(super) fn token(&self) -> Result<String, StoreError> {
        let mask = Secret::random()?;
        Ok(mask.text() + &hex(&masked(self.form_key, mask.0)))
    }

    /// Whether a form came with a token of this session.
    pub(super) fn sent(&self, token: &str) -> bool {
        let halves = token.split_at_checked(64);
        let halves = halves.and_then(|(mask, rest)| Some((Secret::parse(mask)?, Secret::parse(rest)?)));
        halves.is_some_and(|(mask, rest)| {
            Sha256::digest(masked(rest.0, mask.0)) == Sha256::digest(self.form_key)
        })
    }
}

impl FromRequestParts<Arc<Room>> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, room: &Arc<Room>) -> Result<Self, Response> {
        match signed(room, &parts.headers).await {
            Ok(Some(signed)) => Ok(signed),
            Ok(None) => Err(to_sign_in(room, parts)),
            Err(error) => Err(Trouble::from(error).into_response()),
        }
    }
}

/// Who holds the cookie of a session that may go on.
pub(super) async fn signed(room: &Room, headers: &HeaderMap) -> Result<Option<Signed>, StoreError> {
    let Some(secret) = held(headers, &room.facts()) else {
        return Ok(None);
    };
    let now = Timestamp::now();
    let hash = secret.hash();
    let Some(session) = room.store.session(hash, now, before(now, IDLE)).await? else {
        return Ok(None);
    };
    if session.seen_at < before(now, NOTED) {
        room.store.touch_session(hash, now).await?;
    }
    Ok(Some(Signed {
        user: session.user,
        session: hash,
        form_key: secret.form_key(),
    }))
}

/// Begins a session with a secret of its own, whatever the browser brought, and leads to `to`.
pub(super) async fn begin(
    room: &Room,
    headers: &HeaderMap,
    user: &User,
    to: &str,
) -> Result<Response, Trouble> {
    let facts = room.facts();
    let secret = Secret::random()?;
    let at = Timestamp::now();
    let new = NewSession {
        hash: secret.hash(),
        user: user.id,
        at,
        expires_at: at.checked_add(LONGEST).unwrap_or(Timestamp::MAX),
        instead_of: held(headers, &facts).map(|before| before.hash()),
    };
    room.store.begin_session(new).await?;
    let cookie = cookie(&facts, &secret.text(), "");
    let headers = [("set-cookie", cookie), (LOCATION.as_str(), to.to_owned())];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// Takes the cookie back and leads to the sign-in page.
pub(super) fn farewell(facts: &Facts) -> Response {
    let cookie = cookie(facts, "", "; Max-Age=0");
    let to = format!("{}/inbox/sign-in", facts.base_path);
    let headers = [("set-cookie", cookie), (LOCATION.as_str(), to)];
    (StatusCode::SEE_OTHER, headers).into_response()
}

fn before(now: Timestamp, time: SignedDuration) -> Timestamp {
    now.checked_sub(time).unwrap_or(Timestamp::MIN)
}

/// `__Host-`: this host and https alone, and no other host of the domain can set it.
fn name(facts: &Facts) -> &'static str {
    match facts.secure {
        true => "__Host-gradewright",
        false => "gradewright_inbox",
    }
}

fn cookie(facts: &Facts, value: &str, more: &str) -> String {
    let place = match facts.secure {
        true => "/; Secure".to_owned(),
        false => format!("{}/inbox", facts.base_path),
    };
    format!(
        "{}={value}; Path={place}; HttpOnly; SameSite=Lax{more}",
        name(facts)
    )
}

fn held(headers: &HeaderMap, facts: &Facts) -> Option<Secret> {
    let cookies = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok());
    cookies
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .filter(|(named, _)| *named == name(facts))
        .find_map(|(_, value)| Secret::parse(value))
}

/// Back to where they wanted to go, once they are signed in.
fn to_sign_in(room: &Room, parts: &Parts) -> Response {
    let mut to = format!("{}/inbox/sign-in", room.facts().base_path);
    if parts.method == Method::GET
        && let Some(path) = parts.uri.path_and_query()
    {
        let next: String = form_urlencoded::byte_serialize(path.as_str().as_bytes()).collect();
        to = format!("{to}?next={next}");
    }
    (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response()
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_is_read_as_it_was_written_and_not_otherwise() {
        let secret = Secret::random().unwrap();
        assert!(Secret::parse(&secret.text()) == Some(secret));
        assert!(Secret::parse(&secret.text().to_uppercase().replace('0', "A")).is_none());
        for bad in ["", "00", &"é".repeat(32), &"g".repeat(64), &"+1".repeat(32)] {
            assert!(Secret::parse(bad).is_none(), "{bad}");
        }
        assert_ne!(secret.form_key(), secret.0);
        assert_ne!(secret.form_key(), secret.hash());
    }
}
