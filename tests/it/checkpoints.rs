//! Checkpoints: they are made of themselves, on one node or several; and the history in real Chromium.

use std::collections::BTreeSet;
use std::time::Duration;

use imprimatur_tests::scripts::Script;
use imprimatur_tests::{Backend, Cluster, Peer, World, eventually, root, stories_with_settings};
use serde_json::{Value, json};
use yrs::Map;

use crate::history::{QUICK, authors, draft, freeze, id, listed, me, place};

const SOON: Duration = Duration::from_secs(30);

async fn checkpoints_are_made_while_people_edit_and_when_they_stop(backend: Backend) {
    let world = World::with(backend, QUICK).await;
    let (anna, ben) = (world.designer().await, world.second_designer().await);
    let draft = draft(&anna).await;
    let (hers, his) = (
        Peer::ours(&anna, &draft).await,
        Peer::ours(&ben, &draft).await,
    );
    place(&hers, "title", [1.0, 1.0]).await;
    let first = eventually("a checkpoint", SOON, || async {
        listed(&anna, &draft, "").await.first().cloned()
    })
    .await;
    assert_eq!(
        (&first["kind"], &first["number"]),
        (&json!("checkpoint"), &Value::Null)
    );
    assert_eq!(authors(&first), BTreeSet::from([me(&anna).await]));
    assert!(
        !first["authors"][0]["name"]
            .as_str()
            .expect("a name")
            .is_empty()
    );

    // What only deletes carries no client id.
    let saved = his.edit(|elements, txn| _ = elements.remove(txn, "frame"));
    his.saved(saved).await;
    let second = eventually("a second one", SOON, || async {
        let all = listed(&anna, &draft, "").await;
        (all.len() == 2).then(|| all[0].clone())
    })
    .await;
    assert_eq!(
        authors(&second),
        BTreeSet::from([me(&ben).await]),
        "since the first, only he did anything"
    );
    assert_eq!(listed(&anna, &draft, "?kept=true").await, [] as [Value; 0]);
    let path = format!("/api/versions/{}", id(&second));
    anna.patch(&path, &json!({ "name": "Vor dem Rat" }))
        .await
        .expect(200);
    assert_eq!(listed(&anna, &draft, "?kept=true").await.len(), 1);

    // Nobody edits: no more are made. The look that would make one passes while another draft is edited.
    let other = crate::history::draft(&anna).await;
    let peer = Peer::ours(&anna, &other).await;
    place(&peer, "title", [3.0, 3.0]).await;
    eventually("a checkpoint of the other", SOON, || async {
        listed(&anna, &other, "").await.first().cloned()
    })
    .await;
    assert_eq!(listed(&anna, &draft, "").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_node_gives_the_same_hash_and_one_checkpoint() {
    let cluster = Cluster::start(2, QUICK).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let there = cluster.at(1, &anna);
    let draft = draft(&anna).await;
    let (here, away) = (
        Peer::ours(&anna, &draft).await,
        Peer::ours(&there, &draft).await,
    );
    for step in 0..6 {
        let peer = if step % 2 == 0 { &here } else { &away };
        place(peer, "title", [f64::from(step), 9.0]).await;
        let (one, two) = tokio::join!(freeze(&anna, &draft), freeze(&there, &draft));
        assert_eq!(one, two, "both ask at once: one version");
        assert_eq!(one["number"], step + 1);
    }
    let layouts = [&anna, &there].map(|it| it.layout(&draft));
    let [one, two] = futures_util::future::join_all(layouts)
        .await
        .try_into()
        .expect("two");
    assert_eq!(one, two);

    place(&here, "title", [50.0, 9.0]).await;
    eventually("a checkpoint", SOON, || async {
        let all = listed(&there, &draft, "").await;
        (all[0]["kind"] == "checkpoint").then_some(())
    })
    .await;
    // Both nodes look every second, and one of them made it.
    place(&here, "frame", [50.0, 9.0]).await;
    eventually("the next", SOON, || async {
        let all = listed(&there, &draft, "").await;
        (all[0]["kind"] == "checkpoint" && all[1]["kind"] == "checkpoint").then_some(())
    })
    .await;
    let all = listed(&anna, &draft, "").await;
    let since = all.iter().take_while(|it| it["kind"] == "checkpoint");
    let checkpoints: Vec<_> = since.collect();
    assert_eq!(checkpoints.len(), 2, "{checkpoints:?}");
    assert_ne!(
        checkpoints[0]["content_hash"],
        checkpoints[1]["content_hash"]
    );
}

/// The same in real Chromium; pictures of it are left for people.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_version_is_kept_compared_and_restored_in_the_editor() {
    let world = World::with(Backend::Embedded, QUICK).await;
    let out = root().join("test-results/history").display().to_string();
    let arguments = ["--address", &world.node.address(), "--out", &out];
    let script = Script::start("browser/history.mjs", &arguments);
    println!("{}", script.finish(Duration::from_secs(300)).await);
}

stories_with_settings![checkpoints_are_made_while_people_edit_and_when_they_stop];
