//! Takes over what the system before this one knew: an export of Convex, a zip of `<table>/documents.jsonl`, one document a line.
//!
//! It fills in and never overrules: whatever WorkOS says of a thing, before or after, is newer. What WorkOS does not know is carried over: what
//! somebody was allowed to do, and the metadata of organisations.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tokio::sync::mpsc;
use zip::ZipArchive;

use super::apply::{Outcome, apply};
use super::copies::SETTINGS;
use super::objects::{Change, Kind, Object};
use super::runs::Tally;
use super::store;
use crate::clock::rfc3339;
use crate::error::{Error, Result};
use crate::platform::Platform;
use crate::workspace::Tx;

/// Bytes of a document: Convex allows one megabyte.
const DOCUMENT_BYTES_MOST: usize = 2 * 1024 * 1024;

/// Documents that are kept in one transaction, and such parts that wait.
const AT_ONCE: usize = 100;
const WAITING: usize = 4;

/// What the old system let somebody do.
const FORMER_ROLES: [&str; 2] = ["admin", "user"];

/// The tables that are read, in the order in which one rests on another.
const TABLES: [(&str, Kind); 3] = [
    ("organisations", Kind::Organization),
    ("organisationDomains", Kind::OrganizationDomain),
    ("users", Kind::User),
];

/// A document, or why it is none.
type Document = std::result::Result<Map<String, Value>, String>;

/// Takes over an export. With `dry`, only counts.
///
/// # Errors
/// The file cannot be read, or the database failed; what was taken over before stays, and is passed over the next time.
pub async fn import(
    platform: &Platform,
    file: &Path,
    dry: bool,
    tell: &mut (dyn FnMut(&Tally) + Send),
) -> Result<Tally> {
    let (sender, mut parts) = mpsc::channel(WAITING);
    let file: PathBuf = file.to_owned();
    let reading = tokio::task::spawn_blocking(move || read(&file, &sender));
    let mut tally = Tally::default();
    while let Some((kind, documents)) = parts.recv().await {
        let mut tx = platform.db.begin().await?;
        let mut notices = Vec::new();
        for (line, document) in documents {
            tally.done += 1;
            let taken = match document {
                Ok(document) => take_over(&mut tx, platform, kind, &document, dry).await?,
                Err(why) => Err(why),
            };
            match taken {
                Ok((outcome, told)) => {
                    notices.extend(told);
                    match outcome {
                        Took::Created => tally.created += 1,
                        Took::Completed => tally.changed += 1,
                        Took::Nothing => tally.unchanged += 1,
                    }
                }
                Err(why) => {
                    tally.refused += 1;
                    tracing::warn!(
                        convex.line = line,
                        "document {line} of {} is passed over: {why}",
                        kind.as_str()
                    );
                }
            }
        }
        if !dry {
            tx.commit().await?;
            notices.into_iter().for_each(|it| platform.notify(it));
        }
        tell(&tally);
    }
    reading
        .await
        .map_err(|cause| Error::internal("reading an export").caused_by(cause))?
        .map_err(|why| Error::internal("reading an export").caused_by(why))?;
    Ok(tally)
}

/// What was taken over of a document.
enum Took {
    Created,
    Completed,
    Nothing,
}

type Part = (Kind, Vec<(u64, Document)>);

fn read(file: &Path, sender: &mpsc::Sender<Part>) -> std::result::Result<(), String> {
    let opened = File::open(file).map_err(|cause| format!("{}: {cause}", file.display()))?;
    let mut archive = ZipArchive::new(BufReader::new(opened))
        .map_err(|cause| format!("{} is no zip: {cause}", file.display()))?;
    let mut found = 0;
    for (table, kind) in TABLES {
        let name = format!("{table}/documents.jsonl");
        let below = format!("/{name}");
        let entry = archive
            .file_names()
            .filter_map(std::result::Result::ok)
            .find(|entry| *entry == name || entry.ends_with(&below))
            .map(|entry| entry.into_owned());
        let Some(entry) = entry else { continue };
        found += 1;
        let documents = archive.by_name(&entry).map_err(|cause| cause.to_string())?;
        read_table(kind, documents, sender)?;
    }
    if found == 0 {
        return Err("it holds none of users, organisations and organisationDomains".to_owned());
    }
    Ok(())
}

fn read_table(
    kind: Kind,
    documents: impl Read,
    sender: &mpsc::Sender<Part>,
) -> std::result::Result<(), String> {
    let mut documents = BufReader::new(documents);
    let mut part = Vec::with_capacity(AT_ONCE);
    for line in 1_u64.. {
        let mut text = Vec::new();
        let most = u64::try_from(DOCUMENT_BYTES_MOST).unwrap_or(u64::MAX) + 1;
        let count = (&mut documents)
            .take(most)
            .read_until(b'\n', &mut text)
            .map_err(|cause| cause.to_string())?;
        if count == 0 {
            break;
        }
        if text.len() > DOCUMENT_BYTES_MOST {
            return Err(format!(
                "line {line} is longer than {DOCUMENT_BYTES_MOST} bytes"
            ));
        }
        if text.trim_ascii().is_empty() {
            continue;
        }
        part.push((
            line,
            serde_json::from_slice(&text).map_err(|cause| cause.to_string()),
        ));
        if part.len() == AT_ONCE {
            // Nobody listens any more: the database failed, and that is told there.
            if sender
                .blocking_send((kind, std::mem::take(&mut part)))
                .is_err()
            {
                return Ok(());
            }
        }
    }
    if !part.is_empty() {
        let _ = sender.blocking_send((kind, part));
    }
    Ok(())
}

async fn take_over(
    tx: &mut Tx,
    platform: &Platform,
    kind: Kind,
    document: &Map<String, Value>,
    dry: bool,
) -> Result<std::result::Result<(Took, Vec<crate::bus::Notice>), String>> {
    let now_ms = platform.clock.now_ms();
    let object = match object(kind, document) {
        Ok(object) => object,
        Err(why) => return Ok(Err(why)),
    };
    let is_known = store::kept(tx, kind, &object.id).await?.is_some();
    let id = object.id.clone();
    let mut notices = Vec::new();
    if !is_known && !dry {
        let (outcome, told) = apply(tx, &platform.clock, &Change::Object(object)).await?;
        notices = told;
        if outcome != Outcome::Applied {
            return Ok(Ok((Took::Nothing, notices)));
        }
    }
    let mut completed = false;
    let role = text(document, &["role"]).filter(|role| FORMER_ROLES.contains(&role.as_str()));
    if let (Kind::User, Some(role), false) = (kind, role, dry) {
        completed = store::former_role(tx, &id, &role).await?;
    }
    let metadata = document.get("metadata").filter(|it| it.is_object());
    if let (Kind::Organization, Some(metadata), false) = (kind, metadata, dry) {
        completed = store::carry_metadata(tx, &id, &metadata.to_string(), now_ms).await?;
        if completed {
            store::want(tx, SETTINGS, &id, Some(&id), now_ms).await?;
        }
    }
    let took = match (is_known, completed) {
        (false, _) => Took::Created,
        (true, true) => Took::Completed,
        (true, false) => Took::Nothing,
    };
    Ok(Ok((took, notices)))
}

/// A document as WorkOS would say it, at the time at which the old system first knew of it.
fn object(kind: Kind, document: &Map<String, Value>) -> std::result::Result<Object, String> {
    let id = text(
        document,
        &[
            "workosExternalId",
            "workos_external_id",
            "workosId",
            "externalId",
        ],
    );
    let id = id.ok_or("it names no id of WorkOS")?;
    let made_ms = document
        .get("_creationTime")
        .and_then(Value::as_f64)
        .ok_or("it has no `_creationTime`")?;
    // Within what a clock can say.
    let made_ms = made_ms.clamp(0.0, 4e12) as i64;
    let made_at = rfc3339(made_ms);
    let of = |names: &[&str]| text(document, names);
    let mut said = match kind {
        Kind::User => json!({
            "email": of(&["email"]).ok_or("it has no `email`")?,
            "email_verified": document.get("emailVerified").or_else(|| document.get("email_verified")).and_then(Value::as_bool).unwrap_or(false),
            "first_name": of(&["firstName", "first_name"]),
            "last_name": of(&["lastName", "last_name"]),
            "profile_picture_url": of(&["profilePictureUrl", "profile_picture_url"]),
            "locale": of(&["preferredLocale", "preferred_locale", "locale"]),
        }),
        Kind::Organization => json!({
            "name": of(&["name"]).ok_or("it has no `name`")?,
            "metadata": {},
        }),
        Kind::OrganizationDomain => json!({
            "organization_id": of(&["organisationExternalId", "organisation_external_id", "organizationId", "organisationId"])
                .filter(|id| id.starts_with("org_"))
                .ok_or("it names no organisation by its id of WorkOS")?,
            "domain": of(&["domain"]).ok_or("it has no `domain`")?,
            "state": of(&["state"]),
        }),
        Kind::OrganizationMembership | Kind::Role | Kind::DirectoryUser => {
            return Err("it is of no table that is taken over".to_owned());
        }
    };
    said["id"] = id.into();
    said["created_at"] = made_at.clone().into();
    said["updated_at"] = made_at.into();
    Object::read(kind, &said, made_ms, false)
}

fn text(document: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names
        .iter()
        .find_map(|name| document.get(*name)?.as_str())
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;
    use crate::workspace::{args, record};

    record! {
        struct Found {
            name: String,
            former_role: Option<String>,
        }
    }

    record! {
        struct Carried {
            metadata: Option<String>,
        }
    }

    fn export(folder: &Path, tables: &[(&str, &str)]) -> PathBuf {
        let file = folder.join("export.zip");
        let mut zip = ZipWriter::new(File::create(&file).unwrap());
        for (table, lines) in tables {
            let name = format!("{table}/documents.jsonl");
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(lines.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        file
    }

    const USERS: &str = concat!(
        r#"{"_id":"a","_creationTime":1700000000000.5,"workosExternalId":"user_1","email":"anna@example.ch","firstName":"Anna","role":"admin"}"#,
        "\n\n",
        r#"{"_id":"b","_creationTime":1700000000000,"email":"nobody@example.ch"}"#,
        "\nnonsense\n",
    );
    const ORGANISATIONS: &str = r#"{"_id":"o","_creationTime":1700000000000,"workosExternalId":"org_1","name":"Schule","metadata":{"tier":"gold"}}"#;

    #[tokio::test]
    async fn an_export_fills_in_and_never_overrules() {
        let (folder, platform) = Platform::for_test(&[]).await;
        let file = export(
            folder.path(),
            &[
                ("users", USERS),
                ("organisations", ORGANISATIONS),
                ("_tables", "{}"),
            ],
        );
        let dry = import(&platform, &file, true, &mut |_| {}).await.unwrap();
        assert_eq!((dry.done, dry.created, dry.refused), (4, 2, 2));
        // WorkOS has spoken of her before.
        let said = json!({ "id": "user_1", "email": "anna@example.ch", "first_name": "Anna Maria", "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z" });
        let object = Object::read(Kind::User, &said, 1, false).unwrap();
        let mut tx = platform.db.begin().await.unwrap();
        apply(&mut tx, &platform.clock, &Change::Object(object))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        for (created, changed) in [(1, 1), (0, 0)] {
            let tally = import(&platform, &file, false, &mut |_| {}).await.unwrap();
            assert_eq!(
                (tally.created, tally.changed, tally.refused),
                (created, changed, 2)
            );
        }
        let mut tx = platform.db.read().await.unwrap();
        let found: Found = tx
            .fetch_one(
                "SELECT name, former_role FROM people WHERE workos_id = 'user_1'",
                args![],
            )
            .await
            .unwrap();
        assert_eq!(
            (found.name.as_str(), found.former_role.as_deref()),
            ("Anna Maria", Some("admin"))
        );
        let carried: Carried = tx
            .fetch_one("SELECT metadata FROM organisation_settings", args![])
            .await
            .unwrap();
        assert_eq!(carried.metadata.as_deref(), Some(r#"{"tier":"gold"}"#));
    }

    #[tokio::test]
    async fn what_is_no_export_is_refused() {
        let (folder, platform) = Platform::for_test(&[]).await;
        let nothing = export(folder.path(), &[("other", "{}")]);
        assert!(
            import(&platform, &nothing, false, &mut |_| {})
                .await
                .is_err()
        );
        let text = folder.path().join("text.zip");
        std::fs::write(&text, "no zip").unwrap();
        assert!(import(&platform, &text, false, &mut |_| {}).await.is_err());
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(DOCUMENT_BYTES_MOST));
        let long = export(folder.path(), &[("users", &long)]);
        assert!(import(&platform, &long, false, &mut |_| {}).await.is_err());
    }
}
