//! Pictures of versions: drawn once, kept under their hash, and served as they were drawn.

use bytes::Bytes;
use imprimatur_protocol::{OrganisationId, VersionId};
use imprimatur_render::RENDERER_VERSION;
use sha2::{Digest, Sha256};

use super::model::{Frozen, VersionKind};
use super::store::{self, KeptRow, PictureKey};
use super::{Versions, load};
use crate::error::{Error, Kind, Result};
use crate::pictures::{Format, Shown};

/// Pictures of one version that are drawn ahead; a booklet in twenty languages has thousands, and those are drawn when somebody asks.
const DRAWN_AHEAD: usize = 64;

/// What is asked of a version's picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// PNG of a page, or PDF.
    pub format: Format,
    /// From 0; none: all pages of a PDF.
    pub page: Option<usize>,
    /// One of the layout's; none: its first.
    pub language: Option<String>,
}

/// A picture of a version.
pub struct Picture {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// As they were drawn.
    pub bytes: Bytes,
    /// What its template was called.
    pub title: String,
}

impl Versions {
    /// A picture of a version. Of a frozen one it is drawn once, and the same bytes for ever, unless its file is lost.
    ///
    /// # Errors
    /// There is no such version, page or language; too many are being drawn; or where pictures rest is away.
    pub async fn picture(
        &self,
        organisation: OrganisationId,
        version: VersionId,
        asked: Asked,
    ) -> Result<Picture> {
        let mut tx = self.0.platform.db.read().await?;
        if let Some(language) = &asked.language {
            // Without the layout, which takes longer to read.
            let key = key(version, &asked, language);
            if let Some(found) = store::find(&mut tx, organisation, version).await?
                && let Some(kept) = store::picture(&mut tx, organisation, &key).await?
            {
                // Where pictures rest may be slow: nobody waits for it with a connection in hand.
                drop(tx);
                let read = self.read(organisation, &found.title, &kept).await?;
                if let Some(picture) = read {
                    return Ok(picture);
                }
                tx = self.0.platform.db.read().await?;
            }
        }
        let frozen = load(&mut tx, organisation, version)
            .await?
            .ok_or_else(|| Error::not_found("version"))?;
        let language = match &asked.language {
            Some(language) => language.clone(),
            None => frozen.content.layout().languages[0].clone(),
        };
        let kept = store::picture(&mut tx, organisation, &key(version, &asked, &language)).await?;
        drop(tx);
        if let Some(kept) = &kept {
            let read = self.read(organisation, &frozen.version.title, kept).await?;
            if let Some(picture) = read {
                return Ok(picture);
            }
        }
        let lost = kept.map(|kept| kept.sha256);
        if let Some(sha256) = &lost {
            tracing::warn!(version.id = %version, "the picture {sha256} of {version} is lost or spoilt, and is drawn again");
        }
        self.draw(organisation, &frozen, &asked, &language, lost.as_deref())
            .await
    }

    /// What is kept of a picture. None: its bytes are missing, or are not those that were kept.
    async fn read(
        &self,
        organisation: OrganisationId,
        title: &str,
        kept: &KeptRow,
    ) -> Result<Option<Picture>> {
        let assets = &self.0.assets;
        let bytes = assets
            .kept(organisation, None, &kept.sha256, kept.bytes)
            .await?;
        Ok(bytes.map(|bytes| Picture {
            sha256: kept.sha256.clone(),
            bytes,
            title: title.to_owned(),
        }))
    }

    /// `lost`: the hash of what was kept and is gone; the same renderer gives it back, and another one's picture takes its place.
    async fn draw(
        &self,
        organisation: OrganisationId,
        frozen: &Frozen,
        asked: &Asked,
        language: &str,
        lost: Option<&str>,
    ) -> Result<Picture> {
        let Frozen { version, content } = frozen;
        let shown = Shown {
            images: None,
            format: asked.format,
            page: asked.page,
            language: language.to_owned(),
            title: version.title.clone(),
            filled: None,
        };
        let layout = content.layout().clone();
        let bytes = self
            .0
            .pictures
            .of_layout(organisation, layout, shown)
            .await?;
        let title = version.title.clone();
        if version.kind != VersionKind::Frozen {
            // A checkpoint may be thinned: nothing of it is kept.
            return Ok(Picture {
                sha256: hex::encode(Sha256::digest(&bytes)),
                bytes,
                title,
            });
        }
        let assets = &self.0.assets;
        let sha256 = assets.hash(bytes.clone()).await?;
        assets
            .keep(organisation, None, &sha256, bytes.clone())
            .await?;
        let key = key(version.id, asked, language);
        let platform = &self.0.platform;
        let mut tx = platform.db.begin().await?;
        let new = KeptRow {
            sha256,
            bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        };
        let now_ms = platform.clock.now_ms();
        if let Some(lost) = lost {
            store::forget_picture(&mut tx, organisation, &key, lost).await?;
        }
        store::put_picture(&mut tx, organisation, &key, &new, RENDERER_VERSION, now_ms).await?;
        let first = store::picture(&mut tx, organisation, &key).await?;
        tx.commit().await?;
        match first {
            // Whoever was first, with another renderer perhaps: theirs is the version's picture.
            Some(first) if first.sha256 != new.sha256 => {
                let read = self.read(organisation, &title, &first).await?;
                read.ok_or_else(|| {
                    let sha256 = first.sha256;
                    Error::internal(format!("the picture {sha256} is not what was kept"))
                })
            }
            _ => Ok(Picture {
                sha256: new.sha256,
                bytes,
                title,
            }),
        }
    }

    /// Draws and keeps the pictures of a frozen version: every page and the whole document in every language.
    ///
    /// # Errors
    /// As [`Self::picture`].
    pub(super) async fn draw_ahead(
        &self,
        organisation: OrganisationId,
        version: VersionId,
    ) -> Result<()> {
        let platform = &self.0.platform;
        let mut tx = platform.db.read().await?;
        let frozen = load(&mut tx, organisation, version).await?;
        drop(tx);
        let Some(frozen) = frozen else { return Ok(()) };
        let layout = frozen.content.layout();
        let pages = layout.pages.len();
        let mut wanted = Vec::new();
        for language in &layout.languages {
            let whole = (Format::Pdf, None);
            let each = (0..pages).map(|page| (Format::Png, Some(page)));
            wanted.extend(
                std::iter::once(whole)
                    .chain(each)
                    .map(|(format, page)| Asked {
                        format,
                        page,
                        language: Some(language.clone()),
                    }),
            );
        }
        wanted.truncate(DRAWN_AHEAD);
        for asked in wanted {
            match self.picture(organisation, version, asked).await {
                Ok(_) => {}
                // What cannot be drawn today, at the bounds of pictures, cannot be drawn tomorrow: whoever asks for it is told.
                Err(error) if error.kind() == Kind::Unprocessable => {}
                Err(error) => return Err(error),
            }
        }
        let mut tx = platform.db.begin().await?;
        store::set_drawn(&mut tx, organisation, version, platform.clock.now_ms()).await?;
        tx.commit().await
    }
}

fn key<'a>(version: VersionId, asked: &'a Asked, language: &'a str) -> PictureKey<'a> {
    PictureKey {
        version,
        format: asked.format.ending(),
        page: match asked.page {
            Some(page) => i64::try_from(page).map_or(i64::MAX, |page| page + 1),
            None => 0,
        },
        language,
    }
}
