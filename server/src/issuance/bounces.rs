//! Mail that comes back after it was taken: whoever carries it says so, signed.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use imprimatur_protocol::api::issuance::{BounceBody, BounceKind};
use imprimatur_protocol::{ErrorBody, ErrorCode, MailId};

use super::Issuance;
use super::store::links;
use crate::clock::read_rfc3339;
use crate::error::{Error, Kind, Result};
use crate::http::extract::read;
use crate::workos::signature;

/// Bytes of what is told: one mail, and why.
const BOUNCE_BYTES_MOST: usize = 16 * 1024;

/// The header that it is signed in, in the same way as webhooks of WorkOS are.
const SIGNATURE: &str = "imprimatur-signature";

/// Takes word of a mail about a certificate that came back
///
/// Signed over the bytes as they come: `Imprimatur-Signature: t=<milliseconds>, v1=<HMAC-SHA256 of "t.body" in hexadecimal digits>`. A mail that is not of these
/// changes nothing, and neither does hearing of one twice.
#[utoipa::path(post, path = "/webhooks/bounces", tag = "issuance", security(()), request_body = BounceBody, responses(
    (status = 204, description = "It is noted"),
    (status = 400, description = "`body_invalid`: signed, and not what is expected", body = ErrorBody),
    (status = 403, description = "`signature_invalid`, `bounces_off`", body = ErrorBody),
    (status = 413, description = "`body_too_large`", body = ErrorBody),
))]
pub(super) async fn receive(
    State(issuance): State<Issuance>,
    request: Request,
) -> Result<StatusCode> {
    let platform = issuance.platform();
    let secret = platform.config.mail.bounce_secret.as_ref();
    let secret = secret.ok_or_else(|| {
        Error::new(
            Kind::Forbidden,
            ErrorCode::BouncesOff,
            "No bounces are taken here: BOUNCE_WEBHOOK_SECRET is not set.",
        )
    })?;
    let header = request.headers().get(SIGNATURE).cloned();
    let body = read(request, BOUNCE_BYTES_MOST, ErrorCode::BodyTooLarge).await?;
    let now_ms = platform.clock.now_ms();
    let header = header.as_ref().and_then(|value| value.to_str().ok());
    if let Err(refused) = signature::check(secret.as_str(), header, &body, now_ms) {
        let reason = refused.as_str();
        metrics::counter!("imprimatur_webhooks_refused_total", "reason" => reason).increment(1);
        tracing::warn!(
            webhook.reason = reason,
            "word of a bounce was refused: its signature is {reason}"
        );
        return Err(Error::new(
            Kind::Forbidden,
            ErrorCode::SignatureInvalid,
            "It is not signed with the secret of this server, or too long ago.",
        ));
    }
    let unreadable = |why: String| {
        Error::invalid(
            ErrorCode::BodyInvalid,
            format!("It is not what is expected here: {why}."),
        )
    };
    let told: BounceBody =
        serde_json::from_slice(&body).map_err(|cause| unreadable(cause.to_string()))?;
    let at_ms = read_rfc3339(&told.at)
        .ok_or_else(|| unreadable("`at` is no moment (RFC 3339)".to_owned()))?;
    let outcome = issuance.bounced(&told, at_ms.min(now_ms)).await?;
    metrics::counter!("imprimatur_bounces_total", "outcome" => outcome).increment(1);
    Ok(StatusCode::NO_CONTENT)
}

impl Issuance {
    /// Notes that a mail came back. Gives what became of it, in a word.
    async fn bounced(&self, told: &BounceBody, at_ms: i64) -> Result<&'static str> {
        let why = match told.kind {
            BounceKind::Hard => "hard",
            BounceKind::Complaint => "complaint",
            // It may arrive yet.
            BounceKind::Soft => return Ok("soft"),
        };
        let Some(mail) = mail_of(&told.message_id) else {
            return Ok("unknown");
        };
        let mut tx = self.platform().db.begin().await?;
        let Some(row) = links::bounce(&mut tx, mail, why, at_ms).await? else {
            return Ok("unknown");
        };
        if let (BounceKind::Complaint, Some(hash)) = (told.kind, &row.address_hash) {
            // Whoever calls it spam is not written to again.
            links::stop(&mut tx, row.organisation_id, hash, "complaint", at_ms).await?;
        }
        tx.commit().await?;
        Ok(why)
    }
}

/// The mail of ours that a `Message-ID` names.
fn mail_of(message_id: &str) -> Option<MailId> {
    let bare = message_id.trim().trim_start_matches('<');
    bare.split('@').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_id_names_a_mail_of_ours_or_none() {
        let id = "mal_01989f2c6d3e7c119a5b2f1d3c4b5a69";
        for text in [
            format!("<{id}@example.org>"),
            format!("{id}@example.org"),
            format!(" {id} "),
        ] {
            assert_eq!(mail_of(&text).map(|it| it.to_string()), Some(id.to_owned()));
        }
        for text in ["", "<>", "<x@y>", "crt_01989f2c6d3e7c119a5b2f1d3c4b5a69"] {
            assert_eq!(mail_of(text), None, "{text}");
        }
    }
}
