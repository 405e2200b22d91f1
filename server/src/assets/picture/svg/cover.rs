//! What painting an SVG takes, in units of its own size: a few thousand elements that each cover all of it take longer to
//! paint than a hundred thousand small ones, and a layer or the tile of a pattern takes memory as large as it is.

use usvg::{ClipPath, Group, Mask, Node, Paint, Path, Rect, Transform, Tree};

use crate::assets::picture::Refusal;

/// How often the whole canvas may be painted over. Honest drawings do so fewer than a hundred times.
const COVERED: f64 = 2_000.0;

/// As above, for what is painted apart first: groups with opacity or blend modes, masks, clips, tiles of patterns.
const LAYERS: f64 = 600.0;

/// Canvases that may be in memory at the same moment: layers in layers, with their clips and masks.
const HELD: f64 = 30.0;

/// How often outlines may cross the whole height of the canvas: filling walks along them row by row.
const CROSSED: f64 = 50_000.0;

/// Dashes altogether.
const DASHES: f64 = 500_000.0;

/// How far the sides of a layer may reach, in canvases: painters cut off what is farther outside.
const REACH: f64 = 5.0;

/// Refuses what would take too long to paint or too much memory, at whatever size.
pub(super) fn check(tree: &Tree) -> Result<(), Refusal> {
    let mut cover = Cover {
        width: f64::from(tree.size().width()),
        height: f64::from(tree.size().height()),
        covered: 0.0,
        layers: 0.0,
        held: 0.0,
        crossed: 0.0,
        dashes: 0.0,
    };
    let canvas = Layer {
        turn: Transform::identity(),
        room: [1.0, 1.0],
        held: 1.0,
        clips: false,
    };
    cover.group(tree.root(), canvas);
    // Not finite: beyond every bound.
    let within = |told: f64, bound: f64| told.is_finite() && told <= bound;
    if !within(cover.held, HELD) {
        return Err(Refusal::TooComplex("its layers and tiles are too large"));
    }
    if within(cover.covered, COVERED)
        && within(cover.layers, LAYERS)
        && within(cover.crossed, CROSSED)
        && within(cover.dashes, DASHES)
    {
        Ok(())
    } else {
        Err(Refusal::TooComplex("it paints over itself too often"))
    }
}

/// Where something is painted.
#[derive(Clone, Copy)]
struct Layer {
    /// From the coordinates of what is painted to those of the canvas.
    turn: Transform,
    /// The sides, in canvases.
    room: [f64; 2],
    /// Canvases in memory, with this one.
    held: f64,
    /// Inside a clip, everything apart is as large as what is clipped.
    clips: bool,
}

impl Layer {
    fn area(self) -> f64 {
        self.room[0] * self.room[1]
    }
}

struct Cover {
    width: f64,
    height: f64,
    covered: f64,
    layers: f64,
    held: f64,
    crossed: f64,
    dashes: f64,
}

impl Cover {
    /// What is in a group. Recursion is bounded: the document was, in depth and in what it draws.
    fn group(&mut self, group: &Group, layer: Layer) {
        for node in group.children() {
            match node {
                Node::Group(inner) => {
                    let turn = layer.turn.pre_concat(inner.transform());
                    let mut within = Layer { turn, ..layer };
                    if inner.should_isolate() {
                        let rect = inner.layer_bounding_box().to_rect();
                        let room = if layer.clips {
                            layer.room
                        } else {
                            self.room(rect, turn, [REACH, REACH])
                        };
                        within = self.apart(Layer { room, ..within });
                        self.clip(inner.clip_path(), within);
                        self.mask(inner.mask(), within);
                    }
                    self.group(inner, within);
                }
                Node::Path(path) => self.path(path, layer),
                Node::Image(_) | Node::Text(_) => {}
            }
        }
    }

    /// A layer more in memory.
    fn apart(&mut self, layer: Layer) -> Layer {
        let held = layer.held + layer.area();
        self.layers += layer.area();
        // What is no number would get lost in a comparison, and must not pass.
        let held_or_endless = if held.is_finite() {
            held
        } else {
            f64::INFINITY
        };
        self.held = self.held.max(held_or_endless);
        Layer { held, ..layer }
    }

    /// Clips that are clipped stay in memory until the last one is applied.
    fn clip(&mut self, clip: Option<&ClipPath>, mut layer: Layer) {
        let turn = layer.turn;
        let mut next = clip;
        while let Some(clip) = next {
            layer = self.apart(layer);
            let inside = Layer {
                turn: turn.pre_concat(clip.transform()),
                clips: true,
                ..layer
            };
            self.group(clip.root(), inside);
            next = clip.clip_path();
        }
    }

    /// As with clips.
    fn mask(&mut self, mask: Option<&Mask>, mut layer: Layer) {
        let mut next = mask;
        while let Some(mask) = next {
            layer = self.apart(layer);
            self.group(mask.root(), layer);
            next = mask.mask();
        }
    }

    fn path(&mut self, path: &Path, layer: Layer) {
        let [width, height] = self.room(path.stroke_bounding_box(), layer.turn, layer.room);
        self.covered += width * height;
        let (mut length, turn) = (0.0, layer.turn);
        for pair in path.data().points().windows(2) {
            let (dx, dy) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
            let fall = f64::from(turn.ky * dx + turn.sy * dy).abs();
            self.crossed += (fall / self.height).min(layer.room[1]);
            length += f64::from(dx).hypot(f64::from(dy));
        }
        let stroke = path.stroke();
        if let Some(dashes) = stroke.and_then(usvg::Stroke::dasharray) {
            let once: f64 = dashes.iter().copied().map(f64::from).sum();
            let count = u32::try_from(dashes.len()).map_or(f64::INFINITY, f64::from);
            self.dashes += length / once * count;
        }
        let paints = [
            path.fill().map(usvg::Fill::paint),
            stroke.map(usvg::Stroke::paint),
        ];
        for paint in paints.into_iter().flatten() {
            let Paint::Pattern(pattern) = paint else {
                continue;
            };
            // A tile is painted once for each element, whole, wherever it is seen.
            let (across, down) = turn.pre_concat(pattern.transform()).get_scale();
            let tile = Layer {
                turn: Transform::from_scale(across, down),
                room: [
                    f64::from(pattern.rect().width()) * f64::from(across) / self.width,
                    f64::from(pattern.rect().height()) * f64::from(down) / self.height,
                ],
                clips: false,
                ..layer
            };
            let tile = self.apart(tile);
            self.group(pattern.root(), tile);
        }
    }

    /// How much of the canvas a box can take up at most, wherever it is put; of each side at most so much.
    fn room(&self, rect: Rect, turn: Transform, at_most: [f64; 2]) -> [f64; 2] {
        match rect.transform(turn) {
            Some(rect) => [
                (f64::from(rect.width()) / self.width).min(at_most[0]),
                (f64::from(rect.height()) / self.height).min(at_most[1]),
            ],
            None => at_most,
        }
    }
}
