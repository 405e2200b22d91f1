//! What access and templates keep, on every engine: sessions that end, people that stay, counts that are bounded.

use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, World, eventually, stories, stories_with_settings};
use serde_json::json;
use std::time::Duration;

async fn a_session_ends_with_its_time_and_its_row_is_swept(mut world: World) {
    let anna = world.designer().await;
    let luca = world.viewer().await;
    anna.get("/api/me").await.expect(200);
    let mut database = Database::of(&world.node).await;
    database
        .run("UPDATE sessions SET expires_at = 1 WHERE person_id IN (SELECT id FROM people WHERE email = 'designer@sample.example')")
        .await;
    anna.get("/api/me")
        .await
        .expect_error(401, "unauthenticated");
    luca.get("/api/me").await.expect(200);
    world.node.stop();
    world.node.restart().await;
    let node = &world.node;
    eventually("the row is swept", Duration::from_secs(10), || async {
        let mut database = Database::of(node).await;
        (database
            .number("SELECT COUNT(*) FROM sessions WHERE expires_at = 1")
            .await
            == 0)
            .then_some(())
    })
    .await;
    luca.get("/api/me").await.expect(200);
}

async fn the_secret_of_a_session_is_not_in_the_database(world: World) {
    let anna = world.designer().await;
    let mut database = Database::of(&world.node).await;
    let secret = database
        .number("SELECT COUNT(*) FROM sessions WHERE LENGTH(token_hash) = 32")
        .await;
    assert_eq!(secret, 1, "a hash of 32 bytes, and nothing else");
    drop(database);
    assert!(!world.node.log().contains(anna.token()), "nor in the log");
}

async fn sessions_of_local_sign_in_end_when_it_is_switched_off(mut world: World) {
    let anna = world.designer().await;
    world.node.stop();
    world.node.set("LOCAL_SIGN_IN", "off");
    world.node.restart().await;
    anna.get("/api/me")
        .await
        .expect_error(401, "unauthenticated");
    world.node.stop();
    world.node.set("LOCAL_SIGN_IN", "on");
    world.node.restart().await;
    anna.get("/api/me")
        .await
        .expect_error(401, "unauthenticated");
}

async fn the_sample_people_are_the_same_after_a_restart(mut world: World) {
    let anna = world.designer().await;
    let before = anna
        .patch("/api/me", &json!({ "preferred_locale": "rm" }))
        .await
        .expect(200);
    world.node.kill();
    world.node.restart().await;
    assert_eq!(anna.get("/api/me").await.expect(200), before);
    let mut database = Database::of(&world.node).await;
    assert_eq!(database.number("SELECT COUNT(*) FROM people").await, 12);
    assert_eq!(
        database
            .number("SELECT COUNT(DISTINCT color) FROM members")
            .await,
        6,
        "six colours in each organisation"
    );
}

async fn a_person_has_a_bounded_number_of_sessions(backend: Backend) {
    let world = World::with(backend, &[("LIMIT_SESSIONS_PER_PERSON", "2")]).await;
    let (first, second, other) = (
        world.designer().await,
        world.designer().await,
        world.viewer().await,
    );
    let third = world.designer().await;
    first
        .get("/api/me")
        .await
        .expect_error(401, "unauthenticated");
    for still in [second, third, other] {
        still.get("/api/me").await.expect(200);
    }
}

async fn an_organisation_has_a_bounded_number_of_templates(backend: Backend) {
    let world = World::with(backend, &[("LIMIT_TEMPLATES_PER_ORGANISATION", "2")]).await;
    let anna = world.designer().await;
    let made = anna.template("Eins").await;
    anna.template("Zwei").await;
    let new = json!({ "name": "Drei" });
    anna.post("/api/templates", &new)
        .await
        .expect_error(409, "templates_full");
    let copy = format!("/api/templates/{}/duplicate", made.id);
    anna.post(&copy, &new)
        .await
        .expect_error(409, "templates_full");
    world.outsider().await.template("Ailleurs").await;
    anna.delete(&format!("/api/templates/{}", made.id))
        .await
        .expect(204);
    anna.post("/api/templates", &new).await.expect(201);
}

async fn signing_in_has_a_rate(backend: Backend) {
    let world = World::with(backend, &[("LIMIT_SIGN_INS_PER_MINUTE", "5")]).await;
    let stranger = world.stranger();
    let body = json!({ "email": "nobody@sample.example" });
    for _ in 0..5 {
        stranger
            .post("/auth/local", &body)
            .await
            .expect_error(403, "sign_in_unknown");
    }
    let answer = stranger.post("/auth/local", &body).await;
    answer.expect_error(429, "too_many_requests");
    assert!(!answer.header("retry-after").is_empty());
}

async fn names_are_searched_in_every_script(world: World) {
    let anna = world.designer().await;
    for name in [
        "Attestation de l'ÉCOLE",
        "Zürcher Zeugnis",
        "Attestà in rumantsch_x",
    ] {
        anna.template(name).await;
    }
    for (search, found) in [
        ("école", 1),
        ("ZÜRCHER", 1),
        ("ATTEST", 2),
        ("h_x", 1),
        ("h%x", 0),
        ("\\", 0),
        ("", 3),
    ] {
        let answer = anna
            .ask(reqwest::Method::GET, &path(search), None, &[])
            .await
            .expect(200);
        assert_eq!(
            answer["templates"].as_array().expect("a list").len(),
            found,
            "{search:?}"
        );
    }
}

fn path(search: &str) -> String {
    let escaped: String = search.bytes().map(|byte| format!("%{byte:02x}")).collect();
    format!("/api/templates?search={escaped}")
}

stories![
    a_session_ends_with_its_time_and_its_row_is_swept,
    the_secret_of_a_session_is_not_in_the_database,
    sessions_of_local_sign_in_end_when_it_is_switched_off,
    the_sample_people_are_the_same_after_a_restart,
    names_are_searched_in_every_script,
];

stories_with_settings![
    a_person_has_a_bounded_number_of_sessions,
    an_organisation_has_a_bounded_number_of_templates,
    signing_in_has_a_rate,
];
