//! The steps of a publication. Each may be done twice, by two nodes at once, and may end between any two of its statements: what is written again
//! is the same again, an older publication never takes the place of a newer one, and only whoever holds the job notes its end.

use std::collections::BTreeSet;

use bytes::Bytes;
use imprimatur_protocol::AssetId;
use serde_json::{Value, json};

use super::model::{Act, State, Step, Stop, Wait, of_files, steps};
use super::rows::{self, File};
use super::store::{self, Job};
use super::{Publishing, collect, worker};
use crate::assets::AssetType;
use crate::error::{Error, Result};
use crate::events::{self, Event, EventKind};
use crate::http::font_files;
use crate::reviews;
use crate::versions::{self, Frozen};

impl Publishing {
    /// Does what is left of a job.
    pub(super) async fn work(&self, job: &Job) -> Result<(), Stop> {
        let all = steps(job.act);
        let done = usize::try_from(job.step).unwrap_or(0).min(all.len());
        let frozen = self.frozen(job).await?;
        let mut is_settled = job.settled_at.is_some();
        for (index, step) in all.iter().enumerate().skip(done) {
            if *step != Step::Files && !is_settled {
                self.settle(job).await?;
                is_settled = true;
            }
            match step {
                Step::Files => self.put_files(job, &frozen).await?,
                Step::Version => rows::put_version(self.registry(), job, &frozen).await?,
                Step::Template => self.put_template(job, &frozen).await?,
                // The last: it advances the job by itself.
                Step::Note => return self.note(job, all.len()).await,
            }
            self.advance(job, index + 1).await?;
        }
        Ok(())
    }

    /// Before the first row in the registry. Somebody may have thought better of it while that was away, by taking back the approval or by cancelling
    /// it; from now on it is done all the same, and history says so.
    async fn settle(&self, job: &Job) -> Result<(), Stop> {
        let platform = self.platform();
        // As long as it does not answer, nothing of it can be there.
        rows::answers(self.registry()).await?;
        let mut tx = platform.db.begin().await?;
        if job.act == Act::Publish
            && !reviews::is_approved(&mut tx, job.organisation_id, job.version_id).await?
        {
            return Err(Stop::Never("it is not approved any more".to_owned()));
        }
        if !store::settle(&mut tx, job, platform.clock.now_ms()).await? {
            return Err(Stop::Overtaken);
        }
        tx.commit().await?;
        self.tell(job.organisation_id, job.draft_id);
        Ok(())
    }

    /// The version, as it was frozen.
    pub(super) async fn frozen(&self, job: &Job) -> Result<Frozen, Stop> {
        let mut tx = self.platform().db.read().await?;
        let frozen = versions::load(&mut tx, job.organisation_id, job.version_id).await?;
        let frozen =
            frozen.ok_or_else(|| Stop::Never("there is no such version any more".to_owned()))?;
        if frozen.content.hash() != job.content_hash {
            return Err(Stop::Never(
                "the version holds something else now".to_owned(),
            ));
        }
        Ok(frozen)
    }

    /// Goes on holding a job.
    async fn keep(&self, job: &Job) -> Result<(), Stop> {
        let until_ms = self.platform().clock.now_ms() + worker::LEASE_MS;
        let mut tx = self.platform().db.begin().await?;
        if !store::advance(&mut tx, job, job.step, until_ms).await? {
            return Err(Stop::Overtaken);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Notes that a step is done, and tells.
    async fn advance(&self, job: &Job, step: usize) -> Result<(), Stop> {
        let step = i64::try_from(step).unwrap_or(i64::MAX);
        let until_ms = self.platform().clock.now_ms() + worker::LEASE_MS;
        let mut tx = self.platform().db.begin().await?;
        if !store::advance(&mut tx, job, step, until_ms).await? {
            return Err(Stop::Overtaken);
        }
        tx.commit().await?;
        self.tell(job.organisation_id, job.draft_id);
        Ok(())
    }

    /// Puts images and faces where published ones rest. Which they are is in the registry before: what is referred to is not collected.
    pub(super) async fn put_files(&self, job: &Job, frozen: &Frozen) -> Result<(), Stop> {
        let organisation = job.organisation_id;
        let mut files = Vec::new();
        let mut images = Vec::new();
        for (name, sha256) in frozen.content.assets() {
            // What the organisation does not have is not drawn, here as in every picture.
            let (Some(sha256), Ok(id)) = (sha256, name.parse::<AssetId>()) else {
                continue;
            };
            images.push((id, sha256));
        }
        for (id, sha256) in &images {
            // Each may take its time, and nobody else shall begin with the same meanwhile.
            self.keep(job).await?;
            let image = self.assets().read(organisation, *id).await;
            let image = image.map_err(|error| of_files(&error))?;
            let image =
                image.ok_or_else(|| Stop::Never(format!("there is no image {id} any more")))?;
            if image.meta.sha256 != **sha256 {
                return Err(Stop::Never(format!("the image {id} is another one now")));
            }
            files.push(File {
                part: "image",
                name: id.to_string(),
                sha256: (*sha256).clone(),
                media_type: media_type(image.meta.kind),
                bytes: image.meta.bytes,
            });
        }
        let mut faces = Vec::new();
        for (name, sha256) in frozen.content.fonts() {
            let Some(face) = font_files::face(name) else {
                return Err(Stop::Never(format!(
                    "this version of the program has no face {name}"
                )));
            };
            files.push(File {
                part: "face",
                name: name.clone(),
                sha256: sha256.clone(),
                media_type: "font/ttf",
                bytes: i64::try_from(face.len()).unwrap_or(i64::MAX),
            });
            faces.push((sha256, Bytes::from(face.into_owned())));
        }
        let hashes: BTreeSet<&str> = files.iter().map(|file| file.sha256.as_str()).collect();
        collect::keep(self.platform(), organisation, &hashes).await?;
        rows::put_files(self.registry(), job, &files).await?;
        for (id, sha256) in images {
            let image = self.assets().read(organisation, id).await;
            let image = image.map_err(|error| of_files(&error))?;
            let image =
                image.ok_or_else(|| Stop::Never(format!("there is no image {id} any more")))?;
            self.put_file(job, sha256, image.bytes.clone()).await?;
        }
        for (sha256, face) in faces {
            self.put_file(job, sha256, face).await?;
        }
        Ok(())
    }

    async fn put_file(&self, job: &Job, sha256: &str, bytes: Bytes) -> Result<(), Stop> {
        let put = self.assets().publish(job.organisation_id, sha256, bytes);
        put.await.map_err(|error| of_files(&error))?;
        // However many there are, whoever has the job keeps it.
        let until_ms = self.platform().clock.now_ms() + worker::LEASE_MS;
        let mut tx = self.platform().db.begin().await?;
        if !store::advance(&mut tx, job, job.step, until_ms).await? {
            return Err(Stop::Overtaken);
        }
        tx.commit().await?;
        Ok(())
    }

    async fn put_template(&self, job: &Job, frozen: &Frozen) -> Result<(), Stop> {
        let mut tx = self.platform().db.read().await?;
        let made = store::made(&mut tx, job.organisation_id, job.template_id).await?;
        drop(tx);
        let made = made.ok_or_else(|| Stop::Never("there is no such template".to_owned()))?;
        let archived_at = match job.act {
            Act::Archive => Some(job.asked_at),
            Act::Publish | Act::RollBack => None,
        };
        let languages = &frozen.content.layout().languages;
        rows::put_template(self.registry(), job, &made, languages, archived_at).await
    }

    /// Notes that it is so, with its event, in one transaction; then tells.
    async fn note(&self, job: &Job, steps: usize) -> Result<(), Stop> {
        let platform = self.platform();
        let step = i64::try_from(steps).unwrap_or(i64::MAX);
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        if !store::end(&mut tx, job, State::Done, step, None, now_ms).await? {
            return Err(Stop::Overtaken);
        }
        match job.act {
            Act::Publish | Act::RollBack => {
                let noted = reviews::note_published(&mut tx, job.organisation_id, job.version_id);
                // Somebody may have thought better of it since it was asked for. It is published all the same, and history says so.
                if let Err(error) = noted.await
                    && error.kind() != crate::error::Kind::Conflict
                {
                    return Err(error.into());
                }
            }
            Act::Archive => {
                reviews::note_archived(&mut tx, job.organisation_id, job.version_id).await?;
            }
        }
        events::record(&mut tx, &platform.clock, &event(job)).await?;
        tx.commit().await?;
        metrics::counter!("imprimatur_publications_total", "outcome" => "done").increment(1);
        self.tell(job.organisation_id, job.draft_id);
        Ok(())
    }

    /// Gives it up: nothing of it is tried again.
    pub(super) async fn give_up(&self, job: &Job, wait: Wait, said: &str) -> Result<()> {
        let platform = self.platform();
        let mut tx = platform.db.begin().await?;
        let failure = Some((wait, said));
        let now_ms = platform.clock.now_ms();
        let is_ours = store::end(&mut tx, job, State::Failed, job.step, failure, now_ms).await?;
        tx.commit().await?;
        if is_ours {
            metrics::counter!("imprimatur_publications_total", "outcome" => "failed").increment(1);
            tracing::error!(publication.id = %job.id, error.cause = %said, "{} could not be done, and is given up: {said}", job.id);
            self.tell(job.organisation_id, job.draft_id);
        }
        Ok(())
    }
}

fn event(job: &Job) -> Event<'static> {
    let approved_by: Value = serde_json::from_str(&job.approved_by).unwrap_or_default();
    Event {
        kind: match job.act {
            Act::Publish => EventKind::VersionPublished,
            Act::RollBack => EventKind::VersionRolledBack,
            Act::Archive => EventKind::TemplateArchived,
        },
        organisation: job.organisation_id,
        actor: job.asked_by.into(),
        // Nobody publishes who acts in another's name.
        impersonator: None,
        subject: Some(job.id.to_string()),
        details: json!({
            "template": job.template_id,
            "draft": job.draft_id,
            "version": job.version_id,
            "number": job.version_number,
            "content_hash": job.content_hash,
            "approved_by": approved_by,
        }),
    }
}

const fn media_type(kind: AssetType) -> &'static str {
    match kind {
        AssetType::Png => "image/png",
        AssetType::Jpeg => "image/jpeg",
        AssetType::Svg => "image/svg+xml",
    }
}

impl From<Stop> for Error {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Overtaken => Self::internal("somebody else does it"),
            Stop::Wait(_, said) | Stop::Never(said) => Self::internal(said),
        }
    }
}
