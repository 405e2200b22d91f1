//! Giving the glyphs of a line their places (T13, T17, T18).

use std::ops::Range;

use super::characters::SOFT_HYPHEN;
use super::lines::{Filled, Hyphen, Setting};
use super::pieces::{Cell, Shaped};
use super::shape::{Shape, ShapedGlyph};
use super::units::{div, scaled};
use super::{Align, Glyph, GlyphRun};

/// What stands on a line in one place of L2: a cell, or the hyphen.
struct Item<'a> {
    shape: &'a Shape,
    glyphs: Range<usize>,
    run: usize,
    level: u8,
    /// Behind the glyphs, at an odd level before them, micropoints.
    space: i64,
    /// Place in the text, UTF-16 units.
    at: usize,
    /// Letters of the paragraph; none: the hyphen.
    letters: Option<Range<usize>>,
}

/// Where a line begins, micropoints from the left of the box (T18).
pub(crate) fn begin(align: Align, limit: i64, width: i64) -> i64 {
    match align {
        Align::Start | Align::Justify => 0,
        Align::Center => div(limit - width, 2),
        Align::End => limit - width,
    }
}

/// The glyphs of a line from left to right, the pen beginning at `x`.
pub(crate) fn place(
    setting: &Setting,
    shaped: &Shaped,
    filled: &Filled,
    colors: &[&str],
    align: Align,
    baseline: i64,
) -> Vec<GlyphRun> {
    let mut items = items(setting, shaped, filled);
    if align == Align::Justify && !filled.hard_end {
        widen(
            &mut items[..filled.visible - filled.cells.start],
            &shaped.cells[filled.cells.start..filled.visible],
            setting.limit - filled.width,
        );
    }
    if !shaped.flat {
        level_gaps(&mut items, &shaped.cells[filled.cells.clone()], filled);
        reorder(&mut items);
    }
    let mut pen = Pen {
        setting,
        shaped,
        x: begin(align, setting.limit, filled.width),
        baseline,
        runs: Vec::new(),
    };
    let mut rest = items.as_slice();
    while let Some(first) = rest.first() {
        let alike = rest
            .iter()
            .position(|item| {
                item.run != first.run || item.level != first.level || item.face() != first.face()
            })
            .unwrap_or(rest.len());
        let (these, others) = rest.split_at(alike.max(1));
        pen.run(these, colors[first.run]);
        rest = others;
    }
    pen.runs
}

impl Item<'_> {
    fn glyphs(&self) -> &[ShapedGlyph] {
        &self.shape.glyphs[self.glyphs.clone()]
    }

    /// All glyphs of a cluster come from one face.
    fn face(&self) -> usize {
        self.glyphs().first().map_or(usize::MAX, |glyph| glyph.face)
    }
}

/// All items of a line in logical order.
fn items<'a>(setting: &Setting, shaped: &'a Shaped, filled: &'a Filled) -> Vec<Item<'a>> {
    let mut items: Vec<Item> = filled
        .cells
        .clone()
        .map(|index| {
            let cell = &shaped.cells[index];
            // T18: nothing is spaced from what is behind the line.
            let last = index + 1 == filled.visible && filled.hyphen.is_none();
            Item {
                shape: &cell.shape,
                glyphs: cell.shape.clusters[cell.cluster].glyphs.clone(),
                run: cell.run,
                level: cell.level,
                space: if last {
                    0
                } else {
                    setting.measures[cell.run].spacing
                },
                at: shaped.paragraph.letters[cell.letters.start].at,
                letters: Some(cell.letters.clone()),
            }
        })
        .collect();
    if let Some(Hyphen {
        shape,
        run,
        level,
        at,
        ..
    }) = &filled.hyphen
    {
        items.push(Item {
            shape,
            glyphs: 0..shape.glyphs.len(),
            run: *run,
            level: *level,
            space: 0,
            at: *at,
            letters: None,
        });
    }
    items
}

/// T18, `justify`: what is spare goes into the gaps.
fn widen(items: &mut [Item], cells: &[Cell], spare: i64) {
    let ends_gap =
        |index: usize| cells[index].gap && cells.get(index + 1).is_none_or(|next| !next.gap);
    let ends: Vec<usize> = (0..cells.len()).filter(|&index| ends_gap(index)).collect();
    if spare <= 0 {
        return;
    }
    let count = ends.len() as i64;
    let mut given = 0;
    for (index, end) in (1..).zip(ends) {
        let together = div(spare * index, count);
        items[end].space += together - given;
        given = together;
    }
}

/// T17: the levels of gaps.
fn level_gaps(items: &mut [Item], cells: &[Cell], filled: &Filled) {
    let visible = filled.visible - filled.cells.start;
    let mut before = 0;
    let mut index = 0;
    while index < visible {
        if !cells[index].gap {
            before = items[index].level;
            index += 1;
            continue;
        }
        let behind = (index..visible).find(|&it| !cells[it].gap);
        let end = behind.unwrap_or(visible);
        let after = match (behind, &filled.hyphen) {
            (Some(cell), _) => items[cell].level,
            (None, Some(hyphen)) => hyphen.level,
            (None, None) => 0,
        };
        for item in &mut items[index..end] {
            item.level = before.min(after);
        }
        index = end;
    }
}

/// L2 of UAX #9.
fn reorder(items: &mut [Item]) {
    let highest = items.iter().map(|item| item.level).max().unwrap_or(0);
    let lowest_odd = items
        .iter()
        .map(|item| item.level)
        .filter(|level| level % 2 == 1)
        .min();
    let Some(lowest_odd) = lowest_odd else {
        return;
    };
    for level in (lowest_odd..=highest).rev() {
        let mut start = 0;
        while start < items.len() {
            if items[start].level < level {
                start += 1;
                continue;
            }
            let length = items[start..]
                .iter()
                .position(|item| item.level < level)
                .unwrap_or(items.len() - start);
            items[start..start + length].reverse();
            start += length;
        }
    }
}

struct Pen<'a> {
    setting: &'a Setting<'a>,
    shaped: &'a Shaped,
    x: i64,
    baseline: i64,
    runs: Vec<GlyphRun>,
}

impl Pen<'_> {
    /// Sets neighbouring items of one face, run and level.
    fn run(&mut self, items: &[Item], color: &str) {
        let first = &items[0];
        if first.face() == usize::MAX {
            return;
        }
        let size = self.setting.measures[first.run].size;
        let units = self.setting.fonts.face(first.face()).units;
        let rtl = first.level % 2 == 1;
        let (text, ranges) = self.text(items, rtl);
        let x = self.x;
        let count = items.iter().map(|item| item.glyphs.len()).sum();
        let mut glyphs = Vec::with_capacity(count);
        for (item, range) in items.iter().zip(ranges) {
            let last = item.glyphs.len() - 1;
            for (index, glyph) in item.glyphs().iter().enumerate() {
                let (mut offset_x, offset_y) = (
                    scaled(glyph.offset_x.into(), size, units),
                    scaled(glyph.offset_y.into(), size, units),
                );
                let mut advance = scaled(glyph.advance.into(), size, units);
                if rtl && index == 0 {
                    offset_x += item.space;
                    advance += item.space;
                } else if !rtl && index == last {
                    advance += item.space;
                }
                glyphs.push(Glyph {
                    id: glyph.id,
                    x: self.x + offset_x,
                    y: self.baseline - offset_y,
                    offset_x,
                    offset_y,
                    advance,
                    cluster: item.at,
                    text: range.clone(),
                });
                self.x += advance;
            }
        }
        let (_, between) = items.split_last().unwrap_or((first, &[]));
        let spaced = !between.is_empty() && between.iter().all(|item| item.space > size * 100);
        self.runs.push(GlyphRun {
            face: first.face(),
            size,
            run: first.run,
            color: color.to_owned(),
            level: first.level,
            x,
            y: self.baseline,
            text,
            spaced,
            glyphs,
        });
    }

    /// What the items stand for in reading order, and where in it each item is.
    fn text(&self, items: &[Item], rtl: bool) -> (String, Vec<Range<usize>>) {
        let mut text = String::with_capacity(items.len());
        let mut ranges = vec![0..0; items.len()];
        let mut put = |index: usize| {
            let start = text.len();
            match &items[index].letters {
                Some(letters) => text.extend(
                    self.shaped.paragraph.letters[letters.clone()]
                        .iter()
                        .map(|letter| letter.character)
                        .filter(|&it| it != SOFT_HYPHEN),
                ),
                None => text.push(SOFT_HYPHEN),
            }
            ranges[index] = start..text.len();
        };
        if rtl {
            (0..items.len()).rev().for_each(&mut put);
        } else {
            (0..items.len()).for_each(&mut put);
        }
        (text, ranges)
    }
}
