//! From paragraphs to pieces: break opportunities, levels, stretches, clusters (T9 to T12).

use std::ops::Range;
use std::sync::Arc;

use unicode_bidi::{BidiInfo, Level};
use unicode_linebreak::linebreaks;

use super::characters::{Letter, Paragraph, SOFT_HYPHEN};
use super::shape::{How, Shape, shape};
use crate::fonts::Fonts;

/// What cannot be parted, in logical order: a cluster of a body, or a space of a gap.
#[derive(Debug)]
pub(crate) struct Cell {
    pub shape: Arc<Shape>,
    /// Its cluster in the shape.
    pub cluster: usize,
    pub run: usize,
    pub level: u8,
    /// Whether it is a space of a gap.
    pub gap: bool,
    /// Its letters in the paragraph.
    pub letters: Range<usize>,
}

/// What stands between two break opportunities.
#[derive(Debug)]
pub(crate) struct Piece {
    /// Its first letter in the paragraph.
    pub letter: usize,
    /// Cells of its body.
    pub body: Range<usize>,
    /// Behind the cells of its gap.
    pub end: usize,
    /// The letter that is the soft hyphen at which it may be broken with a hyphen (T15).
    pub soft: Option<usize>,
}

/// A paragraph that is ready for lines of any width.
#[derive(Debug)]
pub(crate) struct Shaped {
    pub paragraph: Paragraph,
    pub cells: Vec<Cell>,
    pub pieces: Vec<Piece>,
    /// Whether it is left to right throughout.
    pub flat: bool,
}

/// T9 to T12. `how` says how a run is shaped from left to right.
pub(crate) fn shaped(fonts: &Fonts, paragraph: Paragraph, how: &[How]) -> Shaped {
    let letters = &paragraph.letters;
    let text: String = letters.iter().map(|it| it.character).collect();
    let levels = levels(&text, letters);
    let mut cells = Vec::with_capacity(letters.len());
    let mut pieces = Vec::new();
    let mut word = String::new();
    for range in between_opportunities(&text, letters) {
        let gap = letters[range.clone()]
            .iter()
            .rev()
            .take_while(|it| it.character == ' ')
            .count();
        let behind = range.end - gap;
        let first = cells.len();
        let mut letter = range.start;
        while letter < behind {
            let stretch = Stretch::from(letters, &levels, letter..behind);
            stretch.shape(fonts, letters, how, &mut word, &mut cells);
            letter = stretch.letters.end;
        }
        let body = first..cells.len();
        for letter in behind..range.end {
            let space = Stretch {
                letters: letter..letter + 1,
                run: letters[letter].run,
                level: 0,
            };
            let from = cells.len();
            space.shape(fonts, letters, how, &mut word, &mut cells);
            for cell in &mut cells[from..] {
                cell.gap = true;
            }
        }
        let soft = (gap == 0 && behind > range.start)
            .then(|| behind - 1)
            .filter(|&last| letters[last].character == SOFT_HYPHEN);
        pieces.push(Piece {
            letter: range.start,
            body,
            end: cells.len(),
            soft,
        });
    }
    Shaped {
        flat: levels.is_none(),
        paragraph,
        cells,
        pieces,
    }
}

/// T9: letters from one break opportunity to the next.
fn between_opportunities(text: &str, letters: &[Letter]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut byte, mut letter, mut start) = (0, 0, 0);
    for (opportunity, _) in linebreaks(text) {
        while byte < opportunity {
            byte += letters[letter].character.len_utf8();
            letter += 1;
        }
        if letter > start {
            found.push(start..letter);
            start = letter;
        }
    }
    found
}

/// T11; none when all of them are 0.
fn levels(text: &str, letters: &[Letter]) -> Option<Vec<u8>> {
    let turns = |character: char| {
        matches!(character,
            '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    };
    if !letters.iter().any(|it| turns(it.character)) {
        return None;
    }
    let bidi = BidiInfo::new(text, Some(Level::ltr()));
    let at_bytes = text.char_indices();
    Some(
        at_bytes
            .map(|(byte, _)| bidi.levels[byte].number())
            .collect(),
    )
}

/// Neighbouring letters of one run and level.
struct Stretch {
    letters: Range<usize>,
    run: usize,
    level: u8,
}

impl Stretch {
    /// The longest one at the beginning of a part of a body. Soft hyphens belong to what is before them.
    fn from(letters: &[Letter], levels: &Option<Vec<u8>>, part: Range<usize>) -> Self {
        let level = |letter: usize| levels.as_ref().map_or(0, |it| it[letter]);
        let shaped = |letter: &usize| letters[*letter].character != SOFT_HYPHEN;
        let first = part.clone().find(shaped).unwrap_or(part.start);
        let (run, own) = (letters[first].run, level(first));
        let end = (first..part.end)
            .find(|it| shaped(it) && (letters[*it].run != run || level(*it) != own))
            .unwrap_or(part.end);
        Self {
            letters: part.start..end,
            run,
            level: own,
        }
    }

    /// T12: shapes it, and adds its clusters.
    fn shape(
        &self,
        fonts: &Fonts,
        letters: &[Letter],
        how: &[How],
        word: &mut String,
        cells: &mut Vec<Cell>,
    ) {
        word.clear();
        // Letters that are shaped; the same numbers as they have in the paragraph unless there is a soft hyphen among them.
        let mut own = Vec::with_capacity(self.letters.len());
        for letter in self.letters.clone() {
            if letters[letter].character != SOFT_HYPHEN {
                word.push(letters[letter].character);
                own.push(letter);
            }
        }
        if own.is_empty() {
            return;
        }
        let how = How {
            rtl: self.level % 2 == 1,
            ..how[self.run]
        };
        let shape = shape(fonts, how, word);
        for (index, cluster) in shape.clusters.iter().enumerate() {
            let last = own[cluster.characters.end - 1];
            cells.push(Cell {
                shape: shape.clone(),
                cluster: index,
                run: self.run,
                level: self.level,
                gap: false,
                letters: own[cluster.characters.start]..last + 1,
            });
        }
    }
}
