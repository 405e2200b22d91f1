//! What was shaped lately, so that the same word in the same face is not shaped twice.

/// Empty at first.
#[derive(Default)]
pub(crate) struct ShapeCache;
