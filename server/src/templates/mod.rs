//! Certificate designs: their names, who made them, and the starters they begin from. What a template looks like is
//! its draft, which belongs to `collab`; a template and its draft are made in one transaction.
//!
//! Invariants: every query names the organisation first; a deleted template is not found by anybody.

mod model;
mod routes;
mod starters;
mod store;

pub use model::Name;
pub use routes::router;
