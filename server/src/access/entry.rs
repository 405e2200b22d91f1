//! Coming in by WorkOS, going over to another organisation, and what ends with a session of WorkOS.

use imprimatur_protocol::api::access::OrganisationBody;
use imprimatur_protocol::{ErrorCode, OrganisationId, SessionId};

use serde_json::json;

use super::caller::{Caller, SessionKind};
use super::grants::granted;
use super::renewal::{self, believed_until_ms};
use super::session::{self, Brought, Token};
use super::store;
use crate::bus::Notice;
use crate::error::{Error, Kind, Result};
use crate::events::{self, EventKind};
use crate::platform::Platform;
use crate::workos::{Authenticated, Claims, Doubt, token};
use crate::workspace::Tx;

/// How long an ended session of WorkOS is remembered: no access token of it is good for longer.
pub(super) const REMEMBERED_MS: i64 = 24 * 60 * 60 * 1000;

/// What WorkOS says with the tokens that it gave out just now.
///
/// # Errors
/// They are not what they should be, or no key could be had to check them with.
pub async fn claims(platform: &Platform, authenticated: &Authenticated) -> Result<Claims> {
    let workos = platform.workos()?;
    let now_ms = platform.clock.now_ms();
    token::read(&authenticated.access_token, &workos.keys, &workos.trust, now_ms)
        .await
        .map_err(|doubt| {
            // Ours to mend: WORKOS_ISSUERS, or a clock.
            tracing::error!(token.doubt = doubt.as_str(), "a token that WorkOS gave out just now is {}: are WORKOS_ISSUERS and the clock right?", doubt.as_str());
            match doubt {
                Doubt::NoKey => unavailable(),
                Doubt::Forged | Doubt::Expired => Error::new(
                    Kind::Forbidden,
                    ErrorCode::SignInRefused,
                    "WorkOS has let you in with a token that is not believed here. An administrator finds the reason in the log.",
                ),
            }
        })
}

/// Begins the session of somebody whom WorkOS has let in; one that goes on from another ends when that would. None: they are not known to be a
/// member where they want to.
///
/// # Errors
/// The database failed.
pub async fn enter(
    platform: &Platform,
    authenticated: Authenticated,
    claims: &Claims,
    expires_at_ms: Option<i64>,
) -> Result<Option<Token>> {
    let Some(organisation) = claims.org_id.as_deref() else {
        return Ok(None);
    };
    let mut tx = platform.db.read().await?;
    let member = store::member_by_workos(&mut tx, organisation, &claims.sub).await?;
    drop(tx);
    let Some(member) = member else {
        return Ok(None);
    };
    let now_ms = platform.clock.now_ms();
    let impersonator = authenticated.impersonator.map(|it| it.email);
    let brought = Brought {
        sid: claims.sid.clone().unwrap_or_default(),
        granted: granted(claims, member.former_role.as_deref()),
        refresh_token: authenticated.refresh_token,
        access_until_ms: believed_until_ms(claims.expires_at_ms(), now_ms),
        impersonator: impersonator.or_else(|| claims.act.as_ref().map(|actor| actor.sub.clone())),
        expires_at_ms,
    };
    let (organisation, person) = (member.organisation_id, member.person_id);
    if brought.impersonator.is_some() {
        tracing::warn!(organisation.id = %organisation, person.id = %person, "somebody of WorkOS acts in the name of {person}");
    }
    session::begin(platform, organisation, person, Some(brought))
        .await
        .map(Some)
}

/// Goes over to another organisation of the same person: a session there takes the place of this one.
///
/// # Errors
/// The session is none of WorkOS, or WorkOS wants the person to sign in there.
pub async fn switch(
    platform: &Platform,
    caller: &Caller,
    organisation: OrganisationId,
) -> Result<Token> {
    if caller.kind != SessionKind::WorkOs {
        return Err(sign_in_there());
    }
    let mut tx = platform.db.read().await?;
    let found = store::membership(&mut tx, organisation, caller.person.id).await?;
    drop(tx);
    let workos_organisation = found.ok_or_else(|| Error::not_found("organisation"))?;
    let workos_organisation = workos_organisation.ok_or_else(sign_in_there)?;
    // A task of its own: whoever asked may leave, and what WorkOS has answered is to be kept.
    let (platform, left, until_ms) = (platform.clone(), caller.session, caller.expires_at_ms);
    tokio::spawn(async move {
        let authenticated = renewal::move_to(&platform, left, &workos_organisation).await?;
        let claims = claims(&platform, &authenticated).await?;
        let entered = enter(&platform, authenticated, &claims, Some(until_ms)).await?;
        // Its refresh token has moved on with the new one.
        session::end(&platform, left).await?;
        entered.ok_or_else(|| Error::not_found("organisation"))
    })
    .await
    .map_err(|cause| Error::internal("switching the organisation").caused_by(cause))?
}

/// Ends a session for good, and gives the page of WorkOS that ends the sign-in there. None: they did not come by it with a browser.
///
/// # Errors
/// The database failed.
pub(super) async fn sign_out(platform: &Platform, caller: &Caller) -> Result<Option<String>> {
    let mut tx = platform.db.begin().await?;
    let now_ms = platform.clock.now_ms();
    let sid = store::sid_of(&mut tx, caller.session).await?;
    let mut notices = vec![Notice::SessionEnded(caller.session)];
    match (caller.kind, &sid) {
        // The same token would begin it anew.
        (SessionKind::Bearer, Some(sid)) => {
            notices = end_workos_session(&mut tx, sid, now_ms).await?;
        }
        (SessionKind::Key, _) => {
            if let Some(key) = store::key_of_session(&mut tx, caller.session).await? {
                store::revoke_key(&mut tx, caller.organisation.id, key, now_ms).await?;
                let done = caller.does(EventKind::KeyRevoked, Some(key.to_string()), json!({}));
                events::record(&mut tx, &platform.clock, &done).await?;
            }
            store::end_session(&mut tx, caller.session).await?;
        }
        _ => store::end_session(&mut tx, caller.session).await?,
    }
    tx.commit().await?;
    notices.into_iter().for_each(|it| platform.notify(it));
    let (SessionKind::WorkOs, Some(sid), Some(workos)) = (caller.kind, sid, &platform.workos)
    else {
        return Ok(None);
    };
    let url = workos.client.logout_url(&sid, None);
    url.map(|url| Some(url.to_string()))
        .map_err(|failure| Error::internal("signing out of WorkOS").caused_by(failure))
}

/// Where somebody is a member.
///
/// # Errors
/// The database failed.
pub async fn organisations(platform: &Platform, caller: &Caller) -> Result<Vec<OrganisationBody>> {
    let mut tx = platform.db.read().await?;
    let rows = store::memberships(&mut tx, caller.person.id).await?;
    Ok(rows
        .into_iter()
        .map(|row| OrganisationBody {
            id: row.id,
            name: row.name,
        })
        .collect())
}

/// Ends what is a part of a session of WorkOS. The notices are told when that is committed.
///
/// # Errors
/// The database failed.
pub async fn end_workos_session(tx: &mut Tx, sid: &str, now_ms: i64) -> Result<Vec<Notice>> {
    let ended: Vec<SessionId> = store::end_by_sid(tx, sid, now_ms + REMEMBERED_MS).await?;
    Ok(ended.into_iter().map(Notice::SessionEnded).collect())
}

/// WorkOS wants the person to sign in where they want to go.
pub(super) fn sign_in_there() -> Error {
    Error::new(
        Kind::Forbidden,
        ErrorCode::SignInRefused,
        "Sign in to that organisation first: GET /auth/sign-in with its `organisation`.",
    )
}

/// WorkOS does not answer.
#[must_use]
pub fn unavailable() -> Error {
    Error::new(
        Kind::Busy,
        ErrorCode::SignInUnavailable,
        "WorkOS does not answer. Try again in a moment.",
    )
}
