//! What an administrator sees and mends: how people come in and go out, who is a member, which domains there are. Things are those of the caller's
//! organisation; figures without anybody in them are of the whole program.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event as Said, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use imprimatur_protocol::api::admin::{
    AskedRunBody, DomainBody, EventsBody, KeysBody, MemberBody, MembersBody, NewRunBody,
    RefusedWebhooksBody, RegistryBody, RetriedBody, RetryBody, RunBody, SyncBody, SyncKindBody,
    SyncMinuteBody, SyncThingBody, SyncThingsBody, WebhooksBody,
};
use imprimatur_protocol::{ErrorBody, ErrorCode};
use serde::Deserialize;
use tokio::time::sleep;
use utoipa::IntoParams;

use super::inbox::People;
use super::lookups;
use super::objects::Domain;
use super::runs::{self, Asking, RunKind};
use super::store::{self, RunRow, ThingStatusRow};
use super::watchers::Place;
use crate::access::colors::color;
use crate::access::folding::folded;
use crate::access::locales::{Locale, locale_named};
use crate::access::roles::{Permission, role_named};
use crate::access::{Caller, Manager, session};
use crate::clock::rfc3339;
use crate::error::{Error, Kind as ErrorKind, Result, describe};
use crate::http::extract::{Json, Query};

/// How often the stream looks, and says so when something is different.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How many looks a stream lasts; the page opens the next one.
const STREAM_LASTS: u32 = 300;

/// After so many looks, whether whoever looks still may.
const ADMIT_EVERY: u32 = 10;

/// Minutes that are shown.
const MINUTES: i64 = 60;
const MINUTE_MS: i64 = 60_000;

/// Runs, things, members and domains of an answer.
const RUNS: u32 = 20;
const THINGS: u32 = 50;
const MEMBERS: u32 = 100;
const DOMAINS: u32 = 200;

/// What `GET /api/admin/sync/things` is asked with.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct ThingsQuery {
    /// `failed` (without it), `pending`, `success`, `all`.
    state: Option<String>,
    /// Where the answer before ended.
    after: Option<String>,
}

/// What `GET /api/admin/people` is asked with.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct MembersQuery {
    /// What name or address has to hold.
    search: Option<String>,
    /// Where the answer before ended.
    after: Option<String>,
}

/// How people come in from WorkOS, and go out to the registry
#[utoipa::path(get, path = "/api/admin/sync", tag = "people", responses(
    (status = 200, body = SyncBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
))]
pub(super) async fn sync(
    State(people): State<People>,
    manager: Manager,
) -> Result<axum::Json<SyncBody>> {
    overview(&people, manager.caller()).await.map(axum::Json)
}

/// The same, again whenever it changes
///
/// A stream of events (`text/event-stream`): each has the body of `GET /api/admin/sync`. It ends after some minutes; open the next one.
#[utoipa::path(get, path = "/api/admin/sync/live", tag = "people", responses(
    (status = 200, content_type = "text/event-stream", body = String),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`: so many watch already; ask for `GET /api/admin/sync` now and then", body = ErrorBody),
))]
pub(super) async fn live(
    State(people): State<People>,
    manager: Manager,
) -> Result<Sse<impl Stream<Item = std::result::Result<Said, Infallible>>>> {
    struct Watch {
        people: People,
        caller: Caller,
        last: Option<SyncBody>,
        looks: u32,
        _place: Place,
    }
    let organisation = manager.caller().organisation.id;
    let place = people.watchers.place(organisation).ok_or_else(|| {
        Error::new(
            ErrorKind::TooMany,
            ErrorCode::TooManyRequests,
            "So many watch already. Look again in a moment.",
        )
    })?;
    let watch = Watch {
        people,
        caller: manager.caller().clone(),
        last: None,
        looks: 0,
        _place: place,
    };
    let stream = unfold(watch, |mut watch| async move {
        loop {
            if watch.looks > 0 {
                tokio::select! {
                    () = watch.people.platform.shutdown.cancelled() => return None,
                    () = sleep(LOOK_EVERY) => {}
                }
            }
            watch.looks += 1;
            let is_over = watch.looks > STREAM_LASTS;
            if is_over
                || (watch.looks % ADMIT_EVERY == 0
                    && !may_still(&watch.people, &watch.caller).await)
            {
                return None;
            }
            let body = match overview(&watch.people, &watch.caller).await {
                Ok(body) => body,
                Err(cause) => {
                    let cause = describe(&cause);
                    tracing::warn!(error.cause = %cause, "an administrator's page is not told how things stand: {cause}");
                    return None;
                }
            };
            if watch.last.as_ref() != Some(&body) {
                let said = Said::default().json_data(&body).ok()?;
                watch.last = Some(body);
                return Some((Ok(said), watch));
            }
        }
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::default()))
}

/// Whether somebody still has a session, and may see how things stand.
async fn may_still(people: &People, caller: &Caller) -> bool {
    let holders = session::holders(&people.platform, &[caller.session]).await;
    let now = holders
        .ok()
        .and_then(|mut held| held.remove(&caller.session)?.ok());
    now.is_some_and(|now| now.may(Permission::Manage))
}

async fn overview(people: &People, caller: &Caller) -> Result<SyncBody> {
    let platform = &people.platform;
    let now_ms = platform.clock.now_ms();
    let mut tx = platform.db.read().await?;
    let organisation = store::workos_organisation(&mut tx, caller.organisation.id).await?;
    let own = organisation.unwrap_or_default();
    let kinds = store::kinds(&mut tx, &own).await?;
    let minutes = store::minutes(&mut tx, now_ms / MINUTE_MS - MINUTES).await?;
    let inbox = store::inbox(&mut tx).await?;
    let refusals = store::refusals(&mut tx).await?;
    let cursor = store::cursor(&mut tx).await?;
    let runs = store::runs(&mut tx, &own, RUNS).await?;
    drop(tx);
    let keys = platform.workos.as_ref().map(|workos| workos.keys.state());
    let keys = keys.unwrap_or_default();
    let registry = people.registry.state();
    Ok(SyncBody {
        workos: platform.workos.is_some(),
        registry: RegistryBody {
            is_mysql: platform.config.registry_database.is_mysql(),
            state: registry.state.to_owned(),
            checked_at: registry.checked_at_ms.map(rfc3339),
            failure: registry.failure,
            differences: registry.differences,
        },
        oldest_waiting_at: kinds
            .iter()
            .filter_map(|kind| kind.oldest)
            .min()
            .map(rfc3339),
        kinds: kinds
            .into_iter()
            .map(|row| SyncKindBody {
                kind: row.kind,
                pending: row.pending,
                failed: row.failed,
                success: row.success,
            })
            .collect(),
        minutes: minutes
            .into_iter()
            .map(|row| SyncMinuteBody {
                at: rfc3339(row.minute * MINUTE_MS),
                synced: row.synced,
                failed: row.failed,
                received: row.received,
            })
            .collect(),
        webhooks: WebhooksBody {
            received_at: inbox.received_at.map(rfc3339),
            waiting: inbox.waiting,
            failed: inbox.failed,
            refused: refusals
                .into_iter()
                .map(|row| RefusedWebhooksBody {
                    reason: row.reason,
                    times: row.times,
                    refused_at: rfc3339(row.refused_at),
                })
                .collect(),
        },
        events: cursor.map_or(
            EventsBody {
                fetched_at: None,
                event_at: None,
                failure: None,
                gap_at: None,
            },
            |cursor| EventsBody {
                fetched_at: cursor.fetched_at.map(rfc3339),
                event_at: cursor.event_at.map(rfc3339),
                failure: cursor.failure,
                gap_at: cursor.gap_at.map(rfc3339),
            },
        ),
        keys: KeysBody {
            ids: keys.ids,
            fetched_at: keys.fetched_at_ms.map(rfc3339),
            failure: keys.failure,
        },
        runs: runs.into_iter().map(run_body).collect(),
    })
}

fn run_body(row: RunRow) -> RunBody {
    RunBody {
        id: row.id,
        kind: row.kind,
        state: row.state,
        started_at: rfc3339(row.started_at),
        ended_at: row.ended_at.map(rfc3339),
        done: row.done,
        total: row.total,
        created: row.created,
        changed: row.changed,
        unchanged: row.unchanged,
        refused: row.refused,
        removed: row.removed,
        error: row.error,
    }
}

/// Things that are brought to the registry, and how each stands
#[utoipa::path(get, path = "/api/admin/sync/things", tag = "people", params(ThingsQuery), responses(
    (status = 200, body = SyncThingsBody),
    (status = 400, description = "`address_invalid`", body = ErrorBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
))]
pub(super) async fn things(
    State(people): State<People>,
    manager: Manager,
    Query(query): Query<ThingsQuery>,
) -> Result<axum::Json<SyncThingsBody>> {
    let state = query.state.as_deref().unwrap_or("failed");
    if !["failed", "pending", "success", "all"].contains(&state) {
        return Err(Error::invalid(
            ErrorCode::AddressInvalid,
            "`state` is failed, pending, success or all.",
        ));
    }
    let after = query.after.as_deref().unwrap_or("/");
    let after = after.split_once('/').ok_or_else(|| {
        Error::invalid(
            ErrorCode::AddressInvalid,
            "`after` is none that was given out.",
        )
    })?;
    let own = own_organisation(&people, manager.caller()).await?;
    let mut tx = people.platform.db.read().await?;
    let rows = store::things(&mut tx, &own, state, after, THINGS).await?;
    let is_end = rows.len() < THINGS as usize;
    let last = rows.last().map(|row| format!("{}/{}", row.kind, row.id));
    Ok(axum::Json(SyncThingsBody {
        things: rows.into_iter().map(thing_body).collect(),
        after: last.filter(|_| !is_end),
    }))
}

fn thing_body(row: ThingStatusRow) -> SyncThingBody {
    let body: serde_json::Value = row
        .body
        .as_deref()
        .and_then(|body| serde_json::from_str(body).ok())
        .unwrap_or_default();
    let text = |name: &str| body[name].as_str().map(str::to_owned);
    let name = text("email")
        .or_else(|| text("name"))
        .or_else(|| text("domain"));
    let is_waiting = row.wanted > row.synced;
    let state = match (is_waiting, &row.error_reason) {
        (false, _) => "success",
        (true, Some(_)) => "failed",
        (true, None) => "pending",
    };
    SyncThingBody {
        name: name.unwrap_or_else(|| row.id.clone()),
        kind: row.kind,
        id: row.id,
        state: state.to_owned(),
        attempts: row.attempts,
        reason: row.error_reason,
        said: row.error_said,
        failed_at: row.failed_at.map(rfc3339),
        next_try_at: is_waiting.then(|| rfc3339(row.next_try_at)),
        synced_at: row.synced_at.map(rfc3339),
    }
}

/// Has what failed tried again now
#[utoipa::path(post, path = "/api/admin/sync/retry", tag = "people", request_body = RetryBody, responses(
    (status = 200, body = RetriedBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
))]
pub(super) async fn retry(
    State(people): State<People>,
    manager: Manager,
    Json(body): Json<RetryBody>,
) -> Result<axum::Json<RetriedBody>> {
    let own = own_organisation(&people, manager.caller()).await?;
    let thing = body.thing.as_ref();
    let thing = thing.map(|thing| (thing.kind.as_str(), thing.id.as_str()));
    let mut tx = people.platform.db.begin().await?;
    let now_ms = people.platform.clock.now_ms();
    let retried = store::try_again(&mut tx, &own, thing, now_ms).await?;
    tx.commit().await?;
    people.sync_wake.wake();
    Ok(axum::Json(RetriedBody { retried }))
}

/// Asks for work on everything of the organisation
///
/// A backfill reads all of it from WorkOS anew; a reconcile compares all of it with the registry, and has written anew what differs. One that was asked
/// for before, and has not ended, is that one.
#[utoipa::path(post, path = "/api/admin/sync/runs", tag = "people", request_body = NewRunBody, responses(
    (status = 202, body = AskedRunBody),
    (status = 400, description = "`body_invalid`", body = ErrorBody),
    (status = 403, description = "`permission_required`, `workos_off`", body = ErrorBody),
    (status = 404, description = "`not_found`: WorkOS does not know the organisation", body = ErrorBody),
))]
pub(super) async fn ask_for_run(
    State(people): State<People>,
    manager: Manager,
    Json(body): Json<NewRunBody>,
) -> Result<(axum::http::StatusCode, axum::Json<AskedRunBody>)> {
    let kind = RunKind::named(&body.kind).ok_or_else(|| {
        Error::invalid(ErrorCode::BodyInvalid, "`kind` is backfill or reconcile.")
    })?;
    people.platform.workos()?;
    let own = own_organisation(&people, manager.caller()).await?;
    // An empty scope would be none.
    if own.is_empty() {
        return Err(Error::not_found("organisation"));
    }
    let asking = Asking::Caller(manager.caller());
    let id = runs::ask_for(&people.platform, kind, Some(&own), asking).await?;
    Ok((
        axum::http::StatusCode::ACCEPTED,
        axum::Json(AskedRunBody { id }),
    ))
}

/// Who is a member, and which domains there are
#[utoipa::path(get, path = "/api/admin/people", tag = "people", params(MembersQuery), responses(
    (status = 200, body = MembersBody),
    (status = 400, description = "`address_invalid`", body = ErrorBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
))]
pub(super) async fn members(
    State(people): State<People>,
    manager: Manager,
    Query(query): Query<MembersQuery>,
) -> Result<axum::Json<MembersBody>> {
    let organisation = manager.organisation();
    let after = query.after.as_deref().unwrap_or("/");
    // The id is the last part; a name may hold anything.
    let after = after.rsplit_once('/').ok_or_else(|| {
        Error::invalid(
            ErrorCode::AddressInvalid,
            "`after` is none that was given out.",
        )
    })?;
    let wanted = query.search.as_deref().unwrap_or_default().trim();
    let wanted = [holding(&folded(wanted)), holding(&wanted.to_lowercase())];
    let mut tx = people.platform.db.read().await?;
    let rows = store::members(
        &mut tx,
        organisation,
        [&wanted[0], &wanted[1]],
        after,
        MEMBERS,
    )
    .await?;
    let total = store::count_members(&mut tx, organisation).await?;
    let own = store::workos_organisation(&mut tx, organisation).await?;
    let mut domains = Vec::new();
    for row in store::domains(&mut tx, &own.unwrap_or_default(), DOMAINS).await? {
        let Ok(domain) = serde_json::from_str::<Domain>(&row.body) else {
            continue;
        };
        let name = domain.domain.to_ascii_lowercase();
        let is_contested =
            domain.is_verified() && lookups::verified_by(&mut tx, &name).await?.len() > 1;
        domains.push(DomainBody {
            domain: name,
            state: domain.state.unwrap_or_else(|| "unknown".to_owned()),
            is_contested,
        });
    }
    let is_end = rows.len() < MEMBERS as usize;
    let last = rows.last().map(|row| format!("{}/{}", row.folded, row.id));
    let members = rows.into_iter().map(|row| MemberBody {
        roles: row
            .roles
            .as_deref()
            .unwrap_or(&row.role)
            .split(',')
            .filter_map(role_named)
            .collect(),
        id: row.id,
        name: row.name,
        email: row.email,
        color: color(row.color).to_owned(),
        preferred_locale: locale_named(&row.preferred_locale).unwrap_or(Locale::De),
        since: rfc3339(row.created_at),
    });
    Ok(axum::Json(MembersBody {
        members: members.collect(),
        total,
        after: last.filter(|_| !is_end),
        domains,
        workos: people.platform.workos.is_some(),
    }))
}

/// The pattern of what holds a text.
fn holding(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let escaped = text
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    format!("%{escaped}%")
}

/// WorkOS's id of the caller's organisation; empty where it has none, and nothing is found by it.
async fn own_organisation(people: &People, caller: &Caller) -> Result<String> {
    let mut tx = people.platform.db.read().await?;
    let own = store::workos_organisation(&mut tx, caller.organisation.id).await?;
    Ok(own.unwrap_or_default())
}
