//! All routes are described, and are answered as they say.

use std::fs;
use std::path::Path;

use axum::body::Body;
use axum::http::StatusCode;
use tower::ServiceExt;

use super::*;
use crate::registry::Registry;

/// Every route, as the description has them. A new one is added here, where all are seen together.
const ROUTES: [&str; 162] = [
    "DELETE /api/comments/{id}",
    "DELETE /api/guest/comments/{id}",
    "DELETE /api/guest/session",
    "DELETE /api/guests/{id}",
    "DELETE /api/keys/{id}",
    "DELETE /api/lists/{id}",
    "DELETE /api/mine/addresses/{id}",
    "DELETE /api/mine/certificates/{id}/name-request",
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
    "GET /api/certificate-images/{id}",
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
    "GET /api/name-requests",
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
    "OPTIONS /api/verify",
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
    "POST /api/certificate-images",
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
    "POST /api/name-requests/{id}/accept",
    "POST /api/name-requests/{id}/decline",
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
    "PUT /api/mine/certificates/{id}/name-request",
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
        recipients: Recipients::new(platform.clone(), registry.clone(), issuance.clone(), origin)
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
