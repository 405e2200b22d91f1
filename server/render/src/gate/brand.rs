//! What an organisation wants its certificates to look like.

use imprimatur_crdt::element::{Element, ElementKind};

use super::places::around;
use super::texts::each;
use super::{Check, Examination, Findings, Standing};
use crate::fonts::Category;
use crate::scene::{Box4, Ink, Item};
use crate::stop::Failure;

/// What an organisation wants its certificates to look like. What it says nothing about is free.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Brand {
    /// Red, green and blue; beside these, black, white and the ink of the house are free.
    pub colors: Vec<[u8; 3]>,
    /// Families.
    pub fonts: Vec<String>,
    /// Its logo.
    pub logo: Option<Logo>,
    /// Types of elements that are to be locked, by their names; `logo` is what shows the logo.
    pub locked: Vec<String>,
}

/// A logo, in one or more pictures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Logo {
    /// Ids of assets that show it.
    pub assets: Vec<String>,
    /// Millimetres around it in which nothing else stands.
    pub clear: f64,
}

/// Colours that are no brand's: paper and ink.
const FREE: [[u8; 3]; 3] = [[0; 3], [255; 3], [0x1b, 0x1d, 0x22]];

pub(super) fn look(
    it: &Examination<'_>,
    standing: &[Standing<'_>],
    findings: &mut Findings,
) -> Result<(), Failure> {
    look_at_inks(it, standing, findings)?;
    if let Some(logo) = it
        .brand
        .logo
        .as_ref()
        .filter(|logo| !logo.assets.is_empty())
    {
        look_at_logo(logo, standing, findings);
    }
    for Standing { element, .. } in standing.iter().filter(|it| !it.element.locked) {
        let wanted = it.brand.locked.iter().any(|kind| match kind.as_str() {
            "logo" => it
                .brand
                .logo
                .as_ref()
                .is_some_and(|logo| shows(element, logo)),
            kind => kind == element.kind.name(),
        });
        if wanted {
            findings.of(Check::BrandUnlocked, &element.id, None, element.kind.name());
        }
    }
    Ok(())
}

fn look_at_inks(
    it: &Examination<'_>,
    standing: &[Standing<'_>],
    findings: &mut Findings,
) -> Result<(), Failure> {
    let brand = it.brand;
    if brand.colors.is_empty() && brand.fonts.is_empty() {
        return Ok(());
    }
    // What is written on seals and beneath signatures nobody chooses the face of.
    let chosen = |id: &str| {
        standing.iter().any(|it| {
            it.element.id == id
                && matches!(
                    it.element.kind,
                    ElementKind::Text { .. } | ElementKind::Field { .. }
                )
        })
    };
    for page in 0..it.layout.pages.len() {
        for language in &it.layout.languages {
            let scene = it.composed(page, language, None)?.scene;
            if !brand.colors.is_empty() {
                if let Some(about) = strange(brand, scene.background) {
                    findings.of_all(Check::BrandColor, &about);
                }
                inks(&scene.items, "", &mut |element, ink| {
                    if let Some(about) = strange(brand, ink) {
                        findings.of(Check::BrandColor, element, None, &about);
                    }
                });
            }
            if brand.fonts.is_empty() {
                continue;
            }
            each(&scene.items, &mut |element, text, _| {
                for run in text.lines.iter().flat_map(|line| &line.runs) {
                    let face = it.fonts.face(run.face);
                    let is_ours = brand.fonts.contains(&face.family);
                    if face.category != Category::Fallback && !is_ours && chosen(element) {
                        findings.of(Check::BrandFont, element, None, &face.family);
                    }
                }
            });
        }
    }
    Ok(())
}

/// A colour that the brand does not have, as it is written.
fn strange(brand: &Brand, ink: Ink) -> Option<String> {
    let Ink::Color([r, g, b, alpha]) = ink else {
        return None;
    };
    let color = [r, g, b];
    let known = FREE.contains(&color) || brand.colors.contains(&color);
    (alpha > 0 && !known).then(|| Ink::Color([r, g, b, 0xff]).text())
}

/// Every ink that leaves a trace, with its element.
fn inks<'a>(items: &'a [Item], element: &'a str, tell: &mut dyn FnMut(&'a str, Ink)) {
    for item in items {
        match item {
            Item::Group(group) => {
                let element = group.id.as_deref().unwrap_or(element);
                inks(&group.items, element, tell);
            }
            Item::Path(path) => {
                tell(element, path.fill);
                if path.stroke_width > 0.0 {
                    tell(element, path.stroke);
                }
            }
            Item::Text(text) => {
                for run in text.lines.iter().flat_map(|line| &line.runs) {
                    tell(element, Ink::read(&run.color).unwrap_or(Ink::DARK));
                }
            }
            Item::Glyphs(glyphs) => tell(element, glyphs.fill),
            Item::Image(_) => {}
        }
    }
}

fn shows(element: &Element, logo: &Logo) -> bool {
    let asset = match &element.kind {
        ElementKind::Image { asset, .. } | ElementKind::Seal { asset, .. } => asset.as_ref(),
        _ => None,
    };
    asset.is_some_and(|asset| logo.assets.contains(asset))
}

fn look_at_logo(logo: &Logo, standing: &[Standing<'_>], findings: &mut Findings) {
    let mut is_there = false;
    for (place, it) in standing.iter().enumerate() {
        if !shows(it.element, logo) {
            continue;
        }
        is_there = true;
        let [x, y, w, h] = around(it);
        let clear = [
            x - logo.clear,
            y - logo.clear,
            w + 2.0 * logo.clear,
            h + 2.0 * logo.clear,
        ];
        for (other_place, other) in standing.iter().enumerate() {
            let other_box = around(other);
            // What lies around or beneath all of it is its ground.
            if other_place == place || other.page != it.page || holds(other_box, clear) {
                continue;
            }
            if meet(other_box, clear) {
                let (about, wanted) = (other.element.id.as_str(), Some(logo.clear));
                findings.measured(
                    Check::BrandLogoSpace,
                    &it.element.id,
                    None,
                    about,
                    None,
                    wanted,
                );
            }
        }
    }
    if !is_there {
        findings.of_all(Check::BrandLogoMissing, "");
    }
}

fn holds([x, y, w, h]: Box4, [left, top, across, down]: Box4) -> bool {
    x <= left && y <= top && x + w >= left + across && y + h >= top + down
}

fn meet([x, y, w, h]: Box4, [left, top, across, down]: Box4) -> bool {
    x < left + across && left < x + w && y < top + down && top < y + h
}
