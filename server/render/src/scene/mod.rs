//! A page of a layout as a list of items: plain data that whoever draws draws, and nothing else. The law is `PICTURE.md`.

mod fields;
mod frame;
mod images;
mod items;
mod json;
mod paint;
mod qr;
mod runs;
mod seal;
mod shapes;
mod signature;

use std::collections::{BTreeMap, BTreeSet};

use imprimatur_crdt::Layout;
use imprimatur_crdt::element::{Element, ElementKind, ImageFit, QrLevel};

pub(crate) use frame::{apply, corners, own_box, transform};
pub use items::{
    Box4, Glyphs, Group, IDENTITY, Image, Ink, Item, Join, Matrix, Path, Rule, Scene, Segment,
    after,
};
pub use json::to_json;
pub use qr::{packed_sample, qr_svg};

use self::fields::Filling;
use self::paint::Palette;
use self::runs::Styles;
use crate::fonts::Fonts;
use crate::stop::{Failure, Stop};
use crate::text::{SetText, Told, set_text};

/// Items of a picture (P13).
pub const ITEMS_MAX: usize = 20_000;
/// Glyphs of a picture (P13).
pub const GLYPHS_MAX: usize = 400_000;
/// Commands of all paths of a picture (P13).
pub const COMMANDS_MAX: usize = 2_000_000;

/// What of a layout is to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// Index of the page.
    pub page: usize,
    /// The language of texts and formats.
    pub language: &'a str,
    /// Values of the merge fields by key; absent: their samples are shown.
    pub values: Option<&'a BTreeMap<String, String>>,
    /// Whether it is what somebody is given, and no preview: where nothing is to be said, nothing stands, and not what a field is called.
    pub is_issued: bool,
}

/// What a picture is made with, beside the layout.
pub struct Context<'a> {
    /// The faces of the house.
    pub fonts: &'a Fonts,
    /// Width and height of a picture, in its own units; none when it cannot be had.
    pub picture_size: &'a dyn Fn(&str) -> Option<[f64; 2]>,
    /// Where a certificate is verified: what its QR code says.
    pub verification: &'a str,
    /// The signed certificate, packed, which stands behind that address in a code that can be checked without the server; none: there is none yet, or it says
    /// too much for a code.
    pub packed: Option<&'a str>,
    /// Ends the work early.
    pub stop: &'a Stop,
}

/// Something that a person should hear about: the picture is made without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The element.
    pub element: String,
    /// Stable and short.
    pub code: &'static str,
    /// What it is about: a family, characters, an id; may be empty.
    pub about: String,
}

/// A scene and what is to be told about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// What is drawn.
    pub scene: Scene,
    /// In the order of the elements.
    pub notices: Vec<Notice>,
}

/// Makes the list of a page.
///
/// # Errors
/// When there is no such page, when it is larger than a picture may be, or when the work was stopped.
pub fn compose(layout: &Layout, ask: Ask<'_>, context: &Context<'_>) -> Result<Composed, Failure> {
    let page = layout.pages.get(ask.page).ok_or(Failure::NoSuchPage)?;
    let palette = Palette::of(layout);
    let mut composer = Composer {
        layout,
        ask,
        context,
        styles: Styles::of(layout),
        notices: Vec::new(),
        items: 0,
        glyphs: 0,
        commands: 0,
        palette,
    };
    let items = composer.elements(&page.elements)?;
    let background = page.background.as_deref();
    Ok(Composed {
        scene: Scene {
            size: page.size,
            bleed: page.bleed,
            background: background.map_or(Ink::WHITE, |it| composer.palette.ink(it, Ink::WHITE)),
            items,
        },
        notices: composer.notices,
    })
}

/// The ids of all pictures that a layout shows with some values.
pub fn pictures_of(
    layout: &Layout,
    language: &str,
    values: Option<&BTreeMap<String, String>>,
) -> BTreeSet<String> {
    let ask = Ask {
        page: 0,
        language,
        values,
        is_issued: false,
    };
    layout
        .elements()
        .filter_map(|element| match &element.kind {
            ElementKind::Image { asset, .. }
            | ElementKind::Signature { asset, .. }
            | ElementKind::Seal { asset, .. } => asset.clone(),
            ElementKind::Field { .. } => match runs::field_filling(layout, &ask, element)? {
                Filling::Image(asset) => asset,
                Filling::Text(_) => None,
            },
            _ => None,
        })
        .collect()
}

struct Composer<'a> {
    layout: &'a Layout,
    ask: Ask<'a>,
    context: &'a Context<'a>,
    palette: Palette<'a>,
    styles: Styles<'a>,
    notices: Vec<Notice>,
    items: usize,
    glyphs: usize,
    commands: usize,
}

impl Composer<'_> {
    /// Recursion ends with the depth of groups, which the readers of layouts bound.
    fn elements(&mut self, elements: &[Element]) -> Result<Vec<Item>, Failure> {
        let mut items = Vec::new();
        for element in elements.iter().filter(|element| !element.hidden) {
            self.context.stop.check()?;
            let inside = self.inside(element)?;
            let label = fields::in_language(self.layout, &self.ask, &element.alt);
            let group = Group {
                id: Some(element.id.clone()),
                transform: frame::transform(element),
                opacity: element.opacity,
                label: label.map(str::to_owned),
                items: inside,
            };
            self.items += 1;
            self.within(self.items, ITEMS_MAX)?;
            items.push(Item::Group(group));
        }
        Ok(items)
    }

    fn within(&self, count: usize, most: usize) -> Result<(), Failure> {
        if count > most {
            return Err(Failure::TooLarge);
        }
        Ok(())
    }

    fn inside(&mut self, element: &Element) -> Result<Vec<Item>, Failure> {
        let items = match &element.kind {
            ElementKind::Group { elements } => return self.elements(elements),
            ElementKind::Unknown { .. } => Vec::new(),
            ElementKind::Rectangle { .. }
            | ElementKind::Ellipse
            | ElementKind::Polygon { .. }
            | ElementKind::Line
            | ElementKind::Path { .. } => self.shape(element),
            ElementKind::Text { texts, typography } => {
                let shown = runs::shown(self.layout, &self.ask, texts);
                let frame = self.styles.frame(typography, element.size, &self.palette);
                let runs =
                    self.styles
                        .runs(self.layout, &self.ask, shown, &frame.own, &self.palette);
                let set = set_text(self.context.fonts, &runs, &frame);
                self.text(element, set)
            }
            ElementKind::Field { typography, .. } => {
                match runs::field_filling(self.layout, &self.ask, element) {
                    Some(Filling::Text(text)) => {
                        let frame = self.styles.frame(typography, element.size, &self.palette);
                        let style = frame.own.clone();
                        let run = crate::text::StyledRun { text, style };
                        let set = set_text(self.context.fonts, &[run], &frame);
                        self.text(element, set)
                    }
                    Some(Filling::Image(asset)) => {
                        self.picture(element, asset.as_deref(), ImageFit::Contain, whole(element))
                    }
                    None => Vec::new(),
                }
            }
            ElementKind::Image { asset, fit } => {
                self.picture(element, asset.as_deref(), *fit, whole(element))
            }
            ElementKind::Qr {
                content,
                level,
                ground,
            } => {
                let whole;
                let (content, level) = if content == ElementKind::QR_OFFLINE {
                    whole = self.whole();
                    (whole.as_str(), QrLevel::L)
                } else {
                    let said = content.strip_prefix("text:");
                    (said.unwrap_or(self.context.verification), *level)
                };
                let ground = ground
                    .as_deref()
                    .map_or(Ink::WHITE, |it| self.palette.ink(it, Ink::WHITE));
                let ink = self.palette.fill(element).or(Ink::DARK);
                qr::code(content, level, element.size, ink, ground)
            }
            ElementKind::Signature {
                signer,
                role,
                asset,
            } => {
                let measures = signature::Measures::of(element.size[1]);
                let above = [0.0, 0.0, element.size[0], measures.rule];
                let mut items = self.picture(element, asset.as_deref(), ImageFit::Contain, above);
                let words =
                    |by| fields::in_language(self.layout, &self.ask, by).unwrap_or_default();
                items.extend(measures.items(
                    self.context.fonts,
                    element.size[0],
                    self.palette.stroke(element),
                    words(signer),
                    words(role),
                ));
                items
            }
            ElementKind::Seal {
                design,
                texts,
                asset,
            } => match asset {
                Some(asset) => {
                    self.picture(element, Some(asset), ImageFit::Contain, whole(element))
                }
                None => {
                    let shown = runs::shown(self.layout, &self.ask, texts);
                    let words: String = shown
                        .iter()
                        .filter_map(|run| runs::filled(self.layout, &self.ask, run))
                        .collect();
                    seal::seal(
                        self.context.fonts,
                        design.as_deref(),
                        &words,
                        element.size,
                        self.palette
                            .stroke(element)
                            .or(Ink::Color([0x9e, 0x2b, 0x25, 0xff])),
                        self.palette.fill(element),
                    )
                }
            },
        };
        self.count(&items)?;
        Ok(items)
    }

    /// A certificate behind its address: of a preview as much as most certificates are, of one that says too much for a code the address alone.
    fn whole(&self) -> String {
        let address = self.context.verification;
        // Where codes are not looked at, none is made either.
        if address.is_empty() {
            return String::new();
        }
        let whole = match self.context.packed {
            Some(packed) => format!("{address}#{packed}"),
            None if self.ask.is_issued => return address.to_owned(),
            None => format!("{address}#{}", qr::packed_sample()),
        };
        if whole.len() > qr::BYTES_MOST {
            return address.to_owned();
        }
        whole
    }

    fn shape(&self, element: &Element) -> Vec<Item> {
        let Some(d) = shapes::outline(element) else {
            return Vec::new();
        };
        let stroke = self.palette.stroke(element);
        let drawn = stroke != Ink::None && element.stroke_width > 0.0;
        let dashed = drawn && element.stroke_dash.iter().any(|length| *length > 0.0);
        let line = matches!(element.kind, ElementKind::Line);
        vec![Item::Path(Path {
            d,
            fill: if line {
                Ink::None
            } else {
                self.palette.fill(element)
            },
            stroke: if drawn { stroke } else { Ink::None },
            stroke_width: if drawn { element.stroke_width } else { 0.0 },
            dash: if dashed {
                element.stroke_dash.clone()
            } else {
                Vec::new()
            },
            join: Join::Miter,
            rule: match element.kind {
                ElementKind::Path { .. } => Rule::Evenodd,
                _ => Rule::Nonzero,
            },
        })]
    }

    fn text(&mut self, element: &Element, set: SetText) -> Vec<Item> {
        for told in &set.told {
            let about = match told {
                Told::FontUnknown { family } => family.clone(),
                Told::GlyphMissing { text } => text.clone(),
                Told::TextTooLong => String::new(),
            };
            self.notices.push(Notice {
                element: element.id.clone(),
                code: told.code(),
                about,
            });
        }
        if glyphs_in(&set) == 0 {
            return Vec::new();
        }
        vec![Item::Text(set)]
    }

    fn picture(
        &mut self,
        element: &Element,
        asset: Option<&str>,
        fit: ImageFit,
        view: Box4,
    ) -> Vec<Item> {
        let Some(asset) = asset else {
            return Vec::new();
        };
        let Some(size) = (self.context.picture_size)(asset) else {
            self.notices.push(Notice {
                element: element.id.clone(),
                code: "asset_missing",
                about: asset.to_owned(),
            });
            return Vec::new();
        };
        images::fitted(asset, size, fit, view)
    }

    /// P13.
    fn count(&mut self, items: &[Item]) -> Result<(), Failure> {
        for item in items {
            self.items += 1;
            match item {
                Item::Group(group) => self.count(&group.items)?,
                Item::Path(path) => self.commands += path.d.len(),
                Item::Text(set) => self.glyphs += glyphs_in(set),
                Item::Glyphs(glyphs) => self.glyphs += glyphs.glyphs.len(),
                Item::Image(_) => {}
            }
        }
        self.within(self.items, ITEMS_MAX)?;
        self.within(self.glyphs, GLYPHS_MAX)?;
        self.within(self.commands, COMMANDS_MAX)
    }
}

fn whole(element: &Element) -> Box4 {
    [0.0, 0.0, element.size[0], element.size[1]]
}

fn glyphs_in(set: &SetText) -> usize {
    set.lines
        .iter()
        .flat_map(|line| &line.runs)
        .map(|run| run.glyphs.len())
        .sum()
}
