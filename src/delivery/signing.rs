//! Signatures after Standard Webhooks 1.0 (<https://www.standardwebhooks.com>), symmetric, version `v1`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// As the specification says, in bytes.
const KEY: std::ops::RangeInclusive<usize> = 24..=64;

/// The secrets of one receiver: several while one is being replaced. Never printed.
pub(super) struct Secrets(Vec<Vec<u8>>);

impl Secrets {
    /// Reads the environment variable of that name.
    ///
    /// # Errors
    /// In words that hold nothing of the value.
    pub(super) fn of_variable(name: &str) -> Result<Self, String> {
        match std::env::var(name) {
            Ok(text) => Self::parse(&text).map_err(|why| format!("{name}: {why}")),
            Err(_) => Err(format!(
                "the environment variable {name} with its secret is not set"
            )),
        }
    }

    /// `whsec_…`, several separated by spaces.
    fn parse(text: &str) -> Result<Self, String> {
        let key = |written: &str| {
            let encoded = written
                .strip_prefix("whsec_")
                .ok_or("a secret begins with `whsec_`")?;
            let key = STANDARD
                .decode(encoded)
                .map_err(|_| "behind `whsec_` stands base64")?;
            match KEY.contains(&key.len()) {
                true => Ok(key),
                false => Err("a secret has 24 to 64 bytes"),
            }
        };
        let keys: Vec<Vec<u8>> = text.split_whitespace().map(key).collect::<Result<_, _>>()?;
        match keys.is_empty() {
            true => Err("the variable is empty".to_owned()),
            false => Ok(Self(keys)),
        }
    }

    /// The value of `webhook-signature`: one signature for each secret.
    pub(super) fn sign(&self, id: &str, timestamp: i64, body: &str) -> String {
        let signatures = self.0.iter().map(|key| {
            let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
            mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
            format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
        });
        signatures.collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::Secrets;

    #[test]
    fn the_example_of_the_specification_is_signed_as_it_says() {
        let secrets = Secrets::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            .ok()
            .unwrap();
        assert_eq!(
            secrets.sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                r#"{"test": 2432232314}"#
            ),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }

    #[test]
    fn a_bad_secret_is_refused_without_being_repeated() {
        for bad in [
            "",
            " ",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_!!!",
            "whsec_c2hvcnQ=",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw x",
        ] {
            let why = Secrets::parse(bad).err().unwrap();
            assert!(!why.contains("MfKQ") && !why.contains("c2hv"), "{why}");
        }
    }
}
