//! What administrators see and mend is their own organisation's, and nobody else's.

use std::collections::BTreeSet;
use std::time::Duration;

use imprimatur_tests::company::Company;
use imprimatur_tests::{MySql, Person, eventually};
use reqwest::Method;
use serde_json::{Value, json};

/// Two companies on one server, each with an administrator and a verified domain.
struct Neighbours {
    company: Company,
    scuol: String,
    anna: Person,
    mia: Person,
}

impl Neighbours {
    async fn start() -> Self {
        let company = Company::start(&[]).await;
        company.employ("anna@schule-chur.ch", "admin").await;
        let scuol = company.neighbour("Verein Scuol", "mia@scuol.example").await;
        let domain =
            json!({ "organization_id": scuol, "domain": "scuol.example", "state": "verified" });
        company.workos.make("domains", domain).await;
        let anna = company.sign_in("anna@schule-chur.ch").await;
        let mia = company
            .workos
            .sign_in(&company.node, "mia@scuol.example", Some(&scuol))
            .await;
        Self {
            company,
            scuol,
            anna,
            mia,
        }
    }
}

async fn things(admin: &Person) -> Vec<Value> {
    let found = admin
        .get("/api/admin/sync/things?state=all")
        .await
        .expect(200);
    found["things"].as_array().expect("a list").clone()
}

fn names(things: &[Value], name: &str) -> BTreeSet<String> {
    let texts = things.iter().filter_map(|it| it[name].as_str());
    texts.map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn administrators_see_what_is_theirs() {
    let Neighbours {
        company,
        scuol,
        anna,
        mia,
    } = Neighbours::start().await;
    for (admin, own, other) in [
        (&anna, "schule-chur", "scuol"),
        (&mia, "scuol", "schule-chur"),
    ] {
        let found = eventually("copies are there", Duration::from_secs(150), async || {
            let found = things(admin).await;
            (names(&found, "kind").len() == 3).then_some(found)
        })
        .await;
        let text = serde_json::to_string(&found).expect("JSON");
        assert!(text.contains(own) && !text.contains(other), "{text}");
        let text = admin.get("/api/admin/people").await.expect(200).to_string();
        assert!(text.contains(own) && !text.contains(other), "{text}");
        let seen = admin.get("/api/admin/sync").await.expect(200);
        let counted: i64 = seen["kinds"]
            .as_array()
            .expect("a list")
            .iter()
            .flat_map(|kind| ["pending", "failed", "success"].map(|name| kind[name].as_i64()))
            .flatten()
            .sum();
        assert_eq!(counted, 3, "a person, a domain, an organisation: {seen}");
    }
    // What the other has is not tried again, and no run is theirs.
    let thing = json!({ "thing": { "kind": "organization", "id": scuol } });
    let retried = anna.post("/api/admin/sync/retry", &thing).await.expect(200);
    assert_eq!(retried["retried"], 0);
    let asked = json!({ "kind": "backfill" });
    anna.post("/api/admin/sync/runs", &asked).await.expect(202);
    eventually("the run ends", Duration::from_secs(300), async || {
        let seen = anna.get("/api/admin/sync").await.expect(200);
        (seen["runs"][0]["state"] == "done").then_some(())
    })
    .await;
    let seen = mia.get("/api/admin/sync").await.expect(200);
    assert_eq!(seen["runs"], json!([]));
    // Whoever does not manage sees none of it.
    company.employ("ben@schule-chur.ch", "viewer").await;
    let ben = company.sign_in("ben@schule-chur.ch").await;
    for (method, path) in [
        (Method::GET, "/api/admin/sync"),
        (Method::GET, "/api/admin/sync/live"),
        (Method::GET, "/api/admin/sync/things"),
        (Method::GET, "/api/admin/people"),
        (Method::GET, "/api/admin/events"),
        (Method::GET, "/api/keys"),
    ] {
        let answer = ben.ask(method, path, None, &[]).await;
        answer.expect_error(403, "permission_required");
    }
    for (path, body) in [
        ("/api/admin/sync/retry", json!({})),
        ("/api/admin/sync/runs", asked),
    ] {
        let answer = ben.post(path, &body).await;
        answer.expect_error(403, "permission_required");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_and_organisations_are_looked_up_within_ones_own() {
    let Neighbours {
        company,
        anna,
        mia,
        scuol,
    } = Neighbours::start().await;
    let user = json!({ "email": "Ben@Schule-Chur.ch", "external_id": "hr-17" });
    let user = company.workos.make("users", user).await;
    let membership = json!({ "user_id": user["id"], "organization_id": company.organisation, "role_slug": "viewer" });
    company.workos.make("memberships", membership).await;
    for path in [
        "/api/people/lookup?external_id=hr-17",
        "/api/people/lookup?email=BEN@schule-chur.CH",
    ] {
        let found = eventually("he is known", Duration::from_secs(100), async || {
            let answer = anna.get(path).await;
            (answer.status == 200).then_some(answer.body)
        })
        .await;
        assert_eq!(found["workos_id"], user["id"], "{path}");
        mia.get(path).await.expect_error(404, "not_found");
    }
    anna.get("/api/people/lookup")
        .await
        .expect_error(400, "address_invalid");
    anna.get("/api/people/lookup?email=nobody@schule-chur.ch")
        .await
        .expect_error(404, "not_found");
    let at = async |who: &Person, email: &str| {
        let path = format!("/api/organisations/lookup?email={email}");
        who.get(&path).await
    };
    // It is nobody's before it is proven.
    at(&anna, "x@schule-chur.ch")
        .await
        .expect_error(404, "not_found");
    company.verify_domain().await;
    let found = eventually(
        "the domain is known",
        Duration::from_secs(100),
        async || {
            let answer = at(&anna, "Someone@SCHULE-CHUR.CH").await;
            (answer.status == 200).then_some(answer.body)
        },
    )
    .await;
    assert_eq!(found["name"], "Schule Chur");
    // Another's, a sub-domain, nobody's.
    for email in [
        "x@scuol.example",
        "x@it.schule-chur.ch",
        "x@gmail.example",
        "x",
    ] {
        at(&anna, email).await.expect_error(404, "not_found");
    }
    // Both have verified it: it is never guessed whose it is.
    let domain =
        json!({ "organization_id": scuol, "domain": "schule-chur.ch", "state": "verified" });
    let domain = company.workos.make("domains", domain).await;
    eventually("it is contested", Duration::from_secs(100), async || {
        let answer = at(&anna, "x@schule-chur.ch").await;
        (answer.status == 409).then(|| answer.expect_error(409, "domain_contested"))
    })
    .await;
    let seen = anna.get("/api/admin/people").await.expect(200);
    assert_eq!(seen["domains"][0]["is_contested"], true, "{seen}");
    // A proof that fails settles it.
    let id = domain["id"].as_str().expect("an id");
    let failed = json!({ "state": "failed" });
    company.workos.change("domains", id, failed).await;
    eventually("it is settled", Duration::from_secs(100), async || {
        let answer = at(&anna, "x@schule-chur.ch").await;
        (answer.status == 200).then_some(())
    })
    .await;
}

/// The stream says how things stand, again when that changes, and ends with the right to hear it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_stream_ends_with_the_right_to_it() {
    let company = Company::start(&[]).await;
    let (_, membership) = company.employ("anna@schule-chur.ch", "admin").await;
    let anna = company.sign_in("anna@schule-chur.ch").await;
    let mut stream = imprimatur_tests::client()
        .build()
        .expect("a client")
        .get(format!("{}/api/admin/sync/live", anna.address()))
        .bearer_auth(anna.token())
        .send()
        .await
        .expect("the stream opens");
    assert_eq!(stream.status().as_u16(), 200);
    let first = stream.chunk().await.expect("it speaks").expect("a message");
    let first = String::from_utf8_lossy(&first).into_owned();
    assert!(
        first.starts_with("data:") && first.contains("\"kinds\""),
        "{first}"
    );
    company.employ("ben@schule-chur.ch", "viewer").await;
    // It also says now and then that it is still there.
    let differs = async {
        loop {
            let said = stream
                .chunk()
                .await
                .expect("it goes on")
                .expect("a message");
            let said = String::from_utf8_lossy(&said).into_owned();
            if said.starts_with("data:") {
                break said;
            }
        }
    };
    let more = tokio::time::timeout(Duration::from_secs(50), differs).await;
    assert_ne!(more.expect("it says what is different"), first);
    let fallen = json!({ "role_slug": "viewer" });
    company
        .workos
        .change("memberships", &membership, fallen)
        .await;
    let ends = async { while let Ok(Some(_)) = stream.chunk().await {} };
    tokio::time::timeout(Duration::from_secs(60), ends)
        .await
        .expect("the stream ends");
}

/// What an organisation settles, and the language that somebody chooses, are in the registry; what differs there is found and mended.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_registry_has_a_copy_of_what_is_settled() {
    let registry = MySql::start();
    let company = Company::with(&[("REGISTRY_DATABASE_URL", &registry.url())]).await;
    company.employ("anna@schule-chur.ch", "admin").await;
    company.employ("ben@schule-chur.ch", "viewer").await;
    let anna = company.sign_in("anna@schule-chur.ch").await;
    let settled = json!({
        "default_language": "rm", "retention_days": 3650,
        "brand": { "primary": "#1E7A5A", "accent": null },
        "billing": { "email": "rechnung@schule-chur.ch", "reference": "PO 17" },
    });
    anna.ask(Method::PUT, "/api/settings", Some(&settled), &[])
        .await
        .expect(200);
    let wrong =
        json!({ "default_language": "rm", "retention_days": 0, "brand": {}, "billing": {} });
    anna.ask(Method::PUT, "/api/settings", Some(&wrong), &[])
        .await
        .expect_error(422, "settings_invalid");
    let ben = company.sign_in("ben@schule-chur.ch").await;
    ben.ask(Method::PUT, "/api/settings", Some(&settled), &[])
        .await
        .expect_error(403, "permission_required");
    // Who pays is no business of his.
    let seen = ben.get("/api/settings").await.expect(200);
    assert_eq!(seen["default_language"], "rm");
    assert!(!seen.to_string().contains("PO 17"), "{seen}");
    let chosen = json!({ "preferred_locale": "it" });
    ben.patch("/api/me", &chosen).await.expect(200);
    let wanted = || {
        let settings = registry.rows(
            "SELECT CONCAT(default_language, ' ', retention_days, ' ', JSON_VALUE(billing, '$.reference')) FROM organizations_settings",
        );
        let locales = registry.rows("SELECT preferred_locale FROM users WHERE email LIKE 'ben@%'");
        settings == ["rm 3650 PO 17"] && locales == ["it"]
    };
    copied(wanted).await;
    // Somebody meddles with the registry: a row is lost, another is not what it was, a third is nobody's.
    registry.run("USE registry; DELETE FROM organisation_domains");
    registry.run("USE registry; UPDATE users SET preferred_locale = 'fr', content_hash = 'x' WHERE email LIKE 'ben@%'");
    registry.run(
        "USE registry; INSERT INTO organisations (workos_external_id, name, metadata, created_at, updated_at, content_hash, synced_at, revision)
         VALUES ('org_strange', 'Strange', '{}', NOW(3), NOW(3), 'x', NOW(3), 1)",
    );
    let found = company.node.run(&["reconcile"]).await;
    assert_eq!(found.status, 2, "{found:?}");
    let told = "missing 1, different 1, as they should be 3, in the registry alone or unreadable 1";
    assert!(found.out.contains(told), "{found:?}");
    copied(|| {
        wanted()
            && registry
                .rows("SELECT domain FROM organisation_domains")
                .len()
                == 1
    })
    .await;
}

async fn copied(is_so: impl Fn() -> bool) {
    eventually(
        "the registry has it",
        Duration::from_secs(300),
        async || is_so().then_some(()),
    )
    .await;
}
