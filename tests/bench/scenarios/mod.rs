//! One file for each promise. All of them measure with the same load.

pub(crate) mod comments;
pub(crate) mod crash;
pub(crate) mod delivery;
pub(crate) mod history;
pub(crate) mod issuing;
pub(crate) mod memory;
pub(crate) mod opening;
pub(crate) mod people;
pub(crate) mod proving;
pub(crate) mod returning;
pub(crate) mod slow;
pub(crate) mod versions;

/// The value in the middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
