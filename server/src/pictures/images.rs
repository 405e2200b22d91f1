//! The images that pictures show, as the renderer wants them.

use std::collections::BTreeSet;
use std::sync::Arc;

use imprimatur_protocol::{AssetId, OrganisationId};
use imprimatur_render::{Asset, AssetKind, Assets, Failure};

use super::Pictures;
use super::draw::refused;
use crate::assets::{self, AssetType, PublishedImage};
use crate::error::Result;

/// Bytes of all images of one picture: a layout may name thousands.
const IMAGE_BYTES_MAX: usize = 128 * 1024 * 1024;

impl Pictures {
    /// The images that a layout shows. One that the organisation does not have is left out.
    pub(super) async fn images(
        &self,
        organisation: OrganisationId,
        shown: BTreeSet<String>,
    ) -> Result<Assets> {
        let mut found = Assets::new();
        let mut bytes = 0;
        for id in shown {
            let Ok(asset) = id.parse::<AssetId>() else {
                continue;
            };
            let Some(asset) = self.0.assets.read(organisation, asset).await? else {
                continue;
            };
            bytes += asset.bytes.len();
            if bytes > IMAGE_BYTES_MAX {
                return Err(refused(Failure::TooLarge));
            }
            found.insert(id, drawable(&asset));
        }
        Ok(found)
    }
}

pub(super) fn of_published(image: &PublishedImage) -> Asset {
    Asset {
        kind: kind(image.kind),
        bytes: Arc::new(image.bytes.to_vec()),
        size: image.size,
    }
}

const fn kind(kind: AssetType) -> AssetKind {
    match kind {
        AssetType::Png => AssetKind::Png,
        AssetType::Jpeg => AssetKind::Jpeg,
        AssetType::Svg => AssetKind::Svg,
    }
}

fn drawable(asset: &assets::Asset) -> Asset {
    Asset {
        kind: kind(asset.meta.kind),
        bytes: Arc::new(asset.bytes.to_vec()),
        size: [asset.meta.width(), asset.meta.height()],
    }
}
