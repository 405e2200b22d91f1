//! What seals the keys by which organisations sign.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

/// The secret that issuers' keys are sealed with: 32 bytes. It shows itself in no log.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// These bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

impl FromStr for MasterKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let decoded = match text.len() {
            64 => hex::decode(text).ok(),
            _ => [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD]
                .iter()
                .find_map(|engine| engine.decode(text).ok()),
        };
        let bytes = decoded.and_then(|bytes| bytes.try_into().ok());
        // What was given is not repeated: it may be a key with a letter too many.
        bytes.map(Self).ok_or_else(|| {
            "ISSUER_MASTER_KEY is 32 bytes in base-64 or in hexadecimal digits; `openssl rand -base64 32` makes one."
                .to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_32_bytes_however_they_are_written() {
        let key = MasterKey::new([0xFB; 32]);
        for text in [
            "fb".repeat(32),
            STANDARD.encode([0xFB; 32]),
            format!(" {}\n", URL_SAFE_NO_PAD.encode([0xFB; 32])),
        ] {
            assert_eq!(text.parse(), Ok(key.clone()), "{text}");
        }
        for bad in ["", "secret", &"g".repeat(64), &STANDARD.encode([1; 31])] {
            let refused = bad.parse::<MasterKey>();
            assert!(
                refused.is_err_and(|why| bad.is_empty() || !why.contains(bad)),
                "{bad}"
            );
        }
        assert_eq!(format!("{key:?}"), "MasterKey(..)");
    }
}
