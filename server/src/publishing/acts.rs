//! What people ask to be done to what is published. Asking twice is asking once.

use imprimatur_protocol::{ErrorCode, PublicationId, TemplateId, VersionId};
use serde_json::json;

use super::Publishing;
use super::model::{Act, State, act_name};
use super::store::{self, NewPublication, PublicationRow, TemplateRow};
use crate::access::roles::Permission;
use crate::access::{Caller, members};
use crate::error::{Error, Kind, Result};
use crate::events::{self, Event, EventKind};
use crate::reviews;
use crate::versions::{self, Version};
use crate::workspace::Tx;

impl Publishing {
    /// Makes an approved version the published one.
    pub(super) async fn publish(
        &self,
        caller: &Caller,
        version: VersionId,
    ) -> Result<PublicationRow> {
        let organisation = caller.organisation.id;
        let mut tx = self.platform().db.read().await?;
        let (template, found) = find(&mut tx, caller, version).await?;
        drop(tx);
        // A discussion that was begun since the approval may forbid it. It is looked at before the transaction: pictures are drawn for it.
        let gate = self
            .0
            .reviews
            .gate(organisation, template.draft_id, Some(found.id));
        let is_gate_open = gate.await?.is_open;
        let mut tx = self.platform().db.begin().await?;
        let (template, version) = find(&mut tx, caller, version).await?;
        if !reviews::is_approved(&mut tx, organisation, version.id).await? {
            return Err(not_approved());
        }
        if !is_gate_open {
            return Err(Error::unprocessable(
                ErrorCode::GateClosed,
                "Something stands against it: GET /api/drafts/{id}/gate says what.",
            ));
        }
        // Before what is done is read: whoever ends in between is seen by one of the two.
        let after = store::newest_number(&mut tx, organisation, template.template_id).await?;
        let newest = store::newest_done(&mut tx, organisation, template.template_id).await?;
        let is_so =
            newest.filter(|newest| newest.act != Act::Archive && newest.version_id == version.id);
        self.ask(tx, caller, Act::Publish, template, &version, (after, is_so))
            .await
    }

    /// Makes a version that was published before the published one again.
    pub(super) async fn roll_back(
        &self,
        caller: &Caller,
        version: VersionId,
    ) -> Result<PublicationRow> {
        let organisation = caller.organisation.id;
        let mut tx = self.platform().db.begin().await?;
        let (template, version) = find(&mut tx, caller, version).await?;
        if !store::was_published(&mut tx, organisation, template.template_id, version.id).await? {
            return Err(not_published());
        }
        // Somebody may have thought better of it since.
        if !reviews::is_approved(&mut tx, organisation, version.id).await? {
            return Err(not_approved());
        }
        // Before what is done is read: whoever ends in between is seen by one of the two.
        let after = store::newest_number(&mut tx, organisation, template.template_id).await?;
        let newest = store::newest_done(&mut tx, organisation, template.template_id).await?;
        let is_so =
            newest.filter(|newest| newest.act != Act::Archive && newest.version_id == version.id);
        self.ask(
            tx,
            caller,
            Act::RollBack,
            template,
            &version,
            (after, is_so),
        )
        .await
    }

    /// Ends that anything new is issued from a template.
    pub(super) async fn archive(
        &self,
        caller: &Caller,
        template: TemplateId,
    ) -> Result<PublicationRow> {
        let organisation = caller.organisation.id;
        let mut tx = self.platform().db.begin().await?;
        let template = store::template(&mut tx, organisation, template).await?;
        let template = template.ok_or_else(|| Error::not_found("template"))?;
        let after = store::newest_number(&mut tx, organisation, template.template_id).await?;
        let newest = store::newest_done(&mut tx, organisation, template.template_id).await?;
        let newest = newest.ok_or_else(not_published)?;
        let version = versions::find(&mut tx, organisation, newest.version_id).await?;
        let version = version.ok_or_else(|| Error::not_found("version"))?;
        let is_so = Some(newest).filter(|newest| newest.act == Act::Archive);
        self.ask(tx, caller, Act::Archive, template, &version, (after, is_so))
            .await
    }

    /// Ends what was asked for, as long as nothing of it stands in the registry.
    pub(super) async fn cancel(
        &self,
        caller: &Caller,
        publication: PublicationId,
    ) -> Result<PublicationRow> {
        let organisation = caller.organisation.id;
        let platform = self.platform();
        let mut tx = platform.db.begin().await?;
        let unknown = || Error::not_found("publication");
        let place = store::place(&mut tx, organisation, publication).await?;
        let place = place.ok_or_else(unknown)?;
        // Of a template that was deleted nothing is told.
        let template = store::template(&mut tx, organisation, place.template_id).await?;
        template.ok_or_else(unknown)?;
        may_still(&mut tx, caller).await?;
        let (person, now_ms) = (caller.person.id, platform.clock.now_ms());
        let is_ours = store::cancel(&mut tx, organisation, publication, person, now_ms).await?;
        let row = store::find(&mut tx, organisation, publication).await?;
        let row = row.ok_or_else(unknown)?;
        if !is_ours {
            return match row.state {
                State::Cancelled => Ok(row),
                State::Open | State::Done | State::Failed => Err(Error::new(
                    Kind::Conflict,
                    ErrorCode::PublishingSettled,
                    "It is being written in the registry, or has ended: it cannot be cancelled any more.",
                )),
            };
        }
        let cancelled = Event {
            kind: EventKind::PublicationCancelled,
            organisation,
            actor: person.into(),
            // Nobody cancels who acts in another's name.
            impersonator: None,
            subject: Some(publication.to_string()),
            details: json!({
                "act": act_name(row.act),
                "template": place.template_id,
                "draft": place.draft_id,
                "version": row.version_id,
                "number": row.version_number,
            }),
        };
        events::record(&mut tx, &platform.clock, &cancelled).await?;
        tx.commit().await?;
        metrics::counter!("imprimatur_publications_total", "outcome" => "cancelled").increment(1);
        self.tell(organisation, place.draft_id);
        Ok(row)
    }

    /// Asks for it, unless it is so already, or was asked for.
    async fn ask(
        &self,
        mut tx: Tx,
        caller: &Caller,
        act: Act,
        template: TemplateRow,
        version: &Version,
        (after, is_so): (i64, Option<PublicationRow>),
    ) -> Result<PublicationRow> {
        let organisation = caller.organisation.id;
        may_still(&mut tx, caller).await?;
        let open = store::open(&mut tx, organisation, template.template_id).await?;
        if let Some(open) = open {
            return same(open, act, version.id);
        }
        if let Some(is_so) = is_so {
            return Ok(is_so);
        }
        let number = version.number.ok_or_else(|| {
            Error::new(
                Kind::Conflict,
                ErrorCode::VersionNotApproved,
                "Only a version with a number can be published.",
            )
        })?;
        let approvers = reviews::approvers_of(&mut tx, organisation, version.id).await?;
        let id: PublicationId = self.platform().clock.id();
        let new = NewPublication {
            after,
            id,
            template: template.template_id,
            draft: template.draft_id,
            act,
            version: version.id,
            version_number: number,
            content_hash: &version.hash,
            asked_by: caller.person.id,
            approved_by: json!(approvers).to_string(),
            now_ms: self.platform().clock.now_ms(),
        };
        if !store::insert(&mut tx, organisation, &new).await? {
            // On Postgres another press of the button may have come first, at the same moment.
            drop(tx);
            let mut tx = self.platform().db.read().await?;
            let template = template.template_id;
            let found = match store::open(&mut tx, organisation, template).await? {
                Some(open) => Some(open),
                None => store::newest_done(&mut tx, organisation, template).await?,
            };
            return same(found.ok_or_else(is_open)?, act, version.id);
        }
        let row = store::find(&mut tx, organisation, id).await?;
        tx.commit().await?;
        self.wake();
        self.tell(organisation, template.draft_id);
        row.ok_or_else(|| Error::internal("a publication that was just asked for is missing"))
    }
}

fn not_approved() -> Error {
    Error::new(
        Kind::Conflict,
        ErrorCode::VersionNotApproved,
        "This version is not approved.",
    )
}

/// A version and the template that it is of.
async fn find(tx: &mut Tx, caller: &Caller, version: VersionId) -> Result<(TemplateRow, Version)> {
    let organisation = caller.organisation.id;
    let found = versions::find(tx, organisation, version).await?;
    let version = found.ok_or_else(|| Error::not_found("version"))?;
    let template = store::template_of(tx, organisation, version.draft_id).await?;
    let template = template.ok_or_else(|| Error::not_found("version"))?;
    Ok((template, version))
}

/// What is open is what was asked for, or that has to wait.
fn same(open: PublicationRow, act: Act, version: VersionId) -> Result<PublicationRow> {
    if open.act == act && open.version_id == version {
        Ok(open)
    } else {
        Err(is_open())
    }
}

fn is_open() -> Error {
    Error::new(
        Kind::Conflict,
        ErrorCode::PublishingOpen,
        "Something else is being published of this template. Wait until that is done.",
    )
}

fn not_published() -> Error {
    Error::new(
        Kind::Conflict,
        ErrorCode::VersionNotPublished,
        "This version was never published.",
    )
}

/// Whether somebody may publish at this moment, whatever their session says: they are a member whose role allows it, and act in their own name.
async fn may_still(tx: &mut Tx, caller: &Caller) -> Result<()> {
    let refused = |sentence: &'static str| {
        Err(Error::new(
            Kind::Forbidden,
            ErrorCode::PermissionRequired,
            sentence,
        ))
    };
    if caller.impersonator.is_some() {
        return refused("Nobody publishes who acts in somebody else's name.");
    }
    let (organisation, person) = (caller.organisation.id, caller.person.id);
    if !members::may(tx, organisation, person, Permission::Publish).await? {
        return refused("You may not publish here any more.");
    }
    Ok(())
}
