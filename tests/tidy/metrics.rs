//! What is counted is explained where an operator looks, in the same words.

use crate::{none, product_lines, sources};

/// The metrics that the program describes: name and meaning.
fn described() -> Vec<(String, String)> {
    let text = sources("server/src/telemetry", &["metrics.rs"])
        .pop()
        .expect("the table of metrics")
        .text;
    let table = text.split_once("const METRICS").expect("the table").1;
    let table = table.split_once("\n];").expect("its end").0;
    let words: Vec<&str> = table.split('"').skip(1).step_by(2).collect();
    words
        .chunks(2)
        .map(|pair| (pair[0].to_owned(), pair[1].to_owned()))
        .collect()
}

#[test]
fn every_metric_is_explained_in_the_same_words() {
    let text = sources("docs", &["operations.md"])
        .pop()
        .expect("it is there")
        .text;
    let described = described();
    assert!(described.len() > 20, "{described:?}");
    let mut breaches: Vec<String> = described
        .iter()
        .filter(|(name, meaning)| {
            !text.lines().any(|line| {
                line.starts_with(&format!("| `{name}` |"))
                    && line.ends_with(&format!("| {meaning} |"))
            })
        })
        .map(|(name, meaning)| format!("{name}: {meaning}"))
        .collect();
    let known = |name: &str| described.iter().any(|(known, _)| known == name);
    breaches.extend(
        text.lines()
            .filter_map(|line| line.strip_prefix("| `imprimatur_")?.split('`').next())
            .map(|rest| format!("imprimatur_{rest}"))
            .filter(|name| !known(name)),
    );
    none("docs/operations.md says what each metric means", &breaches);
}

#[test]
fn every_metric_that_is_counted_is_described() {
    let described = described();
    let mut used = Vec::new();
    for source in sources("server/src", &[".rs"]) {
        let lines: Vec<&str> = product_lines(&source.text).map(|(_, line)| line).collect();
        let text = lines.join("\n");
        for part in text.split("metrics::").skip(1) {
            let macros = ["counter!(", "gauge!(", "histogram!("];
            let Some(rest) = macros.iter().find_map(|name| part.strip_prefix(name)) else {
                continue;
            };
            let name = rest
                .trim_start()
                .strip_prefix('"')
                .and_then(|rest| rest.split('"').next());
            used.push((name.unwrap_or("").to_owned(), source.path.clone()));
        }
    }
    assert!(used.len() > 20, "{used:?}");
    let breaches: Vec<String> = used
        .iter()
        .filter(|(name, _)| !described.iter().any(|(known, _)| known == name))
        .map(|(name, path)| format!("{path}: `{name}`"))
        .chain(
            described
                .iter()
                .filter(|(name, _)| !used.iter().any(|(known, _)| known == name))
                .map(|(name, _)| format!("{name} is described and never counted")),
        )
        .collect();
    none(
        "every metric is a name out of the table, and each of those is counted",
        &breaches,
    );
}
