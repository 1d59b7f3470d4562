//! The fields of a plain HTML form. Stricter than browsers are with each other: what is not UTF-8 is refused
//! instead of being replaced.

/// Reads `application/x-www-form-urlencoded`, in order; names may be repeated. `None` where a name or value is not UTF-8.
pub(crate) fn fields(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    bytes
        .split(|byte| *byte == b'&')
        .filter(|field| !field.is_empty())
        .map(|field| {
            let mut halves = field.splitn(2, |byte| *byte == b'=');
            let mut half = || decode(halves.next().unwrap_or_default());
            Some((half()?, half()?))
        })
        .collect()
}

/// As <https://url.spec.whatwg.org/#urlencoded-parsing>: a `%` without two digits stands for itself.
fn decode(text: &[u8]) -> Option<String> {
    let digit = |at: usize| text.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        match (text[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).ok()?);
                at += 3;
                continue;
            }
            (b'+', ..) => bytes.push(b' '),
            (other, ..) => bytes.push(other),
        }
        at += 1;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn names_and_values_are_decoded_and_may_repeat() {
        let read = fields(b"a=1&a=2+3&b=%C3%A9%0D%0A&c&&d=50%&e=%zz").unwrap();
        let expected = [
            ("a", "1"),
            ("a", "2 3"),
            ("b", "é\r\n"),
            ("c", ""),
            ("d", "50%"),
            ("e", "%zz"),
        ];
        assert_eq!(
            read,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        assert_eq!(fields(b""), Some(Vec::new()));
    }

    #[test]
    fn what_is_not_utf_8_is_refused() {
        assert_eq!(fields(b"a=%ff"), None);
        assert_eq!(fields(b"\xff=1"), None);
    }
}
