//! Marks in the file: which strokes are words, a figure with words of its own, or mere ornament (PDF 1.7, section 14.8).

use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag, TagGroup};

use crate::scene::Item;

/// What something says to those who do not see it.
pub(super) enum Meaning {
    /// With its words where its letters stand so far apart that they would be read one by one.
    Paragraph(Option<String>),
    Figure(String),
    Ornament,
}

pub(super) fn what_is(item: &Item) -> Meaning {
    match item {
        Item::Text(_) => Meaning::Paragraph(spaced_words(std::slice::from_ref(item))),
        Item::Group(_) | Item::Path(_) | Item::Image(_) | Item::Glyphs(_) => Meaning::Ornament,
    }
}

pub(super) fn has_text(items: &[Item]) -> bool {
    items.iter().any(|item| match item {
        Item::Text(_) => true,
        Item::Group(group) => has_text(&group.items),
        Item::Path(_) | Item::Image(_) | Item::Glyphs(_) => false,
    })
}

/// The words of texts of which one is spaced: one line, for that is what spaced texts are.
pub(super) fn spaced_words(items: &[Item]) -> Option<String> {
    let mut lines = Vec::new();
    let mut spaced = false;
    gather(items, &mut lines, &mut spaced);
    spaced.then(|| lines.join(" "))
}

fn gather(items: &[Item], lines: &mut Vec<String>, spaced: &mut bool) {
    for item in items {
        match item {
            Item::Group(group) => gather(&group.items, lines, spaced),
            Item::Text(set) => {
                for line in &set.lines {
                    *spaced |= line.runs.iter().any(|run| run.spaced);
                    lines.push(line.runs.iter().map(|run| run.text.as_str()).collect());
                }
            }
            Item::Path(_) | Item::Image(_) | Item::Glyphs(_) => {}
        }
    }
}

/// Where marks are made.
pub(super) enum Tagging<'a> {
    /// What is drawn becomes a part of the structure.
    Open(&'a mut Vec<TagGroup>),
    /// Something around is marked as a whole already.
    Inside,
}

impl Tagging<'_> {
    pub(super) fn again(&mut self) -> Tagging<'_> {
        match self {
            Self::Open(groups) => Tagging::Open(groups),
            Self::Inside => Tagging::Inside,
        }
    }

    pub(super) fn around<T>(
        &mut self,
        surface: &mut Surface<'_>,
        meaning: Meaning,
        draw: impl FnOnce(&mut Surface<'_>) -> T,
    ) -> T {
        let Self::Open(groups) = self else {
            return draw(surface);
        };
        let tag = match &meaning {
            Meaning::Paragraph(words) => {
                ContentTag::Span(SpanTag::empty().with_actual_text(words.as_deref()))
            }
            Meaning::Figure(_) => ContentTag::Span(SpanTag::empty()),
            Meaning::Ornament => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)),
        };
        let mark = surface.start_tagged(tag);
        let drawn = draw(surface);
        surface.end_tagged();
        let group = match meaning {
            Meaning::Paragraph(_) => TagGroup::new(Tag::P),
            Meaning::Figure(label) => TagGroup::new(Tag::Figure(Some(label))),
            Meaning::Ornament => return drawn,
        };
        let mut group = group;
        group.push(mark);
        groups.push(group);
        drawn
    }
}
