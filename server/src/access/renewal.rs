//! Going on in a session of WorkOS: its access token lasts some minutes, and the next one is had for a refresh token that is good once.
//!
//! One at a time asks for it, on whichever node: whoever has the turn (`renewing_until`). Should they die between WorkOS's answer and keeping it, the
//! turn passes on within the 30 s in which WorkOS gives the same pair again. While WorkOS does not answer, the session goes on as it was: what its
//! person may do is known from the membership, too.

use std::time::Duration;

use imprimatur_protocol::SessionId;
use tokio::time::sleep;

use super::grants::granted;
use super::seal::{open, seal};
use super::store::{self, RenewalRow};
use super::{entry, session};
use crate::bus::Notice;
use crate::error::{Error, Result, describe};
use crate::platform::Platform;
use crate::workos::{Authenticated, Failure, token};

/// How long a turn lasts: longer than WorkOS may take, and half of the time in which it repeats its answer.
const TURN: Duration = Duration::from_secs(15);

/// After a try that failed, nobody tries again for so long.
const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Whoever comes while somebody else asks looks again so often, and so many times.
const LOOK_EVERY: Duration = Duration::from_millis(50);
const LOOKS: u32 = 240;

/// A token is renewed so long before it is over, or in the last half of a short one's life.
pub(super) const EARLY: Duration = Duration::from_secs(10);

/// Codes with which WorkOS says that this program is at fault, and not the session.
const OURS: [&str; 2] = ["invalid_client", "unauthorized_client"];

/// How long somebody is believed of whom WorkOS has not been heard for so long: an outage of a day's work.
const BELIEVED_FOR_MS: i64 = 12 * 60 * 60 * 1000;

/// Whether a session is too old to go by without WorkOS.
pub(super) fn is_unheard_of(access_until_ms: Option<i64>, now_ms: i64) -> bool {
    access_until_ms.is_some_and(|until| now_ms - until > BELIEVED_FOR_MS)
}

/// Whether WorkOS says that somebody has to sign in again.
fn is_over(failure: &Failure) -> bool {
    match failure {
        Failure::Refused { code, status, .. } => {
            // Without a code it is not WorkOS who says so, but something before it.
            matches!(status, 400 | 403 | 404) && !code.is_empty() && !OURS.contains(&code.as_str())
        }
        Failure::Away(_) | Failure::Unreadable(_) => false,
    }
}

/// Until when a token that is good until a time counts as good.
pub(super) fn believed_until_ms(expires_at_ms: i64, now_ms: i64) -> i64 {
    let early = i64::try_from(EARLY.as_millis()).unwrap_or(0);
    let half = (expires_at_ms - now_ms).max(0) / 2;
    expires_at_ms - early.min(half)
}

/// Has the next token, or waits for whoever is having it. The session is what it was when WorkOS does not answer, and gone when it says no.
///
/// # Errors
/// The database failed.
pub(super) async fn renew(platform: &Platform, id: SessionId) -> Result<()> {
    for _ in 0..LOOKS {
        let now_ms = platform.clock.now_ms();
        let Some(row) = store::find_renewal(&platform.db, id, now_ms).await? else {
            return Ok(());
        };
        if row.access_until.is_none_or(|until| until > now_ms) {
            return Ok(());
        }
        let turn = now_ms + millis(TURN);
        // Whoever waits only looks: a try takes the writer.
        let is_free = row.renewing_until <= now_ms;
        if is_free && take_turn(platform, id, now_ms, turn).await? {
            // A task of its own: whoever asked may leave, and what WorkOS has answered is to be kept.
            let platform = platform.clone();
            return tokio::spawn(async move { ask(&platform, id, row, turn).await })
                .await
                .map_err(|cause| Error::internal("renewing a session").caused_by(cause))?;
        }
        // Somebody asks now; or WorkOS did not answer a moment ago.
        if row.renewing_until - now_ms <= millis(AGAIN_AFTER) && row.renewing_until > now_ms {
            return Ok(());
        }
        sleep(LOOK_EVERY).await;
    }
    Ok(())
}

async fn take_turn(platform: &Platform, id: SessionId, now_ms: i64, turn: i64) -> Result<bool> {
    let mut tx = platform.db.begin().await?;
    let is_ours = store::begin_renewal(&mut tx, id, now_ms, turn).await?;
    tx.commit().await?;
    Ok(is_ours)
}

/// Has a pair of tokens for another organisation. The session that it was had for cannot be renewed any more.
///
/// # Errors
/// WorkOS wants the person to sign in there, or does not answer; the session is as it was.
pub(super) async fn move_to(
    platform: &Platform,
    id: SessionId,
    organisation: &str,
) -> Result<Authenticated> {
    let workos = platform.workos()?;
    let now_ms = platform.clock.now_ms();
    let turn = now_ms + millis(TURN);
    let mut tx = platform.db.begin().await?;
    let is_ours = store::begin_move(&mut tx, id, now_ms, turn).await?;
    tx.commit().await?;
    if !is_ours {
        return Err(entry::unavailable());
    }
    // Read in our turn: nobody else changes it now.
    let row = store::find_renewal(&platform.db, id, now_ms).await?;
    let row = row.ok_or_else(Error::unauthenticated)?;
    let refresh_token = unsealed(platform, id, &row)?.ok_or_else(entry::sign_in_there)?;
    match workos
        .client
        .refresh(&refresh_token, Some(organisation))
        .await
    {
        Ok(authenticated) => {
            // Whatever becomes of it: the one before is used up.
            keep_next(platform, id, turn, &authenticated.refresh_token).await?;
            Ok(authenticated)
        }
        Err(failure) => {
            tracing::info!(session.id = %id, "a session was not moved to another organisation: {failure}");
            let mut tx = platform.db.begin().await?;
            store::renew_later(&mut tx, id, turn, now_ms).await?;
            tx.commit().await?;
            Err(match failure.is_passing() {
                true => entry::unavailable(),
                false => entry::sign_in_there(),
            })
        }
    }
}

/// Keeps what the next pair is had for. The turn goes on.
async fn keep_next(
    platform: &Platform,
    id: SessionId,
    turn: i64,
    refresh_token: &str,
) -> Result<()> {
    let secret = platform.workos()?.client.settings().api_key.as_str();
    let sealed = seal(
        secret,
        id.to_string().as_bytes(),
        refresh_token,
        &platform.clock,
    );
    let mut tx = platform.db.begin().await?;
    store::keep_refresh_token(&mut tx, id, turn, sealed).await?;
    tx.commit().await
}

/// The refresh token of a session. None: it was sealed with another key.
fn unsealed(platform: &Platform, id: SessionId, row: &RenewalRow) -> Result<Option<String>> {
    let secret = platform.workos()?.client.settings().api_key.as_str();
    let sealed = row.refresh_token.as_deref();
    Ok(sealed.and_then(|sealed| open(secret, id.to_string().as_bytes(), sealed)))
}

/// Has the next tokens of sessions that somebody holds sockets open in. Nobody waits for it.
pub(super) fn renew_soon(platform: &Platform, sessions: Vec<SessionId>) {
    let Ok(workos) = platform.workos() else {
        return;
    };
    for id in sessions {
        // Those that find no place are found again at the next look.
        let Ok(place) = workos.renewals.clone().try_acquire_owned() else {
            return;
        };
        let platform = platform.clone();
        tokio::spawn(async move {
            if let Err(cause) = renew(&platform, id).await {
                let cause = describe(&cause);
                tracing::warn!(session.id = %id, error.cause = %cause, "a session could not be renewed: {cause}");
            }
            drop(place);
        });
    }
}

async fn ask(platform: &Platform, id: SessionId, row: RenewalRow, turn: i64) -> Result<()> {
    let workos = platform.workos()?;
    let Some(refresh_token) = unsealed(platform, id, &row)? else {
        tracing::info!(session.id = %id, "a session was ended: its refresh token was sealed with another WORKOS_API_KEY");
        return session::end(platform, id).await;
    };
    let authenticated = match workos.client.refresh(&refresh_token, None).await {
        Ok(authenticated) => authenticated,
        Err(failure) => return failed(platform, id, turn, &failure).await,
    };
    // Before it is known what it brings: the one before is used up.
    keep_next(platform, id, turn, &authenticated.refresh_token).await?;
    let now_ms = platform.clock.now_ms();
    let claims = token::read(
        &authenticated.access_token,
        &workos.keys,
        &workos.trust,
        now_ms,
    )
    .await;
    let claims = match claims {
        Ok(claims) => claims,
        Err(doubt) => {
            let failure = Failure::Unreadable(format!("its token is {}", doubt.as_str()));
            return failed(platform, id, turn, &failure).await;
        }
    };
    // The session is for one organisation: whoever is in another now has signed in anew.
    if claims.org_id != row.workos_organisation {
        tracing::info!(session.id = %id, "a session was ended: WorkOS renewed it for another organisation");
        return session::end(platform, id).await;
    }
    let rights = granted(&claims, row.former_role.as_deref());
    let until = believed_until_ms(claims.expires_at_ms(), now_ms);
    let mut tx = platform.db.begin().await?;
    store::renewed(&mut tx, id, turn, rights, until).await?;
    tx.commit().await?;
    if row.granted.as_deref() != Some(rights.names().as_str()) {
        platform.notify(Notice::RightsChanged(row.organisation_id, row.person_id));
    }
    Ok(())
}

async fn failed(platform: &Platform, id: SessionId, turn: i64, failure: &Failure) -> Result<()> {
    if is_over(failure) {
        tracing::info!(session.id = %id, "a session was ended: {failure}");
        return session::end(platform, id).await;
    }
    tracing::warn!(session.id = %id, error.cause = %failure, "a session goes on as it was: {failure}");
    let not_before = platform.clock.now_ms() + millis(AGAIN_AFTER);
    let mut tx = platform.db.begin().await?;
    store::renew_later(&mut tx, id, turn, not_before).await?;
    tx.commit().await
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}
