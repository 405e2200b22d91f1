//! What programs and the page do with versions.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use imprimatur_protocol::api::versions::{
    DiffBody, DiffQuery, FreezeBody, NameVersionBody, RestoredBody, VersionBody, VersionTimeBody,
    VersionTimesBody, VersionTimesQuery, VersionsBody, VersionsQuery,
};
use imprimatur_protocol::{DraftId, ErrorBody, ErrorCode, VersionId};
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::Wanted;
use super::model::{Cursor, Occasion, moment};
use super::{Versions, body, load, store};
use crate::access::{Designer, Viewer};
use crate::clock::rfc3339;
use crate::error::{Error, Kind, Result};
use crate::events::{self, EventKind};
use crate::http::extract::{Json, Path, Query};
use crate::pictures::Format;
use crate::templates::Name;

/// Rows of a page when nobody asks for a number.
const PAGE_ROWS: u32 = 50;
/// Stretches of time that one answer tells of: a slider has no more places.
const STRETCHES_MAX: i64 = 400;
/// Minutes of a stretch when nobody asks for a number.
const STRETCH_MINUTES: u32 = 10;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Minutes of the longest stretch: a day.
const STRETCH_MINUTES_MAX: u32 = 24 * 60;
/// The routes of versions.
pub fn router(versions: Versions) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list, freeze))
        .routes(routes!(times))
        .routes(routes!(show, rename))
        .routes(routes!(layout))
        .routes(routes!(png))
        .routes(routes!(pdf))
        .routes(routes!(diff))
        .routes(routes!(restore))
        .with_state(versions)
}

/// A draft's versions and checkpoints, the newest first
#[utoipa::path(get, path = "/api/drafts/{id}/versions", tag = "versions",
    params(("id" = DraftId, Path, description = "The draft"), VersionsQuery), responses(
    (status = 200, body = VersionsBody),
    (status = 400, description = "`address_invalid`", body = ErrorBody),
    (status = 404, description = "`not_found`", body = ErrorBody),
))]
async fn list(
    State(versions): State<Versions>,
    who: Viewer,
    Path(draft): Path<DraftId>,
    Query(query): Query<VersionsQuery>,
) -> Result<axum::Json<VersionsBody>> {
    let platform = &versions.0.platform;
    let organisation = who.organisation();
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
    let from = match &query.from {
        Some(from) => moment("from", from)?,
        None => 0,
    };
    let mut cursor = match &query.until {
        Some(until) => Cursor::before(moment("until", until)?),
        None => Cursor::before(i64::MAX),
    };
    if let Some(after) = &query.after {
        cursor = cursor.min(Cursor::read(after)?);
    }
    versions.0.collab.head(organisation, draft).await?;
    let is_kept = query.kept.unwrap_or_default();
    let mut tx = platform.db.read().await?;
    // One more than asked for tells whether there is a next page.
    let place = (from, &cursor);
    let mut found = store::list(&mut tx, organisation, draft, is_kept, place, limit + 1).await?;
    let asked = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > asked;
    found.truncate(asked);
    let next = found
        .last()
        .filter(|_| more)
        .map(|last| Cursor::after(last).write());
    let versions = body::bodies(&mut tx, organisation, found).await?;
    Ok(axum::Json(VersionsBody { versions, next }))
}

/// Freezes what a draft holds now
///
/// The same content has the same hash. When the newest frozen version holds the very same, the answer is that one.
#[utoipa::path(post, path = "/api/drafts/{id}/versions", tag = "versions",
    params(("id" = DraftId, Path, description = "The draft")), request_body = FreezeBody, responses(
    (status = 200, body = VersionBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, description = "`not_found`", body = ErrorBody),
    (status = 409, description = "`versions_full`", body = ErrorBody),
    (status = 422, description = "`name_invalid`, `layout_invalid`", body = ErrorBody),
))]
async fn freeze(
    State(versions): State<Versions>,
    who: Designer,
    Path(draft): Path<DraftId>,
    Json(body): Json<FreezeBody>,
) -> Result<axum::Json<VersionBody>> {
    let platform = &versions.0.platform;
    let organisation = who.organisation();
    let name = read_name(&versions, body.name.as_deref())?;
    let name = name.as_ref().map(Name::as_str);
    let began_ms = platform.clock.now_ms();
    let prepared = versions.prepare(organisation, draft).await?;
    let mut tx = platform.db.begin().await?;
    let by = who.caller().person.id;
    let version = versions
        .freeze_in(&mut tx, organisation, draft, &prepared, by, name)
        .await?;
    // The newest version may have held the very same: then nothing was frozen, and it may have been given a name.
    let kind = match (version.created_at >= began_ms, name) {
        (true, _) => Some(EventKind::VersionFrozen),
        (false, Some(_)) => Some(EventKind::VersionNamed),
        (false, None) => None,
    };
    if let Some(kind) = kind {
        let event = who.caller().does(
            kind,
            Some(version.id.to_string()),
            json!({ "draft": draft, "number": version.number, "hash": version.hash }),
        );
        events::record(&mut tx, &platform.clock, &event).await?;
    }
    let answer = body::body(&mut tx, organisation, version).await?;
    tx.commit().await?;
    Ok(axum::Json(answer))
}

/// When versions of a draft were made
#[utoipa::path(get, path = "/api/drafts/{id}/versions/times", tag = "versions",
    params(("id" = DraftId, Path, description = "The draft"), VersionTimesQuery), responses(
    (status = 200, body = VersionTimesBody),
    (status = 400, description = "`address_invalid`", body = ErrorBody),
    (status = 404, description = "`not_found`", body = ErrorBody),
))]
async fn times(
    State(versions): State<Versions>,
    who: Viewer,
    Path(draft): Path<DraftId>,
    Query(query): Query<VersionTimesQuery>,
) -> Result<axum::Json<VersionTimesBody>> {
    let organisation = who.organisation();
    let until = match &query.until {
        Some(until) => moment("until", until)?,
        None => versions.0.platform.clock.now_ms() + 1,
    };
    let from = match &query.from {
        Some(from) => moment("from", from)?,
        None => until - DAY_MS,
    };
    let minutes = query.minutes.unwrap_or(STRETCH_MINUTES);
    let stretch_ms = i64::from(minutes) * 60_000;
    let fits = (1..=STRETCH_MINUTES_MAX).contains(&minutes)
        && from < until
        && (until - from).div_euclid(stretch_ms.max(1)) <= STRETCHES_MAX;
    if !fits {
        return Err(Error::invalid(
            ErrorCode::AddressInvalid,
            format!(
                "`from` is before `until`, a stretch has 1 to {STRETCH_MINUTES_MAX} minutes, and there are at most {STRETCHES_MAX} of them."
            ),
        ));
    }
    versions.0.collab.head(organisation, draft).await?;
    let mut tx = versions.0.platform.db.read().await?;
    let span = (from, until);
    let found = store::stretches(&mut tx, organisation, draft, span, stretch_ms).await?;
    let times = found.into_iter().map(|it| VersionTimeBody {
        at: rfc3339(it.at),
        versions: u32::try_from(it.versions).unwrap_or(u32::MAX),
    });
    Ok(axum::Json(VersionTimesBody {
        times: times.collect(),
    }))
}

/// One version
#[utoipa::path(get, path = "/api/versions/{id}", tag = "versions", params(("id" = VersionId, Path)), responses(
    (status = 200, body = VersionBody),
    (status = 404, description = "`not_found`", body = ErrorBody),
))]
async fn show(
    State(versions): State<Versions>,
    who: Viewer,
    Path(id): Path<VersionId>,
) -> Result<axum::Json<VersionBody>> {
    let organisation = who.organisation();
    let mut tx = versions.0.platform.db.read().await?;
    let found = store::find(&mut tx, organisation, id).await?;
    let found = found.ok_or_else(not_found)?;
    Ok(axum::Json(body::body(&mut tx, organisation, found).await?))
}

/// Names a version, or takes its name away
///
/// A checkpoint that has a name stays.
#[utoipa::path(patch, path = "/api/versions/{id}", tag = "versions", params(("id" = VersionId, Path)), request_body = NameVersionBody, responses(
    (status = 200, body = VersionBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, description = "`not_found`", body = ErrorBody),
    (status = 409, description = "`versions_full`", body = ErrorBody),
    (status = 422, description = "`name_invalid`", body = ErrorBody),
))]
async fn rename(
    State(versions): State<Versions>,
    who: Designer,
    Path(id): Path<VersionId>,
    Json(body): Json<NameVersionBody>,
) -> Result<axum::Json<VersionBody>> {
    let platform = &versions.0.platform;
    let organisation = who.organisation();
    let name = read_name(&versions, body.name.as_deref())?;
    let name = name.as_ref().map(Name::as_str);
    let mut tx = platform.db.begin().await?;
    let found = store::find(&mut tx, organisation, id).await?;
    let mut found = found.ok_or_else(not_found)?;
    let stays_from_now_on = found.name.is_none() && found.number.is_none() && name.is_some();
    let most = platform.config.limits.versions_per_draft;
    if stays_from_now_on
        && store::named(&mut tx, organisation, found.draft_id).await? >= i64::from(most)
    {
        return Err(Error::new(
            Kind::Conflict,
            ErrorCode::VersionsFull,
            format!(
                "{most} checkpoints of this draft have a name, which is the limit of this server. Take some away first."
            ),
        ));
    }
    if !store::rename(&mut tx, organisation, id, name).await? {
        return Err(not_found());
    }
    found.name = name.map(str::to_owned);
    let event = who.caller().does(
        EventKind::VersionNamed,
        Some(id.to_string()),
        json!({ "draft": found.draft_id }),
    );
    events::record(&mut tx, &platform.clock, &event).await?;
    let answer = body::body(&mut tx, organisation, found).await?;
    tx.commit().await?;
    Ok(axum::Json(answer))
}

/// The layout of a version
///
/// Without `order`: the order of an array says it. The `ETag` is its hash.
#[utoipa::path(get, path = "/api/versions/{id}/layout", tag = "versions", params(("id" = VersionId, Path)), responses(
    (status = 200, description = "The layout", body = serde_json::Value),
    (status = 304, description = "As the caller has it (`If-None-Match`)"),
    (status = 404, description = "`not_found`", body = ErrorBody),
))]
async fn layout(
    State(versions): State<Versions>,
    who: Viewer,
    Path(id): Path<VersionId>,
    headers: HeaderMap,
) -> Result<Response> {
    versions
        .layout_answer(who.organisation(), id, &headers)
        .await
}

/// The query of a version's picture.
#[derive(Debug, Default, serde::Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PictureQuery {
    /// From 1. Without it the first page, of a PDF all of them.
    page: Option<usize>,
    /// One of the layout's languages; without it their first.
    locale: Option<String>,
}

/// A page of a version as PNG
///
/// Of a frozen version it is drawn once, and the same bytes ever after. The `ETag` is the SHA-256 of the bytes.
#[utoipa::path(get, path = "/api/versions/{id}/render.png", tag = "versions", params(("id" = VersionId, Path), PictureQuery), responses(
    (status = 200, description = "The page", content_type = "image/png", body = Vec<u8>),
    (status = 304, description = "As the caller has it (`If-None-Match`)"),
    (status = 400, description = "`address_invalid`, `locale_unknown`", body = ErrorBody),
    (status = 404, description = "`not_found`, `page_not_found`", body = ErrorBody),
    (status = 422, description = "`picture_too_large`", body = ErrorBody),
    (status = 503, description = "`render_busy`, `render_timeout`, `storage_unavailable`", body = ErrorBody),
))]
async fn png(
    versions: State<Versions>,
    who: Viewer,
    id: Path<VersionId>,
    query: Query<PictureQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    picture(versions, who, id, query, headers, Format::Png).await
}

/// A version as PDF
///
/// All pages, or one. Of a frozen version it is drawn once, and the same bytes ever after. The `ETag` is the SHA-256 of the bytes.
#[utoipa::path(get, path = "/api/versions/{id}/render.pdf", tag = "versions", params(("id" = VersionId, Path), PictureQuery), responses(
    (status = 200, description = "The pages", content_type = "application/pdf", body = Vec<u8>),
    (status = 304, description = "As the caller has it (`If-None-Match`)"),
    (status = 400, description = "`address_invalid`, `locale_unknown`", body = ErrorBody),
    (status = 404, description = "`not_found`, `page_not_found`", body = ErrorBody),
    (status = 422, description = "`picture_too_large`", body = ErrorBody),
    (status = 503, description = "`render_busy`, `render_timeout`, `storage_unavailable`", body = ErrorBody),
))]
async fn pdf(
    versions: State<Versions>,
    who: Viewer,
    id: Path<VersionId>,
    query: Query<PictureQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    picture(versions, who, id, query, headers, Format::Pdf).await
}

async fn picture(
    State(versions): State<Versions>,
    who: Viewer,
    Path(id): Path<VersionId>,
    Query(query): Query<PictureQuery>,
    headers: HeaderMap,
    format: Format,
) -> Result<Response> {
    let asked = Wanted {
        format,
        page: query.page,
        locale: query.locale,
    };
    versions
        .picture_answer(who.organisation(), id, asked, &headers)
        .await
}

/// What changed from a version to another, or to what the draft holds now
#[utoipa::path(get, path = "/api/versions/{id}/diff", tag = "versions", params(("id" = VersionId, Path), DiffQuery), responses(
    (status = 200, body = DiffBody),
    (status = 400, description = "`address_invalid`", body = ErrorBody),
    (status = 404, description = "`not_found`", body = ErrorBody),
    (status = 422, description = "`versions_unrelated`, `layout_invalid`", body = ErrorBody),
))]
async fn diff(
    State(versions): State<Versions>,
    who: Viewer,
    Path(id): Path<VersionId>,
    Query(query): Query<DiffQuery>,
) -> Result<axum::Json<DiffBody>> {
    let found = versions.diff(who.organisation(), id, query.against).await?;
    Ok(axum::Json(found))
}

/// Makes ready to restore a version
///
/// A checkpoint is made of what the draft holds; the layout that is to be written is the answer. Whoever restores writes it as an edit of
/// their own, so that they can undo it; everybody else goes back to the checkpoint.
#[utoipa::path(post, path = "/api/versions/{id}/restore", tag = "versions", params(("id" = VersionId, Path)), responses(
    (status = 200, body = RestoredBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, description = "`not_found`", body = ErrorBody),
    (status = 422, description = "`layout_invalid`", body = ErrorBody),
))]
async fn restore(
    State(versions): State<Versions>,
    who: Designer,
    Path(id): Path<VersionId>,
) -> Result<axum::Json<RestoredBody>> {
    let platform = &versions.0.platform;
    let organisation = who.organisation();
    let mut tx = platform.db.read().await?;
    let frozen = load(&mut tx, organisation, id).await?;
    let frozen = frozen.ok_or_else(not_found)?;
    drop(tx);
    let draft = frozen.version.draft_id;
    let prepared = versions.prepare(organisation, draft).await?;
    let before = versions
        .checkpoint(organisation, draft, &prepared, Occasion::BeforeRestore)
        .await?;
    let mut tx = platform.db.begin().await?;
    let event = who.caller().does(
        EventKind::DraftRestored,
        Some(draft.to_string()),
        json!({ "draft": draft, "version": id, "before": before.id }),
    );
    events::record(&mut tx, &platform.clock, &event).await?;
    let before = body::body(&mut tx, organisation, before).await?;
    tx.commit().await?;
    let layout = serde_json::from_slice(frozen.content.canonical())
        .map_err(|cause| Error::internal("reading a version").caused_by(cause))?;
    Ok(axum::Json(RestoredBody { before, layout }))
}

fn not_found() -> Error {
    Error::not_found("version")
}

fn read_name(versions: &Versions, name: Option<&str>) -> Result<Option<Name>> {
    let most = versions.0.platform.config.limits.name_characters;
    name.map(|name| Name::read(name, most)).transpose()
}
