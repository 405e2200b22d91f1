//! Whoever has a certificate asks for another name in it, and the organisation accepts that or not.

use imprimatur_tests::person::Answer;
use imprimatur_tests::{Backend, Person, stories_with_settings};
use reqwest::Method;
use serde_json::{Value, json};

use super::issuance::{done, published};
use super::recipients::{Visitor, claim_of, issued, mails_to, started};

fn path(certificate: &str) -> String {
    format!("/api/mine/certificates/{certificate}/name-request")
}

async fn ask(visitor: &Visitor, certificate: &str, name: &str, note: Option<&str>) -> Answer {
    let body = json!({ "name": name, "note": note });
    visitor
        .ask(Method::PUT, &path(certificate), Some(&body))
        .await
}

/// What is open for an organisation.
async fn open(issuer: &Person) -> Vec<Value> {
    let listed = issuer.get("/api/name-requests").await.expect(200);
    listed["requests"].as_array().expect("a list").clone()
}

async fn decide(issuer: &Person, request: &Value, how: &str, body: Value) -> Answer {
    let id = request["id"].as_str().expect("an id");
    issuer
        .post(&format!("/api/name-requests/{id}/{how}"), &body)
        .await
}

/// A certificate as its recipient sees it.
async fn seen(visitor: &Visitor, certificate: &str) -> Value {
    let mine = visitor.mine().await;
    let all = mine["certificates"].as_array().expect("a list");
    let found = all.iter().find(|it| it["id"] == certificate);
    found.expect("it is on the page").clone()
}

async fn a_name_is_asked_for_declined_and_accepted(backend: Backend) {
    let world = started(backend, &[]).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let to = [
        ("Zoe Celik", "zoe@acme.example"),
        ("Luc", "luc@acme.example"),
    ];
    let ids = issued(&approver, &template, "a", &to).await;
    let zoe = Visitor::enter(&world, &claim_of(&world, "zoe@acme.example", 1).await).await;
    let luc = Visitor::enter(&world, &claim_of(&world, "luc@acme.example", 1).await).await;
    let one = seen(&zoe, &ids[0]).await;
    assert_eq!(
        (&one["may_ask_name"], &one["name_request"]),
        (&json!(true), &Value::Null)
    );

    // Nobody asks about what is not theirs, and nobody asks for what is no name.
    ask(&luc, &ids[0], "Luc", None)
        .await
        .expect_error(404, "not_found");
    let stranger = world.stranger();
    stranger
        .ask(
            Method::PUT,
            &path(&ids[0]),
            Some(&json!({ "name": "Luc" })),
            &[],
        )
        .await
        .expect_error(401, "unauthenticated");
    for bad in [
        "",
        "  ",
        "Zoe Celik",
        " Zoe Celik ",
        "Zoe\nCelik",
        &"x".repeat(400),
    ] {
        ask(&zoe, &ids[0], bad, None)
            .await
            .expect_error(422, "name_invalid");
    }
    ask(&zoe, &ids[0], "Zoë", Some(&"x".repeat(501)))
        .await
        .expect_error(422, "note_invalid");
    zoe.ask(Method::DELETE, &path(&ids[0]), None)
        .await
        .expect_error(409, "name_request_moved");
    assert!(open(&approver).await.is_empty());

    // Asking again changes what is asked; it can be taken back.
    ask(&zoe, &ids[0], "Zoë Celik", None).await.expect(200);
    zoe.ask(Method::DELETE, &path(&ids[0]), None)
        .await
        .expect(204);
    assert_eq!(seen(&zoe, &ids[0]).await["name_request"], Value::Null);
    ask(&zoe, &ids[0], "Zoë Celik", None).await.expect(200);
    let asked = ask(&zoe, &ids[0], " Zoë Çelik ", Some("So steht es im Pass.")).await;
    let asked = asked.expect(200);
    assert_eq!(
        (&asked["name"], &asked["state"]),
        (&json!("Zoë Çelik"), &json!("open"))
    );
    assert_eq!(seen(&zoe, &ids[0]).await["name_request"], asked);
    let all = open(&approver).await;
    assert_eq!(all.len(), 1, "{all:?}");
    let request = &all[0];
    assert_eq!(
        (&request["name"], &request["note"]),
        (&json!("Zoë Çelik"), &json!("So steht es im Pass."))
    );
    assert_eq!(request["certificate"]["id"], ids[0].as_str());
    assert_eq!(request["certificate"]["recipient_name"], "Zoe Celik");

    // Whoever may decide it is told that there is something, and not what; of what was taken back nobody is.
    let told = async |who: &Person| {
        let inbox = who.get("/api/inbox").await.expect(200);
        let all = inbox["notifications"].as_array().expect("a list").clone();
        let named = all.into_iter().filter(|it| it["kind"] == "name_asked");
        named.collect::<Vec<_>>()
    };
    let notices = told(&approver).await;
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!(
        (&notices[0]["excerpt"], &notices[0]["subject_id"]),
        (&json!(""), &json!(ids[0]))
    );
    assert!(told(&designer).await.is_empty());

    // Whose business it is not sees nothing of it, and decides nothing.
    let outsider = world.outsider().await;
    assert!(open(&outsider).await.is_empty());
    designer
        .get("/api/name-requests")
        .await
        .expect_error(403, "permission_required");
    let right = json!({ "name": "Zoë Çelik" });
    for (how, body) in [
        ("accept", &right),
        (
            "decline",
            &json!({ "name": "Zoë Çelik", "answer": "Nein." }),
        ),
    ] {
        decide(&outsider, request, how, body.clone())
            .await
            .expect_error(404, "not_found");
        decide(&designer, request, how, body.clone())
            .await
            .expect_error(403, "permission_required");
    }

    // What is declined says why, on the page and in a mail.
    let silent = json!({ "name": "Zoë Çelik", "answer": " " });
    decide(&approver, request, "decline", silent)
        .await
        .expect_error(422, "note_invalid");
    let unread = json!({ "name": "Zoë Celik", "answer": "Nein." });
    decide(&approver, request, "decline", unread)
        .await
        .expect_error(409, "name_request_moved");
    let why =
        json!({ "name": "Zoë Çelik", "answer": "Bitte legen Sie eine Kopie Ihres Ausweises bei." });
    decide(&approver, request, "decline", why.clone())
        .await
        .expect(204);
    for (how, body) in [("accept", &right), ("decline", &why)] {
        decide(&approver, request, how, body.clone())
            .await
            .expect_error(409, "name_request_moved");
    }
    let declined = seen(&zoe, &ids[0]).await["name_request"].clone();
    assert_eq!(
        (&declined["state"], &declined["answer"]),
        (&json!("declined"), &why["answer"])
    );
    let mails = mails_to(&world, "zoe@acme.example", 2).await;
    let told = mails.last().expect("a mail").replace("=\r\n", "");
    assert!(
        told.contains("Kopie Ihres Ausweises") && told.contains("/mine"),
        "{told}"
    );
    assert!(open(&approver).await.is_empty());

    // The work address goes before it is accepted: the new certificate comes to the page all the same, and to nobody who reads that address by now.
    let private = json!({ "email": "zoe@home.example", "language": "de" });
    zoe.ask(Method::POST, "/api/mine/addresses", Some(&private))
        .await
        .expect(202);
    let secret = claim_of(&world, "zoe@home.example", 1).await;
    assert_eq!(zoe.press(&secret).await.status, 204);
    let addresses = zoe.addresses().await;
    let remove = format!("/api/mine/addresses/{}", addresses[0].1);
    zoe.ask(Method::DELETE, &remove, None).await.expect(204);
    ask(&zoe, &ids[0], "Zoë Celik", None).await.expect(200);
    let request = &open(&approver).await[0];
    ask(&zoe, &ids[0], "Zoë Çelik", None).await.expect(200);
    let read = json!({ "name": request["name"] });
    decide(&approver, request, "accept", read)
        .await
        .expect_error(409, "name_request_moved");
    let batch = decide(&approver, request, "accept", right.clone())
        .await
        .expect(202);
    let again = decide(&approver, request, "accept", right.clone())
        .await
        .expect(202);
    assert_eq!(
        batch["id"], again["id"],
        "accepting twice is accepting once"
    );
    let issued = done(&approver, &batch).await["certificates"].clone();
    let new = issued[0].as_str().expect("an id").to_owned();
    let (old, corrected) = (seen(&zoe, &ids[0]).await, seen(&zoe, &new).await);
    assert_eq!(
        (
            &old["state"],
            &old["name_request"]["state"],
            &old["may_ask_name"]
        ),
        (&json!("superseded"), &json!("accepted"), &json!(false))
    );
    assert_eq!(
        (&corrected["recipient_name"], &corrected["state"]),
        (&json!("Zoë Çelik"), &json!("valid"))
    );
    assert!(!luc.certificates().await.contains(&new));
    let secret = claim_of(&world, "zoe@acme.example", 3).await;
    stranger
        .post("/api/mine/session", &json!({ "secret": secret }))
        .await
        .expect_error(409, "certificate_claimed");
    ask(&zoe, &ids[0], "Zoé", None)
        .await
        .expect_error(409, "certificate_superseded");
    assert!(open(&approver).await.is_empty());

    // What was revoked stays as it is, and nobody is asked without end.
    let revoke = format!("/api/certificates/{new}/revoke");
    for turn in 0..5 {
        ask(&zoe, &new, &format!("Zoë {turn}"), None)
            .await
            .expect(200);
        let request = &open(&approver).await[0];
        let no = json!({ "name": request["name"], "answer": "Nein." });
        decide(&approver, request, "decline", no).await.expect(204);
    }
    // Who has given the address up is told at another one of theirs, and whoever reads it by now is not.
    let told = mails_to(&world, "zoe@home.example", 2).await;
    assert!(told.iter().any(|it| it.contains("/mine")), "{told:?}");
    let elsewhere = mails_to(&world, "zoe@acme.example", 3).await;
    assert!(
        !elsewhere.iter().any(|it| it.contains("Zoë 0")),
        "{elsewhere:?}"
    );
    ask(&zoe, &new, "Zoë", None)
        .await
        .expect_error(409, "name_requests_full");
    approver
        .post(&revoke, &json!({ "reason": "mistake" }))
        .await
        .expect(200);
    ask(&zoe, &new, "Zoë", None)
        .await
        .expect_error(409, "certificate_state");
}

stories_with_settings![a_name_is_asked_for_declined_and_accepted,];
