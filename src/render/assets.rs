//! The theme's static files, named after what is in them, so that a browser may keep them for ever.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::address::Addresses;
use super::palette::palette;
use super::smaller_js::{for_site, smaller_js};
use super::theme::Theme;
use super::view::AssetsView;

/// The script that other sites load to show a grader, at the site's root.
pub(super) const EMBED: &str = "embed.js";

/// What a grader's page runs, joined in this order: one request.
const GRADER_SCRIPTS: [&str; 5] = ["score.js", "frame.js", "keep.js", "reveal.js", "grader.js"];

/// Only where nothing is sent does the page hold the whole report.
const REVEAL: &str = "reveal.js";

/// A published file of the theme.
#[derive(Debug, Clone)]
pub(super) struct Asset {
    /// Where it is: `assets/site-0123456789ab.css`.
    pub(super) place: String,
    pub(super) bytes: Vec<u8>,
}

/// The theme's files, ready to publish, and what templates call them. `tints` stands before `paper.css`; `endpoint` says
/// whether answers can be sent.
pub(super) fn assets(
    theme: &Theme,
    accent: &str,
    tints: &str,
    endpoint: bool,
    addresses: &Addresses,
) -> (Vec<Asset>, AssetsView) {
    let text = |name: &str| {
        theme
            .statics
            .get(name)
            .map(|bytes| String::from_utf8_lossy(bytes))
    };
    let css = palette(accent) + &text("site.css").unwrap_or_default();
    let script = GRADER_SCRIPTS
        .iter()
        .filter(|name| !(endpoint && **name == REVEAL))
        .map(|name| text(name).unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let mut assets = Vec::new();
    let mut embed = None;
    let mut publish = |name: &str, bytes: Vec<u8>| {
        let place = fingerprinted(name, &bytes);
        let path = addresses.path(&place);
        assets.push(Asset { place, bytes });
        path
    };
    let mut view = AssetsView {
        css: publish("site.css", smaller_css(&css).into_bytes()),
        grader_js: publish("grader.js", smaller_js(&for_site(&script, endpoint)).into_bytes()),
        favicon: addresses.path("favicon.svg"),
        preview: None,
        files: BTreeMap::new(),
    };
    for (name, bytes) in &theme.statics {
        if name == "site.css" || GRADER_SCRIPTS.contains(&name.as_str()) {
            continue;
        }
        let smaller = |small: fn(&str) -> String| {
            std::str::from_utf8(bytes).map_or_else(|_| bytes.clone(), |text| small(text).into_bytes())
        };
        let bytes = match name.rsplit_once('.') {
            Some(_) if name == "paper.css" => [tints.as_bytes(), &smaller(smaller_css)].concat(),
            Some((_, "css")) => smaller(smaller_css),
            // A report may stand in a frame.
            Some(_) if name == "report.js" => {
                let script = ["frame.js", "report.js"].map(|name| text(name).unwrap_or_default());
                smaller_js(&script.join("\n")).into_bytes()
            }
            Some((_, "js")) => smaller(smaller_js),
            _ => bytes.clone(),
        };
        if name == EMBED {
            // It stands in pages that nobody here can change: its address must stay.
            embed = Some(Asset {
                place: EMBED.to_owned(),
                bytes,
            });
            continue;
        }
        let path = publish(name, bytes);
        if matches!(name.as_str(), "preview.png" | "preview.jpg") {
            view.preview = path
                .strip_prefix(&addresses.base)
                .map(|rest| format!("{}{rest}", addresses.base_url));
        }
        view.files.insert(name.clone(), path);
    }
    assets.extend(embed);
    (assets, view)
}

fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let hash: String = digest[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}-{hash}.{extension}"),
        None => format!("assets/{name}-{hash}"),
    }
}

/// Leaves out comments, indentation and blank lines; strings stay whole.
fn smaller_css(css: &str) -> String {
    let mut bare = String::with_capacity(css.len());
    let mut chars = css.chars().peekable();
    let mut quote = None;
    while let Some(c) = chars.next() {
        match quote {
            None if c == '/' && chars.peek() == Some(&'*') => {
                chars.next();
                let mut star = false;
                for c in chars.by_ref() {
                    if star && c == '/' {
                        break;
                    }
                    star = c == '*';
                }
                continue;
            }
            None if matches!(c, '"' | '\'') => quote = Some(c),
            Some(_) if c == '\\' => {
                bare.push(c);
                bare.extend(chars.next());
                continue;
            }
            Some(open) if c == open => quote = None,
            _ => {}
        }
        bare.push(c);
    }
    let mut small = String::with_capacity(bare.len());
    for line in bare.lines().map(str::trim).filter(|line| !line.is_empty()) {
        small.push_str(line);
        small.push('\n');
    }
    small
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_strings_stay() {
        assert_eq!(
            smaller_css("/* a */\na { content: \"/* b */\"; }\n\n  b { c: d }"),
            "a { content: \"/* b */\"; }\nb { c: d }\n"
        );
    }

    #[test]
    fn another_content_gets_another_name() {
        assert_ne!(fingerprinted("site.css", b"a"), fingerprinted("site.css", b"b"));
        assert!(fingerprinted("site.css", b"a").starts_with("assets/site-"));
    }
}
