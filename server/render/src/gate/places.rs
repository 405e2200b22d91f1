//! What nobody sees because it is not on the page.

use imprimatur_crdt::element::ElementKind;

use super::{Check, Findings, Standing};
use crate::scene::{Box4, apply, corners, own_box};

/// Millimetres by which a thing may stick out: nobody sees less.
const OUT_MM: f64 = 0.1;

/// The upright box around an element, on its page.
pub(super) fn around(it: &Standing<'_>) -> Box4 {
    let [mut least, mut most] = [[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]];
    for corner in corners(own_box(it.element)) {
        let place = apply(&it.matrix, corner);
        for axis in 0..2 {
            least[axis] = least[axis].min(place[axis]);
            most[axis] = most[axis].max(place[axis]);
        }
    }
    [least[0], least[1], most[0] - least[0], most[1] - least[1]]
}

pub(super) fn look(standing: &[Standing<'_>], findings: &mut Findings) {
    for it in standing {
        let [x, y, w, h] = around(it);
        let [width, height] = it.page_size;
        if x >= width || y >= height || x + w <= 0.0 || y + h <= 0.0 {
            // A line on the very edge has no breadth of its own, and is seen.
            let is_edge = (w == 0.0 && (0.0..=width).contains(&x))
                || (h == 0.0 && (0.0..=height).contains(&y));
            if !is_edge {
                findings.of(Check::OffPage, &it.element.id, None, "all");
            }
            continue;
        }
        // What must be seen whole. Pictures and shapes may run over the edge: that is how paper is cut.
        let whole = matches!(
            it.element.kind,
            ElementKind::Qr { .. } | ElementKind::Seal { .. } | ElementKind::Signature { .. }
        );
        let out = (-x).max(-y).max(x + w - width).max(y + h - height);
        if whole && out > OUT_MM {
            findings.measured(
                Check::OffPage,
                &it.element.id,
                None,
                "part",
                Some(out),
                None,
            );
        }
    }
}
