//! The product from outside: one story a file, every story on every backend.

mod access;
mod asset_bytes;
mod assets;
mod browser;
mod crash;
mod gaps;
mod hostile;
mod idle;
mod isolation;
mod journal;
mod limits;
mod nodes;
mod pictures;
mod presence;
mod rates;
mod ready;
mod refused;
mod same;
mod seen;
mod start;
mod stock;
mod stores;
mod sync;
mod templates;
mod texts;
mod traces;
