//! The cases, always the same ones: kinds take turns, and a seeded series chooses what is in them.

use imprimatur_render::text::{Align, Frame, StyledRun, TextStyle, Valign};

use super::words::{
    COMBINING, COMPOUNDS, KERNING, LANGUAGES, LIGATURES, RARE, RIGHT_TO_LEFT, SIGNS, SPACES,
};

/// How many there are.
const CASES: usize = 2_800;

/// A text, its box, and what kind it is of.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) runs: Vec<StyledRun>,
    pub(crate) frame: Frame,
}

/// All cases.
pub(crate) fn all() -> Vec<Case> {
    (0..CASES).map(case).collect()
}

/// SplitMix64: small, and the same everywhere.
struct Series(u64);

impl Series {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// From the first to the second, both included.
    fn within(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from + 1)
    }

    fn of<'a, T: ?Sized>(&mut self, these: &[&'a T]) -> &'a T {
        these[self.below(these.len())]
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// Families with the weights that they have, and some that they have not.
const FAMILIES: [&str; 18] = [
    "EB Garamond",
    "Cormorant Garamond",
    "Playfair Display",
    "Libre Baskerville",
    "Inter",
    "Montserrat",
    "Source Sans 3",
    "Great Vibes",
    "Pinyon Script",
    "Alex Brush",
    "Dancing Script",
    "Cinzel",
    "UnifrakturCook",
    "EB Garamond",
    "Inter",
    "Source Sans 3",
    "Noto Sans",
    "No Such Family",
];

const WEIGHTS: [u16; 9] = [400, 400, 400, 700, 600, 500, 100, 900, 650];
const SIZES: [f64; 12] = [
    12.0, 10.0, 9.5, 14.0, 11.0, 18.0, 24.0, 36.0, 7.25, 12.3456, 48.0, 60.0,
];
const SPACINGS: [f64; 6] = [0.5, 1.0, 2.4, -0.3, 0.0005, 6.0];

fn style(series: &mut Series) -> TextStyle {
    TextStyle {
        family: series.of(&FAMILIES).to_owned(),
        weight: WEIGHTS[series.below(WEIGHTS.len())],
        italic: series.once_in(4),
        size: SIZES[series.below(SIZES.len())],
        spacing: if series.once_in(4) {
            SPACINGS[series.below(SPACINGS.len())]
        } else {
            0.0
        },
        ..TextStyle::default()
    }
}

/// Words that stand one after the other, with single spaces.
fn words(series: &mut Series, from: &[&str], count: usize) -> String {
    let words: Vec<&str> = (0..count).map(|_| series.of(from)).collect();
    words.join(" ")
}

/// A sentence of one language with a word of another list now and then.
fn among(series: &mut Series, others: &[&str], count: usize) -> String {
    let language = LANGUAGES[series.below(LANGUAGES.len())];
    let words: Vec<&str> = (0..count)
        .map(|_| {
            if series.once_in(3) {
                series.of(others)
            } else {
                series.of(language)
            }
        })
        .collect();
    words.join(" ")
}

/// Cuts a text at characters into runs of different styles, also in the middle of words.
fn parted(series: &mut Series, text: &str, first: &TextStyle) -> Vec<StyledRun> {
    let mut runs = vec![StyledRun {
        text: String::new(),
        style: first.clone(),
    }];
    for character in text.chars() {
        if series.once_in(9) {
            let mut style = style(series);
            // Some only differ in colour or in size: they part all the same.
            if series.once_in(3) {
                style = TextStyle {
                    size: style.size,
                    color: "#9e2b25".to_owned(),
                    ..first.clone()
                };
            }
            runs.push(StyledRun {
                text: String::new(),
                style,
            });
        }
        runs.last_mut().expect("there is one").text.push(character);
    }
    runs
}

const KINDS: [&str; 14] = [
    "sentence",
    "compounds",
    "ligatures",
    "kerning",
    "combining",
    "right to left",
    "rare",
    "spaces",
    "signs",
    "narrow",
    "parted",
    "empty",
    "fit",
    "soup",
];

fn case(index: usize) -> Case {
    let mut series = Series(index as u64 * 0x1_0000_0001 + 7);
    let series = &mut series;
    let kind = KINDS[index % KINDS.len()];
    let own = style(series);
    let mut width = series.within(12, 120) as f64;
    let mut fit = None;
    let language = LANGUAGES[series.below(LANGUAGES.len())];
    let mut runs = None;
    let text = match kind {
        "sentence" => {
            let count = series.within(1, 24);
            words(series, language, count)
        }
        "compounds" => {
            width = series.within(8, 70) as f64 + 0.37;
            among(series, &COMPOUNDS, 5)
        }
        "ligatures" => among(series, &LIGATURES, 9),
        "kerning" => among(series, &KERNING, 9),
        "combining" => among(series, &COMBINING, 8),
        "right to left" => {
            let count = series.within(1, 12);
            if series.once_in(3) {
                words(series, &RIGHT_TO_LEFT, count)
            } else {
                among(series, &RIGHT_TO_LEFT, count)
            }
        }
        "rare" => {
            let mut text = among(series, &RARE, 7);
            if series.once_in(3) {
                text.retain(|it| it != ' ');
            }
            text
        }
        "spaces" => {
            (0..series.within(1, 9)).fold(String::new(), |text, _| {
                let (space, word) = (series.of(&SPACES), series.of(language));
                text + space + word + if series.once_in(2) { " " } else { "" }
            }) + if series.once_in(2) { "   " } else { "" }
        }
        "signs" => among(series, &SIGNS, 9),
        "narrow" => {
            width = [0.0, 0.01, 1.0, 3.0, 5.5][series.below(5)];
            let lists: [&[&str]; 4] = [language, &RIGHT_TO_LEFT, &COMPOUNDS, &COMBINING];
            let list = lists[series.below(4)];
            words(series, list, 2)
        }
        "parted" => {
            let lists: [&[&str]; 5] = [language, &RIGHT_TO_LEFT, &COMPOUNDS, &LIGATURES, &RARE];
            let list = lists[series.below(5)];
            let text = words(series, list, 6);
            runs = Some(parted(series, &text, &own));
            text
        }
        "empty" => {
            let text = [
                "",
                "\n",
                "\n\n",
                "a\n\nb",
                "\u{200E}",
                " ",
                "  \n",
                "\nA\n",
                "\u{AD}",
                "a\u{AD}",
                "\t\n\u{AD} b",
                "\r\n\r\n",
            ][series.below(12)];
            if series.once_in(4) {
                runs = Some(Vec::new());
            } else if series.once_in(2) {
                runs = Some(parted(series, text, &own));
            }
            text.to_owned()
        }
        "fit" => {
            let smallest = [6.0, 8.0, 9.95, 0.1, 12.04][series.below(5)];
            let largest = smallest + [0.0, 2.0, 12.5, 40.0, 0.03][series.below(5)];
            fit = Some([smallest, largest]);
            let lists: [&[&str]; 4] = [language, &COMPOUNDS, &SIGNS, &RIGHT_TO_LEFT];
            let list = lists[series.below(4)];
            let count = series.within(1, 8);
            let text = words(series, list, count);
            if series.once_in(3) {
                runs = Some(parted(series, &text, &own));
            }
            text
        }
        "soup" => {
            let lists: [&[&str]; 9] = [
                &SPACES,
                &RARE,
                &RIGHT_TO_LEFT,
                &COMBINING,
                &SIGNS,
                &LIGATURES,
                &COMPOUNDS,
                &KERNING,
                language,
            ];
            (0..series.within(2, 10)).fold(String::new(), |text, _| {
                let list = lists[series.below(9)];
                text + series.of(list)
            })
        }
        other => unreachable!("no kind {other}"),
    };
    let runs = runs.unwrap_or_else(|| {
        vec![StyledRun {
            text,
            style: own.clone(),
        }]
    });
    Case {
        name: format!("{kind} {index}"),
        runs,
        frame: Frame {
            width,
            height: series.within(0, 90) as f64,
            line_height: [1.3, 1.0, 1.2, 1.55, 0.8, 2.0][series.below(6)],
            align: [Align::Start, Align::Center, Align::End, Align::Justify][series.below(4)],
            valign: [Valign::Top, Valign::Middle, Valign::Bottom][series.below(3)],
            fit,
            own,
        },
    }
}

/// As layouts name it.
pub(crate) fn align_name(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
        Align::Justify => "justify",
    }
}

/// As layouts name it.
pub(crate) fn valign_name(valign: Valign) -> &'static str {
    match valign {
        Valign::Top => "top",
        Valign::Middle => "middle",
        Valign::Bottom => "bottom",
    }
}
