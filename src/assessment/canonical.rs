//! JSON in the one form that a hash can stand for: keys sorted by their bytes, no white space.

use std::ops::Range;

/// Sorts the keys of every object in `json`, which has no white space between its tokens (as `serde_json` writes it).
///
/// Works on the text: a tree of values would cost several times as much as everything else that reading an
/// assessment's file takes.
pub(super) fn canonical(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    value(json, &mut out);
    out
}

/// Writes the value that `json` begins with; returns what follows it.
fn value<'j>(json: &'j str, out: &mut String) -> &'j str {
    match json.as_bytes().first() {
        Some(b'{') => object(&json[1..], out),
        Some(b'[') => list(&json[1..], out),
        Some(b'"') => copy(json, text_length(json), out),
        _ => {
            let end = json.bytes().position(|byte| matches!(byte, b',' | b']' | b'}'));
            copy(json, end.unwrap_or(json.len()), out)
        }
    }
}

fn copy<'j>(json: &'j str, length: usize, out: &mut String) -> &'j str {
    out.push_str(&json[..length]);
    &json[length..]
}

fn list<'j>(mut json: &'j str, out: &mut String) -> &'j str {
    out.push('[');
    loop {
        if let Some(rest) = json.strip_prefix(']') {
            out.push(']');
            return rest;
        }
        if let Some(rest) = json.strip_prefix(',') {
            out.push(',');
            json = rest;
        }
        json = value(json, out);
    }
}

fn object<'j>(mut json: &'j str, out: &mut String) -> &'j str {
    out.push('{');
    let start = out.len();
    let mut members: Vec<(&str, Range<usize>)> = Vec::with_capacity(12);
    loop {
        if let Some(rest) = json.strip_prefix('}') {
            json = rest;
            break;
        }
        if let Some(rest) = json.strip_prefix(',') {
            out.push(',');
            json = rest;
        }
        let from = out.len();
        let length = text_length(json);
        let key = &json[1..length - 1];
        json = value(copy(json, length + 1, out), out);
        members.push((key, from..out.len()));
    }
    if !members.is_sorted_by_key(|(key, _)| *key) {
        members.sort_by_key(|(key, _)| *key);
        let members: Vec<&str> = members.into_iter().map(|(_, place)| &out[place]).collect();
        let sorted = members.join(",");
        out.truncate(start);
        out.push_str(&sorted);
    }
    out.push('}');
    json
}

/// How long the text is that `json` begins with, with its quotes.
fn text_length(json: &str) -> usize {
    let mut at = 1;
    while let Some(byte) = json.as_bytes().get(at) {
        at += match byte {
            b'"' => return at + 1,
            b'\\' => 2,
            _ => 1,
        };
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_at_every_depth_and_nothing_else_changes() {
        let json = r#"{"b":[{"z":1.0,"a":null},{}],"a":{"ab":"},{\"x\":","a":"\\"},"ä":[],"":-1e-9}"#;
        let sorted = r#"{"":-1e-9,"a":{"a":"\\","ab":"},{\"x\":"},"b":[{"a":null,"z":1.0},{}],"ä":[]}"#;
        assert_eq!(canonical(json), sorted);
        assert_eq!(canonical(sorted), sorted);
    }
}
