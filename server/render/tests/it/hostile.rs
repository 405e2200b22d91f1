//! Layouts that nobody means well: each ends in something bounded, or in a refusal, soon.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use imprimatur_crdt::Layout;
use imprimatur_crdt::element::{Element, ElementKind, Insert, Run, TextStyle, Typography};
use imprimatur_crdt::json::from_json;
use imprimatur_render::{
    Ask, Asset, AssetKind, Assets, Composed, Context, Failure, Stop, Title, compose, write_pdf,
    write_png, write_svg,
};
use serde_json::{Value, json};

use crate::loaded::FONTS;

/// For the slowest of them, on a machine with other things to do.
const SOON: Duration = Duration::from_secs(60);
const TITLE: Title<'static> = Title {
    text: "Böse <\"&'>",
    language: "de",
};

fn page(elements: Value) -> Layout {
    let value = json!({"schema": 1, "languages": ["de"], "pages": [{"id": "page", "size": [210, 297], "elements": elements}]});
    from_json(&value).expect("the layout itself has no faults")
}

fn composed(layout: &Layout, assets: &Assets) -> Result<Composed, Failure> {
    let context = Context {
        fonts: &FONTS,
        picture_size: &|id| assets.get(id).map(|asset| asset.size),
        verification: "https://imprimatur.example/v/sample",
        packed: None,
        stop: &Stop::default(),
    };
    let ask = Ask {
        page: 0,
        language: "de",
        values: None,
        is_issued: false,
    };
    compose(layout, ask, &context)
}

/// Everything that can be made of it; the names of those that were refused.
fn drawn(layout: &Layout, assets: &Assets) -> Vec<Failure> {
    let begun = Instant::now();
    let stop = Stop::default();
    let composed = match composed(layout, assets) {
        Ok(composed) => composed,
        Err(failure) => return vec![failure],
    };
    let (fonts, scene) = (&*FONTS, &composed.scene);
    let mut refused = Vec::new();
    let svg = write_svg(scene, TITLE, fonts, assets, &stop);
    if let Ok(svg) = &svg {
        usvg::Tree::from_str(svg, &usvg::Options::default()).expect("it is an SVG");
    }
    refused.extend(svg.err());
    let png = write_png(scene, 1.0, fonts, assets, &stop);
    if let Ok(png) = &png {
        image::load_from_memory(png).expect("it is a PNG");
    }
    refused.extend(png.err());
    let pdf = write_pdf(std::slice::from_ref(scene), TITLE, fonts, assets, &stop);
    if let Ok(pdf) = &pdf {
        assert!(pdf.starts_with(b"%PDF-"));
    }
    refused.extend(pdf.err());
    let took = begun.elapsed();
    assert!(took < SOON, "took {took:?}");
    refused
}

fn text(text: &str) -> Value {
    json!({"id": "t", "type": "text", "at": [10, 10], "size": [190, 270], "texts": {"de": [{"insert": text}]}})
}

#[test]
fn a_million_characters_are_cut_and_told() {
    let mut layout = page(json!([text("x")]));
    let ElementKind::Text { texts, .. } = &mut layout.pages[0].elements[0].kind else {
        panic!("a text");
    };
    for words in [
        "wort ".repeat(200_000),
        "x".repeat(1_000_000),
        "\n".repeat(1_000_000),
        "\u{301}".repeat(1_000_000),
    ] {
        texts_of(texts, words.clone());
        let composed = composed(&layout_of(texts), &Assets::new()).expect("it is cut");
        assert!(
            composed
                .notices
                .iter()
                .any(|notice| notice.code == "text_too_long"),
            "{:?}",
            composed.notices
        );
        assert_eq!(drawn(&layout_of(texts), &Assets::new()), []);
    }
}

fn texts_of(texts: &mut imprimatur_crdt::element::Texts, words: String) {
    let run = Run {
        insert: Insert::Text(words),
        style: TextStyle::default(),
        shared: None,
        extra: BTreeMap::new(),
    };
    texts.insert("de".to_owned(), vec![run]);
}

fn layout_of(texts: &imprimatur_crdt::element::Texts) -> Layout {
    let mut layout = page(json!([text("x")]));
    layout.pages[0].elements[0].kind = ElementKind::Text {
        texts: texts.clone(),
        typography: Typography::default(),
    };
    layout
}

#[test]
fn thousands_of_runs_and_fits_and_unknown_fonts_are_set() {
    let runs: Vec<Value> = (0..2_000)
        .map(|index| json!({"insert": format!("w{index} "), "attributes": {"size": 1 + index % 40, "family": format!("No font {index}"), "weight": 100 + index % 800}}))
        .collect();
    let layout = page(
        json!([{"id": "t", "type": "text", "at": [0, 0], "size": [200, 280], "fit": [1, 2000], "texts": {"de": runs}}]),
    );
    let composed = composed(&layout, &Assets::new()).expect("it is set");
    assert!(
        composed
            .notices
            .iter()
            .any(|notice| notice.code == "font_unknown")
    );
    assert_eq!(drawn(&layout, &Assets::new()), []);
}

#[test]
fn no_extent_and_no_number_are_something() {
    let kinds = [
        "text",
        "field",
        "image",
        "rectangle",
        "ellipse",
        "polygon",
        "line",
        "path",
        "qr",
        "signature",
        "seal",
        "group",
    ];
    let elements: Vec<Value> = kinds
        .iter()
        .map(|kind| {
            let mut element = json!({"id": kind, "type": kind, "at": [0, 0], "size": [0, 0], "strokeWidth": 1000, "fill": "#ff0000", "stroke": "#00ff00"});
            match *kind {
                "text" | "seal" => element["texts"] = json!({"de": [{"insert": "Wort"}]}),
                "field" => element["field"] = json!("gone"),
                "path" => element["d"] = json!("M 0 0 L 1e300 1e300 Q -1e308 1e308 0 0 Z"),
                "image" => element["asset"] = json!("gone"),
                "signature" => element["signer"] = json!({"de": "Wer"}),
                "group" => element["elements"] = json!([]),
                _ => {}
            }
            element
        })
        .collect();
    let mut layout = page(json!(elements));
    assert_eq!(drawn(&layout, &Assets::new()), []);
    // The readers let nothing of this through; whoever builds a layout by hand might.
    for odd in [
        f64::NAN,
        f64::INFINITY,
        -f64::INFINITY,
        f64::MAX,
        f64::MIN_POSITIVE,
        -1.0,
    ] {
        for element in &mut layout.pages[0].elements {
            element.at = [odd, odd];
            element.size = [odd, odd];
            element.rotation = odd;
            element.opacity = odd;
            element.stroke_width = odd;
            element.stroke_dash = vec![odd, odd];
        }
        let refused = drawn(&layout, &Assets::new());
        assert!(
            refused.iter().all(|failure| *failure == Failure::TooLarge),
            "{odd}: {refused:?}"
        );
    }
    for odd in [f64::NAN, f64::INFINITY, f64::MAX, 0.0, -1.0] {
        layout.pages[0].elements.clear();
        layout.pages[0].size = [odd, odd];
        layout.pages[0].bleed = odd;
        for failure in drawn(&layout, &Assets::new()) {
            assert!(
                matches!(failure, Failure::TooLarge | Failure::Writing(_)),
                "{odd}: {failure:?}"
            );
        }
    }
}

#[test]
fn tiny_dashes_on_long_lines_end() {
    let layout = page(json!([
        {"id": "a", "type": "line", "at": [0, 0], "size": [5000, 5000], "strokeDash": [1e-9, 1e-9], "strokeWidth": 1e-9},
        {"id": "b", "type": "ellipse", "at": [-90000, -90000], "size": [5000, 5000], "strokeDash": [0.0001], "strokeWidth": 1000},
        {"id": "c", "type": "rectangle", "at": [0, 0], "size": [5000, 5000], "radius": 2500, "strokeDash": [0.001, 0.0], "strokeWidth": 0.01},
    ]));
    assert_eq!(drawn(&layout, &Assets::new()), []);
}

#[test]
fn groups_as_deep_as_they_may_be_with_opacity_each() {
    let mut inside = json!([{"id": "r", "type": "rectangle", "at": [0, 0], "size": [10, 10], "fill": "#ff0000"},
                            {"id": "s", "type": "ellipse", "at": [5, 5], "size": [10, 10], "fill": "#00ff00"}]);
    for depth in 0..31 {
        inside = json!([{"id": format!("g{depth}"), "type": "group", "at": [1, 1], "rotation": 7, "opacity": 0.9, "elements": inside}]);
    }
    assert_eq!(drawn(&page(inside), &Assets::new()), []);
}

#[test]
fn layers_that_would_take_all_memory_are_refused() {
    let mut inside = json!([{"id": "r", "type": "rectangle", "at": [0, 0], "size": [2000, 2000], "fill": "#ff0000"}]);
    for depth in 0..20 {
        inside = json!([{"id": format!("g{depth}"), "type": "group", "opacity": 0.9, "elements": inside}]);
    }
    let mut layout = page(inside);
    layout.pages[0].size = [1500.0, 1500.0];
    let composed = composed(&layout, &Assets::new()).expect("one element");
    let png = write_png(
        &composed.scene,
        1.0,
        &FONTS,
        &Assets::new(),
        &Stop::default(),
    );
    assert_eq!(png, Err(Failure::TooLarge));
    let png = write_png(
        &composed.scene,
        10.0,
        &FONTS,
        &Assets::new(),
        &Stop::default(),
    );
    assert_eq!(
        png,
        Err(Failure::TooLarge),
        "so many pixels are refused before any is taken"
    );
}

#[test]
fn five_thousand_elements_are_drawn_or_refused() {
    let many =
        |element: &dyn Fn(u32) -> Value| page(json!((0..5_000).map(element).collect::<Vec<_>>()));
    let place = |index: u32| json!([f64::from(index % 70) * 3.0, f64::from(index / 70) * 4.0]);
    let rectangles = many(
        &|index| json!({"id": format!("e{index}"), "type": "rectangle", "at": place(index), "size": [2, 3], "radius": 1, "opacity": 0.5}),
    );
    assert_eq!(drawn(&rectangles, &Assets::new()), []);
    let texts = many(
        &|index| json!({"id": format!("e{index}"), "type": "text", "at": place(index), "size": [30, 5], "textSize": 3, "texts": {"de": [{"insert": format!("Wort {index}")}]}}),
    );
    assert_eq!(drawn(&texts, &Assets::new()), []);
    let seals = many(
        &|index| json!({"id": format!("e{index}"), "type": "seal", "at": place(index), "size": [30, 30]}),
    );
    assert_eq!(drawn(&seals, &Assets::new()), [Failure::TooLarge]);
    let long = "wort ".repeat(1_000);
    let books = many(
        &|index| json!({"id": format!("e{index}"), "type": "text", "at": place(index), "size": [30, 5], "texts": {"de": [{"insert": long}]}}),
    );
    assert_eq!(drawn(&books, &Assets::new()), [Failure::TooLarge]);
}

#[test]
fn work_that_nobody_waits_for_ends() {
    let layout = page(json!([text("Wort")]));
    let stop = Stop::default();
    let scene = composed(&layout, &Assets::new()).expect("a scene").scene;
    stop.ask();
    let context = Context {
        fonts: &FONTS,
        picture_size: &|_| None,
        verification: "",
        packed: None,
        stop: &stop,
    };
    let ask = Ask {
        page: 0,
        language: "de",
        values: None,
        is_issued: false,
    };
    assert_eq!(
        compose(&layout, ask, &context).err(),
        Some(Failure::Stopped)
    );
    let (fonts, assets) = (&*FONTS, Assets::new());
    assert_eq!(
        write_svg(&scene, TITLE, fonts, &assets, &stop).err(),
        Some(Failure::Stopped)
    );
    assert_eq!(
        write_png(&scene, 1.0, fonts, &assets, &stop).err(),
        Some(Failure::Stopped)
    );
    assert_eq!(
        write_pdf(&[scene], TITLE, fonts, &assets, &stop).err(),
        Some(Failure::Stopped)
    );
}

fn images(ids: &[&str]) -> Layout {
    let elements: Vec<Value> = ids
        .iter()
        .map(|id| json!({"id": id, "type": "image", "at": [10, 10], "size": [50, 50], "asset": id}))
        .collect();
    page(json!(elements))
}

fn asset(kind: AssetKind, bytes: impl Into<Vec<u8>>) -> Asset {
    Asset {
        kind,
        bytes: Arc::new(bytes.into()),
        size: [40.0, 30.0],
    }
}

#[test]
fn images_that_lie_are_nothing() {
    let mut good = Vec::new();
    image::RgbImage::from_pixel(40, 30, image::Rgb([200, 0, 0]))
        .write_to(
            &mut std::io::Cursor::new(&mut good),
            image::ImageFormat::Png,
        )
        .expect("it is written");
    let mut huge = good.clone();
    // The sides in the header: 4,000,000,000 each, and its check sum is wrong as well.
    huge[16..24].copy_from_slice(&[0xee; 8]);
    let assets = Assets::from([
        (
            "short".to_owned(),
            asset(AssetKind::Png, good[..good.len() / 2].to_vec()),
        ),
        ("huge".to_owned(), asset(AssetKind::Png, huge)),
        ("other".to_owned(), asset(AssetKind::Jpeg, good.clone())),
        ("empty".to_owned(), asset(AssetKind::WebP, Vec::new())),
        (
            "noise".to_owned(),
            asset(AssetKind::Jpeg, b"\xff\xd8\xff\xe0".repeat(1_000)),
        ),
        ("text".to_owned(), asset(AssetKind::Svg, good)),
        (
            "xml".to_owned(),
            asset(
                AssetKind::Svg,
                "<svg xmlns='http://www.w3.org/2000/svg'><g>".repeat(10_000),
            ),
        ),
        ("bomb".to_owned(), asset(AssetKind::Svg, bomb())),
    ]);
    let ids: Vec<&str> = assets.keys().map(String::as_str).collect();
    assert_eq!(drawn(&images(&ids), &assets), []);
}

/// Entities that double ten thousandfold when they are resolved.
fn bomb() -> String {
    let mut text = "<!DOCTYPE svg [<!ENTITY a0 'x'>".to_owned();
    for level in 1..30 {
        let before = format!("&a{};", level - 1).repeat(10);
        write!(text, "<!ENTITY a{level} '{before}'>").expect("a string takes everything");
    }
    text + "]><svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'><title>&a29;</title></svg>"
}

#[test]
fn a_drawing_reads_no_files() {
    let folder = std::env::temp_dir().join(format!("imprimatur-secret-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("secret.png");
    image::RgbImage::from_pixel(8, 8, image::Rgb([0, 0, 255]))
        .save_with_format(&file, image::ImageFormat::Png)
        .expect("it is written");
    let path = file.display();
    let inner = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image width='9' height='9' href='{path}'/></svg>"
    );
    let nested = inner
        .replace('<', "%3C")
        .replace('>', "%3E")
        .replace('#', "%23");
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='40' height='30'>\
         <image width='40' height='30' href='{path}'/><image width='40' height='30' xlink:href='file://{path}'/>\
         <image width='40' height='30' href='/etc/passwd'/><use href='{path}#x'/>\
         <image width='40' height='30' href=\"data:image/svg+xml,{nested}\"/>\
         <rect width='5' height='5' fill='#00aa00'/></svg>"
    );
    let assets = Assets::from([("drawing".to_owned(), asset(AssetKind::Svg, svg))]);
    let layout = images(&["drawing"]);
    let scene = composed(&layout, &assets).expect("a scene").scene;
    let png = write_png(&scene, 1.0, &FONTS, &assets, &Stop::default()).expect("a picture");
    let pixels = image::load_from_memory(&png).expect("a PNG").into_rgb8();
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    assert!(
        pixels.pixels().any(|pixel| pixel.0 == [0, 0xaa, 0]),
        "the drawing itself is seen"
    );
    assert!(
        pixels
            .pixels()
            .all(|pixel| pixel.0[2] <= pixel.0[1].max(pixel.0[0])),
        "nothing blue came from the file"
    );
    assert_eq!(drawn(&layout, &assets), []);
}

#[test]
fn hidden_things_are_left_out() {
    let elements: Vec<Element> = page(json!([
        {"id": "a", "type": "rectangle", "size": [1, 1], "at": [0, 0], "hidden": true},
        {"id": "g", "type": "group", "hidden": true, "elements": [{"id": "b", "type": "rectangle", "size": [1, 1], "at": [0, 0]}]},
    ]))
    .pages
    .remove(0)
    .elements;
    let mut layout = page(json!([]));
    layout.pages[0].elements = elements;
    assert_eq!(
        composed(&layout, &Assets::new())
            .expect("a scene")
            .scene
            .items,
        []
    );
}
