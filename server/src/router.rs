//! Every route of the program, and the layers that all of them pass.

mod sign_in;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Request, State};
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::sign_in::SignIn;
use crate::access::{self, Caller};
use crate::assets::{self, Assets};
use crate::audit::{self, Audit};
use crate::collab::{self, Collab};
use crate::comments::{self, Comments};
use crate::error::Error;
use crate::guests::{self, Guests};
use crate::http::middleware::{Door, attend, is_program, method_not_allowed, panicked};
use crate::http::ready::{self, Readiness};
use crate::http::{client_files, health};
use crate::issuance::{self, Issuance};
use crate::lists::{self, Lists};
use crate::live::Live;
use crate::notifications::{self, Notifications};
use crate::people::{self, Peopled};
use crate::pictures::{self, Pictures};
use crate::platform::Platform;
use crate::publishing::{self, Publishing};
use crate::recipients::{self, Recipients};
use crate::reviews::{self, Reviews};
use crate::templates;
use crate::verification::{self, Verification};
use crate::versions::{self, Versions};

/// What answers.
pub struct Slices {
    /// What all stand on.
    pub platform: Platform,
    /// Who comes from WorkOS.
    pub people: Peopled,
    /// Whether this node may be given work.
    pub readiness: Readiness,
    /// Uploaded images.
    pub assets: Assets,
    /// Editing together.
    pub collab: Collab,
    /// Drafts as pictures.
    pub pictures: Pictures,
    /// Who did what.
    pub audit: Audit,
    /// Discussions.
    pub comments: Comments,
    /// People without an account.
    pub guests: Guests,
    /// Pages that are told of news.
    pub live: Live,
    /// What people are told of.
    pub notifications: Notifications,
    /// What drafts held before.
    pub versions: Versions,
    /// Asking that versions are approved.
    pub reviews: Reviews,
    /// What certificates are issued from.
    pub publishing: Publishing,
    /// Certificates that are issued.
    pub issuance: Issuance,
    /// Files from which certificates are issued.
    pub lists: Lists,
    /// Certificates that anybody checks.
    pub verification: Verification,
    /// Those whom certificates were given to.
    pub recipients: Recipients,
}

/// Everything that the program answers.
pub fn router(slices: &Slices) -> Router {
    let platform = &slices.platform;
    let (routes, api) = described(slices).split_for_parts();
    let document = Document(Bytes::from(
        api.to_json().expect("a description is plain data"),
    ));
    routes
        .route("/api/openapi.json", get(openapi).with_state(document))
        .fallback(anything_else)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(platform.clone())
        // Bodies are read, and bounded, in one place: `http::extract::read`.
        .layer(DefaultBodyLimit::disable())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Door::new(platform), attend))
}

/// The routes with their descriptions, slice by slice.
fn described(slices: &Slices) -> OpenApiRouter<Platform> {
    let Slices {
        platform,
        people,
        readiness,
        assets,
        collab,
        pictures,
        audit,
        comments,
        guests,
        live: _,
        notifications,
        versions,
        reviews,
        publishing,
        issuance,
        lists,
        verification,
        recipients,
    } = slices;
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(health::healthz))
        .merge(ready::router(readiness.clone()).with_state(()))
        .merge(access::router(platform.clone()).with_state(()))
        .merge(people::router(people.clone()).with_state(()))
        .merge(assets::router(assets.clone()).with_state(()))
        .merge(collab::router(collab.clone()).with_state(()))
        .merge(pictures::router(pictures.clone()).with_state(()))
        .merge(templates::router(platform.clone(), collab.clone()).with_state(()))
        .merge(audit::router(audit.clone()).with_state(()))
        .merge(comments::router(comments.clone()).with_state(()))
        .merge(guests::router(guests.clone()).with_state(()))
        .merge(notifications::router(notifications.clone()).with_state(()))
        .merge(versions::router(versions.clone()).with_state(()))
        .merge(reviews::router(reviews.clone()).with_state(()))
        .merge(publishing::router(publishing.clone()).with_state(()))
        .merge(issuance::router(issuance.clone()).with_state(()))
        .merge(lists::router(lists.clone()).with_state(()))
        .merge(verification::router(verification.clone()).with_state(()))
        .merge(recipients::router(recipients.clone()).with_state(()))
}

/// What stands around the routes in their description.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Imprimatur",
        description = "Live co-editing of certificate layouts. Errors are `{\"code\",\"message\"}`; programs decide by the code. \
                       State changes are JSON; an image is uploaded as it is. The realtime protocol of `/collab/{draft_id}` has its own specification.",
    ),
    paths(openapi),
    modifiers(&SignIn),
    security(("bearer" = []), ("cookie" = [])),
    tags(
        (name = "access", description = "Signing in and out, and who the caller is"),
        (name = "people", description = "What comes from WorkOS"),
        (name = "templates", description = "Certificate designs and the starters they are made from"),
        (name = "assets", description = "Uploaded images"),
        (name = "collab", description = "Drafts, their layouts, and editing together"),
        (name = "audit", description = "What happened, and who did it"),
        (name = "pictures", description = "Drafts as SVG, PNG and PDF"),
        (name = "comments", description = "Discussions that are pinned to drafts"),
        (name = "guests", description = "People without an account, whom a review link lets look at one draft and say something to it"),
        (name = "notifications", description = "What people are told of that concerns them"),
        (name = "versions", description = "Versions of drafts, and what changed between them"),
        (name = "reviews", description = "Asking that versions are approved, and what stands against them"),
        (name = "publishing", description = "From which version certificates are issued"),
        (name = "issuance", description = "Certificates: issuing, suspending and revoking them"),
        (name = "lists", description = "Files with many people in them, from which certificates are issued"),
        (name = "verification", description = "What anybody may ask of a certificate, without an account"),
        (name = "recipients", description = "Those whom certificates were given to: links in their mail, and their page"),
        (name = "service", description = "The program itself"),
    ),
)]
struct Description;

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
    if !is_program(request.uri().path()) {
        if let Some(page) = verification::nothing_here(request.uri().path(), request.headers()) {
            return page;
        }
        return client_files::serve(request).await;
    }
    let (mut parts, _) = request.into_parts();
    match Caller::from_request_parts(&mut parts, &platform).await {
        Ok(_) => Error::not_found("address").into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

#[cfg(test)]
mod tests;
