//! What a version holds, as an answer: its layout, and its pictures.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use imprimatur_protocol::{ErrorCode, OrganisationId, VersionId};

use super::kept::Asked;
use super::{Versions, load, store};
use crate::error::{Error, Kind, Result};
use crate::http::conditional::{matches_tag, wanted_tag};
use crate::http::saved_as::saved_as;
use crate::pictures::Format;

/// What a version holds never changes; who may see it does.
const CACHE_CONTROL: &str = "private, no-cache";
/// As with pictures of drafts: nothing in them runs or loads.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// A picture that is asked for.
pub struct Wanted {
    /// PNG of a page, or PDF.
    pub format: Format,
    /// From 1. Without it the first page, of a PDF all of them.
    pub page: Option<usize>,
    /// One of the layout's languages; without it their first.
    pub locale: Option<String>,
}

impl Versions {
    /// The layout of a version. The `ETag` is its hash.
    ///
    /// # Errors
    /// There is no such version, or the database failed.
    pub async fn layout_answer(
        &self,
        organisation: OrganisationId,
        id: VersionId,
        headers: &HeaderMap,
    ) -> Result<Response> {
        let not_found = || Error::not_found("version");
        let mut tx = self.0.platform.db.read().await?;
        let found = store::find(&mut tx, organisation, id).await?;
        let tag = format!("\"{}\"", found.ok_or_else(not_found)?.hash);
        let common = [
            (header::ETAG, value(&tag)),
            (
                header::CACHE_CONTROL,
                HeaderValue::from_static(CACHE_CONTROL),
            ),
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/json"),
            ),
        ];
        if wanted_tag(headers).is_some_and(|wanted| matches_tag(wanted, &tag)) {
            return Ok((StatusCode::NOT_MODIFIED, common).into_response());
        }
        let frozen = load(&mut tx, organisation, id).await?;
        let frozen = frozen.ok_or_else(not_found)?;
        Ok((common, frozen.content.canonical().to_vec()).into_response())
    }

    /// A picture of a version. The `ETag` is the SHA-256 of the bytes.
    ///
    /// # Errors
    /// As [`Versions::picture`].
    pub async fn picture_answer(
        &self,
        organisation: OrganisationId,
        id: VersionId,
        wanted: Wanted,
        headers: &HeaderMap,
    ) -> Result<Response> {
        let Wanted {
            format,
            page,
            locale,
        } = wanted;
        let page = match page {
            None if format == Format::Pdf => None,
            None => Some(0),
            Some(number) => Some(number.checked_sub(1).ok_or_else(|| {
                Error::new(
                    Kind::NotFound,
                    ErrorCode::PageNotFound,
                    "The first page is 1.",
                )
            })?),
        };
        let asked = Asked {
            format,
            page,
            language: locale,
        };
        let drawn = self.picture(organisation, id, asked).await?;
        let tag = format!("\"{}\"", drawn.sha256);
        let common = [
            (header::ETAG, value(&tag)),
            (
                header::CACHE_CONTROL,
                HeaderValue::from_static(CACHE_CONTROL),
            ),
            (
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::from_static(CONTENT_SECURITY_POLICY),
            ),
        ];
        if wanted_tag(headers).is_some_and(|wanted| matches_tag(wanted, &tag)) {
            return Ok((StatusCode::NOT_MODIFIED, common).into_response());
        }
        let file = format!("{}.{}", drawn.title, format.ending());
        let headers = [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static(format.media_type()),
            ),
            (
                header::CONTENT_DISPOSITION,
                value(&saved_as("inline", &file)),
            ),
        ];
        Ok((common, headers, drawn.bytes).into_response())
    }
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("hashes and escaped names are plain ASCII")
}
