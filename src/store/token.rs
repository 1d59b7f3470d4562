//! The unguessable part of a report's address.

use std::fmt;

use super::StoreError;

const BYTES: usize = 16;

/// 128 random bits, unrelated to the response's id; written as 32 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token([u8; BYTES]);

impl Token {
    /// A new token from the operating system's randomness.
    ///
    /// # Errors
    /// [`StoreError::NoRandomness`] where the system has none.
    pub fn random() -> Result<Self, StoreError> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(|_| StoreError::NoRandomness)?;
        Ok(Self(bytes))
    }

    /// That of a response which is never stored: it opens nothing.
    pub fn none() -> Self {
        Self([0; BYTES])
    }

    /// Reads a token out of an address; `None` for anything that [`Token`] never writes.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 2 * BYTES {
            return None;
        }
        let mut bytes = [0; BYTES];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(bytes))
    }

    pub(super) fn from_bytes(bytes: [u8; BYTES]) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8; BYTES] {
        &self.0
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Never the token itself: whoever reads a log must not be able to read a report.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

fn digit(hex: u8) -> Option<u8> {
    match hex {
        b'0'..=b'9' => Some(hex - b'0'),
        b'a'..=b'f' => Some(hex - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn is_read_as_it_was_written_and_not_otherwise() {
        let token = Token::random().unwrap();
        let text = token.to_string();
        assert_eq!(text.len(), 32);
        assert_eq!(Token::parse(&text), Some(token));
        for bad in [
            "",
            "abc",
            &text[1..],
            &format!("{text}0"),
            &text.replace(&text[..2], "G!"),
            "ZZ",
        ] {
            assert_eq!(Token::parse(bad), None, "{bad}");
        }
        assert_eq!(Token::parse(&"é".repeat(16)), None);
        assert_eq!(Token::parse(&"AB".repeat(16)), None, "one report, one address");
    }

    #[test]
    fn two_are_never_equal_and_none_is_printed_by_accident() {
        let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
        assert_ne!(one, other);
        assert!(!format!("{one:?}").contains(&one.to_string()));
    }
}
