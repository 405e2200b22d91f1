//! Who is told of a review: those who are asked, and whoever asked; and everybody who has the draft open.

use std::collections::BTreeMap;

use imprimatur_protocol::api::notifications::NotificationKind;
use imprimatur_protocol::frame::{About, News};
use imprimatur_protocol::{DraftId, OrganisationId, PersonId, ReviewId};

use super::Reviews;
use super::rules::{Asked, Candidate};
use super::store::ReviewRow;
use crate::error::Result;
use crate::notifications::{self, Changed, Tell};
use crate::platform::Platform;
use crate::workspace::Tx;

/// A draft's revisions rise from one review to the next; nobody does so much to one.
const REVISIONS_A_REVIEW: i64 = 1_000_000;

/// How far a draft's reviews are.
pub(super) fn revision(number: i64, revision: i64) -> u64 {
    u64::try_from(number * REVISIONS_A_REVIEW + revision).unwrap_or_default()
}

/// What people are told of.
pub(super) struct Telling<'a> {
    pub(super) organisation: OrganisationId,
    pub(super) actor: Option<PersonId>,
    pub(super) draft: DraftId,
    pub(super) review: ReviewId,
    /// What was said with it.
    pub(super) words: &'a str,
}

impl Telling<'_> {
    /// Tells those who are asked, in the transaction in which they are.
    pub(super) async fn asked(
        &self,
        tx: &mut Tx,
        platform: &Platform,
        kind: NotificationKind,
        asked: &Asked,
        candidates: &[Candidate],
    ) -> Result<Changed> {
        let may = candidates.iter().filter(|it| asked.may_decide(it).is_ok());
        let people = may.map(|it| (it.id, kind)).collect();
        self.tell(tx, platform, people).await
    }

    /// Tells whoever asked that it was decided.
    pub(super) async fn decided(
        &self,
        tx: &mut Tx,
        platform: &Platform,
        row: &ReviewRow,
    ) -> Result<Changed> {
        let people = BTreeMap::from([(row.asked_by, NotificationKind::ReviewDecided)]);
        self.tell(tx, platform, people).await
    }

    async fn tell(
        &self,
        tx: &mut Tx,
        platform: &Platform,
        people: BTreeMap<PersonId, NotificationKind>,
    ) -> Result<Changed> {
        let tell = Tell {
            organisation: self.organisation,
            actor: self.actor.map(Into::into),
            people,
            draft: self.draft,
            thread: None,
            comment: None,
            subject: Some(self.review.to_string()),
            words: self.words,
        };
        notifications::tell(tx, platform, &tell).await
    }
}

impl Reviews {
    /// As [`Self::say`], after something was done to a review that was taken.
    pub(super) fn say_of(&self, organisation: OrganisationId, row: &ReviewRow) {
        // Its state was set after it was taken.
        let revision = revision(row.number, row.revision + 1);
        self.say(organisation, row.draft_id, revision);
    }

    /// Tells everybody who has the draft open, on every node. After the commit.
    pub(super) fn say(&self, organisation: OrganisationId, draft: DraftId, revision: u64) {
        let about = About::Review;
        self.0
            .collab
            .tell_draft(organisation, draft, News { about, revision });
    }
}
