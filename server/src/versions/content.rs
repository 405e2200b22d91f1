//! What a version holds: the layout in its one spelling, and the images and faces that it is drawn with, each by its hash.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use imprimatur_crdt::element::{ElementKind, TextStyle};
use imprimatur_crdt::layout::StyleKind;
use imprimatur_crdt::{CANONICAL, Layout, canonical, json};
use imprimatur_protocol::{AssetId, Fault, OrganisationId};
use imprimatur_render::pictures_of;
use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;

use crate::assets::Assets;
use crate::error::{Error, Result};
use crate::pictures::faces_of;
use crate::workspace::record;

/// All that a version holds.
#[derive(Debug, Clone)]
pub struct Content {
    hash: String,
    canonical: Vec<u8>,
    layout: Layout,
    assets: BTreeMap<String, Option<String>>,
    fonts: BTreeMap<String, String>,
}

record! {
    /// The same as it is stored.
    pub(super) struct Stored {
        pub(super) hash: String,
        pub(super) layout: Vec<u8>,
        pub(super) layout_bytes: i64,
        pub(super) assets: String,
        pub(super) fonts: String,
    }
}

impl Content {
    /// Of a layout in an organisation.
    pub(super) async fn of(
        assets: &Assets,
        organisation: OrganisationId,
        layout: Layout,
    ) -> Result<Self> {
        let named = assets_of(&layout);
        let ids = named.iter().filter_map(|id| id.parse::<AssetId>().ok());
        let known = assets.hashes(organisation, ids.collect()).await?;
        let known = known
            .into_iter()
            .map(|(id, sha256)| (id.to_string(), sha256))
            .collect();
        spawn_blocking(move || Self::made(layout, named, known))
            .await
            .map_err(|cause| Error::internal("hashing a layout").caused_by(cause))?
    }

    fn made(
        layout: Layout,
        named: BTreeSet<String>,
        mut known: BTreeMap<String, String>,
    ) -> Result<Self> {
        let canonical = canonical(&layout);
        // What cannot be read again is no version. The layout that is kept on is the one that was read.
        let value = serde_json::from_slice(&canonical)
            .map_err(|cause| Error::internal("reading a layout again").caused_by(cause))?;
        let layout = json::from_json(&value).map_err(|faults| {
            let faults = faults.into_iter().map(|fault| Fault {
                at: fault.at,
                code: fault.code.to_owned(),
                message: fault.message,
            });
            Error::layout_invalid(faults.collect())
        })?;
        let assets = named
            .into_iter()
            .map(|id| {
                let sha256 = known.remove(&id);
                (id, sha256)
            })
            .collect();
        let fonts = faces_of(&families(&layout))
            .into_iter()
            .map(|(file, sha256)| (file.to_owned(), sha256.to_owned()))
            .collect();
        let hash = hashed(&canonical, &assets, &fonts);
        Ok(Self {
            hash,
            canonical,
            layout,
            assets,
            fonts,
        })
    }

    /// As it was stored. Its bytes are checked against their hash.
    pub(super) fn read(stored: Stored) -> Result<Self> {
        let damaged = |what: &str| Error::internal(format!("{what} of {}", stored.hash));
        let most = u64::try_from(stored.layout_bytes).unwrap_or_default();
        let mut canonical = Vec::new();
        DeflateDecoder::new(stored.layout.as_slice())
            // One more than there is: what is longer is not what was stored.
            .take(most + 1)
            .read_to_end(&mut canonical)
            .map_err(|cause| damaged("inflating the layout").caused_by(cause))?;
        let assets = serde_json::from_str(&stored.assets)
            .map_err(|cause| damaged("reading the images").caused_by(cause))?;
        let fonts = serde_json::from_str(&stored.fonts)
            .map_err(|cause| damaged("reading the faces").caused_by(cause))?;
        let is_whole = u64::try_from(canonical.len()).is_ok_and(|bytes| bytes == most);
        if !is_whole || hashed(&canonical, &assets, &fonts) != stored.hash {
            return Err(damaged("what is stored is not the content"));
        }
        let value = serde_json::from_slice(&canonical)
            .map_err(|cause| damaged("reading the layout").caused_by(cause))?;
        let layout = json::from_json(&value)
            .map_err(|faults| damaged("reading the layout").caused_by(format!("{faults:?}")))?;
        Ok(Self {
            hash: stored.hash,
            canonical,
            layout,
            assets,
            fonts,
        })
    }

    /// As it is stored.
    pub(super) fn stored(&self) -> Result<Stored> {
        let mut deflated = DeflateEncoder::new(Vec::new(), Compression::default());
        let layout = deflated
            .write_all(&self.canonical)
            .and_then(|()| deflated.finish())
            .map_err(|cause| Error::internal("deflating a layout").caused_by(cause))?;
        let text = |value: serde_json::Result<String>| {
            value.map_err(|cause| Error::internal("writing a version").caused_by(cause))
        };
        Ok(Stored {
            hash: self.hash.clone(),
            layout,
            layout_bytes: i64::try_from(self.canonical.len()).unwrap_or(i64::MAX),
            assets: text(serde_json::to_string(&self.assets))?,
            fonts: text(serde_json::to_string(&self.fonts))?,
        })
    }

    /// SHA-256 over all of it, in hexadecimal digits.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The layout in its one spelling: JSON as the API gives it, without `order`.
    pub fn canonical(&self) -> &[u8] {
        &self.canonical
    }

    /// The layout, as it was read from that.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Every image that the layout names, with the SHA-256 of its bytes; none where the organisation has no such image.
    pub fn assets(&self) -> &BTreeMap<String, Option<String>> {
        &self.assets
    }

    /// The files of the faces that its texts may be set in, each with its SHA-256.
    pub fn fonts(&self) -> &BTreeMap<String, String> {
        &self.fonts
    }
}

/// The hash over all of it. Never changed: approvals and publications are bound to it. The layout has no line breaks, so no two contents
/// are written alike.
fn hashed(
    canonical: &[u8],
    assets: &BTreeMap<String, Option<String>>,
    fonts: &BTreeMap<String, String>,
) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{CANONICAL}\n"));
    hash.update(canonical);
    for (id, sha256) in assets {
        // The id as JSON: it is whatever somebody wrote.
        let id = serde_json::Value::from(id.as_str());
        hash.update(format!("\nimage {id} {}", sha256.as_deref().unwrap_or("-")));
    }
    for (file, sha256) in fonts {
        hash.update(format!("\nface {file} {sha256}"));
    }
    hex::encode(hash.finalize())
}

/// Every image that a layout names, whether it is seen or not.
fn assets_of(layout: &Layout) -> BTreeSet<String> {
    layout
        .languages
        .iter()
        .flat_map(|language| pictures_of(layout, language, None))
        .collect()
}

/// Every family that a layout names.
fn families(layout: &Layout) -> BTreeSet<String> {
    let mut families = BTreeSet::new();
    let mut add = |style: &TextStyle| families.extend(style.family.clone());
    for style in &layout.styles {
        if let StyleKind::Text { text, .. } = &style.kind {
            add(text);
        }
    }
    for element in layout.elements() {
        if let ElementKind::Text { typography, .. } | ElementKind::Field { typography, .. } =
            &element.kind
        {
            add(&typography.text);
        }
        let texts = element.texts().into_iter().flat_map(BTreeMap::values);
        for run in texts.flatten() {
            add(&run.style);
        }
    }
    families
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn layout(family: &str, asset: &str) -> Layout {
        json::from_json(&json!({"schema": 1, "languages": ["de"], "pages": [{"id": "p", "size": [210, 297], "elements": [
            {"id": "t", "type": "text", "at": [0, 0], "size": [50, 9], "family": family, "texts": {"de": [{"insert": "Diplom"}]}},
            {"id": "i", "type": "image", "at": [0, 0], "size": [9, 9], "asset": asset, "hidden": true},
        ]}], "fields": [], "styles": []}))
        .unwrap()
    }

    fn content(family: &str, asset: &str, sha256: Option<&str>) -> Content {
        let layout = layout(family, asset);
        let named = assets_of(&layout);
        let known = sha256.map(|it| (asset.to_owned(), it.to_owned()));
        Content::made(layout, named, known.into_iter().collect()).unwrap()
    }

    #[test]
    fn the_hash_is_over_the_layout_its_images_and_its_faces() {
        let first = content("Inter", "ast_1", Some("aa"));
        assert_eq!(first.hash, content("Inter", "ast_1", Some("aa")).hash);
        for other in [
            content("EB Garamond", "ast_1", Some("aa")),
            content("Inter", "ast_2", Some("aa")),
            content("Inter", "ast_1", Some("ab")),
            content("Inter", "ast_1", None),
        ] {
            assert_ne!(first.hash, other.hash);
        }
        assert_eq!(
            first.assets["ast_1"].as_deref(),
            Some("aa"),
            "hidden, and named"
        );
        assert!(
            first.fonts.contains_key("inter-400.ttf"),
            "{:?}",
            first.fonts
        );
        assert!(!first.fonts.contains_key("eb-garamond-400.ttf"));
        let garamond = content("EB Garamond", "ast_1", None);
        assert!(garamond.fonts.contains_key("eb-garamond-400.ttf"));

        let mut fonts = first.fonts.clone();
        fonts.insert("inter-400.ttf".to_owned(), "another".to_owned());
        assert_ne!(first.hash, hashed(&first.canonical, &first.assets, &fonts));
        // Never to be changed: what was approved under it would be approved no more.
        let fixed = hashed(
            b"{}",
            &first.assets,
            &BTreeMap::from([("a.ttf".to_owned(), "bb".to_owned())]),
        );
        assert_eq!(
            fixed,
            hex::encode(Sha256::digest(
                "imprimatur-layout-1\n{}\nimage \"ast_1\" aa\nface a.ttf bb"
            ))
        );
    }

    #[test]
    fn what_was_stored_is_read_and_damage_is_noticed() {
        let content = content("Inter", "ast_1", None);
        let read = Content::read(content.stored().unwrap()).unwrap();
        assert_eq!(
            (&read.canonical, &read.layout),
            (&content.canonical, &content.layout)
        );
        assert_eq!(
            (&read.assets, &read.fonts),
            (&content.assets, &content.fonts)
        );

        let damages: [fn(&mut Stored); 5] = [
            |it| it.layout.truncate(it.layout.len() / 2),
            |it| it.layout_bytes -= 1,
            |it| it.assets = r#"{"ast_1":"aa"}"#.to_owned(),
            |it| it.fonts = "{}".to_owned(),
            |it| it.hash = "0".repeat(64),
        ];
        for damage in damages {
            let mut stored = content.stored().unwrap();
            damage(&mut stored);
            assert!(Content::read(stored).is_err());
        }
    }
}
