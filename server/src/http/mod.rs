//! What every route has in common: reading requests, guarding the door, serving the page. Knows nothing of certificates.

pub mod client_address;
pub mod client_files;
pub mod conditional;
pub mod extract;
pub mod font_files;
pub mod health;
pub mod metrics;
pub mod middleware;
pub mod note;
mod packed;
pub mod ready;
mod request_id;
pub mod saved_as;
pub mod serve;
pub mod sites;
pub mod spreadsheet;
