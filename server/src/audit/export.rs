//! The audit as a file: a page of links after the other, so that its length does not matter.

use std::collections::HashMap;
use std::fmt::Write as _;

use imprimatur_protocol::OrganisationId;
use serde_json::json;

use super::chain::Stop;
use super::entry::Subject;
use super::links::{self, Link};
use crate::config::AuditFormat as Format;
use crate::error::Result;
use crate::http::spreadsheet::csv_line;
use crate::registry::Registry;

const COLUMNS: [&str; 15] = [
    "sequence",
    "occurred_at",
    "kind",
    "actor_kind",
    "actor_id",
    "actor_name",
    "actor_email",
    "impersonator",
    "template_id",
    "version_id",
    "certificate_id",
    "details",
    "id",
    "previous_hash",
    "hash",
];

/// An export that is being written.
pub struct Export {
    registry: Registry,
    organisation: OrganisationId,
    format: Format,
    /// The last link that was written; none before the beginning.
    at: Option<i64>,
    is_first: bool,
    is_over: bool,
}

impl Export {
    pub(super) fn new(registry: Registry, organisation: OrganisationId, format: Format) -> Self {
        Self {
            registry,
            organisation,
            format,
            at: None,
            is_first: true,
            is_over: false,
        }
    }

    /// The next part of the file; none at its end.
    ///
    /// # Errors
    /// The registry failed.
    pub async fn next(&mut self) -> Result<Option<String>> {
        Ok(self.part().await?)
    }

    async fn part(&mut self) -> Result<Option<String>, Stop> {
        if self.is_over {
            return Ok(None);
        }
        let mut text = String::new();
        let at = match self.at {
            Some(at) => at,
            None => {
                match self.format {
                    // A spreadsheet takes it for UTF-8 only with this.
                    Format::Csv => {
                        text.push('\u{feff}');
                        csv_line(&mut text, COLUMNS.iter().map(|name| (*name).to_owned()));
                    }
                    Format::Json => text.push_str("[\n"),
                }
                0
            }
        };
        let links = links::after(&self.registry, self.organisation, at).await?;
        let Some(last) = links.last() else {
            self.is_over = true;
            if self.format == Format::Json {
                text.push_str("\n]\n");
            }
            return Ok(Some(text));
        };
        let to = last.entry.sequence;
        let people = links::subjects(&self.registry, self.organisation, at + 1, to).await?;
        let mut of_event: HashMap<&str, Vec<&Subject>> = HashMap::new();
        for (event, subject) in &people {
            of_event.entry(event).or_default().push(subject);
        }
        for link in &links {
            let people = of_event.get(link.entry.id.as_str());
            let people = people.map_or(&[][..], Vec::as_slice);
            match self.format {
                Format::Csv => csv_line(&mut text, cells(link, people).into_iter()),
                Format::Json => {
                    if !self.is_first {
                        text.push_str(",\n");
                    }
                    // Writing to a String cannot fail.
                    let _ = write!(text, "{}", object(link, people));
                }
            }
            self.is_first = false;
        }
        self.at = Some(to);
        Ok(Some(text))
    }
}

fn cells(link: &Link, people: &[&Subject]) -> [String; 15] {
    let entry = link.entry.clone();
    let part = |part: &str| people.iter().find(|it| it.part == part);
    let actor = part("actor");
    let or_empty = Option::unwrap_or_default;
    [
        entry.sequence.to_string(),
        entry.occurred_at,
        entry.kind,
        entry.actor_kind,
        or_empty(entry.actor),
        or_empty(actor.and_then(|it| it.name.clone())),
        or_empty(actor.and_then(|it| it.email.clone())),
        or_empty(part("impersonator").and_then(|it| it.email.clone())),
        or_empty(entry.template),
        or_empty(entry.version),
        or_empty(entry.certificate),
        entry.details.to_string(),
        entry.id,
        entry.previous_hash,
        link.hash.clone(),
    ]
}

fn object(link: &Link, people: &[&Subject]) -> serde_json::Value {
    let entry = &link.entry;
    let people: Vec<_> = people
        .iter()
        .map(|it| {
            json!({ "part": it.part, "person_id": it.person, "salt": it.salt, "name": it.name, "email": it.email })
        })
        .collect();
    json!({
        "sequence": entry.sequence,
        "id": entry.id,
        "organisation_id": entry.organisation,
        "kind": entry.kind,
        "template_id": entry.template,
        "version_id": entry.version,
        "certificate_id": entry.certificate,
        "actor_kind": entry.actor_kind,
        "actor_id": entry.actor,
        "details": entry.details,
        "occurred_at": entry.occurred_at,
        "previous_hash": entry.previous_hash,
        "hash": link.hash,
        "people": people,
    })
}
