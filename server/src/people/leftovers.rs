//! What an older version has left, or leaves while it still runs beside this one, is brought in order: after the start and then now and then, a little
//! at a time, so that nobody waits for it. Every node does it; what is in order is not written.

use std::time::Duration;

use super::objects::{Kind, reduce};
use super::store;
use crate::access::folding::folded;
use crate::error::{Result, describe};
use crate::platform::Platform;

/// Rows that are looked at in one transaction, and the pause after it.
const AT_ONCE: u32 = 200;
const PAUSE: Duration = Duration::from_millis(50);

/// How often all of them are looked at.
const EVERY: Duration = Duration::from_secs(6 * 60 * 60);

/// Brings in order until the program ends.
pub(super) async fn run(platform: &Platform) {
    loop {
        let all = async {
            names(platform).await?;
            bodies(platform, Kind::OrganizationMembership).await?;
            bodies(platform, Kind::DirectoryUser).await?;
            events(platform).await
        };
        tokio::select! {
            () = platform.shutdown.cancelled() => return,
            done = all => if let Err(cause) = done {
                let cause = describe(&cause);
                tracing::warn!(error.cause = %cause, "what an older version has left waits: {cause}");
            },
        }
        tokio::select! {
            () = platform.shutdown.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Names as they are searched, of people whom an older version has renamed, let go of, or never folded.
pub(super) async fn names(platform: &Platform) -> Result<()> {
    let mut after = String::new();
    loop {
        let mut tx = platform.db.begin().await?;
        let rows = store::names_after(&mut tx, &after, AT_ONCE).await?;
        for row in &rows {
            let right = (!row.name.is_empty()).then(|| folded(&row.name));
            if row.folded != right {
                store::fold(&mut tx, &row.id, &row.name, right).await?;
            }
        }
        tx.commit().await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after.clone_from(&last.id);
        tokio::time::sleep(PAUSE).await;
    }
}

/// What is said of people in things that are not theirs.
pub(super) async fn bodies(platform: &Platform, kind: Kind) -> Result<()> {
    let mut after = String::new();
    loop {
        let mut tx = platform.db.begin().await?;
        let rows = store::bodies_after(&mut tx, kind, &after, AT_ONCE).await?;
        for row in &rows {
            // One that cannot be read is none that this version has kept, and is told of where it is used.
            let Ok(serde_json::Value::Object(body)) = serde_json::from_str(&row.body) else {
                continue;
            };
            let mut right = body.clone();
            reduce(kind, &mut right);
            if right != body {
                let right = serde_json::Value::Object(right).to_string();
                store::rewrite(&mut tx, kind, &row.id, &row.body, &right).await?;
            }
        }
        tx.commit().await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after.clone_from(&last.id);
        tokio::time::sleep(PAUSE).await;
    }
}

/// What events say that were worked off.
pub(super) async fn events(platform: &Platform) -> Result<()> {
    loop {
        let mut tx = platform.db.begin().await?;
        let emptied = store::empty_events(&mut tx, AT_ONCE).await?;
        tx.commit().await?;
        if emptied == 0 {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::args;

    /// An older version has kept more of people than is needed, and does not know how names are searched.
    #[tokio::test]
    async fn what_an_older_version_has_left_is_brought_in_order() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        let mut tx = platform.db.begin().await.unwrap();
        for sql in [
            "INSERT INTO people (id, email, name, preferred_locale, created_at) VALUES ('per_1', 'a@b.ch', 'Özlem', 'de', 1)",
            "INSERT INTO people (id, email, name, preferred_locale, created_at, folded) VALUES ('per_2', 'c@b.ch', '', 'de', 1, 'zoe')",
            r#"INSERT INTO workos_objects (kind, id, updated_at, said_at, body) VALUES ('organization_membership', 'om_1', 1, 1, '{"status":"active","user":{"email":"a@b.ch"}}')"#,
            r#"INSERT INTO workos_objects (kind, id, updated_at, said_at, body) VALUES ('directory_user', 'du_1', 1, 1, '{"id":"du_1","state":"active","emails":["a@b.ch"]}')"#,
            "INSERT INTO workos_events (id, event, source, occurred_at, received_at, body, state, attempts, next_try_at)
         VALUES ('event_1', 'user.updated', 'webhook', 1, 1, 'a@b.ch', 'applied', 0, 1), ('event_2', 'user.updated', 'webhook', 1, 1, 'c@b.ch', 'waiting', 0, 1)",
        ] {
            tx.execute(sql, args![]).await.unwrap();
        }
        tx.commit().await.unwrap();
        names(&platform).await.unwrap();
        bodies(&platform, Kind::OrganizationMembership)
            .await
            .unwrap();
        bodies(&platform, Kind::DirectoryUser).await.unwrap();
        events(&platform).await.unwrap();
        let mut tx = platform.db.read().await.unwrap();
        let names = store::names_after(&mut tx, "per_", 2).await.unwrap();
        let folded: Vec<_> = names.iter().map(|row| row.folded.as_deref()).collect();
        assert_eq!(folded, [Some("ozlem"), None]);
        let kept = async |tx: &mut crate::workspace::Tx, kind| {
            store::bodies_after(tx, kind, "", 9).await.unwrap()[0]
                .body
                .clone()
        };
        let membership = kept(&mut tx, Kind::OrganizationMembership).await;
        assert_eq!(membership, r#"{"status":"active"}"#);
        let directory = kept(&mut tx, Kind::DirectoryUser).await;
        assert_eq!(directory, r#"{"id":"du_1","state":"active"}"#);
        drop(tx);
        let mut tx = platform.db.begin().await.unwrap();
        let left = store::take_events(&mut tx, 10, 20, 9).await.unwrap();
        assert_eq!(left[0].body, "c@b.ch");
    }
}
