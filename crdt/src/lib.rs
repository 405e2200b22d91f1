//! The layout document: what a certificate layout is, as shared data.
//!
//! `SCHEMA.md` beside this crate is its law. This crate does no input or output, reads no clock and knows
//! nothing of sockets, people or databases; its client id is given to it.
//!
//! The walk of one update from the wire: [`scan::scan`] reads the raw bytes (structure, nesting, ids) before anything
//! decodes them; [`held::Held::check`] says whether they fit what is held; once they are on disk,
//! [`Document::apply`] takes them in. Everything that the first two let pass, the third applies.

mod canonical;
mod document;
mod edit;
mod id;
mod parse;
mod read;
mod trim;
mod value;
mod vector;
mod write;

pub mod diff;
pub mod element;
pub mod held;
pub mod json;
pub mod layout;
pub mod order;
pub mod permit;
pub mod scan;
pub mod schema;
pub mod splice;
pub mod validate;

pub use canonical::{CANONICAL, canonical};
pub use diff::diff;
pub use document::{Applied, ApplyError, DecodeError, Document};
pub use edit::starter_state;
pub use id::{ClientId, Id};
pub use layout::{Fault, Layout, Problem, Reading};
pub use vector::StateVector;

/// What decodes updates here. What one has survived, another need not.
pub const DECODER: &str = "yrs 0.28.1";

#[cfg(test)]
mod tests {
    #[test]
    fn the_decoder_is_the_one_that_is_built_in() {
        let locked = include_str!("../../Cargo.lock").replace("\"\nversion = \"", " ");
        assert!(locked.contains(&format!("name = \"{}\"", super::DECODER)));
    }
}
