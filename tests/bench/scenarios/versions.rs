//! Freezing and publishing a large layout, and opening a long history.

use std::time::{Duration, Instant};

use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, Person, World};
use serde_json::{Value, json};

use super::median;
use crate::Plan;
use crate::table::{Bound, Row};

/// Of the layout that is frozen: ten times what a certificate has.
const ELEMENTS: usize = 500;
/// A month of editing without a pause.
const CHECKPOINTS: usize = 5_000;
/// What one page shows, so that a short history fills it.
const PAGE: usize = 50;
/// How often each is done.
const TIMES: usize = 15;
/// How often it is looked whether something is published.
const LOOK_EVERY: Duration = Duration::from_millis(2);
/// How long publishing may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Times of the product and of a long history, each in milliseconds.
pub(crate) async fn versions(_plan: &Plan) -> Vec<Row> {
    let world = World::start(Backend::Postgres).await;
    let anna = world.designer().await;
    let mut froze = Vec::new();
    let mut read = Vec::new();
    for number in 0..TIMES {
        // Another one each time: what is there already is not written again.
        let request = json!({ "name": "Zeugnis", "layout": layout(number) });
        let draft = anna.create(&request).await.draft_id;
        let start = Instant::now();
        anna.layout(&draft).await;
        read.push(start.elapsed().as_secs_f64() * 1_000.0);
        let start = Instant::now();
        freeze(&anna, &draft).await;
        froze.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    let (froze, read) = (median(froze), median(read));
    let (small, large) = (
        publishing(&world, 1).await,
        publishing(&world, ELEMENTS).await,
    );
    println!(
        "a layout of {ELEMENTS} elements: published in {large:.1} ms, of one element in {small:.1} ms"
    );
    let (short, long) = histories(&world, &anna).await;
    println!(
        "a layout of {ELEMENTS} elements: read in {read:.1} ms, frozen in {froze:.1} ms; the newest of {PAGE} versions in {short:.1} ms, of {CHECKPOINTS} in {long:.1} ms"
    );
    vec![
        Row::new(
            format!("freezing {ELEMENTS} elements / reading them"),
            Bound::AtMost(5.0),
            froze / read,
            "x",
        )
        .note(format!("{froze:.1} ms on Postgres that syncs")),
        Row::new(
            format!("publishing {ELEMENTS} elements / one element"),
            Bound::AtMost(2.0),
            large / small,
            "x",
        )
        .note(format!(
            "{large:.1} ms from pressing to the registry's rows"
        )),
        Row::new(
            format!("opening a history of {CHECKPOINTS} checkpoints / of {PAGE}"),
            Bound::AtMost(1.5),
            long / short,
            "x",
        )
        .note(format!("{long:.1} ms")),
    ]
}

/// From pressing "publish" until everybody is told that it is, in milliseconds.
async fn publishing(world: &World, elements: usize) -> f64 {
    let (anna, approver) = (world.designer().await, world.approver().await);
    let mut times = Vec::new();
    for number in 0..TIMES {
        let request = json!({ "name": "Diplom", "layout": publishable(number, elements) });
        let draft = anna.create(&request).await.draft_id;
        let version = anna.approved_by(&approver, &draft).await;
        let start = Instant::now();
        let path = format!("/api/versions/{version}/publish");
        approver.post(&path, &json!({})).await.expect(202);
        let path = format!("/api/drafts/{draft}/publication");
        loop {
            let stands = approver.get(&path).await.expect(200);
            if stands["current"]["version_id"] == version.as_str() && stands["open"].is_null() {
                break;
            }
            assert!(start.elapsed() < PATIENCE, "it is not published: {stands}");
            tokio::time::sleep(LOOK_EVERY).await;
        }
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    median(times)
}

/// A layout against which nothing stands.
fn publishable(number: usize, elements: usize) -> Value {
    let elements: Vec<Value> = (0..elements)
        .map(|it| {
            json!({ "id": format!("e{it}"), "type": "text", "at": [5 + it % 10 * 20, 5 + it / 10 * 5], "size": [19, 5], "style": "s",
                    "texts": { "de": [{ "insert": format!("{it}/{number}") }] } })
        })
        .collect();
    let style = json!({ "id": "s", "kind": "text", "name": "Klein", "family": "Inter", "size": 6, "color": "#000000", "lineHeight": 1.2 });
    json!({ "schema": 1, "languages": ["de"], "pages": [{ "id": "p", "size": [210, 297], "elements": elements }], "fields": [], "styles": [style] })
}

async fn freeze(anna: &Person, draft: &str) -> Value {
    let path = format!("/api/drafts/{draft}/versions");
    anna.post(&path, &json!({})).await.expect(200)
}

/// How long the first page of a short history takes, and that of a long one.
async fn histories(world: &World, anna: &Person) -> (f64, f64) {
    let mut database = Database::of(&world.node).await;
    let mut took = Vec::new();
    for rows in [PAGE, CHECKPOINTS] {
        let request = json!({ "name": "Verlauf", "layout": layout(0) });
        let draft = anna.create(&request).await.draft_id;
        let frozen = freeze(anna, &draft).await;
        let id = frozen["id"].as_str().expect("an id");
        database
            .run(&format!(
                "INSERT INTO versions (id, organisation_id, draft_id, kind, occasion, hash, head, title, authors, renderer, created_at)
                 SELECT 'ver_' || lpad(n::text, 32, '0'), organisation_id, draft_id, 'checkpoint', 'edited', hash, n, title, authors, renderer,
                        created_at - (n - {rows} * 1000000::bigint) * 600000
                 FROM versions, generate_series(1 + {rows} * 1000000::bigint, {rows} * 1000001::bigint) n WHERE id = '{id}'"
            ))
            .await;
        let path = format!("/api/drafts/{draft}/versions?limit={PAGE}");
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let start = Instant::now();
            let page = anna.get(&path).await.expect(200);
            times.push(start.elapsed().as_secs_f64() * 1_000.0);
            assert_eq!(page["versions"].as_array().map(Vec::len), Some(PAGE));
        }
        took.push(median(times));
    }
    (took[0], took[1])
}

fn layout(number: usize) -> Value {
    let elements: Vec<Value> = (0..ELEMENTS)
        .map(|it| {
            json!({ "id": format!("e{it}"), "type": "text", "at": [it % 25 * 8, it / 25 * 14], "size": [40, 6], "family": "EB Garamond",
                    "texts": { "de": [{ "insert": format!("Modul {it} von {number}, mit ") }, { "insert": "Auszeichnung", "attributes": { "weight": 700 } }],
                               "fr": [{ "insert": format!("Module {it}") }] } })
        })
        .collect();
    json!({ "schema": 1, "languages": ["de", "fr"], "pages": [{ "id": "page", "size": [210, 297], "elements": elements }] })
}
