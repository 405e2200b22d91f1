//! Who the caller is, and the language that the interface greets them in.

use axum::extract::State;
use imprimatur_protocol::api::access::{ChangeMeBody, MeBody, OrganisationBody, PersonBody};
use imprimatur_protocol::{ErrorBody, ErrorCode};

use super::inbox::People;
use super::objects::Kind;
use super::store;
use crate::access::locales::locale_named;
use crate::access::{Caller, entry, known};
use crate::error::{Error, Result};
use crate::http::extract::Json;
use crate::platform::Platform;

/// Who the caller is
#[utoipa::path(get, path = "/api/me", tag = "people", responses(
    (status = 200, body = MeBody),
    (status = 401, body = ErrorBody),
))]
pub(super) async fn me(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<axum::Json<MeBody>> {
    me_body(&platform, caller).await.map(axum::Json)
}

/// Changes the language that the interface greets the caller in
#[utoipa::path(patch, path = "/api/me", tag = "people", request_body = ChangeMeBody, responses(
    (status = 200, body = MeBody),
    (status = 401, body = ErrorBody),
    (status = 422, description = "`locale_unknown`", body = ErrorBody),
))]
pub(super) async fn change_me(
    State(people): State<People>,
    mut caller: Caller,
    Json(body): Json<ChangeMeBody>,
) -> Result<axum::Json<MeBody>> {
    let locale = locale_named(&body.preferred_locale).ok_or_else(|| {
        Error::unprocessable(
            ErrorCode::LocaleUnknown,
            "The interface speaks de, fr, it, rm and en.",
        )
    })?;
    let mut tx = people.platform.db.begin().await?;
    let user = known::choose_locale(&mut tx, caller.person.id, locale).await?;
    // The registry has a copy of whom WorkOS knows.
    if let Some(user) = user {
        let now_ms = people.platform.clock.now_ms();
        store::want(&mut tx, Kind::User.as_str(), &user, None, now_ms).await?;
    }
    tx.commit().await?;
    people.sync_wake.wake();
    caller.person.preferred_locale = locale;
    me_body(&people.platform, caller).await.map(axum::Json)
}

async fn me_body(platform: &Platform, caller: Caller) -> Result<MeBody> {
    let organisations = entry::organisations(platform, &caller).await?;
    Ok(MeBody {
        person: PersonBody {
            id: caller.person.id,
            name: caller.person.name,
            email: caller.person.email,
            color: caller.person.color.to_owned(),
            preferred_locale: caller.person.preferred_locale,
        },
        organisation: OrganisationBody {
            id: caller.organisation.id,
            name: caller.organisation.name,
        },
        role: caller.role,
        permissions: caller.rights.list(),
        organisations,
        impersonator: caller.impersonator,
    })
}
