//! Signing in and out.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Path, RawQuery, Request, State};
use axum::http::header::{HOST, LOCATION};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Serialize;

use super::facts::Facts;
use super::page::page;
use super::password::LONGEST;
use super::posted::{Fields, Posted, ours};
use super::room::Room;
use super::session::{self, begin, farewell};
use super::trouble::Trouble;
use crate::throttle::{self, Rate};

/// Tries of one address: an office with a few forgetful people stays below it.
const PER_ADDRESS: Rate = (20, 5 * 60);
/// Tries at one account, from wherever.
const PER_ACCOUNT: Rate = (10, 15 * 60);

#[derive(Default, Serialize)]
struct View<'a> {
    email: &'a str,
    next: &'a str,
    error: Option<&'static str>,
    /// Whether somebody must be let in first.
    nobody_yet: bool,
}

/// `GET /inbox/sign-in`
pub(super) async fn get(
    State(room): State<Arc<Room>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let facts = room.facts();
    let query = Fields::of_query(query.as_deref());
    if session::signed(&room, &headers).await?.is_some() {
        return Ok(go(&destination(&facts, query.get("next"))));
    }
    let view = View {
        next: query.get("next"),
        nobody_yet: !room.store.has_users().await?,
        ..View::default()
    };
    page(&facts, None, "sign-in.html", StatusCode::OK, &view)
}

/// `POST /inbox/sign-in`: whether the address or the password is wrong is not told, nor to be seen from the time it takes.
pub(super) async fn post(State(room): State<Arc<Room>>, request: Request) -> Result<Response, Trouble> {
    let facts = room.facts();
    let client = client(&request, &facts);
    let (parts, body) = request.into_parts();
    ours(&parts.headers, &facts)?;
    let fields = Fields::read(&parts.headers, body).await?;
    let email = fields.get("email");
    let count = room.by_address.count(PER_ADDRESS, client);
    count.map_err(Trouble::TooOften)?;
    let account = room.by_account.count_name(PER_ACCOUNT, &email.to_lowercase());
    account.map_err(Trouble::TooOften)?;
    let (user, hash) = room.store.credentials(email).await?.unzip();
    // Nobody's is longer; what goes on beyond that need not be hashed.
    let password = fields.exact("password").chars().take(LONGEST + 1).collect();
    let fits = room.passwords.check(password, hash).await;
    let fits = fits.map_err(|_| Trouble::TooOften(60))?;
    if let Some(user) = user.filter(|_| fits) {
        let to = destination(&facts, fields.get("next"));
        return begin(&room, &parts.headers, &user, &to).await;
    }
    let view = View {
        email,
        next: fields.get("next"),
        error: Some("This address and this password don’t belong together. Try again."),
        nobody_yet: false,
    };
    page(
        &facts,
        None,
        "sign-in.html",
        StatusCode::UNPROCESSABLE_ENTITY,
        &view,
    )
}

/// `POST /inbox/sign-out`
pub(super) async fn out(State(room): State<Arc<Room>>, posted: Posted) -> Result<Response, Trouble> {
    room.store.end_session(posted.signed.session).await?;
    Ok(farewell(&room.facts()))
}

/// `POST /inbox/sign-out-everywhere`
pub(super) async fn out_everywhere(
    State(room): State<Arc<Room>>,
    posted: Posted,
) -> Result<Response, Trouble> {
    room.store.end_sessions(posted.signed.user.id).await?;
    Ok(farewell(&room.facts()))
}

/// `GET /inbox/welcome/{token}`: signs in whoever sits at this machine, once.
pub(super) async fn welcome(
    State(room): State<Arc<Room>>,
    Path(token): Path<String>,
    request: Request,
) -> Result<Response, Trouble> {
    // A browser that looks at the link beforehand, and a program that asks for the head alone, must not use it up.
    let looks = *request.method() != Method::GET || request.headers().contains_key("sec-purpose");
    if looks || !from_this_machine(&request) || !room.take_welcome(&token) {
        return Err(Trouble::NoWelcome);
    }
    let owner = room.store.local_owner(Timestamp::now()).await?;
    let to = format!("{}/inbox/", room.facts().base_path);
    begin(&room, request.headers(), &owner, &to).await
}

/// By the peer and by the name it used: through no proxy, and under no name that somebody made point here.
fn from_this_machine(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let headers = request.headers();
    let through = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];
    peer.is_some_and(|peer| peer.0.ip().to_canonical().is_loopback())
        && !through.iter().any(|name| headers.contains_key(*name))
        && headers.get(HOST).is_some_and(|host| is_loopback(host.as_bytes()))
}

fn is_loopback(host: &[u8]) -> bool {
    let Ok(host) = std::str::from_utf8(host) else {
        return false;
    };
    let address: Option<IpAddr> = host
        .parse::<SocketAddr>()
        .map(|address| address.ip())
        .or_else(|_| host.trim_matches(['[', ']']).parse())
        .ok();
    let name = host.split(':').next().unwrap_or_default();
    address.map_or(name == "localhost", |address| address.is_loopback())
}

fn client(request: &Request, facts: &Facts) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or((Ipv4Addr::LOCALHOST, 0).into(), |peer| peer.0);
    throttle::client(peer, request.headers(), &facts.trusted_proxies)
}

/// Where to go after signing in: a page of the inbox, or the list.
fn destination(facts: &Facts, next: &str) -> String {
    let inbox = format!("{}/inbox/", facts.base_path);
    let plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let out = next.strip_prefix(&format!("{inbox}sign-")).is_some();
    if next.starts_with(&inbox) && plain && !out {
        next.to_owned()
    } else {
        inbox
    }
}

pub(super) fn go(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, to.to_owned())]).into_response()
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_names_of_this_machine_are_this_machine() {
        for host in [
            "localhost",
            "localhost:4000",
            "127.0.0.1:4000",
            "127.0.0.1",
            "[::1]:4000",
            "[::1]",
        ] {
            assert!(is_loopback(host.as_bytes()), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "10.0.0.1:4000",
            "127.0.0.1.evil.example:4000",
            "0.0.0.0:4000",
        ] {
            assert!(!is_loopback(host.as_bytes()), "{host}");
        }
    }
}
