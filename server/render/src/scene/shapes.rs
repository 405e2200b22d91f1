//! Rectangles, ellipses, lines, polygons, stars and paths (P4).

use std::f64::consts::PI;

use imprimatur_crdt::element::{Element, ElementKind};

use super::items::{Box4, Segment};

/// How far the control points of a quarter circle stand from its ends, in radii.
const QUARTER: f64 = 0.552_284_749_8;
/// Numbers of one path.
const NUMBERS_MAX: usize = 20_000;

use Segment::{Close, Cubic, Line, Move, Quad};

/// The outline of a shape; none for what is no shape, and for a path that cannot be read.
pub(super) fn outline(element: &Element) -> Option<Vec<Segment>> {
    let [w, h] = element.size;
    match &element.kind {
        ElementKind::Rectangle { radius } => Some(rectangle([0.0, 0.0, w, h], *radius)),
        ElementKind::Ellipse => Some(ellipse([0.0, 0.0, w, h])),
        ElementKind::Line => Some(vec![Move([0.0, 0.0]), Line([w, h])]),
        ElementKind::Polygon { sides, inner } => Some(polygon([w, h], *sides, *inner)),
        ElementKind::Path { d, view } => read(d, scale([w, h], *view)),
        _ => None,
    }
}

/// An upright rectangle, perhaps with round corners.
pub(super) fn rectangle([x, y, w, h]: Box4, radius: f64) -> Vec<Segment> {
    let r = radius.min(w / 2.0).min(h / 2.0).max(0.0);
    if r == 0.0 {
        return vec![
            Move([x, y]),
            Line([x + w, y]),
            Line([x + w, y + h]),
            Line([x, y + h]),
            Close,
        ];
    }
    let k = r * QUARTER;
    let (right, low) = (x + w, y + h);
    vec![
        Move([x + r, y]),
        Line([right - r, y]),
        Cubic([right - r + k, y], [right, y + r - k], [right, y + r]),
        Line([right, low - r]),
        Cubic([right, low - r + k], [right - r + k, low], [right - r, low]),
        Line([x + r, low]),
        Cubic([x + r - k, low], [x, low - r + k], [x, low - r]),
        Line([x, y + r]),
        Cubic([x, y + r - k], [x + r - k, y], [x + r, y]),
        Close,
    ]
}

/// The ellipse in a box, from the top, clockwise.
pub(super) fn ellipse([x, y, w, h]: Box4) -> Vec<Segment> {
    let (rx, ry) = (w / 2.0, h / 2.0);
    let (cx, cy) = (x + rx, y + ry);
    let (kx, ky) = (rx * QUARTER, ry * QUARTER);
    vec![
        Move([cx, cy - ry]),
        Cubic([cx + kx, cy - ry], [cx + rx, cy - ky], [cx + rx, cy]),
        Cubic([cx + rx, cy + ky], [cx + kx, cy + ry], [cx, cy + ry]),
        Cubic([cx - kx, cy + ry], [cx - rx, cy + ky], [cx - rx, cy]),
        Cubic([cx - rx, cy - ky], [cx - kx, cy - ry], [cx, cy - ry]),
        Close,
    ]
}

/// A circle about a point.
pub(super) fn circle([x, y]: [f64; 2], r: f64) -> Vec<Segment> {
    ellipse([x - r, y - r, 2.0 * r, 2.0 * r])
}

/// A closed outline through points.
pub(super) fn closed(points: impl Iterator<Item = [f64; 2]>) -> Vec<Segment> {
    let mut d: Vec<Segment> = points
        .enumerate()
        .map(|(index, point)| if index == 0 { Move(point) } else { Line(point) })
        .collect();
    d.push(Close);
    d
}

fn polygon([w, h]: [f64; 2], sides: u32, inner: Option<f64>) -> Vec<Segment> {
    let corners = if inner.is_some() { sides * 2 } else { sides };
    closed((0..corners).map(|corner| {
        let radius = match inner {
            Some(inner) if corner % 2 == 1 => inner,
            _ => 1.0,
        };
        let angle = 2.0 * PI * f64::from(corner) / f64::from(corners) - PI / 2.0;
        [
            w / 2.0 * (1.0 + radius * angle.cos()),
            h / 2.0 * (1.0 + radius * angle.sin()),
        ]
    }))
}

fn scale(size: [f64; 2], view: Option<[f64; 2]>) -> [f64; 2] {
    let one = |axis: usize| match view {
        Some(view) if view[axis] > 0.0 => size[axis] / view[axis],
        _ => 1.0,
    };
    [one(0), one(1)]
}

/// Reads `M L C Q Z` with absolute numbers, and stretches them.
fn read(d: &str, scale: [f64; 2]) -> Option<Vec<Segment>> {
    let mut scanner = Scanner {
        rest: d,
        numbers: 0,
    };
    let mut segments = Vec::new();
    let mut closed = true;
    while let Some(letter) = scanner.letter() {
        if closed && letter != 'M' {
            return None;
        }
        closed = letter == 'Z';
        if closed {
            segments.push(Close);
            continue;
        }
        let points = match letter {
            'M' | 'L' => 1,
            'Q' => 2,
            'C' => 3,
            _ => return None,
        };
        let mut first = true;
        while first || scanner.at_number() {
            let mut point = || {
                let pair = [scanner.number()? * scale[0], scanner.number()? * scale[1]];
                pair.iter().all(|it| it.is_finite()).then_some(pair)
            };
            segments.push(match points {
                1 if letter == 'M' && first => Move(point()?),
                1 => Line(point()?),
                2 => Quad(point()?, point()?),
                _ => Cubic(point()?, point()?, point()?),
            });
            first = false;
        }
    }
    (scanner.rest.is_empty() && !segments.is_empty()).then_some(segments)
}

struct Scanner<'a> {
    rest: &'a str,
    numbers: usize,
}

impl Scanner<'_> {
    fn skip(&mut self) {
        self.rest = self
            .rest
            .trim_start_matches([' ', '\t', '\n', '\r', '\u{c}', ',']);
    }

    fn letter(&mut self) -> Option<char> {
        self.skip();
        let letter = self.rest.chars().next()?;
        if !letter.is_ascii_uppercase() {
            return None;
        }
        self.rest = &self.rest[1..];
        Some(letter)
    }

    fn at_number(&mut self) -> bool {
        self.skip();
        self.rest
            .starts_with(|it: char| it.is_ascii_digit() || matches!(it, '+' | '-' | '.'))
    }

    fn number(&mut self) -> Option<f64> {
        self.skip();
        self.numbers += 1;
        if self.numbers > NUMBERS_MAX {
            return None;
        }
        let bytes = self.rest.as_bytes();
        let digits = |from: usize| {
            bytes[from..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count()
        };
        let mut end = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
        let whole = digits(end);
        end += whole;
        if bytes.get(end) == Some(&b'.') {
            let fraction = digits(end + 1);
            if whole + fraction == 0 {
                return None;
            }
            end += 1 + fraction;
        } else if whole == 0 {
            return None;
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = digits(end + 1 + sign);
            if exponent > 0 {
                end += 1 + sign + exponent;
            }
        }
        let number: f64 = self.rest[..end].parse().ok()?;
        self.rest = &self.rest[end..];
        number.is_finite().then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p4_paths_are_read_and_stretched() {
        assert_eq!(
            read("M0 0 10,5L-1.5e1-.5Q1 2 3 4Z M1 1", [2.0, 10.0]),
            Some(vec![
                Move([0.0, 0.0]),
                Line([20.0, 50.0]),
                Line([-30.0, -5.0]),
                Quad([2.0, 20.0], [6.0, 40.0]),
                Close,
                Move([2.0, 10.0]),
            ])
        );
    }

    #[test]
    fn p4_what_cannot_be_read_is_nothing() {
        for d in [
            "",
            "L1 1",
            "M",
            "M1",
            "M1 1 2",
            "M1 1 A2 2",
            "M1 1 h2",
            "M1 1Z L2 2",
            "M1 1 Z 2 2",
            "M. 1",
            "M1e999 1",
            "M1 1 \u{0}",
            "Mé 1",
            "M1 1 nonsense",
        ] {
            assert_eq!(read(d, [1.0, 1.0]), None, "{d}");
        }
        let long = format!("M{}", "1 ".repeat(NUMBERS_MAX + 2));
        assert_eq!(read(&long, [1.0, 1.0]), None);
    }

    #[test]
    fn p4_corners_are_at_most_half_of_the_shorter_side() {
        let d = rectangle([0.0, 0.0, 10.0, 4.0], 50.0);
        assert_eq!(d[0], Move([2.0, 0.0]));
        assert_eq!(rectangle([0.0, 0.0, 0.0, 4.0], 1.0).len(), 5);
    }
}
