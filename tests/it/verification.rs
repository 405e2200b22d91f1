//! What anybody finds at the addresses of certificates and issuers: languages and forms, what became of a certificate, whose domain it is, and how often.

use std::process::Command;
use std::time::Duration;

use imprimatur_credential::{Credential, pack, read, unpack};
use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, MySql, Person, World, eventually, picture, stories_with_settings};
use reqwest::Method;
use serde_json::{Value, json};

use super::issuance::{SETTINGS, done, layout, published, published_with, wanted};

/// Issues one, and gives its id.
async fn issued(designer: &Person, approver: &Person) -> String {
    let template = published(designer, approver).await;
    let body = json!({ "key": "0123456789abcdef", "template_id": template, "certificates": [wanted("Zoë Çelik", "zoe@acme.example")] });
    let asked = approver.post("/api/batches", &body).await.expect(202);
    let done = done(approver, &asked).await;
    done["certificates"][0].as_str().expect("an id").to_owned()
}

async fn every_address_leads_somewhere(backend: Backend) {
    let world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let id = issued(&designer, &approver).await;
    let stranger = world.stranger();
    let organisation = stranger.get(&format!("/api/verify/{id}")).await.expect(200);
    let issuer = organisation["credential"]["issuer"]["id"]
        .as_str()
        .expect("a name");
    let organisation = issuer.rsplit(':').next().expect("a part").to_owned();
    for (path, status, there) in [
        ("/v".to_owned(), 307, "/verify".to_owned()),
        (format!("/v/{id}/"), 308, format!("/v/{id}")),
        (format!("/v/{id}/?lang=rm"), 308, format!("/v/{id}?lang=rm")),
        (
            format!("/v/{id}/?lang=//evil.example"),
            308,
            format!("/v/{id}"),
        ),
        (
            format!("/issuers/{organisation}/"),
            308,
            format!("/issuers/{organisation}"),
        ),
    ] {
        let answer = stranger.get(&path).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (status, there.as_str()),
            "{path}"
        );
    }
    let unknown = "org_01989f2c6d3e7c119a5b2f1d3c4b5a69";
    for path in [
        "/v/nonsense/".to_owned(),
        "/v/%2F%2Fevil.example/".to_owned(),
        format!("/v/{id}/nothing"),
        format!("/v/{id}/certificate.pdf/more"),
        "/status".to_owned(),
        "/issuers".to_owned(),
        "/issuers/nonsense".to_owned(),
        format!("/issuers/{unknown}"),
    ] {
        let answer = stranger.get(&path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            answer.text.contains("<h1") && !answer.text.contains("id=\"root\""),
            "{path} is a page that says so: {}",
            answer.text
        );
    }
    let page = stranger
        .get(&format!("/issuers/{organisation}?lang=en"))
        .await;
    assert_eq!(page.status, 200);
    for part in [issuer, "z6Mk", "No domain of the organisation"] {
        assert!(page.text.contains(part), "{part} is not in {}", page.text);
    }

    // What nobody has weighed is wanted as much as can be.
    let asked = async |name: &'static str, value: &'static str| {
        let path = format!("/v/{id}");
        stranger
            .ask(Method::GET, &path, None, &[(name, value)])
            .await
    };
    let italian = asked("accept-language", "en;q=0.5, es, it").await;
    assert!(
        italian.text.contains("Questo certificato è valido"),
        "{}",
        italian.text
    );
    let json = asked("accept", "text/html;q=0.4, application/*;q=0.5").await;
    assert_eq!(json.expect(200)["state"], "valid");
    let page = asked("accept", "application/json;q=0.9, text/html").await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    // Its fields are named in its own language, the page's words in the page's.
    let english = stranger.get(&format!("/v/{id}?lang=en")).await;
    for part in [
        "<dt lang=\"de\">Note</dt><dd lang=\"de\">5.5</dd>",
        "<dt>Number</dt>",
        "credentialSubject.achievement.criteria.narrative",
        "href=\"/verify\"",
    ] {
        assert!(
            english.text.contains(part),
            "{part} is not in {}",
            english.text
        );
    }

    let credential = stranger.bytes(&format!("/v/{id}/credential.json")).await;
    let packed = pack(&credential).expect("it is small");
    let back = unpack(&packed).expect("a credential");
    assert_eq!(
        read::<Credential>(back.as_bytes()).expect("it is read"),
        read::<Credential>(&credential).expect("it is read")
    );
    let code = stranger.get(&format!("/v/{id}/offline-qr.svg")).await;
    assert_eq!(
        (code.status, code.header("content-type")),
        (200, "image/svg+xml")
    );
    assert!(code.header("content-security-policy").contains("sandbox"));
    let drawn = imprimatur_render::qr_svg(&format!("https://certificates.example/v/{id}#{packed}"));
    assert_eq!(Some(code.text.as_str()), drawn.as_deref());
    let nothing = format!(
        "/v/crt_{}/offline-qr.svg",
        &id[4..].replace(|it| it != '0', "0")
    );
    stranger.get(&nothing).await.expect_error(404, "not_found");
}

/// What stands in the code of a PDF, as it is printed.
fn code_in(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("certificate.pdf");
    std::fs::write(&file, pdf).expect("it is written");
    let mut printing = Command::new("pdftoppm");
    let printed = printing.args(["-r", "300", "-png"]).arg(&file).output();
    let printed = printed.expect("it is printed").stdout;
    let grey = picture::decode(&printed).into_luma8();
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        grey.as_raw()[y * width + x]
    });
    let grids = image.detect_grids();
    let (_, text) = grids.first().expect("a code").decode().expect("it is read");
    text
}

/// Whoever designs it may have the whole certificate in its code; a print of it is then enough to check it.
async fn a_certificate_stands_in_its_own_code(backend: Backend) {
    let world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let mut layout = layout();
    let elements = layout["pages"][0]["elements"].as_array_mut();
    elements.expect("a list").push(json!({
        "id": "code", "type": "qr", "at": [30, 145], "size": [150, 150], "content": "offline",
    }));
    let template = published_with(&designer, &approver, &layout).await;
    let mut much = wanted("Luc", "luc@acme.example");
    // Letters in no order that could be packed.
    let unlike = (0..1_950_u32).scan(7_u32, |state, _| {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from_u32(0x410 + (*state >> 25))
    });
    much["values"]["course"] = json!(unlike.collect::<String>());
    let certificates = [wanted("Zoë Çelik", "zoe@acme.example"), much];
    let body =
        json!({ "key": "0123456789abcdef", "template_id": template, "certificates": certificates });
    let asked = approver.post("/api/batches", &body).await.expect(202);
    let done = done(&approver, &asked).await;
    let id = |at: usize| done["certificates"][at].as_str().expect("an id").to_owned();
    let (id, much) = (id(0), id(1));
    let stranger = world.stranger();
    let credential = stranger.bytes(&format!("/v/{id}/credential.json")).await;
    let packed = pack(&credential).expect("it is small");
    let printed = stranger.bytes(&format!("/v/{id}/certificate.pdf")).await;
    assert_eq!(
        code_in(&printed),
        format!("https://certificates.example/v/{id}#{packed}")
    );
    let printed = stranger.bytes(&format!("/v/{much}/certificate.pdf")).await;
    assert_eq!(
        code_in(&printed),
        format!("https://certificates.example/v/{much}"),
        "what is too much for a code stands at its address"
    );
}

async fn what_became_of_it_is_told(backend: Backend) {
    let world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let id = issued(&designer, &approver).await;
    let stranger = world.stranger();
    let steps = async || -> Vec<String> {
        let answer = stranger.get(&format!("/api/verify/{id}")).await.expect(200);
        let history = answer["history"].as_array().expect("a list").clone();
        let step = |it: &Value| it["step"].as_str().expect("a word").to_owned();
        history.iter().map(step).collect()
    };
    assert_eq!(steps().await, ["issued"]);
    for act in ["suspend", "reinstate", "suspend", "revoke"] {
        approver
            .post(
                &format!("/api/certificates/{id}/{act}"),
                &json!({ "reason": "deceit" }),
            )
            .await
            .expect(200);
        // The chain may be behind; what it is in now is not.
        let now = steps().await;
        let last = match act {
            "suspend" => Some("suspended"),
            "revoke" => Some("revoked"),
            _ => None,
        };
        assert!(
            last.is_none_or(|last| now.last().is_some_and(|it| it == last)),
            "{act}: {now:?}"
        );
    }
    let whole = ["issued", "suspended", "reinstated", "suspended", "revoked"];
    eventually("all is chained", Duration::from_secs(60), async || {
        (steps().await == whole).then_some(())
    })
    .await;
    let page = stranger.get(&format!("/v/{id}?lang=de")).await;
    for part in [
        "Verlauf",
        "Ausgestellt",
        "Ausgesetzt",
        "Wieder in Kraft",
        "Widerrufen",
    ] {
        assert!(page.text.contains(part), "{part} is not in {}", page.text);
    }
}

async fn who_checks_too_often_is_told_to_wait_and_nobody_else_is(backend: Backend) {
    let settings = [
        &SETTINGS[..2],
        &[
            ("LIMIT_VERIFICATIONS_PER_MINUTE_OF_ADDRESS", "20"),
            ("TRUSTED_PROXIES", "127.0.0.0/8"),
        ],
    ]
    .concat();
    let world = World::with(backend, &settings).await;
    let stranger = world.stranger();
    let from = async |address: &str, path: &str, accept: &str| {
        let headers = [
            ("x-forwarded-for", address),
            ("accept", accept),
            ("accept-language", "rm"),
        ];
        stranger.ask(Method::GET, path, None, &headers).await
    };
    let unknown = "crt_01989f2c6d3e7c119a5b2f1d3c4b5a69";
    let (page, api) = (format!("/v/{unknown}"), format!("/api/verify/{unknown}"));
    let mut passed = 0;
    for path in [&page, &api].into_iter().cycle().take(60) {
        if from("203.0.113.7", path, "*/*").await.status == 404 {
            passed += 1;
        }
    }
    assert!((20..40).contains(&passed), "{passed}");
    let refused = from("203.0.113.7", &api, "*/*").await;
    refused.expect_error(429, "too_many_requests");
    let wait: u32 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(refused.header("access-control-allow-origin"), "*");
    // People are told so in their language.
    let seen = from("203.0.113.7", &page, "text/html").await;
    assert_eq!(seen.status, 429);
    assert!(
        seen.text
            .contains("Da Vossa adressa èn vegnidas memia bleras dumondas"),
        "{}",
        seen.text
    );
    let list = "/status/lst_01989f2c6d3e7c119a5b2f1d3c4b5a69/revocation";
    from("203.0.113.7", list, "*/*")
        .await
        .expect_error(429, "too_many_requests");
    // Everything else goes on, and so does everybody else.
    assert_eq!(
        from("203.0.113.7", "/auth/options", "*/*").await.status,
        200
    );
    assert_eq!(from("203.0.113.8", &page, "*/*").await.status, 404);
}

/// A page of another site reads and sends what anybody may, as a browser does it: it asks whether it may first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_other_sites_check_what_somebody_holds() {
    let world = World::with(Backend::Embedded, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let id = issued(&designer, &approver).await;
    let stranger = world.stranger();
    let elsewhere = ("origin", "https://jobs.example");
    let held = stranger.get(&format!("/v/{id}/credential.json")).await;
    let held = held.expect(200);
    let may = stranger
        .ask(Method::OPTIONS, "/api/verify", None, &[elsewhere])
        .await;
    assert_eq!(may.status, 204);
    for (name, value) in [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "POST"),
        ("access-control-allow-headers", "content-type"),
    ] {
        assert_eq!(may.header(name), value);
    }
    let answer = stranger
        .ask(Method::POST, "/api/verify", Some(&held), &[elsewhere])
        .await;
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.expect(200)["id"], id.as_str());
    // Nothing else is open to them.
    stranger
        .ask(Method::POST, "/api/batches", Some(&held), &[elsewhere])
        .await
        .expect_error(403, "origin_not_allowed");
    // Whatever stands in the address of a page, there is one.
    let page = stranger
        .get(&format!("/v/{id}?lang=fr&lang=de&x=%ff"))
        .await;
    assert!(page.text.contains("lang=\"fr\""), "{}", page.text);
}

/// Domains come to the registry from WorkOS; whose they are is known there once something was issued.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn since_when_the_issuers_domain_is_verified_is_told() {
    let registry = MySql::start();
    let url = registry.url();
    let settings = [&SETTINGS[..], &[("REGISTRY_DATABASE_URL", url.as_str())]].concat();
    let world = World::with(Backend::Embedded, &settings).await;
    let mut database = Database::of(&world.node).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let me = designer.get("/api/me").await.expect(200);
    let organisation = me["organisation"]["id"].as_str().expect("an id").to_owned();
    database
        .run(&format!(
            "UPDATE organisations SET workos_id = 'org_acme' WHERE id = '{organisation}'"
        ))
        .await;
    let domain = |id: &str, organisation: &str, domain: &str, verified: &str| {
        format!(
            "INSERT INTO organisation_domains (workos_external_id, organisation_id, domain, state, verified_at, created_at, updated_at, synced_at, revision, content_hash)
             VALUES ('{id}', '{organisation}', '{domain}', 'verified', {verified}, NOW(3), NOW(3), NOW(3), 1, '');"
        )
    };
    registry.run(&format!(
        "USE registry;
         INSERT INTO organisations (workos_external_id, name, metadata, created_at, updated_at, synced_at, revision, content_hash)
         VALUES ('org_acme', 'Acme AG', '{{}}', NOW(3), NOW(3), NOW(3), 1, '');
         {}{}{}{}",
        domain("d1", "org_acme", "acme.example", "'2024-03-05 10:00:00.000'"),
        domain("d2", "org_acme", "pending.example", "NULL"),
        domain("d3", "org_acme", "contested.example", "'2024-03-05 10:00:00.000'"),
        domain("d4", "org_other", "contested.example", "'2024-04-05 10:00:00.000'"),
    ));
    let id = issued(&designer, &approver).await;
    let stranger = world.stranger();
    let answer = stranger.get(&format!("/api/verify/{id}")).await.expect(200);
    assert_eq!(
        answer["domains"],
        json!([{ "domain": "acme.example", "verified_at": "2024-03-05T10:00:00.000Z" }])
    );
    let page = stranger.get(&format!("/v/{id}?lang=fr")).await;
    assert!(
        page.text
            .contains("acme.example (confirmé depuis le 5 mars 2024)"),
        "{}",
        page.text
    );
    let issuer = stranger
        .get(&format!("/issuers/{organisation}?lang=en"))
        .await;
    assert!(
        issuer.text.contains("Acme AG") && issuer.text.contains("acme.example (verified since"),
        "{}",
        issuer.text
    );
    assert!(!issuer.text.contains("contested.example"));
}

stories_with_settings![
    a_certificate_stands_in_its_own_code,
    every_address_leads_somewhere,
    what_became_of_it_is_told,
    who_checks_too_often_is_told_to_wait_and_nobody_else_is,
];
