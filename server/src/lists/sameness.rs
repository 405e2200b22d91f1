//! Whether somebody is to be given what they have already. Pure.

use std::collections::BTreeMap;

use imprimatur_protocol::api::issuance::NewCertificateBody;

/// What a certificate says although nobody asked for it.
pub(super) fn filled_by_itself(
    asked: &NewCertificateBody,
    judged: &NewCertificateBody,
) -> Vec<String> {
    let values = judged.values.keys();
    let mut own: Vec<String> = values
        .filter(|key| !asked.values.contains_key(*key))
        .cloned()
        .collect();
    own.push("certificate_number".to_owned());
    if asked.valid_from.is_none() {
        own.push("valid_from".to_owned());
    }
    own
}

/// Whether two certificates say the same, but for what fills itself.
pub(super) fn says_the_same(
    (given, own): (&BTreeMap<String, String>, &[String]),
    wanted: &BTreeMap<String, String>,
) -> bool {
    let said = |values: &BTreeMap<String, String>| {
        let kept = values.iter().filter(|(key, _)| !own.contains(key));
        let kept = kept.map(|(key, value)| (key.clone(), value.clone()));
        kept.collect::<BTreeMap<_, _>>()
    };
    said(given) == said(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        let pairs = pairs.iter();
        pairs
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn the_day_of_issuing_makes_no_difference_unless_the_list_says_it() {
        let asked: NewCertificateBody = serde_json::from_value(serde_json::json!({
            "recipient": { "name": "Anna" }, "values": { "course": "Rust" },
        }))
        .expect("a certificate");
        let mut judged = asked.clone();
        judged
            .values
            .insert("date".to_owned(), "2026-11-30".to_owned());
        let own = filled_by_itself(&asked, &judged);
        let today = values(&[
            ("course", "Rust"),
            ("date", "2026-11-30"),
            ("certificate_number", "0"),
        ]);
        let before = values(&[
            ("course", "Rust"),
            ("date", "2026-11-29"),
            ("certificate_number", "7"),
        ]);
        let other = values(&[("course", "Go"), ("date", "2026-11-30")]);
        assert!(says_the_same((&before, &own), &today));
        assert!(!says_the_same((&other, &own), &today));
        // Who asks for a day means it.
        assert!(!says_the_same(
            (&before, &filled_by_itself(&judged, &judged)),
            &today
        ));
    }
}
