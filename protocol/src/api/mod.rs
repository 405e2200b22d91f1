//! Request and response bodies, one file per slice.

pub mod access;
pub mod collab;
pub mod templates;
