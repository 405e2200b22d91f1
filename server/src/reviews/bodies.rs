//! Reviews as they are told.

use imprimatur_protocol::api::access::PersonRefBody;
use imprimatur_protocol::api::reviews::{
    ApproversBody, DraftReviewBody, ReviewActsBody, ReviewBody, ReviewerBody, VerdictBody,
};
use imprimatur_protocol::{DraftId, ErrorCode};

use super::acts::{able, approvals, asked_by};
use super::rules::{self, Asked, Candidate};
use super::state::{Act, State, step};
use super::store::{self, PersonRow, ReviewRow};
use super::telling::revision;
use super::{Reviews, refusal};
use crate::access::Caller;
use crate::access::colors::color;
use crate::access::roles::Permission;
use crate::clock::rfc3339;
use crate::error::{Error, Result};
use crate::workspace::Tx;

impl Reviews {
    /// How a draft stands, for the caller.
    pub(super) async fn standing(
        &self,
        caller: &Caller,
        draft: DraftId,
    ) -> Result<DraftReviewBody> {
        let organisation = caller.organisation.id;
        let mut tx = self.platform().db.read().await?;
        let head = store::head(&mut tx, organisation, draft).await?;
        let head = head.ok_or_else(|| Error::not_found("draft"))?;
        let rules = store::rules(&mut tx, organisation).await?;
        let rules = rules.unwrap_or_else(rules::unsettled);
        let newest = store::newest(&mut tx, organisation, draft).await?;
        let Some(row) = newest else {
            return Ok(DraftReviewBody {
                state: State::Draft,
                review: None,
                is_changed: false,
                may: acts(caller, State::Draft, None),
                rules,
                revision: 0,
            });
        };
        // What an edit makes of it stands in the table, as every other step does.
        let state = match (head == row.head, row.state()?) {
            (true, state) => state,
            (false, state) => step(state, Act::Edit).map_err(refusal)?,
        };
        let asked = asked_by(&mut tx, organisation, &row).await?;
        let able = able(&mut tx, organisation).await?;
        let me = able.iter().find(|it| it.id == caller.person.id);
        let me = me.map(|it| Candidate {
            id: it.id,
            roles: it.roles.clone(),
        });
        let review = body(&mut tx, caller, &row, state, &asked).await?;
        drop(tx);
        let may_decide = me.map_or(Err(ErrorCode::ApprovalNotAsked), |me| asked.may_decide(&me));
        Ok(DraftReviewBody {
            state,
            review: Some(review),
            is_changed: head != row.head && self.is_changed(caller, draft, &row).await?,
            may: acts(caller, state, Some(may_decide)),
            rules,
            revision: revision(row.number, row.revision),
        })
    }

    /// Whether a live draft that was edited holds something else by now: some edits take each other back. It is read and hashed once for each of
    /// its rows on this node, and never where edits are committed.
    async fn is_changed(&self, caller: &Caller, draft: DraftId, row: &ReviewRow) -> Result<bool> {
        let organisation = caller.organisation.id;
        let now = match self.0.versions.current_hash(organisation, draft).await {
            Ok(now) => now,
            // What could not be frozen is not what was.
            Err(error) if error.code() == ErrorCode::LayoutInvalid => return Ok(true),
            Err(error) => return Err(error),
        };
        Ok(now.hash != row.content_hash)
    }

    /// Who may be asked.
    pub(super) async fn approvers(&self, caller: &Caller) -> Result<ApproversBody> {
        let mut tx = self.platform().db.read().await?;
        let able = able(&mut tx, caller.organisation.id).await?;
        let approvers = able.into_iter().map(|it| ReviewerBody {
            id: it.id,
            name: it.name,
            color: it.color.to_owned(),
        });
        Ok(ApproversBody {
            approvers: approvers.collect(),
        })
    }
}

/// Why the caller may not do something now.
fn acts(
    caller: &Caller,
    state: State,
    may_decide: Option<Result<(), ErrorCode>>,
) -> ReviewActsBody {
    let without = |permission| (!caller.may(permission)).then_some(ErrorCode::PermissionRequired);
    let refused = |act| step(state, act).err();
    let decide = |act| {
        without(Permission::Approve)
            .or_else(|| refused(act))
            .or_else(|| may_decide.and_then(Result::err))
    };
    let ask = |act| without(Permission::EditTexts).or_else(|| refused(act));
    ReviewActsBody {
        submit: ask(Act::Submit),
        approve: decide(Act::Approve),
        request_changes: decide(Act::RequestChanges),
        withdraw: ask(Act::Withdraw),
        reassign: ask(Act::Reassign),
    }
}

async fn body(
    tx: &mut Tx,
    caller: &Caller,
    row: &ReviewRow,
    state: State,
    asked: &Asked,
) -> Result<ReviewBody> {
    let organisation = caller.organisation.id;
    let named = store::approvers(tx, organisation, row.id).await?;
    let authors = store::authors(tx, organisation, row.id).await?;
    let verdicts = store::verdicts(tx, organisation, row.id).await?;
    let published = store::last_published(tx, organisation, row.draft_id).await?;
    let standing = asked.standing(&approvals(tx, organisation, row).await?);
    Ok(ReviewBody {
        id: row.id,
        number: small(row.number),
        version_id: row.version_id,
        version_number: small(row.version_number),
        content_hash: row.content_hash.clone(),
        state,
        asked_by: PersonRefBody {
            id: row.asked_by,
            name: row.asker_name.clone(),
        },
        asked_at: rfc3339(row.asked_at),
        due_at: row.due_at.map(rfc3339),
        note: row.note.clone(),
        approvers: named.into_iter().map(reviewer).collect(),
        verdicts: verdicts
            .into_iter()
            .map(|it| VerdictBody {
                verdict: it.verdict(),
                person: ReviewerBody {
                    id: it.person_id,
                    name: it.name,
                    color: color(it.color).to_owned(),
                },
                note: it.note,
                decided_at: rfc3339(it.decided_at),
            })
            .collect(),
        published_version_id: published.filter(|it| *it != row.version_id),
        authors: authors
            .into_iter()
            .map(|it| PersonRefBody {
                id: it.person_id,
                name: it.name,
            })
            .collect(),
        needed: asked.needed,
        role: asked.role,
        four_eyes: asked.four_eyes,
        missing: standing.missing,
        independent_missing: standing.independent_missing,
    })
}

fn reviewer(row: PersonRow) -> ReviewerBody {
    ReviewerBody {
        id: row.person_id,
        name: row.name,
        color: color(row.color).to_owned(),
    }
}

fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
