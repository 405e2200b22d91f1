//! A document as one hash, whichever way its JSON is written: JSON-LD 1.1 to RDF, RDF Dataset Canonicalization (RDFC-1.0), SHA-256.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::Dataset;
use oxrdf::dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Statements of one document at most. What canonicalization takes can rise steeply with what is in a document; ours have some hundred.
const STATEMENTS: usize = 4_000;

/// By the address of a context, the terms of it that are used here, with what they mean there.
static TERMS: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let terms: BTreeMap<String, Value> =
        serde_json::from_str(include_str!("terms.json")).expect("the terms are built in");
    let bytes = |(address, context): (String, Value)| (address, context.to_string().into_bytes());
    terms.into_iter().map(bytes).collect()
});

/// Why a document has no hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unreadable(String);

/// The hash of what a document says.
pub(crate) fn hash(json: &str) -> Result<[u8; 32], Unreadable> {
    let quads = JsonLdParser::new()
        .for_slice(json)
        .with_load_document_callback(|address, _| {
            let document = TERMS
                .get(address)
                .ok_or_else(|| format!("{address} is no context that is known here"))?;
            Ok(JsonLdRemoteDocument {
                document: document.clone(),
                document_url: address.to_owned(),
            })
        });
    let mut dataset = Dataset::new();
    for (count, quad) in quads.enumerate() {
        let quad = quad.map_err(|cause| Unreadable(cause.to_string()))?;
        if count == STATEMENTS {
            return Err(Unreadable(format!("it says more than {STATEMENTS} things")));
        }
        dataset.insert(&quad);
    }
    dataset.canonicalize(CanonicalizationAlgorithm::Rdfc10 {
        hash_algorithm: CanonicalizationHashAlgorithm::Sha256,
    });
    let mut lines: Vec<String> = dataset.iter().map(|quad| format!("{quad} .\n")).collect();
    lines.sort_unstable();
    Ok(Sha256::digest(lines.concat()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_that_is_not_built_in_is_not_fetched() {
        let unknown = hash(r#"{"@context":"https://a.example/context","id":"urn:a","name":"b"}"#);
        assert!(unknown.is_err());
    }

    #[test]
    fn the_order_of_keys_says_nothing_and_every_value_does() {
        let one = r#"{"@context":"https://www.w3.org/ns/credentials/v2","id":"urn:a","name":"b"}"#;
        let two = r#"{"name":"b","id":"urn:a","@context":"https://www.w3.org/ns/credentials/v2"}"#;
        let other = one.replace("\"b\"", "\"c\"");
        assert_eq!(hash(one), hash(two));
        assert_ne!(hash(one), hash(&other));
    }
}
