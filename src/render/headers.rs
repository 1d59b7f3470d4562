//! The headers of published files: what `host` sends with every answer, and what `build` writes down for other hosts
//! (see `header_files.rs`). There is no other place that knows them.

use crate::content::{Endpoint, Site};

use super::address::origin;

/// How long a browser may keep a file, by where it is: a folder (with its slash), a file, or `""` for all the rest. The
/// first that fits counts.
///
/// Files in `assets/` are named after what is in them. `embed.js` stands in pages that nobody here can change, so its
/// name stays the same and it is looked at again soon.
pub const CACHING: [(&str, &str); 3] = [
    ("assets/", "public, max-age=31536000, immutable"),
    ("embed.js", "public, max-age=600"),
    ("", "no-cache"),
];

/// The headers of every page and file, by name. The policy also says who may show the pages in a frame: this site, and
/// whoever `embed_on` names.
pub fn site_headers(site: &Site) -> Vec<(&'static str, String)> {
    let framers: String = site.embed_on.iter().map(|origin| format!(" {origin}")).collect();
    let policy = format!("{}; frame-ancestors 'self'{framers}", page_policy(site));
    let fixed = [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        (
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ];
    let fixed = fixed.map(|(name, value)| (name, value.to_owned()));
    [("Content-Security-Policy", policy)]
        .into_iter()
        .chain(fixed)
        .collect()
}

/// What a strict page allows, as far as `<meta>` can say it: `frame-ancestors` means nothing there.
pub(super) fn page_policy(site: &Site) -> String {
    let endpoint = match &site.endpoint {
        Endpoint::Url(url) => format!(" {}", origin(url)),
        Endpoint::SameOrigin | Endpoint::None => String::new(),
    };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'{endpoint}; form-action 'self'{endpoint}; base-uri 'none'"
    )
}
