//! What people ask to be issued. Asking twice is asking once.

use imprimatur_protocol::api::issuance::{BatchState, NewBatchBody, NewCertificateBody};
use imprimatur_protocol::{BatchId, CertificateId, ErrorCode};
use sha2::{Digest, Sha256};

use super::rehearsal::Stage;
use super::store::{self, BatchRow, NewBatch};
use super::{Issuance, fill};
use crate::access::roles::Permission;
use crate::access::{Caller, SessionKind, members};
use crate::error::{Error, Kind, Result};
use crate::registry::Failure;
use crate::workspace::Tx;

impl Issuance {
    /// Has certificates issued, all of them judged before the first is.
    ///
    /// # Errors
    /// The caller may not, something is wrong with what is asked for, or the registry is away. Nothing is issued then.
    pub(super) async fn issue(&self, caller: &Caller, body: NewBatchBody) -> Result<BatchRow> {
        let organisation = caller.organisation.id;
        let platform = self.platform();
        check_key(&body.key)?;
        check_size(
            body.certificates.len(),
            platform.config.limits.batch_certificates,
        )?;
        let hash = hash_of(&body)?;
        let mut tx = platform.db.read().await?;
        may_still(&mut tx, caller, Permission::Issue).await?;
        let known = store::asked(&mut tx, organisation, &body.key).await?;
        let is_there = store::is_template(&mut tx, organisation, body.template_id).await?;
        drop(tx);
        if let Some(known) = known {
            return same(known, &hash);
        }
        // The registry knows nothing of its being deleted.
        if !is_there {
            return Err(nothing_to_issue_from());
        }
        let Stage {
            current, layout, ..
        } = self.stage(organisation, body.template_id).await?;
        let now_ms = platform.clock.now_ms();
        let mut faults = fill::Faults::default();
        let mut wanted: Vec<NewCertificateBody> = Vec::with_capacity(body.certificates.len());
        for (index, certificate) in body.certificates.into_iter().enumerate() {
            let at = format!("/certificates/{index}");
            wanted.extend(fill::judged(&layout, certificate, now_ms, &at, &mut faults));
        }
        if faults.0.is_empty() {
            fill::judge_twice(&wanted, &mut faults);
        }
        if !faults.0.is_empty() {
            return Err(Error::certificate_invalid(faults.0));
        }
        let certificates: Vec<(CertificateId, NewCertificateBody)> = wanted
            .into_iter()
            .map(|wanted| (platform.clock.id(), wanted))
            .collect();
        let new = NewBatch {
            id: platform.clock.id(),
            key: &body.key,
            hash: &hash,
            template: body.template_id,
            template_name: &current.name,
            version: current.version,
            version_number: current.number,
            asked_by: caller.person.id,
            now_ms,
            deliver: body.deliver,
            secret: hex::encode(platform.clock.random::<32>()),
        };
        let mut tx = platform.db.begin().await?;
        may_still(&mut tx, caller, Permission::Issue).await?;
        if store::insert(&mut tx, organisation, &new, &certificates).await? {
            let row = store::find(&mut tx, organisation, new.id).await?;
            tx.commit().await?;
            self.wake();
            return row
                .ok_or_else(|| Error::internal("a batch that was just asked for is not there"));
        }
        drop(tx);
        // Somebody asked by the same key just now.
        let mut tx = platform.db.read().await?;
        let known = store::asked(&mut tx, organisation, &body.key).await?;
        same(known.ok_or_else(|| Error::not_found("batch"))?, &hash)
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
fn check_key(key: &str) -> Result<()> {
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

fn hash_of(body: &NewBatchBody) -> Result<String> {
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
