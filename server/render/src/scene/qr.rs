//! QR codes (P8).

use std::fmt::Write as _;

use imprimatur_crdt::element::QrLevel;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use super::items::{Ink, Item, Path, Segment};
use super::shapes::rectangle;

/// White modules on every side, as the standard asks.
const QUIET: i32 = 4;
/// More characters than any version holds (7,089 digits); longer content is not looked at.
const CONTENT_MAX: usize = 7_089;

/// Bytes that a code holds at most: version 40, level L (ISO/IEC 18004, table 7).
pub(super) const BYTES_MOST: usize = 2_953;

/// Characters of a packed certificate, as most have them.
const SAMPLE_CHARACTERS: usize = 1_200;

/// Stands for a packed certificate where there is none yet: as dense as what is printed later.
pub fn packed_sample() -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let letter = |at: usize| char::from(LETTERS[(at * 37 + at / 8) % 64]);
    (0..SAMPLE_CHARACTERS).map(letter).collect()
}

/// A code in a box; nothing when there is no content, or too much of it.
pub(super) fn code(
    content: &str,
    level: QrLevel,
    size: [f64; 2],
    ink: Ink,
    ground: Ink,
) -> Vec<Item> {
    let side = size[0].min(size[1]);
    let Some(code) = encode(content, level).filter(|_| side > 0.0) else {
        return Vec::new();
    };
    let left = (size[0] - side) / 2.0;
    let top = (size[1] - side) / 2.0;
    let module = side / f64::from(code.size() + 2 * QUIET);
    let mut items = Vec::new();
    if ground != Ink::None {
        items.push(Item::Path(Path::filled(
            rectangle([left, top, side, side], 0.0),
            ground,
        )));
    }
    let mut d: Vec<Segment> = Vec::new();
    for row in 0..code.size() {
        let mut column = 0;
        while column < code.size() {
            let begin = column;
            while column < code.size() && code.get_module(column, row) {
                column += 1;
            }
            if column > begin {
                let x = left + f64::from(begin + QUIET) * module;
                let y = top + f64::from(row + QUIET) * module;
                d.extend(rectangle(
                    [x, y, f64::from(column - begin) * module, module],
                    0.0,
                ));
            }
            column += 1;
        }
    }
    items.push(Item::Path(Path::filled(d, ink)));
    items
}

/// A code alone, as SVG: black on white, a picture of a module each, with as little against damage as gets the most into it. None: it is too much for one.
pub fn qr_svg(content: &str) -> Option<String> {
    let code = encode(content, QrLevel::L)?;
    let side = code.size() + 2 * QUIET;
    let mut d = String::new();
    for row in 0..code.size() {
        for column in (0..code.size()).filter(|column| code.get_module(*column, row)) {
            // Writing to a String cannot fail.
            let _ = write!(d, "M{} {}h1v1h-1z", column + QUIET, row + QUIET);
        }
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{px}\" height=\"{px}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{d}\"/></svg>",
        px = side * 6
    ))
}

fn encode(content: &str, level: QrLevel) -> Option<QrCode> {
    if content.is_empty() || content.len() > CONTENT_MAX {
        return None;
    }
    let level = match level {
        QrLevel::L => QrCodeEcc::Low,
        QrLevel::M => QrCodeEcc::Medium,
        QrLevel::Q => QrCodeEcc::Quartile,
        QrLevel::H => QrCodeEcc::High,
    };
    let segments = QrSegment::make_segments(content);
    QrCode::encode_segments_advanced(&segments, level, Version::MIN, Version::MAX, None, false).ok()
}
