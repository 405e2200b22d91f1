//! The table of targets: what was measured beside what was promised.

use std::fmt;

/// How far a figure may go.
#[derive(Clone, Copy)]
pub(crate) enum Bound {
    /// This or less.
    AtMost(f64),
    /// This or more.
    AtLeast(f64),
    /// Shown beside the others, promised nowhere.
    None,
}

/// One promise and what came of it.
pub(crate) struct Row {
    what: String,
    bound: Bound,
    /// What the figures are in: `x` for ratios.
    unit: &'static str,
    measured: Option<f64>,
    note: String,
    vital: bool,
}

impl Row {
    /// A figure beside its bound.
    pub(crate) fn new(
        what: impl Into<String>,
        bound: Bound,
        measured: f64,
        unit: &'static str,
    ) -> Self {
        Self {
            what: what.into(),
            bound,
            unit,
            measured: measured.is_finite().then_some(measured),
            note: String::new(),
            vital: false,
        }
    }

    /// A promise of which nothing is known, and why.
    pub(crate) fn unknown(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            note: why.into(),
            ..Self::new(what, Bound::None, f64::NAN, "")
        }
    }

    /// Says what the figure comes from.
    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Missing this one is a fault, not a matter of speed.
    pub(crate) fn vital(mut self) -> Self {
        self.vital = true;
        self
    }

    /// Whether a vital promise was missed, or is not known to be kept.
    pub(crate) fn is_fault(&self) -> bool {
        self.vital && self.verdict() != "met"
    }

    fn verdict(&self) -> &'static str {
        match (self.bound, self.measured) {
            (Bound::None, Some(_)) => "",
            (_, None) => "not measured",
            (Bound::AtMost(most), Some(figure)) if figure <= most => "met",
            (Bound::AtLeast(least), Some(figure)) if figure >= least => "met",
            (Bound::AtMost(_) | Bound::AtLeast(_), Some(_)) => "NOT MET",
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let target = match self.bound {
            Bound::AtMost(most) => format!("at most {most} {}", self.unit),
            Bound::AtLeast(least) => format!("at least {least} {}", self.unit),
            Bound::None => String::new(),
        };
        let measured = self
            .measured
            .map_or_else(String::new, |figure| format!("{figure:.2} {}", self.unit));
        write!(
            f,
            "{:<66} {target:>18} {measured:>14}  {:<12} {}",
            self.what,
            self.verdict(),
            self.note
        )
    }
}

/// Prints all of it.
pub(crate) fn print(rows: &[Row]) {
    println!(
        "{:<66} {:>18} {:>14}",
        "what, Imprimatur / the other", "target", "measured"
    );
    for row in rows {
        println!("{}", row.to_string().trim_end());
    }
    let met = rows.iter().filter(|row| row.verdict() == "met").count();
    let missed = rows.iter().filter(|row| row.verdict() == "NOT MET").count();
    println!("{met} met, {missed} not met\n");
}
