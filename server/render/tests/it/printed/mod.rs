//! What other programs make of our PDF: `qpdf` of its structure, poppler of its words and of its look. `tests/setup/install.sh` installs both.

mod archived;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use imprimatur_crdt::Layout;
use imprimatur_crdt::json::from_json;
use imprimatur_render::scene::{Item, Scene};
use imprimatur_render::{
    Ask, Asset, AssetKind, Assets, Context, Stop, Title, compose, write_pdf, write_png,
};
use serde_json::{Value, json};

use crate::loaded::FONTS;

/// Of all pixels of a page, how many may differ by more than `FAR` in a channel between poppler's picture and ours.
const DIFFERING_MAX: f64 = 0.01;
const FAR: u8 = 64;
/// Dots an inch: eight a millimetre, so that a page of whole millimetres has whole pixels. Otherwise poppler, which counts from the
/// foot of the page, and we, who count from its head, would see everything moved against each other by a part of one.
const DOTS: f64 = 8.0 * 25.4;
/// As many as a good printer sets, for the few pages of large letters on little paper: poppler moves glyphs by up to half a dot to draw each
/// form once, and what is only that becomes less with finer dots.
const FINE_DOTS: f64 = 14.0 * 25.4;
const VERIFICATION: &str = "https://imprimatur.example/v/sample";
const LANGUAGES: [&str; 5] = ["de", "fr", "it", "rm", "en"];

/// A folder that goes when the test is over.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("imprimatur-printed-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).expect("a file");
        path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // It lies in a folder for such things; what stays there is nobody's loss.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs a program; its output, and a panic with its words when it finds fault.
fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|cause| panic!("{program}: {cause}; tests/setup/install.sh installs it"));
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    // Poppler takes the truth value that the standard asks for there for a mistake.
    let told: String = String::from_utf8_lossy(&output.stderr)
        .lines()
        .filter(|line| !line.contains("Suspects object is wrong type"))
        .collect();
    assert!(
        output.status.success() && told.is_empty(),
        "{program} {arguments:?}: {}\n{out}{told}",
        output.status
    );
    out
}

fn path(file: &Path) -> &str {
    file.to_str().expect("a plain path")
}

fn scenes(layout: &Layout, language: &str, assets: &Assets) -> Vec<Scene> {
    let context = Context {
        fonts: &FONTS,
        picture_size: &|id| assets.get(id).map(|asset| asset.size),
        verification: VERIFICATION,
        packed: None,
        stop: &Stop::default(),
    };
    (0..layout.pages.len())
        .map(|page| {
            let ask = Ask {
                page,
                language,
                values: None,
                is_issued: false,
            };
            compose(layout, ask, &context).expect("a scene").scene
        })
        .collect()
}

fn printed(scenes: &[Scene], language: &str, assets: &Assets) -> Vec<u8> {
    let title = Title {
        text: "Diplom «Zürich»",
        language,
    };
    write_pdf(scenes, title, &FONTS, assets, &Stop::default()).expect("a PDF")
}

fn starters() -> Vec<(String, Layout)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/templates/starters");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("starters are there")
        .map(|entry| entry.expect("a file").path())
        .filter(|file| file.extension().is_some_and(|it| it == "json"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "there are starters");
    files
        .iter()
        .map(|file| {
            let starter: Value =
                serde_json::from_str(&fs::read_to_string(file).expect("a file")).expect("JSON");
            let id = starter["id"].as_str().expect("an id").to_owned();
            (
                id,
                from_json(&starter["layout"]).expect("a starter has no faults"),
            )
        })
        .collect()
}

fn layout(elements: Value) -> Layout {
    let value = json!({"schema": 1, "languages": ["de"], "pages": [{"id": "page", "size": [210, 297], "elements": elements}]});
    from_json(&value).expect("a layout without faults")
}

/// The lines of words of a page in its order, as they are set.
fn set_lines(items: &[Item], lines: &mut Vec<String>) {
    for item in items {
        match item {
            Item::Group(group) => set_lines(&group.items, lines),
            Item::Text(set) => {
                for line in &set.lines {
                    let words: String = line.runs.iter().map(|run| run.text.as_str()).collect();
                    lines.push(plain(&words));
                }
            }
            Item::Path(_) | Item::Image(_) | Item::Glyphs(_) => {}
        }
    }
    lines.retain(|line| !line.is_empty());
}

/// A space so narrow that poppler, which goes by distances, sees a word's end in it or not, as the face has it.
const NARROW: char = '\u{202f}';

/// Spaces of any other kind as one.
fn plain(text: &str) -> String {
    let words = text.split(|one: char| one.is_whitespace() && one != NARROW);
    words
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether what was read is what was set.
fn reads_as(read: &str, set: &str) -> bool {
    let mut rest = read.chars().filter(|one| *one != NARROW).peekable();
    let same = set.chars().all(|one| {
        if one == NARROW {
            rest.next_if_eq(&' ');
            return true;
        }
        rest.next() == Some(one)
    });
    same && rest.next().is_none()
}

/// The lines that poppler reads of a file, in the order of the file.
fn read_lines(file: &Path) -> Vec<String> {
    run("pdftotext", &["-raw", "-enc", "UTF-8", path(file), "-"])
        .split(['\n', '\u{c}'])
        .map(plain)
        .filter(|line| !line.is_empty())
        .collect()
}

/// The share of pixels that differ between poppler's picture of a page and ours.
fn difference(
    scratch: &Scratch,
    file: &Path,
    page: usize,
    scene: &Scene,
    assets: &Assets,
    dots: f64,
) -> f64 {
    let stem = scratch.0.join("page");
    let number = (page + 1).to_string();
    let scale = dots / 96.0;
    let dots = dots.to_string();
    run(
        "pdftoppm",
        &[
            "-png",
            "-singlefile",
            "-r",
            &dots,
            "-f",
            &number,
            "-l",
            &number,
            path(file),
            path(&stem),
        ],
    );
    let theirs = image::open(stem.with_extension("png"))
        .expect("a picture of poppler")
        .into_rgb8();
    let ours =
        write_png(scene, scale, &FONTS, assets, &Stop::default()).expect("a picture of ours");
    let ours = image::load_from_memory(&ours).expect("a PNG").into_rgb8();
    if let Some(kept) = std::env::var_os("IMPRIMATUR_PICTURES") {
        let kept = PathBuf::from(kept);
        let name = file.file_stem().expect("a name").to_string_lossy();
        ours.save(kept.join(format!("{name}-{number}-ours.png")))
            .expect("a file");
        theirs
            .save(kept.join(format!("{name}-{number}-poppler.png")))
            .expect("a file");
    }
    // Where a page is no whole number of pixels, poppler rounds it its own way.
    let near = |one: u32, other: u32| one.abs_diff(other) <= 1;
    assert!(
        near(ours.width(), theirs.width()) && near(ours.height(), theirs.height()),
        "{:?} and {:?}",
        ours.dimensions(),
        theirs.dimensions()
    );
    let (width, height) = (
        ours.width().min(theirs.width()),
        ours.height().min(theirs.height()),
    );
    let mut far = 0_u32;
    for y in 0..height {
        for x in 0..width {
            let (one, other) = (ours.get_pixel(x, y).0, theirs.get_pixel(x, y).0);
            if one
                .iter()
                .zip(other)
                .any(|(one, other)| one.abs_diff(other) > FAR)
            {
                far += 1;
            }
        }
    }
    f64::from(far) / (f64::from(width) * f64::from(height))
}

#[test]
fn starters_in_all_languages_are_sound_legible_and_look_the_same() {
    let scratch = Scratch::new("starters");
    let assets = Assets::new();
    for (index, (name, layout)) in starters().into_iter().enumerate() {
        // Every language is that of some, and each starter is printed in all of them where it soaks.
        let most = if std::env::var_os("IMPRIMATUR_SOAK").is_some() {
            LANGUAGES.len()
        } else {
            2
        };
        for language in LANGUAGES.into_iter().cycle().skip(index * 2).take(most) {
            let scenes = scenes(&layout, language, &assets);
            let bytes = printed(&scenes, language, &assets);
            assert!(
                bytes == printed(&scenes, language, &assets),
                "{name} {language}: the same bytes each time"
            );
            let file = scratch.file("words.pdf", &bytes);
            run("qpdf", &["--check", path(&file)]);
            let mut expected = Vec::new();
            for scene in &scenes {
                set_lines(&scene.items, &mut expected);
            }
            assert!(!expected.is_empty(), "{name} {language} has words");
            // Lines of two elements that stand side by side are one line to poppler.
            let (read, set) = (read_lines(&file).join(" "), expected.join(" "));
            assert!(reads_as(&read, &set), "{name} {language}:\n{read}\n{set}");
            let fonts = run("pdffonts", &[path(&file)]);
            for font in fonts.lines().skip(2) {
                let columns: Vec<&str> = font.split_whitespace().rev().collect();
                // From the right: object and generation, ToUnicode, subset, embedded.
                assert_eq!(columns[2..5], ["yes"; 3], "{name} {language}: {font}");
            }
            looks_the_same(&scratch, &format!("{name}-{language}"), scenes, &assets);
        }
    }
}

/// The layouts that both sides' scenes are compared with, which use everything that a layout can hold.
#[test]
fn generated_layouts_are_sound_and_look_the_same() {
    let scratch = Scratch::new("generated");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/scenes");
    let assets = pictures();
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("golden files") {
        let file = entry.expect("a file").path();
        let golden: Value =
            serde_json::from_str(&fs::read_to_string(&file).expect("a file")).expect("JSON");
        let Some(layout) = golden.get("layout") else {
            continue;
        };
        let layout = from_json(layout).expect("a layout without faults");
        let language = golden["cases"][0]["language"].as_str().expect("a language");
        let scenes = scenes(&layout, language, &assets);
        let name = file
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let written = scratch.file(&format!("{name}.pdf"), &printed(&scenes, language, &assets));
        run("qpdf", &["--check", path(&written)]);
        looks_the_same(&scratch, &name, scenes, &assets);
        count += 1;
    }
    assert!(count >= 50, "{count} layouts");
}

#[test]
fn boxes_title_and_language_are_told() {
    let scratch = Scratch::new("boxes");
    let mut layout = layout(json!([
        {"id": "t", "type": "text", "at": [20, 20], "size": [100, 20], "texts": {"de": [{"insert": "Wort"}]}}
    ]));
    let assets = Assets::new();
    for (bleed, media, trim) in [
        (0.0, "0.00 0.00 595.28 841.89", "0.00 0.00 595.28 841.89"),
        (3.0, "0.00 0.00 612.28 858.90", "8.50 8.50 603.78 850.39"),
    ] {
        layout.pages[0].bleed = bleed;
        let file = scratch.file(
            "boxes.pdf",
            &printed(&scenes(&layout, "de", &assets), "de", &assets),
        );
        let told = run("pdfinfo", &["-box", path(&file)]);
        let said = |name: &str| {
            let line = told.lines().find(|line| line.starts_with(name));
            plain(
                line.and_then(|line| line.split_once(':'))
                    .map_or("", |(_, it)| it),
            )
        };
        assert_eq!(said("MediaBox"), media, "{told}");
        assert_eq!(said("TrimBox"), trim, "{told}");
        assert_eq!(said("BleedBox"), media, "{told}");
        assert_eq!(said("Title"), "Diplom «Zürich»");
        assert_eq!(said("Tagged"), "yes");
        assert_eq!(said("Pages"), "1");
        let plain = run(
            "qpdf",
            &["--qdf", "--object-streams=disable", path(&file), "-"],
        );
        assert!(plain.contains("/Lang (de)"), "the language is told");
        assert_eq!(plain.contains("/BleedBox"), bleed > 0.0);
        assert!(!plain.contains("/CreationDate"), "no clock");
    }
}

#[test]
fn words_can_be_searched_and_copied_in_the_order_of_the_layout() {
    let scratch = Scratch::new("words");
    let assets = Assets::new();
    // What stands lower on the page comes first in the layout; ligatures, a hyphen that the line breaking made, marks, and words that justify parts.
    let layout = layout(json!([
        {"id": "last", "type": "text", "at": [20, 200], "size": [150, 20], "family": "EB Garamond",
         "texts": {"de": [{"insert": "Auffällige "}, {"insert": "Pflicht", "attributes": {"weight": 700, "color": "#aa0000"}}, {"insert": "gefühle, 50 % «Ärzte»"}]}},
        {"id": "first", "type": "text", "at": [20, 20], "size": [60, 80], "align": "justify", "lineHeight": 1.4, "textSize": 11,
         "texts": {"de": [{"insert": "Wer diese Prüfung bestanden hat, darf sich fortan so nennen.\nZweiter Absatz"}]}},
        {"id": "seen", "type": "group", "at": [0, 0], "opacity": 0.5, "elements": [
            {"id": "through", "type": "text", "at": [20, 120], "size": [100, 20], "rotation": 20, "texts": {"de": [{"insert": "Schräg gestellt"}]}}]}
    ]));
    let scenes = scenes(&layout, "de", &assets);
    let file = scratch.file("words.pdf", &printed(&scenes, "de", &assets));
    run("qpdf", &["--check", path(&file)]);
    let lines = read_lines(&file);
    let mut expected = Vec::new();
    set_lines(&scenes[0].items, &mut expected);
    assert!(expected.len() >= 5, "{expected:?}");
    assert_eq!(lines, expected);
    assert_eq!(
        lines.join(" "),
        "Auffällige Pflichtgefühle, 50 % «Ärzte» Wer diese Prüfung bestanden hat, darf sich fortan so nennen. Zweiter Absatz Schräg gestellt"
    );
}

#[test]
fn an_image_is_inside_once_and_drawings_stay_vectors() {
    let scratch = Scratch::new("images");
    let assets = pictures();
    let elements: Vec<Value> = ["ast_wide", "ast_wide", "ast_wide", "ast_drawing", "ast_gone"]
        .iter()
        .enumerate()
        .map(|(index, asset)| json!({"id": format!("i{index}"), "type": "image", "at": [10, 50 * index], "size": [60, 40], "asset": asset}))
        .chain([
            json!({"id": "qr", "type": "qr", "at": [100, 10], "size": [40, 40]}),
            json!({"id": "seal", "type": "seal", "at": [100, 100], "size": [60, 60], "design": "laurel"}),
        ])
        .collect();
    let scenes = scenes(&layout(json!(elements)), "de", &assets);
    let bytes = printed(&scenes, "de", &assets);
    let file = scratch.file("images.pdf", &bytes);
    run("qpdf", &["--check", path(&file)]);
    let listed = run("pdfimages", &["-list", path(&file)]);
    let objects: std::collections::BTreeSet<&str> = listed
        .lines()
        .skip(2)
        .filter_map(|line| line.split_whitespace().nth(10))
        .collect();
    assert_eq!(objects.len(), 1, "{listed}");
    assert_eq!(
        read_lines(&file),
        Vec::<String>::new(),
        "letters round a seal are outlines"
    );
    looks_the_same(&scratch, "images", scenes, &assets);
}

/// What generated layouts name.
fn pictures() -> Assets {
    let png = |width: u32, height: u32| {
        let level = |at: u32, of: u32| u8::try_from(at * 255 / of).expect("at most 255");
        let pixels = image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([level(x, width), level(y, height), 90])
        });
        let mut bytes = std::io::Cursor::new(Vec::new());
        pixels
            .write_to(&mut bytes, image::ImageFormat::Png)
            .expect("it is written");
        Asset {
            kind: AssetKind::Png,
            bytes: Arc::new(bytes.into_inner()),
            size: [f64::from(width), f64::from(height)],
        }
    };
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='40'><rect width='60' height='40' fill='#ddeeff'/>\
        <circle cx='30' cy='20' r='15' fill='#aa2233' fill-opacity='0.5'/></svg>";
    Assets::from([
        ("ast_wide".to_owned(), png(800, 300)),
        ("ast_tall".to_owned(), png(200, 640)),
        ("ast_portrait".to_owned(), png(480, 640)),
        (
            "ast_drawing".to_owned(),
            Asset {
                kind: AssetKind::Svg,
                bytes: Arc::new(drawing.as_bytes().to_vec()),
                size: [60.0, 40.0],
            },
        ),
    ])
}

/// Without bleed, so that both pictures show the same paper.
fn looks_the_same(scratch: &Scratch, name: &str, mut scenes: Vec<Scene>, assets: &Assets) {
    for scene in &mut scenes {
        scene.bleed = 0.0;
    }
    let file = scratch.file(&format!("{name}.pdf"), &printed(&scenes, "de", assets));
    for (page, scene) in scenes.iter().enumerate() {
        let mut share = difference(scratch, &file, page, scene, assets, DOTS);
        if share > DIFFERING_MAX {
            share = difference(scratch, &file, page, scene, assets, FINE_DOTS);
        }
        println!("{name} page {}: {:.3} %", page + 1, share * 100.0);
        assert!(
            share <= DIFFERING_MAX,
            "{name} page {}: {:.2} % of the pixels differ",
            page + 1,
            share * 100.0
        );
    }
}
