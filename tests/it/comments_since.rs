//! What is told of discussions to whoever knows them up to a revision.

use imprimatur_tests::{Person, World, stories};
use serde_json::{Value, json};

use crate::comments::{answer, begin, change, delete, me, react, reword, since};

async fn whoever_was_away_asks_for_what_has_changed_and_gets_all_of_it(world: World) {
    let anna = world.designer().await;
    let draft = anna.template("Diplom").await.draft_id;
    let mut threads = Vec::new();
    for number in 0..7 {
        threads.push(begin(&anna, &draft, &format!("t{number}"), "Hier").await);
    }
    let known = since(&anna, &draft, 0).await["revision"].as_u64().unwrap();
    assert_eq!(known, 7);
    answer(&anna, &threads[2], "late", "Noch etwas").await;
    change(&anna, &threads[5], json!({ "state": "resolved" }))
        .await
        .expect(200);
    let news = since(&anna, &draft, known).await;
    let numbers: Vec<&Value> = news["threads"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["number"])
        .collect();
    assert_eq!(
        numbers,
        [&json!(3), &json!(6)],
        "the least recently changed first"
    );

    // Page by page, each beginning where the one before has ended.
    let (mut from, mut all) = (0, Vec::new());
    loop {
        let page = anna
            .get(&format!("/api/drafts/{draft}/threads?since={from}&limit=2"))
            .await
            .expect(200);
        let some = page["threads"].as_array().unwrap();
        assert!(some.len() <= 2);
        all.extend(some.iter().map(|it| it["number"].as_u64().unwrap()));
        from = page["revision"].as_u64().unwrap();
        if page["more"] == false {
            break;
        }
    }
    assert_eq!(all, [1, 2, 4, 5, 7, 3, 6]);
    assert_eq!(from, 9);
}

async fn of_a_thread_that_is_known_only_what_has_changed_is_told(world: World) {
    let (anna, max) = (world.designer().await, world.approver().await);
    let draft = anna.template("Diplom").await.draft_id;
    let thread = begin(&anna, &draft, "first", "Eins").await;
    for name in ["second", "third"] {
        answer(&max, &thread, name, name).await;
    }
    let whole = since(&anna, &draft, 0).await["threads"][0].clone();
    assert_eq!(
        (said(&whole).len(), &whole["comments_since"]),
        (3, &json!(0))
    );
    let comments = whole["comments"].clone();

    let told = |about: &'static str, known: u64, expected: Value| {
        let (anna, draft) = (anna.clone(), draft.clone());
        async move {
            let news = knowing(&anna, &draft, known, known, 100).await;
            let thread = &news["threads"][0];
            assert_eq!(json!(said(thread)), expected, "{about}");
            assert_eq!(thread["comments_since"], known, "{about}");
            news["threads"][0].clone()
        }
    };
    reword(&anna, &comments[0], "Doch zwei").await.expect(200);
    told("other words", 3, json!(["Doch zwei"])).await;
    react(&anna, &comments[1], "👍", true).await;
    let thread = told("a reaction", 4, json!(["second"])).await;
    assert_eq!(thread["comments"][0]["reactions"][0]["emoji"], "👍");
    react(&anna, &comments[1], "👍", false).await;
    let thread = told("no reaction", 5, json!(["second"])).await;
    assert_eq!(thread["comments"][0]["reactions"], json!([]));
    delete(&max, &comments[2]).await.expect(200);
    let thread = told("it was taken back", 6, json!([""])).await;
    assert_eq!(thread["comments"][0]["deleted"], true);
    change(&anna, &whole, json!({ "state": "resolved" }))
        .await
        .expect(200);
    let thread = told("nothing was said", 7, json!([])).await;
    assert_eq!(thread["state"], "resolved");
    assert_eq!(
        thread["unread"], true,
        "what was said before and not read is not read"
    );
    let mention = format!("Bitte ansehen, @{}.", me(&anna).await);
    answer(&max, &whole, "mention", &mention).await;
    let thread = told("an answer", 8, json!([mention])).await;
    assert_eq!(thread["comments"][0]["mentions"][0]["id"], me(&anna).await);
    told("all of it", 3, json!(["Doch zwei", "second", "", mention])).await;
}

/// What a draft's discussions hold beyond a revision, for whoever knows what was said up to one.
async fn knowing(who: &Person, draft: &str, since: u64, known: u64, limit: u32) -> Value {
    let path = format!("/api/drafts/{draft}/threads?since={since}&known={known}&limit={limit}");
    who.get(&path).await.expect(200)
}

async fn whoever_gets_it_in_several_answers_misses_nothing(world: World) {
    let anna = world.designer().await;
    let draft = anna.template("Diplom").await.draft_id;
    let mut threads = Vec::new();
    for number in 0..5 {
        threads.push(begin(&anna, &draft, &format!("t{number}"), "Eins").await);
    }
    let known = since(&anna, &draft, 0).await["revision"].as_u64().unwrap();
    // The first of them changes before and after what the first answer reaches to.
    answer(&anna, &threads[0], "two", "Zwei").await;
    for thread in &threads[1..4] {
        answer(&anna, thread, &format!("o{}", thread["number"]), "Zwei").await;
    }
    answer(&anna, &threads[0], "three", "Drei").await;
    for (known, first, others) in [
        (known, json!(["Zwei", "Drei"]), json!(["Zwei"])),
        (0, json!(["Eins", "Zwei", "Drei"]), json!(["Eins", "Zwei"])),
    ] {
        let (mut from, mut seen) = (known, 0);
        loop {
            let page = knowing(&anna, &draft, from, known, 1).await;
            let thread = &page["threads"][0];
            let expected = match thread["number"].as_u64().unwrap() {
                1 => first.clone(),
                5 => json!(["Eins"]),
                _ => others.clone(),
            };
            assert_eq!(json!(said(thread)), expected, "{thread}");
            seen += 1;
            from = page["revision"].as_u64().unwrap();
            if page["more"] == false {
                break;
            }
        }
        assert_eq!(seen, if known == 0 { 5 } else { 4 });
    }
    // Whoever says nothing of what they know is told all of it.
    assert_eq!(
        said(&since(&anna, &draft, known).await["threads"][0]),
        ["Eins", "Zwei"]
    );
}

/// The words of a thread's comments.
fn said(thread: &Value) -> Vec<&str> {
    let comments = thread["comments"].as_array().expect("comments");
    comments
        .iter()
        .map(|it| it["body"].as_str().expect("words"))
        .collect()
}

stories![
    whoever_was_away_asks_for_what_has_changed_and_gets_all_of_it,
    of_a_thread_that_is_known_only_what_has_changed_is_told,
    whoever_gets_it_in_several_answers_misses_nothing,
];
