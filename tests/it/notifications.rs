//! Who is told of what, where, and how soon: the inbox, its badge, and mail.

use std::path::Path;
use std::time::Duration;

use imprimatur_tests::{
    Backend, Cluster, Peer, Person, World, eventually, soon, stories, stories_with_settings,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::comments::{answer, begin, id};

async fn inbox(who: &Person, query: &str) -> Value {
    who.get(&format!("/api/inbox{query}")).await.expect(200)
}

async fn unread(who: &Person) -> u64 {
    let body = who.get("/api/inbox/unread").await.expect(200);
    body["unread"].as_u64().expect("a number")
}

async fn put(who: &Person, path: &str, body: Value) -> imprimatur_tests::Answer {
    who.ask(Method::PUT, path, Some(&body), &[]).await
}

async fn me(who: &Person) -> String {
    let me = who.get("/api/me").await.expect(200);
    me["person"]["id"].as_str().expect("an id").to_owned()
}

/// Kinds and excerpts, the newest first.
fn told(inbox: &Value) -> Vec<(String, String)> {
    let all = inbox["notifications"].as_array().expect("a list").iter();
    all.map(|it| {
        let text = |name: &str| it[name].as_str().unwrap_or_default().to_owned();
        (text("kind"), text("excerpt"))
    })
    .collect()
}

fn pair(kind: &str, excerpt: &str) -> (String, String) {
    (kind.to_owned(), excerpt.to_owned())
}

async fn whoever_takes_part_is_told_and_nobody_of_what_they_did(world: World) {
    let (anna, max) = (world.designer().await, world.approver().await);
    let (luca, viewer) = (world.second_designer().await, world.viewer().await);
    let made = anna.template("Diplom").await;
    let draft = &made.draft_id;
    let mention = format!("Bitte ansehen, @{}.", me(&max).await);
    let thread = begin(&anna, draft, "one", &mention).await;
    answer(&max, &thread, "two", "Gut so.").await;
    answer(
        &luca,
        &thread,
        "three",
        &format!("@{} und @{}!", me(&anna).await, me(&viewer).await),
    )
    .await;

    let maxs = inbox(&max, "").await;
    assert_eq!(
        told(&maxs),
        [
            pair(
                "reply",
                &format!("@{} und @{}!", me(&anna).await, me(&viewer).await)
            ),
            pair("mention", &mention),
        ]
    );
    let first = &maxs["notifications"][1];
    assert_eq!(first["actor"]["person"], me(&anna).await);
    assert_eq!(first["template"]["id"], made.id.as_str());
    assert_eq!(first["template"]["name"], "Diplom");
    assert_eq!(first["thread_id"], thread["id"]);
    assert_eq!(first["thread_number"], 1);
    assert_eq!(first["mentions"][0]["id"], me(&max).await);
    assert_eq!(
        (&first["read"], &maxs["unread"]),
        (&json!(false), &json!(2))
    );
    let kinds =
        |inbox: &Value| -> Vec<String> { told(inbox).into_iter().map(|(kind, _)| kind).collect() };
    assert_eq!(kinds(&inbox(&anna, "").await), ["mention", "reply"]);
    assert_eq!(kinds(&inbox(&viewer, "").await), ["mention"]);
    assert_eq!(kinds(&inbox(&luca, "").await), Vec::<String>::new());

    let path = format!("/api/threads/{}", id(&thread));
    let resolved = json!({ "state": "resolved" });
    max.ask(Method::PATCH, &path, Some(&resolved), &[])
        .await
        .expect(200);
    assert_eq!(kinds(&inbox(&luca, "").await), ["resolved"]);
    assert_eq!(kinds(&inbox(&viewer, "").await), ["resolved", "mention"]);
    assert_eq!(
        kinds(&inbox(&max, "").await).len(),
        2,
        "they did it themselves"
    );
    // Nobody on the other side of the border is told, and nothing of theirs is seen.
    let outsider = world.outsider().await;
    let across = format!("Auch @{}?", me(&outsider).await);
    begin(&anna, draft, "across", &across).await;
    assert_eq!(unread(&outsider).await, 0);
}

async fn what_is_read_is_read_and_what_is_deleted_is_gone(world: World) {
    let (anna, max) = (world.designer().await, world.approver().await);
    let draft = anna.template("Diplom").await.draft_id;
    let maxs = me(&max).await;
    let thread = begin(&anna, &draft, "one", &format!("Eins @{maxs}")).await;
    let other = begin(&anna, &draft, "two", &format!("Zwei @{maxs}")).await;
    begin(&anna, &draft, "three", &format!("Drei @{maxs}")).await;
    assert_eq!(unread(&max).await, 3);

    // Whoever reads the thread has read what they were told of it.
    let read = json!({ "revision": 9 });
    let path = format!("/api/threads/{}/read", id(&thread));
    assert_eq!(put(&max, &path, read).await.status, 204);
    assert_eq!(unread(&max).await, 2);

    // What is said otherwise is told otherwise.
    let comment = format!("/api/comments/{}", id(&other["comments"][0]));
    let words = json!({ "body": format!("Anders @{maxs}") });
    anna.ask(Method::PATCH, &comment, Some(&words), &[])
        .await
        .expect(200);
    assert_eq!(
        told(&inbox(&max, "?unread=true").await)[1].1,
        format!("Anders @{maxs}")
    );
    assert_eq!(unread(&max).await, 2, "and not once more");
    anna.ask(Method::DELETE, &comment, None, &[])
        .await
        .expect(200);
    assert_eq!(unread(&max).await, 1);

    let left = inbox(&max, "?unread=true&limit=5").await;
    let newest = left["notifications"][0]["id"].clone();
    let stand = put(&max, "/api/inbox/read", json!({ "ids": [newest] })).await;
    assert_eq!(stand.expect(200)["unread"], 0);
    // Nobody reads for others.
    begin(&anna, &draft, "four", &format!("Vier @{maxs}")).await;
    let newest = inbox(&max, "").await["notifications"][0]["id"].clone();
    put(
        &anna,
        "/api/inbox/read",
        json!({ "ids": [newest.clone()], "up_to": newest }),
    )
    .await
    .expect(200);
    assert_eq!(unread(&max).await, 1);
    let up_to = json!({ "up_to": newest });
    assert_eq!(
        put(&max, "/api/inbox/read", up_to).await.expect(200)["unread"],
        0
    );

    // Page by page.
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = inbox(&max, &format!("?limit=2{after}")).await;
        seen.extend(told(&page));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 3);
    for query in [
        "?limit=0",
        "?after=x",
        "?after=thr_0190c0ffee0070008000000000000000",
    ] {
        max.get(&format!("/api/inbox{query}"))
            .await
            .expect_error(400, "address_invalid");
    }
    // What is about a template that is gone is gone.
    let gone = anna.template("Bald weg").await;
    begin(&anna, &gone.draft_id, "gone", &format!("@{maxs}")).await;
    assert_eq!(unread(&max).await, 1);
    let path = format!("/api/templates/{}", gone.id);
    assert_eq!(anna.ask(Method::DELETE, &path, None, &[]).await.status, 204);
    assert_eq!(unread(&max).await, 0);
}

async fn everybody_decides_what_they_are_told(world: World) {
    let (anna, max) = (world.designer().await, world.approver().await);
    let draft = anna.template("Diplom").await.draft_id;
    let path = "/api/inbox/preferences";
    let before = max.get(path).await.expect(200);
    assert_eq!(before["mail_pace"], "soon");
    let of = |body: &Value, kind: &str| {
        let kinds = body["kinds"].as_array().unwrap().clone();
        kinds.into_iter().find(|it| it["kind"] == kind).unwrap()
    };
    assert_eq!(
        of(&before, "mention"),
        json!({ "kind": "mention", "inbox": true, "mail": true })
    );
    assert_eq!(of(&before, "resolved")["mail"], false);
    let wanted = json!({
        "kinds": [{ "kind": "mention", "inbox": false, "mail": false }],
        "mail_pace": "daily",
    });
    let after = put(&max, path, wanted).await.expect(200);
    assert_eq!(of(&after, "mention")["inbox"], false);
    assert_eq!(
        of(&after, "reply")["inbox"],
        true,
        "left out, and as it was"
    );
    assert_eq!(max.get(path).await.expect(200), after);
    assert_eq!(
        anna.get(path).await.expect(200),
        before,
        "of each their own"
    );

    let maxs = me(&max).await;
    let thread = begin(&max, &draft, "one", "Hier").await;
    begin(&anna, &draft, "two", &format!("@{maxs}")).await;
    assert_eq!(unread(&max).await, 0);
    answer(&anna, &thread, "three", "Ja").await;
    assert_eq!(unread(&max).await, 1);
    let odd = json!({ "kinds": [{ "kind": "flying", "inbox": true, "mail": true }], "mail_pace": "soon" });
    put(&max, path, odd).await.expect_error(400, "body_invalid");
}

async fn whoever_is_asked_for_a_review_is_told_and_whoever_asked_of_the_answer(world: World) {
    let (anna, reto) = (world.designer().await, world.approver().await);
    let draft = anna.template("Diplom").await.draft_id;
    let peer = Peer::ours(&world.viewer().await, &draft).await;
    let of_reviews = || {
        let news = peer.seen().news;
        news.into_iter()
            .filter(|it| it["about"] == "review")
            .count()
    };
    let path = format!("/api/drafts/{draft}/review");
    let body = json!({ "note": "Bitte bis Freitag", "approvers": [me(&reto).await] });
    let asked = anna.post(&path, &body).await.expect(201);
    soon("the draft is told", || of_reviews() == 1).await;
    assert_eq!(
        told(&inbox(&reto, "").await),
        [pair("review_asked", "Bitte bis Freitag")]
    );
    let review = asked["review"]["id"].clone();
    assert_eq!(
        inbox(&reto, "").await["notifications"][0]["subject_id"],
        review
    );
    assert_eq!(
        unread(&world.admin().await).await,
        0,
        "somebody else is asked by name"
    );
    assert_eq!(unread(&anna).await, 0);

    let wanted = json!({ "note": "Das Siegel fehlt." });
    let at = format!(
        "/api/reviews/{}/request-changes",
        review.as_str().expect("an id")
    );
    reto.post(&at, &wanted).await.expect(200);
    assert_eq!(
        told(&inbox(&anna, "").await),
        [pair("review_decided", "Das Siegel fehlt.")]
    );
    soon("the draft is told again", || of_reviews() == 2).await;
}

/// What was mailed, by file, as plain text.
pub(super) fn mails(data: &Path) -> Vec<String> {
    let Ok(folder) = std::fs::read_dir(data.join("mail")) else {
        return Vec::new();
    };
    let mut files: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "eml"));
    files.sort();
    let texts = files
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap());
    // Lines of quoted-printable are joined, and its two-digit bytes read.
    texts.map(|text| plain(&text)).collect()
}

fn plain(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::new(), joined.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        let byte = digits.and_then(|it| u8::from_str_radix(it, 16).ok());
        match (first, byte) {
            (b'=', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn who_does_not_look_gets_one_mail_in_their_language(backend: Backend) {
    let settings = [
        ("LIMIT_MAIL_WAIT_SECONDS", "3"),
        ("PUBLIC_URL", "https://certificates.example.org"),
        ("LOCAL_SIGN_IN", "insecure-anyone-may-enter"),
    ];
    let world = World::with(backend, &settings).await;
    let (anna, max) = (world.designer().await, world.approver().await);
    let french = json!({ "preferred_locale": "fr" });
    max.ask(Method::PATCH, "/api/me", Some(&french), &[])
        .await
        .expect(200);
    let name = max.get("/api/me").await.expect(200)["person"]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    let made = anna.template("Diplom").await;
    let maxs = me(&max).await;
    let thread = begin(
        &anna,
        &made.draft_id,
        "one",
        &format!("Bitte ansehen, @{maxs}."),
    )
    .await;
    answer(&anna, &thread, "two", "Eilt!").await;
    let data = world.node.data();
    let texts = eventually("Max is written to", Duration::from_secs(30), || {
        let texts = mails(&data);
        async move { (!texts.is_empty()).then_some(texts) }
    })
    .await;
    assert_eq!(texts.len(), 1, "one mail for both: {texts:?}");
    let text = &texts[0];
    for part in [
        "approver@sample.example",
        &format!("Bonjour {name}"),
        "vous a mentionné·e",
        "a répondu",
        &format!("@{name}."),
        "Eilt!",
        &format!(
            "https://certificates.example.org/templates/{}?thread=1",
            made.id
        ),
        "https://certificates.example.org/settings",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains(&maxs), "no ids: {text}");
    // Anna was told nothing, and Max nothing more.
    tokio::time::sleep(Duration::from_secs(12)).await;
    assert_eq!(mails(&data).len(), 1);
    let log = world.node.log();
    assert!(
        !log.contains("approver@sample.example"),
        "a log names nobody"
    );
}

stories![
    whoever_takes_part_is_told_and_nobody_of_what_they_did,
    what_is_read_is_read_and_what_is_deleted_is_gone,
    everybody_decides_what_they_are_told,
    whoever_is_asked_for_a_review_is_told_and_whoever_asked_of_the_answer,
];

stories_with_settings![who_does_not_look_gets_one_mail_in_their_language];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn o4_the_badge_changes_on_whichever_node_somebody_is() {
    let cluster = Cluster::start(2, &[]).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let max = cluster.person(1, "approver@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let other = anna.template("Urkunde").await.draft_id;
    // Wherever he is: another draft, another node.
    let maxs = Peer::ours(&max, &other).await;
    let annas = Peer::ours(&anna, &draft).await;
    let inboxes = |peer: &Peer| {
        let news = peer.seen().news;
        news.into_iter().filter(|it| it["about"] == "inbox").count()
    };
    begin(&anna, &draft, "one", &format!("@{}", me(&max).await)).await;
    soon("Max is told", || inboxes(&maxs) == 1).await;
    assert_eq!(unread(&max).await, 1);
    let all = inbox(&max, "").await;
    let up_to = json!({ "up_to": all["notifications"][0]["id"] });
    put(&cluster.at(0, &max), "/api/inbox/read", up_to)
        .await
        .expect(200);
    soon("his other windows are told that he has read", || {
        inboxes(&maxs) == 2
    })
    .await;
    assert_eq!(inboxes(&annas), 0, "it is nobody else's");
}
