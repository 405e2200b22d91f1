//! Reviews: a version is frozen, approvers are asked, they decide, and what they approved may be published.
//!
//! Invariants: an approval is of one hash, and of nothing else; which step leads where stands in `state.rs` alone; whoever decides is a
//! member who may at that moment, is asked, and is a person: neither a program nor somebody who acts in another's name; every step, its event
//! and its news are one transaction.

mod acts;
mod bodies;
mod gate;
mod reminders;
mod routes;
mod rules;
mod state;
mod store;
mod telling;

use std::sync::Arc;

use axum::extract::FromRef;
use imprimatur_protocol::{DraftId, ErrorCode, OrganisationId, PersonId, VersionId};

use self::gate::Gates;
use self::state::{Act, State, step};
use crate::collab::Collab;
use crate::error::{Error, Kind, Result};
use crate::pictures::Pictures;
use crate::platform::Platform;
use crate::versions::Versions;
use crate::workspace::Tx;

pub use self::routes::router;

/// Reviews, on this node. Cloning shares it.
#[derive(Clone)]
pub struct Reviews(Arc<Shared>);

struct Shared {
    platform: Platform,
    collab: Collab,
    pictures: Pictures,
    versions: Versions,
    gates: Gates,
}

impl FromRef<Reviews> for Platform {
    fn from_ref(reviews: &Reviews) -> Self {
        reviews.0.platform.clone()
    }
}

impl Reviews {
    /// Nothing runs before [`Self::run_until_shutdown`].
    pub fn new(platform: Platform, collab: Collab, pictures: Pictures, versions: Versions) -> Self {
        Self(Arc::new(Shared {
            platform,
            collab,
            pictures,
            versions,
            gates: Gates::default(),
        }))
    }

    /// Reminds those who are asked, until the program ends.
    pub async fn run_until_shutdown(self) {
        reminders::run(&self.0.platform).await;
    }

    /// Lets a version pass, or the live draft as it is saved, unless something stands against it that the organisation does not let pass.
    ///
    /// # Errors
    /// `gate_closed`; or it could not be looked at.
    pub async fn pass_gate(
        &self,
        organisation: OrganisationId,
        draft: DraftId,
        version: Option<VersionId>,
    ) -> Result<()> {
        if self.gate(organisation, draft, version).await?.is_open {
            Ok(())
        } else {
            Err(refusal(ErrorCode::GateClosed))
        }
    }

    fn platform(&self) -> &Platform {
        &self.0.platform
    }
}

/// The version of a draft that was given to approvers last, unless that was taken back: what others than members are shown.
///
/// # Errors
/// The database failed.
pub async fn ready_version(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Option<VersionId>> {
    let newest = store::newest(tx, organisation, draft).await?;
    match newest {
        Some(row) if row.state()? != State::Draft => Ok(Some(row.version_id)),
        Some(_) | None => Ok(None),
    }
}

/// Whether a version was given to approvers, and not taken back each time.
///
/// # Errors
/// The database failed.
pub async fn was_ready(
    tx: &mut Tx,
    organisation: OrganisationId,
    version: VersionId,
) -> Result<bool> {
    let reviews = store::of_version(tx, organisation, version).await?;
    Ok(reviews.iter().any(|(_, state)| *state != State::Draft))
}

/// Whether a version was approved and may be published: also one that is published already, and also when a later one is asked about by now.
///
/// # Errors
/// The database failed.
pub async fn is_approved(
    tx: &mut Tx,
    organisation: OrganisationId,
    version: VersionId,
) -> Result<bool> {
    let reviews = store::of_version(tx, organisation, version).await?;
    Ok(reviews
        .iter()
        .any(|(_, state)| matches!(state, State::Approved | State::Published)))
}

/// Who has approved a version, each once: their words on exactly this content.
///
/// # Errors
/// The database failed.
pub async fn approvers_of(
    tx: &mut Tx,
    organisation: OrganisationId,
    version: VersionId,
) -> Result<Vec<PersonId>> {
    store::approvers_of(tx, organisation, version).await
}

/// Notes that an approved version is published, in the transaction in which that is known. Noting it again changes nothing.
///
/// # Errors
/// The version is not approved (`version_not_approved`), or the database failed.
pub async fn note_published(
    tx: &mut Tx,
    organisation: OrganisationId,
    version: VersionId,
) -> Result<()> {
    match note(tx, organisation, version, Act::Publish).await {
        Err(error) if error.code() == ErrorCode::VersionPublished => Ok(()),
        done => done,
    }
}

/// Notes that a version is not published any more; it is approved still. Noting it again changes nothing.
///
/// # Errors
/// The database failed.
pub async fn note_archived(
    tx: &mut Tx,
    organisation: OrganisationId,
    version: VersionId,
) -> Result<()> {
    match note(tx, organisation, version, Act::Archive).await {
        Err(error) if error.code() == ErrorCode::VersionNotPublished => Ok(()),
        done => done,
    }
}

/// The newest review of the version that can take the step takes it. The same version may have been asked about twice: a rejection of today
/// does not undo what was approved before.
async fn note(
    tx: &mut Tx,
    organisation: OrganisationId,
    version: VersionId,
    act: Act,
) -> Result<()> {
    let mut refused = refusal(ErrorCode::VersionNotApproved);
    for (review, state) in store::of_version(tx, organisation, version).await? {
        match step(state, act) {
            Ok(next) => return store::set_state(tx, organisation, review, next).await,
            Err(code) => refused = refusal(code),
        }
        // It is so already.
        if matches!(state, State::Published) {
            break;
        }
    }
    Err(refused)
}

/// The sentence for a step that is refused.
fn refusal(code: ErrorCode) -> Error {
    let sentence = match code {
        ErrorCode::ReviewOpen => {
            "A review of this draft is open. Decide it, or take it back first."
        }
        ErrorCode::ReviewClosed => "There is no review here that could still be decided.",
        ErrorCode::ReviewMoved => {
            "The review is about another version than the one that you looked at. Look at that one first."
        }
        ErrorCode::VersionNotApproved => "This version is not approved.",
        ErrorCode::VersionPublished => "This version is published already.",
        ErrorCode::VersionNotPublished => "This version is not published.",
        ErrorCode::ApprovalNotAsked => "Others are asked to decide this review.",
        ErrorCode::ApproverUnknown => "Only members who may approve can be asked, each once.",
        ErrorCode::ApproversTooFew => {
            "Fewer people are asked than must approve by the rules of your organisation."
        }
        ErrorCode::FourEyes => {
            "Everybody who is asked has changed this draft since it was last published. Ask somebody who has not."
        }
        ErrorCode::GateClosed => {
            "Something stands against it: GET /api/drafts/{id}/gate says what."
        }
        _ => "This cannot be done now.",
    };
    let kind = match code {
        ErrorCode::ApprovalNotAsked => Kind::Forbidden,
        ErrorCode::ApproverUnknown
        | ErrorCode::ApproversTooFew
        | ErrorCode::FourEyes
        | ErrorCode::GateClosed => Kind::Unprocessable,
        _ => Kind::Conflict,
    };
    Error::new(kind, code, sentence)
}
