//! Where elements stand: matrices, and the boxes of groups (P2). The arithmetic is that of
//! `web-client/src/kernels/frame.ts`, step by step, so that both round alike.

use imprimatur_crdt::element::{Element, ElementKind};

use super::items::{Box4, Matrix};

type Pair = [f64; 2];

/// The same direction from 0 up to, not including, 360.
fn wrap_degrees(degrees: f64) -> f64 {
    let wrapped = degrees % 360.0;
    if wrapped < 0.0 {
        wrapped + 360.0
    } else if wrapped == 0.0 {
        0.0
    } else {
        wrapped
    }
}

/// Cosine and sine; those of quarter turns are exact.
fn direction(degrees: f64) -> (f64, f64) {
    let quarter = wrap_degrees(degrees) / 90.0;
    if quarter == 0.0 {
        (1.0, 0.0)
    } else if quarter == 1.0 {
        (0.0, 1.0)
    } else if quarter == 2.0 {
        (-1.0, 0.0)
    } else if quarter == 3.0 {
        (0.0, -1.0)
    } else {
        let radians = degrees * std::f64::consts::PI / 180.0;
        (radians.cos(), radians.sin())
    }
}

/// The box of an element in its own coordinates: from the origin for a leaf, around its children for a group.
pub(crate) fn own_box(element: &Element) -> Box4 {
    let ElementKind::Group { elements } = &element.kind else {
        let [w, h] = element.size;
        return [0.0_f64.min(w), 0.0_f64.min(h), w.abs(), h.abs()];
    };
    let mut corners = elements.iter().flat_map(|child| {
        // Once for each child: asked for again at every depth, 32 groups in each other would take four thousand million steps.
        let around = own_box(child);
        let matrix = turned_about(around, child);
        corners(around).map(|corner| apply(&matrix, corner))
    });
    let Some(first) = corners.next() else {
        return [0.0; 4];
    };
    let (mut least, mut most) = (first, first);
    for [x, y] in corners {
        least = [least[0].min(x), least[1].min(y)];
        most = [most[0].max(x), most[1].max(y)];
    }
    [least[0], least[1], most[0] - least[0], most[1] - least[1]]
}

/// The corners of a box, around it.
pub(crate) fn corners([x, y, w, h]: Box4) -> [Pair; 4] {
    [[x, y], [x + w, y], [x + w, y + h], [x, y + h]]
}

/// From an element's coordinates to its parent's: turned about the centre of its box, then moved.
pub(crate) fn transform(element: &Element) -> Matrix {
    turned_about(own_box(element), element)
}

fn turned_about([x, y, w, h]: Box4, element: &Element) -> Matrix {
    let centre = [x + w / 2.0, y + h / 2.0];
    let (cos, sin) = direction(element.rotation);
    let turned = [
        centre[0] * cos - centre[1] * sin,
        centre[0] * sin + centre[1] * cos,
    ];
    [
        cos,
        sin,
        -sin,
        cos,
        element.at[0] + (centre[0] - turned[0]),
        element.at[1] + (centre[1] - turned[1]),
    ]
}

/// Where a matrix takes a point.
pub(crate) fn apply(matrix: &Matrix, [x, y]: Pair) -> Pair {
    let [a, b, c, d, e, f] = *matrix;
    [a * x + c * y + e, b * x + d * y + f]
}
