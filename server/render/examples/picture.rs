//! Draws a layout (or a starter) as files: `cargo run -p imprimatur-render --example picture -- layout.json de /tmp/out [scale]` writes
//! `/tmp/out-1.svg`, `/tmp/out-1.png` for each page, and `/tmp/out.pdf`.

use std::borrow::Cow;
use std::error::Error;
use std::fs;
use std::path::Path;

use imprimatur_crdt::json::from_json;
use imprimatur_render::{
    Ask, Assets, Context, Fonts, Stop, Title, compose, write_pdf, write_png, write_svg,
};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, file, language, out, rest @ ..] = arguments.as_slice() else {
        return Err("usage: picture <layout.json> <language> <out> [scale]".into());
    };
    let scale: f64 = rest.first().map_or(Ok(1.0), |it| it.parse())?;
    let value: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let layout =
        from_json(value.get("layout").unwrap_or(&value)).map_err(|faults| format!("{faults:?}"))?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let manifest = fs::read_to_string(folder.join("fonts.json"))?;
    let fonts = Fonts::new(&manifest, |name| {
        fs::read(folder.join("files").join(name))
            .ok()
            .map(Cow::Owned)
    })?;
    let (assets, stop) = (Assets::new(), Stop::default());
    let context = Context {
        fonts: &fonts,
        picture_size: &|_| None,
        verification: "https://imprimatur.example/v/sample",
        packed: None,
        stop: &stop,
    };
    let title = Title {
        text: "Picture",
        language,
    };
    let mut scenes = Vec::new();
    for page in 0..layout.pages.len() {
        let ask = Ask {
            page,
            language,
            values: None,
            is_issued: false,
        };
        let composed = compose(&layout, ask, &context)?;
        for notice in &composed.notices {
            eprintln!("{notice:?}");
        }
        let number = page + 1;
        fs::write(
            format!("{out}-{number}.svg"),
            write_svg(&composed.scene, title, &fonts, &assets, &stop)?,
        )?;
        fs::write(
            format!("{out}-{number}.png"),
            write_png(&composed.scene, scale, &fonts, &assets, &stop)?,
        )?;
        scenes.push(composed.scene);
    }
    fs::write(
        format!("{out}.pdf"),
        write_pdf(&scenes, title, &fonts, &assets, &stop)?,
    )?;
    Ok(())
}
