//! Programs that hold an access token of WorkOS. A token that was taken in once is a session until it is over, so it is not checked again with
//! each request; that its session at WorkOS has ended is remembered longer than it is good.

use imprimatur_protocol::ErrorCode;

use super::caller::SessionKind;
use super::entry;
use super::grants::granted;
use super::session;
use super::store::{self, NewSession, SessionRow};
use crate::bus::Notice;
use crate::error::{Error, Kind, Result};
use crate::platform::Platform;
use crate::workos::{Doubt, token};

/// Takes a token in.
///
/// # Errors
/// It is not believed, its session has ended, it names no organisation, its user is no member there, or no key could be had to check it with.
pub(super) async fn take_in(platform: &Platform, text: &str, hash: Vec<u8>) -> Result<SessionRow> {
    let workos = platform.workos().map_err(|_| Error::unauthenticated())?;
    let now_ms = platform.clock.now_ms();
    let claims = token::read(text, &workos.keys, &workos.trust, now_ms)
        .await
        .map_err(|doubt| {
            metrics::counter!("imprimatur_tokens_refused_total", "reason" => doubt.as_str())
                .increment(1);
            match doubt {
                Doubt::Forged | Doubt::Expired => Error::unauthenticated(),
                Doubt::NoKey => Error::new(
                    Kind::Busy,
                    ErrorCode::SignInUnavailable,
                    "The token cannot be checked now: WorkOS does not give its keys. Try again.",
                ),
            }
        })?;
    // An ended session is remembered for as long, so no token of it may be good for longer.
    let until_ms = claims.expires_at_ms().min(now_ms + entry::REMEMBERED_MS);
    let organisation = claims.org_id.as_deref().ok_or_else(no_member)?;
    let mut tx = platform.db.begin().await?;
    // That a session has ended is either known by now, or comes after this one was begun, and ends it.
    store::await_news(&mut tx).await?;
    let sid = claims.sid.clone().unwrap_or_default();
    if !sid.is_empty() && store::has_ended(&mut tx, &sid).await? {
        return Err(Error::unauthenticated());
    }
    let member = store::member_by_workos(&mut tx, organisation, &claims.sub).await?;
    let member = member.ok_or_else(no_member)?;
    let rights = granted(&claims, member.former_role.as_deref());
    // The next token of a session that is known: it goes on, and its sockets with it (SPEC O3).
    if let Some(sid) = claims.sid.as_deref() {
        let token = (hash.clone(), rights, until_ms);
        let (organisation, person) = (member.organisation_id, member.person_id);
        if store::go_on(&mut tx, sid, organisation, person, token).await? {
            tx.commit().await?;
            platform.notify(Notice::RightsChanged(organisation, person));
            let row = store::find_session(&platform.db, &hash, now_ms).await?;
            return row.ok_or_else(Error::unauthenticated);
        }
    }
    let session = NewSession {
        kind: SessionKind::Bearer,
        expires_at: until_ms,
        granted: Some(rights),
        workos_sid: (!sid.is_empty()).then_some(sid),
        impersonator: claims.act.map(|actor| actor.sub),
        ..NewSession::new(platform.clock.id(), hash.clone(), now_ms)
    };
    session::record_impersonation(
        &mut tx,
        &platform.clock,
        member.organisation_id,
        member.person_id,
        &session,
    )
    .await?;
    store::insert_session(&mut tx, member.organisation_id, member.person_id, session).await?;
    tx.commit().await?;
    let row = store::find_session(&platform.db, &hash, now_ms).await?;
    row.ok_or_else(Error::unauthenticated)
}

fn no_member() -> Error {
    Error::new(
        Kind::Forbidden,
        ErrorCode::OrganisationRequired,
        "The token is not for an organisation that its user is known to be a member of. Choose one when signing in; a new membership may take a minute.",
    )
}
