//! What people do with reviews, each in one transaction with its event.

use std::collections::BTreeSet;

use imprimatur_protocol::api::notifications::NotificationKind;
use imprimatur_protocol::api::reviews::{
    ApproveBody, ReassignBody, RequestChangesBody, ReviewRulesBody, SubmitReviewBody, Verdict,
};
use imprimatur_protocol::{DraftId, ErrorCode, OrganisationId, PersonId, ReviewId};
use serde_json::{Value, json};

use super::rules::{self, Asked, Candidate};
use super::state::{Act, State, step};
use super::store::{self, NewReview, ReviewRow};
use super::telling::{Telling, revision};
use super::{Reviews, refusal};
use crate::access::Caller;
use crate::access::caller::SessionKind;
use crate::access::members::{self, AbleMember};
use crate::access::roles::{Permission, allows};
use crate::clock::read_rfc3339;
use crate::error::{Error, Result};
use crate::events::{self, EventKind};
use crate::http::note::read_note;
use crate::workspace::Tx;
use crate::{notifications, versions};

/// People who may approve that are looked at: more are asked by a rule, never by name.
pub(super) const APPROVERS_MOST: u32 = 500;
/// Letters of what somebody says to a version.
const NOTE_LETTERS_MOST: usize = 2_000;
/// A deadline lies at most so far ahead: who means longer means none.
const DUE_DAYS_MOST: i64 = 366;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

impl Reviews {
    /// Freezes what the draft holds now, and asks that it is approved.
    pub(super) async fn submit(
        &self,
        caller: &Caller,
        draft: DraftId,
        body: &SubmitReviewBody,
    ) -> Result<()> {
        let (platform, organisation) = (self.platform(), caller.organisation.id);
        let now_ms = platform.clock.now_ms();
        let note = body
            .note
            .as_deref()
            .map(|it| read_note(NOTE_LETTERS_MOST, it))
            .transpose()?
            .flatten();
        let due_at = body
            .due_at
            .as_deref()
            .map(|text| read_due(text, now_ms))
            .transpose()?;
        let named = read_named(&body.approvers)?;

        let mut tx = platform.db.read().await?;
        let newest = store::newest(&mut tx, organisation, draft).await?;
        drop(tx);
        let state = newest.map_or(Ok(State::Draft), |it| it.state())?;
        // Before anything is read and drawn for nothing; below it holds.
        step(state, Act::Submit).map_err(refusal)?;
        self.pass_gate(organisation, draft, None).await?;
        let prepared = self.0.versions.prepare(organisation, draft).await?;

        let mut tx = platform.db.begin().await?;
        let version = self
            .0
            .versions
            .freeze_in(
                &mut tx,
                organisation,
                draft,
                &prepared,
                caller.person.id,
                None,
            )
            .await?;
        let newest = store::newest(&mut tx, organisation, draft).await?;
        let (state, number) = match &newest {
            Some(newest) => (newest.state()?, newest.number + 1),
            None => (State::Draft, 1),
        };
        step(state, Act::Submit).map_err(refusal)?;
        let rules = store::rules(&mut tx, organisation).await?;
        let rules = rules.unwrap_or_else(rules::unsettled);
        let published = store::last_published(&mut tx, organisation, draft).await?;
        let mut authors = versions::authors_since(&mut tx, organisation, draft, published).await?;
        if published.is_none() {
            // Nothing in the layout says who brought what it began with.
            authors.extend(store::beginner(&mut tx, organisation, draft).await?);
        }
        let authors = store::humans(&mut tx, organisation, authors).await?;
        let asked = asked(&rules, named, authors);
        let candidates = candidates(&mut tx, organisation).await?;
        asked.can_be_decided(&candidates).map_err(refusal)?;
        let new = NewReview {
            id: platform.clock.id(),
            draft,
            number,
            version: version.id,
            version_number: version.number.unwrap_or_default(),
            content_hash: &version.hash,
            head: i64::try_from(prepared.head).unwrap_or(i64::MAX),
            rules: &rules,
            note,
            asked_by: caller.person.id,
            asked_at: now_ms,
            due_at,
        };
        // On Postgres two may have come this far at once.
        if !store::insert(&mut tx, organisation, &new).await? {
            return Err(refusal(ErrorCode::ReviewOpen));
        }
        store::set_approvers(&mut tx, organisation, new.id, &asked.named).await?;
        store::set_authors(&mut tx, organisation, new.id, &asked.authors).await?;
        let details = json!({ "draft": draft, "version": version.id, "number": version.number, "approvers": asked.named, "has_deadline": due_at.is_some() });
        self.record(&mut tx, caller, EventKind::ReviewSubmitted, new.id, details)
            .await?;
        let telling = Telling {
            organisation,
            actor: Some(caller.person.id),
            draft,
            review: new.id,
            words: note.unwrap_or_default(),
        };
        let kind = NotificationKind::ReviewAsked;
        let told = telling
            .asked(&mut tx, platform, kind, &asked, &candidates)
            .await?;
        tx.commit().await?;
        notifications::announce(platform, &told);
        self.say(organisation, draft, revision(number, 1));
        Ok(())
    }

    /// Approves what the review is about.
    pub(super) async fn approve(
        &self,
        caller: &Caller,
        review: ReviewId,
        body: &ApproveBody,
    ) -> Result<DraftId> {
        let note = body
            .note
            .as_deref()
            .map(|it| read_note(NOTE_LETTERS_MOST, it))
            .transpose()?
            .flatten();
        self.decide(
            caller,
            review,
            Verdict::Approved,
            Some(&body.content_hash),
            note,
        )
        .await
    }

    /// Asks for changes.
    pub(super) async fn request_changes(
        &self,
        caller: &Caller,
        review: ReviewId,
        body: &RequestChangesBody,
    ) -> Result<DraftId> {
        let note = read_note(NOTE_LETTERS_MOST, &body.note)?.ok_or_else(|| {
            Error::unprocessable(ErrorCode::NoteInvalid, "Say what is to be changed.")
        })?;
        self.decide(caller, review, Verdict::ChangesRequested, None, Some(note))
            .await
    }

    async fn decide(
        &self,
        caller: &Caller,
        review: ReviewId,
        verdict: Verdict,
        looked_at: Option<&str>,
        note: Option<&str>,
    ) -> Result<DraftId> {
        let (platform, organisation) = (self.platform(), caller.organisation.id);
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        let row = store::take(&mut tx, organisation, review).await?;
        let row = row.ok_or_else(not_found)?;
        only_newest(&mut tx, organisation, &row).await?;
        if looked_at.is_some_and(|hash| hash != row.content_hash) {
            return Err(refusal(ErrorCode::ReviewMoved));
        }
        let asked = asked_by(&mut tx, organisation, &row).await?;
        // Who may now, not when they signed in: in this transaction, and people alone.
        let roles = members::roles(&mut tx, organisation, caller.person.id).await?;
        let is_able = roles.iter().any(|role| allows(*role, Permission::Approve));
        if !is_able || caller.kind == SessionKind::Key {
            return Err(refusal(ErrorCode::ApprovalNotAsked));
        }
        let me = Candidate {
            id: caller.person.id,
            roles,
        };
        asked.may_decide(&me).map_err(refusal)?;

        store::say(&mut tx, organisation, &row, me.id, (verdict, note), now_ms).await?;
        let approvals = approvals(&mut tx, organisation, &row).await?;
        let act = match verdict {
            Verdict::ChangesRequested => Act::RequestChanges,
            Verdict::Approved if asked.standing(&approvals).is_enough() => Act::ApproveLast,
            Verdict::Approved => Act::Approve,
        };
        let next = step(row.state()?, act).map_err(refusal)?;
        store::set_state(&mut tx, organisation, row.id, next).await?;
        let kind = match verdict {
            Verdict::Approved => EventKind::ReviewApproved,
            Verdict::ChangesRequested => EventKind::ReviewRejected,
        };
        let details = json!({ "draft": row.draft_id, "version": row.version_id, "number": row.version_number, "asked_by": row.asked_by, "is_enough": act == Act::ApproveLast });
        self.record(&mut tx, caller, kind, row.id, details).await?;
        let telling = Telling {
            organisation,
            actor: Some(caller.person.id),
            draft: row.draft_id,
            review: row.id,
            words: note.unwrap_or_default(),
        };
        let told = telling.decided(&mut tx, platform, &row).await?;
        tx.commit().await?;
        notifications::announce(platform, &told);
        self.say_of(organisation, &row);
        Ok(row.draft_id)
    }

    /// Takes the question back.
    pub(super) async fn withdraw(&self, caller: &Caller, review: ReviewId) -> Result<DraftId> {
        let organisation = caller.organisation.id;
        let mut tx = self.platform().db.begin().await?;
        let row = store::take(&mut tx, organisation, review).await?;
        let row = row.ok_or_else(not_found)?;
        only_newest(&mut tx, organisation, &row).await?;
        let next = step(row.state()?, Act::Withdraw).map_err(refusal)?;
        store::set_state(&mut tx, organisation, row.id, next).await?;
        let details = json!({ "draft": row.draft_id, "version": row.version_id, "number": row.version_number });
        self.record(&mut tx, caller, EventKind::ReviewWithdrawn, row.id, details)
            .await?;
        tx.commit().await?;
        self.say_of(organisation, &row);
        Ok(row.draft_id)
    }

    /// Asks others, or until another day. What was said already stays; it may be enough now.
    pub(super) async fn reassign(
        &self,
        caller: &Caller,
        review: ReviewId,
        body: &ReassignBody,
    ) -> Result<DraftId> {
        let (platform, organisation) = (self.platform(), caller.organisation.id);
        let now_ms = platform.clock.now_ms();
        let due_at = body
            .due_at
            .as_deref()
            .map(|text| read_due(text, now_ms))
            .transpose()?;
        let named = read_named(&body.approvers)?;
        let mut tx = platform.db.begin().await?;
        let row = store::take(&mut tx, organisation, review).await?;
        let row = row.ok_or_else(not_found)?;
        let state = step(row.state()?, Act::Reassign).map_err(refusal)?;
        let asked = Asked {
            named,
            ..asked_by(&mut tx, organisation, &row).await?
        };
        let candidates = candidates(&mut tx, organisation).await?;
        asked.can_be_decided(&candidates).map_err(refusal)?;
        store::set_approvers(&mut tx, organisation, row.id, &asked.named).await?;
        store::set_due(&mut tx, organisation, row.id, due_at).await?;
        let approvals = approvals(&mut tx, organisation, &row).await?;
        let next = match asked.standing(&approvals).is_enough() {
            true => step(state, Act::ApproveLast).map_err(refusal)?,
            false => state,
        };
        store::set_state(&mut tx, organisation, row.id, next).await?;
        let details = json!({ "draft": row.draft_id, "version": row.version_id, "number": row.version_number, "approvers": asked.named, "has_deadline": due_at.is_some() });
        self.record(
            &mut tx,
            caller,
            EventKind::ReviewReassigned,
            row.id,
            details,
        )
        .await?;
        let telling = Telling {
            organisation,
            actor: Some(caller.person.id),
            draft: row.draft_id,
            review: row.id,
            words: row.note.as_deref().unwrap_or_default(),
        };
        let kind = NotificationKind::ReviewAsked;
        let told = telling
            .asked(&mut tx, platform, kind, &asked, &candidates)
            .await?;
        tx.commit().await?;
        notifications::announce(platform, &told);
        self.say_of(organisation, &row);
        Ok(row.draft_id)
    }

    async fn record(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        kind: EventKind,
        review: ReviewId,
        details: Value,
    ) -> Result<()> {
        let done = caller.does(kind, Some(review.to_string()), details);
        events::record(tx, &self.platform().clock, &done).await
    }
}

/// There is no such review, or it is another organisation's.
pub(super) fn not_found() -> Error {
    Error::not_found("review")
}

/// An older review is history: what came after it holds.
async fn only_newest(tx: &mut Tx, organisation: OrganisationId, row: &ReviewRow) -> Result<()> {
    let newest = store::newest(tx, organisation, row.draft_id).await?;
    match newest {
        Some(newest) if newest.id == row.id => Ok(()),
        _ => Err(refusal(ErrorCode::ReviewClosed)),
    }
}

/// The question of a new review.
fn asked(rules: &ReviewRulesBody, named: BTreeSet<PersonId>, authors: BTreeSet<PersonId>) -> Asked {
    Asked {
        needed: rules.approvals,
        role: rules.role,
        four_eyes: rules.four_eyes,
        named,
        authors,
    }
}

/// The question as it was asked.
pub(super) async fn asked_by(
    tx: &mut Tx,
    organisation: OrganisationId,
    row: &ReviewRow,
) -> Result<Asked> {
    let named = store::approvers(tx, organisation, row.id).await?;
    let authors = store::authors(tx, organisation, row.id).await?;
    Ok(Asked {
        needed: u32::try_from(row.needed).unwrap_or(1),
        role: row.role(),
        four_eyes: row.four_eyes(),
        named: named.into_iter().map(|it| it.person_id).collect(),
        authors: authors.into_iter().map(|it| it.person_id).collect(),
    })
}

/// Who has approved what the review is about: a word on another content would count for nothing.
pub(super) async fn approvals(
    tx: &mut Tx,
    organisation: OrganisationId,
    row: &ReviewRow,
) -> Result<BTreeSet<PersonId>> {
    let verdicts = store::verdicts(tx, organisation, row.id).await?;
    Ok(verdicts
        .into_iter()
        .filter(|it| it.verdict() == Verdict::Approved && it.content_hash == row.content_hash)
        .map(|it| it.person_id)
        .collect())
}

/// Who may approve now.
pub(super) async fn able(tx: &mut Tx, organisation: OrganisationId) -> Result<Vec<AbleMember>> {
    members::able(tx, organisation, Permission::Approve, APPROVERS_MOST).await
}

pub(super) async fn candidates(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<Vec<Candidate>> {
    let able = able(tx, organisation).await?;
    Ok(able
        .into_iter()
        .map(|it| Candidate {
            id: it.id,
            roles: it.roles,
        })
        .collect())
}

/// Who is asked by name, each once.
fn read_named(people: &[PersonId]) -> Result<BTreeSet<PersonId>> {
    let named: BTreeSet<PersonId> = people.iter().copied().collect();
    if named.len() != people.len() {
        return Err(refusal(ErrorCode::ApproverUnknown));
    }
    Ok(named)
}

/// A day that is still to come.
fn read_due(text: &str, now_ms: i64) -> Result<i64> {
    let due = read_rfc3339(text).filter(|due| {
        let ahead = due - now_ms;
        ahead > 0 && ahead <= DUE_DAYS_MOST * DAY_MS
    });
    due.ok_or_else(|| {
        Error::unprocessable(
            ErrorCode::DeadlineInvalid,
            format!(
                "A deadline is a moment to come, at most {DUE_DAYS_MOST} days away, as RFC 3339 writes it."
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_are_ahead() {
        let now_ms = 1_763_804_096_007;
        for (text, is_good) in [
            ("2025-11-22T09:34:56.008Z", true),
            ("2025-11-22T09:34:56.007Z", false),
            ("2026-11-22T10:00:00+01:00", true),
            ("2027-11-22T10:00:00Z", false),
            ("tomorrow", false),
        ] {
            assert_eq!(read_due(text, now_ms).is_ok(), is_good, "{text}");
        }
    }
}
