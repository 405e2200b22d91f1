//! The addresses of pictures.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use imprimatur_protocol::{DraftId, ErrorBody};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Pictures;
use super::draw::{Known, Request};
use super::model::{Format, Query, disposition};
use crate::access::Viewer;
use crate::error::Result;
use crate::http::conditional::{matches_tag, wanted_tag};
use crate::http::extract;

/// Opened by itself, a picture runs nothing and loads nothing; an SVG holds its styles and pictures inside.
const CONTENT_SECURITY_POLICY: &str =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox";

/// Whoever has one asks again whether it is still the same: drafts change.
const CACHE_CONTROL: &str = "private, no-cache";

/// The routes of pictures.
pub fn router(pictures: Pictures) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(svg))
        .routes(routes!(png))
        .routes(routes!(pdf))
        .with_state(pictures)
}

/// A page of a draft as SVG
///
/// It stands alone: letters are outlines, images are inside. The `ETag` changes with what is drawn.
#[utoipa::path(get, path = "/api/drafts/{id}/render.svg", tag = "pictures",
    params(("id" = DraftId, Path, description = "The draft"), Query),
    responses(
        (status = 200, description = "The picture", content_type = "image/svg+xml", body = String),
        (status = 304, description = "As the caller has it (`If-None-Match`)"),
        (status = 400, description = "`address_invalid`, `locale_unknown`", body = ErrorBody),
        (status = 404, description = "`not_found`, `page_not_found`", body = ErrorBody),
        (status = 422, description = "`values_invalid`, `picture_too_large`", body = ErrorBody),
        (status = 503, description = "`render_busy`, `render_timeout`, `storage_unavailable`", body = ErrorBody),
    ))]
async fn svg(
    pictures: State<Pictures>,
    who: Viewer,
    id: extract::Path<DraftId>,
    query: extract::Query<Query>,
    headers: HeaderMap,
) -> Result<Response> {
    answer(pictures, who, id, query, headers, Format::Svg).await
}

/// A page of a draft as PNG
///
/// Opaque, sRGB, `scale` times 96 pixels an inch. The `ETag` changes with what is drawn.
#[utoipa::path(get, path = "/api/drafts/{id}/render.png", tag = "pictures",
    params(("id" = DraftId, Path, description = "The draft"), Query),
    responses(
        (status = 200, description = "The picture", content_type = "image/png", body = Vec<u8>),
        (status = 304, description = "As the caller has it (`If-None-Match`)"),
        (status = 400, description = "`address_invalid`, `locale_unknown`", body = ErrorBody),
        (status = 404, description = "`not_found`, `page_not_found`", body = ErrorBody),
        (status = 422, description = "`scale_out_of_range`, `values_invalid`, `picture_too_large`", body = ErrorBody),
        (status = 503, description = "`render_busy`, `render_timeout`, `storage_unavailable`", body = ErrorBody),
    ))]
async fn png(
    pictures: State<Pictures>,
    who: Viewer,
    id: extract::Path<DraftId>,
    query: extract::Query<Query>,
    headers: HeaderMap,
) -> Result<Response> {
    answer(pictures, who, id, query, headers, Format::Png).await
}

/// A draft as PDF
///
/// All pages, or one; real text with embedded fonts, vectors, page boxes with bleed. The `ETag` changes with what is drawn.
#[utoipa::path(get, path = "/api/drafts/{id}/render.pdf", tag = "pictures",
    params(("id" = DraftId, Path, description = "The draft"), Query),
    responses(
        (status = 200, description = "The pages", content_type = "application/pdf", body = Vec<u8>),
        (status = 304, description = "As the caller has it (`If-None-Match`)"),
        (status = 400, description = "`address_invalid`, `locale_unknown`", body = ErrorBody),
        (status = 404, description = "`not_found`, `page_not_found`", body = ErrorBody),
        (status = 422, description = "`values_invalid`, `picture_too_large`", body = ErrorBody),
        (status = 503, description = "`render_busy`, `render_timeout`, `storage_unavailable`", body = ErrorBody),
    ))]
async fn pdf(
    pictures: State<Pictures>,
    who: Viewer,
    id: extract::Path<DraftId>,
    query: extract::Query<Query>,
    headers: HeaderMap,
) -> Result<Response> {
    answer(pictures, who, id, query, headers, Format::Pdf).await
}

async fn answer(
    State(pictures): State<Pictures>,
    who: Viewer,
    extract::Path(draft): extract::Path<DraftId>,
    extract::Query(query): extract::Query<Query>,
    headers: HeaderMap,
    format: Format,
) -> Result<Response> {
    let wish = query.wish(format)?;
    let wanted = wanted_tag(&headers);
    let request = Request {
        organisation: who.organisation(),
        draft,
        wish: wish.clone(),
        verification: verification(&pictures, &headers),
        has: &|tag| wanted.is_some_and(|wanted| matches_tag(wanted, tag)),
    };
    let common = |tag: &str| {
        [
            (header::ETAG, value(tag)),
            (
                header::CACHE_CONTROL,
                HeaderValue::from_static(CACHE_CONTROL),
            ),
            (
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::from_static(CONTENT_SECURITY_POLICY),
            ),
        ]
    };
    let picture = match pictures.picture(request).await? {
        Known::Same(key) => {
            return Ok((StatusCode::NOT_MODIFIED, common(&key.tag())).into_response());
        }
        Known::Picture(picture) => picture,
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(format.media_type()),
        ),
        (
            header::CONTENT_DISPOSITION,
            value(&disposition(&picture.name, &wish)),
        ),
    ];
    Ok((common(&picture.key.tag()), headers, picture.bytes).into_response())
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("hashes and escaped names are plain ASCII")
}

/// What a QR code for verification says while there is no certificate yet: as the page, which knows its own address, draws it.
fn verification(pictures: &Pictures, headers: &HeaderMap) -> String {
    let origin = match &pictures.0.platform.config.public_url {
        Some(url) => url.origin().to_owned(),
        // The door has checked that it is one of ours.
        None => {
            let host = headers
                .get(header::HOST)
                .and_then(|host| host.to_str().ok());
            format!("http://{}", host.unwrap_or("localhost"))
        }
    };
    format!("{origin}/v/sample")
}
