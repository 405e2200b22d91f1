//! Who somebody is and what they may do: organisations, members, roles, sessions.
//!
//! Invariants: no row is read or written without the caller's organisation; a handler that needs a permission
//! has it among its arguments ([`Viewer`], [`Designer`]); a session's secret is never stored and never logged.

mod api_keys;
mod attempts;
mod bearer;
pub mod caller;
pub mod colors;
pub mod entry;
pub mod folding;
mod grants;
pub mod known;
pub mod locales;
pub mod members;
mod renewal;
pub mod roles;
mod routes;
pub mod sample;
pub mod seal;
pub mod session;
mod store;
mod sweep;

pub use caller::{
    Approver, Caller, Commenter, Designer, Editor, Issuer, Manager, Organisation, Person,
    Publisher, SessionKind, SocketCaller, Viewer,
};
pub use grants::role_of_slug;
pub use routes::router;
pub use sweep::{prepare, sweep_until_shutdown};
