//! Cases for the scan.
