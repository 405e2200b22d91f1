//! Every route of the program, and the layers that all of them pass.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Request, State};
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::access::{self, Caller};
use crate::error::Error;
use crate::http::middleware::{Door, attend, method_not_allowed, panicked};
use crate::http::{client_files, health};
use crate::platform::Platform;

/// Everything that the program answers.
pub fn router(platform: &Platform) -> Router {
    let (routes, api) = described(platform).split_for_parts();
    let document = Document(Bytes::from(
        api.to_json().expect("a description is plain data"),
    ));
    routes
        .route("/api/openapi.json", get(openapi).with_state(document))
        .fallback(anything_else)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(platform.clone())
        // Bodies are read, and bounded, in one place: `http::extract::Json`.
        .layer(DefaultBodyLimit::disable())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(
            Door::new(&platform.config, &platform.clock),
            attend,
        ))
}

/// The routes with their descriptions, slice by slice.
fn described(platform: &Platform) -> OpenApiRouter<Platform> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(health::healthz))
        .merge(access::router(platform.clone()).with_state(()))
}

/// What stands around the routes in their description.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Imprimatur",
        description = "Live co-editing of certificate layouts. Errors are `{\"code\",\"message\"}`; programs decide by the code. \
                       State changes are JSON. The realtime protocol of `/collab/{draft_id}` has its own specification.",
    ),
    paths(openapi),
    modifiers(&SignIn),
    security(("bearer" = []), ("cookie" = [])),
    tags(
        (name = "access", description = "Signing in and out, and who the caller is"),
        (name = "templates", description = "Certificate designs and the starters they are made from"),
        (name = "collab", description = "Drafts, their layouts, and editing together"),
        (name = "service", description = "The program itself"),
    ),
)]
struct Description;

/// The two ways to show a session.
struct SignIn;

impl Modify for SignIn {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        api.info.license = None;
        let components = api.components.get_or_insert_default();
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let cookie = ApiKey::Cookie(ApiKeyValue::new(access::session::COOKIE));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(cookie));
    }
}

/// The description, written once at the start.
#[derive(Clone)]
struct Document(Bytes);

/// This description
#[utoipa::path(get, path = "/api/openapi.json", tag = "service", security(()), responses(
    (status = 200, description = "OpenAPI 3.1 of every route", body = Object)
))]
async fn openapi(State(Document(document)): State<Document>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], document)
}

/// Below the programs' addresses: nothing, and only for those with a session. Everywhere else: the page.
async fn anything_else(State(platform): State<Platform>, request: Request) -> Response {
    let first = request.uri().path().split('/').nth(1);
    if !matches!(first, Some("api" | "auth" | "collab")) {
        return client_files::serve(request).await;
    }
    let (mut parts, _) = request.into_parts();
    match Caller::from_request_parts(&mut parts, &platform).await {
        Ok(_) => Error::not_found("address").into_response(),
        Err(refusal) => refusal.into_response(),
    }
}
