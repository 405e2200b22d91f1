//! Who is who: a person by the id or the address that others know them by, an organisation by the domain of an address.

use axum::extract::State;
use imprimatur_protocol::api::access::OrganisationBody;
use imprimatur_protocol::api::admin::FoundPersonBody;
use imprimatur_protocol::{ErrorBody, ErrorCode};
use serde::Deserialize;
use utoipa::IntoParams;

use super::inbox::People;
use super::objects::{Domain, Kind};
use super::store;
use crate::access::Viewer;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::http::extract::Query;
use crate::workspace::Tx;

/// Whom to look up.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonQuery {
    /// By the id that another system knows them by.
    external_id: Option<String>,
    /// By their address, however it is written.
    email: Option<String>,
}

/// Whose organisation to look up.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationQuery {
    /// An address of the organisation's domain.
    email: String,
}

/// A member, by an id of another system or by their address
#[utoipa::path(get, path = "/api/people/lookup", tag = "people", params(PersonQuery), responses(
    (status = 200, body = FoundPersonBody),
    (status = 400, description = "`address_invalid`: one of the two", body = ErrorBody),
    (status = 404, description = "`not_found`: nobody, or no member of the caller's organisation", body = ErrorBody),
))]
pub(super) async fn person(
    State(people): State<People>,
    viewer: Viewer,
    Query(query): Query<PersonQuery>,
) -> Result<axum::Json<FoundPersonBody>> {
    let organisation = viewer.organisation();
    let mut tx = people.platform.db.read().await?;
    let found = match (&query.external_id, &query.email) {
        (Some(external_id), None) => match user_by_external_id(&mut tx, external_id).await? {
            Some(user) => store::member_by_user(&mut tx, organisation, &user).await?,
            None => None,
        },
        (None, Some(email)) => {
            let email = email.trim().to_lowercase();
            store::member_by_email(&mut tx, organisation, &email).await?
        }
        _ => {
            return Err(Error::invalid(
                ErrorCode::AddressInvalid,
                "Give `external_id` or `email`, one of the two.",
            ));
        }
    };
    let found = found.ok_or_else(|| Error::not_found("person"))?;
    Ok(axum::Json(FoundPersonBody {
        id: found.id,
        name: found.name,
        email: found.email,
        workos_id: found.workos_id,
    }))
}

/// The organisation that has verified the domain of an address
///
/// Only the caller's own is told; whether another one has verified it is nobody's business.
#[utoipa::path(get, path = "/api/organisations/lookup", tag = "people", params(OrganisationQuery), responses(
    (status = 200, body = OrganisationBody),
    (status = 404, description = "`not_found`: it is not the caller's", body = ErrorBody),
    (status = 409, description = "`domain_contested`: another organisation has verified it as well", body = ErrorBody),
))]
pub(super) async fn organisation(
    State(people): State<People>,
    viewer: Viewer,
    Query(query): Query<OrganisationQuery>,
) -> Result<axum::Json<OrganisationBody>> {
    let mut tx = people.platform.db.read().await?;
    let own = store::workos_organisation(&mut tx, viewer.organisation()).await?;
    let own = own.ok_or_else(|| Error::not_found("organisation"))?;
    match organisation_by_email(&mut tx, &query.email).await? {
        Ok(found) if found == own => Ok(axum::Json(OrganisationBody {
            id: viewer.organisation(),
            name: viewer.caller().organisation.name.clone(),
        })),
        Err(NoOrganisation::Contested(all)) if all.contains(&own) => Err(Error::new(
            ErrorKind::Conflict,
            ErrorCode::DomainContested,
            "Another organisation has verified this domain as well, so it belongs to neither. WorkOS's support can settle it.",
        )),
        Ok(_) | Err(_) => Err(Error::not_found("organisation")),
    }
}

/// Why no organisation is given for an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoOrganisation {
    /// Nobody has verified its domain.
    Unknown,
    /// Several have: their ids at WorkOS. It is never guessed which.
    Contested(Vec<String>),
}

/// The user of WorkOS that another system knows by an id of its own.
///
/// # Errors
/// The database failed.
pub async fn user_by_external_id(tx: &mut Tx, external_id: &str) -> Result<Option<String>> {
    store::user_with_external_id(tx, external_id).await
}

/// The user of WorkOS with an address, however it is written.
///
/// # Errors
/// The database failed.
pub async fn user_by_email(tx: &mut Tx, email: &str) -> Result<Option<String>> {
    store::user_known_as(tx, &email.trim().to_lowercase()).await
}

/// The organisation that has verified the domain of an address. Sub-domains are other domains.
///
/// # Errors
/// The database failed.
pub async fn organisation_by_email(
    tx: &mut Tx,
    email: &str,
) -> Result<std::result::Result<String, NoOrganisation>> {
    let Some((_, domain)) = email.trim().rsplit_once('@') else {
        return Ok(Err(NoOrganisation::Unknown));
    };
    let mut verified = verified_by(tx, &domain.to_ascii_lowercase()).await?;
    Ok(match verified.len() {
        0 => Err(NoOrganisation::Unknown),
        1 => Ok(verified.remove(0)),
        _ => Err(NoOrganisation::Contested(verified)),
    })
}

/// The organisations that have verified a domain, by their ids at WorkOS.
pub(super) async fn verified_by(tx: &mut Tx, domain: &str) -> Result<Vec<String>> {
    let mut verified = Vec::new();
    for row in store::domains_named(tx, domain).await? {
        let is_verified =
            serde_json::from_str(&row.body).is_ok_and(|domain: Domain| domain.is_verified());
        if is_verified && !verified.contains(&row.organisation_id) {
            verified.push(row.organisation_id);
        }
    }
    Ok(verified)
}

/// What a thing is found by beside its id, in lower case where that does not matter.
pub(super) fn found_by(kind: Kind, body: &serde_json::Value) -> [Option<String>; 2] {
    let text = |name: &str| body.get(name).and_then(|value| value.as_str());
    match kind {
        Kind::User => [
            text("email").map(str::to_lowercase),
            text("external_id").map(str::to_owned),
        ],
        Kind::OrganizationDomain => [text("domain").map(str::to_lowercase), None],
        Kind::Organization | Kind::OrganizationMembership | Kind::Role | Kind::DirectoryUser => {
            [None, None]
        }
    }
}
