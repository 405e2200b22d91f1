//! What was shaped lately, so that the same word in the same face is not shaped twice.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use harfrust::{Script, ShapePlan};

use super::shape::{How, Shape};

/// Glyphs that one generation keeps; there are two. Some 30 MB at most, and far more words than a busy server sees in an hour.
const GENERATION_GLYPHS: usize = 250_000;
/// What an entry weighs beside its glyphs, in glyphs.
const ENTRY_GLYPHS: usize = 8;
/// Longer stretches are no words, and come once.
const LONGEST_CHARACTERS: usize = 64;
/// Faces times directions times scripts that are prepared at once; all that occur in five languages are some two hundred.
const PLANS: usize = 1_000;

/// Two generations of shapes: what is asked for moves to the young one; when that is full, the old one is forgotten.
#[derive(Default)]
pub(crate) struct ShapeCache {
    generations: Mutex<Generations>,
    plans: Mutex<Plans>,
}

type Plans = HashMap<(How, Option<Script>), Arc<ShapePlan>>;
type Shapes = HashMap<How, HashMap<Box<str>, Arc<Shape>>>;

#[derive(Default)]
struct Generations {
    young: Shapes,
    glyphs: usize,
    old: Shapes,
}

impl ShapeCache {
    /// The shape of a text, made by `make` when it is not known.
    pub(crate) fn shape(&self, how: How, text: &str, make: impl FnOnce() -> Shape) -> Arc<Shape> {
        if text.len() > LONGEST_CHARACTERS * 4 {
            return Arc::new(make());
        }
        {
            let mut generations = self.lock();
            if let Some(shape) = generations.young.get(&how).and_then(|it| it.get(text)) {
                return shape.clone();
            }
            let old = generations.old.get_mut(&how).and_then(|it| it.remove(text));
            if let Some(shape) = old {
                generations.keep(how, text, shape.clone());
                return shape;
            }
        }
        // Not under the lock: two threads may shape the same word once each, and nobody waits.
        let shape = Arc::new(make());
        self.lock().keep(how, text, shape.clone());
        shape
    }

    /// The prepared plan for a face, direction and script.
    pub(crate) fn plan(
        &self,
        how: How,
        script: Option<Script>,
        make: impl FnOnce() -> ShapePlan,
    ) -> Arc<ShapePlan> {
        let key = (how, script);
        let lock = || self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = lock().get(&key) {
            return plan.clone();
        }
        let plan = Arc::new(make());
        let mut plans = lock();
        if plans.len() >= PLANS {
            plans.clear();
        }
        plans.insert(key, plan.clone());
        plan
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Generations> {
        // Whatever a panic left behind is a whole entry or none.
        self.generations
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generations {
    fn keep(&mut self, how: How, text: &str, shape: Arc<Shape>) {
        if self.glyphs > GENERATION_GLYPHS {
            self.old = std::mem::take(&mut self.young);
            self.glyphs = 0;
        }
        self.glyphs += shape.glyphs.len() + ENTRY_GLYPHS;
        self.young
            .entry(how)
            .or_default()
            .insert(text.into(), shape);
    }
}
