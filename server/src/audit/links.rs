//! The chain as the registry holds it.

use imprimatur_protocol::OrganisationId;

use super::entry::{Entry, Subject};
use crate::registry::{Failure, IfThere, Registry, RowTable, Value};
use crate::workspace::record;

/// Links, and people, that are read at once.
pub(super) const LINKS: i64 = 200;

const EVENTS: RowTable = RowTable {
    name: "certificate_events",
    columns: &[
        "id",
        "organisation_id",
        "sequence",
        "kind",
        "template_id",
        "template_version_id",
        "certificate_id",
        "actor_kind",
        "actor_id",
        "details",
        "occurred_at",
        "previous_hash",
        "hash",
    ],
};

const SUBJECTS: RowTable = RowTable {
    name: "event_subjects",
    columns: &[
        "event_id",
        "part",
        "organisation_id",
        "person_id",
        "salt",
        "name",
        "email",
    ],
};

record! {
    struct LinkRow {
        id: String,
        organisation_id: String,
        sequence: i64,
        kind: String,
        template_id: Option<String>,
        template_version_id: Option<String>,
        certificate_id: Option<String>,
        actor_kind: String,
        actor_id: Option<String>,
        details: String,
        occurred_at: String,
        previous_hash: String,
        hash: String,
    }
}

/// A link with the hash that stands beside it.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) entry: Entry,
    pub(super) hash: String,
}

impl Link {
    /// Whether it says what it said when it was chained.
    pub(super) fn is_whole(&self) -> bool {
        self.entry.hash() == self.hash
    }
}

impl From<LinkRow> for Link {
    fn from(row: LinkRow) -> Self {
        Self {
            entry: Entry {
                id: row.id,
                organisation: row.organisation_id,
                sequence: row.sequence,
                kind: row.kind,
                template: row.template_id,
                version: row.template_version_id,
                certificate: row.certificate_id,
                actor_kind: row.actor_kind,
                actor: row.actor_id,
                // What is no JSON any more is not what was chained.
                details: serde_json::from_str(&row.details).unwrap_or_default(),
                occurred_at: row.occurred_at,
                previous_hash: row.previous_hash,
            },
            hash: row.hash,
        }
    }
}

/// Links beyond a number, in their order.
pub(super) async fn after(
    registry: &Registry,
    organisation: OrganisationId,
    sequence: i64,
) -> Result<Vec<Link>, Failure> {
    let rows: Vec<LinkRow> = registry
        .fetch_all(
            "SELECT id, organisation_id, sequence, kind, template_id, template_version_id, certificate_id, actor_kind, actor_id,
                    CAST(details AS CHAR) AS details, CAST(occurred_at AS CHAR) AS occurred_at, previous_hash, hash
             FROM certificate_events WHERE organisation_id = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            &[organisation.to_string().into(), sequence.into(), LINKS.into()],
        )
        .await?;
    Ok(rows.into_iter().map(Link::from).collect())
}

record! {
    struct HashRow {
        hash: String,
    }
}

/// The hash of a link.
pub(super) async fn hash_of(
    registry: &Registry,
    organisation: OrganisationId,
    sequence: i64,
) -> Result<Option<String>, Failure> {
    let rows: Vec<HashRow> = registry
        .fetch_all(
            "SELECT hash FROM certificate_events WHERE organisation_id = ? AND sequence = ?",
            &[organisation.to_string().into(), sequence.into()],
        )
        .await?;
    Ok(rows.into_iter().next().map(|row| row.hash))
}

/// Adds links. All of them or none; a number or an id that is there already lets none in.
pub(super) async fn add(registry: &Registry, links: &[Link]) -> Result<(), Failure> {
    let rows: Vec<Vec<Value>> = links
        .iter()
        .map(|link| {
            let Entry {
                id,
                organisation,
                sequence,
                kind,
                template,
                version,
                certificate,
                actor_kind,
                actor,
                details,
                occurred_at,
                previous_hash,
            } = link.entry.clone();
            vec![
                id.into(),
                organisation.into(),
                sequence.into(),
                kind.into(),
                template.into(),
                version.into(),
                certificate.into(),
                actor_kind.into(),
                actor.into(),
                details.to_string().into(),
                occurred_at.into(),
                previous_hash.into(),
                link.hash.clone().into(),
            ]
        })
        .collect();
    registry.insert(&EVENTS, &rows, IfThere::Fail).await
}

/// Writes who was in events. Whoever is there already stays: it says the same.
pub(super) async fn add_subjects(
    registry: &Registry,
    organisation: OrganisationId,
    subjects: &[(String, Subject)],
) -> Result<(), Failure> {
    let rows: Vec<Vec<Value>> = subjects
        .iter()
        .map(|(event, subject)| {
            let Subject {
                part,
                person,
                salt,
                name,
                email,
            } = subject.clone();
            vec![
                event.clone().into(),
                part.into(),
                organisation.to_string().into(),
                person.into(),
                salt.into(),
                name.into(),
                email.into(),
            ]
        })
        .collect();
    registry.insert(&SUBJECTS, &rows, IfThere::Keep).await
}

record! {
    struct SubjectRow {
        event_id: String,
        part: String,
        person_id: String,
        salt: String,
        name: Option<String>,
        email: Option<String>,
    }
}

/// Who was in the links from one to another, each with the id of its event.
pub(super) async fn subjects(
    registry: &Registry,
    organisation: OrganisationId,
    from: i64,
    to: i64,
) -> Result<Vec<(String, Subject)>, Failure> {
    let rows: Vec<SubjectRow> = registry
        .fetch_all(
            "SELECT s.event_id, s.part, s.person_id, s.salt, s.name, s.email
             FROM certificate_events e JOIN event_subjects s ON s.event_id = e.id AND s.organisation_id = e.organisation_id
             WHERE e.organisation_id = ? AND e.sequence >= ? AND e.sequence <= ?",
            &[organisation.to_string().into(), from.into(), to.into()],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let subject = Subject {
                part: row.part,
                person: row.person_id,
                salt: row.salt,
                name: row.name,
                email: row.email,
            };
            (row.event_id, subject)
        })
        .collect())
}

/// Forgets who somebody was in all events of an organisation. Gives in how many.
pub(super) async fn erase(
    registry: &Registry,
    organisation: OrganisationId,
    person: &str,
) -> Result<u64, Failure> {
    registry
        .change(
            "DELETE FROM event_subjects WHERE organisation_id = ? AND person_id = ?",
            &[organisation.to_string().into(), person.into()],
        )
        .await
}

record! {
    struct OrganisationRow {
        organisation_id: String,
    }
}

/// Organisations that have a chain in the registry, after one.
pub(super) async fn organisations(
    registry: &Registry,
    after: &str,
) -> Result<Vec<String>, Failure> {
    let rows: Vec<OrganisationRow> = registry
        .fetch_all(
            "SELECT DISTINCT organisation_id FROM certificate_events WHERE organisation_id > ?
             ORDER BY organisation_id LIMIT ?",
            &[after.into(), LINKS.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.organisation_id).collect())
}
