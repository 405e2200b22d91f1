//! Rules of review links. Pure.

use imprimatur_protocol::ErrorCode;
use imprimatur_protocol::api::guests::GuestState;

use crate::error::{Error, Kind, Result};

/// Days that a link lets in for at most: a certificate is talked about for weeks, and a link that nobody remembers must not live for years.
const DAYS_MOST: u32 = 90;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Guests that a draft ever has.
pub(super) const GUESTS_MOST: i64 = 200;

/// Browsers that one link has let in at once: of whoever it was sent on to. The oldest is let out.
pub(super) const BROWSERS_MOST: u32 = 10;

/// That a guest is here is noted at most so often.
pub(super) const SEEN_EVERY_MS: i64 = 5 * 60 * 1_000;

/// For so long after its end a link still tells whoever was let in why it does not any more.
pub(super) const TOLD_FOR_MS: i64 = 30 * DAY_MS;

/// When a link ends that lets in for so many days.
pub(super) fn end_of(days: u32, now_ms: i64) -> Result<i64> {
    if (1..=DAYS_MOST).contains(&days) {
        return Ok(now_ms + i64::from(days) * DAY_MS);
    }
    Err(Error::unprocessable(
        ErrorCode::GuestDaysInvalid,
        format!("A review link lets in for 1 to {DAYS_MOST} days."),
    ))
}

/// How a link stands.
pub(super) fn state(revoked_at: Option<i64>, expires_at: i64, now_ms: i64) -> GuestState {
    match revoked_at {
        Some(_) => GuestState::Revoked,
        None if expires_at <= now_ms => GuestState::Expired,
        None => GuestState::Open,
    }
}

/// Refuses whom a link does not let in any more, and says why: they hold its secret.
pub(super) fn let_in(state: GuestState) -> Result<()> {
    let (code, sentence) = match state {
        GuestState::Open => return Ok(()),
        GuestState::Expired => (
            ErrorCode::GuestLinkExpired,
            "The days of this review link are over. Ask whoever sent it for a new one.",
        ),
        GuestState::Revoked => (
            ErrorCode::GuestLinkRevoked,
            "This review link was taken back. Ask whoever sent it.",
        ),
    };
    Err(Error::new(Kind::Forbidden, code, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_lets_in_for_1_to_90_days() {
        for (days, end) in [
            (0, None),
            (1, Some(DAY_MS + 5)),
            (90, Some(90 * DAY_MS + 5)),
            (91, None),
            (u32::MAX, None),
        ] {
            assert_eq!(end_of(days, 5).ok(), end, "{days}");
        }
    }

    #[test]
    fn how_a_link_stands() {
        for (revoked_at, expires_at, expected, code) in [
            (None, 11, GuestState::Open, None),
            (
                None,
                10,
                GuestState::Expired,
                Some(ErrorCode::GuestLinkExpired),
            ),
            (
                Some(1),
                11,
                GuestState::Revoked,
                Some(ErrorCode::GuestLinkRevoked),
            ),
            (
                Some(1),
                10,
                GuestState::Revoked,
                Some(ErrorCode::GuestLinkRevoked),
            ),
        ] {
            let found = state(revoked_at, expires_at, 10);
            assert_eq!(found, expected);
            assert_eq!(let_in(found).err().map(|it| it.code()), code);
        }
    }
}
