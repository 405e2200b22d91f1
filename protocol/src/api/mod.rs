//! Request and response bodies, one file per slice.

pub mod access;
pub mod admin;
pub mod assets;
pub mod audit;
pub mod collab;
pub mod comments;
pub mod guests;
pub mod issuance;
pub mod lists;
pub mod name_requests;
pub mod notifications;
pub mod publishing;
pub mod recipients;
pub mod reviews;
pub mod templates;
pub mod versions;
