//! What people see on the canvas is what the server draws, to the pixel: every starter in five languages, and generated layouts.

use std::fs;
use std::time::Duration;

use imprimatur_tests::scripts::Script;
use imprimatur_tests::{Backend, Person, World, root, soak};
use serde_json::{Value, json};

const LANGUAGES: [&str; 5] = ["de", "fr", "it", "rm", "en"];
/// Of the generated layouts in `tests/golden/scenes`.
const LAYOUTS: usize = 50;
/// One of so many is drawn, and every one where it soaks: a page takes seconds of both cores.
const DRAWN_OF: usize = 5;

/// Languages in which one starter is shown; every language is that of some, and each is shown in all of them where it soaks.
const LANGUAGES_OF_ONE: usize = 1;

/// One work for each starter.
async fn starters(anna: &Person) -> Vec<Value> {
    let starters = anna.get("/api/starters").await.expect(200);
    let mut works = Vec::new();
    for (index, starter) in starters.as_array().expect("a list").iter().enumerate() {
        let most = if soak() {
            LANGUAGES.len()
        } else {
            LANGUAGES_OF_ONE
        };
        let shown = LANGUAGES.iter().cycle().skip(index * LANGUAGES_OF_ONE);
        let shown: Vec<&str> = shown.take(most).copied().collect();
        let id = starter["id"].as_str().expect("an id");
        let made = anna
            .post("/api/templates", &json!({ "name": id, "starter": id }))
            .await
            .expect(201);
        works.push(json!({
            "name": id, "template": made["id"], "draft": made["draft_id"], "locales": shown,
        }));
    }
    works
}

/// One work for each generated layout, in its own language.
async fn generated(anna: &Person) -> Vec<Value> {
    let mut works = Vec::new();
    let step = if soak() { 1 } else { DRAWN_OF };
    for number in (1..=LAYOUTS).step_by(step) {
        let name = format!("generated-{number:02}");
        let file = root().join(format!("tests/golden/scenes/{name}.json"));
        let golden: Value =
            serde_json::from_str(&fs::read_to_string(file).expect("a golden scene")).expect("JSON");
        let made = anna
            .post(
                "/api/templates",
                &json!({ "name": name, "layout": golden["layout"] }),
            )
            .await
            .expect(201);
        works.push(json!({
            "name": name, "template": made["id"], "draft": made["draft_id"],
            "locales": [golden["cases"][0]["language"]],
        }));
    }
    works
}

async fn canvas_and_server_draw_the_same(story: &str, works: impl AsyncFn(&Person) -> Vec<Value>) {
    let world = World::start(Backend::Embedded).await;
    let anna = world.designer().await;
    let plan = json!(works(&anna).await).to_string();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("plan.json");
    fs::write(&file, plan).expect("the plan is written");
    let out = root().join("test-results").join(story);
    let script = Script::start(
        "browser/same.mjs",
        &[
            "--address",
            &world.node.address(),
            "--plan",
            &file.to_string_lossy(),
            "--out",
            &out.to_string_lossy(),
        ],
    );
    println!("{}", script.finish(Duration::from_secs(340)).await);
}

/// One of two halves of the works, so that both run beside each other.
fn half(mut works: Vec<Value>, second: bool) -> Vec<Value> {
    let rest = works.split_off(works.len() / 2);
    if second { rest } else { works }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn starters_in_five_languages() {
    canvas_and_server_draw_the_same("same-starters", async |anna| {
        half(starters(anna).await, false)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_starters_in_five_languages() {
    canvas_and_server_draw_the_same("same-starters", async |anna| {
        half(starters(anna).await, true)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn generated_layouts() {
    canvas_and_server_draw_the_same("same-generated", async |anna| {
        half(generated(anna).await, false)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_generated_layouts() {
    canvas_and_server_draw_the_same("same-generated", async |anna| {
        half(generated(anna).await, true)
    })
    .await;
}
