//! The route of the socket: who it is and whether there is such a draft is settled before the upgrade (C1, C2).

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::response::Response;
use imprimatur_protocol::frame::{Access, PresentPerson, SUBPROTOCOL};
use imprimatur_protocol::{Close, DraftId, ErrorBody, ErrorCode};

use super::hub::{Registered, Socket};
use super::journal::Place;
use super::outbox::{Outgoing, outbox};
use super::room::Participant;
use super::session::Session;
use super::socket::{Joined, refuse, serve};
use super::{Collab, store};
use crate::access::roles::Permission;
use crate::access::{Caller, SocketCaller};
use crate::error::{Error, Kind, Result};
use crate::http::extract::Path;

/// Bytes that a socket reads at a time. The default of 128 KiB would be the memory of twenty quiet sockets.
/// Most messages are shorter than this one's; for what is longer the buffer grows.
const READ_BUFFER_BYTES: usize = 1024;
/// Bytes that a socket gathers before it writes; one flush follows all that waits anyway.
const WRITE_BUFFER_BYTES: usize = 4 * 1024;
/// A message of up to so many times the limit is read to its end and refused with its own code. What is larger still
/// breaks the connection: the peer would go on sending and never hear why.
const READ_BEYOND_LIMIT: usize = 2;

/// Opens a draft for editing together
///
/// A WebSocket that speaks y-protocols; see `protocol/SPEC.md`. The session is named by the cookie (then `Origin` must be
/// this server's own), by `Authorization: Bearer`, or by `?token=`.
#[utoipa::path(get, path = "/collab/{draft_id}", tag = "collab",
    params(
        ("draft_id" = DraftId, Path, description = "The draft"),
        ("token" = Option<String>, Query, description = "The session's token, where no header can be set"),
    ),
    responses(
        (status = 101, description = "The socket is open"),
        (status = 400, description = "`address_invalid`: not a WebSocket upgrade", body = ErrorBody),
        (status = 401, description = "`unauthenticated`", body = ErrorBody),
        (status = 403, description = "`permission_required`, `origin_not_allowed`", body = ErrorBody),
        (status = 404, description = "`not_found`", body = ErrorBody),
    ))]
pub(super) async fn open(
    State(collab): State<Collab>,
    SocketCaller(caller): SocketCaller,
    Path(draft): Path<DraftId>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response> {
    let place = Place {
        organisation: caller.organisation.id,
        draft,
    };
    // Where it is open, it is there: its room would have ended. When a node was away, all of its people come to others at once.
    if !collab.hub().is_open(place) {
        store::look(&collab.platform().db, place.organisation, draft)
            .await?
            .ok_or_else(|| Error::not_found("draft"))?;
    }
    let upgrade = upgrade.map_err(|cause| {
        Error::new(
            Kind::Invalid,
            ErrorCode::AddressInvalid,
            "This address is a WebSocket: open it as one.",
        )
        .caused_by(cause)
    })?;
    let limits = &collab.platform().config.limits;
    let message_bytes = limits.frame_bytes.saturating_mul(READ_BEYOND_LIMIT);
    let upgrade = upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BUFFER_BYTES)
        .max_write_buffer_size(
            limits
                .session_queue_bytes
                .max(message_bytes)
                .max(2 * limits.document_bytes),
        )
        .max_message_size(message_bytes)
        .max_frame_size(message_bytes)
        .protocols([SUBPROTOCOL]);
    let own = upgrade
        .selected_protocol()
        .is_some_and(|protocol| protocol == SUBPROTOCOL);
    let tasks = collab.hub().tasks().clone();
    // Boxed, as what follows: there are thousands of these futures, each keeps a place for all that it holds on the way, and most of them
    // have long joined.
    let joining = Box::pin(join(collab, caller, place, own));
    Ok(upgrade.on_upgrade(move |socket| tasks.track_future(run(Box::new(socket), joining))))
}

async fn run(socket: Box<WebSocket>, joining: Pin<Box<impl Future<Output = Joining>>>) {
    let joined = joining.await;
    match joined {
        Ok(joined) => {
            let (joined, _registered) = *joined;
            Box::pin(serve(*socket, joined)).await;
        }
        Err(close) => Box::pin(refuse(*socket, close)).await,
    }
}

/// What becomes of a socket that wants to join.
type Joining = Result<Box<(Joined, Registered)>, Close>;

async fn join(collab: Collab, caller: Caller, place: Place, own: bool) -> Joining {
    let platform = collab.platform();
    let hub = collab.hub();
    let limits = hub.limits();
    let key = hub.key();
    let who = Participant {
        session: caller.session,
        person: PresentPerson {
            id: caller.person.id,
            name: caller.person.name.clone(),
            color: caller.person.color.to_owned(),
        },
        access: access_of(&caller),
    };
    let mut ends: Option<Outgoing> = None;
    let room = hub
        .join(place, key, &who, || {
            let (room, socket) = outbox(own, limits);
            ends = Some(socket);
            room
        })
        .await?;
    let outgoing = ends.expect("a room was joined, so a queue was made for it");
    outgoing
        .link()
        .ends_at_ms()
        .store(caller.expires_at_ms, Ordering::Relaxed);
    let registered = hub.register(
        key,
        Socket {
            session: who.session,
            organisation: place.organisation,
            draft: place.draft,
            person: who.person.id,
            access: who.access,
            own,
            link: Arc::clone(outgoing.link()),
        },
    );
    if own {
        collab.tell_late(place, who.person.id, outgoing.link());
    }
    let access = who.access;
    let session = Session::new(who.person, limits);
    let joined = Joined {
        key,
        session,
        access,
        room,
        outgoing,
        own,
        limits: Arc::clone(limits),
        clock: platform.clock.clone(),
    };
    // What changed between the request and the registration above was not heard of: look once more.
    collab.look_again(&[caller.session]).await;
    Ok(Box::new((joined, registered)))
}

/// What a role may do to a layout.
pub(super) fn access_of(caller: &Caller) -> Access {
    if caller.may(Permission::EditLayout) {
        Access::Edit
    } else if caller.may(Permission::EditTexts) {
        Access::Texts
    } else {
        Access::View
    }
}
