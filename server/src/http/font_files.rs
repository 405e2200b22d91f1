//! The faces that certificates are set in, for the page and for pictures: the very same files, inside the binary in a release.

use std::borrow::Cow;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

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
pub fn serve(path: &str, known: Option<&HeaderValue>) -> Response {
    let found = path
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.split_once('/'))
        .filter(|(_, name)| !name.contains('/'));
    let answer = found.and_then(|(folder, name)| {
        if folder == LICENCES {
            let file = FontFiles::get(&format!("{LICENCES}/{name}"))?;
            return Some(answer(
                &file,
                "text/plain; charset=utf-8",
                "no-cache",
                known,
            ));
        }
        let file = FontFiles::get(name).filter(|file| hash(file) == folder)?;
        Some(answer(
            &file,
            "font/ttf",
            "public, max-age=31536000, immutable",
            known,
        ))
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

fn answer(
    file: &EmbeddedFile,
    media_type: &'static str,
    caching: &'static str,
    known: Option<&HeaderValue>,
) -> Response {
    let tag = format!("W/\"{}\"", hash(file));
    let headers = [
        (header::CACHE_CONTROL, caching.to_owned()),
        (header::ETAG, tag.clone()),
    ];
    if known.is_some_and(|known| known.to_str().is_ok_and(|known| known.contains(&tag))) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let body = file.data.clone().into_owned();
    (headers, [(header::CONTENT_TYPE, media_type)], body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The faces are there where tests run: `make test` collects them.
    #[test]
    fn a_face_is_served_by_its_hash_and_by_no_other() {
        let (name, file) = FontFiles::iter()
            .filter(|name| name.ends_with(".ttf"))
            .find_map(|name| FontFiles::get(&name).map(|file| (name, file)))
            .expect("make collects the faces");
        let whole = serve(&format!("fonts/{}/{name}", hash(&file)), None);
        assert_eq!(whole.status(), StatusCode::OK);
        assert_eq!(whole.headers()[header::CONTENT_TYPE], "font/ttf");
        let caching = whole.headers()[header::CACHE_CONTROL].to_str();
        assert!(caching.is_ok_and(|it| it.contains("immutable")));
        let again = serve(
            &format!("fonts/{}/{name}", hash(&file)),
            whole.headers().get(header::ETAG),
        );
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        for wrong in [
            format!("fonts/0000000000000000/{name}"),
            format!("fonts/{name}"),
            "fonts/licences/../fonts.json".to_owned(),
            format!("fonts/{}/../{name}", hash(&file)),
            "fonts/".to_owned(),
        ] {
            assert_eq!(
                serve(&wrong, None).status(),
                StatusCode::NOT_FOUND,
                "{wrong}"
            );
        }
    }
}
