//! The history of templates: what happened, by whom, the newest first.
//!
//! Who edits is noted once for each sitting, by the room that commits the first edit of it and then every half an hour (`collab/room/sittings.rs`):
//! no edit is written twice, and the history needs nothing of the journal, which is folded. Notes of one sitting are put together here.

use imprimatur_protocol::api::audit::{
    ActivityBody, ActivityEntryBody, ActivityPersonBody, ActivityTemplateBody,
};
use imprimatur_protocol::{ActorId, DraftId, EventId, OrganisationId, PersonId, TemplateId};
use serde_json::Value;

use crate::access::colors::color;
use crate::clock::rfc3339;
use crate::error::Result;
use crate::events::{EventKind, SITTING};
use crate::workspace::{Tx, args, record};

/// Two notes of one sitting lie no further apart: one is written every [`SITTING`], if something was edited just then.
const APART_MOST_MS: i64 = 2 * SITTING.as_millis() as i64;

/// What is asked for.
pub(super) struct Wanted {
    pub(super) template: Option<TemplateId>,
    pub(super) person: Option<PersonId>,
    pub(super) kinds: Vec<EventKind>,
    pub(super) before: Option<EventId>,
}

record! {
    pub(super) struct ActivityRow {
        id: EventId,
        kind: String,
        occurred_at: i64,
        details: String,
        template_id: Option<String>,
        template_name: Option<String>,
        draft_id: Option<String>,
        actor_id: ActorId,
        actor_name: Option<String>,
        actor_color: i64,
    }
}

macro_rules! activity {
    ($of:literal, $kinds:literal) => {
        concat!(
            "SELECT e.id, e.kind, e.occurred_at, e.details, e.template_id, t.name AS template_name,
                    CASE WHEN t.deleted_at IS NULL THEN d.id END AS draft_id,
                    e.actor_id, COALESCE(NULLIF(p.name, ''), g.name) AS actor_name, COALESCE(m.color, g.color, 0) AS actor_color
             FROM events e
             LEFT JOIN templates t ON t.organisation_id = e.organisation_id AND t.id = e.template_id
             LEFT JOIN drafts d ON d.organisation_id = e.organisation_id AND d.template_id = e.template_id
             LEFT JOIN people p ON p.id = e.actor_id
             LEFT JOIN members m ON m.organisation_id = e.organisation_id AND m.person_id = e.actor_id
             LEFT JOIN guests g ON g.organisation_id = e.organisation_id AND g.id = e.actor_id
             WHERE e.organisation_id = $1 AND ($2 = '' OR e.id < $2) AND ($3 = '' OR e.actor_id = $3)",
            $of,
            " AND e.kind IN ",
            $kinds,
            " ORDER BY e.id DESC LIMIT $5"
        )
    };
}

/// What happened, the newest first.
pub(super) async fn rows(
    tx: &mut Tx,
    organisation: OrganisationId,
    wanted: &Wanted,
    at_most: u32,
) -> Result<Vec<ActivityRow>> {
    let or_none = Option::unwrap_or_default;
    let args = args![
        organisation,
        or_none(wanted.before.map(|id| id.to_string())),
        or_none(wanted.person.map(|id| id.to_string())),
        or_none(wanted.template.map(|id| id.to_string())),
        at_most
    ];
    let kinds = wanted.kinds.iter().map(|kind| kind.as_str());
    match wanted.template {
        Some(_) => {
            tx.fetch_listed(
                activity!(
                    " AND e.template_id = $4",
                    "(SELECT value FROM json_each($6))"
                ),
                activity!(
                    " AND e.template_id = $4",
                    "(SELECT json_array_elements_text($6::json))"
                ),
                args,
                kinds,
            )
            .await
        }
        None => {
            tx.fetch_listed(
                activity!(" AND $4 = ''", "(SELECT value FROM json_each($6))"),
                activity!(
                    " AND $4 = ''",
                    "(SELECT json_array_elements_text($6::json))"
                ),
                args,
                kinds,
            )
            .await
        }
    }
}

/// A page of the history.
pub(super) fn body(rows: Vec<ActivityRow>, asked: usize) -> ActivityBody {
    let before = rows
        .last()
        .map(|row| row.id)
        .filter(|_| rows.len() == asked);
    let mut entries: Vec<(ActivityEntryBody, i64)> = Vec::new();
    for row in rows {
        let at = rfc3339(row.occurred_at);
        // Of what is put together, the last that was written is the first that is read.
        if row.kind == EventKind::DraftEdited.as_str()
            && let Some((later, begun_ms)) = entries
                .iter_mut()
                .rev()
                .find(|(it, _)| it.template.as_ref().map(|it| it.id.to_string()) == row.template_id)
            && later.kind == row.kind
            && later.person.id == row.actor_id
            && *begun_ms - row.occurred_at <= APART_MOST_MS
        {
            if later.until.is_none() {
                later.until = Some(std::mem::replace(&mut later.at, at));
            } else {
                later.at = at;
            }
            *begun_ms = row.occurred_at;
            continue;
        }
        let occurred_at = row.occurred_at;
        entries.push((entry(row, at), occurred_at));
    }
    ActivityBody {
        entries: entries.into_iter().map(|(entry, _)| entry).collect(),
        before,
    }
}

fn entry(row: ActivityRow, at: String) -> ActivityEntryBody {
    let details: Value = serde_json::from_str(&row.details).unwrap_or_default();
    let template = row.template_id.and_then(|id| id.parse().ok());
    let draft_id: Option<DraftId> = row.draft_id.and_then(|id| id.parse().ok());
    ActivityEntryBody {
        id: row.id,
        kind: row.kind,
        at,
        until: None,
        template: template.map(|id| ActivityTemplateBody {
            id,
            name: row.template_name.unwrap_or_default(),
            draft_id,
        }),
        person: ActivityPersonBody {
            id: row.actor_id,
            name: row.actor_name,
            color: color(row.actor_color).to_owned(),
        },
        number: details["number"].as_i64(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    const MINUTE_MS: i64 = 60_000;

    fn row(clock: &Clock, kind: EventKind, minute: i64, who: PersonId, what: &str) -> ActivityRow {
        ActivityRow {
            id: clock.id(),
            kind: kind.as_str().to_owned(),
            occurred_at: minute * MINUTE_MS,
            details: "{}".to_owned(),
            template_id: Some(what.to_owned()),
            template_name: Some("Diplom".to_owned()),
            draft_id: None,
            actor_id: who.into(),
            actor_name: None,
            actor_color: 0,
        }
    }

    #[test]
    fn notes_of_one_sitting_are_one_entry() {
        let clock = Clock::held(1_763_804_096_007);
        let [anna, luca]: [PersonId; 2] = [clock.id(), clock.id()];
        let [one, other]: [String; 2] = [
            clock.id::<TemplateId>().to_string(),
            clock.id::<TemplateId>().to_string(),
        ];
        let edited =
            |minute, who, what: &str| row(&clock, EventKind::DraftEdited, minute, who, what);
        for (rows, expected) in [
            // One sitting, with another template edited meanwhile.
            (
                vec![
                    edited(60, anna, &one),
                    edited(45, luca, &other),
                    edited(30, anna, &one),
                    edited(0, anna, &one),
                ],
                vec![(0, Some(60)), (45, None)],
            ),
            // Too far apart.
            (
                vec![edited(100, anna, &one), edited(30, anna, &one)],
                vec![(100, None), (30, None)],
            ),
            // Two people in turns.
            (
                vec![
                    edited(20, anna, &one),
                    edited(10, luca, &one),
                    edited(0, anna, &one),
                ],
                vec![(20, None), (10, None), (0, None)],
            ),
            // Something else between them.
            (
                vec![
                    edited(20, anna, &one),
                    row(&clock, EventKind::ReviewSubmitted, 10, anna, &one),
                    edited(0, anna, &one),
                ],
                vec![(20, None), (10, None), (0, None)],
            ),
        ] {
            let body = body(rows, 100);
            let found: Vec<(String, Option<String>)> = body
                .entries
                .into_iter()
                .map(|entry| (entry.at, entry.until))
                .collect();
            let minute = |minute: i64| rfc3339(minute * MINUTE_MS);
            let expected: Vec<(String, Option<String>)> = expected
                .into_iter()
                .map(|(at, until)| (minute(at), until.map(minute)))
                .collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_full_page_says_where_the_next_one_begins() {
        let clock = Clock::held(1_763_804_096_007);
        let anna = clock.id();
        let rows = |count| -> Vec<ActivityRow> {
            (0..count)
                .map(|_| row(&clock, EventKind::TemplateCreated, 0, anna, ""))
                .collect()
        };
        let three = rows(3);
        let last = three[2].id;
        assert_eq!(body(three, 3).before, Some(last));
        assert_eq!(body(rows(2), 3).before, None);
    }
}
