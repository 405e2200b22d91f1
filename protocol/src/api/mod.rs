//! Request and response bodies, one file per slice.

pub mod access;
pub mod admin;
pub mod assets;
pub mod collab;
pub mod templates;
