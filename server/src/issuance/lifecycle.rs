//! What becomes of a certificate: it is suspended, holds again, or is revoked for ever. Whoever asks for it is noted in the workspace first; then the
//! registry says so, in the certificate and in the signed list that others read; then it is noted here that it is so, with its event. Each may be done again.

use std::cmp::Ordering;
use std::time::Duration;

use imprimatur_credential::Purpose;
use imprimatur_protocol::api::issuance::ReasonBody;
use imprimatur_protocol::{CertificateId, ErrorCode, OrganisationId, StatusListId};
use serde_json::json;
use tokio::time::Instant;

use super::Issuance;
use super::acts::may_still;
use super::reasons::reason_name;
use super::status::{Bit, set_bit};
use super::store::acts::{self, ActRow, NewAct};
use crate::access::Caller;
use crate::access::roles::Permission;
use crate::error::{Error, Kind, Result, describe};
use crate::events::{self, Event, EventKind};
use crate::http::note::read_note;
use crate::platform::Rounds;
use crate::registry::{Failure, Reason, Tx, Value, moment};
use crate::workspace::record;

/// How long whoever took an act on may take. Whoever dies holds it up for no longer.
const LEASE: Duration = Duration::from_secs(60);
const LEASE_MS: i64 = LEASE.as_millis() as i64;

/// How often it is looked for what others have not come to the end of.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Letters of why something is done.
const NOTE_LETTERS_MOST: usize = 300;

/// Why something is not done.
const REVOKED: &str = "It was revoked, and stays so.";
const NEVER: &str = "It cannot be done: it was revoked or corrected meanwhile, or what is kept of the certificate is damaged.";

/// How it went with an act.
enum Settled {
    /// It is so.
    Done,
    /// It is tried again.
    Waits,
    /// It can never be done.
    Never,
}

/// Where a certificate stands after an act.
enum Standing {
    /// It is done, and nothing after it.
    Done,
    /// Others were done after it. One is asked for when the one before has ended: its event stands already, if it was done.
    Past,
    /// The registry knows of acts up to this number, and this one was asked after them: the workspace has counted anew.
    Behind(i64),
}

/// Between two tries at most.
const LONGEST_WAIT_MS: i64 = 30_000;

/// What is done to a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Suspend,
    Reinstate,
    Revoke,
}

impl Act {
    /// Every one.
    pub(super) const ALL: [Self; 3] = [Self::Suspend, Self::Reinstate, Self::Revoke];

    /// As the database holds it.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Reinstate => "reinstate",
            Self::Revoke => "revoke",
        }
    }

    /// The state in the registry afterwards.
    const fn state(self) -> &'static str {
        match self {
            Self::Suspend => "suspended",
            Self::Reinstate => "issued",
            Self::Revoke => "revoked",
        }
    }

    /// Whether it can be done to what is in a state. What is so already is so.
    pub(super) fn may(self, state: &str) -> bool {
        match self {
            Self::Suspend | Self::Reinstate => !matches!(state, "revoked" | "superseded"),
            // What was corrected does not hold any more as it is, and says why.
            Self::Revoke => state != "superseded",
        }
    }

    /// The list that says so, and whether it does.
    const fn bit(self) -> (Purpose, bool) {
        match self {
            Self::Suspend => (Purpose::Suspension, true),
            Self::Reinstate => (Purpose::Suspension, false),
            Self::Revoke => (Purpose::Revocation, true),
        }
    }

    const fn event(self) -> EventKind {
        match self {
            Self::Suspend => EventKind::CertificateSuspended,
            Self::Reinstate => EventKind::CertificateReinstated,
            Self::Revoke => EventKind::CertificateRevoked,
        }
    }
}

record! {
    struct StateRow {
        state: String,
        status_list_id: Option<String>,
        status_list_index: Option<i64>,
        act_number: Option<i64>,
        act_id: Option<String>,
        erased_at: Option<String>,
    }
}

const STATE: &str = "SELECT c.state, c.status_list_id, c.status_list_index, c.act_number, c.act_id, CAST(s.erased_at AS CHAR) AS erased_at
     FROM issued_certificates c
     LEFT JOIN certificate_subjects s ON s.organisation_id = c.organisation_id AND s.certificate_id = c.id
     WHERE c.organisation_id = ? AND c.id = ?";

impl Issuance {
    /// Does something to a certificate. False: the registry is away; it is done as soon as that is back.
    pub(super) async fn act(
        &self,
        caller: &Caller,
        certificate: CertificateId,
        act: Act,
        why: Option<ReasonBody>,
    ) -> Result<bool> {
        let organisation = caller.organisation.id;
        let platform = self.platform();
        let note = why.as_ref().and_then(|it| it.note.as_deref());
        let note = note.map(|it| read_note(NOTE_LETTERS_MOST, it));
        // None says nothing of words that there may be; empty ones take them back.
        let note = note.transpose()?.map(Option::unwrap_or_default);
        let mut known = 0;
        // Where it cannot be asked, it is judged when it can.
        if let Ok(found) = self.state(organisation, certificate).await {
            let StateRow {
                state, act_number, ..
            } = found.ok_or_else(|| Error::not_found("certificate"))?;
            known = act_number.unwrap_or(0);
            if state == "superseded" {
                return Err(Error::new(
                    Kind::Conflict,
                    ErrorCode::CertificateSuperseded,
                    "It was corrected, and does not hold any more. Do it to the one that has taken its place.",
                ));
            }
            if !act.may(&state) {
                return Err(conflict(REVOKED));
            }
        }
        let now_ms = platform.clock.now_ms();
        let new = NewAct {
            id: platform.clock.id(),
            certificate,
            act,
            reason: why.as_ref().map(|it| reason_name(it.reason)),
            note: note.map(str::to_owned),
            asked_by: caller.person.id,
            now_ms,
            lease: i64::from_be_bytes(platform.clock.random()) & i64::MAX,
            until_ms: now_ms + LEASE_MS,
            known,
        };
        let mut tx = platform.db.begin().await?;
        may_still(&mut tx, caller, Permission::Issue).await?;
        if !acts::insert(&mut tx, organisation, &new).await? {
            return Err(Error::new(
                Kind::Conflict,
                ErrorCode::CertificateBusy,
                "Something is being done to it already. Try again in a moment.",
            ));
        }
        tx.commit().await?;
        let mut tx = platform.db.read().await?;
        let row = acts::find(&mut tx, organisation, new.id).await?;
        drop(tx);
        let row =
            row.ok_or_else(|| Error::internal("an act that was just asked for is not there"))?;
        match self.settle(&row, Instant::now()).await {
            Settled::Done => Ok(true),
            Settled::Waits => Ok(false),
            Settled::Never => Err(conflict(NEVER)),
        }
    }

    async fn state(
        &self,
        organisation: OrganisationId,
        certificate: CertificateId,
    ) -> std::result::Result<Option<StateRow>, Failure> {
        let rows: Vec<StateRow> = self
            .registry()
            .fetch_all(
                STATE,
                &[
                    organisation.to_string().into(),
                    certificate.to_string().into(),
                ],
            )
            .await?;
        Ok(rows.into_iter().next())
    }

    /// Works off what others have not come to the end of, until the program ends.
    pub(super) async fn settle_until_shutdown(&self) {
        let rounds = Rounds {
            of: "things to be done to certificates",
            look_every: LOOK_EVERY,
            go_on_after: Duration::ZERO,
            wake: None,
        };
        self.platform().work(rounds, || self.settle_one()).await;
    }

    /// Works off the act that is due first. Whether there was one.
    async fn settle_one(&self) -> Result<bool> {
        let platform = self.platform();
        let lease = i64::from_be_bytes(platform.clock.random()) & i64::MAX;
        let now_ms = platform.clock.now_ms();
        let since = Instant::now();
        let mut tx = platform.db.begin().await?;
        let due = acts::take(&mut tx, lease, now_ms, now_ms + LEASE_MS).await?;
        tx.commit().await?;
        let Some(row) = due else {
            return Ok(false);
        };
        self.settle(&row, since).await;
        Ok(true)
    }

    /// Does an act that was taken on at a moment, and notes how it went.
    async fn settle(&self, row: &ActRow, since: Instant) -> Settled {
        let mut done = self.do_in_registry(row, since + LEASE / 2).await;
        if let Ok(Standing::Behind(known)) = done {
            let row = ActRow {
                number: known + 1,
                ..row.clone()
            };
            done = match self.renumber(&row).await {
                Ok(true) => self.do_in_registry(&row, since + LEASE / 2).await,
                Ok(false) => Err(Failure::locked("somebody else has taken it on")),
                Err(cause) => Err(Failure::locked(describe(&cause))),
            };
        }
        let done = done.and_then(|standing| match standing {
            Standing::Done => Ok(true),
            Standing::Past => Ok(false),
            Standing::Behind(_) => Err(Failure::locked("others were done meanwhile")),
        });
        let (settled, noted) = match &done {
            Ok(true) => (Settled::Done, self.note_act(row).await),
            Ok(false) => (Settled::Done, self.end_untold(row, None).await),
            Err(failure) if failure.reason == Reason::Row => {
                let said = failure.to_string();
                tracing::error!(certificate.id = %row.certificate_id, error.cause = %said, "an act on {} was given up: {said}", row.certificate_id);
                (Settled::Never, self.end_untold(row, Some(&said)).await)
            }
            Err(failure) => {
                let said = failure.to_string();
                tracing::warn!(certificate.id = %row.certificate_id, error.cause = %said, "an act on {} waits: {said}", row.certificate_id);
                (Settled::Waits, self.put_off(row, &said).await)
            }
        };
        match noted {
            Ok(()) => settled,
            Err(cause) => {
                // It is taken on again when its lease is over.
                let cause = describe(&cause);
                tracing::warn!(certificate.id = %row.certificate_id, error.cause = %cause, "how it went with {} could not be noted: {cause}", row.certificate_id);
                Settled::Waits
            }
        }
    }

    async fn do_in_registry(
        &self,
        row: &ActRow,
        until: Instant,
    ) -> std::result::Result<Standing, Failure> {
        self.registry().may_be_written().await?;
        let organisation = row.organisation_id;
        let key = self.signing_key(organisation).await?;
        let now_ms = self.platform().clock.now_ms();
        let mut tx = self.registry().begin().await?;
        let ids = || {
            [
                organisation.to_string().into(),
                row.certificate_id.to_string().into(),
            ]
        };
        let found: Vec<StateRow> = tx.fetch_locked(STATE, &ids()).await?;
        let found = found
            .into_iter()
            .next()
            .ok_or_else(|| Failure::row("there is no such certificate"))?;
        if let Some(last) = found.act_number.filter(|last| *last >= row.number) {
            // Ids begin with their time. Before they were kept there was the number alone, which a workspace that was restored gives twice.
            let id = row.id.to_string();
            let last_is = found.act_id.as_deref().map(|last| last.cmp(id.as_str()));
            let is_so = last == row.number && found.state == row.act.state();
            return Ok(match last_is {
                Some(Ordering::Equal) => Standing::Done,
                Some(Ordering::Greater) => Standing::Past,
                None if is_so => Standing::Done,
                Some(Ordering::Less) | None => Standing::Behind(last),
            });
        }
        if !row.act.may(&found.state) {
            return Err(Failure::row("it was revoked or corrected, and stays so"));
        }
        // What a certificate says of a person is erased for ever, and words may name somebody.
        let note = row.note.clone().filter(|_| found.erased_at.is_none());
        if found.state == row.act.state() {
            // Since when it is so stays. Why can be said better: other words, or none; without a word of them those stay which are about the same reason.
            let why: Value = row.reason.clone().into();
            let said = [
                note.clone().into(),
                note.into(),
                why.clone(),
                why,
                row.number.into(),
                row.id.to_string().into(),
            ];
            // Engines set one after the other, or all at once: in this order it comes to the same.
            tx.change(
                "UPDATE issued_certificates SET revocation_note = CASE WHEN ? IS NOT NULL THEN NULLIF(?, '') WHEN revocation_reason = ? THEN revocation_note END,
                        revocation_reason = ?, act_number = ?, act_id = ?
                 WHERE organisation_id = ? AND id = ?",
                &[&said[..], &ids()].concat(),
            )
            .await?;
            return in_time(tx, until).await.map(|()| Standing::Done);
        }
        let list = found
            .status_list_id
            .and_then(|list| list.parse::<StatusListId>().ok());
        let index = found
            .status_list_index
            .and_then(|index| u32::try_from(index).ok());
        let (Some(list), Some(index)) = (list, index) else {
            return Err(Failure::row("it has no place in a list"));
        };
        let (purpose, is_set) = row.act.bit();
        let bit = Bit {
            list,
            purpose,
            index,
            is_set,
        };
        set_bit(&mut tx, organisation, (&*key, self.origin()), bit, now_ms).await?;
        let is_reinstated = row.act == Act::Reinstate;
        let (by, at) = (row.asked_by.to_string(), moment(row.asked_at));
        let said = [
            row.act.state().into(),
            (!is_reinstated).then_some(by).into(),
            (!is_reinstated).then_some(at).into(),
            row.reason.clone().into(),
            note.filter(|it| !it.is_empty()).into(),
            row.number.into(),
            row.id.to_string().into(),
        ];
        tx.change(
            "UPDATE issued_certificates SET state = ?, revoked_by = ?, revoked_at = ?, revocation_reason = ?, revocation_note = ?, act_number = ?, act_id = ? WHERE organisation_id = ? AND id = ?",
            &[&said[..], &ids()].concat(),
        )
        .await?;
        in_time(tx, until).await.map(|()| Standing::Done)
    }

    async fn renumber(&self, row: &ActRow) -> Result<bool> {
        let mut tx = self.platform().db.begin().await?;
        let is_ours = acts::renumber(&mut tx, row).await?;
        tx.commit().await?;
        Ok(is_ours)
    }

    async fn note_act(&self, row: &ActRow) -> Result<()> {
        let platform = self.platform();
        let mut tx = platform.db.begin().await?;
        if !acts::end(&mut tx, row, None, platform.clock.now_ms()).await? {
            return Ok(());
        }
        let event = Event {
            kind: row.act.event(),
            organisation: row.organisation_id,
            actor: row.asked_by.into(),
            // Nobody does that who acts in another's name.
            impersonator: None,
            subject: Some(row.certificate_id.to_string()),
            // Not the words, which may name somebody: what is chained stays for ever.
            details: json!({ "certificate": row.certificate_id, "reason": row.reason }),
        };
        events::record(&mut tx, &platform.clock, &event).await?;
        tx.commit().await
    }

    /// Ends it without an event: there is one already, or it was given up.
    async fn end_untold(&self, row: &ActRow, failure: Option<&str>) -> Result<()> {
        let platform = self.platform();
        let mut tx = platform.db.begin().await?;
        acts::end(&mut tx, row, failure, platform.clock.now_ms()).await?;
        tx.commit().await
    }

    async fn put_off(&self, row: &ActRow, said: &str) -> Result<()> {
        let platform = self.platform();
        let wait_ms = 500_i64.saturating_mul(1 << row.attempts.clamp(0, 10));
        let next = platform.clock.now_ms() + wait_ms.min(LONGEST_WAIT_MS);
        let mut tx = platform.db.begin().await?;
        acts::wait(&mut tx, row, said, next).await?;
        tx.commit().await
    }
}

/// Commits, unless somebody else may have taken it on by now.
async fn in_time(tx: Tx, until: Instant) -> std::result::Result<(), Failure> {
    if Instant::now() > until {
        return Err(Failure::locked(
            "it took too long, and somebody else may have taken it on",
        ));
    }
    tx.commit().await
}

fn conflict(sentence: &'static str) -> Error {
    Error::new(Kind::Conflict, ErrorCode::CertificateState, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_revoked_stays_so() {
        for (act, state, may) in [
            (Act::Suspend, "issued", true),
            (Act::Suspend, "suspended", true),
            (Act::Suspend, "revoked", false),
            (Act::Reinstate, "issued", true),
            (Act::Reinstate, "suspended", true),
            (Act::Reinstate, "revoked", false),
            (Act::Revoke, "issued", true),
            (Act::Revoke, "suspended", true),
            (Act::Revoke, "revoked", true),
            (Act::Suspend, "superseded", false),
            (Act::Reinstate, "superseded", false),
            (Act::Revoke, "superseded", false),
        ] {
            assert_eq!(act.may(state), may, "{act:?} {state}");
        }
    }
}
