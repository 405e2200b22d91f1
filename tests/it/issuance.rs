//! From a published version to certificates that anybody can check, whoever dies on the way.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use imprimatur_tests::database::Database;
use imprimatur_tests::judges::{Case, judge};
use imprimatur_tests::{Backend, Person, World, eventually, stories_with_settings};
use serde_json::{Value, json};

/// Where certificates say that they can be checked. Verifiers accept nothing but https.
const PUBLIC: &str = "https://certificates.example";

pub(super) const SETTINGS: [(&str, &str); 3] = [
    ("PUBLIC_URL", PUBLIC),
    ("LOCAL_SIGN_IN", "insecure-anyone-may-enter"),
    (
        "ISSUER_MASTER_KEY",
        "abababababababababababababababababababababababababababababababab",
    ),
];

/// A layout with fields, against which nothing stands.
pub(super) fn layout() -> Value {
    let field = |key: &str| json!([{ "insert": { "field": key } }]);
    let text = |id: &str, y: u32, key: &str| json!({ "id": id, "type": "text", "at": [20, y], "size": [170, 20], "texts": { "de": field(key), "fr": field(key) } });
    let label = |de: &str, fr: &str| json!({ "de": de, "fr": fr });
    json!({
        "schema": 1,
        "languages": ["de", "fr"],
        "pages": [{ "id": "p", "size": [210, 297], "elements": [
            text("a", 20, "recipient_name"), text("b", 50, "certificate_number"), text("c", 80, "grade"), text("d", 110, "date"), text("e", 140, "course"),
        ] }],
        "fields": [
            { "key": "recipient_name", "label": label("Name", "Nom"), "type": "text", "required": true, "sample": { "*": "Anna Keller" } },
            { "key": "certificate_number", "label": label("Nummer", "Numéro"), "type": "text", "sample": { "*": "2026-00001" } },
            { "key": "grade", "label": label("Note", "Note"), "type": "number", "required": true, "sample": { "*": "5.5" } },
            { "key": "date", "label": label("Datum", "Date"), "type": "date", "sample": { "*": "2026-11-29" } },
            { "key": "course", "label": label("Kurs", "Cours"), "type": "text", "sample": { "*": "Buchhaltung" } },
        ],
        "styles": [],
    })
}

/// A template from which certificates can be issued.
pub(super) async fn published(designer: &Person, approver: &Person) -> String {
    published_with(designer, approver, &layout()).await
}

/// A template with a layout, from which certificates can be issued.
pub(super) async fn published_with(designer: &Person, approver: &Person, layout: &Value) -> String {
    let made = designer
        .create(&json!({ "name": "Kurs für Fortgeschrittene", "layout": layout }))
        .await;
    let version = designer.approved_by(approver, &made.draft_id).await;
    approver
        .post(&format!("/api/versions/{version}/publish"), &json!({}))
        .await
        .expect(202);
    eventually("it is published", Duration::from_secs(120), async || {
        let stands = designer
            .get(&format!("/api/drafts/{}/publication", made.draft_id))
            .await
            .expect(200);
        (stands["current"]["version_id"] == version.as_str()).then_some(())
    })
    .await;
    made.id
}

pub(super) fn wanted(name: &str, email: &str) -> Value {
    json!({ "recipient": { "name": name, "email": email }, "values": { "grade": "5.5", "course": "Buchhaltung <b>&</b>" } })
}

pub(super) async fn done(issuer: &Person, batch: &Value) -> Value {
    let path = format!("/api/batches/{}", batch["id"].as_str().expect("an id"));
    eventually("the batch is done", Duration::from_secs(300), async || {
        let stands = issuer.get(&path).await.expect(200);
        assert_ne!(stands["state"], "failed", "{stands}");
        (stands["state"] == "done").then_some(stands)
    })
    .await
}

async fn one_is_issued_proved_and_taken_back(backend: Backend) {
    let world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let body = json!({
        "key": "0123456789abcdef",
        "template_id": template,
        "certificates": [
            wanted("Zoë Çelik", "zoe@acme.example"),
            { "recipient": { "name": "Jean-Luc Péclard", "external_id": "K-17" }, "language": "fr", "valid_from": "2026-11-01",
              "valid_until": "2031-10-31", "values": { "grade": "4", "date": "2026-11-28" } },
        ],
    });
    designer
        .post("/api/batches", &body)
        .await
        .expect_error(403, "permission_required");
    let asked = approver.post("/api/batches", &body).await.expect(202);
    let again = approver.post("/api/batches", &body).await.expect(202);
    assert_eq!(asked["id"], again["id"], "asking twice is asking once");
    let mut other = body.clone();
    other["certificates"][0]["values"]["grade"] = json!("6");
    approver
        .post("/api/batches", &other)
        .await
        .expect_error(409, "key_reused");
    let done = done(&approver, &asked).await;
    assert_eq!((&done["all"], &done["issued"]), (&json!(2), &json!(2)));

    let listed = approver.get("/api/certificates").await.expect(200);
    let listed = listed["certificates"].as_array().expect("a list");
    let names: BTreeSet<&str> = listed
        .iter()
        .filter_map(|it| it["recipient_name"].as_str())
        .collect();
    assert_eq!(names, BTreeSet::from(["Jean-Luc Péclard", "Zoë Çelik"]));
    let year = listed[0]["number"].as_str().expect("a number")[..4].to_owned();
    let numbers: BTreeSet<&str> = listed
        .iter()
        .filter_map(|it| it["number"].as_str())
        .collect();
    let (first, second) = (format!("{year}-00001"), format!("{year}-00002"));
    assert_eq!(numbers, BTreeSet::from([first.as_str(), second.as_str()]));
    let zoe = done["certificates"][0].as_str().expect("an id").to_owned();
    let luc = done["certificates"][1].as_str().expect("an id").to_owned();

    // Anybody, without an account.
    let stranger = world.stranger();
    let seen = stranger.get(&format!("/v/{zoe}?lang=de")).await;
    assert_eq!(
        (seen.status, seen.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    for part in [
        "Dieses Zertifikat ist gültig",
        "Zoë Çelik",
        "Buchhaltung &lt;b&gt;&amp;&lt;/b&gt;",
        "5.5",
        "Kurs für Fortgeschrittene",
    ] {
        assert!(seen.text.contains(part), "{part} is not in {}", seen.text);
    }
    assert!(!seen.text.contains("zoe@acme.example"));
    let french = stranger.get(&format!("/v/{luc}?lang=fr")).await;
    assert!(
        french.text.contains("Ce certificat est valable")
            && french.text.contains("28 novembre 2026"),
        "{}",
        french.text
    );
    let checked = stranger.get(&format!("/api/verify/{zoe}")).await;
    assert_eq!(checked.header("access-control-allow-origin"), "*");
    let checked = checked.expect(200);
    assert_eq!(
        (&checked["state"], &checked["reason"]),
        (&json!("valid"), &Value::Null)
    );
    let unknown = "crt_01989f2c6d3e7c119a5b2f1d3c4b5a69";
    for path in [format!("/v/{unknown}"), "/v/nonsense".to_owned()] {
        let seen = stranger.get(&path).await;
        assert_eq!(seen.status, 404, "{path}");
        assert!(seen.text.contains("<h1"), "{path} is a page for people");
    }
    let nothing = stranger.get(&format!("/api/verify/{unknown}")).await;
    nothing.expect_error(404, "not_found");
    assert_eq!(nothing.header("access-control-allow-origin"), "*");

    // Engines of others believe both.
    let served = Served::of(&stranger, &[&zoe, &luc]).await;
    for verdicts in judge(&served.cases()).await {
        for verdict in verdicts {
            assert!(
                verdict.believes()
                    && verdict.revoked == Some(false)
                    && verdict.suspended == Some(false),
                "{verdict:?}"
            );
        }
    }

    // The other organisation has none of it.
    let outsider = world.outsider().await;
    assert_eq!(
        outsider.get("/api/certificates").await.expect(200)["certificates"],
        json!([])
    );
    let reason = json!({ "reason": "mistake" });
    for path in [
        format!("/api/certificates/{zoe}"),
        format!("/api/batches/{}", asked["id"].as_str().expect("an id")),
    ] {
        outsider.get(&path).await.expect_error(404, "not_found");
    }
    for act in ["suspend", "revoke"] {
        outsider
            .post(&format!("/api/certificates/{zoe}/{act}"), &reason)
            .await
            .expect_error(404, "not_found");
        designer
            .post(&format!("/api/certificates/{zoe}/{act}"), &reason)
            .await
            .expect_error(403, "permission_required");
    }
    outsider
        .post("/api/batches", &json!({ "key": "abcdef0123456789", "template_id": template, "certificates": [wanted("A", "a@b.example")] }))
        .await
        .expect_error(409, "nothing_to_issue_from");

    // Suspended, in force again, revoked for ever.
    let act = async |who: &str, act: &str| {
        approver
            .post(&format!("/api/certificates/{who}/{act}"), &reason)
            .await
    };
    assert_eq!(act(&zoe, "suspend").await.expect(200)["state"], "suspended");
    assert_eq!(
        stranger
            .get(&format!("/api/verify/{zoe}"))
            .await
            .expect(200)["state"],
        "suspended"
    );
    let served = Served::of(&stranger, &[&zoe, &luc]).await;
    for verdict in &judge(&served.cases()).await[0] {
        assert_eq!(
            (verdict.revoked, verdict.suspended),
            (Some(false), Some(true)),
            "{verdict:?}"
        );
    }
    assert_eq!(act(&zoe, "reinstate").await.expect(200)["state"], "valid");
    assert_eq!(act(&zoe, "revoke").await.expect(200)["state"], "revoked");
    act(&zoe, "reinstate")
        .await
        .expect_error(409, "certificate_state");
    assert_eq!(act(&zoe, "revoke").await.expect(200)["state"], "revoked");
    let seen = stranger.get(&format!("/v/{zoe}?lang=en")).await;
    assert!(
        seen.text.contains("This certificate was revoked")
            && seen.text.contains("Something in it is wrong.")
    );
    // Whoever signs with another key by now is still believed for what was signed before.
    world
        .admin()
        .await
        .post("/api/issuer-key/rotate", &json!({}))
        .await
        .expect(204);
    approver
        .post("/api/issuer-key/rotate", &json!({}))
        .await
        .expect_error(403, "permission_required");
    let more = json!({ "key": "fedcba9876543210", "template_id": template, "certificates": [wanted("Nach dem Wechsel", "n@acme.example")] });
    let more = approver.post("/api/batches", &more).await.expect(202);
    let more = self::done(&approver, &more).await;
    let after = more["certificates"][0].as_str().expect("an id").to_owned();
    let served = Served::of(&stranger, &[&zoe, &luc, &after]).await;
    assert_eq!(served.keys(), 2);
    let verdicts = judge(&served.cases()).await;
    for verdict in &verdicts[0] {
        assert_eq!(
            (verdict.revoked, verdict.suspended),
            (Some(true), Some(false)),
            "{verdict:?}"
        );
    }
    for verdict in verdicts[1].iter().chain(&verdicts[2]) {
        assert!(verdict.believes(), "{verdict:?}");
    }

    // All of it is in the audit.
    let mut database = Database::of(&world.node).await;
    for (kind, times) in [
        ("certificate.issued", 3),
        ("certificate.suspended", 1),
        ("certificate.reinstated", 1),
        ("certificate.revoked", 2),
        ("issuer_key.rotated", 1),
    ] {
        let sql = format!("SELECT COUNT(*) FROM events WHERE kind = '{kind}'");
        assert_eq!(database.number(&sql).await, times, "{kind}");
    }
    assert_eq!(
        database
            .number("SELECT COUNT(*) FROM batch_rows WHERE wanted IS NOT NULL")
            .await,
        0
    );
}

/// What a server gives to whoever checks certificates.
pub(super) struct Served {
    credentials: Vec<String>,
    documents: BTreeMap<String, Value>,
}

impl Served {
    pub(super) async fn of(stranger: &Person, certificates: &[&String]) -> Self {
        let (mut credentials, mut documents) = (Vec::new(), BTreeMap::new());
        for id in certificates {
            let bytes = stranger.bytes(&format!("/v/{id}/credential.json")).await;
            let signed = String::from_utf8(bytes).expect("text");
            let said: Value = serde_json::from_str(&signed).expect("JSON");
            let did = said["issuer"]["id"].as_str().expect("a name").to_owned();
            let path = did
                .replace("did:web:certificates.example:", "/")
                .replace(':', "/")
                + "/did.json";
            let document = stranger.get(&path).await;
            assert_eq!(document.header("content-type"), "application/did+json");
            let document = document.expect(200);
            documents.insert(format!("{PUBLIC}{path}"), document.clone());
            documents.insert(did, document);
            for entry in said["credentialStatus"].as_array().expect("a list") {
                let list = entry["statusListCredential"].as_str().expect("an address");
                let path = list.strip_prefix(PUBLIC).expect("one of ours");
                let bytes = stranger.bytes(path).await;
                documents.insert(
                    list.to_owned(),
                    json!(String::from_utf8(bytes).expect("text")),
                );
            }
            credentials.push(signed);
        }
        Self {
            credentials,
            documents,
        }
    }

    fn keys(&self) -> usize {
        let document = self
            .documents
            .iter()
            .find(|(name, _)| name.starts_with("did:"));
        document.map_or(0, |(_, document)| {
            document["verificationMethod"]
                .as_array()
                .map_or(0, Vec::len)
        })
    }

    pub(super) fn cases(&self) -> Vec<Case> {
        let now = std::time::SystemTime::now() + Duration::from_secs(2);
        let now = now
            .duration_since(std::time::UNIX_EPOCH)
            .expect("after 1970");
        let now =
            imprimatur_credential::Moment::of_ms(i64::try_from(now.as_millis()).expect("a time"))
                .expect("a moment");
        let case = |credential: &String| Case {
            credential: credential.clone(),
            documents: self.documents.clone(),
            now: now.to_string(),
        };
        self.credentials.iter().map(case).collect()
    }
}

async fn whatever_is_wrong_is_told_with_its_place_and_nothing_is_issued(backend: Backend) {
    let world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let ask = async |certificates: Value| {
        approver
            .post("/api/batches", &json!({ "key": "0123456789abcdef", "template_id": template, "certificates": certificates }))
            .await
    };
    let grade = json!({ "grade": "5" });
    for (certificate, at, code) in [
        (
            json!({ "recipient": { "name": " " }, "values": grade }),
            "/certificates/0/recipient/name",
            "name_invalid",
        ),
        (
            json!({ "recipient": { "name": "\u{200b}\u{2060}" }, "values": grade }),
            "/certificates/0/recipient/name",
            "name_invalid",
        ),
        (
            json!({ "recipient": { "name": "A\u{0}B" }, "values": grade }),
            "/certificates/0/recipient/name",
            "name_invalid",
        ),
        (
            json!({ "recipient": { "name": "A", "email": "nowhere" }, "values": grade }),
            "/certificates/0/recipient/email",
            "email_invalid",
        ),
        (
            json!({ "recipient": { "name": "A" }, "language": "it", "values": grade }),
            "/certificates/0/language",
            "language_unknown",
        ),
        (
            json!({ "recipient": { "name": "A" }, "valid_from": "29.11.2026", "values": grade }),
            "/certificates/0/valid_from",
            "day_invalid",
        ),
        (
            json!({ "recipient": { "name": "A" }, "valid_until": "2020-01-01", "values": grade }),
            "/certificates/0/valid_until",
            "day_invalid",
        ),
        (
            json!({ "recipient": { "name": "A" } }),
            "/certificates/0/values/grade",
            "value_missing",
        ),
        (
            json!({ "recipient": { "name": "A" }, "values": { "grade": "good" } }),
            "/certificates/0/values/grade",
            "value_invalid",
        ),
        (
            json!({ "recipient": { "name": "A" }, "values": { "grade": "5", "date": "today" } }),
            "/certificates/0/values/date",
            "value_invalid",
        ),
        (
            json!({ "recipient": { "name": "A" }, "values": { "grade": "5", "colour": "red" } }),
            "/certificates/0/values/colour",
            "field_unknown",
        ),
        (
            json!({ "recipient": { "name": "A" }, "values": { "grade": "5", "recipient_name": "B" } }),
            "/certificates/0/values/recipient_name",
            "field_fills_itself",
        ),
    ] {
        let answer = ask(json!([certificate])).await;
        answer.expect_error(422, "certificate_invalid");
        let faults = answer.body["faults"].as_array().expect("faults").clone();
        assert!(
            faults
                .iter()
                .any(|fault| fault["at"] == at && fault["code"] == code),
            "{certificate}: {faults:?}"
        );
    }
    let twice = ask(json!([
        wanted("A", "a@acme.example"),
        wanted("B", "A@acme.example")
    ]))
    .await;
    twice.expect_error(422, "certificate_invalid");
    assert_eq!(twice.body["faults"][0]["at"], "/certificates/1/recipient");
    ask(json!([]))
        .await
        .expect_error(422, "certificate_invalid");
    let short = json!({ "key": "short", "template_id": template, "certificates": [wanted("A", "a@acme.example")] });
    approver
        .post("/api/batches", &short)
        .await
        .expect_error(422, "certificate_invalid");
    let unpublished = designer.template("Entwurf").await;
    let of_draft = json!({ "key": "0123456789abcdef", "template_id": unpublished.id, "certificates": [wanted("A", "a@acme.example")] });
    approver
        .post("/api/batches", &of_draft)
        .await
        .expect_error(409, "nothing_to_issue_from");
    assert_eq!(
        approver.get("/api/certificates").await.expect(200)["certificates"],
        json!([])
    );
    // Of what was deleted nothing is issued, whatever the registry still knows.
    designer
        .delete(&format!("/api/templates/{template}"))
        .await
        .expect(204);
    ask(json!([wanted("A", "a@acme.example")]))
        .await
        .expect_error(409, "nothing_to_issue_from");
    let mut database = Database::of(&world.node).await;
    assert_eq!(database.number("SELECT COUNT(*) FROM batches").await, 0);
}

stories_with_settings![
    one_is_issued_proved_and_taken_back,
    whatever_is_wrong_is_told_with_its_place_and_nothing_is_issued,
];
