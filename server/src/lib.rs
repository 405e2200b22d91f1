//! The server: everything of Imprimatur that does input and output.
//!
//! Modules stand in the order of the arrows: each knows only those above it.

pub mod config;
pub mod error;

pub mod clock;
pub mod seal;
pub mod telemetry;

pub mod rate;

pub mod mail;

pub mod bus;
pub mod workos;
pub mod workspace;

pub mod events;
pub mod registry;

pub mod platform;

pub mod live;

pub mod http;

pub mod access;
pub mod assets;
pub mod collab;
pub mod comments;
pub mod notifications;
pub mod people;
pub mod pictures;
pub mod reviews;
pub mod templates;
pub mod versions;

pub mod audit;
pub mod guests;
pub mod publishing;

pub mod issuance;
pub mod lists;
pub mod recipients;
pub mod subjects;
pub mod verification;

pub mod router;

pub mod app;

pub mod commands;
