//! The built-in seals (P10, S1 to S5).

use std::f64::consts::PI;

use super::items::{Glyphs, Group, Ink, Item, Join, Path, Segment};
use super::shapes::{circle, closed};
use crate::fonts::Fonts;
use crate::format::upper;
use crate::outline::millimetres;
use crate::text::{Frame, SetText, StyledRun, TextStyle, set_text};

/// Where the words are empty.
const NO_WORDS: &str = "IMPRIMATUR";
/// UTF-16 units of the words; more would not be read on a ring.
const WORDS_MAX: usize = 120;
/// Millimetres of a hairline, on a seal of any size.
const HAIRLINE: f64 = 0.12;
/// Size of the words, in units of the seal.
const TYPE_SIZE: f64 = 5.6;
/// Of a five-pointed star whose edges run through its other corners.
const PENTAGRAM: f64 = 0.381_966;
/// The box that a ring is set in: wider than any ring with its words.
const LINE: [f64; 2] = [4_900.0, 100.0];

/// The point at an angle, clockwise from the top, and a distance from the middle.
fn polar(angle: f64, radius: f64) -> [f64; 2] {
    [radius * angle.sin(), -radius * angle.cos()]
}

/// A seal in a box; nothing when it has no extent.
pub(super) fn seal(
    fonts: &Fonts,
    design: Option<&str>,
    words: &str,
    size: [f64; 2],
    ink: Ink,
    ground: Ink,
) -> Vec<Item> {
    let scale = size[0].min(size[1]) / 100.0;
    if scale <= 0.0 {
        return Vec::new();
    }
    let mut seal = Seal {
        ink,
        hair: HAIRLINE / scale,
        items: Vec::new(),
    };
    let radius = match design {
        Some("classic") => seal.classic(ground),
        Some("laurel") => seal.laurel(ground),
        _ => seal.rosette(ground),
    };
    ring(fonts, words, radius, ink, &mut seal.items);
    vec![Item::Group(Group {
        id: None,
        transform: [scale, 0.0, 0.0, scale, size[0] / 2.0, size[1] / 2.0],
        opacity: 1.0,
        label: None,
        items: seal.items,
    })]
}

struct Seal {
    ink: Ink,
    hair: f64,
    items: Vec<Item>,
}

impl Seal {
    fn disc(&mut self, radius: f64, ground: Ink) {
        if ground != Ink::None {
            self.items
                .push(Item::Path(Path::filled(circle([0.0; 2], radius), ground)));
        }
    }

    fn filled(&mut self, d: Vec<Segment>) {
        self.items.push(Item::Path(Path::filled(d, self.ink)));
    }

    fn drawn(&mut self, hairs: f64, d: Vec<Segment>) {
        let path = Path::drawn(d, self.ink, hairs * self.hair, Join::Round);
        self.items.push(Item::Path(path));
    }

    fn lined(&mut self, radius: f64, hairs: f64) {
        let path = Path::drawn(
            circle([0.0; 2], radius),
            self.ink,
            hairs * self.hair,
            Join::Miter,
        );
        self.items.push(Item::Path(path));
    }

    /// S2. Each design gives the radius of its words.
    fn rosette(&mut self, ground: Ink) -> f64 {
        self.disc(49.6, ground);
        self.drawn(1.0, wave(60, 1, 49.6, 48.2, 16));
        self.lined(46.6, 2.4);
        self.lined(34.0, 1.0);
        self.drawn(1.0, wave(19, 6, 30.5, 11.0, 40));
        self.drawn(1.0, wave(24, 1, 31.5, 29.5, 40));
        self.drawn(1.0, wave(7, 3, 10.0, 2.5, 40));
        37.2
    }

    /// S3.
    fn classic(&mut self, ground: Ink) -> f64 {
        self.disc(49.4, ground);
        self.lined(49.0, 6.0);
        self.lined(46.4, 1.0);
        let beads =
            (0..96).flat_map(|bead| circle(polar(f64::from(bead) / 96.0 * 2.0 * PI, 44.3), 0.55));
        self.filled(beads.collect());
        self.lined(42.2, 1.0);
        self.lined(30.6, 2.4);
        let rays = (0..72).flat_map(|ray| {
            let angle = f64::from(ray) / 72.0 * 2.0 * PI;
            let end = if ray % 2 == 0 { 28.6 } else { 25.2 };
            [
                Segment::Move(polar(angle, 18.6)),
                Segment::Line(polar(angle, end)),
            ]
        });
        self.drawn(1.0, rays.collect());
        self.lined(17.0, 1.0);
        self.filled(star(5, 14.0, 14.0 * PENTAGRAM));
        34.2
    }

    /// S4.
    fn laurel(&mut self, ground: Ink) -> f64 {
        const STEM: f64 = 24.5;
        let place = |side: f64, index: u32| side * (PI - 0.22 - f64::from(index) * 0.235);
        self.disc(49.6, ground);
        self.lined(49.0, 5.0);
        self.lined(47.2, 1.0);
        self.lined(34.4, 1.0);
        let mut leaves = Vec::new();
        for side in [1.0, -1.0] {
            for index in 0..11 {
                let angle = place(side, index);
                let foot = polar(angle, STEM);
                leaf(
                    &mut leaves,
                    foot,
                    angle - side * (PI / 2.0 - 0.55),
                    7.0,
                    1.9,
                );
                leaf(
                    &mut leaves,
                    foot,
                    angle - side * (PI / 2.0 + 0.55),
                    6.2,
                    1.7,
                );
            }
            let angle = place(side, 11);
            leaf(
                &mut leaves,
                polar(angle, STEM),
                angle - side * PI / 2.0,
                7.0,
                1.8,
            );
        }
        self.filled(leaves);
        let stems = [1.0, -1.0].into_iter().flat_map(|side| {
            (0..=40).map(move |step| {
                let point = polar(side * (PI + 0.1 - f64::from(step) / 40.0 * 2.9), STEM);
                if step == 0 {
                    Segment::Move(point)
                } else {
                    Segment::Line(point)
                }
            })
        });
        self.drawn(3.0, stems.collect());
        self.filled(star(5, 11.0, 11.0 * PENTAGRAM));
        37.4
    }
}

/// A closed line whose distance from the middle swings between two radii while it goes round.
fn wave(petals: u32, turns: u32, outer: f64, inner: f64, steps: u32) -> Vec<Segment> {
    let total = petals * steps;
    closed((0..total).map(|step| {
        let angle = f64::from(step) / f64::from(total) * f64::from(turns) * 2.0 * PI;
        let swing = (f64::from(petals) / f64::from(turns) * angle).cos();
        polar(angle, (outer + inner) / 2.0 + (outer - inner) / 2.0 * swing)
    }))
}

fn star(points: u32, outer: f64, inner: f64) -> Vec<Segment> {
    closed((0..2 * points).map(|corner| {
        let angle = f64::from(corner) / f64::from(2 * points) * 2.0 * PI;
        polar(angle, if corner % 2 == 0 { outer } else { inner })
    }))
}

fn leaf(d: &mut Vec<Segment>, [x, y]: [f64; 2], angle: f64, length: f64, half: f64) {
    let (along, across) = ([angle.sin(), -angle.cos()], [angle.cos(), angle.sin()]);
    let at = |far: f64, aside: f64| {
        [
            x + far * along[0] + aside * across[0],
            y + far * along[1] + aside * across[1],
        ]
    };
    d.extend([
        Segment::Move([x, y]),
        Segment::Quad(at(length / 2.0, 2.0 * half), at(length, 0.0)),
        Segment::Quad(at(length / 2.0, -2.0 * half), [x, y]),
        Segment::Close,
    ]);
}

/// The words as the ring shows them, without their repetition.
fn once(words: &str) -> String {
    let mut cut = String::new();
    let mut units = 0;
    for letter in words.chars() {
        units += letter.len_utf16();
        if units > WORDS_MAX {
            break;
        }
        cut.push(if matches!(letter, ' ' | '\t'..='\r') {
            '\u{a0}'
        } else {
            letter
        });
    }
    let words = upper(&cut);
    let words = if words.is_empty() { NO_WORDS } else { &words };
    format!("{words}\u{a0}\u{b7}\u{a0}")
}

fn line(fonts: &Fonts, text: String, spacing: f64) -> SetText {
    let style = TextStyle {
        family: "Inter".to_owned(),
        weight: 600,
        size: TYPE_SIZE * 72.0 / 25.4,
        color: "#000000".to_owned(),
        spacing,
        ..TextStyle::default()
    };
    let frame = Frame {
        width: LINE[0],
        height: LINE[1],
        line_height: 1.0,
        align: crate::text::Align::Start,
        valign: crate::text::Valign::Top,
        fit: None,
        own: style.clone(),
    };
    set_text(fonts, &[StyledRun { text, style }], &frame)
}

/// S5: words round a circle.
fn ring(fonts: &Fonts, words: &str, radius: f64, ink: Ink, items: &mut Vec<Item>) {
    let once = once(words);
    // At most some hundred units.
    #[expect(clippy::cast_precision_loss)]
    let units = once.encode_utf16().count() as f64;
    let round = 2.0 * PI * radius;
    let width = |set: &SetText| {
        set.lines
            .first()
            .map_or(0.0, |line| millimetres(line.width))
    };
    let wide = width(&line(fonts, once.clone(), 0.0));
    let times = (round / (wide + 0.7 * units)).floor().max(1.0);
    let gap = ((round - wide * times) / (units * times)).max(-1.0);
    // At most as many as there is room for letters of no width.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let set = line(fonts, once.repeat(times as usize), gap * 72.0 / 25.4);
    let whole = width(&set) + gap;
    if whole <= 0.0 {
        return;
    }
    let Some(line) = set.lines.first() else {
        return;
    };
    let places: Vec<f64> = line
        .runs
        .iter()
        .flat_map(|run| run.glyphs.iter().map(|glyph| millimetres(glyph.x)))
        .collect();
    let mut index = 0;
    for run in &line.runs {
        let face = fonts.face(run.face);
        // Both are small whole numbers.
        #[expect(clippy::cast_precision_loss)]
        let unit = run.size as f64 / 1000.0 * 25.4 / 72.0 / face.units as f64;
        let mut glyphs = Vec::new();
        for glyph in &run.glyphs {
            let x = places[index];
            let next = places[index + 1..]
                .iter()
                .copied()
                .filter(|other| *other > x)
                .fold(f64::INFINITY, f64::min);
            let next = if next.is_finite() { next } else { whole };
            let middle = (x + next) / 2.0;
            let height = millimetres(line.baseline - glyph.y);
            let (sin, cos) = (2.0 * PI * middle / whole).sin_cos();
            let (u, v) = ([-cos, -sin], [-sin, cos]);
            let back = middle - x;
            glyphs.push((
                u32::from(glyph.id),
                [
                    unit * u[0],
                    unit * u[1],
                    unit * v[0],
                    unit * v[1],
                    -radius * sin - back * u[0] + height * v[0],
                    radius * cos - back * u[1] + height * v[1],
                ],
            ));
            index += 1;
        }
        match items.last_mut() {
            Some(Item::Glyphs(last)) if last.face == run.face => last.glyphs.append(&mut glyphs),
            _ if glyphs.is_empty() => {}
            _ => items.push(Item::Glyphs(Glyphs {
                face: run.face,
                fill: ink,
                glyphs,
            })),
        }
    }
}
