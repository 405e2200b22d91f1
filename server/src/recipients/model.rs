//! Rules of recipients. Pure.

use imprimatur_protocol::ErrorCode;

use crate::config::MailAddress;
use crate::error::{Error, Kind, Result};
use crate::http::note::is_deceiving;

const MINUTE_MS: i64 = 60 * 1_000;
pub(super) const HOUR_MS: i64 = 60 * MINUTE_MS;
pub(super) const DAY_MS: i64 = 24 * HOUR_MS;

/// That somebody is here is noted at most so often.
pub(super) const SEEN_EVERY_MS: i64 = 5 * MINUTE_MS;

/// Browsers of one recipient that are signed in at once. The oldest is let out.
pub(super) const BROWSERS_MOST: u32 = 10;

/// Addresses of one recipient.
pub(super) const ADDRESSES_MOST: usize = 5;

/// Links that one recipient has sent to addresses within an hour, whichever they are: nobody sends mail to strangers by this page.
pub(super) const ASKED_MOST: i64 = 10;

/// Certificates that one page shows.
pub(super) const SHOWN_MOST: usize = 500;

/// Organisations that are asked for certificates of an address; each takes some microseconds.
pub(super) const ORGANISATIONS_MOST: u32 = 10_000;

/// Longest address (RFC 5321).
const ADDRESS_LONGEST: usize = 254;

/// How long a link lets in.
pub(super) fn link_ms(minutes: u32) -> i64 {
    i64::from(minutes) * MINUTE_MS
}

/// An address as somebody has typed it.
pub(super) fn read_address(text: &str) -> Result<String> {
    let text = text.trim();
    let address = MailAddress::bare(text)
        .filter(|_| text.len() <= ADDRESS_LONGEST && !text.contains(is_deceiving));
    address.map(|it| it.address).ok_or_else(|| {
        Error::unprocessable(
            ErrorCode::AddressMalformed,
            "This is no e-mail address. It looks like name@example.org.",
        )
    })
}

/// An address for whoever may know it already: `z…@acme.example`.
pub(super) fn hinted(address: &str) -> String {
    let (name, host) = address.split_once('@').unwrap_or((address, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}…@{host}")
}

/// How a link stands that was sent.
pub(super) fn usable(used_at: Option<i64>, until_ms: i64, now_ms: i64) -> Result<()> {
    if used_at.is_some() {
        return Err(used());
    }
    if until_ms <= now_ms {
        return Err(Error::new(
            Kind::Forbidden,
            ErrorCode::RecipientLinkExpired,
            "The time of this link is over. Have a new one sent to you.",
        ));
    }
    Ok(())
}

/// The refusal of a link that was used.
pub(super) fn used() -> Error {
    Error::new(
        Kind::Conflict,
        ErrorCode::RecipientLinkUsed,
        "This link was used already. Have a new one sent to you.",
    )
}

/// The refusal of a link that never was, or of which nothing is left.
pub(super) fn unknown() -> Error {
    Error::new(
        Kind::NotFound,
        ErrorCode::RecipientLinkUnknown,
        "There is no such link. Open it as it was sent, to its last letter.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_is_told_so() {
        assert_eq!(
            read_address(" Zoe@Acme.example ").ok(),
            Some("Zoe@Acme.example".to_owned())
        );
        let long = format!("{}@acme.example", "a".repeat(250));
        for bad in ["", "zoe", "a@b@c", "a b@c", "a@b\r\nBcc: c@d", &long] {
            let refused = read_address(bad).err().map(|it| it.code());
            assert_eq!(refused, Some(ErrorCode::AddressMalformed), "{bad}");
        }
    }

    #[test]
    fn most_of_an_address_is_hidden() {
        assert_eq!(hinted("zoe@acme.example"), "z…@acme.example");
        assert_eq!(hinted("é@acme.example"), "é…@acme.example");
    }

    #[test]
    fn a_link_is_good_once_and_for_a_while() {
        for (used_at, until, code) in [
            (None, 11, None),
            (None, 10, Some(ErrorCode::RecipientLinkExpired)),
            (Some(1), 11, Some(ErrorCode::RecipientLinkUsed)),
            (Some(1), 9, Some(ErrorCode::RecipientLinkUsed)),
        ] {
            assert_eq!(usable(used_at, until, 10).err().map(|it| it.code()), code);
        }
    }
}
