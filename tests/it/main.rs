//! Stories, one file each.
