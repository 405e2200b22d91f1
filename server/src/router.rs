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
mod tests {
    use std::fs;
    use std::path::Path;

    use axum::body::Body;
    use axum::http::StatusCode;
    use tower::ServiceExt;

    use super::*;
    use crate::registry::Registry;

    /// Every route, as the description has them. A new one is added here, where all are seen together.
    const ROUTES: [&str; 154] = [
        "DELETE /api/comments/{id}",
        "DELETE /api/guest/comments/{id}",
        "DELETE /api/guest/session",
        "DELETE /api/guests/{id}",
        "DELETE /api/keys/{id}",
        "DELETE /api/lists/{id}",
        "DELETE /api/mine/addresses/{id}",
        "DELETE /api/mine/certificates/{id}/share",
        "DELETE /api/mine/session",
        "DELETE /api/templates/{id}",
        "GET /api/activity",
        "GET /api/admin/events",
        "GET /api/admin/people",
        "GET /api/admin/sync",
        "GET /api/admin/sync/live",
        "GET /api/admin/sync/things",
        "GET /api/approvers",
        "GET /api/assets",
        "GET /api/assets/{id}",
        "GET /api/audit/export",
        "GET /api/batches",
        "GET /api/batches/{id}",
        "GET /api/batches/{id}/report",
        "GET /api/certificates",
        "GET /api/certificates/{id}",
        "GET /api/certificates/{id}/content",
        "GET /api/drafts/{id}",
        "GET /api/drafts/{id}/gate",
        "GET /api/drafts/{id}/guests",
        "GET /api/drafts/{id}/layout",
        "GET /api/drafts/{id}/publication",
        "GET /api/drafts/{id}/render.pdf",
        "GET /api/drafts/{id}/render.png",
        "GET /api/drafts/{id}/render.svg",
        "GET /api/drafts/{id}/review",
        "GET /api/drafts/{id}/threads",
        "GET /api/drafts/{id}/versions",
        "GET /api/drafts/{id}/versions/times",
        "GET /api/guest",
        "GET /api/guest/layout",
        "GET /api/guest/live",
        "GET /api/guest/page.png",
        "GET /api/guest/threads",
        "GET /api/inbox",
        "GET /api/inbox/live",
        "GET /api/inbox/preferences",
        "GET /api/inbox/unread",
        "GET /api/keys",
        "GET /api/me",
        "GET /api/mentionable",
        "GET /api/mine",
        "GET /api/openapi.json",
        "GET /api/organisations/lookup",
        "GET /api/people/lookup",
        "GET /api/settings",
        "GET /api/settings/issuing",
        "GET /api/settings/review",
        "GET /api/starters",
        "GET /api/templates",
        "GET /api/templates/{id}",
        "GET /api/threads/{id}",
        "GET /api/verify/{id}",
        "GET /api/versions/{id}",
        "GET /api/versions/{id}/diff",
        "GET /api/versions/{id}/layout",
        "GET /api/versions/{id}/render.pdf",
        "GET /api/versions/{id}/render.png",
        "GET /auth/callback",
        "GET /auth/options",
        "GET /auth/sign-in",
        "GET /collab/{draft_id}",
        "GET /healthz",
        "GET /issuers/{id}",
        "GET /issuers/{id}/",
        "GET /issuers/{id}/did.json",
        "GET /readyz",
        "GET /s/{id}",
        "GET /status/{list}/{purpose}",
        "GET /unsubscribe/{token}",
        "GET /v",
        "GET /v/{id}",
        "GET /v/{id}/",
        "GET /v/{id}/certificate.pdf",
        "GET /v/{id}/certificate.png",
        "GET /v/{id}/certificate.svg",
        "GET /v/{id}/credential.json",
        "GET /v/{id}/offline-qr.svg",
        "PATCH /api/comments/{id}",
        "PATCH /api/guest/comments/{id}",
        "PATCH /api/me",
        "PATCH /api/templates/{id}",
        "PATCH /api/threads/{id}",
        "PATCH /api/versions/{id}",
        "POST /api/admin/sync/retry",
        "POST /api/admin/sync/runs",
        "POST /api/assets",
        "POST /api/batches",
        "POST /api/batches/{id}/cancel",
        "POST /api/batches/{id}/pause",
        "POST /api/batches/{id}/resume",
        "POST /api/certificates/{id}/correct",
        "POST /api/certificates/{id}/reinstate",
        "POST /api/certificates/{id}/renew",
        "POST /api/certificates/{id}/revoke",
        "POST /api/certificates/{id}/send",
        "POST /api/certificates/{id}/suspend",
        "POST /api/drafts/{id}/guests",
        "POST /api/drafts/{id}/review",
        "POST /api/drafts/{id}/threads",
        "POST /api/drafts/{id}/versions",
        "POST /api/guest/session",
        "POST /api/guest/threads",
        "POST /api/guest/threads/{id}/comments",
        "POST /api/issuer-key/rotate",
        "POST /api/keys",
        "POST /api/lists",
        "POST /api/lists/{id}/check",
        "POST /api/lists/{id}/fit",
        "POST /api/lists/{id}/issue",
        "POST /api/lists/{id}/preview",
        "POST /api/lists/{id}/read",
        "POST /api/mine/addresses",
        "POST /api/mine/links",
        "POST /api/mine/look",
        "POST /api/mine/session",
        "POST /api/publications/{id}/cancel",
        "POST /api/reviews/{id}/approve",
        "POST /api/reviews/{id}/request-changes",
        "POST /api/reviews/{id}/withdraw",
        "POST /api/templates",
        "POST /api/templates/{id}/archive",
        "POST /api/templates/{id}/duplicate",
        "POST /api/threads/{id}/comments",
        "POST /api/verify",
        "POST /api/versions/{id}/publish",
        "POST /api/versions/{id}/restore",
        "POST /api/versions/{id}/roll-back",
        "POST /auth/local",
        "POST /auth/sign-out",
        "POST /auth/switch",
        "POST /unsubscribe/{token}",
        "POST /webhooks/bounces",
        "POST /webhooks/workos",
        "PUT /api/comments/{id}/reaction",
        "PUT /api/drafts/{id}/threads/read",
        "PUT /api/guest/threads/{id}/read",
        "PUT /api/inbox/preferences",
        "PUT /api/inbox/read",
        "PUT /api/mine/certificates/{id}/share",
        "PUT /api/reviews/{id}/approvers",
        "PUT /api/settings",
        "PUT /api/settings/issuing",
        "PUT /api/settings/review",
        "PUT /api/threads/{id}/read",
    ];

    #[tokio::test]
    async fn every_route_is_described() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        let assets = Assets::open(platform.clone()).await.unwrap();
        let collab = Collab::start(platform.clone());
        let registry = Registry::open(&platform.config).await.unwrap();
        let pictures = Pictures::new(platform.clone(), assets.clone(), collab.clone());
        let versions = Versions::new(
            platform.clone(),
            assets.clone(),
            collab.clone(),
            pictures.clone(),
        );
        let reviews = Reviews::new(
            platform.clone(),
            collab.clone(),
            pictures.clone(),
            versions.clone(),
        );
        let comments = Comments::start(platform.clone(), collab.clone());
        let live = Live::start(platform.clone());
        let origin = "http://localhost:8080".to_owned();
        let issuance = Issuance::open(
            platform.clone(),
            registry.clone(),
            assets.clone(),
            pictures.clone(),
            origin.clone(),
        )
        .unwrap();
        let router = router(&Slices {
            guests: Guests::new(
                platform.clone(),
                comments.clone(),
                versions.clone(),
                live.clone(),
            ),
            audit: Audit::new(platform.clone(), registry.clone()),
            readiness: Readiness::new(&platform),
            people: Peopled::new(platform.clone()),
            comments,
            notifications: Notifications::new(platform.clone(), live.clone()).unwrap(),
            live,
            lists: Lists::new(platform.clone(), issuance.clone(), pictures.clone()),
            verification: Verification::new(
                platform.clone(),
                registry.clone(),
                issuance.clone(),
                origin.clone(),
            ),
            recipients: Recipients::new(
                platform.clone(),
                registry.clone(),
                issuance.clone(),
                origin,
            )
            .unwrap(),
            issuance,
            publishing: Publishing::new(
                platform.clone(),
                registry,
                assets.clone(),
                collab.clone(),
                reviews.clone(),
            ),
            pictures,
            versions,
            reviews,
            platform,
            assets,
            collab,
        });
        let request = Request::get("/api/openapi.json").header(header::HOST, "localhost");
        let answer = router
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX)
            .await
            .unwrap();
        let api: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(api["openapi"], "3.1.0");
        let mut routes = Vec::new();
        for (path, operations) in api["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                assert!(
                    operation["summary"].is_string(),
                    "{method} {path} says what it does"
                );
                assert!(
                    operation["responses"].is_object(),
                    "{method} {path} says what it answers"
                );
                routes.push(format!("{} {path}", method.to_uppercase()));
            }
        }
        routes.sort();
        assert_eq!(routes, ROUTES);
    }

    /// A route that is added past the description would be found by nobody.
    #[test]
    fn no_route_is_added_past_the_description() {
        fn walk(folder: &Path, found: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, found);
                } else if path.extension().is_some_and(|ending| ending == "rs")
                    && !path.ends_with("src/router.rs")
                {
                    let text = fs::read_to_string(&path).unwrap();
                    if text.contains(".route(\"") || text.contains(".nest(\"") {
                        found.push(path.display().to_string());
                    }
                }
            }
        }
        let mut found = Vec::new();
        walk(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut found,
        );
        assert!(found.is_empty(), "use routes!(..) in {found:?}");
    }
}
