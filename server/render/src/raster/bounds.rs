//! Which pixels a group may touch, so that a layer is no larger than needed.

use crate::fonts::Fonts;
use crate::outline;
use crate::scene::{Item, Matrix, Path, Segment, after, apply};

/// Pixels around, for what antialiasing touches.
const AROUND: f64 = 2.0;
/// A pointed corner reaches so many half widths of its stroke.
const MITER: f64 = 4.0;
/// Glyphs stay within so many sizes of their origin; script faces reach far.
const GLYPH_REACH: f64 = 3.0;

struct Bounds {
    least: [f64; 2],
    most: [f64; 2],
}

impl Bounds {
    fn nothing() -> Self {
        Self {
            least: [f64::INFINITY; 2],
            most: [f64::NEG_INFINITY; 2],
        }
    }

    fn in_pixels(&self, [width, height]: [u32; 2]) -> Option<([i32; 2], [u32; 2])> {
        let span = |axis: usize, side: u32| {
            let from = (self.least[axis] - AROUND)
                .floor()
                .clamp(0.0, f64::from(side));
            let to = (self.most[axis] + AROUND)
                .ceil()
                .clamp(0.0, f64::from(side));
            // Whole, and within the picture's sides.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let pair = (from as i32, (to - from).max(0.0) as u32);
            pair
        };
        let ((left, across), (top, down)) = (span(0, width), span(1, height));
        (across > 0 && down > 0).then_some(([left, top], [across, down]))
    }

    fn add(&mut self, matrix: &Matrix, point: [f64; 2], reach: f64) {
        let [x, y] = apply(matrix, point);
        let [a, b, c, d, ..] = *matrix;
        let far = [reach * (a.abs() + c.abs()), reach * (b.abs() + d.abs())];
        for (axis, value) in [x, y].into_iter().enumerate() {
            self.least[axis] = self.least[axis].min(value - far[axis]);
            self.most[axis] = self.most[axis].max(value + far[axis]);
        }
    }

    fn items(&mut self, items: &[Item], matrix: &Matrix, fonts: &Fonts) {
        for item in items {
            match item {
                Item::Group(group) => {
                    self.items(&group.items, &after(matrix, &group.transform), fonts)
                }
                Item::Path(path) => self.path(path, matrix),
                Item::Text(set) => {
                    for run in set.lines.iter().flat_map(|line| &line.runs) {
                        for (_, place) in outline::of_run(fonts, run) {
                            let em = place[0].abs() * em(fonts, run.face);
                            self.add(matrix, [place[4], place[5]], em * GLYPH_REACH);
                        }
                    }
                }
                Item::Glyphs(glyphs) => {
                    for (_, place) in &glyphs.glyphs {
                        let em = place[0].hypot(place[1]) * em(fonts, glyphs.face);
                        self.add(matrix, [place[4], place[5]], em * GLYPH_REACH);
                    }
                }
                Item::Image(image) => {
                    let [x, y, w, h] = image.view;
                    for point in [[x, y], [x + w, y], [x + w, y + h], [x, y + h]] {
                        self.add(matrix, point, 0.0);
                    }
                }
            }
        }
    }

    fn path(&mut self, path: &Path, matrix: &Matrix) {
        let reach = path.stroke_width / 2.0 * MITER;
        for segment in &path.d {
            let points: &[[f64; 2]] = match segment {
                Segment::Move(to) | Segment::Line(to) => &[*to],
                Segment::Quad(a, to) => &[*a, *to],
                Segment::Cubic(a, b, to) => &[*a, *b, *to],
                Segment::Close => &[],
            };
            for point in points {
                self.add(matrix, *point, reach);
            }
        }
    }
}

fn em(fonts: &Fonts, face: usize) -> f64 {
    // At most 16,384.
    #[expect(clippy::cast_precision_loss)]
    let units = fonts.face(face).units as f64;
    units
}

/// What is seen of pictures that all lie in each other: their intersection, as [`in_pixels`].
pub(super) fn of_pictures(
    pictures: &[[f64; 4]],
    matrix: &Matrix,
    size: [u32; 2],
) -> Option<([i32; 2], [u32; 2])> {
    let mut common = Bounds {
        least: [f64::NEG_INFINITY; 2],
        most: [f64::INFINITY; 2],
    };
    for [x, y, w, h] in pictures {
        let mut one = Bounds::nothing();
        for point in [[*x, *y], [x + w, *y], [x + w, y + h], [*x, y + h]] {
            one.add(matrix, point, 0.0);
        }
        for axis in 0..2 {
            common.least[axis] = common.least[axis].max(one.least[axis]);
            common.most[axis] = common.most[axis].min(one.most[axis]);
        }
    }
    common.in_pixels(size)
}

/// Left and top, width and height of what items may touch of a picture; none when that is nothing.
pub(super) fn in_pixels(
    items: &[Item],
    matrix: &Matrix,
    fonts: &Fonts,
    size: [u32; 2],
) -> Option<([i32; 2], [u32; 2])> {
    let mut bounds = Bounds::nothing();
    bounds.items(items, matrix, fonts);
    bounds.in_pixels(size)
}
