//! Certificates a second and a core: laying one out, drawing it as PNG, printing it as PDF; beside a warm headless Chromium that draws and
//! prints the very same page on one core.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant};

use imprimatur_crdt::json::from_json;
use imprimatur_crdt::layout::{FieldKind, Layout};
use imprimatur_render::{
    Ask, Assets, Context, Fonts, Scene, Stop, Title, compose, write_pdf, write_png, write_svg,
};
use imprimatur_tests::root;
use imprimatur_tests::scripts::Script;
use serde_json::{Value, json};

use crate::Plan;
use crate::table::Row;

/// What is drawn and printed.
pub(crate) const STARTER: &str = "course-completion";
const LANGUAGE: &str = "de";
/// Each certificate is for somebody else, so that nothing is drawn from memory; Chromium gets as many pages in turn.
const PEOPLE: usize = 50;

/// A starter, filled in for one person after the other.
pub(crate) struct Press {
    layout: Layout,
    fonts: Fonts,
    assets: Assets,
    stop: Stop,
    /// The key of a field that differs from certificate to certificate.
    recipient: String,
}

impl Press {
    pub(crate) fn new() -> Self {
        let starter = root().join(format!("server/src/templates/starters/{STARTER}.json"));
        let value: Value = serde_json::from_str(&fs::read_to_string(starter).expect("a starter"))
            .expect("a starter is JSON");
        let layout = from_json(value.get("layout").unwrap_or(&value)).expect("a layout");
        let recipient = layout.fields.first().expect("a field").key.clone();
        let folder = root().join("server/render/fonts");
        let manifest = fs::read_to_string(folder.join("fonts.json")).expect("the manifest");
        let read = |name: &str| {
            fs::read(folder.join("files").join(name))
                .ok()
                .map(Cow::Owned)
        };
        Self {
            layout,
            fonts: Fonts::new(&manifest, read).expect("every face"),
            assets: Assets::new(),
            stop: Stop::default(),
            recipient,
        }
    }

    fn scene(&self, number: usize) -> Scene {
        let name = format!("Flurina Caduff-Nägeli {number}");
        let values = BTreeMap::from([(self.recipient.clone(), name)]);
        let context = Context {
            fonts: &self.fonts,
            picture_size: &|_| None,
            verification: "https://imprimatur.example/v/sample",
            packed: None,
            stop: &self.stop,
        };
        let ask = Ask {
            page: 0,
            language: LANGUAGE,
            values: Some(&values),
            is_issued: false,
        };
        compose(&self.layout, ask, &context)
            .expect("a starter can be drawn")
            .scene
    }

    /// Prints one as a PDF, for somebody else each time.
    pub(crate) fn printed(&self, number: usize) {
        let scenes = [self.scene(number)];
        write_pdf(&scenes, TITLE, &self.fonts, &self.assets, &self.stop).expect("a print");
    }

    /// What the fields are filled with that do not fill themselves.
    pub(crate) fn values(&self) -> BTreeMap<String, String> {
        let own = [
            "recipient_name",
            "certificate_number",
            "valid_from",
            "valid_until",
        ];
        let fields = self.layout.fields.iter();
        fields
            .filter(|field| !own.contains(&field.key.as_str()))
            .filter_map(|field| {
                let sample = field.sample.get(LANGUAGE).or_else(|| field.sample.get("*"));
                let value = match field.kind {
                    FieldKind::Text => sample?.clone(),
                    FieldKind::Date => "2026-11-29".to_owned(),
                    FieldKind::Number => "5.5".to_owned(),
                    FieldKind::Image => return None,
                };
                Some((field.key.clone(), value))
            })
            .collect()
    }

    /// What Chromium does in a second on one core.
    pub(crate) async fn chromium(&self, span: Duration) -> BTreeMap<String, f64> {
        let pages: Vec<String> = (0..PEOPLE)
            .map(|number| {
                let scene = self.scene(number);
                write_svg(&scene, TITLE, &self.fonts, &self.assets, &self.stop).expect("a picture")
            })
            .collect();
        let size = self.scene(0).size;
        let folder = tempfile::tempdir().expect("a folder");
        let plan = folder.path().join("plan.json");
        let text =
            json!({ "pages": pages, "size": size, "seconds": span.as_secs_f64() }).to_string();
        fs::write(&plan, text).expect("the plan is written");
        let mut script = Script::start_on_one_core(
            "browser/printing.mjs",
            &["--plan", plan.to_str().expect("a path in Unicode")],
        );
        let mut rates = BTreeMap::new();
        for what in ["png", "pdf", "cold"] {
            let rate = script.line(what, span * 4 + Duration::from_secs(60)).await;
            rates.insert(what.to_owned(), rate.parse().expect("a number"));
        }
        script.finish(Duration::from_secs(30)).await;
        rates
    }
}

const TITLE: Title<'_> = Title {
    text: "Certificate",
    language: LANGUAGE,
};

/// How often something can be done in a second on this thread.
pub(crate) fn rate(span: Duration, mut work: impl FnMut(usize)) -> f64 {
    work(0);
    let start = Instant::now();
    let mut done = 0_u32;
    while start.elapsed() < span {
        done += 1;
        work(done as usize);
    }
    f64::from(done) / start.elapsed().as_secs_f64()
}

/// Prints the table.
pub(crate) async fn certificates(plan: &Plan) -> Vec<Row> {
    let span = plan.span / 2;
    let press = Press::new();
    let laid = rate(span, |number| {
        press.scene(number);
    });
    let png = rate(span, |number| {
        let scene = press.scene(number);
        write_png(&scene, 1.0, &press.fonts, &press.assets, &press.stop).expect("a picture");
    });
    let pdf = rate(span, |number| press.printed(number));
    let peer = press.chromium(span).await;
    println!(
        "{:<34} {:>12} {:>9} {:>9}",
        format!("{STARTER}, one core"),
        "imprimatur/s",
        "Chromium/s",
        "ratio"
    );
    println!("{:<34} {laid:>12.0}", "laid out");
    for (what, key, ours) in [
        ("PNG, one pixel a CSS pixel", "png", png),
        ("PDF", "pdf", pdf),
    ] {
        let theirs = peer[key];
        println!(
            "{what:<34} {ours:>12.1} {theirs:>9.1} {:>8.1}x",
            ours / theirs
        );
    }
    println!();
    Vec::new()
}
