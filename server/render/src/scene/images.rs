//! Pictures in their boxes (P7).

use imprimatur_crdt::element::ImageFit;

use super::items::{Box4, Image, Item};

/// A picture in a box; nothing when either has no extent.
pub(super) fn fitted(asset: &str, own: [f64; 2], fit: ImageFit, view: Box4) -> Vec<Item> {
    let [x, y, w, h] = view;
    let [across, down] = own;
    if !(w > 0.0 && h > 0.0 && across > 0.0 && down > 0.0 && across.is_finite() && down.is_finite())
    {
        return Vec::new();
    }
    let scaled = |scale: f64| {
        let (wide, high) = (across * scale, down * scale);
        [x + (w - wide) / 2.0, y + (h - high) / 2.0, wide, high]
    };
    let place = match fit {
        ImageFit::Fill => view,
        ImageFit::Contain => scaled((w / across).min(h / down)),
        ImageFit::Cover => scaled((w / across).max(h / down)),
    };
    vec![Item::Image(Image {
        asset: asset.to_owned(),
        place,
        view,
    })]
}
