//! `If-None-Match`: whether the caller has already what it asks for.

use axum::http::{HeaderMap, header};

/// What the caller has, as it says.
pub fn wanted_tag(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::IF_NONE_MATCH)?.to_str().ok()
}

/// Compares weakly: a proxy that compresses marks the tag so.
pub fn matches_tag(wanted: &str, tag: &str) -> bool {
    wanted
        .split(',')
        .map(str::trim)
        .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_match_as_proxies_write_them() {
        for wanted in ["\"a-1\"", "W/\"a-1\"", "\"x\", W/\"a-1\"", "*"] {
            assert!(matches_tag(wanted, "\"a-1\""), "{wanted}");
        }
        assert!(!matches_tag("\"a-2\"", "\"a-1\""));
    }
}
