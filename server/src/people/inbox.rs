//! Webhooks of WorkOS: believed when they are signed, kept, answered, and worked off later.

use axum::extract::{FromRef, Request, State};
use axum::http::StatusCode;
use imprimatur_protocol::{ErrorBody, ErrorCode};

use super::objects::Event;
use super::refusals::Refusals;
use super::registry_watch::RegistryWatch;
use super::store;
use super::watchers::Watchers;
use super::worker::Wake;
use crate::error::{Error, Kind, Result};
use crate::http::extract::read;
use crate::platform::Platform;
use crate::workos::signature;

/// Bytes of a webhook: a thing with all that its metadata may hold is below 64 KiB.
const WEBHOOK_BYTES_MOST: usize = 1024 * 1024;

/// The header that a webhook is signed in.
const SIGNATURE: &str = "workos-signature";

/// What the routes of people stand on.
#[derive(Clone)]
pub(super) struct People {
    pub(super) platform: Platform,
    /// Wakes who works off events.
    pub(super) wake: Wake,
    /// Wakes who brings things to the registry.
    pub(super) sync_wake: Wake,
    pub(super) registry: RegistryWatch,
    pub(super) refusals: Refusals,
    /// Places of those who watch.
    pub(super) watchers: Watchers,
}

impl FromRef<People> for Platform {
    fn from_ref(people: &People) -> Self {
        people.platform.clone()
    }
}

/// Takes a webhook of WorkOS
///
/// Signed over the bytes as they come. It is kept before it is answered, and worked off afterwards; one that came before changes nothing.
#[utoipa::path(post, path = "/webhooks/workos", tag = "people", security(()), request_body = Object, responses(
    (status = 200, description = "It is kept"),
    (status = 400, description = "`body_invalid`: signed, and not an event", body = ErrorBody),
    (status = 403, description = "`signature_invalid`, `workos_off`", body = ErrorBody),
    (status = 413, description = "`body_too_large`", body = ErrorBody),
))]
pub(super) async fn receive(State(people): State<People>, request: Request) -> Result<StatusCode> {
    let People { platform, wake, .. } = &people;
    let secret = platform.workos()?.client.settings().webhook_secret.as_str();
    let header = request.headers().get(SIGNATURE).cloned();
    let body = read(request, WEBHOOK_BYTES_MOST, ErrorCode::BodyTooLarge).await?;
    let now_ms = platform.clock.now_ms();
    let header = header.as_ref().and_then(|value| value.to_str().ok());
    if let Err(refused) = signature::check(secret, header, &body, now_ms) {
        let reason = refused.as_str();
        metrics::counter!("imprimatur_webhooks_refused_total", "reason" => reason).increment(1);
        tracing::warn!(
            webhook.reason = reason,
            "a webhook was refused: its signature is {reason}"
        );
        people.refusals.note(reason, now_ms);
        return Err(Error::new(
            Kind::Forbidden,
            ErrorCode::SignatureInvalid,
            "The webhook is not signed by WorkOS, or too long ago.",
        ));
    }
    let unreadable = |why: String| {
        Error::invalid(
            ErrorCode::BodyInvalid,
            format!("The webhook is no event: {why}."),
        )
    };
    let text = String::from_utf8(body).map_err(|cause| unreadable(cause.to_string()))?;
    let event: Event =
        serde_json::from_str(&text).map_err(|cause| unreadable(cause.to_string()))?;
    let occurred_at = event.occurred_at_ms().map_err(unreadable)?;
    let mut tx = platform.db.begin().await?;
    let is_new = store::keep_event(&mut tx, &event, &text, "webhook", occurred_at, now_ms).await?;
    if is_new {
        store::count_received(&mut tx, now_ms, 1).await?;
    }
    tx.commit().await?;
    let result = if is_new { "new" } else { "repeated" };
    metrics::counter!("imprimatur_webhooks_received_total", "result" => result).increment(1);
    wake.wake();
    Ok(StatusCode::OK)
}
