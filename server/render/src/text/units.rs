//! Micropoints and millipoints (T1 to T3).

/// T2: the least and the greatest size of type, millipoints.
pub(crate) const SIZES: (i64, i64) = (100, 2_000_000);
/// T2: the widest letter spacing on either side of none, micropoints.
const SPACING: i64 = 1_000_000_000;
/// T2: the longest side of a box, millimetres.
const SIDE: f64 = 5_000.0;
/// T2: the tightest and the widest lines, times the size.
const LINE_HEIGHTS: (f64, f64) = (0.1, 10.0);

/// T1: the floor of a quotient; divisors are positive.
pub(crate) fn div(dividend: i64, divisor: i64) -> i64 {
    dividend.div_euclid(divisor)
}

/// T2: a side of a box in micropoints.
pub(crate) fn side(millimetres: f64) -> i64 {
    let millimetres = if millimetres.is_finite() {
        millimetres.clamp(0.0, SIDE)
    } else {
        0.0
    };
    (millimetres * 72_000_000.0 / 25.4).floor() as i64
}

/// T2: a size of type in millipoints.
pub(crate) fn size(points: f64) -> i64 {
    let points = if points.is_finite() { points } else { 12.0 };
    // Casts saturate, so that what is huge stays huge.
    within_sizes((points * 1_000.0 + 0.5).floor() as i64)
}

/// T2: a size that was reckoned.
pub(crate) fn within_sizes(size: i64) -> i64 {
    size.clamp(SIZES.0, SIZES.1)
}

/// T2: letter spacing in micropoints.
pub(crate) fn spacing(points: f64) -> i64 {
    let points = if points.is_finite() { points } else { 0.0 };
    within_spacing((points * 1_000_000.0 + 0.5).floor() as i64)
}

/// T2: a spacing that was reckoned.
pub(crate) fn within_spacing(spacing: i64) -> i64 {
    spacing.clamp(-SPACING, SPACING)
}

/// T2: a line height, times the size.
pub(crate) fn line_height(times: f64) -> f64 {
    if times.is_finite() {
        times.clamp(LINE_HEIGHTS.0, LINE_HEIGHTS.1)
    } else {
        1.3
    }
}

/// T3: font units at a size in millipoints, as micropoints.
pub(crate) fn scaled(font_units: i64, size: i64, units: i64) -> i64 {
    div(font_units * size * 1_000, units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t1_div_is_the_floor() {
        assert_eq!(
            [div(7, 2), div(-7, 2), div(-6, 2), div(0, 3)],
            [3, -4, -3, 0]
        );
    }

    #[test]
    fn t2_lengths_and_sizes() {
        assert_eq!(side(25.4), 72_000_000);
        assert_eq!(side(210.0), 595_275_590);
        assert_eq!(
            [side(-3.0), side(f64::NAN), side(f64::INFINITY), side(1e300)],
            [0, 0, 0, 14_173_228_346]
        );
        assert_eq!(
            [
                size(12.0),
                size(0.0),
                size(-1e300),
                size(1e300),
                size(f64::NAN)
            ],
            [12_000, 100, 100, 2_000_000, 12_000]
        );
        assert_eq!(
            [
                spacing(-0.25),
                spacing(1e9),
                spacing(-1e9),
                spacing(f64::NAN)
            ],
            [-250_000, 1_000_000_000, -1_000_000_000, 0]
        );
        assert!((line_height(f64::NAN) - 1.3).abs() < 1e-12);
        assert!((line_height(-1.0) - 0.1).abs() < 1e-12);
    }

    #[test]
    fn t3_font_units_at_a_size() {
        assert_eq!(scaled(500, 12_000, 1_000), 6_000_000);
        assert_eq!(scaled(-1, 12_345, 2_048), -6_028);
    }
}
