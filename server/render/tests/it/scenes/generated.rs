//! Layouts that nobody would draw, the same ones every time.

use serde_json::{Value, json};

/// A small generator of numbers: its sequence is part of the golden files.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    /// Hundredths between two bounds.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )]
    fn number(&mut self, from: f64, to: f64) -> f64 {
        let steps = ((to - from) * 100.0) as u64 + 1;
        (from * 100.0 + self.below(steps) as f64).round() / 100.0
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let index = usize::try_from(self.below(all.len() as u64)).expect("a small number");
        &all[index]
    }
}

const LANGUAGES: [&str; 5] = ["de", "fr", "it", "rm", "en"];

const COLORS: [&str; 9] = [
    "#1b1d22",
    "#9E2B25",
    "#3366cc",
    "#e0a00080",
    "none",
    "style:gold",
    "style:gone",
    "style:empty",
    "#ffffff",
];

const FAMILIES: [&str; 7] = [
    "Inter",
    "EB Garamond",
    "Great Vibes",
    "Cinzel",
    "Source Sans 3",
    "Playfair Display",
    "Comic Sans MS",
];

const WORDS: [&str; 24] = [
    "Grüezi",
    "Zertifikat",
    "œuvre",
    "perché",
    "Lumnezia",
    "certificate",
    "Wirtschafts\u{ad}informatik",
    "«guillemets»",
    "AVATAR",
    "office",
    "fjord",
    "naïve",
    "Ångström",
    "شهادة",
    "תעודה",
    "Δίπλωμα",
    "свидетельство",
    "e\u{301}te\u{301}",
    "a\tb",
    "–",
    "3'500",
    "(siehe",
    "unten)",
    "☃",
];

/// A layout with its case: language, and values or none.
pub(crate) fn layout(seed: u64) -> (Value, &'static str, Option<Value>) {
    let mut dice = Dice::new(seed);
    let mut id = 0;
    let count = 4 + dice.below(9);
    let (with_seal, with_code) = (dice.one_in(4), dice.one_in(3));
    let mut elements = Vec::new();
    for _ in 0..count {
        elements.push(element(&mut dice, &mut id, 0));
    }
    if with_seal {
        elements.push(seal(&mut dice, &mut id));
    }
    if with_code {
        elements.push(qr(&mut dice, &mut id));
    }
    let mut page = json!({
        "id": "page",
        "size": [dice.number(60.0, 300.0), dice.number(60.0, 300.0)],
        "elements": elements,
    });
    if dice.one_in(2) {
        page["background"] = json!(dice.of(&["#fffdf7", "style:gold", "style:gone", "#ffffff40"]));
    }
    if dice.one_in(3) {
        page["bleed"] = json!(3);
    }
    let mut languages: Vec<&str> = LANGUAGES.to_vec();
    languages.rotate_left(usize::try_from(dice.below(5)).expect("a small number"));
    let layout = json!({
        "schema": 1,
        "languages": languages,
        "pages": [page],
        "fields": [
            {"key": "name", "label": {"de": "Name", "en": "Name"}, "sample": {"*": "Flurina Caduff"}},
            {"key": "course", "label": {"de": "Kurs", "fr": "Cours"}, "sample": {"de": "Malen", "fr": "Peinture"}},
            {"key": "day", "type": "date", "label": {"de": "Tag"}, "sample": {"*": "2026-03-01"}},
            {"key": "grade", "type": "number", "label": {"it": "voto"}, "sample": {"*": "12345.5"}},
            {"key": "place", "label": {"rm": "Lieu"}},
            {"key": "portrait", "type": "image", "label": {"de": "Bild"}, "sample": {"*": "ast_portrait"}},
        ],
        "styles": [
            {"id": "gold", "kind": "color", "name": "Gold", "value": "#B08D3C"},
            {"id": "empty", "kind": "color", "name": "Leer"},
            {"id": "head", "kind": "text", "name": "Titel", "family": "EB Garamond", "weight": 600, "size": 20, "color": "style:gold", "lineHeight": 1.1},
            {"id": "fine", "kind": "text", "name": "Klein", "size": 7, "spacing": 0.4, "italic": true},
        ],
    });
    let language = *dice.of(&LANGUAGES);
    let values = dice.one_in(3).then(|| {
        json!({"name": "Anna Müller", "course": "", "day": "2025-12-31", "grade": "eins", "portrait": "ast_gone"})
    });
    (layout, language, values)
}

fn named(dice: &mut Dice, id: &mut u32, kind: &str, size: [f64; 2]) -> Value {
    *id += 1;
    let mut element = json!({
        "id": format!("e{id}"), "type": kind, "at": [dice.number(-20.0, 200.0), dice.number(-20.0, 200.0)], "size": size,
    });
    if dice.one_in(3) {
        element["rotation"] = json!(*dice.of(&[90.0, 180.0, -90.0, 15.0, 33.33, -400.0, 720.0]));
    }
    if dice.one_in(4) {
        element["opacity"] = json!(dice.number(0.0, 1.0));
    }
    if dice.one_in(9) {
        element["hidden"] = json!(true);
    }
    if dice.one_in(4) {
        element["alt"] = json!({"de": "Ein Bild", "en": "A picture"});
    }
    if dice.one_in(2) {
        element["fill"] = json!(dice.of(&COLORS));
    }
    if dice.one_in(2) {
        element["stroke"] = json!(dice.of(&COLORS));
    }
    if dice.one_in(3) {
        element["strokeWidth"] = json!(dice.number(0.0, 4.0));
    }
    if dice.one_in(4) {
        element["strokeDash"] = dice
            .of(&[
                json!([2, 1]),
                json!([1.5]),
                json!([0, 0]),
                json!([3, 1, 0.5]),
            ])
            .clone();
    }
    element
}

fn extent(dice: &mut Dice) -> [f64; 2] {
    if dice.one_in(12) {
        return [0.0, dice.number(0.0, 20.0)];
    }
    [dice.number(5.0, 120.0), dice.number(5.0, 80.0)]
}

fn element(dice: &mut Dice, id: &mut u32, depth: u32) -> Value {
    let size = extent(dice);
    match dice.below(if depth < 3 { 13 } else { 11 }) {
        0 => {
            let mut element = named(dice, id, "rectangle", size);
            if dice.one_in(2) {
                element["radius"] = json!(dice.number(0.0, 60.0));
            }
            element
        }
        1 => named(dice, id, "ellipse", size),
        2 => {
            let size = [dice.number(-60.0, 60.0), dice.number(-60.0, 60.0)];
            named(dice, id, "line", size)
        }
        3 => {
            let mut element = named(dice, id, "polygon", size);
            if dice.one_in(2) {
                element["sides"] = json!(3 + dice.below(10));
            }
            if dice.one_in(2) {
                element["inner"] = json!(dice.number(0.0, 1.0));
            }
            element
        }
        4 => {
            let mut element = named(dice, id, "path", size);
            element["d"] = json!(dice.of(&[
                "M 0 0 L 100 0 Q 120 50 100 100 C 60 140 40 60 0 100 Z",
                "M 20 20 L 80 20 L 50 90 Z M 40 40 L 60 40 L 50 60 Z",
                "M 0 0 L 10 10 Z L 20 20",
            ]));
            if dice.one_in(2) {
                element["box"] = json!([100, dice.number(0.0, 100.0)]);
            }
            element
        }
        5 => {
            let mut element = named(dice, id, "image", size);
            element["asset"] = json!(dice.of(&["ast_wide", "ast_tall", "ast_gone"]));
            element["fit"] = json!(dice.of(&["contain", "cover", "fill"]));
            element
        }
        6 => {
            let mut element = named(dice, id, "signature", size);
            element["signer"] = json!({"de": "A. Keller", "fr": "A. Keller-Dubois"});
            element["role"] = json!({"it": "direttrice", "en": "Head\nof school"});
            if dice.one_in(2) {
                element["asset"] = json!("ast_wide");
            }
            element
        }
        7 => {
            let mut element = named(dice, id, "field", size);
            element["field"] = json!(dice.of(&[
                "name", "course", "day", "grade", "place", "portrait", "unknown"
            ]));
            if dice.one_in(3) {
                element["format"] = json!(dice.of(&["short", "0.00", "upper", "nonsense"]));
            }
            if dice.one_in(3) {
                element["fallback"] = json!({"de": "Bern", "en": ""});
            }
            typography(dice, &mut element);
            element
        }
        8..=10 => {
            let mut element = named(dice, id, "text", size);
            let mut texts = json!({});
            for language in LANGUAGES {
                if dice.one_in(2) {
                    texts[language] = runs(dice);
                }
            }
            element["texts"] = texts;
            typography(dice, &mut element);
            element
        }
        11 => named(dice, id, "hologram", size),
        _ => {
            let mut element = named(dice, id, "group", [0.0, 0.0]);
            let count = dice.below(4);
            let inside: Vec<Value> = (0..count)
                .map(|_| self::element(dice, id, depth + 1))
                .collect();
            element["elements"] = json!(inside);
            element
        }
    }
}

fn runs(dice: &mut Dice) -> Value {
    let count = 1 + dice.below(4);
    let runs: Vec<Value> = (0..count)
        .map(|_| {
            let mut run = if dice.one_in(3) {
                let mut field = json!({"field": *dice.of(&["name", "course", "day", "grade", "place", "portrait", "unknown"])});
                if dice.one_in(2) {
                    field["fallback"] = json!("–");
                }
                if dice.one_in(2) {
                    field["format"] = json!(dice.of(&["medium", "percent", "upper"]));
                }
                json!({"insert": field})
            } else {
                let count = 1 + dice.below(10);
                let words: Vec<&str> = (0..count).map(|_| *dice.of(&WORDS)).collect();
                let glue = *dice.of(&[" ", " ", " ", "\n", "  "]);
                json!({"insert": format!("{} ", words.join(glue))})
            };
            if dice.one_in(2) {
                let mut attributes = json!({});
                match dice.below(7) {
                    0 => attributes["weight"] = json!(700),
                    1 => attributes["italic"] = json!(true),
                    2 => attributes["size"] = json!(dice.number(4.0, 30.0)),
                    3 => attributes["color"] = json!(dice.of(&["#3366cc", "style:gold", "style:gone"])),
                    4 => attributes["family"] = json!(dice.of(&FAMILIES)),
                    5 => attributes["spacing"] = json!(dice.number(-0.5, 2.0)),
                    _ => attributes["style"] = json!(dice.of(&["head", "fine", "gone"])),
                }
                run["attributes"] = attributes;
            }
            run
        })
        .collect();
    json!(runs)
}

fn typography(dice: &mut Dice, element: &mut Value) {
    if dice.one_in(2) {
        element["family"] = json!(dice.of(&FAMILIES));
    }
    if dice.one_in(3) {
        element["weight"] = json!(*dice.of(&[100, 400, 500, 700, 900]));
    }
    if dice.one_in(5) {
        element["italic"] = json!(true);
    }
    if dice.one_in(2) {
        element["textSize"] = json!(dice.number(4.0, 40.0));
    }
    if dice.one_in(5) {
        element["spacing"] = json!(dice.number(-0.3, 3.0));
    }
    if dice.one_in(3) {
        element["lineHeight"] = json!(dice.number(0.8, 2.0));
    }
    if dice.one_in(2) {
        element["align"] = json!(dice.of(&["start", "center", "end", "justify"]));
    }
    if dice.one_in(2) {
        element["valign"] = json!(dice.of(&["top", "middle", "bottom"]));
    }
    if dice.one_in(4) {
        element["fit"] = json!([6, dice.number(8.0, 48.0)]);
    }
    if dice.one_in(4) {
        element["style"] = json!(dice.of(&["head", "fine", "gone"]));
    }
    if dice.one_in(3) {
        element["color"] = json!(dice.of(&["#5a5f69", "style:gold", "style:gone"]));
    }
}

fn seal(dice: &mut Dice, id: &mut u32) -> Value {
    let size = [dice.number(15.0, 60.0), dice.number(15.0, 60.0)];
    let mut element = named(dice, id, "seal", size);
    element["design"] = json!(dice.of(&["rosette", "classic", "laurel", "unheard of"]));
    element["texts"] = dice
        .of(&[
            json!({}),
            json!({"de": [{"insert": "Schule für Gestaltung, Straße 5"}]}),
            json!({"fr": [{"insert": "École "}, {"insert": {"field": "name"}}, {"insert": "\nune très longue légende, beaucoup trop longue pour le tour d’un sceau, et qui sera donc coupée quelque part par ici"}]}),
        ])
        .clone();
    element
}

fn qr(dice: &mut Dice, id: &mut u32) -> Value {
    let size = [dice.number(15.0, 60.0), dice.number(15.0, 60.0)];
    let mut element = named(dice, id, "qr", size);
    element["level"] = json!(dice.of(&["L", "M", "Q", "H"]));
    element["content"] = json!(dice.of(&[
        "verification",
        "offline",
        "text:0123456789",
        "text:HELLO 42",
        "text:Grüezi 👩‍🎓"
    ]));
    if dice.one_in(2) {
        element["ground"] = json!(dice.of(&["none", "style:gold", "#ffffff"]));
    }
    element
}
