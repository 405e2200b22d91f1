//! Discussions: what people say about a draft, who may, and that nothing is said twice or lost.

use imprimatur_tests::{Person, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

/// A key as a client makes it.
pub(crate) fn key(name: &str) -> String {
    format!("{:-<16}", name.replace(' ', "_"))
}

/// A thread at a point of the first page.
pub(crate) fn new_thread(name: &str, body: &str) -> Value {
    let anchor = json!({ "kind": "point", "place": { "page": "page", "x": 20.0, "y": 30.5 } });
    json!({ "key": key(name), "anchor": anchor, "body": body })
}

/// Begins a thread.
pub(crate) async fn begin(who: &Person, draft: &str, name: &str, body: &str) -> Value {
    who.post(
        &format!("/api/drafts/{draft}/threads"),
        &new_thread(name, body),
    )
    .await
    .expect(201)
}

/// Answers in a thread.
pub(crate) async fn answer(who: &Person, thread: &Value, name: &str, body: &str) -> Value {
    who.post(
        &format!("/api/threads/{}/comments", id(thread)),
        &json!({ "key": key(name), "body": body }),
    )
    .await
    .expect(201)
}

/// What a draft's discussions hold beyond a revision.
pub(crate) async fn since(who: &Person, draft: &str, revision: u64) -> Value {
    who.get(&format!("/api/drafts/{draft}/threads?since={revision}"))
        .await
        .expect(200)
}

pub(crate) fn id(of: &Value) -> &str {
    of["id"].as_str().expect("an id")
}

pub(crate) async fn change(who: &Person, thread: &Value, body: Value) -> imprimatur_tests::Answer {
    let path = format!("/api/threads/{}", id(thread));
    who.ask(Method::PATCH, &path, Some(&body), &[]).await
}

pub(crate) async fn reword(who: &Person, comment: &Value, body: &str) -> imprimatur_tests::Answer {
    let path = format!("/api/comments/{}", id(comment));
    let body = json!({ "body": body });
    who.ask(Method::PATCH, &path, Some(&body), &[]).await
}

pub(crate) async fn delete(who: &Person, comment: &Value) -> imprimatur_tests::Answer {
    let path = format!("/api/comments/{}", id(comment));
    who.ask(Method::DELETE, &path, None, &[]).await
}

pub(crate) async fn react(who: &Person, comment: &Value, emoji: &str, on: bool) -> Value {
    let path = format!("/api/comments/{}/reaction", id(comment));
    let body = json!({ "emoji": emoji, "on": on });
    who.ask(Method::PUT, &path, Some(&body), &[])
        .await
        .expect(200)
}

pub(crate) async fn me(who: &Person) -> String {
    let me = who.get("/api/me").await.expect(200);
    me["person"]["id"].as_str().expect("an id").to_owned()
}

async fn a_thread_lives_from_its_first_word_to_its_end(world: World) {
    let (anna, max) = (world.designer().await, world.approver().await);
    let draft = anna.template("Diplom").await.draft_id;
    assert_eq!(
        since(&anna, &draft, 0).await,
        json!({ "threads": [], "revision": 0, "more": false })
    );

    let thread = begin(&anna, &draft, "first", "Der Name ist **zu klein**.").await;
    assert_eq!(
        (&thread["number"], &thread["revision"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(thread["state"], "open");
    assert_eq!(
        thread["anchor"]["place"],
        json!({ "page": "page", "x": 20.0, "y": 30.5 })
    );
    assert_eq!(thread["unread"], false, "one's own words are read");
    assert_eq!(thread["comments"][0]["body"], "Der Name ist **zu klein**.");
    assert_eq!(thread["comments"][0]["author"]["person"], me(&anna).await);

    let seen = since(&max, &draft, 0).await;
    assert_eq!(seen["threads"][0]["unread"], true);
    let thread = answer(&max, &thread, "reply", "Finde ich auch.").await;
    assert_eq!(thread["comments"].as_array().unwrap().len(), 2);
    assert_eq!(thread["unread"], false, "whoever answers has read");
    assert_eq!(since(&anna, &draft, 1).await["threads"][0]["unread"], true);

    let first = thread["comments"][0].clone();
    let said = react(&max, &first, "👍", true).await;
    let both = react(&anna, &first, "👍", true).await;
    let reaction = &both["comments"][0]["reactions"][0];
    assert_eq!(reaction["emoji"], "👍");
    let people = reaction["people"].as_array().unwrap();
    assert!(people.contains(&json!(me(&max).await)) && people.contains(&json!(me(&anna).await)));
    let again = react(&anna, &first, "👍", true).await;
    assert_eq!(again["revision"], both["revision"], "nothing has changed");
    assert!(said["revision"].as_u64() < both["revision"].as_u64());
    let one = react(&max, &first, "👍", false).await;
    assert_eq!(
        one["comments"][0]["reactions"][0]["people"],
        json!([me(&anna).await])
    );

    let reworded = reword(&anna, &first, "Der Name ist viel zu klein.")
        .await
        .expect(200);
    assert_eq!(
        reworded["comments"][0]["body"],
        "Der Name ist viel zu klein."
    );
    assert!(reworded["comments"][0]["edited_at"].is_string());

    let resolved = change(&max, &thread, json!({ "state": "resolved" }))
        .await
        .expect(200);
    assert_eq!(resolved["state"], "resolved");
    assert_eq!(resolved["resolved_by"]["person"], me(&max).await);
    assert!(resolved["resolved_at"].is_string());
    let again = change(&anna, &thread, json!({ "state": "resolved" }))
        .await
        .expect(200);
    assert_eq!(
        again["resolved_by"], resolved["resolved_by"],
        "the first has done it"
    );
    assert_eq!(again["revision"], resolved["revision"]);
    let reopened = change(&anna, &thread, json!({ "state": "open" }))
        .await
        .expect(200);
    assert_eq!(
        (&reopened["state"], &reopened["resolved_by"]),
        (&json!("open"), &Value::Null)
    );

    let less = delete(&anna, &first).await.expect(200);
    let gone = &less["comments"][0];
    assert_eq!(
        (&gone["deleted"], &gone["body"]),
        (&json!(true), &json!(""))
    );
    assert_eq!(gone["reactions"], json!([]));
    assert_eq!(less["gone"], false, "an answer is still there");
    delete(&anna, &first).await.expect_error(404, "not_found");
    reword(&anna, &first, "Doch")
        .await
        .expect_error(404, "not_found");
    let last = delete(&max, &thread["comments"][1]).await.expect(200);
    assert_eq!(last["gone"], true);
    assert_eq!(since(&anna, &draft, 0).await["threads"][0]["gone"], true);
}

async fn threads_are_filtered(world: World) {
    let (anna, max) = (world.designer().await, world.approver().await);
    let draft = anna.template("Diplom").await.draft_id;
    let hers = begin(&anna, &draft, "hers", "Eins").await;
    let his = begin(&max, &draft, "his", "Zwei").await;
    let other = json!({ "key": key("page"), "body": "Drei",
        "anchor": { "kind": "point", "place": { "page": "p2", "x": 1, "y": 1 } } });
    let path = format!("/api/drafts/{draft}/threads");
    max.post(&path, &other).await.expect(201);
    let mention = format!("Bitte ansehen, @{}.", me(&anna).await);
    begin(&max, &draft, "mention", &mention).await;
    change(&anna, &his, json!({ "state": "resolved" }))
        .await
        .expect(200);
    for (who, query, expected) in [
        (&anna, "", vec![1, 2, 3, 4]),
        (&anna, "state=open", vec![1, 3, 4]),
        (&anna, "state=resolved", vec![2]),
        (&anna, "page=p2", vec![3]),
        (&anna, "mine=true", vec![1, 4]),
        (&max, "mine=true", vec![2, 3, 4]),
        (&max, "mine=true&state=open&page=page", vec![4]),
    ] {
        let found = who.get(&format!("{path}?{query}")).await.expect(200);
        let mut numbers: Vec<u64> = found["threads"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["number"].as_u64().unwrap())
            .collect();
        numbers.sort_unstable();
        assert_eq!(numbers, expected, "{query}");
    }
    answer(&max, &hers, "joins", "Ich bin dabei").await;
    let found = max.get(&format!("{path}?mine=true")).await.expect(200);
    assert_eq!(found["threads"].as_array().unwrap().len(), 4);
    for query in [
        "limit=0",
        "page=%00",
        "state=settled",
        "since=-1",
        "other=1",
    ] {
        max.get(&format!("{path}?{query}"))
            .await
            .expect_error(400, "address_invalid");
    }
}

async fn roles_and_authors_bound_who_may_do_what(world: World) {
    let anna = world.designer().await;
    let draft = anna.template("Diplom").await.draft_id;
    let path = format!("/api/drafts/{draft}/threads");
    let hers = begin(&anna, &draft, "hers", "Eins").await;
    let viewer = world.viewer().await;
    assert_eq!(
        since(&viewer, &draft, 0).await["threads"][0]["number"],
        1,
        "a viewer reads"
    );
    let read = json!({ "revision": 1 });
    let mark = format!("/api/threads/{}/read", id(&hers));
    assert_eq!(
        viewer
            .ask(Method::PUT, &mark, Some(&read), &[])
            .await
            .status,
        204
    );

    let (admin, editor, max) = (
        world.admin().await,
        world.content_editor().await,
        world.approver().await,
    );
    for (name, who, comments, blocks) in [
        ("viewer", &viewer, false, false),
        ("content editor", &editor, true, false),
        ("approver", &max, true, true),
        ("admin", &admin, true, true),
    ] {
        let begun = who.post(&path, &new_thread(name, "Von mir")).await;
        let answered = who
            .post(
                &format!("/api/threads/{}/comments", id(&hers)),
                &json!({ "key": key(&format!("{name} answers")), "body": "Ja" }),
            )
            .await;
        let blocked = change(who, &hers, json!({ "blocking": true })).await;
        if comments {
            let own = begun.expect(201);
            answered.expect(201);
            let own = change(who, &own, json!({ "blocking": true })).await;
            assert_eq!(
                own.expect(200)["blocking"],
                true,
                "{name} of their own thread"
            );
        } else {
            begun.expect_error(403, "permission_required");
            answered.expect_error(403, "permission_required");
        }
        match (comments, blocks) {
            (_, true) => assert_eq!(blocked.expect(200)["blocking"], true, "{name}"),
            (true, false) => blocked.expect_error(403, "not_the_author"),
            (false, false) => blocked.expect_error(403, "permission_required"),
        }
        change(&anna, &hers, json!({ "blocking": false }))
            .await
            .expect(200);
        let first = &hers["comments"][0];
        let code = if comments {
            "not_the_author"
        } else {
            "permission_required"
        };
        reword(who, first, "Nein").await.expect_error(403, code);
        delete(who, first).await.expect_error(403, code);
    }
    let whole = since(&anna, &draft, 0).await;
    let hers = whole["threads"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["number"] == 1)
        .unwrap();
    assert_eq!(hers["comments"][0]["body"], "Eins");
    assert_eq!(
        viewer.get("/api/mentionable").await.code(),
        "permission_required"
    );
    world
        .stranger()
        .get(&path)
        .await
        .expect_error(401, "unauthenticated");
}

async fn who_is_mentioned_is_a_member(world: World) {
    let (anna, max) = (world.designer().await, world.approver().await);
    let outsider = world.outsider().await;
    let draft = anna.template("Diplom").await.draft_id;
    let (his, theirs) = (me(&max).await, me(&outsider).await);
    let body = format!("@{his} und @{theirs}, bitte. @per_ @{his}");
    let thread = begin(&anna, &draft, "mention", &body).await;
    let mentions = &thread["comments"][0]["mentions"];
    assert_eq!(mentions.as_array().unwrap().len(), 1, "{mentions}");
    assert_eq!(mentions[0]["id"], his);
    assert!(mentions[0]["name"].is_string());
    let reworded = reword(&anna, &thread["comments"][0], "Niemand")
        .await
        .expect(200);
    assert_eq!(reworded["comments"][0]["mentions"], json!([]));

    let found = |person: &Person, prefix: &str| {
        let path = format!("/api/mentionable?prefix={prefix}");
        let person = person.clone();
        async move {
            let body = person.get(&path).await.expect(200);
            let people = body["people"].as_array().unwrap().clone();
            let names = people
                .iter()
                .map(|it| it["name"].as_str().unwrap().to_owned());
            names.collect::<Vec<String>>()
        }
    };
    let all = found(&anna, "").await;
    assert!(all.len() >= 5 && all.len() <= 10, "{all:?}");
    let name = max.get("/api/me").await.expect(200)["person"]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    let surname = name.split(' ').next_back().unwrap().to_owned();
    assert_eq!(
        found(&anna, &surname.to_uppercase()).await,
        std::slice::from_ref(&name)
    );
    assert_eq!(
        found(&anna, &name[..2].to_lowercase())
            .await
            .iter()
            .filter(|it| **it == name)
            .count(),
        1
    );
    assert_eq!(found(&anna, "%25").await, Vec::<String>::new());
    assert_eq!(found(&anna, "_").await, Vec::<String>::new());
    assert_eq!(found(&outsider, &surname).await, Vec::<String>::new());
}

async fn what_is_read_is_read_and_nothing_that_was_not_said_yet(world: World) {
    let (anna, max) = (world.designer().await, world.approver().await);
    let draft = anna.template("Diplom").await.draft_id;
    let one = begin(&anna, &draft, "one", "Eins").await;
    begin(&anna, &draft, "two", "Zwei").await;
    let unread = async |who: &Person| {
        let all = since(who, &draft, 0).await;
        let threads = all["threads"].as_array().unwrap().clone();
        threads.iter().filter(|it| it["unread"] == true).count()
    };
    assert_eq!((unread(&max).await, unread(&anna).await), (2, 0));
    // As far as anybody could think of.
    let read = json!({ "revision": 9_007_199_254_740_991_u64 });
    let mark = format!("/api/threads/{}/read", id(&one));
    assert_eq!(
        max.ask(Method::PUT, &mark, Some(&read), &[]).await.status,
        204
    );
    assert_eq!(unread(&max).await, 1);
    answer(&anna, &one, "more", "Noch etwas").await;
    assert_eq!(unread(&max).await, 2, "what was said later is unread");
    let all = format!("/api/drafts/{draft}/threads/read");
    assert_eq!(
        max.ask(Method::PUT, &all, Some(&read), &[]).await.status,
        204
    );
    assert_eq!(unread(&max).await, 0);
    // It never goes back.
    let before = json!({ "revision": 1 });
    assert_eq!(
        max.ask(Method::PUT, &all, Some(&before), &[]).await.status,
        204
    );
    assert_eq!(unread(&max).await, 0);
    answer(&max, &one, "his", "Gut").await;
    assert_eq!((unread(&max).await, unread(&anna).await), (0, 1));
}

async fn a_thread_stays_when_its_element_is_gone_and_ends_with_its_template(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let anchor = json!({ "kind": "element", "element": "never-there", "offset": [0.5, 1.0],
                         "place": { "page": "page", "x": 3, "y": 4 } });
    let body = json!({ "key": key("gone"), "anchor": anchor, "body": "Hier" });
    let threads = format!("/api/drafts/{}/threads", made.draft_id);
    let thread = anna.post(&threads, &body).await.expect(201);
    assert_eq!(thread["anchor"], anchor_as_kept(&anchor));
    let passage = json!({ "kind": "passage", "element": "e1", "language": "de", "quote": "Grüezi", "prefix": "", "suffix": " mitenand",
                          "offset": 12, "hint": "AQID", "place": { "page": "page", "x": 5, "y": 6.25 } });
    let moved = change(&anna, &thread, json!({ "anchor": passage }))
        .await
        .expect(200);
    assert_eq!(moved["anchor"], anchor_as_kept(&passage));
    let nowhere = json!({ "kind": "element", "element": "e1", "offset": [0.5, 1.5], "place": { "page": "page", "x": 3, "y": 4 } });
    change(&anna, &thread, json!({ "anchor": nowhere }))
        .await
        .expect_error(422, "anchor_invalid");
    let path = format!("/api/templates/{}", made.id);
    assert_eq!(anna.ask(Method::DELETE, &path, None, &[]).await.status, 204);
    anna.get(&threads).await.expect_error(404, "not_found");
    anna.get(&format!("/api/threads/{}", id(&thread)))
        .await
        .expect_error(404, "not_found");
    delete(&anna, &thread["comments"][0])
        .await
        .expect_error(404, "not_found");
}

/// Millimetres are numbers with a point.
fn anchor_as_kept(anchor: &Value) -> Value {
    let mut kept = anchor.clone();
    for at in ["x", "y"] {
        kept["place"][at] = json!(kept["place"][at].as_f64());
    }
    kept
}

stories![
    a_thread_lives_from_its_first_word_to_its_end,
    threads_are_filtered,
    roles_and_authors_bound_who_may_do_what,
    who_is_mentioned_is_a_member,
    what_is_read_is_read_and_nothing_that_was_not_said_yet,
    a_thread_stays_when_its_element_is_gone_and_ends_with_its_template,
];
