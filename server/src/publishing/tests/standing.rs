//! Who may, what stands afterwards, and what becomes of files.

use super::*;

#[tokio::test]
async fn only_who_may_publishes_and_only_what_is_approved() {
    let ground = Ground::new().await;
    let made = ground.template("Diplom").await;
    let version = ground.approved(made).await;
    let node = &ground.nodes[0];
    for role in [Role::Designer, Role::ContentEditor, Role::Viewer] {
        let refused = node.publish(&of_role(role), version).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::PermissionRequired, "{role:?}");
    }
    let acted = Caller {
        impersonator: Some("help@workos.example".to_owned()),
        ..of_role(Role::Admin)
    };
    let refused = node.publish(&acted, version).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::PermissionRequired);
    // Their session says that they may, and they are no member any more.
    let approver = of_role(Role::Approver);
    let mut tx = ground.platform.db.begin().await.unwrap();
    tx.execute(
        "UPDATE members SET role = 'viewer', roles = NULL WHERE organisation_id = $1 AND person_id = $2",
        args![organisation(), approver.person.id],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let refused = node.publish(&approver, version).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::PermissionRequired);

    let admin = of_role(Role::Admin);
    ground.write(made, "Diplom HF").await;
    let unapproved = ground
        .versions
        .freeze(organisation(), made.draft, admin.person.id)
        .await
        .unwrap();
    let refused = node.publish(&admin, unapproved.id).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::VersionNotApproved);
    let refused = node.roll_back(&admin, version).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::VersionNotPublished);
    let refused = node.archive(&admin, made.template).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::VersionNotPublished);
    assert!(ground.open(made).await.is_none());
}

record! {
    struct VersionRow {
        id: String,
        layout: Vec<u8>,
        approved_by: String,
    }
}

record! {
    struct TemplateRow {
        current_version_id: String,
        archived_at: Option<String>,
    }
}

#[tokio::test]
async fn going_on_back_and_ending_it_change_no_version() {
    let ground = Ground::new().await;
    let made = ground.template("Diplom").await;
    let approver = of_role(Role::Approver);
    let node = &ground.nodes[0];
    let first = ground.approved(made).await;
    ground.publish(first).await;
    ground.work(0).await;
    let versions = async || -> Vec<(String, Vec<u8>)> {
        let rows: Vec<VersionRow> = ground
            .registry
            .fetch_all(
                "SELECT id, layout, CAST(approved_by AS CHAR) AS approved_by FROM template_versions WHERE template_id = ? ORDER BY number",
                &[made.template.to_string().into()],
            )
            .await
            .unwrap();
        for row in &rows {
            assert!(
                row.approved_by
                    .contains(&ORGANISATIONS[0].people[4].id().to_string())
            );
        }
        rows.into_iter().map(|row| (row.id, row.layout)).collect()
    };
    let current = async || -> (String, bool) {
        let rows: Vec<TemplateRow> = ground
            .registry
            .fetch_all(
                "SELECT current_version_id, CAST(archived_at AS CHAR) AS archived_at FROM certificate_templates WHERE id = ?",
                &[made.template.to_string().into()],
            )
            .await
            .unwrap();
        let [row] = &rows[..] else { panic!("one row") };
        (row.current_version_id.clone(), row.archived_at.is_some())
    };
    let before = versions().await;
    assert!(String::from_utf8_lossy(&before[0].1).contains("Diplom"));
    ground.write(made, "Diplom HF").await;
    let second = ground.approved(made).await;
    ground.publish(second).await;
    ground.work(1).await;
    let both = versions().await;
    assert_eq!((both.len(), &both[0]), (2, &before[0]));
    assert_eq!(current().await, (second.to_string(), false));

    node.roll_back(&approver, first).await.unwrap();
    ground.work(0).await;
    assert_eq!(current().await, (first.to_string(), false));
    node.archive(&approver, made.template).await.unwrap();
    ground.work(0).await;
    assert_eq!(current().await, (first.to_string(), true));
    // Ended twice is ended once; and it can be published again.
    let again = node.archive(&approver, made.template).await.unwrap();
    assert_eq!(again.state, State::Done);
    ground.publish(first).await;
    ground.work(0).await;
    assert_eq!(current().await, (first.to_string(), false));
    assert_eq!(versions().await, both);

    let mut tx = ground.platform.db.read().await.unwrap();
    let history = store::history(&mut tx, organisation(), made.template, 50)
        .await
        .unwrap();
    let acts: Vec<Act> = history.iter().map(|row| row.act).collect();
    assert_eq!(
        acts,
        [
            Act::Publish,
            Act::Archive,
            Act::RollBack,
            Act::Publish,
            Act::Publish
        ]
    );
}

/// An older publication that was held up by a slow node writes nothing over a newer one.
#[tokio::test]
async fn an_older_publication_never_takes_the_place_of_a_newer_one() {
    let ground = Ground::new().await;
    let made = ground.template("Diplom").await;
    let first = ground.approved(made).await;
    ground.publish(first).await;
    let now_ms = ground.platform.clock.now_ms();
    let mut tx = ground.platform.db.begin().await.unwrap();
    let held = store::take(&mut tx, 7, now_ms, now_ms + 1, 4)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    ground.work(1).await;
    ground.write(made, "Diplom HF").await;
    let second = ground.approved(made).await;
    ground.publish(second).await;
    ground.work(1).await;
    // Now the slow one goes on, from the beginning.
    ground.nodes[0].work_off(&held[0]).await;
    let rows: Vec<TemplateRow> = ground
        .registry
        .fetch_all(
            "SELECT current_version_id, CAST(archived_at AS CHAR) AS archived_at FROM certificate_templates WHERE id = ?",
            &[made.template.to_string().into()],
        )
        .await
        .unwrap();
    assert_eq!(rows[0].current_version_id, second.to_string());
}

/// A file that nothing refers to goes after a week and a day, and never while somebody begins to refer to it.
#[tokio::test]
async fn files_go_when_nothing_refers_to_them_and_never_before() {
    let ground = Ground::new().await;
    let made = ground.template("Diplom").await;
    let version = ground.approved(made).await;
    ground.publish(version).await;
    ground.work(0).await;
    let assets = ground.nodes[0].assets().clone();
    let bytes = bytes::Bytes::from_static(b"nobody's");
    let sha256 = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&bytes));
    let publish = || assets.publish(organisation(), &sha256, bytes.clone());
    publish().await.unwrap();
    let files = async || -> Vec<String> {
        use futures_util::TryStreamExt;
        let found = assets.published(organisation());
        let all: Vec<_> = found.try_collect().await.unwrap();
        all.into_iter().map(|file| file.sha256).collect()
    };
    let all = files().await;
    assert!(all.len() > 1 && all.contains(&sha256));
    let days = |days| ground.is_ahead(days);
    let collect = || ground.nodes[1].collect(organisation());
    for (day, why) in [
        (6, "it is young"),
        (8, "it is only noted"),
        (8, "the same day"),
    ] {
        days(day);
        collect().await.unwrap();
        assert!(files().await.contains(&sha256), "{why}");
    }
    // Somebody begins to refer to it: the note is gone, and its time begins anew.
    let hashes = std::collections::BTreeSet::from([sha256.as_str()]);
    crate::publishing::collect::keep(&ground.platform, organisation(), &hashes)
        .await
        .unwrap();
    days(10);
    collect().await.unwrap();
    assert!(
        files().await.contains(&sha256),
        "it was asked for meanwhile"
    );
    days(12);
    collect().await.unwrap();
    let left = files().await;
    assert!(!left.contains(&sha256), "nothing refers to it");
    assert_eq!(left.len(), all.len() - 1, "what is published stays");
}
