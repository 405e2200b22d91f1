//! What programs and the page do with templates.

use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use imprimatur_crdt::{Layout, json as layout_json};
use imprimatur_protocol::api::templates::{
    CreateTemplateBody, CreatedTemplateBody, NameTemplateBody, StarterBody, TemplateBody,
    TemplatesBody, TemplatesQuery,
};
use imprimatur_protocol::{ErrorBody, ErrorCode, Fault, TemplateId};
use serde_json::json;
use tokio::task::spawn_blocking;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{Cursor, Name, pattern};
use super::{starters, store};
use crate::access::{Designer, Viewer};
use crate::collab::{Collab, FirstContent};
use crate::error::{Error, Kind, Result};
use crate::events::{self, EventKind};
use crate::http::extract::{Json, Path, Query};
use crate::platform::Platform;
use crate::workspace::Tx;

/// Rows of a page when nobody asks for a number.
const PAGE_ROWS: u32 = 50;

/// What the routes of templates stand on.
#[derive(Clone, FromRef)]
struct Templates {
    platform: Platform,
    collab: Collab,
}

/// The routes of templates.
pub fn router(platform: Platform, collab: Collab) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_starters))
        .routes(routes!(list, create))
        .routes(routes!(show, rename, delete))
        .routes(routes!(duplicate))
        .with_state(Templates { platform, collab })
}

/// The designs to begin from
#[utoipa::path(get, path = "/api/starters", tag = "templates", responses((status = 200, body = Vec<StarterBody>)))]
async fn list_starters(_who: Viewer) -> axum::Json<Vec<StarterBody>> {
    axum::Json(starters::all().iter().map(StarterBody::from).collect())
}

/// The organisation's templates, newest edited first
#[utoipa::path(get, path = "/api/templates", tag = "templates", params(TemplatesQuery), responses(
    (status = 200, body = TemplatesBody),
    (status = 400, description = "`address_invalid`", body = ErrorBody),
))]
async fn list(
    State(platform): State<Platform>,
    who: Viewer,
    Query(query): Query<TemplatesQuery>,
) -> Result<axum::Json<TemplatesBody>> {
    let limits = &platform.config.limits;
    let limit = query.limit.unwrap_or(PAGE_ROWS).min(limits.page_rows);
    if limit == 0 {
        return Err(Error::invalid(
            ErrorCode::AddressInvalid,
            "`limit` is at least 1.",
        ));
    }
    if query
        .search
        .as_ref()
        .is_some_and(|search| search.chars().count() > limits.name_characters)
    {
        return Err(Error::invalid(
            ErrorCode::AddressInvalid,
            "`search` is longer than a name.",
        ));
    }
    // Postgres takes no NUL in a text, and no name has one.
    if query
        .search
        .as_ref()
        .is_some_and(|search| search.contains('\0'))
    {
        return Err(Error::invalid(
            ErrorCode::AddressInvalid,
            "`search` holds a NUL, which no name has.",
        ));
    }
    let cursor = match &query.after {
        Some(after) => Cursor::read(after)?,
        None => Cursor::start(),
    };
    let pattern = pattern(query.search.as_deref());
    let mut tx = platform.db.read().await?;
    // One more than asked for tells whether there is a next page.
    let mut templates =
        store::list(&mut tx, who.organisation(), &pattern, &cursor, limit + 1).await?;
    let asked = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = templates.len() > asked;
    templates.truncate(asked);
    let next = templates
        .last()
        .filter(|_| more)
        .map(|last| Cursor::after(last).write());
    Ok(axum::Json(TemplatesBody {
        templates: templates.into_iter().map(TemplateBody::from).collect(),
        next,
    }))
}

/// Makes a template from a starter, from a layout, or with one empty page
#[utoipa::path(post, path = "/api/templates", tag = "templates", request_body = CreateTemplateBody, responses(
    (status = 201, body = CreatedTemplateBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 409, description = "`templates_full`", body = ErrorBody),
    (status = 422, description = "`name_invalid`, `starter_unknown`, `starter_and_layout`, `layout_invalid` with every fault", body = ErrorBody),
))]
async fn create(
    State(templates): State<Templates>,
    who: Designer,
    Json(body): Json<CreateTemplateBody>,
) -> Result<(StatusCode, axum::Json<CreatedTemplateBody>)> {
    let name = read_name(&templates, &body.name)?;
    let layout = match (body.starter, body.layout) {
        (None, None) => starters::empty().clone(),
        (Some(id), None) => starters::find(&id)
            .ok_or_else(|| {
                Error::unprocessable(
                    ErrorCode::StarterUnknown,
                    "There is no such starter; GET /api/starters lists them.",
                )
            })?
            .clone(),
        (None, Some(value)) => read_layout(value).await?,
        (Some(_), Some(_)) => {
            return Err(Error::unprocessable(
                ErrorCode::StarterAndLayout,
                "Give a starter or a layout, not both.",
            ));
        }
    };
    let created = templates.make(&who, &name, layout).await?;
    Ok((StatusCode::CREATED, axum::Json(created)))
}

/// One template
#[utoipa::path(get, path = "/api/templates/{id}", tag = "templates", params(("id" = TemplateId, Path)), responses(
    (status = 200, body = TemplateBody),
    (status = 404, body = ErrorBody),
))]
async fn show(
    State(platform): State<Platform>,
    who: Viewer,
    Path(id): Path<TemplateId>,
) -> Result<axum::Json<TemplateBody>> {
    let mut tx = platform.db.read().await?;
    let template = store::find(&mut tx, who.organisation(), id).await?;
    Ok(axum::Json(template.ok_or_else(not_found)?.into()))
}

/// Renames a template
#[utoipa::path(patch, path = "/api/templates/{id}", tag = "templates", params(("id" = TemplateId, Path)), request_body = NameTemplateBody, responses(
    (status = 200, body = TemplateBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, description = "`name_invalid`", body = ErrorBody),
))]
async fn rename(
    State(templates): State<Templates>,
    who: Designer,
    Path(id): Path<TemplateId>,
    Json(body): Json<NameTemplateBody>,
) -> Result<axum::Json<TemplateBody>> {
    let name = read_name(&templates, &body.name)?;
    let platform = &templates.platform;
    let mut tx = platform.db.begin().await?;
    if !store::rename(
        &mut tx,
        who.organisation(),
        id,
        &name,
        platform.clock.now_ms(),
    )
    .await?
    {
        return Err(not_found());
    }
    let template = store::find(&mut tx, who.organisation(), id).await?;
    record(&mut tx, platform, &who, EventKind::TemplateRenamed, id).await?;
    tx.commit().await?;
    Ok(axum::Json(template.ok_or_else(not_found)?.into()))
}

/// Deletes a template, and closes the open sockets of its draft
#[utoipa::path(delete, path = "/api/templates/{id}", tag = "templates", params(("id" = TemplateId, Path)), responses(
    (status = 204),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn delete(
    State(templates): State<Templates>,
    who: Designer,
    Path(id): Path<TemplateId>,
) -> Result<StatusCode> {
    let platform = &templates.platform;
    let mut tx = platform.db.begin().await?;
    let draft = store::delete(&mut tx, who.organisation(), id, platform.clock.now_ms()).await?;
    let draft = draft.ok_or_else(not_found)?;
    record(&mut tx, platform, &who, EventKind::TemplateDeleted, id).await?;
    tx.commit().await?;
    templates.collab.draft_deleted(who.organisation(), draft);
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a new template from what another one holds now
#[utoipa::path(post, path = "/api/templates/{id}/duplicate", tag = "templates", params(("id" = TemplateId, Path)), request_body = NameTemplateBody, responses(
    (status = 201, body = CreatedTemplateBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, description = "`name_invalid`", body = ErrorBody),
))]
async fn duplicate(
    State(templates): State<Templates>,
    who: Designer,
    Path(id): Path<TemplateId>,
    Json(body): Json<NameTemplateBody>,
) -> Result<(StatusCode, axum::Json<CreatedTemplateBody>)> {
    let name = read_name(&templates, &body.name)?;
    let mut tx = templates.platform.db.read().await?;
    let original = store::find(&mut tx, who.organisation(), id).await?;
    let original = original.ok_or_else(not_found)?;
    drop(tx);
    let committed = templates
        .collab
        .layout(who.organisation(), original.draft_id)
        .await?;
    let created = templates.make(&who, &name, committed.layout).await?;
    Ok((StatusCode::CREATED, axum::Json(created)))
}

impl Templates {
    /// A template and its draft, in one transaction: there is never one without the other.
    async fn make(
        &self,
        who: &Designer,
        name: &Name,
        layout: Layout,
    ) -> Result<CreatedTemplateBody> {
        let (platform, organisation) = (&self.platform, who.organisation());
        let content = FirstContent::of(layout).await?;
        let limit = platform.config.limits.templates_per_organisation;
        let id = platform.clock.id();
        let mut tx = platform.db.begin().await?;
        // On Postgres two at one moment may both be the last. The limit bounds growth; that it is exact matters to nobody.
        if store::count(&mut tx, organisation).await? >= i64::from(limit) {
            return Err(Error::new(
                Kind::Conflict,
                ErrorCode::TemplatesFull,
                format!(
                    "Your organisation has {limit} templates, which is the limit of this server. Delete some first."
                ),
            ));
        }
        let author = who.caller().person.id;
        store::insert(
            &mut tx,
            organisation,
            id,
            name,
            author,
            platform.clock.now_ms(),
        )
        .await?;
        let draft_id = self
            .collab
            .create_draft(&mut tx, organisation, id, content)
            .await?;
        record(&mut tx, platform, who, EventKind::TemplateCreated, id).await?;
        tx.commit().await?;
        Ok(CreatedTemplateBody { id, draft_id })
    }
}

/// Records what is done to a template in this transaction.
async fn record(
    tx: &mut Tx,
    platform: &Platform,
    who: &Designer,
    kind: EventKind,
    id: TemplateId,
) -> Result<()> {
    let details = json!({ "template": id });
    let done = who.caller().does(kind, Some(id.to_string()), details);
    events::record(tx, &platform.clock, &done).await
}

fn not_found() -> Error {
    Error::not_found("template")
}

fn read_name(templates: &Templates, text: &str) -> Result<Name> {
    Name::read(text, templates.platform.config.limits.name_characters)
}

/// Off the async threads: the largest layout takes a while.
async fn read_layout(value: serde_json::Value) -> Result<Layout> {
    let read = spawn_blocking(move || layout_json::from_json(&value)).await;
    let read = read.map_err(|cause| Error::internal("reading a layout").caused_by(cause))?;
    read.map_err(|faults| {
        let faults = faults.into_iter().map(|fault| Fault {
            at: fault.at,
            code: fault.code.to_owned(),
            message: fault.message,
        });
        Error::layout_invalid(faults.collect())
    })
}
