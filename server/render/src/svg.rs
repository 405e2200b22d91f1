//! A scene as an SVG file that stands alone: glyphs as outlines, pictures inside, each once.

use std::collections::BTreeMap;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::assets::Assets;
use crate::fonts::{Fonts, Step};
use crate::outline::{self, GlyphPlace};
use crate::scene::{Group, IDENTITY, Ink, Item, Join, Matrix, Path, Rule, Scene, Segment};
use crate::stop::{Failure, Stop};

/// Bytes of the file; the pictures in it are the greater part.
const BYTES_MAX: usize = 64 * 1024 * 1024;
/// Decimals of a millimetre: a ten-thousandth is finer than any press.
const DECIMALS: usize = 4;

/// Millimetres that a side is written with: without extent it would be no SVG. Readers of layouts let nothing beyond 5,000 through.
const SIDES: [f64; 2] = [0.01, 1_000_000.0];

/// What the file says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Title<'a> {
    /// For those who hear it, and for the tab of a browser.
    pub text: &'a str,
    /// The language of the picture.
    pub language: &'a str,
}

/// Writes the file.
///
/// # Errors
/// When it would be too large, or when the work was stopped.
pub fn write_svg(
    scene: &Scene,
    title: Title<'_>,
    fonts: &Fonts,
    assets: &Assets,
    stop: &Stop,
) -> Result<String, Failure> {
    // `clamp` would let through what is no number; this makes it the least.
    #[expect(clippy::manual_clamp)]
    let [width, height] = scene.size.map(|side| side.max(SIDES[0]).min(SIDES[1]));
    let mut writer = Writer {
        out: String::new(),
        fonts,
        assets,
        stop,
        pictures: BTreeMap::new(),
    };
    let (wide, high) = (number(width), number(height));
    let language = escaped(title.language);
    let text = escaped(title.text);
    writer.push(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}mm\" height=\"{high}mm\" viewBox=\"0 0 {wide} {high}\" role=\"img\" lang=\"{language}\" \
         aria-labelledby=\"title\"><title id=\"title\">{text}</title>\n"
    ))?;
    writer.pictures(&scene.items)?;
    for ink in scene.papers() {
        writer.push(&format!(
            "<path d=\"M0 0H{wide}V{high}H0Z\" {}/>\n",
            painted("fill", ink)
        ))?;
    }
    writer.items(&scene.items)?;
    writer.push("</svg>\n")?;
    Ok(writer.out)
}

struct Writer<'a> {
    out: String,
    fonts: &'a Fonts,
    assets: &'a Assets,
    stop: &'a Stop,
    /// Number of each picture in the file.
    pictures: BTreeMap<String, usize>,
}

impl Writer<'_> {
    fn push(&mut self, text: &str) -> Result<(), Failure> {
        if self.out.len() + text.len() > BYTES_MAX {
            return Err(Failure::TooLarge);
        }
        self.out.push_str(text);
        Ok(())
    }

    /// Every picture that is shown, once.
    fn pictures(&mut self, items: &[Item]) -> Result<(), Failure> {
        for item in items {
            match item {
                Item::Group(group) => self.pictures(&group.items)?,
                Item::Image(image) if !self.pictures.contains_key(&image.asset) => {
                    let Some(asset) = self.assets.get(&image.asset) else {
                        continue;
                    };
                    self.stop.check()?;
                    if asset.bytes.len() / 3 * 4 + self.out.len() > BYTES_MAX {
                        return Err(Failure::TooLarge);
                    }
                    let number = self.pictures.len();
                    self.pictures.insert(image.asset.clone(), number);
                    self.push(&format!(
                        "<defs><image id=\"picture-{number}\" width=\"1\" height=\"1\" preserveAspectRatio=\"none\" href=\"data:{};base64,",
                        asset.kind.media_type()
                    ))?;
                    self.push(&STANDARD.encode(asset.bytes.as_slice()))?;
                    self.push("\"/></defs>\n")?;
                }
                Item::Image(_) | Item::Path(_) | Item::Text(_) | Item::Glyphs(_) => {}
            }
        }
        Ok(())
    }

    fn items(&mut self, items: &[Item]) -> Result<(), Failure> {
        for item in items {
            self.stop.check()?;
            match item {
                Item::Group(group) => self.group(group)?,
                Item::Path(path) => self.path(path)?,
                Item::Text(set) => {
                    for run in set.lines.iter().flat_map(|line| &line.runs) {
                        let places = outline::of_run(self.fonts, run);
                        self.glyphs(run.face, Ink::read(&run.color).unwrap_or(Ink::DARK), places)?;
                    }
                }
                Item::Glyphs(glyphs) => {
                    let places = glyphs.glyphs.iter().map(|(id, matrix)| (*id, *matrix));
                    self.glyphs(glyphs.face, glyphs.fill, places)?;
                }
                Item::Image(image) => {
                    let Some(number_of) = self.pictures.get(&image.asset).copied() else {
                        continue;
                    };
                    let [x, y, w, h] = image.view.map(number);
                    let [px, py, pw, ph] = image.place;
                    let matrix =
                        written(&[pw, 0.0, 0.0, ph, px - image.view[0], py - image.view[1]]);
                    self.push(&format!(
                        "<svg x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"><use href=\"#picture-{number_of}\" transform=\"{matrix}\"/></svg>\n"
                    ))?;
                }
            }
        }
        Ok(())
    }

    fn group(&mut self, group: &Group) -> Result<(), Failure> {
        let mut open = "<g".to_owned();
        if group.transform != IDENTITY {
            put(
                &mut open,
                format_args!(" transform=\"{}\"", written(&group.transform)),
            );
        }
        if group.opacity != 1.0 {
            put(
                &mut open,
                format_args!(" opacity=\"{}\"", number(group.opacity)),
            );
        }
        if let Some(label) = &group.label {
            put(
                &mut open,
                format_args!(" role=\"img\" aria-label=\"{}\"", escaped(label)),
            );
        }
        self.push(&open)?;
        self.push(">\n")?;
        self.items(&group.items)?;
        self.push("</g>\n")
    }

    fn path(&mut self, path: &Path) -> Result<(), Failure> {
        let mut text = "<path d=\"".to_owned();
        for segment in &path.d {
            match segment {
                Segment::Move(to) => command(&mut text, 'M', &[*to]),
                Segment::Line(to) => command(&mut text, 'L', &[*to]),
                Segment::Quad(a, to) => command(&mut text, 'Q', &[*a, *to]),
                Segment::Cubic(a, b, to) => command(&mut text, 'C', &[*a, *b, *to]),
                Segment::Close => text.push('Z'),
            }
        }
        put(&mut text, format_args!("\" {}", painted("fill", path.fill)));
        if path.rule == Rule::Evenodd {
            text.push_str(" fill-rule=\"evenodd\"");
        }
        if path.stroke != Ink::None {
            put(
                &mut text,
                format_args!(
                    " {} stroke-width=\"{}\"",
                    painted("stroke", path.stroke),
                    number(path.stroke_width)
                ),
            );
            if !path.dash.is_empty() {
                let dash: Vec<String> = path.dash.iter().map(|it| number(*it)).collect();
                put(
                    &mut text,
                    format_args!(" stroke-dasharray=\"{}\"", dash.join(" ")),
                );
            }
            if path.join == Join::Round {
                text.push_str(" stroke-linejoin=\"round\"");
            }
        }
        text.push_str("/>\n");
        self.push(&text)
    }

    /// All glyphs of a run as one path.
    fn glyphs(
        &mut self,
        face: usize,
        fill: Ink,
        places: impl Iterator<Item = GlyphPlace>,
    ) -> Result<(), Failure> {
        let mut d = String::new();
        for (id, matrix) in places {
            let at = |[x, y]: [f32; 2]| crate::scene::apply(&matrix, [f64::from(x), f64::from(y)]);
            for step in &outline::of(self.fonts, face, id).steps {
                match step {
                    Step::Move(to) => command(&mut d, 'M', &[at(*to)]),
                    Step::Line(to) => command(&mut d, 'L', &[at(*to)]),
                    Step::Quad(a, to) => command(&mut d, 'Q', &[at(*a), at(*to)]),
                    Step::Cubic(a, b, to) => command(&mut d, 'C', &[at(*a), at(*b), at(*to)]),
                    Step::Close => d.push('Z'),
                }
            }
            if d.len() > BYTES_MAX {
                return Err(Failure::TooLarge);
            }
        }
        if d.is_empty() {
            return Ok(());
        }
        self.push("<path d=\"")?;
        self.push(&d)?;
        self.push(&format!("\" {}/>\n", painted("fill", fill)))
    }
}

fn put(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).expect("a string takes everything");
}

fn command(text: &mut String, letter: char, points: &[[f64; 2]]) {
    text.push(letter);
    for (index, value) in points.iter().flatten().enumerate() {
        if index > 0 {
            text.push(' ');
        }
        text.push_str(&number(*value));
    }
}

fn written(matrix: &Matrix) -> String {
    // Scales and turns act on long distances: they need more places than the distances themselves.
    let [a, b, c, d, e, f] = matrix.map(|value| rounded(value, 9));
    format!("matrix({a} {b} {c} {d} {e} {f})")
}

/// An ink as the attribute of that name; alpha apart, as older programs know no `#rrggbbaa`.
fn painted(name: &str, ink: Ink) -> String {
    match ink {
        Ink::None => format!("{name}=\"none\""),
        Ink::Color([r, g, b, 0xff]) => format!("{name}=\"#{r:02x}{g:02x}{b:02x}\""),
        Ink::Color([r, g, b, a]) => {
            let alpha = rounded(f64::from(a) / 255.0, DECIMALS);
            format!("{name}=\"#{r:02x}{g:02x}{b:02x}\" {name}-opacity=\"{alpha}\"")
        }
    }
}

fn number(value: f64) -> String {
    rounded(value, DECIMALS)
}

fn rounded(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// Text as XML takes it; what XML has no way to write is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(letter),
        }
    }
    out
}
