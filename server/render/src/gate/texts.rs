//! Translations, and texts in their boxes: with samples, and with the longest values to be expected.

use std::collections::BTreeMap;

use imprimatur_crdt::element::ElementKind;
use imprimatur_crdt::layout::{ByLanguage, Field, FieldKind};

use super::{Check, Examination, Findings, Lacking, Standing};
use crate::outline::millimetres;
use crate::scene::{Item, Matrix, Notice, after, apply};
use crate::stop::Failure;
use crate::text::SetText;

/// A day whose name and month are long in every language.
const LONG_DATE: &str = "2026-09-30";
/// Millimetres by which words may stick out of a page: nobody sees less.
const OUT_MM: f64 = 0.1;

/// Whether something is said in a language.
type Says<'a> = Box<dyn Fn(&str) -> bool + 'a>;

/// What is said in some languages and not in others.
pub(super) fn translations(
    it: &Examination<'_>,
    standing: &[Standing<'_>],
    findings: &mut Findings,
) -> Lacking {
    let mut lacking = Lacking::new();
    for Standing { element, .. } in standing {
        let mut said: Vec<Says<'_>> = Vec::new();
        if let Some(texts) = element.texts() {
            said.push(Box::new(|language| {
                texts.get(language).is_some_and(|runs| !runs.is_empty())
            }));
        }
        match &element.kind {
            ElementKind::Signature { signer, role, .. } => {
                said.push(Box::new(|language| has(signer, language)));
                said.push(Box::new(|language| has(role, language)));
            }
            ElementKind::Field { fallback, .. } => {
                said.push(Box::new(|language| has(fallback, language)));
            }
            _ => {}
        }
        for says in said {
            let languages = &it.layout.languages;
            if !languages.iter().any(|language| says(language)) {
                continue;
            }
            for language in languages.iter().filter(|language| !says(language)) {
                lacking.insert((element.id.clone(), language.clone()));
                findings.of(Check::TranslationMissing, &element.id, Some(language), "");
            }
        }
    }
    lacking
}

fn has(by: &ByLanguage, language: &str) -> bool {
    by.get(language).is_some_and(|words| !words.is_empty())
}

/// Sets every text in every language, once with its samples and once with long values.
pub(super) fn set(
    it: &Examination<'_>,
    lacking: &Lacking,
    findings: &mut Findings,
) -> Result<(), Failure> {
    let longest = longest(&it.layout.fields);
    for (index, page) in it.layout.pages.iter().enumerate() {
        for language in &it.layout.languages {
            let is_own = |element: &str| !lacking.contains(&(element.to_owned(), language.clone()));
            let composed = it.composed(index, language, None)?;
            for Notice {
                element,
                code,
                about,
            } in &composed.notices
            {
                let check = match *code {
                    "font_unknown" => Check::FontUnknown,
                    "glyph_missing" => Check::GlyphMissing,
                    "text_too_long" => Check::TextTooLong,
                    _ => continue,
                };
                // The family is the same in every language.
                let language = (check != Check::FontUnknown).then_some(language.as_str());
                if is_own(element) {
                    findings.of(check, element, language, about);
                }
            }
            let mut over = Vec::new();
            each(&composed.scene.items, &mut |element, text, matrix| {
                if text.overflows {
                    over.push(element.to_owned());
                }
                if let Some(out) = out_of_page(text, matrix, page.size)
                    && is_own(element)
                    && !findings.is_off(element)
                {
                    findings.measured(Check::OffPage, element, None, "words", Some(out), None);
                }
            });
            for element in over.iter().filter(|element| is_own(element)) {
                findings.of(Check::TextOverflows, element, Some(language), "");
            }
            if longest.is_empty() {
                continue;
            }
            let composed = it.composed(index, language, Some(&longest))?;
            each(&composed.scene.items, &mut |element, text, _| {
                if text.overflows && is_own(element) && !over.iter().any(|it| it == element) {
                    findings.of(Check::TextOverflowsLongest, element, Some(language), "");
                }
            });
        }
    }
    Ok(())
}

/// Every set text with its element, and the matrix from its coordinates to the page's.
pub(super) fn each<'a>(items: &'a [Item], tell: &mut dyn FnMut(&'a str, &'a SetText, &Matrix)) {
    fn walk<'a>(
        items: &'a [Item],
        element: &'a str,
        matrix: &Matrix,
        tell: &mut dyn FnMut(&'a str, &'a SetText, &Matrix),
    ) {
        for item in items {
            match item {
                Item::Group(group) => {
                    let element = group.id.as_deref().unwrap_or(element);
                    let matrix = after(matrix, &group.transform);
                    walk(&group.items, element, &matrix, tell);
                }
                Item::Text(text) => tell(element, text, matrix),
                Item::Path(_) | Item::Image(_) | Item::Glyphs(_) => {}
            }
        }
    }
    walk(items, "", &crate::scene::IDENTITY, tell);
}

/// How far words stick out of the page, if they do.
fn out_of_page(text: &SetText, matrix: &Matrix, [width, height]: [f64; 2]) -> Option<f64> {
    let mut out: f64 = 0.0;
    for line in &text.lines {
        let (left, top) = (millimetres(line.x), millimetres(line.top));
        let (right, bottom) = (
            left + millimetres(line.width),
            top + millimetres(line.height),
        );
        for corner in [[left, top], [right, top], [right, bottom], [left, bottom]] {
            let [x, y] = apply(matrix, corner);
            out = out.max(-x).max(-y).max(x - width).max(y - height);
        }
    }
    (out > OUT_MM).then_some(out)
}

/// Values that are as long as what may come: half as long again as the longest sample. A field without a sample shows its name.
pub(super) fn longest(fields: &[Field]) -> BTreeMap<String, String> {
    fields
        .iter()
        .filter_map(|field| {
            let samples = field.sample.values().filter(|sample| !sample.is_empty());
            let sample = samples.max_by_key(|sample| sample.chars().count())?;
            let value = match field.kind {
                FieldKind::Text => half_as_long_again(sample),
                FieldKind::Date => LONG_DATE.to_owned(),
                FieldKind::Number => wide_number(sample),
                FieldKind::Image => sample.clone(),
            };
            Some((field.key.clone(), value))
        })
        .collect()
}

/// With its own letters, so that it is as wide for its length as the sample is.
fn half_as_long_again(sample: &str) -> String {
    let count = sample.chars().count();
    let longer = count + count.div_ceil(2);
    let letters = sample.chars().chain([' ']).chain(sample.chars());
    letters
        .take(longer)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// One digit more, and all of them wide.
fn wide_number(sample: &str) -> String {
    let wide = sample
        .chars()
        .map(|it| if it.is_ascii_digit() { '8' } else { it });
    let (sign, digits) = match sample.strip_prefix('-') {
        Some(_) => ("-", wide.skip(1).collect::<String>()),
        None => ("", wide.collect()),
    };
    format!("{sign}8{digits}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values() {
        for (sample, long) in [
            ("A", "A"),
            ("Anna Keller", "Anna Keller Anna"),
            ("Zürich", "Zürich Zü"),
        ] {
            assert_eq!(half_as_long_again(sample), long);
        }
        for (sample, wide) in [("5.25", "88.88"), ("-17", "-888"), ("0", "88")] {
            assert_eq!(wide_number(sample), wide);
        }
    }
}
