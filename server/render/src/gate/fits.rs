//! Whether what one certificate says fits into its boxes.

use std::collections::{BTreeMap, BTreeSet};

use imprimatur_crdt::Layout;

use super::texts::each;
use crate::assets::Assets;
use crate::fonts::Fonts;
use crate::scene::{Ask, Context, compose};
use crate::stop::{Failure, Stop};

/// What a certificate is to say.
pub struct Filling<'a> {
    /// One of the layout's languages.
    pub language: &'a str,
    /// The values of its fields, by key.
    pub values: &'a BTreeMap<String, String>,
}

/// The ids of elements whose text needs more room than it has, in the order in which they are drawn.
///
/// # Errors
/// The layout holds more than a picture can show, or the work was stopped.
pub fn overflowing(
    layout: &Layout,
    filling: &Filling<'_>,
    (fonts, assets): (&Fonts, &Assets),
    stop: &Stop,
) -> Result<Vec<String>, Failure> {
    let context = Context {
        fonts,
        picture_size: &|id| assets.get(id).map(|asset| asset.size),
        verification: "",
        packed: None,
        stop,
    };
    let (mut found, mut known) = (Vec::new(), BTreeSet::new());
    for page in 0..layout.pages.len() {
        let ask = Ask {
            page,
            language: filling.language,
            values: Some(filling.values),
            is_issued: true,
        };
        let composed = compose(layout, ask, &context)?;
        each(&composed.scene.items, &mut |element, text, _| {
            if text.overflows && known.insert(element.to_owned()) {
                found.push(element.to_owned());
            }
        });
    }
    Ok(found)
}
