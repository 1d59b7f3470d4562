//! Addresses in `site.yaml`: URLs, origins, e-mail addresses, networks.

use std::net::IpAddr;

/// A URL in its parts.
struct Parts<'u> {
    scheme: &'u str,
    host: String,
    port: Option<u16>,
    path: &'u str,
}

/// Reads `--base-url` and `base_url`: `https://host[:port][/path]`, returned without a trailing slash.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn base_url(text: &str) -> Result<String, String> {
    let parts = parts(text)?;
    let path = parts.path.trim_end_matches('/');
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '_' | '~');
    if !path.chars().all(fine)
        || path
            .split('/')
            .skip(1)
            .any(|part| matches!(part, "" | "." | ".."))
    {
        return Err("the path may hold letters, digits, `-`, `.`, `_` and single slashes".into());
    }
    Ok(format!("{}{path}", origin_of(&parts)))
}

/// Reads an origin: `https://host[:port]`, as browsers write it.
pub(super) fn origin(text: &str) -> Result<String, String> {
    let parts = parts(text)?;
    if !parts.path.trim_end_matches('/').is_empty() {
        return Err("an origin has no path: leave out everything behind the host".into());
    }
    Ok(origin_of(&parts))
}

/// Checks the address of a webhook: `https://host[:port][/path][?query]`. Without encryption only to this machine.
pub(super) fn webhook(text: &str) -> Result<(), String> {
    let (address, query) = text.split_once('?').unwrap_or((text, ""));
    let parts = parts(address)?;
    if query.contains('#') || !text.chars().all(|c| c.is_ascii_graphic()) {
        return Err("it can't hold `#`, blanks or letters with accents".into());
    }
    let here = parts.host == "localhost" || parts.host == "[::1]" || parts.host.starts_with("127.");
    if parts.scheme == "http" && !here {
        return Err("it must begin with `https://`".into());
    }
    Ok(())
}

fn origin_of(parts: &Parts<'_>) -> String {
    let usual = if parts.scheme == "https" { 443 } else { 80 };
    match parts.port {
        Some(port) if port != usual => format!("{}://{}:{port}", parts.scheme, parts.host),
        _ => format!("{}://{}", parts.scheme, parts.host),
    }
}

fn parts(text: &str) -> Result<Parts<'_>, String> {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme @ ("http" | "https"), rest)) => (scheme, rest),
        _ => return Err("it must begin with `https://` or `http://`".into()),
    };
    if rest.contains(['?', '#', '@', '\\']) || rest.contains(char::is_whitespace) {
        return Err("it can't hold `?`, `#`, `@`, `\\` or blanks".into());
    }
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => {
            let port = port
                .parse()
                .ok()
                .filter(|port| *port > 0)
                .ok_or("the port is a number from 1 to 65535")?;
            (host, Some(port))
        }
        _ => (authority, None),
    };
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let fine = match address {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => is_host(host),
    };
    if !fine {
        let hint = if host.is_ascii() {
            ""
        } else {
            "; write an international name in its `xn--` form"
        };
        return Err(format!("`{host}` is no host name{hint}"));
    }
    Ok(Parts {
        scheme,
        host: host.to_ascii_lowercase(),
        port,
        path,
    })
}

fn is_host(host: &str) -> bool {
    host.len() <= 253
        && host.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}

/// Whether a text is an e-mail address that mail servers agree on.
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let fine = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    (1..=64).contains(&local.len())
        && local.chars().all(fine)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && is_host(domain)
        && domain.contains('.')
}

/// An IP address, or a network such as `10.0.0.0/8`.
pub(super) fn network(text: &str) -> Option<(IpAddr, u8)> {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let longest = if address.is_ipv4() { 32 } else { 128 };
    let length = match length {
        Some(length) => length.parse().ok().filter(|length| *length <= longest)?,
        None => longest,
    };
    Some((address, length))
}
