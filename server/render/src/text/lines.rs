//! Filling lines (T14 to T16, T18's width, T19, T23).

use std::ops::Range;
use std::sync::Arc;

use super::characters::Letter;
use super::pieces::{Cell, Shaped};
use super::shape::{Cluster, How, Shape, shape};
use super::units::scaled;
use crate::fonts::Fonts;

/// A run's measures at one size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measures {
    /// Millipoints.
    pub size: i64,
    /// Letter spacing, micropoints.
    pub spacing: i64,
    /// T19, micropoints.
    pub above: i64,
    /// T19, micropoints.
    pub below: i64,
}

/// What lines are filled by.
pub(crate) struct Setting<'a> {
    pub fonts: &'a Fonts,
    /// How each run is shaped.
    pub how: &'a [How],
    /// Of each run.
    pub measures: &'a [Measures],
    /// Of the element itself.
    pub own: Measures,
    /// T14, micropoints.
    pub limit: i64,
}

/// A hyphen at the end of a line (T15).
#[derive(Debug, Clone)]
pub(crate) struct Hyphen {
    pub shape: Arc<Shape>,
    pub run: usize,
    pub level: u8,
    /// Micropoints.
    pub width: i64,
    /// Place of its soft hyphen, UTF-16 units.
    pub at: usize,
}

/// A line before its glyphs have places.
#[derive(Debug, Clone)]
pub(crate) struct Filled {
    pub cells: Range<usize>,
    /// Behind the last cell that does not hang.
    pub visible: usize,
    pub hyphen: Option<Hyphen>,
    /// T18, micropoints.
    pub width: i64,
    /// T19, micropoints.
    pub above: i64,
    pub below: i64,
    /// T23, UTF-16 units.
    pub start: usize,
    pub end: usize,
    /// Whether its paragraph ends here.
    pub hard_end: bool,
}

/// The lines of a paragraph.
#[derive(Debug, Default)]
pub(crate) struct FilledLines {
    pub lines: Vec<Filled>,
    /// Whether T16 parted a body.
    pub broken: bool,
}

impl Setting<'_> {
    /// T13: what a cell takes, its letter spacing included.
    pub(crate) fn advance(&self, cell: &Cell) -> i64 {
        let measures = self.measures[cell.run];
        let cluster = &cell.shape.clusters[cell.cluster];
        self.width(&cell.shape, cluster, measures.size) + measures.spacing
    }

    fn width(&self, shape: &Shape, cluster: &Cluster, size: i64) -> i64 {
        shape.glyphs[cluster.glyphs.clone()]
            .iter()
            .map(|it| scaled(it.advance.into(), size, self.fonts.face(it.face).units))
            .sum()
    }

    /// T15: the hyphen of a run.
    fn hyphen(&self, letter: &Letter, level: u8) -> Hyphen {
        let run = letter.run;
        let how = How {
            rtl: level % 2 == 1,
            ..self.how[run]
        };
        let has = self.fonts.face(how.face).has('\u{2010}');
        let shape = shape(self.fonts, how, if has { "\u{2010}" } else { "-" });
        let size = self.measures[run].size;
        let widths = shape.clusters.iter().map(|it| self.width(&shape, it, size));
        Hyphen {
            run,
            level,
            width: widths.sum(),
            at: letter.at,
            shape,
        }
    }

    /// T14 to T16.
    pub(crate) fn fill(&self, shaped: &Shaped) -> FilledLines {
        let mut sums = Vec::with_capacity(shaped.cells.len() + 1);
        let mut sum = 0;
        sums.push(0);
        for cell in &shaped.cells {
            sum += self.advance(cell);
            sums.push(sum);
        }
        let mut filling = Filling {
            setting: self,
            shaped,
            sums,
            found: FilledLines::default(),
            start: 0,
            letter: 0,
        };
        filling.run();
        filling.found
    }
}

struct Filling<'a> {
    setting: &'a Setting<'a>,
    shaped: &'a Shaped,
    /// Sum of the advances of all cells before one.
    sums: Vec<i64>,
    found: FilledLines,
    /// First cell of the line.
    start: usize,
    /// First letter of the line.
    letter: usize,
}

impl Filling<'_> {
    fn run(&mut self) {
        let pieces = &self.shaped.pieces;
        let mut next = 0;
        // The first piece that is whole or in part on this line.
        let mut first = 0;
        while let Some(piece) = pieces.get(next) {
            let from = piece.body.start.max(self.start);
            if self.fits(from..piece.body.end) {
                next += 1;
            } else if self.start == from {
                let fitting = self.fitting(from..piece.body.end);
                if fitting == piece.body.end {
                    next += 1;
                    continue;
                }
                self.found.broken = true;
                let letter = self.shaped.cells[fitting].letters.start;
                self.end(fitting, letter, None);
                first = next;
            } else {
                let (last, hyphen) = self.last_piece(first..next);
                next = last + 1;
                first = next;
                self.end(pieces[last].end, pieces[next].letter, hyphen);
            }
        }
        self.push(
            self.start..self.shaped.cells.len(),
            self.letter..self.shaped.paragraph.letters.len(),
            None,
            true,
        );
    }

    /// What cells take, less the letter spacing after the last one.
    fn extent(&self, cells: Range<usize>) -> i64 {
        if cells.is_empty() {
            return 0;
        }
        let last = &self.shaped.cells[cells.end - 1];
        self.sums[cells.end] - self.sums[cells.start] - self.setting.measures[last.run].spacing
    }

    /// T14.
    fn fits(&self, body: Range<usize>) -> bool {
        let standing = self.sums[body.start] - self.sums[self.start];
        standing + self.extent(body) <= self.setting.limit
    }

    /// T16: behind the cells that fit on a line of their own.
    fn fitting(&self, body: Range<usize>) -> usize {
        let too_wide = |end: &usize| self.extent(body.start..*end) > self.setting.limit;
        let behind = (body.start + 2..=body.end).find(too_wide);
        behind.map_or(body.end, |end| end - 1)
    }

    /// T15: after which of the pieces on a line it ends.
    fn last_piece(&self, pieces: Range<usize>) -> (usize, Option<Hyphen>) {
        let usual = pieces.end - 1;
        for index in pieces.rev() {
            let hyphen = self.hyphen_after(index);
            let fits = hyphen.as_ref().is_none_or(|hyphen| {
                let end = self.shaped.pieces[index].end;
                self.sums[end] - self.sums[self.start] + hyphen.width <= self.setting.limit
            });
            if fits {
                return (index, hyphen);
            }
        }
        (usual, self.hyphen_after(usual))
    }

    fn hyphen_after(&self, piece: usize) -> Option<Hyphen> {
        let piece = &self.shaped.pieces[piece];
        let letter = &self.shaped.paragraph.letters[piece.soft?];
        let before = &self.shaped.cells[self.start..piece.end];
        let level = before
            .iter()
            .rev()
            .find(|cell| !cell.gap)
            .map_or(0, |cell| cell.level);
        Some(self.setting.hyphen(letter, level))
    }

    /// Ends the line before a cell and a letter.
    fn end(&mut self, cell: usize, letter: usize, hyphen: Option<Hyphen>) {
        self.push(self.start..cell, self.letter..letter, hyphen, false);
        self.start = cell;
        self.letter = letter;
    }

    fn push(
        &mut self,
        cells: Range<usize>,
        letters: Range<usize>,
        hyphen: Option<Hyphen>,
        hard_end: bool,
    ) {
        let paragraph = &self.shaped.paragraph;
        let hanging = self.shaped.cells[cells.clone()]
            .iter()
            .rev()
            .take_while(|cell| cell.gap)
            .count();
        let (visible, width) = match &hyphen {
            Some(hyphen) => {
                let whole = self.sums[cells.end] - self.sums[cells.start];
                (cells.end, whole + hyphen.width)
            }
            None => {
                let visible = cells.end - hanging;
                (visible, self.extent(cells.start..visible))
            }
        };
        let place = |letter: usize| paragraph.letters.get(letter).map(|it| it.at);
        let (above, below) = self.heights(letters.clone());
        self.found.lines.push(Filled {
            visible,
            width,
            above,
            below,
            start: if self.found.lines.is_empty() {
                paragraph.start
            } else {
                place(letters.start).unwrap_or(paragraph.end)
            },
            end: if hard_end {
                paragraph.end
            } else {
                place(letters.end).unwrap_or(paragraph.end)
            },
            cells,
            hyphen,
            hard_end,
        });
    }

    /// T19.
    fn heights(&self, letters: Range<usize>) -> (i64, i64) {
        let paragraph = &self.shaped.paragraph;
        let measures = self.setting.measures;
        let style = paragraph
            .style
            .map_or(self.setting.own, |run| measures[run]);
        let mut last = None;
        let mut heights: Option<(i64, i64)> = None;
        for letter in &paragraph.letters[letters] {
            if last == Some(letter.run) {
                continue;
            }
            last = Some(letter.run);
            let Measures { above, below, .. } = measures[letter.run];
            heights = Some(heights.map_or((above, below), |(high, low)| {
                (high.max(above), low.max(below))
            }));
        }
        heights.unwrap_or((style.above, style.below))
    }
}
