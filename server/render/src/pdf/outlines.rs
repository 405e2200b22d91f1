//! Outlines of a scene as paths of the file.

use krilla::geom::PathBuilder;
use krilla::paint::{FillRule, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;

use super::{color, filled, float, writable};
use crate::raster::pairs;
use crate::scene::{Join, Path, Rule, Segment};

pub(super) fn draw_path(surface: &mut Surface<'_>, path: &Path) {
    let rule = match path.rule {
        Rule::Nonzero => FillRule::NonZero,
        Rule::Evenodd => FillRule::EvenOdd,
    };
    let fill = filled(path.fill, rule);
    let stroke = color(path.stroke)
        .filter(|_| path.stroke_width > 0.0)
        .map(|(color, opacity)| Stroke {
            paint: color.into(),
            width: float(path.stroke_width),
            miter_limit: 4.0,
            line_cap: LineCap::Butt,
            line_join: match path.join {
                Join::Miter => LineJoin::Miter,
                Join::Round => LineJoin::Round,
            },
            opacity,
            dash: (!path.dash.is_empty()).then(|| StrokeDash {
                array: pairs(&path.dash),
                offset: 0.0,
            }),
        });
    // Without either the library would fill in black.
    if fill.is_none() && stroke.is_none() {
        return;
    }
    let lengths = path.dash.iter().copied().chain([path.stroke_width]);
    if !writable(lengths)
        || !path
            .d
            .iter()
            .all(|segment| writable(segment.points().flatten()))
    {
        return;
    }
    let mut builder = PathBuilder::new();
    for segment in &path.d {
        match segment {
            Segment::Move(to) => {
                let [x, y] = to.map(float);
                builder.move_to(x, y);
            }
            Segment::Line(to) => {
                let [x, y] = to.map(float);
                builder.line_to(x, y);
            }
            Segment::Quad(a, to) => {
                let ([a, b], [x, y]) = (a.map(float), to.map(float));
                builder.quad_to(a, b, x, y);
            }
            Segment::Cubic(a, b, to) => {
                let ([a, b], [c, d], [x, y]) = (a.map(float), b.map(float), to.map(float));
                builder.cubic_to(a, b, c, d, x, y);
            }
            Segment::Close => builder.close(),
        }
    }
    if let Some(outline) = builder.finish() {
        surface.set_fill(fill);
        surface.set_stroke(stroke);
        surface.draw_path(&outline);
    }
}
