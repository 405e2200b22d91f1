//! Discussions under pressure: what is sent twice, at one moment, too much.

use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, World, stories, stories_with_settings};
use reqwest::Method;
use serde_json::json;

use crate::comments::{answer, begin, delete, id, key, new_thread, since};

async fn what_is_sent_twice_is_said_once(world: World) {
    let (anna, max) = (world.designer().await, world.approver().await);
    let made = anna.template("Diplom").await;
    let other = anna.template("Urkunde").await.draft_id;
    let draft = made.draft_id;
    let first = begin(&anna, &draft, "same", "Eins").await;
    let again = begin(&anna, &draft, "same", "Eins").await;
    assert_eq!(again, first);
    // Others may have made the same key.
    let his = begin(&max, &draft, "same", "Zwei").await;
    assert_ne!(id(&his), id(&first));
    anna.post(
        &format!("/api/drafts/{other}/threads"),
        &new_thread("same", "Eins"),
    )
    .await
    .expect_error(409, "key_reused");

    let one = answer(&anna, &his, "answer", "Drei").await;
    let two = answer(&anna, &his, "answer", "Drei").await;
    assert_eq!(one, two);
    anna.post(
        &format!("/api/threads/{}/comments", id(&first)),
        &json!({ "key": key("answer"), "body": "Drei" }),
    )
    .await
    .expect_error(409, "key_reused");

    // At one moment, too.
    let tries = (0..8).map(|_| answer(&anna, &his, "at once", "Vier"));
    let answers = futures_util::future::join_all(tries).await;
    for each in &answers {
        assert_eq!(each["comments"].as_array().unwrap().len(), 3, "{each}");
    }
    let all = since(&anna, &draft, 0).await;
    assert_eq!(
        all["revision"], 4,
        "four changes, however often they were sent"
    );
    // The key is remembered when the words are gone.
    let last = answers[0]["comments"][2].clone();
    delete(&anna, &last).await.expect(200);
    let late = answer(&anna, &his, "at once", "Vier").await;
    assert_eq!(late["comments"].as_array().unwrap().len(), 3);
    assert_eq!(late["comments"][2]["deleted"], true);
}

async fn many_write_at_once_and_revisions_have_no_hole(world: World) {
    let people = [
        world.designer().await,
        world.second_designer().await,
        world.approver().await,
        world.content_editor().await,
    ];
    let draft = people[0].template("Diplom").await.draft_id;
    let thread = begin(&people[0], &draft, "first", "Los").await;
    let writes = (0..40).map(|number| {
        let (who, thread, draft) = (&people[number % 4], &thread, &draft);
        async move {
            let name = format!("n{number}");
            if number % 3 == 0 {
                begin(who, draft, &name, "Neu").await
            } else {
                answer(who, thread, &name, "Ja").await
            }
        }
    });
    futures_util::future::join_all(writes).await;
    let mut database = Database::of(&world.node).await;
    for counted in ["COUNT(*)", "COUNT(DISTINCT revision)", "MAX(revision)"] {
        let sql = format!("SELECT {counted} FROM comments");
        assert_eq!(database.number(&sql).await, 41, "{counted}");
    }
    let all = since(&people[0], &draft, 0).await;
    let mut numbers: Vec<u64> = all["threads"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["number"].as_u64().unwrap())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=15).collect::<Vec<u64>>());
}

async fn everything_is_bounded(backend: Backend) {
    let settings = [
        ("LIMIT_THREADS_PER_DRAFT", "2"),
        ("LIMIT_COMMENTS_PER_THREAD", "3"),
        ("LIMIT_COMMENT_CHARACTERS", "10"),
        ("LIMIT_COMMENTS_PER_MINUTE", "12"),
    ];
    let world = World::with(backend, &settings).await;
    let (anna, max) = (world.designer().await, world.approver().await);
    let draft = anna.template("Diplom").await.draft_id;
    let threads = format!("/api/drafts/{draft}/threads");
    for (name, body) in [("long", "12345678901"), ("empty", " \n ")] {
        anna.post(&threads, &new_thread(name, body))
            .await
            .expect_error(422, "comment_invalid");
    }
    let mut short = new_thread("x", "Gut");
    short["key"] = json!("short");
    anna.post(&threads, &short)
        .await
        .expect_error(422, "comment_invalid");
    let one = begin(&anna, &draft, "one", "1234567890").await;
    begin(&anna, &draft, "two", "Gut").await;
    anna.post(&threads, &new_thread("three", "Gut"))
        .await
        .expect_error(409, "threads_full");
    for name in ["a", "b"] {
        answer(&anna, &one, name, "Gut").await;
    }
    let comments = format!("/api/threads/{}/comments", id(&one));
    let more = json!({ "key": key("c"), "body": "Gut" });
    anna.post(&comments, &more)
        .await
        .expect_error(409, "thread_full");
    let known = since(&anna, &draft, 0).await["revision"].clone();
    assert_eq!(known, 4, "what was refused has changed nothing");
    let mut refused = None;
    for number in 0..20 {
        let on = number % 2 == 0;
        let path = format!("/api/comments/{}/reaction", id(&one["comments"][0]));
        let body = json!({ "emoji": "👀", "on": on });
        let answer = anna.ask(Method::PUT, &path, Some(&body), &[]).await;
        if answer.status != 200 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a minute has room for twelve");
    refused.expect_error(429, "too_many_requests");
    assert!(refused.header("retry-after").parse::<u32>().unwrap() >= 1);
    let others = max.post(&threads, &new_thread("x", "Gut")).await;
    others.expect_error(409, "threads_full");
    let body = json!({ "emoji": "💣", "on": true });
    let path = format!("/api/comments/{}/reaction", id(&one["comments"][0]));
    max.ask(Method::PUT, &path, Some(&body), &[])
        .await
        .expect_error(400, "body_invalid");
}

stories![
    what_is_sent_twice_is_said_once,
    many_write_at_once_and_revisions_have_no_hole,
];

stories_with_settings![everything_is_bounded];
