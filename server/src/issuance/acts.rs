//! What people ask to be issued. Asking twice is asking once.

use imprimatur_protocol::api::issuance::{
    BatchState, NewBatchBody, NewCertificateBody, Succession,
};
use imprimatur_protocol::{
    BatchId, CertificateId, CertificateImageId, ErrorCode, OrganisationId, TemplateId, VersionId,
};
use sha2::{Digest, Sha256};

use super::name_requests::{moved, name_decided};
use super::rehearsal::Stage;
use super::store::name_requests::{self, NameRequestRow};
use super::store::{self, BatchRow, NewBatch, links};
use super::{Issuance, fill, images, succession};
use crate::access::roles::Permission;
use crate::access::{Caller, SessionKind, members};
use crate::error::{Error, Kind, Result};
use crate::notifications;
use crate::registry::Failure;
use crate::workspace::Tx;

/// A version that certificates are made from.
pub(super) struct Source {
    pub(super) template: TemplateId,
    pub(super) template_name: String,
    pub(super) version: VersionId,
    pub(super) version_number: i64,
}

/// Certificates that somebody asks for together.
pub(super) struct Asked {
    pub(super) key: String,
    /// Of all that was asked, by which it is told whether the same key asks for something else.
    pub(super) hash: String,
    pub(super) from: Source,
    pub(super) certificates: Vec<NewCertificateBody>,
    /// Where in what was sent one of them stands.
    pub(super) place: fn(usize) -> String,
    pub(super) deliver: bool,
    /// The certificate whose place the only one takes, and how.
    pub(super) succession: Option<(CertificateId, Succession)>,
    /// Whether whoever has claimed that one has the new one as well: both go to the same address.
    pub(super) keeps_holder: bool,
    /// The request for another name that is accepted by it.
    pub(super) request: Option<NameRequestRow>,
}

impl Issuance {
    /// Has certificates issued, all of them judged before the first is.
    ///
    /// # Errors
    /// The caller may not, something is wrong with what is asked for, or the registry is away. Nothing is issued then.
    pub(super) async fn issue(&self, caller: &Caller, body: NewBatchBody) -> Result<BatchRow> {
        let organisation = caller.organisation.id;
        check_key(&body.key)?;
        check_size(
            body.certificates.len(),
            self.platform().config.limits.batch_certificates,
        )?;
        let hash = hash_of(&body)?;
        if let Some(known) = self.asked_before(caller, &body.key, &hash).await? {
            return Ok(known);
        }
        let from = self.current_source(organisation, body.template_id).await?;
        let asked = Asked {
            key: body.key,
            hash,
            from,
            certificates: body.certificates,
            place: |index| format!("/certificates/{index}"),
            deliver: body.deliver,
            succession: None,
            keeps_holder: false,
            request: None,
        };
        self.ask(caller, asked).await
    }

    /// What was asked for by a key before, if anything.
    pub(super) async fn asked_before(
        &self,
        caller: &Caller,
        key: &str,
        hash: &str,
    ) -> Result<Option<BatchRow>> {
        let mut tx = self.platform().db.read().await?;
        may_still(&mut tx, caller, Permission::Issue).await?;
        let known = store::asked(&mut tx, caller.organisation.id, key).await?;
        known.map(|known| same(known, hash)).transpose()
    }

    /// The version that is published now.
    pub(super) async fn current_source(
        &self,
        organisation: OrganisationId,
        template: TemplateId,
    ) -> Result<Source> {
        let mut tx = self.platform().db.read().await?;
        let is_there = store::is_template(&mut tx, organisation, template).await?;
        drop(tx);
        // The registry knows nothing of its being deleted.
        if !is_there {
            return Err(nothing_to_issue_from());
        }
        let Stage { current, .. } = self.stage(organisation, template).await?;
        Ok(Source {
            template,
            template_name: current.name,
            version: current.version,
            version_number: current.number,
        })
    }

    /// Judges what is asked for, and writes it down.
    pub(super) async fn ask(&self, caller: &Caller, asked: Asked) -> Result<BatchRow> {
        let organisation = caller.organisation.id;
        let platform = self.platform();
        let (from, place) = (asked.from, asked.place);
        let layouts = &self.0.layouts;
        let layout = layouts
            .of(self.registry(), organisation, from.version)
            .await;
        let layout = layout.map_err(away)?.ok_or_else(nothing_to_issue_from)?;
        let now_ms = platform.clock.now_ms();
        let mut faults = fill::Faults::default();
        let mut wanted: Vec<NewCertificateBody> = Vec::with_capacity(asked.certificates.len());
        for (index, certificate) in asked.certificates.into_iter().enumerate() {
            let at = place(index);
            wanted.extend(fill::judged(&layout, certificate, now_ms, &at, &mut faults));
        }
        if faults.0.is_empty() {
            fill::judge_twice(&wanted, &mut faults);
        }
        let mut named = Vec::new();
        if faults.0.is_empty() {
            let from = (asked.succession.map(|(of, _)| of), place);
            let found = self.images_for(organisation, &layout, &mut wanted, from, &mut faults);
            named = found.await?;
        }
        if !faults.0.is_empty() {
            // The same may have been asked just now: its images are taken then.
            let known = self.asked_before(caller, &asked.key, &asked.hash).await?;
            return known.ok_or_else(|| Error::certificate_invalid(faults.0));
        }
        let certificates: Vec<(CertificateId, NewCertificateBody)> = wanted
            .into_iter()
            .map(|wanted| (platform.clock.id(), wanted))
            .collect();
        let images: Vec<(CertificateImageId, CertificateId)> = named
            .iter()
            .map(|it| (it.id, certificates[it.index].0))
            .collect();
        let new = NewBatch {
            id: platform.clock.id(),
            key: &asked.key,
            hash: &asked.hash,
            template: from.template,
            template_name: &from.template_name,
            version: from.version,
            version_number: from.version_number,
            asked_by: caller.person.id,
            now_ms,
            deliver: asked.deliver,
            secret: hex::encode(platform.clock.random::<32>()),
            succession: asked.succession,
            images: &images.iter().map(|(_, of)| *of).collect(),
        };
        let mut tx = platform.db.begin().await?;
        may_still(&mut tx, caller, Permission::Issue).await?;
        if let Some((predecessor, _)) = asked.succession {
            // One that was given up keeps nobody from trying again.
            store::give_way(&mut tx, organisation, predecessor).await?;
        }
        // In this transaction: nothing is issued for what was declined, and nothing accepted that is not issued.
        let by = (caller.person.id, now_ms);
        if let Some(request) = &asked.request {
            if !name_requests::accept(&mut tx, organisation, request, new.id, by).await? {
                return Err(moved());
            }
        } else if let (Some((of, Succession::Correction)), Some((_, said))) =
            (asked.succession, certificates.first())
        {
            // Whoever puts by hand what was asked for has accepted it.
            let (_, open) = name_requests::about(&mut tx, organisation, of).await?;
            if let Some(open) = open.filter(|it| it.name == said.recipient.name) {
                name_requests::accept(&mut tx, organisation, &open, new.id, by).await?;
            }
        }
        if store::insert(&mut tx, organisation, &new, &certificates).await? {
            if let (true, Some((from, _)), Some((to, _))) =
                (asked.keeps_holder, asked.succession, certificates.first())
            {
                // Here, and not once it is issued: no mail about it leaves before it is theirs.
                links::hand_on(&mut tx, organisation, (from, *to), now_ms).await?;
            }
            let taken = store::images::take(&mut tx, organisation, &images, now_ms).await?;
            if taken != images.len() as u64 {
                return Err(images::taken(&named, place));
            }
            let row = store::find(&mut tx, organisation, new.id).await?;
            // Nobody has to decide it any more.
            let seen = match asked.succession {
                Some((of, _)) => Some(name_decided(&mut tx, organisation, of).await?),
                None => None,
            };
            tx.commit().await?;
            self.wake();
            if let Some(seen) = seen {
                notifications::announce(platform, &seen);
            }
            return row
                .ok_or_else(|| Error::internal("a batch that was just asked for is not there"));
        }
        drop(tx);
        // Somebody asked by the same key just now, or for a successor of the same certificate.
        let mut tx = platform.db.read().await?;
        let known = store::asked(&mut tx, organisation, &asked.key).await?;
        match known {
            Some(known) => same(known, &asked.hash),
            None => Err(succession::superseded()),
        }
    }

    /// Holds a batch up, goes on with it, or cancels what of it is not issued yet.
    pub(super) async fn turn(
        &self,
        caller: &Caller,
        batch: BatchId,
        to: BatchState,
    ) -> Result<BatchRow> {
        let organisation = caller.organisation.id;
        let platform = self.platform();
        let mut tx = platform.db.begin().await?;
        may_still(&mut tx, caller, Permission::Issue).await?;
        let unknown = || Error::not_found("batch");
        let row = store::find(&mut tx, organisation, batch).await?;
        let row = row.ok_or_else(unknown)?;
        let may = match to {
            BatchState::Paused => row.state == BatchState::Open,
            BatchState::Open => matches!(row.state, BatchState::Paused | BatchState::Failed),
            BatchState::Cancelled => matches!(
                row.state,
                BatchState::Open | BatchState::Paused | BatchState::Failed
            ),
            BatchState::Done | BatchState::Failed => false,
        };
        if row.state != to
            && (!may || !store::turn(&mut tx, organisation, batch, row.state, to).await?)
        {
            return Err(Error::new(
                Kind::Conflict,
                ErrorCode::CertificateState,
                "The batch has ended, or is not in a state in which that can be done.",
            ));
        }
        let row = store::find(&mut tx, organisation, batch).await?;
        tx.commit().await?;
        self.wake();
        row.ok_or_else(unknown)
    }
}

/// A key that somebody made for what they ask.
pub(super) fn check_key(key: &str) -> Result<()> {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
    if (16..=64).contains(&key.len()) && key.bytes().all(is_plain) {
        return Ok(());
    }
    Err(Error::unprocessable(
        ErrorCode::CertificateInvalid,
        "`key` has 16 to 64 letters, digits and hyphens, made anew for each batch.",
    ))
}

fn check_size(certificates: usize, most: u32) -> Result<()> {
    match certificates {
        0 => Err(Error::unprocessable(
            ErrorCode::CertificateInvalid,
            "`certificates` is empty: there is nothing to issue.",
        )),
        some if some > most as usize => Err(Error::new(
            Kind::TooLarge,
            ErrorCode::BatchTooLarge,
            format!("A batch has at most {most} certificates. Issue them in several."),
        )),
        _ => Ok(()),
    }
}

pub(super) fn hash_of(body: &impl serde::Serialize) -> Result<String> {
    let json = serde_json::to_vec(body)
        .map_err(|cause| Error::internal("hashing what is asked").caused_by(cause))?;
    Ok(hex::encode(Sha256::digest(json)))
}

fn same(known: BatchRow, hash: &str) -> Result<BatchRow> {
    if known.asking_hash == hash {
        return Ok(known);
    }
    Err(Error::new(
        Kind::Conflict,
        ErrorCode::KeyReused,
        "This key was used for other certificates before. Make a new one for each batch.",
    ))
}

pub(super) fn nothing_to_issue_from() -> Error {
    Error::new(
        Kind::Conflict,
        ErrorCode::NothingToIssueFrom,
        "Nothing is published of this template, or nothing new is issued from it. Publish a version first.",
    )
}

/// The registry did not do it.
pub(super) fn away(failure: Failure) -> Error {
    Error::new(
        Kind::Busy,
        ErrorCode::RegistryUnavailable,
        "The registry does not answer. Nothing was changed; try again in a moment.",
    )
    .caused_by(failure)
}

/// Whether somebody may do something at this moment, whatever their session says: they are a member whose role allows it, and act in their own name.
pub(super) async fn may_still(tx: &mut Tx, caller: &Caller, permission: Permission) -> Result<()> {
    let refused = |sentence: &'static str| {
        Err(Error::new(
            Kind::Forbidden,
            ErrorCode::PermissionRequired,
            sentence,
        ))
    };
    if caller.impersonator.is_some() {
        return refused("Nobody issues who acts in somebody else's name.");
    }
    // A program has what its key gives it, which is looked up with each request.
    if caller.kind == SessionKind::Key {
        return Ok(());
    }
    let (organisation, person) = (caller.organisation.id, caller.person.id);
    if !members::may(tx, organisation, person, permission).await? {
        return refused("You may not do that here any more.");
    }
    Ok(())
}
