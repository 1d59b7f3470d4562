//! The theme's static files, named after what is in them, so that a browser may keep them for ever.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::address::Addresses;
use super::palette::palette;
use super::theme::Theme;
use super::view::AssetsView;

/// The script that other sites load to show a grader, at the site's root.
pub(super) const EMBED: &str = "embed.js";

/// A published file of the theme.
#[derive(Debug, Clone)]
pub(super) struct Asset {
    /// Where it is: `assets/site-0123456789ab.css`.
    pub(super) place: String,
    pub(super) bytes: Vec<u8>,
}

/// The theme's files, ready to publish, and what templates call them. `tints` stands before `paper.css`.
pub(super) fn assets(
    theme: &Theme,
    accent: &str,
    tints: &str,
    addresses: &Addresses,
) -> (Vec<Asset>, AssetsView) {
    let text = |name: &str| {
        theme
            .statics
            .get(name)
            .map(|bytes| String::from_utf8_lossy(bytes))
    };
    let css = palette(accent) + &text("site.css").unwrap_or_default();
    let script = ["score.js", "frame.js", "grader.js"]
        .map(|name| text(name).unwrap_or_default())
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
        grader_js: publish("grader.js", smaller_js(&script).into_bytes()),
        favicon: addresses.path("favicon.svg"),
        preview: None,
        files: BTreeMap::new(),
    };
    for (name, bytes) in &theme.statics {
        if matches!(name.as_str(), "site.css" | "score.js" | "frame.js" | "grader.js") {
            continue;
        }
        let smaller = |small: fn(&str) -> String| {
            std::str::from_utf8(bytes).map_or_else(|_| bytes.clone(), |text| small(text).into_bytes())
        };
        let bytes = match name.rsplit_once('.') {
            Some(_) if name == "paper.css" => [tints.as_bytes(), &smaller(smaller_css)].concat(),
            Some((_, "css")) => smaller(smaller_css),
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

/// Leaves out what can be left out without understanding the script: indentation, blank lines, and lines that are
/// nothing but comment. A script with a template literal over several lines is left alone.
fn smaller_js(script: &str) -> String {
    let loose = script.lines().any(|line| line.matches('`').count() % 2 == 1);
    if loose {
        return script.to_owned();
    }
    let mut small = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        if in_comment {
            in_comment = !line.ends_with("*/");
        } else if line.starts_with("/*") {
            match line.find("*/") {
                None => in_comment = true,
                Some(end) if end + 2 == line.len() => {}
                Some(_) => push_line(&mut small, line),
            }
        } else if !line.is_empty() && !line.starts_with("//") {
            push_line(&mut small, line);
        }
    }
    small
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
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
        assert_eq!(
            smaller_js("// a\n/* b\n c */\n  let x = 'http://d'; // e\n"),
            "let x = 'http://d'; // e\n"
        );
        assert_eq!(smaller_js("let x = `a\n  // b`;"), "let x = `a\n  // b`;");
    }

    #[test]
    fn another_content_gets_another_name() {
        assert_ne!(fingerprinted("site.css", b"a"), fingerprinted("site.css", b"b"));
        assert!(fingerprinted("site.css", b"a").starts_with("assets/site-"));
    }
}
