//! The page breaks lines by the same tables: they are learned from the crate that the server uses, by watching where it breaks, and
//! written for the page.
//!
//! The crate is a machine that reads characters by their class and says at each whether a line may break before it. Two histories are
//! one state when every next class, and every next two, are answered alike. `IMPRIMATUR_BLESS=1` writes the file anew.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use unicode_linebreak::{BreakClass, break_property, linebreaks};

/// One sign for each class in the table of characters, and no digit among them.
const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../web-client/src/text/generated/line-breaks.ts"
);

/// The classes in the order in which their first characters come, and such a character for each.
struct Classes {
    numbers: HashMap<BreakClass, usize>,
    examples: Vec<char>,
}

impl Classes {
    fn all() -> Self {
        let mut numbers = HashMap::new();
        let mut examples = Vec::new();
        for sign in '\0'..=char::MAX {
            numbers
                .entry(break_property(sign as u32))
                .or_insert_with(|| {
                    examples.push(sign);
                    examples.len() - 1
                });
        }
        Self { numbers, examples }
    }

    fn of(&self, sign: char) -> usize {
        self.numbers[&break_property(sign as u32)]
    }

    fn written(&self, word: &[usize]) -> String {
        word.iter().map(|class| self.examples[*class]).collect()
    }
}

/// Whether a line may break before each character but the first.
fn breaks(text: &str) -> Vec<bool> {
    let found: Vec<usize> = linebreaks(text).map(|(at, _)| at).collect();
    text.char_indices()
        .map(|(at, _)| found.binary_search(&at).is_ok())
        .collect()
}

/// For each state and class: the next state, and whether a line may break before the character.
struct Machine(Vec<Vec<(usize, bool)>>);

impl Machine {
    fn learned(classes: &Classes) -> Self {
        let mut states: HashMap<Vec<bool>, usize> = HashMap::new();
        let mut histories = vec![Vec::new()];
        let mut rows = Vec::new();
        states.insert(answers(classes, &[]), 0);
        while rows.len() < histories.len() {
            let history: Vec<usize> = histories[rows.len()].clone();
            let row = (0..classes.examples.len())
                .map(|class| {
                    let longer = [history.as_slice(), &[class]].concat();
                    let state = *states.entry(answers(classes, &longer)).or_insert_with(|| {
                        histories.push(longer.clone());
                        histories.len() - 1
                    });
                    let may = breaks(&classes.written(&longer));
                    (state, may[history.len()])
                })
                .collect();
            rows.push(row);
        }
        Self(rows)
    }

    fn breaks(&self, classes: &Classes, text: &str) -> Vec<bool> {
        let mut state = 0;
        text.chars()
            .map(|sign| {
                let (next, may) = self.0[state][classes.of(sign)];
                state = next;
                may
            })
            .collect()
    }
}

/// What tells a state from others.
fn answers(classes: &Classes, history: &[usize]) -> Vec<bool> {
    let count = classes.examples.len();
    let before = classes.written(history);
    let mut out = Vec::with_capacity(count * count * 2);
    for first in &classes.examples {
        for second in &classes.examples {
            let text = format!("{before}{first}{second}");
            let may = breaks(&text);
            out.extend_from_slice(&may[history.len()..]);
        }
    }
    out
}

fn written(classes: &Classes, machine: &Machine) -> String {
    let mut table = String::new();
    let mut run: Option<(usize, usize)> = None;
    let mut close = |run: (usize, usize)| {
        write!(table, "{}{}", char::from(SIGNS[run.0]), run.1).expect("a string takes everything");
    };
    for point in 0..=u32::from(char::MAX) {
        let class = char::from_u32(point).map_or(classes.of('\u{fffd}'), |sign| classes.of(sign));
        run = match run {
            Some((same, length)) if same == class => Some((same, length + 1)),
            before => {
                if let Some(before) = before {
                    close(before);
                }
                Some((class, 1))
            }
        };
    }
    if let Some(last) = run {
        close(last);
    }
    let states: String = machine.0.iter().fold(String::new(), |out, row| {
        let cells: Vec<String> = row
            .iter()
            .map(|(state, may)| (state * 2 + usize::from(*may)).to_string())
            .collect();
        out + "  [" + &cells.join(",") + "],\n"
    });
    format!(
        "// Written by server/render/tests/it/line_breaks.rs: edit nothing here, run `make bless`.\n\
         /** A letter for each class of characters. */\n\
         export const SIGNS = '{}'\n\
         /** The classes of all characters from U+0000: a letter, and how many characters in a row have it. */\n\
         export const CLASSES =\n  '{table}'\n\
         /** By state and class: twice the next state, and one more when a line may break before the character. */\n\
         export const STATES: readonly (readonly number[])[] = [\n{states}]\n",
        std::str::from_utf8(&SIGNS[..classes.examples.len()]).expect("signs are ASCII"),
    )
}

#[test]
fn the_page_breaks_lines_where_the_server_does() {
    let classes = Classes::all();
    let machine = Machine::learned(&classes);

    // What was learned from two characters ahead holds for any text.
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..20_000 {
        let text: String = (0..24)
            .map(|_| {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                let at = usize::try_from(seed >> 33).expect("31 bits") % classes.examples.len();
                classes.examples[at]
            })
            .collect();
        assert_eq!(
            machine.breaks(&classes, &text)[1..],
            breaks(&text)[1..],
            "{text:?}"
        );
    }

    let fresh = written(&classes, &machine);
    if std::env::var_os("IMPRIMATUR_BLESS").is_some() {
        std::fs::create_dir_all(Path::new(FILE).parent().expect("has a folder"))
            .expect("can be made");
        std::fs::write(FILE, &fresh).expect("can be written");
    }
    let stands = std::fs::read_to_string(FILE).expect("the page has its tables: run `make bless`");
    assert!(
        stands == fresh,
        "the page's line breaks are stale: run `make bless`"
    );
}
