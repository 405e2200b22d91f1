//! The name of a request: in every line of its log, and on its answer.

use axum::http::HeaderMap;
use axum::http::header::HeaderName;

use crate::clock::Clock;

/// Names a request, on the way in and on the way out.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Characters of an id that a client or a proxy may give.
const CHARACTERS_MAX: usize = 64;

/// What the client or its proxy calls the request; a new name where it calls it nothing that may stand in a log.
pub(super) fn request_id(headers: &HeaderMap, clock: &Clock) -> String {
    let given = headers
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .filter(|text| is_token(text));
    match given {
        Some(given) => given.to_owned(),
        None => format!("{:016x}", u64::from_be_bytes(clock.random::<8>())),
    }
}

/// No spaces, quotes, line ends or `@`: nothing that forges a line, and no address of anybody.
fn is_token(text: &str) -> bool {
    (1..=CHARACTERS_MAX).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_sane_id_is_kept_and_anything_else_gets_a_new_one() {
        let clock = Clock::system();
        let longest = "a".repeat(CHARACTERS_MAX);
        for id in [
            "7",
            "0af7651916cd43dd8448eb211c80319c",
            "edge-1.b_2",
            &longest,
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_str(id).unwrap());
            assert_eq!(request_id(&headers, &clock), id);
        }
        let too_long = "a".repeat(CHARACTERS_MAX + 1);
        for id in ["", "a b", "a\"b", "me@example.org", "é", &too_long] {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_bytes(id.as_bytes()).unwrap());
            let made = request_id(&headers, &clock);
            assert_ne!(made, id);
            assert!(is_token(&made));
            assert_ne!(made, request_id(&HeaderMap::new(), &clock));
        }
    }
}
