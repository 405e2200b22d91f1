//! What a layout must satisfy to be frozen.
use crate::layout::{Fault, Layout};
/// All that keeps a layout from being frozen; empty when nothing does.
pub fn validate(_layout: &Layout) -> Vec<Fault> {
    vec![]
}
