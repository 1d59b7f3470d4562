//! The headers of [`site_headers`] as the files that other hosts read: `_headers` (Netlify, Cloudflare Pages), and
//! snippets for Caddy and nginx. A static host can't be told by a page who may frame it.

use crate::content::Site;

use super::headers::{CACHING, site_headers};

/// A file for one kind of host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderFile {
    /// <https://docs.netlify.com/routing/headers/>, <https://developers.cloudflare.com/pages/configuration/headers/>
    Underscore,
    /// <https://caddyserver.com/docs/caddyfile/directives/header>
    Caddy,
    /// <https://nginx.org/en/docs/http/ngx_http_headers_module.html>
    Nginx,
}

/// Every file, at the output's root.
pub(super) const HEADER_FILES: [(&str, HeaderFile); 3] = [
    ("_headers", HeaderFile::Underscore),
    ("headers.caddy", HeaderFile::Caddy),
    ("headers.nginx", HeaderFile::Nginx),
];

/// The file's text. `base` is what every path of the site begins with, such as `/graders`.
pub(super) fn header_file(kind: HeaderFile, site: &Site, base: &str) -> String {
    let headers = site_headers(site);
    match kind {
        HeaderFile::Underscore => underscore(&headers, base),
        HeaderFile::Caddy => caddy(&headers, base),
        HeaderFile::Nginx => nginx(&headers, base),
    }
}

/// Every rule that fits a path counts here, and a header that two of them name is sent twice: no rule for all the rest.
/// Both hosts have browsers ask again for what no rule names.
fn underscore(headers: &[(&str, String)], base: &str) -> String {
    let mut text = format!("# Written by gradewright build, for the root of what is published.\n{base}/*\n");
    for (name, value) in headers {
        text += &format!("  {name}: {value}\n");
    }
    for (place, value) in CACHING.iter().filter(|(place, _)| !place.is_empty()) {
        let all = if place.ends_with('/') { "*" } else { "" };
        text += &format!("{base}/{place}{all}\n  Cache-Control: {value}\n");
    }
    text
}

/// An asset that is not there must not be missing for a year: such a rule asks for the file.
fn caddy(headers: &[(&str, String)], base: &str) -> String {
    let mut text = "# Written by gradewright build. Import it into the site block that serves these files (`root` must be set \
                    there),\n# and not where requests are passed on to gradewright host, which sends these headers itself.\n"
        .to_owned();
    text += &format!("header {base}/* {{\n");
    for (name, value) in headers {
        text += &format!("\t{name} \"{value}\"\n");
    }
    text += "}\n";
    let mut named = Vec::new();
    for (number, (place, value)) in CACHING.iter().enumerate() {
        let all = if place.ends_with('/') { "*" } else { "" };
        let matcher = format!("@gradewright{number}");
        if place.is_empty() {
            text += &format!("{matcher} {{\n\tpath {base}/*\n");
            for other in &named {
                text += &format!("\tnot {{\n\t\tpath {other}\n\t\tfile\n\t}}\n");
            }
            text += "}\n";
        } else {
            let path = format!("{base}/{place}{all}");
            text += &format!("{matcher} {{\n\tpath {path}\n\tfile\n}}\n");
            named.push(path);
        }
        text += &format!("header {matcher} Cache-Control \"{value}\"\n");
    }
    text
}

/// A `location` with one `add_header` of its own inherits none, so there is one level only, and a variable.
/// Without `always`, nginx sends a header with what is there and not with a 404.
fn nginx(headers: &[(&str, String)], base: &str) -> String {
    let mut text =
        "# Written by gradewright build. Include it in the server or location block that serves these files and nothing else,\n\
         # and not where requests are passed on to gradewright host, which sends these headers itself.\n"
            .to_owned();
    for (name, value) in headers {
        text += &format!("add_header {name} \"{value}\" always;\n");
    }
    for (place, value) in CACHING.iter().rev() {
        if place.is_empty() {
            text += &format!("set $gradewright_cache \"{value}\";\n");
            continue;
        }
        let end = if place.ends_with('/') { "" } else { "$" };
        let path = format!("{base}/{place}").replace('.', "\\.");
        text += &format!("if ($uri ~ \"^{path}{end}\") {{ set $gradewright_cache \"{value}\"; }}\n");
    }
    text + "add_header Cache-Control $gradewright_cache;\n"
}
