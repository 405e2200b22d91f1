//! Mail about certificates that nobody wants any more, or that comes back: it is not sent again, and whoever issues sees it.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use imprimatur_tests::{Backend, Person, World, eventually, stories_with_settings};
use reqwest::Method;
use serde_json::{Value, json};

use super::issuance::published;
use super::recipients::{behind, issued, mails_to, started};

const SECRET: &str = "bounces-are-signed-with-this-secret";

/// The newest mail about a certificate stands so.
async fn stands(issuer: &Person, certificate: &str, state: &str) -> Value {
    let path = format!("/api/certificates/{certificate}");
    eventually("the mail stands so", Duration::from_secs(30), async || {
        let shown = issuer.get(&path).await.expect(200);
        (shown["delivery"]["state"] == state).then_some(shown)
    })
    .await
}

async fn send_again(issuer: &Person, certificate: &str) {
    let path = format!("/api/certificates/{certificate}/send");
    issuer.post(&path, &json!({})).await.expect(202);
}

/// A mail program, or a form of the page: a form is posted to the address, from wherever that is.
async fn posts(world: &World, path: &str, form: &str, origin: Option<&str>) -> (u16, String) {
    let mut request = imprimatur_tests::client()
        .build()
        .expect("a client")
        .post(format!("{}{path}", world.node.address()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.to_owned());
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    let answer = request.send().await.expect("an answer");
    let status = answer.status().as_u16();
    (status, answer.text().await.expect("a text"))
}

async fn one_press_stops_mail_and_opening_does_not(backend: Backend) {
    let world = started(backend, &[]).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let to = [("Zoë", "zoe@acme.example"), ("Luc", "luc@acme.example")];
    let ids = issued(&approver, &template, "a", &to).await;
    let mail = mails_to(&world, "zoe@acme.example", 1).await.remove(0);
    let token = behind(&mail, "/unsubscribe/");
    let path = format!("/unsubscribe/{token}");
    let header = format!("List-Unsubscribe: <https://certificates.example{path}>");
    for part in [
        header.as_str(),
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Auto-Submitted: auto-generated",
        "Message-ID: <mal_",
        "Date: ",
        "text/plain",
        "text/html",
    ] {
        assert!(mail.contains(part), "{part} is not in {mail}");
    }
    let stranger = world.stranger();
    for (lang, words) in [
        ("de", "Keine Mails von"),
        ("fr", "Plus d’e-mails de"),
        ("it", "Niente più e-mail da"),
        ("rm", "Nagins e-mails pli da"),
        ("en", "No more mail from"),
    ] {
        let page = stranger.get(&format!("{path}?lang={lang}")).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains(words), "{}", page.text);
        assert!(page.text.contains("Musterschule Beispiel") && !page.text.contains("zoe@"));
    }
    stranger.ask(Method::HEAD, &path, None, &[]).await;
    send_again(&approver, &ids[0]).await;
    assert_eq!(mails_to(&world, "zoe@acme.example", 2).await.len(), 2);

    // As mail programs do it (RFC 8058), without a cookie and from wherever they run.
    let form = "List-Unsubscribe=One-Click";
    let (status, text) = posts(&world, &path, form, Some("https://mail.example")).await;
    assert_eq!(status, 200, "{text}");
    stands(&approver, &ids[0], "sent").await;
    send_again(&approver, &ids[0]).await;
    stands(&approver, &ids[0], "unsubscribed").await;
    assert_eq!(mails_to(&world, "zoe@acme.example", 2).await.len(), 2);
    // Others are written to, and a link that was asked for is sent.
    send_again(&approver, &ids[1]).await;
    mails_to(&world, "luc@acme.example", 2).await;
    let body = json!({ "email": "zoe@acme.example", "language": "en" });
    stranger.post("/api/mine/links", &body).await.expect(202);
    mails_to(&world, "zoe@acme.example", 3).await;

    let page = stranger.get(&format!("{path}?lang=en")).await;
    assert!(page.text.contains("You get no more mail"), "{}", page.text);
    let (status, text) = posts(&world, &format!("{path}?lang=en"), "again=yes", None).await;
    assert!(
        status == 200 && text.contains("No more mail from"),
        "{text}"
    );
    send_again(&approver, &ids[0]).await;
    mails_to(&world, "zoe@acme.example", 4).await;
    for token in ["x", &"A".repeat(43)] {
        let (status, _) = posts(&world, &format!("/unsubscribe/{token}"), form, None).await;
        assert_eq!(status, 404);
    }
    // No secret is set here: nobody is believed.
    let refused = stranger.post("/webhooks/bounces", &json!({})).await;
    refused.expect_error(403, "bounces_off");
}

fn signature(secret: &str, at: u128, body: &str) -> String {
    let mut openssl = Command::new("openssl")
        .args(["dgst", "-sha256", "-r", "-hmac", secret])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("openssl runs");
    let mut stdin = openssl.stdin.take().expect("an input");
    write!(stdin, "{at}.{body}").expect("it is read");
    drop(stdin);
    let output = openssl.wait_with_output().expect("it ends");
    let text = String::from_utf8(output.stdout).expect("text");
    let digits = text.split_whitespace().next().expect("digits").to_owned();
    format!("t={at}, v1={digits}")
}

fn now_ms() -> u128 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.expect("a time").as_millis()
}

async fn mail_that_comes_back_is_seen(backend: Backend) {
    let world = started(backend, &[("BOUNCE_WEBHOOK_SECRET", SECRET)]).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let to = [
        ("Zoë", "zoe@acme.example"),
        ("Luc", "luc@acme.example"),
        ("Mia", "mia@acme.example"),
    ];
    let ids = issued(&approver, &template, "a", &to).await;
    let mut names = Vec::new();
    for (place, (_, address)) in to.iter().enumerate() {
        let mail = mails_to(&world, address, 1).await.remove(0);
        let (_, rest) = mail.split_once("Message-ID: ").expect("an id");
        names.push(rest.lines().next().expect("a line").trim().to_owned());
        stands(&approver, &ids[place], "sent").await;
    }
    let stranger = world.stranger();
    let told = async |body: &str, header: &str| {
        let body: Value = serde_json::from_str(body).expect("JSON");
        let headers = [("imprimatur-signature", header)];
        stranger
            .ask(Method::POST, "/webhooks/bounces", Some(&body), &headers)
            .await
    };
    let bounce = |id: &str, kind: &str| {
        json!({ "message_id": id, "kind": kind, "at": "2026-11-29T08:00:00Z" }).to_string()
    };
    let hard = bounce(&names[0], "hard");
    let now = now_ms();
    for header in [
        String::new(),
        "t=1".to_owned(),
        signature("another-secret-that-is-long-enough", now, &hard),
        signature(SECRET, now, &bounce(&names[1], "hard")),
        signature(SECRET, now - 600_000, &hard),
    ] {
        let refused = told(&hard, &header).await;
        refused.expect_error(403, "signature_invalid");
    }
    let signed = async |body: &str| told(body, &signature(SECRET, now_ms(), body)).await;
    for bad in [
        json!({ "message_id": names[0], "kind": "odd", "at": "2026-11-29T08:00:00Z" }),
        json!({ "message_id": names[0], "kind": "hard", "at": "yesterday" }),
    ] {
        signed(&bad.to_string())
            .await
            .expect_error(400, "body_invalid");
    }
    // Heard twice is heard once; a mail that is not ours changes nothing.
    for body in [
        &hard,
        &hard,
        &bounce(&names[1], "soft"),
        &bounce(&names[2], "complaint"),
        &bounce("<mal_0190c0ffee0070008000000000000000@x.example>", "hard"),
        &bounce("somebody-elses@x.example", "hard"),
    ] {
        assert_eq!(signed(body).await.status, 204, "{body}");
    }
    stands(&approver, &ids[0], "bounced").await;
    stands(&approver, &ids[1], "sent").await;
    stands(&approver, &ids[2], "bounced").await;
    let filtered = async |person: &Person, state: &str| {
        let path = format!("/api/certificates?delivery={state}");
        let listed = person.get(&path).await.expect(200);
        let listed = listed["certificates"].as_array().expect("a list").iter();
        listed
            .map(|it| it["id"].as_str().expect("an id").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        filtered(&approver, "bounced").await,
        [ids[2].as_str(), ids[0].as_str()]
    );
    assert_eq!(filtered(&approver, "sent").await, [ids[1].as_str()]);
    assert!(
        filtered(&world.outsider().await, "bounced")
            .await
            .is_empty()
    );
    approver
        .get("/api/certificates?delivery=lost")
        .await
        .expect_error(400, "address_invalid");

    // After a bounce it may be tried again; whoever called it spam is not written to any more.
    send_again(&approver, &ids[0]).await;
    stands(&approver, &ids[0], "sent").await;
    send_again(&approver, &ids[2]).await;
    stands(&approver, &ids[2], "unsubscribed").await;
}

stories_with_settings![
    one_press_stops_mail_and_opening_does_not,
    mail_that_comes_back_is_seen,
];
