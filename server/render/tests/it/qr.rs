//! QR codes as they are drawn are read back by somebody else's decoder.

use imprimatur_crdt::json::from_json;
use imprimatur_render::{Ask, Assets, Context, Stop, compose, write_png};
use rqrr::PreparedImage;
use serde_json::json;

use crate::loaded::FONTS;

/// What a decoder finds in a drawn code.
fn read_back(content: &str, level: &str, size: [f64; 2], rotation: f64) -> Option<(String, u16)> {
    read_back_of(None, false, content, level, size, rotation)
}

fn read_back_of(
    packed: Option<&str>,
    is_issued: bool,
    content: &str,
    level: &str,
    size: [f64; 2],
    rotation: f64,
) -> Option<(String, u16)> {
    let layout = from_json(&json!({"schema": 1, "languages": ["de"], "pages": [{"id": "page", "size": [120, 120], "background": "#b08d3c", "elements": [
        {"id": "code", "type": "qr", "at": [10, 10], "size": size, "rotation": rotation, "content": content, "level": level},
    ]}]}))
    .expect("a layout");
    let stop = Stop::default();
    let context = Context {
        fonts: &FONTS,
        picture_size: &|_| None,
        verification: "https://imprimatur.example/v/01j9zq",
        packed,
        stop: &stop,
    };
    let ask = Ask {
        page: 0,
        language: "de",
        values: None,
        is_issued,
    };
    let scene = compose(&layout, ask, &context).expect("a scene").scene;
    let png = write_png(&scene, 3.0, &FONTS, &Assets::new(), &stop).expect("a picture");
    let grey = image::load_from_memory(&png).expect("a PNG").into_luma8();
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    let mut image = PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        let at = (
            u32::try_from(x).expect("small"),
            u32::try_from(y).expect("small"),
        );
        grey.get_pixel(at.0, at.1).0[0]
    });
    let grids = image.detect_grids();
    let (meta, text) = grids.first()?.decode().ok()?;
    Some((text, meta.ecc_level))
}

#[test]
fn p8_every_level_and_content_is_read_back() {
    let long = format!("text:https://imprimatur.example/v/{}", "a1".repeat(60));
    let contents = [
        ("verification", "https://imprimatur.example/v/01j9zq"),
        ("text:0123456789", "0123456789"),
        ("text:HELLO 42", "HELLO 42"),
        ("text:Grüezi, Zoë", "Grüezi, Zoë"),
        (long.as_str(), &long[5..]),
    ];
    // The standard's numbers of the levels.
    for (level, number) in [("L", 1), ("M", 0), ("Q", 3), ("H", 2)] {
        for (content, expected) in contents {
            let found = read_back(content, level, [70.0, 60.0], 0.0);
            assert_eq!(
                found,
                Some((expected.to_owned(), number)),
                "{content} {level}"
            );
        }
    }
    let turned = read_back("verification", "M", [60.0, 60.0], 20.0);
    assert_eq!(
        turned.map(|(text, _)| text).as_deref(),
        Some("https://imprimatur.example/v/01j9zq")
    );
}

#[test]
fn p8_too_much_or_nothing_is_nothing() {
    assert_eq!(
        read_back(
            &format!("text:{}", "x".repeat(2_954)),
            "L",
            [80.0, 80.0],
            0.0
        ),
        None
    );
    assert_eq!(read_back("text:x", "L", [0.0, 80.0], 0.0), None);
}

#[test]
fn p8_a_whole_certificate_stands_behind_its_address() {
    let address = "https://imprimatur.example/v/01j9zq";
    let read = |packed, is_issued| {
        let found = read_back_of(packed, is_issued, "offline", "H", [98.0, 98.0], 0.0);
        found.expect("it is read")
    };
    // Of the least level, whatever is asked for: as much as possible is to go in.
    assert_eq!(
        read(Some("abc-_"), true),
        (format!("{address}#abc-_"), 1),
        "as it was issued"
    );
    let (sample, _) = read(None, false);
    let (before, packed) = sample.split_once('#').expect("something behind it");
    assert_eq!(
        (before, packed.len()),
        (address, 1_200),
        "a preview is as dense"
    );
    assert_eq!(
        read(None, true),
        (address.to_owned(), 1),
        "too much for a code"
    );
    let most = "x".repeat(2_953 - address.len() - 1);
    let more = format!("{most}x");
    assert_eq!(read(Some(&more), true).0, address, "with its address it is");
}
