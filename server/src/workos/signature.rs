//! Whether a webhook comes from WorkOS: `WorkOS-Signature: t=1626125972272, v1=80f7ab7e…`, where `v1` is HMAC-SHA256 in lower-case hex over
//! `<t>.<body as it came>` with the secret as it was shown, and `t` is in milliseconds. (WorkOS, "Sync data with webhooks".)

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How old a signature may be, and how far ahead of our clock: three minutes, as WorkOS's own library for Node has it.
const TOLERANCE_MS: i64 = 3 * 60 * 1000;

/// Signatures that are looked at in one header.
const MOST: usize = 4;

/// Why a webhook is refused. The words are stable: they are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// There is no header, or it is none that can be read.
    Malformed,
    /// Signed too long ago.
    TooOld,
    /// Signed in the future.
    TooNew,
    /// Signed by somebody else, or it is not what was signed.
    Forged,
}

impl Refused {
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::TooOld => "too_old",
            Self::TooNew => "too_new",
            Self::Forged => "forged",
        }
    }
}

/// Checks the header of a webhook against its body, before anything of the body is believed.
pub fn check(secret: &str, header: Option<&str>, body: &[u8], now_ms: i64) -> Result<(), Refused> {
    let (mut at, mut signatures) = (None, Vec::new());
    for part in header.ok_or(Refused::Malformed)?.split(',') {
        match part.trim().split_once('=') {
            Some(("t", value)) => at = Some(value),
            Some(("v1", value)) if signatures.len() < MOST => signatures.push(value),
            _ => {}
        }
    }
    let at = at.ok_or(Refused::Malformed)?;
    let at_ms: i64 = at.parse().map_err(|_| Refused::Malformed)?;
    if signatures.is_empty() {
        return Err(Refused::Malformed);
    }
    let mac = keyed(secret, at, body);
    let genuine = signatures
        .iter()
        .filter_map(|signature| hex::decode(signature).ok())
        // In constant time.
        .any(|signature| mac.clone().verify_slice(&signature).is_ok());
    if !genuine {
        return Err(Refused::Forged);
    }
    // After the signature: only WorkOS is told about our clock.
    match now_ms.saturating_sub(at_ms) {
        age if age > TOLERANCE_MS => Err(Refused::TooOld),
        age if age < -TOLERANCE_MS => Err(Refused::TooNew),
        _ => Ok(()),
    }
}

fn keyed(secret: &str, at: &str, body: &[u8]) -> Hmac<Sha256> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(at.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_abc";
    const AT: i64 = 1_795_332_869_262;
    const SIGNED: &str = "b42a8987f7500f95065d21d410bfb533983798cf66d59fa47ba0e1b90305fe3e";
    const BODY: &str = r#"{"id":"event_01","event":"user.created","data":{"object":"user","id":"user_01","first_name":"Zoë \"Q\"","n":1},"created_at":"2026-01-15T12:00:00.000Z"}"#;

    fn checked(header: &str, body: &str, now_ms: i64) -> Result<(), Refused> {
        check(SECRET, Some(header), body.as_bytes(), now_ms)
    }

    #[test]
    fn what_the_library_of_workos_signed_is_taken() {
        let now = AT + 1_000;
        for header in [
            format!("t={AT}, v1={SIGNED}"),
            format!("t={AT},v1={SIGNED}"),
            format!("v1={SIGNED}, t={AT}"),
            format!("t={AT}, v1={}, v1={SIGNED}", "0".repeat(64)),
            format!("t={AT}, v0=x, v1={SIGNED}"),
        ] {
            assert_eq!(checked(&header, BODY, now), Ok(()), "{header}");
        }
        let header = format!("t={AT}, v1={SIGNED}");
        for (now, expected) in [
            (AT + TOLERANCE_MS, Ok(())),
            (AT + TOLERANCE_MS + 1, Err(Refused::TooOld)),
            (AT - TOLERANCE_MS, Ok(())),
            (AT - TOLERANCE_MS - 1, Err(Refused::TooNew)),
        ] {
            assert_eq!(checked(&header, BODY, now), expected);
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let header = format!("t={AT}, v1={SIGNED}");
        // Seconds where milliseconds belong: another text was signed.
        let seconds = format!("t={}, v1={SIGNED}", AT / 1000);
        let other = BODY.replace("Zoë", "Zoe");
        for (header, body, why) in [
            (header.as_str(), other.as_str(), Refused::Forged),
            (&seconds, BODY, Refused::Forged),
            (
                &format!("t={AT}, v1={}", "a".repeat(64)),
                BODY,
                Refused::Forged,
            ),
            (
                &format!("t={AT}, v1={}", &SIGNED[1..]),
                BODY,
                Refused::Forged,
            ),
            (&format!("t={AT}"), BODY, Refused::Malformed),
            (&format!("v1={SIGNED}"), BODY, Refused::Malformed),
            (&format!("t=now, v1={SIGNED}"), BODY, Refused::Malformed),
            ("", BODY, Refused::Malformed),
        ] {
            assert_eq!(checked(header, body, AT), Err(why), "{header}");
        }
        assert_eq!(check(SECRET, None, b"", AT), Err(Refused::Malformed));
        assert_eq!(
            check("whsec_abd", Some(&header), BODY.as_bytes(), AT),
            Err(Refused::Forged)
        );
    }
}
