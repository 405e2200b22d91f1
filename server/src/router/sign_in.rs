//! How callers show who they are, for the description of the routes.

use utoipa::Modify;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};

use crate::{access, guests, recipients};

/// The ways to show a session, and those of guests and of recipients.
pub(super) struct SignIn;

impl Modify for SignIn {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        api.info.license = None;
        let components = api.components.get_or_insert_default();
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let cookie = ApiKey::Cookie(ApiKeyValue::new(access::session::COOKIE));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(cookie));
        let guest = ApiKey::Cookie(ApiKeyValue::new(guests::COOKIE));
        components.add_security_scheme("guest", SecurityScheme::ApiKey(guest));
        let recipient = ApiKey::Cookie(ApiKeyValue::new(recipients::COOKIE));
        components.add_security_scheme("recipient", SecurityScheme::ApiKey(recipient));
    }
}
