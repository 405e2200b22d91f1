//! Keys for programs: of an organisation, with the permissions that they were given, shown once, and taken back at any time.
//!
//! A program acts as a person of its own, who is a member of the organisation and is nobody: so what it does has an author, and goes on when whoever
//! made the key has left.

use std::time::Duration;

use imprimatur_protocol::{ApiKeyId, ErrorCode, PersonId, SessionId};

use serde_json::json;

use super::caller::{Caller, SessionKind};
use super::roles::{Permission, Rights, Role, role_name};
use super::session::Token;
use super::store::{self, ApiKeyRow, NewApiKey, NewSession};
use crate::bus::Notice;
use crate::error::{Error, Kind, Result, describe};
use crate::events::{self, EventKind};
use crate::platform::Platform;

/// That a key was used is noted at most so often.
const NOTED_EVERY: Duration = Duration::from_secs(60);

/// Keys that are listed, those that were taken back among them.
const LISTED_MOST: u32 = 200;

/// Letters of a name.
const NAME_LETTERS_MOST: usize = 100;

/// How many letters of a key are shown for good, beyond what all begin with.
const SHOWN: usize = "imprimatur_".len() + 5;

/// A key lasts until it is taken back.
const FOR_EVER_MS: i64 = 253_402_300_799_000;

/// A name for a key, without what stands around it.
///
/// # Errors
/// It is empty, too long, or holds control characters.
pub(super) fn name(given: &str) -> Result<String> {
    let name = given.trim();
    let letters = name.chars().count();
    if letters == 0 || letters > NAME_LETTERS_MOST || name.chars().any(char::is_control) {
        return Err(Error::unprocessable(
            ErrorCode::NameInvalid,
            format!(
                "A key needs a name of 1 to {NAME_LETTERS_MOST} letters, without control characters."
            ),
        ));
    }
    Ok(name.to_owned())
}

/// Makes a key; gives it with its secret, which is never seen again.
///
/// # Errors
/// The scopes are none, or more than a program may have; the organisation has as many as it may.
pub(super) async fn create(
    platform: &Platform,
    caller: &Caller,
    name: &str,
    scopes: &[Permission],
) -> Result<(ApiKeyId, Token)> {
    let rights = scopes.iter().copied().fold(Rights::NONE, Rights::with);
    // Who manages is a person, and a key that could make keys could never be taken back.
    if rights == Rights::NONE || rights.allow(Permission::Manage) {
        return Err(Error::unprocessable(
            ErrorCode::ScopesInvalid,
            "A key needs at least one permission, and cannot have `manage`.",
        ));
    }
    // Nobody hands on what they do not have, and whoever acts in another's name leaves nothing behind.
    if rights.and(caller.rights) != rights || caller.impersonator.is_some() {
        return Err(Error::new(
            Kind::Forbidden,
            ErrorCode::PermissionRequired,
            "A key cannot have a permission that you do not have yourself, and nobody makes one in somebody else's name.",
        ));
    }
    let organisation = caller.organisation.id;
    let token = Token::new_key(&platform.clock);
    let (program, session): (PersonId, SessionId) = (platform.clock.id(), platform.clock.id());
    let scopes = rights.names();
    let key = NewApiKey {
        id: platform.clock.id(),
        program,
        session,
        name,
        shown: &token.reveal()[..SHOWN],
        scopes: &scopes,
        created_by: caller.person.id,
        now_ms: platform.clock.now_ms(),
    };
    let mut tx = platform.db.begin().await?;
    let most = i64::from(platform.config.limits.api_keys_per_organisation);
    if store::count_keys(&mut tx, organisation).await? >= most {
        return Err(Error::unprocessable(
            ErrorCode::ApiKeysFull,
            format!("The organisation has {most} keys, as many as it may. Take one back first."),
        ));
    }
    store::insert_program(&mut tx, organisation, &key, role_name(Role::Admin)).await?;
    let of_key = NewSession {
        kind: SessionKind::Key,
        expires_at: FOR_EVER_MS,
        granted: Some(rights),
        ..NewSession::new(session, token.hash(), key.now_ms)
    };
    store::insert_session(&mut tx, organisation, program, of_key).await?;
    store::insert_key(&mut tx, organisation, &key).await?;
    let details = json!({ "scopes": scopes, "shown": key.shown });
    let done = caller.does(EventKind::KeyCreated, Some(key.id.to_string()), details);
    events::record(&mut tx, &platform.clock, &done).await?;
    tx.commit().await?;
    Ok((key.id, token))
}

/// The keys of the caller's organisation.
pub(super) async fn list(platform: &Platform, caller: &Caller) -> Result<Vec<ApiKeyRow>> {
    let mut tx = platform.db.read().await?;
    store::keys(&mut tx, caller.organisation.id, LISTED_MOST).await
}

/// Takes a key back, at once and on every node.
///
/// # Errors
/// There is no such key, or it was taken back before.
pub(super) async fn revoke(platform: &Platform, caller: &Caller, key: ApiKeyId) -> Result<()> {
    let mut tx = platform.db.begin().await?;
    let now_ms = platform.clock.now_ms();
    let session = store::revoke_key(&mut tx, caller.organisation.id, key, now_ms).await?;
    let session = session.ok_or_else(|| Error::not_found("key"))?;
    store::end_session(&mut tx, session).await?;
    let done = caller.does(EventKind::KeyRevoked, Some(key.to_string()), json!({}));
    events::record(&mut tx, &platform.clock, &done).await?;
    tx.commit().await?;
    platform.notify(Notice::SessionEnded(session));
    Ok(())
}

/// Notes that a key was used, unless that was noted a moment ago. Nobody is refused for that failing.
pub(super) async fn was_used(platform: &Platform, session: SessionId, noted_at: Option<i64>) {
    let now_ms = platform.clock.now_ms();
    let since_ms = now_ms - i64::try_from(NOTED_EVERY.as_millis()).unwrap_or(0);
    if noted_at.is_some_and(|at| at >= since_ms) {
        return;
    }
    let noted = async {
        let mut tx = platform.db.begin().await?;
        store::key_used(&mut tx, session, now_ms, since_ms).await?;
        tx.commit().await
    };
    if let Err(cause) = noted.await {
        let cause = describe(&cause);
        tracing::warn!(session.id = %session, error.cause = %cause, "that a key was used could not be noted: {cause}");
    }
}
