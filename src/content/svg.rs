//! Whether an SVG image is only an image: no scripts, no event handlers, nothing fetched from elsewhere.

/// What makes an SVG more than an image, and where; `None` where it is safe to publish.
pub(super) fn danger(text: &str) -> Option<(usize, &'static str)> {
    let lower = text.to_ascii_lowercase();
    if let Some(at) = lower.find("<!entity") {
        return Some((at, "an entity declaration"));
    }
    let mut from = 0;
    while let Some(found) = lower[from..].find('<') {
        let start = from + found;
        let end = tag_end(&lower, start);
        if let Some(what) = danger_in(&lower[start..end]) {
            return Some((start, what));
        }
        from = end.max(start + 1);
    }
    None
}

/// The end of the tag that begins at `start`: quotes may hold `>`.
fn tag_end(text: &str, start: usize) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn danger_in(tag: &str) -> Option<&'static str> {
    let inner = tag.trim_start_matches(['<', '/']);
    let name = inner
        .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        .next()
        .unwrap_or("");
    match name.rsplit(':').next().unwrap_or("") {
        "script" => return Some("a script"),
        "foreignobject" | "iframe" | "object" | "embed" => return Some("foreign content"),
        _ => {}
    }
    let compact: String = inner
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    if compact.contains("javascript:")
        || compact.contains("data:text/html")
        || compact.contains("&#") && compact.contains("href=")
    {
        return Some("a link that runs a script");
    }
    let handler = inner.match_indices("on").any(|(at, _)| {
        let fresh = inner[..at].ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/'));
        let rest = inner[at + 2..].trim_start_matches(|c: char| c.is_ascii_lowercase());
        fresh && rest.len() < inner.len() - at - 2 && rest.trim_start().starts_with('=')
    });
    handler.then_some("an event handler")
}

#[cfg(test)]
mod tests {
    use super::danger;

    #[test]
    fn a_picture_is_only_a_picture() {
        let picture = r##"<svg xmlns="http://www.w3.org/2000/svg"><title>on = off</title><path d="M0 0" stroke="#fff"/></svg>"##;
        assert_eq!(danger(picture), None);
    }

    #[test]
    fn whatever_runs_is_found() {
        for svg in [
            "<svg><script>alert(1)</script></svg>",
            "<svg><svg:SCRIPT/></svg>",
            "<svg onload=alert(1)>",
            "<svg\nonload = 'alert(1)'>",
            "<svg a=\"b\"onclick=\"x\">",
            "<svg/onload=x>",
            "<svg><a href=\"java\nscript:alert(1)\"/></svg>",
            "<svg><a xlink:href='&#106;avascript:x'/></svg>",
            "<svg><foreignObject/></svg>",
            "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
            "<svg title='>' onload='x'>",
        ] {
            assert!(danger(svg).is_some(), "{svg}");
        }
    }
}
