//! What recipients show of their certificates, and what nobody else sees of their page.

use std::collections::BTreeSet;

use imprimatur_tests::{Backend, stories_with_settings};
use reqwest::Method;
use serde_json::json;

use super::issuance::{done, published, wanted};
use super::recipients::{HOST, Visitor, claim_of, issued, started};

async fn a_certificate_is_shared_with_or_without_details(backend: Backend) {
    let world = started(backend, &[]).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let to = [
        ("Zoë Çelik", "zoe@acme.example"),
        ("Luc", "luc@acme.example"),
    ];
    let ids = issued(&approver, &template, "a", &to).await;
    let zoe = Visitor::enter(&world, &claim_of(&world, "zoe@acme.example", 1).await).await;
    let luc = Visitor::enter(&world, &claim_of(&world, "luc@acme.example", 1).await).await;
    let share = format!("/api/mine/certificates/{}/share", ids[0]);
    for method in [Method::PUT, Method::DELETE] {
        let refused = luc.ask(method, &share, None).await;
        refused.expect_error(404, "not_found");
    }
    let made = zoe.ask(Method::PUT, &share, None).await.expect(200);
    let again = zoe.ask(Method::PUT, &share, None).await.expect(200);
    assert_eq!(made, again, "one address for each");
    assert_eq!(
        zoe.mine().await["certificates"][0]["brief_url"],
        made["brief_url"]
    );
    let brief = made["brief_url"].as_str().expect("an address");
    let brief = brief.strip_prefix(HOST).expect("of ours").to_owned();
    let stranger = world.stranger();
    for (lang, sentence) in [
        ("de", "Dieses Zertifikat ist gültig"),
        ("fr", "Ce certificat est valable"),
        ("it", "Questo certificato è valido"),
        ("rm", "Quest certificat è valaivel"),
        ("en", "This certificate is valid"),
    ] {
        let seen = stranger.get(&format!("{brief}?lang={lang}")).await;
        assert_eq!(seen.status, 200);
        for part in [sentence, "Kurs für Fortgeschrittene", "Z. Ç."] {
            assert!(seen.text.contains(part), "{part} is not in {}", seen.text);
        }
        for hidden in [
            "Zoë",
            "Çelik",
            "Buchhaltung",
            "5.5",
            &ids[0],
            "-00001",
            "acme",
        ] {
            assert!(!seen.text.contains(hidden), "{hidden} is in {}", seen.text);
        }
    }
    let full = stranger.get(&format!("/v/{}?lang=de", ids[0])).await;
    assert!(
        full.text.contains("Zoë Çelik"),
        "every signed field is shown"
    );
    // Why, in words: whoever checks it reads them, and the certificate's own page has them; not what is shown without details.
    let revoke = format!("/api/certificates/{}/revoke", ids[0]);
    for bad in ["x".repeat(301), "\u{202e}verdreht".to_owned()] {
        approver
            .post(&revoke, &json!({ "reason": "mistake", "note": bad }))
            .await
            .expect_error(422, "note_invalid");
    }
    let why = "Die Prüfung wird <b>wiederholt</b>.";
    let revoked = approver
        .post(
            &revoke,
            &json!({ "reason": "mistake", "note": format!("  {why} ") }),
        )
        .await
        .expect(200);
    assert_eq!(revoked["reason_note"], why);
    let told = stranger.get(&format!("/api/verify/{}", ids[0])).await;
    assert_eq!(told.expect(200)["reason_note"], why);
    let mine = zoe.ask(Method::GET, "/api/mine", None).await.expect(200);
    assert!(mine.to_string().contains(why), "{mine}");
    let full = stranger.get(&format!("/v/{}?lang=de", ids[0])).await;
    assert!(
        full.text
            .contains("Die Prüfung wird &lt;b&gt;wiederholt&lt;/b&gt;."),
        "{}",
        full.text
    );
    let seen = stranger.get(&format!("{brief}?lang=en")).await;
    assert!(
        seen.text.contains("This certificate was revoked") && !seen.text.contains("Prüfung"),
        "{}",
        seen.text
    );
    zoe.ask(Method::DELETE, &share, None).await.expect(204);
    for nothing in [
        brief.as_str(),
        "/s/nonsense",
        "/s/shr_0190c0ffee0070008000000000000000",
    ] {
        let seen = stranger.get(&format!("{nothing}?lang=en")).await;
        assert_eq!(seen.status, 404);
        assert!(
            seen.text.contains("Nothing is shown here any more"),
            "{}",
            seen.text
        );
    }
}

/// A newer one has taken its place, or it that of an older one: whoever is shown no details is not led to where they stand.
async fn what_is_shared_without_details_leads_to_no_other(backend: Backend) {
    let world = started(backend, &[]).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let to = [("Zoe Celik", "zoe@acme.example")];
    let ids = issued(&approver, &template, "a", &to).await;
    let zoe = Visitor::enter(&world, &claim_of(&world, "zoe@acme.example", 1).await).await;
    let shared = async |id: &str| {
        let share = format!("/api/mine/certificates/{id}/share");
        let made = zoe.ask(Method::PUT, &share, None).await.expect(200);
        let brief = made["brief_url"].as_str().expect("an address");
        brief.strip_prefix(HOST).expect("of ours").to_owned()
    };
    let old = shared(&ids[0]).await;
    let correct = format!("/api/certificates/{}/correct", ids[0]);
    let right = wanted("Zoë Çelik", "zoe@acme.example");
    let body = json!({ "key": "corrected0123456", "certificate": right });
    let asked = approver.post(&correct, &body).await.expect(202);
    let done = done(&approver, &asked).await;
    let corrected = done["certificates"][0].as_str().expect("an id");
    // It is hers, as the older one was.
    let new = shared(corrected).await;
    let stranger = world.stranger();
    for (lang, was_corrected, is_valid) in [
        (
            "de",
            "Dieses Zertifikat wurde korrigiert",
            "Dieses Zertifikat ist gültig",
        ),
        (
            "fr",
            "Ce certificat a été corrigé",
            "Ce certificat est valable",
        ),
        (
            "it",
            "Questo certificato è stato corretto",
            "Questo certificato è valido",
        ),
        (
            "rm",
            "Quest certificat è vegnì curregì",
            "Quest certificat è valaivel",
        ),
        (
            "en",
            "This certificate was corrected",
            "This certificate is valid",
        ),
    ] {
        for (brief, said) in [(&old, was_corrected), (&new, is_valid)] {
            let seen = stranger.get(&format!("{brief}?lang={lang}")).await;
            assert!(
                seen.status == 200 && seen.text.contains(said),
                "{said} is not in {}",
                seen.text
            );
            for hidden in [
                "/v/", &ids[0], corrected, "Zoe", "Zoë", "Celik", "Çelik", "-00001", "-00002",
            ] {
                assert!(!seen.text.contains(hidden), "{hidden} is in {}", seen.text);
            }
        }
    }
}

/// Every described route of recipients: without a cookie, and with that of somebody else.
async fn nobody_sees_the_page_of_another(backend: Backend) {
    let world = started(backend, &[]).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let to = [
        ("Zoë Geheim", "zoe@acme.example"),
        ("Luc", "luc@acme.example"),
    ];
    let ids = issued(&approver, &template, "a", &to).await;
    let zoe = Visitor::enter(&world, &claim_of(&world, "zoe@acme.example", 1).await).await;
    let luc = Visitor::enter(&world, &claim_of(&world, "luc@acme.example", 1).await).await;
    let address = zoe.addresses().await[0].1.clone();
    let before = zoe.mine().await;
    let described = approver.get("/api/openapi.json").await.expect(200);
    let mut walked = BTreeSet::new();
    for (path, operations) in described["paths"].as_object().expect("paths") {
        for method in ["get", "post", "put", "delete"] {
            let Some(operation) = operations.get(method) else {
                continue;
            };
            let is_theirs = operation["security"] == json!([{ "recipient": [] }]);
            if !is_theirs {
                let is_known = operation["tags"][0] != "recipients"
                    || operation["security"] == json!([{}])
                    || operation["security"] == json!([]);
                assert!(is_known, "{method} {path}: {operation}");
                continue;
            }
            let real = if path.contains("/addresses/") {
                path.replace("{id}", &address)
            } else {
                path.replace("{id}", &ids[0])
            };
            let body = operation.get("requestBody").map(|_| {
                if path.ends_with("/name-request") {
                    json!({ "name": "Luc" })
                } else {
                    json!({ "email": "luc@acme.example", "language": "de" })
                }
            });
            let method: Method = method.to_uppercase().parse().expect("a method");
            for person in [world.stranger(), approver.clone()] {
                let refused = person.ask(method.clone(), &real, body.as_ref(), &[]).await;
                refused.expect_error(401, "unauthenticated");
            }
            if path.contains('{') {
                let refused = luc.ask(method.clone(), &real, body.as_ref()).await;
                refused.expect_error(404, "not_found");
            }
            walked.insert(format!("{method} {path}"));
        }
    }
    assert_eq!(walked.len(), 8, "{walked:?}");
    assert_eq!(zoe.mine().await, before);
    assert!(!luc.mine().await.to_string().contains("Geheim"));
}

stories_with_settings![
    a_certificate_is_shared_with_or_without_details,
    what_is_shared_without_details_leads_to_no_other,
    nobody_sees_the_page_of_another,
];
