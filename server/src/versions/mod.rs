//! Versions of a draft: what is frozen for a review or under a name, and the checkpoints that are made by themselves.
//!
//! Invariants: a version holds only what is on disk; what it holds is stored once for each organisation, under a hash over all of it,
//! so the same content has the same hash on every node and for ever; a frozen version is never changed but for its name, and never
//! removed; what was drawn of one is kept under its own hash, and served as it was drawn.
//!
//! A node makes checkpoints of drafts that were edited, whoever's room they are in: the database says which, and a claim on the draft's row keeps two
//! nodes from doing the same.

mod answer;
mod body;
mod checkpoints;
mod compare;
mod content;
mod kept;
mod model;
mod routes;
mod store;
mod thinning;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::FromRef;
use imprimatur_protocol::{DraftId, ErrorCode, OrganisationId, PersonId, VersionId};
use imprimatur_render::RENDERER_VERSION;
use tokio::task::spawn_blocking;

use crate::assets::Assets;
use crate::collab::{Collab, CommittedLayout};
use crate::error::{Error, Kind, Result};
use crate::pictures::Pictures;
use crate::platform::Platform;
use crate::workspace::Tx;

pub use answer::Wanted;
pub use content::Content;
pub use model::{Frozen, Occasion, Version, VersionKind};
pub use routes::router;

use self::store::{NewVersion, Noted};

/// Drafts whose hash is remembered on a node: some 150 bytes each. When there are more, all are forgotten: each then takes one reading.
const HASHES_KNOWN: usize = 4_096;

/// Versions, on this node. Cloning shares it.
#[derive(Clone)]
pub struct Versions(Arc<Shared>);

struct Shared {
    platform: Platform,
    assets: Assets,
    collab: Collab,
    pictures: Pictures,
    /// The hash of a draft at a row of its journal. Guards never cross an `.await`.
    hashes: Mutex<HashMap<DraftId, Current>>,
}

impl FromRef<Versions> for Platform {
    fn from_ref(versions: &Versions) -> Self {
        versions.0.platform.clone()
    }
}

/// What a draft holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// The newest journal row in it.
    pub head: u64,
    /// SHA-256 over all of it, in hexadecimal digits.
    pub hash: String,
}

/// What a draft holds at one moment, read and hashed, so that a transaction can take it in.
pub struct Prepared {
    /// The newest journal row in it.
    pub head: u64,
    /// All of it.
    pub content: Content,
    /// What its template is called.
    title: String,
    vector: imprimatur_crdt::StateVector,
}

impl Versions {
    /// Nothing is made before [`Self::run_until_shutdown`].
    pub fn new(platform: Platform, assets: Assets, collab: Collab, pictures: Pictures) -> Self {
        Self(Arc::new(Shared {
            platform,
            assets,
            collab,
            pictures,
            hashes: Mutex::default(),
        }))
    }

    /// Reads and hashes what a draft holds on disk. Before a transaction: it takes some milliseconds, and more of a crowded layout.
    ///
    /// # Errors
    /// There is no such draft; or it holds what a version cannot (`layout_invalid`, each fault with its place).
    pub async fn prepare(&self, organisation: OrganisationId, draft: DraftId) -> Result<Prepared> {
        let named = self.0.collab.head(organisation, draft).await?;
        let CommittedLayout {
            head,
            layout,
            vector,
        } = self.0.collab.layout(organisation, draft).await?;
        let content = Content::of(&self.0.assets, organisation, layout).await?;
        self.remember(draft, head, content.hash());
        Ok(Prepared {
            head,
            content,
            title: named.name,
            vector,
        })
    }

    /// Freezes what was prepared, in the caller's transaction. When the newest frozen version holds the very same, it is that one.
    ///
    /// # Errors
    /// The draft has as many versions as it may (`versions_full`), or the database failed.
    pub async fn freeze_in(
        &self,
        tx: &mut Tx,
        organisation: OrganisationId,
        draft: DraftId,
        prepared: &Prepared,
        by: PersonId,
        name: Option<&str>,
    ) -> Result<Version> {
        let platform = &self.0.platform;
        let now_ms = platform.clock.now_ms();
        let noted = store::lock(tx, organisation, draft, now_ms).await?;
        let newest = store::numbered(tx, organisation, draft, noted.number).await?;
        if let Some(newest) = newest.filter(|it| it.hash == prepared.content.hash()) {
            match (name, &newest.name) {
                (None, _) => return Ok(newest),
                (Some(name), Some(known)) if name == known => return Ok(newest),
                (Some(name), None) => {
                    store::rename(tx, organisation, newest.id, Some(name)).await?;
                    let name = Some(name.to_owned());
                    return Ok(Version { name, ..newest });
                }
                // Two names of the same are two versions: nobody's name is taken away.
                (Some(_), Some(_)) => {}
            }
        }
        let most = platform.config.limits.versions_per_draft;
        if noted.number >= i64::from(most) {
            return Err(Error::new(
                Kind::Conflict,
                ErrorCode::VersionsFull,
                format!(
                    "This draft has {most} versions, which is the limit of this server. Go on in a copy of the template."
                ),
            ));
        }
        let new = NewVersion {
            kind: VersionKind::Frozen,
            occasion: Occasion::Asked,
            number: Some(noted.number + 1),
            name,
            made_by: Some(by),
        };
        self.insert(tx, organisation, draft, prepared, &noted, new)
            .await
    }

    /// Freezes what a draft holds now.
    ///
    /// # Errors
    /// As [`Self::prepare`] and [`Self::freeze_in`].
    pub async fn freeze(
        &self,
        organisation: OrganisationId,
        draft: DraftId,
        by: PersonId,
    ) -> Result<Version> {
        let prepared = self.prepare(organisation, draft).await?;
        let mut tx = self.0.platform.db.begin().await?;
        let version = self
            .freeze_in(&mut tx, organisation, draft, &prepared, by, None)
            .await?;
        tx.commit().await?;
        Ok(version)
    }

    /// The hash of what a draft holds on disk. It is read again only when somebody has edited.
    ///
    /// # Errors
    /// As [`Self::prepare`].
    pub async fn current_hash(
        &self,
        organisation: OrganisationId,
        draft: DraftId,
    ) -> Result<Current> {
        let head = self.0.collab.head(organisation, draft).await?.head;
        {
            let hashes = self.0.hashes.lock();
            let hashes = hashes.unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = hashes.get(&draft).filter(|known| known.head == head) {
                return Ok(known.clone());
            }
        }
        let prepared = self.prepare(organisation, draft).await?;
        Ok(Current {
            head: prepared.head,
            hash: prepared.content.hash().to_owned(),
        })
    }

    fn remember(&self, draft: DraftId, head: u64, hash: &str) {
        let hashes = self.0.hashes.lock();
        let mut hashes = hashes.unwrap_or_else(PoisonError::into_inner);
        if hashes.len() >= HASHES_KNOWN && !hashes.contains_key(&draft) {
            hashes.clear();
        }
        if hashes.get(&draft).is_none_or(|known| known.head <= head) {
            let hash = hash.to_owned();
            hashes.insert(draft, Current { head, hash });
        }
    }

    /// Writes a version, what it holds, and how far the draft's history goes now. The draft's row is locked.
    async fn insert(
        &self,
        tx: &mut Tx,
        organisation: OrganisationId,
        draft: DraftId,
        prepared: &Prepared,
        noted: &Noted,
        new: NewVersion<'_>,
    ) -> Result<Version> {
        let clock = &self.0.platform.clock;
        let now_ms = clock.now_ms();
        let content = &prepared.content;
        let before = noted.vector()?;
        let bound = self.0.collab.clients(tx, organisation, draft).await?;
        let wrote = prepared.vector.iter();
        let wrote = wrote.filter(|(client, clock)| *clock > before.get(*client));
        let mut authors: BTreeSet<PersonId> = wrote
            .filter_map(|(client, _)| bound.get(&client).copied())
            .collect();
        let deleters = self
            .0
            .collab
            .deleters_since(tx, organisation, draft, noted.version_at);
        authors.extend(deleters.await?);
        store::put_content(tx, organisation, content, now_ms).await?;
        let number = new.number.unwrap_or(noted.number);
        let version = Version {
            id: clock.id(),
            draft_id: draft,
            kind: new.kind,
            occasion: new.occasion,
            number: new.number,
            name: new.name.map(str::to_owned),
            hash: content.hash().to_owned(),
            head: i64::try_from(prepared.head).unwrap_or(i64::MAX),
            title: prepared.title.clone(),
            authors: model::Authors(authors.into_iter().collect()),
            made_by: new.made_by,
            renderer: i64::from(RENDERER_VERSION),
            created_at: now_ms,
        };
        store::insert(tx, organisation, &version).await?;
        // Another node may have read a later state and been first.
        let is_newer = noted.head <= version.head;
        let progress = store::Progress {
            head: noted.head.max(version.head),
            vector: match is_newer {
                true => prepared.vector.encode(),
                false => noted.vector.clone(),
            },
            number,
        };
        store::note(tx, organisation, draft, &progress, now_ms).await?;
        Ok(version)
    }
}

/// A version with all that it holds; none when the organisation has no such version.
///
/// # Errors
/// The database failed, or what is stored cannot be read.
pub async fn load(
    tx: &mut Tx,
    organisation: OrganisationId,
    version: VersionId,
) -> Result<Option<Frozen>> {
    let Some(version) = store::find(tx, organisation, version).await? else {
        return Ok(None);
    };
    let stored = store::content(tx, organisation, &version.hash).await?;
    let stored =
        stored.ok_or_else(|| Error::internal(format!("what {} holds is missing", version.id)))?;
    let content = spawn_blocking(move || Content::read(stored))
        .await
        .map_err(|cause| Error::internal("reading a version").caused_by(cause))??;
    Ok(Some(Frozen { version, content }))
}

/// Who wrote in a draft after a version, up to its newest version or checkpoint; without a version: ever. A change of today may not be in one yet:
/// freeze first.
///
/// # Errors
/// The database failed.
pub async fn authors_since(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    version: Option<VersionId>,
) -> Result<BTreeSet<PersonId>> {
    let after = match version {
        Some(version) => store::find(tx, organisation, version).await?,
        None => None,
    };
    store::authors_since(tx, organisation, draft, after.as_ref()).await
}

/// A version without what it holds; none when the organisation has no such version.
///
/// # Errors
/// The database failed.
pub async fn find(
    tx: &mut Tx,
    organisation: OrganisationId,
    version: VersionId,
) -> Result<Option<Version>> {
    store::find(tx, organisation, version).await
}
