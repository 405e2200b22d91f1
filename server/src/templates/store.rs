//! The SQL of templates. The organisation comes first, always.

use imprimatur_protocol::{DraftId, OrganisationId, PersonId, TemplateId};

use super::model::{Cursor, Name, Template};
use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    struct Count {
        count: i64,
    }
}

/// How many live templates there are.
pub(super) async fn count(tx: &mut Tx, organisation: OrganisationId) -> Result<i64> {
    let row: Count = tx
        .fetch_one(
            "SELECT COUNT(*) AS count FROM templates WHERE organisation_id = $1 AND deleted_at IS NULL",
            args![organisation],
        )
        .await?;
    Ok(row.count)
}

pub(super) async fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: TemplateId,
    name: &Name,
    author: PersonId,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO templates (id, organisation_id, name, search_name, created_by, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
        args![id, organisation, name.as_str(), name.searched(), author, now_ms],
    )
    .await?;
    Ok(())
}

pub(super) async fn find(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: TemplateId,
) -> Result<Option<Template>> {
    tx.fetch_optional(
        "SELECT t.id, t.name, d.id AS draft_id, t.created_at, t.updated_at,
                p.id AS author_id, p.name AS author_name
         FROM templates t
         JOIN drafts d ON d.organisation_id = t.organisation_id AND d.template_id = t.id
         JOIN people p ON p.id = t.created_by
         WHERE t.organisation_id = $1 AND t.id = $2 AND t.deleted_at IS NULL",
        args![organisation, id],
    )
    .await
}

/// At most `limit` templates after `cursor`, newest edited first.
pub(super) async fn list(
    tx: &mut Tx,
    organisation: OrganisationId,
    pattern: &str,
    cursor: &Cursor,
    limit: u32,
) -> Result<Vec<Template>> {
    tx.fetch_all(
        r"SELECT t.id, t.name, d.id AS draft_id, t.created_at, t.updated_at,
                 p.id AS author_id, p.name AS author_name
          FROM templates t
          JOIN drafts d ON d.organisation_id = t.organisation_id AND d.template_id = t.id
          JOIN people p ON p.id = t.created_by
          WHERE t.organisation_id = $1 AND t.deleted_at IS NULL
            AND t.search_name LIKE $2 ESCAPE '\'
            AND (t.updated_at, t.id) < ($3, $4)
          ORDER BY t.updated_at DESC, t.id DESC
          LIMIT $5",
        args![organisation, pattern, cursor.updated_at, &cursor.id, limit],
    )
    .await
}

/// Whether there was one to rename.
pub(super) async fn rename(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: TemplateId,
    name: &Name,
    now_ms: i64,
) -> Result<bool> {
    let renamed = tx
        .execute(
            "UPDATE templates SET name = $3, search_name = $4, updated_at = $5
             WHERE organisation_id = $1 AND id = $2 AND deleted_at IS NULL",
            args![organisation, id, name.as_str(), name.searched(), now_ms],
        )
        .await?;
    Ok(renamed == 1)
}

record! {
    struct DraftRow {
        id: DraftId,
    }
}

/// Deletes a template softly; gives its draft, or none when there was nothing to delete.
pub(super) async fn delete(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: TemplateId,
    now_ms: i64,
) -> Result<Option<DraftId>> {
    let deleted = tx
        .execute(
            "UPDATE templates SET deleted_at = $3
             WHERE organisation_id = $1 AND id = $2 AND deleted_at IS NULL",
            args![organisation, id, now_ms],
        )
        .await?;
    if deleted == 0 {
        return Ok(None);
    }
    let row: DraftRow = tx
        .fetch_one(
            "SELECT id FROM drafts WHERE organisation_id = $1 AND template_id = $2",
            args![organisation, id],
        )
        .await?;
    Ok(Some(row.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::sample::{self, ORGANISATIONS};
    use crate::platform::Platform;
    use crate::templates::model::pattern;

    /// A template with a draft, as collab makes one, but without content.
    async fn template(
        tx: &mut Tx,
        platform: &Platform,
        organisation: OrganisationId,
        name: &str,
    ) -> TemplateId {
        let author = ORGANISATIONS
            .iter()
            .find(|it| it.id() == organisation)
            .unwrap()
            .people[0]
            .id();
        let id: TemplateId = platform.clock.id();
        let name = Name::read(name, 200).unwrap();
        insert(tx, organisation, id, &name, author, platform.clock.now_ms())
            .await
            .unwrap();
        let draft: DraftId = platform.clock.id();
        tx.execute(
            "INSERT INTO drafts (id, organisation_id, template_id, head, created_at) VALUES ($1, $2, $3, 0, 0)",
            args![draft, organisation, id],
        )
        .await
        .unwrap();
        id
    }

    async fn names(tx: &mut Tx, organisation: OrganisationId, search: &str) -> Vec<String> {
        let found = list(
            tx,
            organisation,
            &pattern(Some(search)),
            &Cursor::start(),
            100,
        )
        .await;
        found
            .unwrap()
            .into_iter()
            .map(|template| template.name)
            .collect()
    }

    #[tokio::test]
    async fn nothing_crosses_the_border() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        sample::plant(&platform).await.unwrap();
        let [ours, theirs] = [ORGANISATIONS[0].id(), ORGANISATIONS[1].id()];
        let mut tx = platform.db.begin().await.unwrap();
        let id = template(&mut tx, &platform, ours, "Diplom").await;
        assert!(find(&mut tx, theirs, id).await.unwrap().is_none());
        assert!(names(&mut tx, theirs, "").await.is_empty());
        assert_eq!(count(&mut tx, theirs).await.unwrap(), 0);
        let name = Name::read("Meins", 200).unwrap();
        assert!(!rename(&mut tx, theirs, id, &name, 9).await.unwrap());
        assert!(delete(&mut tx, theirs, id, 9).await.unwrap().is_none());
        assert_eq!(
            find(&mut tx, ours, id).await.unwrap().unwrap().name,
            "Diplom"
        );
        assert_eq!(count(&mut tx, ours).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn lists_are_searched_whatever_the_case_and_paged_within_one_millisecond() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        sample::plant(&platform).await.unwrap();
        let organisation = ORGANISATIONS[0].id();
        let mut tx = platform.db.begin().await.unwrap();
        for number in 0..5 {
            template(&mut tx, &platform, organisation, &format!("ÉCOLE {number}")).await;
        }
        template(&mut tx, &platform, organisation, "50%_off\\").await;
        assert_eq!(names(&mut tx, organisation, "école 3").await, ["ÉCOLE 3"]);
        assert_eq!(names(&mut tx, organisation, "%_O").await, ["50%_off\\"]);
        assert_eq!(names(&mut tx, organisation, "\\").await, ["50%_off\\"]);
        assert!(names(&mut tx, organisation, "_5").await.is_empty());
        let (mut cursor, mut seen) = (Cursor::start(), Vec::new());
        loop {
            let page = list(&mut tx, organisation, "%", &cursor, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            cursor = Cursor::after(last);
            seen.extend(page.into_iter().map(|template| template.name));
        }
        assert_eq!(
            seen,
            [
                "50%_off\\",
                "ÉCOLE 4",
                "ÉCOLE 3",
                "ÉCOLE 2",
                "ÉCOLE 1",
                "ÉCOLE 0"
            ]
        );
    }

    #[tokio::test]
    async fn what_is_deleted_is_found_by_nobody() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        sample::plant(&platform).await.unwrap();
        let organisation = ORGANISATIONS[0].id();
        let mut tx = platform.db.begin().await.unwrap();
        let id = template(&mut tx, &platform, organisation, "Diplom").await;
        let draft = find(&mut tx, organisation, id)
            .await
            .unwrap()
            .unwrap()
            .draft_id;
        assert_eq!(
            delete(&mut tx, organisation, id, 9).await.unwrap(),
            Some(draft)
        );
        assert_eq!(delete(&mut tx, organisation, id, 10).await.unwrap(), None);
        assert!(find(&mut tx, organisation, id).await.unwrap().is_none());
        assert!(names(&mut tx, organisation, "").await.is_empty());
        let name = Name::read("Wieder", 200).unwrap();
        assert!(!rename(&mut tx, organisation, id, &name, 11).await.unwrap());
        assert_eq!(count(&mut tx, organisation).await.unwrap(), 0);
    }
}
