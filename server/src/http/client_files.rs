//! The page, as the web client's build left it: inside the binary in a release, read from disk otherwise.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::middleware::method_not_allowed;
use super::{font_files, packed};
use crate::error::Error;

/// A missing folder is no error here: checks and tests need no Node. A release is refused by `build.rs`.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../web-client/dist"]
#[allow_missing = true]
struct ClientFiles;

const INDEX: &str = "index.html";

/// The page that reads codes with the camera; no other one may use it.
const WITH_CAMERA: &str = "verify";
const CAMERA_POLICY: &str = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()";

/// The build puts a hash of the content into these files' names: they never change.
const HASHED: &str = "assets/";

const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Imprimatur</title>\
    <p>The page is not built yet: <code>cd web-client &amp;&amp; npm ci &amp;&amp; npm run build</code>, then reload.";

/// Whatever is no route: a file of the build, or else the page, whose own router reads the address.
pub async fn serve(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return method_not_allowed().await.into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    if path.starts_with(font_files::PREFIX) {
        return font_files::serve(path, request.headers());
    }
    // What stands beside a file is no file of its own.
    let file = ClientFiles::get(path).filter(|_| !path.ends_with(packed::ENDING));
    if let Some(file) = file {
        return file_answer(path, file, request.headers());
    }
    // A name with a dot is a file that is not there, and no address of the page.
    let is_file = path
        .rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'));
    if is_file || path.starts_with(HASHED) {
        return Error::not_found("file").into_response();
    }
    match ClientFiles::get(INDEX) {
        Some(file) => {
            let mut answer = file_answer(INDEX, file, request.headers());
            if path == WITH_CAMERA {
                let policy = HeaderName::from_static("permissions-policy");
                let value = HeaderValue::from_static(CAMERA_POLICY);
                answer.headers_mut().insert(policy, value);
            }
            answer
        }
        None => (
            [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
            NOT_BUILT,
        )
            .into_response(),
    }
}

fn file_answer(path: &str, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let hash = file.metadata.sha256_hash();
    let tag = hash[..8].iter().fold(String::from("W/\""), |tag, byte| {
        tag + &format!("{byte:02x}")
    }) + "\"";
    let caching = if path.starts_with(HASHED) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (header::CACHE_CONTROL, caching.to_owned()),
        (header::ETAG, tag.clone()),
    ];
    let known = asked.get(header::IF_NONE_MATCH);
    if known.is_some_and(|known| known.to_str().is_ok_and(|known| known.contains(&tag))) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let media_type = match file.metadata.mimetype() {
        // The build writes UTF-8.
        text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    };
    let headers = (headers, [(header::CONTENT_TYPE, media_type)]);
    match packed::packed::<ClientFiles>(path, asked) {
        Some(packed) => (headers, packed::HEADERS, packed.data).into_response(),
        None => (headers, file.data).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    async fn get(path: &str) -> (StatusCode, String) {
        let answer = serve(Request::get(path).body(Body::empty()).unwrap()).await;
        let kind = answer
            .headers()
            .get(header::CONTENT_TYPE)
            .map(|kind| kind.to_str().unwrap().to_owned());
        (answer.status(), kind.unwrap_or_default())
    }

    #[tokio::test]
    async fn page_addresses_are_the_page_and_missing_files_are_missing() {
        for page in ["/", "/templates", "/templates/tpl_x/edit"] {
            assert_eq!(
                get(page).await,
                (StatusCode::OK, "text/html; charset=utf-8".to_owned()),
                "{page}"
            );
        }
        for file in [
            "/favicon.zip",
            "/assets/gone",
            "/assets/gone.js",
            "/../Cargo.toml",
            "/%2e%2e/Cargo.toml",
        ] {
            assert_eq!(get(file).await.0, StatusCode::NOT_FOUND, "{file}");
        }
    }
}
