//! The faces that certificates are set in, for the page and for pictures: the very same files, inside the binary in a release.

use std::borrow::Cow;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::packed;
use crate::error::Error;

/// Where `make` collects them; a missing folder is no error here, as with the page's files.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/render/fonts/files"]
#[allow_missing = true]
struct FontFiles;

/// Their addresses begin so.
pub const PREFIX: &str = "fonts/";
/// Their licences, which go with them.
const LICENCES: &str = "licences";
/// Bytes of a face's hash in its address.
const HASH_BYTES: usize = 8;

/// A face by the name that the manifest gives it.
pub fn face(file: &str) -> Option<Cow<'static, [u8]>> {
    FontFiles::get(file).map(|it| it.data)
}

/// `fonts/{first 16 hexadecimal digits of the file's SHA-256}/{file}`, which never changes, or `fonts/licences/{file}`.
pub fn serve(path: &str, asked: &HeaderMap) -> Response {
    let found = path
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.split_once('/'))
        .filter(|(_, name)| !name.contains('/'));
    let answer = found.and_then(|(folder, name)| {
        if folder == LICENCES {
            let file = FontFiles::get(&format!("{LICENCES}/{name}"))?;
            let kind = ("text/plain; charset=utf-8", "no-cache");
            return Some(answer((&file, None), kind, asked));
        }
        let file = FontFiles::get(name).filter(|file| hash(file) == folder)?;
        let packed = packed::packed::<FontFiles>(name, asked);
        let kind = ("font/ttf", "public, max-age=31536000, immutable");
        Some(answer((&file, packed), kind, asked))
    });
    answer.unwrap_or_else(|| Error::not_found("file").into_response())
}

fn hash(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    hash[..HASH_BYTES]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A file, or what it is packed into.
fn answer(
    (file, packed): (&EmbeddedFile, Option<EmbeddedFile>),
    (media_type, caching): (&'static str, &'static str),
    asked: &HeaderMap,
) -> Response {
    let tag = format!("W/\"{}\"", hash(file));
    let headers = [
        (header::CACHE_CONTROL, caching.to_owned()),
        (header::ETAG, tag.clone()),
    ];
    let known = asked.get(header::IF_NONE_MATCH);
    if known.is_some_and(|known| known.to_str().is_ok_and(|known| known.contains(&tag))) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let headers = (headers, [(header::CONTENT_TYPE, media_type)]);
    match packed {
        Some(packed) => (headers, packed::HEADERS, packed.data.into_owned()).into_response(),
        None => (headers, file.data.clone().into_owned()).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| (name.clone(), value.parse().expect("a header")))
            .collect()
    }

    /// The faces are there where tests run: `make test` collects them.
    fn a_face() -> (String, EmbeddedFile) {
        let mut names = FontFiles::iter().filter(|name| name.ends_with(".ttf"));
        let name = names.next().expect("make collects the faces").into_owned();
        let file = FontFiles::get(&name).expect("it is there");
        (format!("fonts/{}/{name}", hash(&file)), file)
    }

    #[test]
    fn a_face_is_served_by_its_hash_and_by_no_other() {
        let (path, _) = a_face();
        let (folder, name) = path.rsplit_once('/').expect("a folder");
        let whole = serve(&path, &HeaderMap::new());
        assert_eq!(whole.status(), StatusCode::OK);
        assert_eq!(whole.headers()[header::CONTENT_TYPE], "font/ttf");
        let caching = whole.headers()[header::CACHE_CONTROL].to_str();
        assert!(caching.is_ok_and(|it| it.contains("immutable")));
        let tag = whole.headers()[header::ETAG].to_str().expect("a tag");
        let again = serve(&path, &headers(&[(header::IF_NONE_MATCH, tag)]));
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        for wrong in [
            format!("fonts/0000000000000000/{name}"),
            format!("fonts/{name}"),
            "fonts/licences/../fonts.json".to_owned(),
            format!("{folder}/../{name}"),
            format!("{path}.br"),
            "fonts/".to_owned(),
        ] {
            let answer = serve(&wrong, &HeaderMap::new());
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_browser_gets_it_packed() {
        let (path, file) = a_face();
        let asked = headers(&[(header::ACCEPT_ENCODING, "gzip, deflate, br, zstd")]);
        let answer = serve(&path, &asked);
        assert_eq!(answer.headers()[header::CONTENT_ENCODING], "br");
        assert_eq!(answer.headers()[header::VARY], "accept-encoding");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "font/ttf");
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await;
        assert!(body.expect("a body").len() < file.data.len() * 3 / 4);
    }
}
