//! Which things changed their order among those that stayed with them.

use std::collections::{BTreeMap, HashMap};

/// The things that left the order of their siblings, with their positions before and after; the fewest of them that explain the change.
///
/// Siblings that came or went change nobody's order, and neither does what moved to another parent.
pub(super) fn reordered<'a>(
    before: impl Iterator<Item = (&'a str, &'a str)>,
    after: impl Iterator<Item = (&'a str, &'a str)>,
) -> HashMap<&'a str, (usize, usize)> {
    let (before, after) = (by_parent(before), by_parent(after));
    let mut moved = HashMap::new();
    for (parent, new) in &after {
        let Some(old) = before.get(parent) else {
            continue;
        };
        let was: HashMap<&str, usize> = old.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let stayed: Vec<(usize, usize)> = new
            .iter()
            .enumerate()
            .filter_map(|(to, id)| Some((*was.get(id)?, to)))
            .collect();
        let from: Vec<usize> = stayed.iter().map(|(from, _)| *from).collect();
        let mut kept = rising(&from).into_iter().peekable();
        for (index, place) in stayed.iter().enumerate() {
            if kept.next_if_eq(&index).is_none() {
                moved.insert(new[place.1], *place);
            }
        }
    }
    moved
}

fn by_parent<'a>(
    things: impl Iterator<Item = (&'a str, &'a str)>,
) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut siblings: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (parent, id) in things {
        siblings.entry(parent).or_default().push(id);
    }
    siblings
}

/// The positions of a longest rising part of different numbers.
fn rising(numbers: &[usize]) -> Vec<usize> {
    // `ends[n]`: where the part of length n + 1 ends that ends lowest; `previous[i]`: what stands before i in its part.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        previous.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut part = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(index) = next {
        part.push(index);
        next = previous[index];
    }
    part.reverse();
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_that_explain_it_have_moved() {
        type Moved = (&'static str, usize, usize);
        let table: &[(&str, &str, &[Moved])] = &[
            ("abc", "abc", &[]),
            ("abc", "abcd", &[]),
            ("abcd", "acd", &[]),
            ("abcd", "bcda", &[("a", 0, 3)]),
            ("abcd", "dabc", &[("d", 3, 0)]),
            ("abcdef", "xabedcfy", &[("d", 3, 4), ("e", 4, 3)]),
            ("", "ab", &[]),
        ];
        for (before, after, expected) in table {
            let ids = |text: &'static str| (0..text.len()).map(move |at| ("p", &text[at..=at]));
            let mut moved: Vec<_> = reordered(ids(before), ids(after))
                .into_iter()
                .map(|(id, (from, to))| (id, from, to))
                .collect();
            moved.sort_unstable();
            assert_eq!(&moved, expected, "{before} {after}");
        }
    }

    #[test]
    fn who_moved_to_another_parent_is_not_counted() {
        let before = [("p", "a"), ("p", "b"), ("q", "c")];
        let after = [("q", "a"), ("q", "c"), ("p", "b")];
        assert!(reordered(before.into_iter(), after.into_iter()).is_empty());
    }
}
