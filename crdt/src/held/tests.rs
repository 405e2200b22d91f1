//! Cases for what is held.
