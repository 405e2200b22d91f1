//! The gate: what stands against a layout, each check by itself, and nothing against the designs that people begin from.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use imprimatur_crdt::json::from_json;
use imprimatur_render::gate::{Brand, Check, Examination, FINDINGS_MAX, Finding, Logo, examine};
use imprimatur_render::{Asset, AssetKind, Assets, Failure, Stop};
use serde_json::{Value, json};

use crate::loaded::FONTS;

/// A page of A6 with these elements, in two languages.
fn page(elements: &Value) -> Value {
    json!({ "schema": 1, "languages": ["de", "fr"],
            "pages": [{ "id": "front", "size": [105, 148], "elements": elements }],
            "fields": [], "styles": [] })
}

/// A text of 60 × 10 mm that nothing stands against, with some keys changed.
fn text(changed: &Value) -> Value {
    let mut text = json!({ "id": "words", "type": "text", "at": [10, 10], "size": [60, 10],
        "texts": { "de": [{ "insert": "Diplom" }], "fr": [{ "insert": "Diplôme" }] } });
    for (key, value) in changed.as_object().expect("keys") {
        text[key] = value.clone();
    }
    text
}

fn picture(id: &str, size: [f64; 2]) -> Assets {
    let mut png = Vec::new();
    let [width, height] = size.map(|side| side as u32);
    image::RgbImage::from_pixel(width, height, image::Rgb([0x20, 0x20, 0x20]))
        .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
        .expect("a PNG");
    let asset = Asset {
        kind: AssetKind::Png,
        bytes: Arc::new(png),
        size,
    };
    Assets::from([(id.to_owned(), asset)])
}

fn found_with(layout: &Value, assets: &Assets, brand: &Brand) -> Vec<Finding> {
    let layout = from_json(layout).expect("a layout");
    let stop = Stop::default();
    examine(&Examination {
        layout: &layout,
        fonts: &FONTS,
        assets,
        brand,
        stop: &stop,
    })
    .expect("it can be examined")
}

fn found(layout: &Value) -> Vec<Finding> {
    found_with(layout, &Assets::new(), &Brand::default())
}

/// What was found, without its numbers: check, element, language, about.
fn plain(findings: &[Finding]) -> Vec<(Check, &str, &str, &str)> {
    fn one(it: &Finding) -> (Check, &str, &str, &str) {
        let (element, language) = (it.element.as_deref(), it.language.as_deref());
        let (element, language) = (element.unwrap_or_default(), language.unwrap_or_default());
        (it.check, element, language, it.about.as_str())
    }
    findings.iter().map(one).collect()
}

#[track_caller]
fn check(layout: &Value, expected: &[(Check, &str, &str, &str)]) {
    assert_eq!(plain(&found(layout)), expected, "{layout}");
}

#[test]
fn nothing_stands_against_a_plain_page() {
    check(&page(&json!([])), &[]);
    check(&page(&json!([text(&json!({}))])), &[]);
}

#[test]
fn a_text_that_is_missing_in_a_language_is_named_with_it() {
    let one = json!({ "texts": { "de": [{ "insert": "Diplom" }] } });
    check(
        &page(&json!([text(&one)])),
        &[(Check::TranslationMissing, "words", "fr", "")],
    );
    check(&page(&json!([text(&json!({ "texts": {} }))])), &[]);
    let mut hidden = text(&one);
    hidden["hidden"] = json!(true);
    check(&page(&json!([hidden])), &[]);
    let signed = json!([{ "id": "sign", "type": "signature", "at": [10, 10], "size": [60, 20],
        "signer": { "de": "Anna", "fr": "Anna" }, "role": { "fr": "Directrice" } }]);
    check(
        &page(&signed),
        &[(Check::TranslationMissing, "sign", "de", "")],
    );
}

#[test]
fn a_text_that_needs_more_than_its_box() {
    // Only the German one is too long; the box is as high as one line.
    let long = "Donaudampfschifffahrtsgesellschaft im Kanton Zürich";
    let texts = json!({ "texts": { "de": [{ "insert": long }], "fr": [{ "insert": "Court" }] }, "size": [60, 6] });
    check(
        &page(&json!([text(&texts)])),
        &[(Check::TextOverflows, "words", "de", "")],
    );

    let with_field = |size: f64| {
        let mut layout = page(&json!([text(&json!({
            "size": [size, 6],
            "texts": { "de": [{ "insert": { "field": "name" } }], "fr": [{ "insert": { "field": "name" } }] }
        }))]));
        layout["fields"] = json!([{ "key": "name", "label": { "de": "Name" }, "sample": { "*": "Anna-Maria Keller" } }]);
        layout
    };
    check(&with_field(80.0), &[]);
    check(
        &with_field(45.0),
        &[
            (Check::TextOverflowsLongest, "words", "de", ""),
            (Check::TextOverflowsLongest, "words", "fr", ""),
        ],
    );
    check(
        &with_field(20.0),
        &[
            (Check::TextOverflows, "words", "de", ""),
            (Check::TextOverflows, "words", "fr", ""),
        ],
    );
}

#[test]
fn words_are_compared_with_what_they_stand_on() {
    let ground = |order: usize, fill: &str, opacity: f64| {
        let ground = json!({ "id": "ground", "type": "rectangle", "at": [0, 0], "size": [105, 148],
            "fill": fill, "stroke": "none", "opacity": opacity });
        let mut elements = vec![text(&json!({}))];
        elements.insert(order, ground);
        page(&json!(elements))
    };
    let low = [(Check::ContrastLow, "words", "", "")];
    check(&ground(0, "#1a4d80", 1.0), &low);
    check(&ground(0, "#1a4d80", 0.1), &[]);
    // What lies in front of words is not what they stand on.
    check(&ground(1, "#1a4d80", 1.0), &[]);

    for (color, expected) in [("#767676", &[][..]), ("#777777", &low[..])] {
        check(&page(&json!([text(&json!({ "color": color }))])), expected);
    }
    // Half seen, black is grey; so is black in a group that is half seen.
    check(
        &page(&json!([text(
            &json!({ "color": "#000000", "opacity": 0.5 })
        )])),
        &low,
    );
    let group = json!([{ "id": "group", "type": "group", "at": [0, 0], "opacity": 0.5, "elements": [text(&json!({}))] }]);
    check(&page(&group), &low);

    let measured = &found(&ground(0, "#1b1d22", 1.0))[0];
    assert_eq!((measured.measured, measured.wanted), (Some(1.0), Some(4.5)));
    assert_eq!(measured.page.as_deref(), Some("front"));
}

#[test]
fn a_photograph_is_a_ground_as_well() {
    let picture_below = page(&json!([
        { "id": "photo", "type": "image", "asset": "dark", "fit": "cover", "at": [0, 0], "size": [105, 148],
          "alt": { "de": "Nacht", "fr": "Nuit" } },
        text(&json!({}))
    ]));
    let findings = found_with(
        &picture_below,
        &picture("dark", [1000.0, 1000.0]),
        &Brand::default(),
    );
    assert_eq!(plain(&findings), [(Check::ContrastLow, "words", "", "")]);
}

#[test]
fn pictures_are_there_told_and_fine_enough() {
    let image = |size: [f64; 2], fit: &str| {
        page(
            &json!([{ "id": "photo", "type": "image", "asset": "photo", "fit": fit, "at": [1, 1], "size": size,
            "alt": { "de": "Gipfel", "fr": "Sommet" } }]),
        )
    };
    // 300 pixels on 50.8 mm are 150 an inch.
    let assets = picture("photo", [300.0, 300.0]);
    for (size, fit, is_coarse) in [
        ([50.8, 50.8], "contain", false),
        ([51.0, 51.0], "contain", true),
        ([90.0, 50.0], "contain", false),
        ([90.0, 50.0], "cover", true),
        ([50.0, 90.0], "fill", true),
    ] {
        let findings = found_with(&image(size, fit), &assets, &Brand::default());
        let coarse = [(Check::ImageLowResolution, "photo", "", "")];
        assert_eq!(
            plain(&findings),
            if is_coarse { &coarse[..] } else { &[] },
            "{size:?} {fit}"
        );
    }
    check(
        &image([50.0, 50.0], "contain"),
        &[(Check::ImageMissing, "photo", "", "photo")],
    );
    check(
        &page(&json!([
            { "id": "none", "type": "image", "at": [1, 1], "size": [9, 9] },
            { "id": "code", "type": "qr", "at": [20, 20], "size": [20, 20], "alt": { "de": "Prüfen" } }
        ])),
        &[
            (Check::AltMissing, "none", "", ""),
            (Check::ImageMissing, "none", "", ""),
            (Check::AltMissing, "code", "fr", ""),
        ],
    );
}

#[test]
fn what_is_not_on_the_page() {
    let seal = |at: [f64; 2]| {
        page(
            &json!([{ "id": "seal", "type": "seal", "design": "classic", "at": at, "size": [20, 20],
            "texts": { "de": [{ "insert": "Schule" }], "fr": [{ "insert": "École" }] }, "alt": { "de": "Siegel", "fr": "Sceau" } }]),
        )
    };
    let off = |about| [(Check::OffPage, "seal", "", about)];
    check(&seal([85.0, 10.0]), &[]);
    check(&seal([90.0, 10.0]), &off("part"));
    check(&seal([106.0, 10.0]), &off("all"));
    // A ground that runs over the edge is how paper is cut; words that do are not read.
    let over = json!([
        { "id": "ground", "type": "rectangle", "at": [-3, -3], "size": [111, 154], "fill": "#ffffff" },
        text(&json!({ "at": [95, 10] }))
    ]);
    check(&page(&over), &[(Check::OffPage, "words", "", "words")]);
    // The box may stick out where nothing is written.
    check(&page(&json!([text(&json!({ "at": [60, 10] }))])), &[]);
    let turned = json!([text(&json!({ "at": [40, 60], "rotation": 90 }))]);
    check(&page(&turned), &[]);
    // What nothing is seen of is said once.
    let beside = json!([text(&json!({ "at": [110, 60] }))]);
    check(&page(&beside), &[(Check::OffPage, "words", "", "all")]);
}

#[test]
fn letters_and_families_that_nobody_has() {
    let texts = json!({ "family": "Comic Papyrus", "texts": { "de": [{ "insert": "Diplom \u{1200B}" }], "fr": [{ "insert": "Diplôme" }] } });
    check(
        &page(&json!([text(&texts)])),
        &[
            (Check::GlyphMissing, "words", "de", "\u{1200B}"),
            (Check::FontUnknown, "words", "", "Comic Papyrus"),
        ],
    );
}

#[test]
fn fields_are_declared_and_used() {
    let mut layout = page(&json!([
        { "id": "place", "type": "field", "at": [10, 40], "size": [60, 10] },
        text(&json!({ "texts": {
            "de": [{ "insert": { "field": "nome" } }, { "insert": { "field": "name" } }],
            "fr": [{ "insert": { "field": "name" } }] } }))
    ]));
    layout["fields"] = json!([
        { "key": "name", "label": { "de": "Name" }, "sample": { "*": "Anna" } },
        { "key": "date", "label": { "de": "Tag" }, "type": "date" }
    ]);
    check(
        &layout,
        &[
            (Check::FieldUndeclared, "place", "", ""),
            (Check::FieldUndeclared, "words", "", "nome"),
            (Check::FieldUnused, "", "", "date"),
        ],
    );
}

#[test]
fn a_brand_has_its_colours_faces_and_room_around_its_logo() {
    let brand = Brand {
        colors: vec![[0x1e, 0x7a, 0x5a]],
        fonts: vec!["EB Garamond".to_owned()],
        logo: Some(Logo {
            assets: vec!["logo".to_owned()],
            clear: 5.0,
        }),
        locked: vec!["logo".to_owned(), "seal".to_owned()],
    };
    let logo = |at: [f64; 2], locked: bool| {
        json!({ "id": "mark", "type": "image", "asset": "logo", "at": at, "size": [20, 20], "locked": locked,
            "alt": { "de": "Schule", "fr": "École" } })
    };
    let assets = picture("logo", [400.0, 400.0]);
    let ground = json!({ "id": "ground", "type": "rectangle", "at": [0, 0], "size": [105, 148], "fill": "#ffffff",
        "stroke": "#1e7a5a" });
    let ours = text(&json!({ "family": "EB Garamond", "color": "#1e7a5a" }));
    let theirs = text(&json!({ "color": "#a01010" }));
    for (elements, expected) in [
        (json!([ground, ours, logo([10.0, 26.0], true)]), vec![]),
        (
            json!([ground, ours, logo([10.0, 24.0], true)]),
            vec![(Check::BrandLogoSpace, "mark", "", "words")],
        ),
        (
            json!([ground, ours, logo([10.0, 26.0], false)]),
            vec![(Check::BrandUnlocked, "mark", "", "image")],
        ),
        (
            json!([ground, theirs]),
            vec![
                (Check::BrandColor, "words", "", "#a01010"),
                (Check::BrandFont, "words", "", "Inter"),
                (Check::BrandLogoMissing, "", "", ""),
            ],
        ),
    ] {
        assert_eq!(
            plain(&found_with(&page(&elements), &assets, &brand)),
            expected,
            "{elements}"
        );
    }
    // Without a brand everything is free.
    check(&page(&json!([ground, theirs])), &[]);
}

#[test]
fn findings_are_bounded_and_work_ends_when_nobody_waits() {
    let many: Vec<Value> = (0..400)
        .map(|it| json!({ "id": format!("i{it}"), "type": "image", "at": [1, 1], "size": [9, 9] }))
        .collect();
    let layout = page(&json!(many));
    assert_eq!(found(&layout).len(), FINDINGS_MAX);

    let (layout, assets) = (from_json(&layout).expect("a layout"), Assets::new());
    let (brand, stop) = (Brand::default(), Stop::default());
    stop.ask();
    let examined = examine(&Examination {
        layout: &layout,
        fonts: &FONTS,
        assets: &assets,
        brand: &brand,
        stop: &stop,
    });
    assert_eq!(examined, Err(Failure::Stopped));
}

#[test]
fn nothing_stands_against_the_designs_that_people_begin_from() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/templates/starters");
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the starters") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("a starter");
        let starter: Value = serde_json::from_str(&text).expect("a starter is JSON");
        let findings = found(&starter["layout"]);
        // Values that are longer than the samples are for whoever fills them in to look at.
        let others = findings
            .iter()
            .filter(|it| it.check != Check::TextOverflowsLongest);
        let told: Vec<String> = others.map(|it| format!("{it:?}")).collect();
        all.insert(starter["id"].to_string(), told);
    }
    assert_eq!(all.len(), 6);
    all.retain(|_, told| !told.is_empty());
    assert!(all.is_empty(), "{all:#?}");
}
