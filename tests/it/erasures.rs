//! What certificates say of people is erased, by the rule of the organisation or because somebody asks; and told, to whoever may ask.

use std::ffi::OsStr;
use std::path::Path;
use std::time::Duration;

use imprimatur_tests::database::Database;
use imprimatur_tests::{
    Backend, MySql, Node, Person, World, eventually, node, stories_with_settings,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::issuance::{SETTINGS, published, wanted};
use super::recipients::{Visitor, claim_of};
use super::successions::issued;

const PNG: &str = "certificate.png";

/// Has a picture drawn. Gives the hash under which it is kept.
async fn drawn(who: &Person, certificate: &str) -> String {
    let answer = who.get(&format!("/v/{certificate}/{PNG}")).await;
    assert_eq!(answer.status, 200);
    answer.header("etag").trim_matches('"').to_owned()
}

/// Whether something is kept under a hash in a data folder, alone or not: what rests alone has an id before it.
fn is_kept(folder: &Path, sha256: &str) -> bool {
    let ends = |name: &OsStr| name.to_string_lossy().ends_with(sha256);
    let paths = node::files(folder);
    paths.iter().any(|path| path.file_name().is_some_and(ends))
}

/// Erases whoever has an address.
pub(super) async fn erase(world: &mut World, organisation: &str, email: &str) {
    // A file is used by one program.
    world.node.kill();
    let line = [
        "subject",
        "erase",
        "--organisation",
        organisation,
        "--email",
        email,
    ];
    let ran = world.node.run(&line).await;
    assert_eq!(ran.status, 0, "{}", ran.complaint);
    world.node.restart().await;
}

async fn keeps_for(admin: &Person, days: u32) {
    let mut settings = admin.get("/api/settings").await.expect(200);
    settings["retention_days"] = json!(days);
    admin
        .ask(Method::PUT, "/api/settings", Some(&settings), &[])
        .await
        .expect(200);
}

/// Posts a credential as it is held.
async fn held(who: &Person, credential: &[u8]) -> imprimatur_tests::Answer {
    who.upload_as("/api/verify", "application/json", credential.to_vec())
        .await
}

async fn what_is_too_old_says_nothing_of_people_any_more(backend: Backend) {
    let world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let mut ends = wanted("Ends later", "c@acme.example");
    ends["valid_until"] = json!("2040-12-31");
    let certificates = vec![
        wanted("Zoë Çelik", "zoe@acme.example"),
        wanted("Too young", "b@acme.example"),
        ends,
    ];
    let ids = issued(&approver, &template, "0123456789abcdef", certificates).await;
    let stranger = world.stranger();
    let (mut credentials, mut pictures) = (Vec::new(), Vec::new());
    for id in &ids {
        credentials.push(stranger.bytes(&format!("/v/{id}/credential.json")).await);
        pictures.push(drawn(&stranger, id).await);
    }
    let data = world.node.data();
    assert!(pictures.iter().all(|it| is_kept(&data, it)));
    let mut registry = Database::registry_of(&world.node).await;
    for old in [&ids[0], &ids[2]] {
        registry
            .run(&format!(
                "UPDATE issued_certificates SET issued_at = '2020-01-01 00:00:00.000' WHERE id = '{old}'"
            ))
            .await;
    }
    keeps_for(&world.admin().await, 365).await;
    let sql = "SELECT COUNT(*) FROM certificate_subjects WHERE erased_reason = 'retention'";
    eventually(
        "the oldest is erased",
        Duration::from_secs(90),
        async || (registry.number(sql).await == 1).then_some(()),
    )
    .await;
    eventually("its picture is gone", Duration::from_secs(30), async || {
        (!is_kept(&data, &pictures[0])).then_some(())
    })
    .await;
    assert!(is_kept(&data, &pictures[1]) && is_kept(&data, &pictures[2]));
    for said in ["email_hash", "name", "email", "claims", "credential"] {
        let sql = format!(
            "SELECT COUNT(*) FROM certificate_subjects WHERE certificate_id = '{}' AND {said} IS NOT NULL",
            ids[0]
        );
        assert_eq!(registry.number(&sql).await, 0, "{said}");
    }
    let (seen, young) = (
        stranger.get(&format!("/v/{}?lang=de", ids[0])).await,
        stranger.get(&format!("/v/{}?lang=de", ids[1])).await,
    );
    assert!(
        seen.text.contains("Dieses Zertifikat ist gültig")
            && seen.text.contains("aufbewahrt, ist abgelaufen")
            && !seen.text.contains("Zoë"),
        "{}",
        seen.text
    );
    assert!(young.text.contains("Too young"));
    let later = stranger.get(&format!("/v/{}", ids[2])).await;
    assert!(later.text.contains("Ends later"), "its end is to come");

    // Whoever holds it proves by it that exactly this was issued, and that it holds; of what was changed in it nobody does.
    let answer = held(&stranger, &credentials[0]).await.expect(200);
    assert_eq!(
        (&answer["id"], &answer["is_issued"], &answer["state"]),
        (&json!(ids[0]), &json!(true), &json!("valid"))
    );
    let changed = String::from_utf8(credentials[0].clone())
        .expect("text")
        .replace("5.5", "6.0");
    let answer = held(&stranger, changed.as_bytes()).await.expect(200);
    assert_eq!(
        (&answer["id"], &answer["is_issued"]),
        (&json!(ids[0]), &json!(false))
    );
    let revoke = format!("/api/certificates/{}/revoke", ids[0]);
    approver
        .post(&revoke, &json!({ "reason": "asked" }))
        .await
        .expect(200);
    let answer = held(&stranger, &credentials[0]).await.expect(200);
    assert_eq!(answer["state"], "revoked");
    let foreign = changed.replace(&ids[0], "crt_01989f2c6d3e7c119a5b2f1d3c4b5a69");
    held(&stranger, foreign.as_bytes())
        .await
        .expect_error(404, "not_found");
    stranger
        .upload_as("/api/verify", "application/json", vec![b' '; 300_000])
        .await
        .expect_error(413, "body_too_large");

    // What it says cannot be asked for once more, and a mail about it goes to nobody.
    approver
        .get(&format!("/api/certificates/{}/content", ids[0]))
        .await
        .expect_error(409, "certificate_erased");
    let mut database = Database::of(&world.node).await;
    let told = "SELECT COUNT(*) FROM events WHERE kind = 'certificate.erased'";
    assert_eq!(database.number(told).await, 1);
    let chained = "SELECT COUNT(*) FROM certificate_events WHERE kind = 'certificate.erased' AND actor_kind = 'program'";
    eventually("it is in the audit", Duration::from_secs(30), async || {
        (registry.number(chained).await == 1).then_some(())
    })
    .await;
}

async fn somebody_is_told_what_is_kept_of_them_and_is_erased(backend: Backend) {
    let settings = [
        &SETTINGS[..],
        &[("LIMIT_CERTIFICATE_MAILS_PER_MINUTE", "6000")],
    ]
    .concat();
    let mut world = World::with(backend, &settings).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let mut by_id = wanted("Z. Çelik", "other@acme.example");
    by_id["recipient"]["external_id"] = json!("K-17");
    let certificates = vec![
        wanted("Zoë Çelik", "Zoe@Acme.example"),
        by_id,
        wanted("Luc", "luc@acme.example"),
    ];
    let ids = issued(&approver, &template, "0123456789abcdef", certificates).await;
    let stranger = world.stranger();
    let picture = drawn(&stranger, &ids[0]).await;
    approver
        .post(&format!("/api/certificates/{}/send", ids[0]), &json!({}))
        .await
        .expect(202);
    // She has a page of her own, on which she shares it.
    let visitor = Visitor::enter(&world, &claim_of(&world, "Zoe@Acme.example", 1).await).await;
    let share = format!("/api/mine/certificates/{}/share", ids[0]);
    visitor.ask(Method::PUT, &share, None).await.expect(200);
    // Held up before the first is issued.
    let waiting: Vec<Value> = (0..150)
        .map(|number| wanted(&format!("N{number}"), &format!("n{number}@acme.example")))
        .chain([wanted("Zoë Çelik", "zoe@acme.example")])
        .collect();
    let body =
        json!({ "key": "fedcba9876543210", "template_id": template, "certificates": waiting });
    let batch = approver.post("/api/batches", &body).await.expect(202);
    let batch = format!("/api/batches/{}", batch["id"].as_str().expect("an id"));
    approver
        .post(&format!("{batch}/pause"), &json!({}))
        .await
        .expect(200);
    let organisation = approver.get("/api/me").await.expect(200)["organisation"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let run = async |node: &Node, act: &str, who: [&str; 2], format: &str| {
        let line = [
            "subject",
            act,
            "--organisation",
            &organisation,
            who[0],
            who[1],
            "--format",
            format,
        ];
        let ran = node.run(&line).await;
        assert_eq!(ran.status, 0, "{}", ran.complaint);
        ran.out
    };
    let json = |text: String| serde_json::from_str::<Value>(&text).expect("JSON");
    let suspend = format!("/api/certificates/{}/suspend", ids[0]);
    let why = json!({ "reason": "other", "note": "Zoë hat zwei." });
    approver.post(&suspend, &why).await.expect(200);
    // A file is used by one program.
    world.node.kill();
    let zoe = ["--email", "zoe@ACME.example"];
    let told = json(run(&world.node, "access", zoe, "json").await);
    let one = &told["certificates"][0];
    assert_eq!(told["certificates"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (
            &one["id"],
            &one["name"],
            &one["values"]["grade"],
            &one["pictures"][0]["format"]
        ),
        (
            &json!(ids[0]),
            &json!("Zoë Çelik"),
            &json!("5.5"),
            &json!("png")
        )
    );
    assert_eq!(
        (&one["revocation_reason"], &one["revocation_note"]),
        (&json!("other"), &json!("Zoë hat zwei.")),
        "why it does not hold is said of her"
    );
    for known in [
        &one["claimed_at"],
        &one["shared_at"],
        &told["address_proved_at"],
    ] {
        assert!(known.is_string(), "she has a page, and shares: {told}");
    }
    assert_eq!(one["mails"][0]["kind"], "issued");
    assert_eq!(
        one["credential"]["id"],
        format!("https://certificates.example/v/{}", ids[0])
    );
    assert_eq!(
        told["waiting"].as_array().map(Vec::len),
        Some(1),
        "{}",
        told["waiting"]
    );
    let text = run(&world.node, "access", zoe, "text").await;
    assert!(
        text.contains("1 certificates, 1 that wait") && text.contains("name: Zoë Çelik"),
        "{text}"
    );
    let elsewhere = world
        .node
        .run(&["subject", "access", "--organisation", &organisation])
        .await;
    assert_ne!(elsewhere.status, 0, "somebody is to be named");

    let erased = run(&world.node, "erase", zoe, "json").await;
    assert!(!erased.to_lowercase().contains("zoe@"), "{erased}");
    let erased = json(erased);
    assert_eq!(
        (&erased["certificates"], &erased["waiting"]),
        (&json!([ids[0]]), &json!(1))
    );
    let again = json(run(&world.node, "erase", zoe, "json").await);
    assert_eq!(
        (&again["certificates"], &again["waiting"]),
        (&json!([]), &json!(0))
    );
    let told = json(run(&world.node, "access", zoe, "json").await);
    assert_eq!(told["certificates"], json!([]));
    assert_eq!(told["waiting"], json!([]));
    assert!(!is_kept(&world.node.data(), &picture));
    let mut database = Database::of(&world.node).await;
    for table in [
        "recipients",
        "recipient_addresses",
        "recipient_sessions",
        "holdings",
        "name_requests",
    ] {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        assert_eq!(database.number(&sql).await, 0, "{table}");
    }
    let noted = "SELECT COUNT(*) FROM certificate_acts WHERE note IS NOT NULL";
    assert_eq!(database.number(noted).await, 0);
    let mut registry = Database::registry_of(&world.node).await;
    let shared = "SELECT COUNT(*) FROM certificate_shares";
    assert_eq!(registry.number(shared).await, 0);
    let noted = "SELECT COUNT(*) FROM issued_certificates WHERE revocation_note IS NOT NULL";
    assert_eq!(registry.number(noted).await, 0);

    let other = json(run(&world.node, "erase", ["--external-id", "K-17"], "json").await);
    assert_eq!(other["certificates"], json!([ids[1]]));
    world.node.restart().await;
    let seen = stranger.get(&format!("/v/{}?lang=en", ids[0])).await;
    assert!(
        seen.text.contains("This certificate is suspended")
            && seen.text.contains("was erased")
            && !seen.text.contains("is over"),
        "{}",
        seen.text
    );
    let luc = stranger.get(&format!("/v/{}", ids[2])).await;
    assert!(luc.text.contains("Luc"), "nobody else is touched");

    // The batch goes on without what was erased of it.
    approver
        .post(&format!("{batch}/resume"), &json!({}))
        .await
        .expect(200);
    eventually("the batch is done", Duration::from_secs(300), async || {
        let stands = approver.get(&batch).await.expect(200);
        (stands["state"] == "done").then_some(())
    })
    .await;
    let all = "SELECT COUNT(*) FROM issued_certificates";
    assert_eq!(registry.number(all).await, 3 + 150);

    // Who administrates stands in the audit, and is not named there afterwards.
    let admin = ["--email", "approver@sample.example"];
    let named = "SELECT COUNT(*) FROM event_subjects WHERE email = 'approver@sample.example'";
    eventually("it is chained", Duration::from_secs(30), async || {
        (registry.number(named).await > 0).then_some(())
    })
    .await;
    world.node.kill();
    let told = json(run(&world.node, "access", zoe, "json").await);
    assert_eq!(told["certificates"], json!([]));
    let told = json(run(&world.node, "access", admin, "json").await);
    assert!(told["audit"][0]["events"].as_i64() > Some(0), "{told}");
    let erased = json(run(&world.node, "erase", admin, "json").await);
    assert_eq!(erased["audit"].as_array().map(Vec::len), Some(1));
    let told = json(run(&world.node, "access", admin, "json").await);
    assert_eq!(told["audit"], json!([]));
    let verified = world.node.run(&["audit", "verify"]).await;
    assert_eq!(verified.status, 0, "{}{}", verified.out, verified.complaint);
}

/// Where pictures rest and the registry are away, and a node is killed: what was asked to be erased is, in the end, everywhere.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_asked_to_be_erased_is_in_the_end() {
    let mut registry = MySql::start();
    let url = registry.url();
    let settings = [&SETTINGS[..], &[("REGISTRY_DATABASE_URL", url.as_str())]].concat();
    let mut world = World::with(Backend::Embedded, &settings).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let many: Vec<Value> = (0..6)
        .map(|number| wanted("Zoë", &format!("z{number}@acme.example")))
        .map(|mut it| {
            it["recipient"]["external_id"] = json!("K-17");
            it["recipient"]
                .as_object_mut()
                .expect("fields")
                .remove("email");
            it
        })
        .collect();
    // One each: nobody is given two of one batch.
    let mut ids = Vec::new();
    for (number, one) in many.into_iter().enumerate() {
        ids.extend(issued(&approver, &template, &format!("{number:016}"), vec![one]).await);
    }
    let mut kept = Vec::new();
    for id in &ids {
        kept.push(drawn(&world.stranger(), id).await);
    }
    let organisation = approver.get("/api/me").await.expect(200)["organisation"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let line = [
        "subject",
        "erase",
        "--organisation",
        &organisation,
        "--external-id",
        "K-17",
    ];
    let data = world.node.data();
    let mut database = Database::of(&world.node).await;
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("a time");
    let rows: Vec<String> = ids
        .iter()
        .map(|id| {
            format!(
                "('{organisation}', '{id}', 'asked', {0}, 0, {0}, 0)",
                now.as_millis()
            )
        })
        .collect();
    registry.kill();
    database
        .run(&format!(
            "INSERT INTO erasures (organisation_id, certificate_id, reason, asked_at, attempts, next_try_at, lease) VALUES {}",
            rows.join(", ")
        ))
        .await;
    let ran = world.node.run(&line).await;
    assert_ne!(ran.status, 0, "the registry is away");
    tokio::time::sleep(Duration::from_secs(1)).await;
    registry.restart();
    world.node.kill();
    world.node.restart().await;
    let left = "SELECT COUNT(*) FROM certificate_subjects WHERE erased_at IS NULL";
    eventually("all is erased", Duration::from_secs(120), || {
        let rows = registry.rows_if_there(left);
        async move { (rows == Some(vec!["0".to_owned()])).then_some(()) }
    })
    .await;
    eventually("no picture is left", Duration::from_secs(60), async || {
        (!kept.iter().any(|it| is_kept(&data, it))).then_some(())
    })
    .await;
    let told = "SELECT COUNT(*) FROM events WHERE kind = 'certificate.erased'";
    eventually("each is told once", Duration::from_secs(30), async || {
        (database.number(told).await == 6).then_some(())
    })
    .await;
}

stories_with_settings![
    what_is_too_old_says_nothing_of_people_any_more,
    somebody_is_told_what_is_kept_of_them_and_is_erased,
];
