//! SVG: read by usvg, which keeps what is drawn and drops the rest, and written out again as plain shapes.
//!
//! Nothing is looked up: no files, no addresses, no fonts. Left out, and told, are text (there are no fonts here; it has to be
//! converted to paths before), pictures inside, filters (every renderer draws them differently, and hostile ones take for
//! ever), scripts and embedded pages. What is left passes a list of elements and attributes (`plain`), whatever usvg wrote.

mod cover;
mod ids;
mod plain;
mod weight;

use imprimatur_protocol::api::assets::{AssetType, AssetWarning};
use usvg::roxmltree::{Document, ParsingOptions};
use usvg::{ImageHrefResolver, Indent, Options, Tree, WriteOptions};

use super::{Bounds, Picture, Refusal};

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Pixels of the longer side of an SVG's own size. It has no pixels, but everything that is computed from it has bounds.
const SIDE: f32 = 100_000.0;

/// Bytes that entities may add to a file. Illustrator declares a dozen for namespaces.
const ENTITY_BYTES: usize = 1024 * 1024;

pub(super) fn read(bytes: &[u8], bounds: &Bounds) -> Result<Picture, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::TypeUnknown)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.contains("<svg") && !text.contains(":svg") {
        return Err(Refusal::TypeUnknown);
    }
    entities(text)?;
    let document = parse(text, bounds)?;
    let root = document.root_element();
    if (root.tag_name().name(), root.tag_name().namespace()) != ("svg", Some(NAMESPACE)) {
        return Err(Refusal::TypeUnknown);
    }
    let warnings = warnings(&document);
    if let Some(text) = ids::renamed(&document) {
        let document = parse(&text, bounds)?;
        return drawn(&document, warnings, bounds);
    }
    drawn(&document, warnings, bounds)
}

/// What usvg makes of a document, which is weighed as it gets it.
fn drawn(
    document: &Document<'_>,
    warnings: Vec<AssetWarning>,
    bounds: &Bounds,
) -> Result<Picture, Refusal> {
    let unreadable = |cause: &dyn std::fmt::Display| Refusal::Unreadable(cause.to_string());
    weight::check(document, bounds)?;

    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(document, &options).map_err(|cause| unreadable(&cause))?;
    let size = tree.size();
    let (width, height) = (size.width(), size.height());
    // What rounds to nothing has no size, either.
    if width.max(height) > SIDE || width.min(height) < 0.001 {
        return Err(Refusal::TooManyPixels);
    }
    cover::check(&tree)?;
    let written = tree.to_string(&WriteOptions {
        indent: Indent::None,
        ..WriteOptions::default()
    });
    drop(tree);
    if written.len() > bounds.stored_bytes.saturating_mul(2) {
        return Err(Refusal::TooLarge);
    }
    let plain = plain::write(&parse(&written, bounds)?)?;
    Ok(Picture {
        kind: AssetType::Svg,
        width_millipixels: millipixels(width),
        height_millipixels: millipixels(height),
        bytes: plain.into_bytes(),
        warnings,
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a side is at most SIDE, a hundred million thousandths"
)]
fn millipixels(side: f32) -> i64 {
    (f64::from(side) * 1_000.0).round() as i64
}

/// Within twice the elements that are allowed: between two of them may stand a text.
fn parse<'a>(text: &'a str, bounds: &Bounds) -> Result<Document<'a>, Refusal> {
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: u32::try_from(bounds.elements.saturating_mul(2)).unwrap_or(u32::MAX),
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).map_err(|cause| match cause {
        usvg::roxmltree::Error::NodesLimitReached => {
            Refusal::TooComplex("it has too many elements")
        }
        other => Refusal::Unreadable(other.to_string()),
    })
}

/// Entities stand for texts, which may refer to entities: a kilobyte that becomes a gigabyte. Ours refer to nothing, and what
/// they add is bounded: there are no more references than ampersands, and no text is longer than the declarations.
fn entities(text: &str) -> Result<(), Refusal> {
    if !text.contains("<!ENTITY") {
        return Ok(());
    }
    let start = text.find("<!DOCTYPE").unwrap_or(0);
    let end = text.rfind("<!ENTITY").map_or(text.len(), |last| {
        text[last..].find('>').map_or(text.len(), |at| last + at)
    });
    let declarations = text.get(start..end).unwrap_or(text);
    // An ampersand or a percent sign inside would be an entity that refers to another one.
    if declarations.contains(['&', '%']) {
        return Err(Refusal::TooComplex("its entities refer to each other"));
    }
    // Elements of an entity have no place of their own in the file.
    if declarations.matches('<').count() != declarations.matches("<!").count() {
        return Err(Refusal::TooComplex("its entities hold elements"));
    }
    let references = text.bytes().filter(|byte| *byte == b'&').count();
    if references.saturating_mul(declarations.len()) > ENTITY_BYTES {
        return Err(Refusal::TooComplex("its entities become too long"));
    }
    Ok(())
}

/// What will be left out and somebody would miss.
fn warnings(document: &Document<'_>) -> Vec<AssetWarning> {
    let mut found = Vec::new();
    for node in document
        .descendants()
        .filter(usvg::roxmltree::Node::is_element)
    {
        let warning = match node.tag_name().name() {
            "text" => AssetWarning::TextLeftOut,
            "image" | "feImage" => AssetWarning::PicturesLeftOut,
            "filter" => AssetWarning::FiltersLeftOut,
            "script" | "foreignObject" | "iframe" => AssetWarning::ScriptsLeftOut,
            "animate" | "animateTransform" | "animateMotion" | "set" => {
                AssetWarning::AnimationLeftOut
            }
            _ if node.attributes().any(|it| it.name().starts_with("on")) => {
                AssetWarning::ScriptsLeftOut
            }
            _ => continue,
        };
        if !found.contains(&warning) {
            found.push(warning);
        }
    }
    found
}
