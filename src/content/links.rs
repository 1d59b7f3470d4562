//! Where a link goes: inside the site (as `site:/…`, checked later), outside, or nowhere.

use std::ops::Range;

/// A link inside the site that must exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LinkCheck {
    /// `/about/` for a page, `/images/a.png` for a file.
    pub(super) path: String,
    /// As it was written.
    pub(super) written: String,
    pub(super) span: Range<usize>,
    /// Whether it must be an image.
    pub(super) image: bool,
}

/// A link as it is published.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// `url` begins with `site:/`; `path` is what must exist.
    Inside { url: String, path: String },
    /// Published as it is.
    Outside(String),
}

/// Why a link can't be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkProblem {
    Empty,
    Unsafe,
    LeavesSite,
}

impl LinkProblem {
    pub(super) fn message(self) -> &'static str {
        match self {
            Self::Empty => "this link goes nowhere",
            Self::Unsafe => "this kind of link is not published",
            Self::LeavesSite => "this link leaves the site's folder",
        }
    }

    pub(super) fn help(self) -> &'static str {
        match self {
            Self::Empty => "write the address between the round brackets",
            Self::Unsafe => {
                "link to a page such as `/about/`, a file such as `../pages/about.md`, or with `https:`, `mailto:` or `tel:`"
            }
            Self::LeavesSite => "link to something inside `content/`",
        }
    }
}

/// Reads the destination of a link in `file`, whose path is relative to `content/`.
pub(super) fn read(written: &str, file: &str) -> Result<Target, LinkProblem> {
    if written.is_empty() {
        return Err(LinkProblem::Empty);
    }
    if written.chars().any(|c| c.is_control() || c == '\\') || written.starts_with("//") {
        return Err(LinkProblem::Unsafe);
    }
    if written.starts_with('#') {
        return Ok(Target::Outside(written.to_owned()));
    }
    if let Some(scheme) = scheme(written) {
        let fine = match scheme.as_str() {
            "http" | "https" => {
                let rest = &written[scheme.len() + 1..];
                rest.strip_prefix("//")
                    .is_some_and(|host| !host.is_empty() && !host.starts_with('/'))
            }
            "mailto" | "tel" => written.len() > scheme.len() + 1,
            _ => false,
        };
        return if fine {
            Ok(Target::Outside(written.to_owned()))
        } else {
            Err(LinkProblem::Unsafe)
        };
    }
    let end = written.find(['?', '#']).unwrap_or(written.len());
    let (path, tail) = written.split_at(end);
    let path = percent_decoded(path).ok_or(LinkProblem::Unsafe)?;
    if path.chars().any(|c| c.is_control() || c == '\\') {
        return Err(LinkProblem::Unsafe);
    }
    let path = match path.strip_prefix('/') {
        Some(inner) => site_path(inner)?,
        None => match address(&joined(file, &path)?) {
            Some(address) => address,
            None => format!("/{}", joined(file, &path)?),
        },
    };
    Ok(Target::Inside {
        url: format!("site:{}{tail}", percent_encoded(&path)),
        path,
    })
}

/// The address of a content file (relative to `content/`), where it is one that becomes a page.
pub(super) fn address(file: &str) -> Option<String> {
    let stem = file.strip_suffix(".md")?;
    let (folder, name) = stem.split_once('/')?;
    match folder {
        "pages" => {
            let name = if name == "index" {
                ""
            } else {
                name.strip_suffix("/index").unwrap_or(name)
            };
            Some(if name.is_empty() {
                "/".into()
            } else {
                format!("/{name}/")
            })
        }
        "graders" | "questionnaires" | "services" => Some(format!("/{folder}/{name}/")),
        _ => None,
    }
}

/// The scheme in lower case.
fn scheme(written: &str) -> Option<String> {
    let end = written.find([':', '/', '?', '#'])?;
    let name = &written[..end];
    let fine = written[end..].starts_with(':')
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    // A colon that follows no proper name is no relative path either.
    (fine || written[end..].starts_with(':')).then(|| name.to_ascii_lowercase())
}

/// A path from the site's root: pages end with a slash, files with their ending.
fn site_path(inner: &str) -> Result<String, LinkProblem> {
    if inner.split('/').any(|part| matches!(part, "." | "..")) {
        return Err(LinkProblem::LeavesSite);
    }
    let last = inner.rsplit('/').next().unwrap_or("");
    let page = !last.is_empty() && !last.contains('.');
    Ok(format!("/{inner}{}", if page { "/" } else { "" }))
}

/// A path relative to the folder of `file`, made relative to `content/`.
fn joined(file: &str, path: &str) -> Result<String, LinkProblem> {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop().ok_or(LinkProblem::LeavesSite)?;
            }
            _ => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

fn percent_decoded(path: &str) -> Option<String> {
    if !path.contains('%') {
        return Some(path.to_owned());
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match (byte, tail) {
            (b'%', [high, low, tail @ ..]) => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                bytes.push(u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?);
                rest = tail;
            }
            (b'%', _) => return None,
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

fn percent_encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte))
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
