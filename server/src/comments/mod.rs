//! Discussions: threads that are pinned to a draft, and what people say in them. A thread knows its place only by ids and millimetres that the page
//! has given: what a layout holds is not known here, and a thread stays when its element is gone.
//!
//! The walk of one comment: `routes` judges who may, `model` what it is; `writing` changes rows under the lock of the draft's discussions, one revision
//! more with each change; after the commit every node tells the open sockets of the draft the new revision and nothing else (`collab`'s news), and
//! whoever hears it asks what has changed since. So comments never pass a room, and what a notice loses the next question brings.
//!
//! Invariants: every query names the organisation first; revisions of a draft are given in the order of their commits, without a hole, so that
//! "everything since" is everything; the same key of the same author writes once; nobody changes another's words.

mod changing;
mod model;
mod reading;
mod routes;
mod speaker;
mod store;
mod view;
mod watch;
mod writing;

use std::sync::Arc;

use axum::extract::FromRef;
use imprimatur_protocol::{ActorId, DraftId, OrganisationId};

pub use self::routes::router;
pub use self::speaker::Speaker;
use crate::collab::Collab;
use crate::error::Result;
use crate::platform::Platform;
use crate::rate::{Rate, WhenFull, too_often};
use crate::workspace::Tx;

/// Discussions, on this node. Cloning shares it.
#[derive(Clone)]
pub struct Comments(Arc<Inner>);

struct Inner {
    platform: Platform,
    collab: Collab,
    rate: Rate<ActorId>,
}

impl FromRef<Comments> for Platform {
    fn from_ref(comments: &Comments) -> Self {
        comments.0.platform.clone()
    }
}

impl Comments {
    /// Begins to look for news that this node has not heard of. Must be called within the runtime.
    pub fn start(platform: Platform, collab: Collab) -> Self {
        let limits = &platform.config.limits;
        let rate = Rate::new(
            limits.comments_per_minute,
            limits.requests_counted,
            WhenFull::Pass,
        );
        tokio::spawn(watch::until_shutdown(platform.clone(), collab.clone()));
        Self(Arc::new(Inner {
            platform,
            collab,
            rate,
        }))
    }

    fn platform(&self) -> &Platform {
        &self.0.platform
    }

    fn collab(&self) -> &Collab {
        &self.0.collab
    }

    /// Counts one change by somebody.
    fn admit(&self, actor: ActorId) -> Result<()> {
        let now_ms = self.0.platform.clock.now_ms();
        self.0.rate.take(actor, now_ms).map_err(|over| {
            let message = "That were too many comments within a minute. Wait a moment.";
            too_often(message.to_owned(), over)
        })
    }
}

/// How many open threads of a draft say that it is not ready.
///
/// # Errors
/// The database failed.
pub async fn open_blocking(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<i64> {
    store::open_blocking(tx, organisation, draft).await
}
