//! Recipients: whoever was given certificates claims them by a link in a mail, and has a page of their own without an account.

use std::collections::BTreeSet;
use std::time::Duration;

use imprimatur_tests::database::Database;
use imprimatur_tests::person::Answer;
use imprimatur_tests::{Backend, Person, World, eventually, stories_with_settings};
use reqwest::Method;
use serde_json::{Value, json};

use super::issuance::{SETTINGS, done, published, wanted};
use super::notifications::mails;

pub(super) const HOST: &str = "https://certificates.example";

pub(super) async fn started(backend: Backend, more: &[(&str, &str)]) -> World {
    let quick = [("LIMIT_CERTIFICATE_MAILS_PER_MINUTE", "6000")];
    World::with(backend, &[&SETTINGS[..], &quick[..], more].concat()).await
}

/// Issues certificates to names with addresses, with a mail to each, and gives their ids.
pub(super) async fn issued(
    issuer: &Person,
    template: &str,
    key: &str,
    to: &[(&str, &str)],
) -> Vec<String> {
    let certificates: Vec<Value> = to.iter().map(|(name, at)| wanted(name, at)).collect();
    let body = json!({ "key": format!("{key}0123456789abcdef"), "template_id": template, "deliver": true, "certificates": certificates });
    let asked = issuer.post("/api/batches", &body).await.expect(202);
    let ids = done(issuer, &asked).await["certificates"].clone();
    let ids = ids.as_array().expect("ids").iter();
    ids.map(|id| id.as_str().expect("an id").to_owned())
        .collect()
}

/// The mails to an address, once there are so many.
pub(super) async fn mails_to(world: &World, address: &str, many: usize) -> Vec<String> {
    let data = world.node.data();
    eventually("mail is there", Duration::from_secs(60), || {
        let mut texts = mails(&data);
        texts.retain(|text| text.contains(&format!("<{address}>")));
        async move { (texts.len() >= many).then_some(texts) }
    })
    .await
}

/// What stands behind an address of ours in a mail.
pub(super) fn behind(mail: &str, path: &str) -> String {
    let (_, rest) = mail
        .split_once(&format!("{HOST}{path}"))
        .unwrap_or_else(|| panic!("{path} is not in {mail}"));
    let secret = rest
        .chars()
        .take_while(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_'));
    secret.collect()
}

pub(super) async fn claim_of(world: &World, address: &str, many: usize) -> String {
    let mails = mails_to(world, address, many).await;
    behind(mails.last().expect("a mail"), "/claim#")
}

/// A browser that a link has let in.
pub(super) struct Visitor {
    browser: Person,
    cookie: String,
}

impl Visitor {
    pub(super) async fn enter(world: &World, secret: &str) -> Self {
        let browser = world.stranger();
        let body = json!({ "secret": secret });
        let answer = browser.post("/api/mine/session", &body).await;
        let cookie = answer.header("set-cookie").to_owned();
        assert_eq!(answer.status, 204, "{}", answer.text);
        for attribute in [
            "HttpOnly",
            "Secure",
            "SameSite=Lax",
            "Path=/api/mine",
            "Max-Age=",
        ] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        let cookie = cookie.split(';').next().expect("a value").to_owned();
        Self { browser, cookie }
    }

    pub(super) async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let headers = [("cookie", self.cookie.as_str())];
        self.browser.ask(method, path, body, &headers).await
    }

    pub(super) async fn press(&self, secret: &str) -> Answer {
        let body = json!({ "secret": secret });
        self.ask(Method::POST, "/api/mine/session", Some(&body))
            .await
    }

    pub(super) async fn mine(&self) -> Value {
        self.ask(Method::GET, "/api/mine", None).await.expect(200)
    }

    pub(super) async fn certificates(&self) -> BTreeSet<String> {
        let mine = self.mine().await;
        let all = mine["certificates"].as_array().expect("a list").iter();
        all.map(|it| it["id"].as_str().expect("an id").to_owned())
            .collect()
    }

    pub(super) async fn addresses(&self) -> Vec<(String, String)> {
        let mine = self.mine().await;
        let text = |it: &Value| it.as_str().expect("a text").to_owned();
        let all = mine["addresses"].as_array().expect("a list").iter();
        all.map(|it| (text(&it["address"]), text(&it["id"])))
            .collect()
    }
}

async fn ask_link(world: &World, address: &str) -> Answer {
    let body = json!({ "email": address, "language": "de" });
    world.stranger().post("/api/mine/links", &body).await
}

/// Somebody who signs in by a link that was sent to an address, after so many mails.
async fn signed_in(world: &World, address: &str, many: usize) -> Visitor {
    assert_eq!(ask_link(world, address).await.status, 202);
    let secret = claim_of(world, address, many).await;
    Visitor::enter(world, &secret).await
}

fn set(ids: &[&String]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).clone()).collect()
}

async fn a_button_claims_and_looking_does_not(backend: Backend) {
    let world = started(backend, &[]).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let to = [
        ("Zoë Çelik", "zoe@acme.example"),
        ("Luc", "luc@acme.example"),
    ];
    let ids = issued(&approver, &template, "a", &to).await;
    let secret = claim_of(&world, "zoe@acme.example", 1).await;
    let scanner = world.stranger();
    for method in [Method::GET, Method::HEAD, Method::GET] {
        let page = scanner.ask(method, "/claim", None, &[]).await;
        assert_eq!((page.status, page.header("set-cookie")), (200, ""));
    }
    let looked = scanner
        .post("/api/mine/look", &json!({ "secret": secret }))
        .await;
    assert_eq!(looked.header("set-cookie"), "");
    let looked = looked.expect(200);
    assert_eq!(looked["kind"], "claim");
    assert_eq!(looked["address"], "z…@acme.example");
    assert_eq!(looked["certificate"]["id"], ids[0].as_str());
    assert_eq!(looked["certificate"]["title"], "Kurs für Fortgeschrittene");
    assert_eq!(looked["certificate"]["state"], "valid");
    for guessed in [
        "",
        "x",
        &"A".repeat(43),
        &format!("{}x", &secret[..42]),
        &secret[..40],
    ] {
        for path in ["/api/mine/look", "/api/mine/session"] {
            let refused = scanner.post(path, &json!({ "secret": guessed })).await;
            refused.expect_error(404, "recipient_link_unknown");
        }
    }
    scanner
        .get("/api/mine")
        .await
        .expect_error(401, "unauthenticated");

    let zoe = Visitor::enter(&world, &secret).await;
    let mine = zoe.mine().await;
    assert_eq!(mine["certificates"].as_array().expect("a list").len(), 1);
    let one = &mine["certificates"][0];
    assert_eq!(one["id"], ids[0].as_str());
    assert_eq!(one["recipient_name"], "Zoë Çelik");
    assert_eq!(one["url"], format!("{HOST}/v/{}", ids[0]));
    assert_eq!(one["brief_url"], Value::Null);
    assert_eq!(mine["addresses"][0]["address"], "zoe@acme.example");

    // Whoever comes with it later gets nothing; who has pressed it twice is where they wanted to be.
    for path in ["/api/mine/look", "/api/mine/session"] {
        let refused = scanner.post(path, &json!({ "secret": secret })).await;
        refused.expect_error(409, "recipient_link_used");
        assert_eq!(refused.header("set-cookie"), "");
    }
    assert_eq!(zoe.press(&secret).await.status, 204);
    let shown = approver.get(&format!("/api/certificates/{}", ids[0])).await;
    let shown = shown.expect(200);
    assert!(shown["delivery"]["claimed_at"].is_string(), "{shown}");

    // Neither secrets nor what is known of them by anybody stands in the database or in the log.
    let mut database = Database::of(&world.node).await;
    let kept = database
        .pairs("SELECT id, COALESCE(address_hash, '') FROM deliveries")
        .await;
    assert!(kept.iter().all(|(_, hash)| hash.len() == 64), "{kept:?}");
    assert!(!world.node.log().contains(&secret));
    zoe.ask(Method::DELETE, "/api/mine/session", None)
        .await
        .expect(204);
    zoe.ask(Method::GET, "/api/mine", None)
        .await
        .expect_error(401, "unauthenticated");
}

async fn a_link_ends_with_its_time(backend: Backend) {
    let world = started(backend, &[]).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let ids = issued(&approver, &template, "a", &[("Zoë", "zoe@acme.example")]).await;
    let secret = claim_of(&world, "zoe@acme.example", 1).await;
    let mut database = Database::of(&world.node).await;
    database.run("UPDATE deliveries SET claim_until = 1").await;
    let stranger = world.stranger();
    let press = async |secret: &str| {
        stranger
            .post("/api/mine/session", &json!({ "secret": secret }))
            .await
    };
    press(&secret)
        .await
        .expect_error(403, "recipient_link_expired");
    assert_eq!(ask_link(&world, "zoe@acme.example").await.status, 202);
    let sent = claim_of(&world, "zoe@acme.example", 2).await;
    database
        .run("UPDATE recipient_mails SET expires_at = 1")
        .await;
    press(&sent)
        .await
        .expect_error(403, "recipient_link_expired");
    let zoe = signed_in(&world, "zoe@acme.example", 3).await;
    assert_eq!(zoe.certificates().await, set(&[&ids[0]]));
    // Whoever comes in once more has another cookie, and the one before is good for nothing.
    assert_eq!(ask_link(&world, "zoe@acme.example").await.status, 202);
    let again = claim_of(&world, "zoe@acme.example", 4).await;
    assert_eq!(zoe.press(&again).await.status, 204);
    zoe.ask(Method::GET, "/api/mine", None)
        .await
        .expect_error(401, "unauthenticated");
    let zoe = signed_in(&world, "zoe@acme.example", 5).await;
    database
        .run("UPDATE recipient_sessions SET expires_at = 1")
        .await;
    zoe.ask(Method::GET, "/api/mine", None)
        .await
        .expect_error(401, "unauthenticated");
}

/// Whoever asks for a link learns nothing of an address; whoever reads what is sent there comes to their page, once for each link.
async fn a_link_is_sent_to_whom_something_was_given(backend: Backend) {
    let world = started(backend, &[("LIMIT_RECIPIENT_LINKS_PER_HOUR", "2")]).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let outsider = world.outsider().await;
    let rules = json!({ "approvals": 1, "role": null, "four_eyes": false });
    outsider
        .ask(Method::PUT, "/api/settings/review", Some(&rules), &[])
        .await
        .expect(200);
    let template = published(&designer, &approver).await;
    let theirs = published(&outsider, &outsider).await;
    let to = [("Zoë", "zoe@acme.example"), ("Luc", "luc@acme.example")];
    let here = issued(&approver, &template, "a", &to).await;
    let there = issued(&outsider, &theirs, "b", &[("Zoë", "ZOE@acme.example")]).await;
    mails_to(&world, "ZOE@acme.example", 1).await;

    let known = ask_link(&world, "zoe@acme.example").await;
    let unknown = ask_link(&world, "nobody@acme.example").await;
    assert_eq!(
        (known.status, known.text.as_str()),
        (unknown.status, unknown.text.as_str())
    );
    assert_eq!(known.status, 202);
    for bad in ["", "zoe", "a@b\r\nBcc: c@d"] {
        ask_link(&world, bad)
            .await
            .expect_error(422, "address_malformed");
    }
    let secret = claim_of(&world, "zoe@acme.example", 2).await;
    let zoe = Visitor::enter(&world, &secret).await;
    assert_eq!(
        zoe.certificates().await,
        set(&[&here[0], &there[0]]),
        "of both organisations, and nobody else's"
    );
    world
        .stranger()
        .post("/api/mine/session", &json!({ "secret": secret }))
        .await
        .expect_error(409, "recipient_link_used");
    // One address gets so many an hour; whoever asks is told the same.
    ask_link(&world, "zoe@acme.example").await;
    mails_to(&world, "zoe@acme.example", 3).await;
    assert_eq!(ask_link(&world, "zoe@acme.example").await.status, 202);
    let mut database = Database::of(&world.node).await;
    let asked = database
        .number("SELECT COUNT(*) FROM recipient_mails WHERE address = 'zoe@acme.example'")
        .await;
    assert_eq!(asked, 2);
    eventually("it is dropped", Duration::from_secs(30), async || {
        let dropped = "SELECT COUNT(*) FROM recipient_mails WHERE address = 'nobody@acme.example' AND state = 'dropped'";
        let mut database = Database::of(&world.node).await;
        (database.number(dropped).await == 1).then_some(())
    })
    .await;
    let data = world.node.data();
    assert!(!mails(&data).iter().any(|it| it.contains("nobody@")));
}

async fn a_private_address_keeps_access(backend: Backend) {
    let world = started(backend, &[]).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let to = [("Zoë", "zoe@acme.example"), ("Luc", "luc@acme.example")];
    let ids = issued(&approver, &template, "a", &to).await;
    let zoe = Visitor::enter(&world, &claim_of(&world, "zoe@acme.example", 1).await).await;
    let luc = Visitor::enter(&world, &claim_of(&world, "luc@acme.example", 1).await).await;
    let later = issued(&approver, &template, "b", &[("Zoë", "zoe@acme.example")]).await;
    mails_to(&world, "zoe@acme.example", 2).await;

    let private = json!({ "email": "zoe@home.example", "language": "rm" });
    let add = Method::POST;
    let asked = zoe
        .ask(add.clone(), "/api/mine/addresses", Some(&private))
        .await;
    assert_eq!(asked.status, 202);
    let secret = claim_of(&world, "zoe@home.example", 1).await;
    // Whoever gets such a mail that another has asked for gives nothing away by its button.
    let refused = luc.press(&secret).await;
    refused.expect_error(403, "recipient_other_browser");
    let stranger = world.stranger();
    let body = json!({ "secret": secret });
    let refused = stranger.post("/api/mine/session", &body).await;
    refused.expect_error(403, "recipient_other_browser");
    assert_eq!(zoe.press(&secret).await.status, 204);
    zoe.press(&secret)
        .await
        .expect_error(409, "recipient_link_used");
    let addresses = zoe.addresses().await;
    assert_eq!(
        addresses
            .iter()
            .map(|(at, _)| at.as_str())
            .collect::<Vec<_>>(),
        ["zoe@acme.example", "zoe@home.example"]
    );

    // The work address goes, and all that went there stays: also for whoever has that address by then.
    let remove = |id: &str| format!("/api/mine/addresses/{id}");
    luc.ask(Method::DELETE, &remove(&addresses[0].1), None)
        .await
        .expect_error(404, "not_found");
    zoe.ask(Method::DELETE, &remove(&addresses[0].1), None)
        .await
        .expect(204);
    zoe.ask(Method::DELETE, &remove(&addresses[1].1), None)
        .await
        .expect_error(409, "address_last");
    let all = set(&[&ids[0], &later[0]]);
    assert_eq!(zoe.certificates().await, all);
    let again = signed_in(&world, "zoe@home.example", 2).await;
    assert_eq!(again.certificates().await, all);
    let resent = format!("/api/certificates/{}/send", later[0]);
    approver.post(&resent, &json!({})).await.expect(202);
    let secret = claim_of(&world, "zoe@acme.example", 3).await;
    let body = json!({ "secret": secret });
    let refused = stranger.post("/api/mine/session", &body).await;
    refused.expect_error(409, "certificate_claimed");
    assert_eq!(ask_link(&world, "zoe@acme.example").await.status, 202);

    // An address that was somebody's goes over to whoever shows that they read what is sent there.
    let private = json!({ "email": "luc@acme.example", "language": "de" });
    zoe.ask(add, "/api/mine/addresses", Some(&private)).await;
    let secret = claim_of(&world, "luc@acme.example", 2).await;
    assert_eq!(zoe.press(&secret).await.status, 204);
    let more = set(&[&ids[0], &ids[1], &later[0]]);
    assert_eq!(zoe.certificates().await, more);
    luc.ask(Method::GET, "/api/mine", None)
        .await
        .expect_error(401, "unauthenticated");
}

stories_with_settings![
    a_button_claims_and_looking_does_not,
    a_link_ends_with_its_time,
    a_link_is_sent_to_whom_something_was_given,
    a_private_address_keeps_access,
];
