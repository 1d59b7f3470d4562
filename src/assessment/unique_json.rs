//! JSON that means one thing only: a key that is repeated anywhere is refused, since readers differ on which counts.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

/// Reads JSON in which no object has a key twice.
///
/// # Errors
/// Where it is no JSON (nor UTF-8), is nested more than 127 deep, holds a number that no double can, or repeats a
/// key; with line and column.
pub fn unique_json(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Unique.deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

struct Unique;

impl<'de> DeserializeSeed<'de> for Unique {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unique {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Unique)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = serde_json::Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            // The key itself stays out of the message: it may be anything, and long.
            if map.contains_key(&key) {
                return Err(A::Error::custom("a key is repeated"));
            }
            map.insert(key, entries.next_value_seed(Unique)?);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(body: &[u8]) -> String {
        unique_json(body).unwrap_err().to_string()
    }

    #[test]
    fn json_is_read_as_serde_json_reads_it() {
        let body = br#"{"a": [1, -2, 2.5, "x\u00e9", null, true, {"a": {"a": 1}}], "b": {}}"#;
        let expected: Value = serde_json::from_slice(body).unwrap();
        assert_eq!(unique_json(body).unwrap(), expected);
    }

    #[test]
    fn a_repeated_key_is_refused_at_any_depth() {
        assert!(refusal(br#"{"a": 1, "a": 1}"#).contains("a key is repeated"));
        assert!(refusal(br#"{"a": [{"b": {"c": 1, "\u0063": 2}}]}"#).contains("a key is repeated"));
    }

    #[test]
    fn what_is_no_json_is_refused_without_harm() {
        for body in [
            &b""[..],
            b"   ",
            b"{",
            br#"{"a": "#,
            br#"{"a": NaN}"#,
            br#"{"a": 1e400}"#,
            br#"{"a": 1} {"#,
            b"{\"a\": \"\xff\"}",
            b"{\"a\": \"\0\"}",
            b"\xef\xbb\xbf",
        ] {
            refusal(body);
        }
        let deep = [b"{\"a\":".repeat(40_000), b"1".to_vec(), b"}".repeat(40_000)].concat();
        assert!(refusal(&deep).contains("recursion limit"));
        let deep = [b"{\"a\":".to_vec(), b"[".repeat(200_000)].concat();
        assert!(refusal(&deep).contains("recursion limit"));
    }
}
