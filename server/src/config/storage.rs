//! Where uploaded images rest: `STORAGE_URL`, and the keys to it.

use std::fmt;
use std::path::{Path, PathBuf};

use url::Url;

/// The folder below `DATA_DIR`, when nothing else is said.
const FOLDER: &str = "assets";

/// What comes before our keys in a bucket; with it they stay far below the 1,024 bytes that a key may have.
const PREFIX_BYTES_MAX: usize = 200;

/// Where uploaded images rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Storage {
    /// In this folder, which is made when missing.
    Folder(PathBuf),
    /// In a bucket of a service that speaks S3.
    Bucket(Bucket),
}

/// A bucket, and the keys to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What stands before every key, without slashes at its ends; none when it is empty.
    pub prefix: String,
    /// What requests are signed for.
    pub region: String,
    /// The service, when it is not that of AWS.
    pub endpoint: Option<Url>,
    /// Names the key.
    pub access_key_id: String,
    /// The key. Never shown.
    pub secret_access_key: String,
}

impl super::Config {
    /// Whether anything rests in `DATA_DIR`.
    pub fn uses_data_dir(&self) -> bool {
        let images =
            matches!(&self.storage, Storage::Folder(folder) if folder.starts_with(&self.data_dir));
        images
            || matches!(self.database, super::Database::Sqlite(_))
            || matches!(self.registry_database, super::RegistryDatabase::Sqlite(_))
    }
}

impl Storage {
    /// Judges the settings together: nothing is looked for anywhere else.
    pub(super) fn read(
        url: Option<&str>,
        data_dir: &Path,
        access_key_id: Option<String>,
        secret_access_key: Option<String>,
    ) -> Result<Self, String> {
        let Some(text) = url else {
            return Ok(Self::Folder(data_dir.join(FOLDER)));
        };
        let url = Url::parse(text).map_err(|cause| {
            format!(
                "STORAGE_URL is no address such as s3://bucket?region=… or file:///folder: {cause}."
            )
        })?;
        match url.scheme() {
            "file" => folder(&url).map(Self::Folder),
            "s3" => bucket(&url, access_key_id, secret_access_key).map(Self::Bucket),
            _ => Err("STORAGE_URL must begin with s3:// or file://; leave it out to keep images in DATA_DIR.".to_owned()),
        }
    }
}

fn folder(url: &Url) -> Result<PathBuf, String> {
    let plain = url.host().is_none() && url.query().is_none() && url.fragment().is_none();
    url.to_file_path()
        .ok()
        .filter(|folder| plain && folder.parent().is_some())
        .ok_or_else(|| {
            "STORAGE_URL takes a folder as file:///path, from the root and without anything after it."
                .to_owned()
        })
}

fn bucket(
    url: &Url,
    access_key_id: Option<String>,
    secret_access_key: Option<String>,
) -> Result<Bucket, String> {
    if !url.username().is_empty() || url.password().is_some() {
        // Without the address: it holds what must not be shown.
        return Err(
            "STORAGE_URL holds no keys: they are AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
                .to_owned(),
        );
    }
    if url.port().is_some() || url.fragment().is_some() {
        return Err(
            "STORAGE_URL is s3://bucket/prefix?region=…; where the service listens is its endpoint=https://…"
                .to_owned(),
        );
    }
    let name = url.host_str().unwrap_or_default();
    if !is_bucket_name(name) {
        return Err(format!(
            "STORAGE_URL names the bucket after s3://, in 3 to 63 small letters, digits, dots and hyphens; `{name}` is none."
        ));
    }
    let prefix = url.path().trim_matches('/');
    if !is_prefix(prefix) {
        return Err(format!(
            "STORAGE_URL takes a prefix of letters, digits, `.`, `_`, `-` and single slashes, of at most {PREFIX_BYTES_MAX}; `{prefix}` is none."
        ));
    }
    let (mut region, mut endpoint) = (None, None);
    for (key, value) in url.query_pairs() {
        let place = match &*key {
            "region" => &mut region,
            "endpoint" => &mut endpoint,
            _ => {
                return Err(format!(
                    "STORAGE_URL takes region and endpoint; `{key}` is neither."
                ));
            }
        };
        if place.replace(value.into_owned()).is_some() {
            return Err(format!("STORAGE_URL says {key} twice."));
        }
    }
    let endpoint = endpoint.as_deref().map(service).transpose()?;
    let mut missing = Vec::new();
    let mut needed = |value: Option<String>, what| {
        let value = value.filter(|it| !it.is_empty());
        if value.is_none() {
            missing.push(what);
        }
        value.unwrap_or_default()
    };
    let bucket = Bucket {
        name: name.to_owned(),
        prefix: prefix.to_owned(),
        region: needed(region, "?region=… in STORAGE_URL (R2: auto)"),
        endpoint,
        access_key_id: needed(access_key_id, "AWS_ACCESS_KEY_ID"),
        secret_access_key: needed(secret_access_key, "AWS_SECRET_ACCESS_KEY"),
    };
    if !missing.is_empty() {
        return Err(format!(
            "The bucket of STORAGE_URL also needs {}; nothing is asked of the machine that this runs on.",
            missing.join(", ")
        ));
    }
    if !bucket
        .region
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        return Err(
            "STORAGE_URL takes a region of letters, digits and hyphens, such as eu-central-2."
                .to_owned(),
        );
    }
    Ok(bucket)
}

fn is_bucket_name(name: &str) -> bool {
    (3..=63).contains(&name.len())
        && name
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-'))
        && !name.starts_with(['.', '-'])
        && !name.ends_with(['.', '-'])
}

fn is_prefix(prefix: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    };
    prefix.len() <= PREFIX_BYTES_MAX && (prefix.is_empty() || prefix.split('/').all(part))
}

/// An address without anything that a signature would not cover as we expect.
fn service(text: &str) -> Result<Url, String> {
    Url::parse(text)
        .ok()
        .filter(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.has_host()
                && url.username().is_empty()
                && url.password().is_none()
                && url.path() == "/"
                && url.query().is_none()
                && url.fragment().is_none()
        })
        .ok_or_else(|| {
            "STORAGE_URL takes an endpoint such as https://s3.example.org, without path and keys."
                .to_owned()
        })
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bucket({self})")
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}", self.name)?;
        if !self.prefix.is_empty() {
            write!(f, "/{}", self.prefix)?;
        }
        match &self.endpoint {
            Some(endpoint) => write!(f, " at {}", endpoint.origin().ascii_serialization()),
            None => write!(f, " in {}", self.region),
        }
    }
}

impl fmt::Display for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Bucket(bucket) => write!(f, "{bucket}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<Storage, String> {
        let [id, key] = ["AKIA", "hush"].map(|text| Some(text.to_owned()));
        Storage::read(Some(url), Path::new("data"), id, key)
    }

    fn bucket(url: &str) -> Bucket {
        match read(url) {
            Ok(Storage::Bucket(bucket)) => bucket,
            other => panic!("{url}: {other:?}"),
        }
    }

    #[test]
    fn a_folder_is_the_default() {
        let folder = Storage::read(None, Path::new("data"), None, None);
        assert_eq!(folder, Ok(Storage::Folder("data/assets".into())));
        assert_eq!(
            read("file:///srv/a%20b"),
            Ok(Storage::Folder("/srv/a b".into()))
        );
        for wrong in [
            "file://srv/images",
            "file:///",
            "file:///a?b",
            "file:images",
        ] {
            let message = read(wrong);
            // `file:images` is read as from the root, as browsers read it.
            if wrong == "file:images" {
                assert_eq!(message, Ok(Storage::Folder("/images".into())));
            } else {
                assert!(message.unwrap_err().contains("file:///path"), "{wrong}");
            }
        }
    }

    #[test]
    fn buckets_of_aws_and_of_others() {
        let aws = bucket("s3://certificates?region=eu-central-2");
        assert_eq!((&*aws.name, &*aws.prefix), ("certificates", ""));
        assert_eq!((&*aws.region, aws.endpoint), ("eu-central-2", None));
        for endpoint in [
            "https://0123.r2.cloudflarestorage.com",
            "https%3A%2F%2F0123.r2.cloudflarestorage.com%2F",
        ] {
            let r2 = bucket(&format!(
                "s3://certificates/images/live/?region=auto&endpoint={endpoint}"
            ));
            assert_eq!((&*r2.prefix, &*r2.region), ("images/live", "auto"));
            assert_eq!(
                r2.to_string(),
                "s3://certificates/images/live at https://0123.r2.cloudflarestorage.com"
            );
        }
    }

    #[test]
    fn what_is_half_set_says_what_is_missing() {
        let some = |text: &str| Some(text.to_owned());
        for (url, id, key, missing) in [
            ("s3://abc", some("AKIA"), some("hush"), &["region"][..]),
            ("s3://abc?region=", some("AKIA"), some("hush"), &["region"]),
            (
                "s3://abc?region=auto",
                None,
                some("hush"),
                &["AWS_ACCESS_KEY_ID"],
            ),
            (
                "s3://abc?region=auto",
                some("AKIA"),
                some(""),
                &["AWS_SECRET_ACCESS_KEY"],
            ),
            (
                "s3://abc",
                None,
                None,
                &["region", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
            ),
        ] {
            let message = Storage::read(Some(url), Path::new("data"), id, key).unwrap_err();
            for word in missing {
                assert!(message.contains(word), "{url}: {message}");
            }
            assert!(!message.contains("hush"), "{message}");
        }
    }

    #[test]
    fn nonsense_is_refused_with_a_reason() {
        for (url, reason) in [
            ("images", "no address"),
            ("https://abc.example", "s3:// or file://"),
            ("s3://?region=auto", "names the bucket"),
            ("s3://ab?region=auto", "names the bucket"),
            ("s3://Certificates?region=auto", "names the bucket"),
            ("s3://abc:9000?region=auto", "endpoint="),
            ("s3://abc#x", "endpoint="),
            ("s3://AKIA:hush@abc?region=auto", "holds no keys"),
            ("s3://abc/a//b?region=auto", "prefix"),
            ("s3://abc/%C3%BC?region=auto", "prefix"),
            ("s3://abc?region=auto&acl=public", "`acl` is neither"),
            ("s3://abc?region=auto&region=x", "region twice"),
            ("s3://abc?region=a/b", "a region of letters"),
            (
                "s3://abc?region=auto&endpoint=r2.example",
                "an endpoint such as",
            ),
            (
                "s3://abc?region=auto&endpoint=https://r2.example/abc",
                "an endpoint such as",
            ),
            (
                "s3://abc?region=auto&endpoint=https://k:hush@r2.example",
                "an endpoint such as",
            ),
        ] {
            let message = read(url).unwrap_err();
            assert!(message.contains(reason), "{url}: {message}");
            assert!(!message.contains("hush"), "{url}: {message}");
        }
    }

    #[test]
    fn the_data_folder_is_used_unless_everything_rests_elsewhere() {
        let database = "--database-url=postgres://db.example/w";
        let registry = "--registry-database-url=mysql://db.example/r";
        for (arguments, used) in [
            (&[][..], true),
            (&[database], true),
            (&["--storage-url=file:///srv/images"], true),
            (&[database, "--storage-url=file:///srv/images"], true),
            (
                &[database, registry, "--storage-url=file:///srv/images"],
                false,
            ),
        ] {
            let line = [&["imprimatur", "serve"], arguments].concat();
            let (_, config) = super::super::Config::read(line).unwrap();
            assert_eq!(config.uses_data_dir(), used, "{arguments:?}");
        }
    }

    #[test]
    fn the_key_is_never_shown() {
        let bucket = bucket("s3://certificates/images?region=auto&endpoint=http://minio:9000");
        let shown = format!("{bucket:?} {bucket} {:?}", Storage::Bucket(bucket.clone()));
        assert!(
            !shown.contains("hush") && !shown.contains("AKIA"),
            "{shown}"
        );
        assert!(shown.contains("certificates/images at http://minio:9000"));
    }
}
