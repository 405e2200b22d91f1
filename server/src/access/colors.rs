//! The colours of people: cursors, selections and avatars. White text on each has a contrast of at least 4.5:1.

/// The blue comes last: the page draws one's own selection in it.
const COLORS: [&str; 8] = [
    "#C0392B", "#1E7A5A", "#8E44AD", "#A3560A", "#0F7C8C", "#A3326E", "#4B5D16", "#2B5BA8",
];

/// The colour at a place in the order of joining; the ninth person shares that of the first.
pub fn color(place: i64) -> &'static str {
    let index = place.rem_euclid(COLORS.len() as i64);
    COLORS[usize::try_from(index).expect("a remainder of 8 is small and positive")]
}
