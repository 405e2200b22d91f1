//! Uploading images, listing them, and their bytes.

use axum::extract::{FromRef, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use imprimatur_protocol::api::assets::{
    AssetBody, AssetsBody, AssetsQuery, UploadAssetQuery, UploadedAssetBody,
};
use imprimatur_protocol::{AssetId, ErrorBody, ErrorCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{AssetType, disposition, media_type, read_cursor};
use super::{Assets, store};
use crate::access::{Designer, Viewer};
use crate::error::{Error, Result};
use crate::http::conditional::{matches_tag, wanted_tag};
use crate::http::extract::{Path, Query};
use crate::platform::Platform;

/// Rows of a page when nobody asks for a number.
const PAGE_ROWS: u32 = 50;

/// The content never changes, so nobody needs to ask again; it is an organisation's own, so no shared cache keeps it.
const CACHE_CONTROL: &str = "private, max-age=31536000, immutable";

/// Opened by itself, an image loads and runs nothing, and has no origin. (Styles: SVG may have them as attributes.)
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

impl FromRef<Assets> for Platform {
    fn from_ref(assets: &Assets) -> Self {
        assets.0.platform.clone()
    }
}

/// The routes of images.
pub fn router(assets: Assets) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list, upload))
        .routes(routes!(content))
        .with_state(assets)
}

/// The organisation's images, newest first
#[utoipa::path(get, path = "/api/assets", tag = "assets", params(AssetsQuery), responses(
    (status = 200, body = AssetsBody),
    (status = 400, description = "`address_invalid`", body = ErrorBody),
))]
async fn list(
    State(platform): State<Platform>,
    who: Viewer,
    Query(query): Query<AssetsQuery>,
) -> Result<axum::Json<AssetsBody>> {
    let limit = query
        .limit
        .unwrap_or(PAGE_ROWS)
        .min(platform.config.limits.page_rows);
    if limit == 0 {
        return Err(Error::invalid(
            ErrorCode::AddressInvalid,
            "`limit` is at least 1.",
        ));
    }
    let cursor = read_cursor(query.after.as_deref())?;
    let mut tx = platform.db.read().await?;
    // One more than asked for tells whether there is a next page.
    let mut assets = store::list(&mut tx, who.organisation(), &cursor, limit + 1).await?;
    let asked = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = assets.len() > asked;
    assets.truncate(asked);
    let next = assets
        .last()
        .filter(|_| more)
        .map(|last| last.id.to_string());
    Ok(axum::Json(AssetsBody {
        assets: assets.into_iter().map(AssetBody::from).collect(),
        next,
    }))
}

/// Uploads an image
///
/// The body is the file: PNG, JPEG, WebP or SVG, told by its content; `Content-Type` is `application/octet-stream` or `image/…`,
/// whichever. It is made uniform: turned as its EXIF says, converted to sRGB and 8 bits, without metadata; WebP becomes PNG or
/// JPEG; an SVG becomes plain paths. The same content gives the same image again.
#[utoipa::path(post, path = "/api/assets", tag = "assets", params(UploadAssetQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 200, description = "The organisation had it already", body = UploadedAssetBody),
    (status = 201, description = "It is new", body = UploadedAssetBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 409, description = "`assets_full`", body = ErrorBody),
    (status = 413, description = "`asset_too_large`", body = ErrorBody),
    (status = 415, description = "`asset_type_unknown`", body = ErrorBody),
    (status = 422, description = "`asset_unreadable`, `asset_too_many_pixels`, `asset_too_complex`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
    (status = 503, description = "`storage_unavailable`", body = ErrorBody),
))]
async fn upload(
    State(assets): State<Assets>,
    who: Designer,
    Query(query): Query<UploadAssetQuery>,
    request: Request,
) -> Result<(StatusCode, axum::Json<UploadedAssetBody>)> {
    let uploaded = assets.upload(&who, query.name.as_deref(), request).await;
    let outcome = match &uploaded {
        Ok(uploaded) if uploaded.is_new => "new",
        Ok(_) => "known",
        Err(error) if error.kind().is_ours() => "failed",
        Err(_) => "refused",
    };
    metrics::counter!("imprimatur_assets_uploads_total", "outcome" => outcome).increment(1);
    let uploaded = uploaded?;
    let status = if uploaded.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let body = UploadedAssetBody {
        asset: uploaded.meta.into(),
        warnings: uploaded.warnings,
    };
    Ok((status, axum::Json(body)))
}

/// The bytes of an image
///
/// They never change. Opened by itself, nothing in them runs.
#[utoipa::path(get, path = "/api/assets/{id}", tag = "assets", params(("id" = AssetId, Path, description = "The image")), responses(
    (status = 200, description = "The image", content(
        (Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/svg+xml"))),
    (status = 304, description = "As the caller has it (`If-None-Match`)"),
    (status = 404, description = "`not_found`", body = ErrorBody),
    (status = 503, description = "`storage_unavailable`", body = ErrorBody),
))]
async fn content(
    State(assets): State<Assets>,
    who: Viewer,
    Path(id): Path<AssetId>,
    headers: HeaderMap,
) -> Result<Response> {
    let not_found = || Error::not_found("image");
    if let Some(wanted) = wanted_tag(&headers) {
        let meta = assets.meta(who.organisation(), id).await?;
        let tag = tag(&meta.ok_or_else(not_found)?.sha256);
        if matches_tag(wanted, &tag) {
            let headers = [
                (header::ETAG, value(&tag)),
                (
                    header::CACHE_CONTROL,
                    HeaderValue::from_static(CACHE_CONTROL),
                ),
            ];
            return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
        }
    }
    let asset = assets.read(who.organisation(), id).await?;
    let asset = asset.ok_or_else(not_found)?;
    let meta = &asset.meta;
    let headers = [
        (header::ETAG, value(&tag(&meta.sha256))),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static(CACHE_CONTROL),
        ),
    ];
    let shown = served(meta.kind, &meta.name, asset.bytes.clone());
    Ok((headers, shown).into_response())
}

/// An image as it is served, whoever may keep it: opened by itself, nothing in it runs.
pub fn served(kind: AssetType, name: &str, bytes: Bytes) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(media_type(kind)),
        ),
        (header::CONTENT_DISPOSITION, value(&disposition(name, kind))),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(CONTENT_SECURITY_POLICY),
        ),
    ];
    (headers, bytes).into_response()
}

fn tag(sha256: &str) -> String {
    format!("\"{sha256}\"")
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("hashes and escaped names are plain ASCII")
}
