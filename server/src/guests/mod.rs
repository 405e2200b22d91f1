//! Guests: people without an account, whom a review link lets look at the version that is ready and say something to it.
//!
//! The walk of one guest: a member invites them and is told a link once; the page behind it asks nobody anything before its button is pressed, so
//! whoever only opens links uses nothing up; the button exchanges the secret for a cookie that is sent to `/api/guest` alone. From then on the guest
//! is a [`comments::Speaker`] who reaches one draft, and sees the version that was given to approvers last.
//!
//! Invariants: the secrets of links and cookies are never stored and never logged (a link carries its secret behind `#`, which no browser sends); a
//! guest reaches one draft of one organisation, and of it the version that is ready and the draft's discussions, without words of the live draft;
//! a link that was taken back, or whose inviter is no member any more, lets nobody in from the next request on.

mod caller;
mod model;
mod routes;
mod store;
mod visit;

use std::sync::Arc;

use axum::extract::FromRef;

pub use self::caller::COOKIE;
pub use self::routes::router;
use crate::comments::Comments;
use crate::live::Live;
use crate::platform::Platform;
use crate::versions::Versions;

/// Guests, on this node. Cloning shares it.
#[derive(Clone)]
pub struct Guests(Arc<Inner>);

struct Inner {
    platform: Platform,
    comments: Comments,
    versions: Versions,
    live: Live,
}

impl FromRef<Guests> for Platform {
    fn from_ref(guests: &Guests) -> Self {
        guests.0.platform.clone()
    }
}

impl Guests {
    /// Nothing runs by itself.
    pub fn new(platform: Platform, comments: Comments, versions: Versions, live: Live) -> Self {
        Self(Arc::new(Inner {
            platform,
            comments,
            versions,
            live,
        }))
    }

    fn platform(&self) -> &Platform {
        &self.0.platform
    }
}
