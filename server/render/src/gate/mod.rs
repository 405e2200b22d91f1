//! What stands against showing a layout to the world: what a careful printer would ask about, each with its place.
//!
//! It looks at what is drawn, not at what was meant: texts are set with their samples and with the longest values to be
//! expected, colours are read from the page as it is painted. Hidden elements are not asked about. Whether a finding forbids
//! anything is for others to say.

mod brand;
mod contrast;
mod fields;
mod fits;
mod images;
mod places;
mod texts;

use std::collections::{HashMap, HashSet};

use imprimatur_crdt::Layout;
use imprimatur_crdt::element::{Element, ElementKind};

pub use self::brand::{Brand, Logo};
pub use self::fits::{Filling, overflowing};

use crate::assets::Assets;
use crate::fonts::Fonts;
use crate::scene::{Ask, Composed, Context, IDENTITY, Matrix, after, compose, transform};
use crate::stop::{Failure, Stop};

/// Findings that are told: nobody reads more before mending some.
pub const FINDINGS_MAX: usize = 500;

/// What was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// A text, a name or a fallback is there in some of the layout's languages and not in this one.
    TranslationMissing,
    /// A text with its samples needs more than its box.
    TextOverflows,
    /// A text needs more than its box with the longest values to be expected.
    TextOverflowsLongest,
    /// A text is longer than what is set of it.
    TextTooLong,
    /// Too little difference between words and what they stand on.
    ContrastLow,
    /// Somebody who does not see the picture is told nothing.
    AltMissing,
    /// A picture has too few pixels for its size on paper.
    ImageLowResolution,
    /// No picture was chosen, or it cannot be had.
    ImageMissing,
    /// Nothing of the element, or not all of its words, is on the page.
    OffPage,
    /// No face has these letters.
    GlyphMissing,
    /// The family is none of the house's.
    FontUnknown,
    /// A merge field stands in the layout and is not declared, or an element names none.
    FieldUndeclared,
    /// A merge field is declared and stands nowhere.
    FieldUnused,
    /// A colour that is none of the brand's.
    BrandColor,
    /// A family that is none of the brand's.
    BrandFont,
    /// No element shows the logo.
    BrandLogoMissing,
    /// Something stands too near to the logo.
    BrandLogoSpace,
    /// An element that the brand wants locked is not.
    BrandUnlocked,
}

/// Something that stands against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What was asked.
    pub check: Check,
    /// Where; none: of the layout as a whole.
    pub element: Option<String>,
    /// The page of it.
    pub page: Option<String>,
    /// In which language; none: in all of them.
    pub language: Option<String>,
    /// What it is about: characters, a family, a colour, a key, an id; may be empty.
    pub about: String,
    /// What was measured: a ratio, pixels an inch, millimetres.
    pub measured: Option<f64>,
    /// What it should be.
    pub wanted: Option<f64>,
}

/// What a layout is examined with.
pub struct Examination<'a> {
    /// What is examined.
    pub layout: &'a Layout,
    /// The faces of the house.
    pub fonts: &'a Fonts,
    /// The pictures that can be had, by id.
    pub assets: &'a Assets,
    /// What the organisation wants its certificates to look like.
    pub brand: &'a Brand,
    /// Ends the work early.
    pub stop: &'a Stop,
}

/// An element that is drawn, where it stands.
pub(crate) struct Standing<'a> {
    element: &'a Element,
    page: &'a str,
    page_size: [f64; 2],
    /// From its coordinates to the page's.
    matrix: Matrix,
}

/// All findings, the first [`FINDINGS_MAX`] of them, page by page and from back to front; what is of the layout as a whole comes last.
///
/// # Errors
/// The layout holds more than a picture can show, or the work was stopped.
pub fn examine(it: &Examination<'_>) -> Result<Vec<Finding>, Failure> {
    let standing = standing(it.layout);
    let mut findings = Findings::new(&standing);
    let lacking = texts::translations(it, &standing, &mut findings);
    places::look(&standing, &mut findings);
    texts::set(it, &lacking, &mut findings)?;
    contrast::read(it, &lacking, &mut findings)?;
    images::look(it, &standing, &mut findings);
    fields::look(it, &standing, &mut findings);
    brand::look(it, &standing, &mut findings)?;
    Ok(findings.in_order())
}

/// Elements and languages in which they say nothing of their own: what stands there was asked about in another language.
pub(crate) type Lacking = HashSet<(String, String)>;

/// What is drawn, page by page, back to front, groups left out.
fn standing(layout: &Layout) -> Vec<Standing<'_>> {
    fn walk<'a>(
        elements: &'a [Element],
        outer: &Matrix,
        page: &'a imprimatur_crdt::layout::Page,
        into: &mut Vec<Standing<'a>>,
    ) {
        for element in elements.iter().filter(|it| !it.hidden && it.opacity > 0.0) {
            let matrix = after(outer, &transform(element));
            match &element.kind {
                ElementKind::Group { elements } => walk(elements, &matrix, page, into),
                ElementKind::Unknown { .. } => {}
                _ => into.push(Standing {
                    element,
                    page: &page.id,
                    page_size: page.size,
                    matrix,
                }),
            }
        }
    }
    let mut found = Vec::new();
    for page in &layout.pages {
        walk(&page.elements, &IDENTITY, page, &mut found);
    }
    found
}

impl Examination<'_> {
    /// A page in a language, with samples or values.
    fn composed(
        &self,
        page: usize,
        language: &str,
        values: Option<&std::collections::BTreeMap<String, String>>,
    ) -> Result<Composed, Failure> {
        let ask = Ask {
            page,
            language,
            values,
            is_issued: false,
        };
        let context = Context {
            fonts: self.fonts,
            picture_size: &|id| self.assets.get(id).map(|asset| asset.size),
            verification: "",
            packed: None,
            stop: self.stop,
        };
        compose(self.layout, ask, &context)
    }
}

/// What was found, each once.
pub(crate) struct Findings {
    /// By element: its place in the order, and its page.
    places: HashMap<String, (usize, String)>,
    said: HashSet<(Check, Option<String>, Option<String>, String)>,
    found: Vec<Finding>,
}

impl Findings {
    fn new(standing: &[Standing<'_>]) -> Self {
        let places = standing.iter().enumerate().map(|(place, it)| {
            let place = (place, it.page.to_owned());
            (it.element.id.clone(), place)
        });
        Self {
            places: places.collect(),
            said: HashSet::new(),
            found: Vec::new(),
        }
    }

    /// Of an element, in a language or in all; the first word on a thing holds.
    fn of(&mut self, check: Check, element: &str, language: Option<&str>, about: &str) {
        self.measured(check, element, language, about, None, None);
    }

    fn measured(
        &mut self,
        check: Check,
        element: &str,
        language: Option<&str>,
        about: &str,
        measured: Option<f64>,
        wanted: Option<f64>,
    ) {
        let page = self.places.get(element).map(|(_, page)| page.clone());
        self.add(Finding {
            check,
            element: Some(element.to_owned()),
            page,
            language: language.map(str::to_owned),
            about: about.to_owned(),
            measured,
            wanted,
        });
    }

    /// Whether it was said of an element that nothing of it is on the page.
    fn is_off(&self, element: &str) -> bool {
        let known =
            |it: &&Finding| it.check == Check::OffPage && it.element.as_deref() == Some(element);
        self.found
            .iter()
            .find(known)
            .is_some_and(|it| it.about == "all")
    }

    fn of_all(&mut self, check: Check, about: &str) {
        self.add(Finding {
            check,
            element: None,
            page: None,
            language: None,
            about: about.to_owned(),
            measured: None,
            wanted: None,
        });
    }

    fn add(&mut self, finding: Finding) {
        let key = (
            finding.check,
            finding.element.clone(),
            finding.language.clone(),
            finding.about.clone(),
        );
        if self.found.len() < FINDINGS_MAX && self.said.insert(key) {
            self.found.push(finding);
        }
    }

    fn in_order(mut self) -> Vec<Finding> {
        let place = |finding: &Finding| {
            let known = finding.element.as_ref().and_then(|id| self.places.get(id));
            known.map_or(usize::MAX, |(place, _)| *place)
        };
        self.found
            .sort_by_cached_key(|it| (place(it), it.check, it.language.clone(), it.about.clone()));
        self.found
    }
}
