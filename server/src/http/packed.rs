//! Files that were packed when they were built: nobody waits until they are packed once more, and they are smaller than what is packed in passing.

use axum::http::{HeaderMap, HeaderName, header};
use rust_embed::{EmbeddedFile, RustEmbed};

/// What the packed one of a file is called beside that.
pub(super) const ENDING: &str = ".br";

/// The packed one of a file, where there is one and whoever asks can read it (RFC 7932).
pub(super) fn packed<F: RustEmbed>(path: &str, headers: &HeaderMap) -> Option<EmbeddedFile> {
    let packed = || F::get(&format!("{path}{ENDING}"));
    takes_brotli(headers).then(packed).flatten()
}

/// How an answer says that it is packed, and that others may get it otherwise.
pub(super) const HEADERS: [(HeaderName, &str); 2] = [
    (header::CONTENT_ENCODING, "br"),
    (header::VARY, "accept-encoding"),
];

/// `Accept-Encoding` as HTTP Semantics has it (RFC 9110, section 12.5.3). Who takes anything is not asked for more.
fn takes_brotli(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter();
    let values = values.filter_map(|value| value.to_str().ok());
    let mut codings = values.flat_map(|value| value.split(','));
    codings.any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=").map(str::parse::<f32>);
        name.trim().eq_ignore_ascii_case("br") && !matches!(weight, Some(Ok(0.0)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_takes_it_gets_it() {
        for (asked, takes) in [
            ("gzip, deflate, br, zstd", true),
            ("br;q=0.5", true),
            ("BR", true),
            ("br;q=0", false),
            ("br; q=0.000", false),
            ("gzip", false),
            ("brotli", false),
            ("*", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, asked.parse().expect("a header"));
            assert_eq!(takes_brotli(&headers), takes, "{asked}");
        }
        assert!(!takes_brotli(&HeaderMap::new()));
    }
}
