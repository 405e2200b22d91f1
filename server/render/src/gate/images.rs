//! Pictures: whether they are there, fine enough for paper, and told to whoever does not see them.

use imprimatur_crdt::element::{ElementKind, ImageFit};
use imprimatur_crdt::layout::{Field, FieldKind};

use super::{Check, Examination, Findings, Standing};
use crate::assets::AssetKind;

/// Pixels an inch, below which edges of a print look ragged at arm's length.
const RESOLUTION_MIN: f64 = 150.0;

pub(super) fn look(it: &Examination<'_>, standing: &[Standing<'_>], findings: &mut Findings) {
    for Standing { element, .. } in standing {
        let [width, height] = element.size;
        // Whether there must be a picture, which one, and how it is fitted where.
        let (must, asset, fit, tells) = match &element.kind {
            ElementKind::Image { asset, fit } => (true, asset.as_deref(), *fit, true),
            ElementKind::Signature { asset, signer, .. } => {
                // A name beneath says whose it is.
                (
                    false,
                    asset.as_deref(),
                    ImageFit::Contain,
                    asset.is_some() && signer.is_empty(),
                )
            }
            ElementKind::Seal { asset, .. } => (false, asset.as_deref(), ImageFit::Contain, true),
            ElementKind::Qr { .. } => (false, None, ImageFit::Contain, true),
            ElementKind::Field { field, .. } => {
                let declared = it
                    .layout
                    .fields
                    .iter()
                    .find(|known| Some(&known.key) == field.as_ref());
                let Some(declared) = declared.filter(|field| field.kind == FieldKind::Image) else {
                    continue;
                };
                (false, sample(declared), ImageFit::Contain, true)
            }
            _ => continue,
        };
        if tells {
            told(it, element, findings);
        }
        let Some(id) = asset else {
            if must {
                findings.of(Check::ImageMissing, &element.id, None, "");
            }
            continue;
        };
        let Some(asset) = it.assets.get(id) else {
            findings.of(Check::ImageMissing, &element.id, None, id);
            continue;
        };
        // Shapes are fine at any size.
        if asset.kind == AssetKind::Svg || !(width > 0.0 && height > 0.0) {
            continue;
        }
        let [across, down] = asset.size;
        let (x, y) = (across / (width / 25.4), down / (height / 25.4));
        let resolution = match fit {
            // The side that fills its box is the coarser one where all of the box is filled, and the finer one where all of the picture is seen.
            ImageFit::Cover | ImageFit::Fill => x.min(y),
            ImageFit::Contain => x.max(y),
        };
        if resolution < RESOLUTION_MIN {
            let (is, should) = (Some(resolution), Some(RESOLUTION_MIN));
            findings.measured(Check::ImageLowResolution, &element.id, None, "", is, should);
        }
    }
}

fn sample(field: &Field) -> Option<&str> {
    field
        .sample
        .values()
        .map(String::as_str)
        .find(|id| !id.is_empty())
}

/// Its words for whoever does not see it: missing altogether, or in some languages.
fn told(
    it: &Examination<'_>,
    element: &imprimatur_crdt::element::Element,
    findings: &mut Findings,
) {
    let says = |language: &&String| {
        element
            .alt
            .get(*language)
            .is_some_and(|words| !words.trim().is_empty())
    };
    let languages = &it.layout.languages;
    if !languages.iter().any(|language| says(&language)) {
        findings.of(Check::AltMissing, &element.id, None, "");
        return;
    }
    for language in languages.iter().filter(|language| !says(language)) {
        findings.of(Check::AltMissing, &element.id, Some(language), "");
    }
}
