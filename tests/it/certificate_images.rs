//! Photographs of people in certificates: each of one certificate, signed by its hash, drawn, copied for a successor, and gone when it is erased.

use std::path::Path;
use std::time::Duration;

use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, Person, World, eventually, node, picture, stories_with_settings};
use serde_json::{Value, json};

use super::issuance::{SETTINGS, done, layout, published_with};

const UPLOAD: &str = "/api/certificate-images";

fn with_photo_layout() -> Value {
    let mut layout = layout();
    let elements = layout["pages"][0]["elements"].as_array_mut();
    elements.expect("elements").push(
        json!({ "id": "photo", "type": "field", "at": [20, 200], "size": [40, 30], "field": "photo", "alt": { "de": "Bild", "fr": "Image" } }),
    );
    let fields = layout["fields"].as_array_mut();
    fields.expect("fields").push(
        json!({ "key": "photo", "label": { "de": "Bild", "fr": "Image" }, "type": "image", "required": true }),
    );
    layout
}

/// A template that cannot do without a photograph.
async fn with_photo(designer: &Person, approver: &Person) -> String {
    published_with(designer, approver, &with_photo_layout()).await
}

/// A picture that no other is like.
fn pixels(width: u32) -> Vec<u8> {
    picture::png(&picture::gradient(width, 300))
}

async fn uploaded(issuer: &Person, width: u32) -> String {
    let answer = issuer.upload_as(UPLOAD, "application/octet-stream", pixels(width));
    let body = answer.await.expect(201);
    assert_eq!(
        (&body["type"], &body["width"]),
        (&json!("png"), &json!(f64::from(width)))
    );
    body["id"].as_str().expect("an id").to_owned()
}

fn wanted(name: &str, photo: &str) -> Value {
    json!({ "recipient": { "name": name, "email": format!("{}@acme.example", name.to_lowercase()) }, "values": { "grade": "5.5", "photo": photo } })
}

async fn asked(
    issuer: &Person,
    template: &str,
    key: &str,
    certificates: &[Value],
) -> imprimatur_tests::Answer {
    let body = json!({ "key": key, "template_id": template, "certificates": certificates });
    issuer.post("/api/batches", &body).await
}

/// The hash of an image as the registry has it.
async fn hash_of(registry: &mut Database, image: &str) -> String {
    let sql = format!("SELECT id, sha256 FROM certificate_images WHERE id = '{image}'");
    let found = registry.pairs(&sql).await;
    found.into_iter().next().expect("an image").1
}

async fn a_photograph_is_of_one_certificate(backend: Backend) {
    let world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = with_photo(&designer, &approver).await;

    // Whoever may not issue uploads nothing, and what is none is refused.
    designer
        .upload_as(UPLOAD, "application/octet-stream", pixels(40))
        .await
        .expect_error(403, "permission_required");
    approver
        .upload_as(UPLOAD, "application/octet-stream", b"no image".to_vec())
        .await
        .expect_error(415, "asset_type_unknown");
    let [zoe, luc] = [
        uploaded(&approver, 400).await,
        uploaded(&approver, 410).await,
    ];
    let bytes = approver.bytes(&format!("{UPLOAD}/{zoe}")).await;
    assert_eq!(picture::decode(&bytes).width(), 400);

    // Without one, with one that nobody uploaded, with an image of the organisation, or with one of somebody else: nothing is issued.
    let asset = designer.upload("Bild.png", pixels(40)).await.expect(201);
    let asset = asset["asset"]["id"].as_str().expect("an id");
    for (photo, code) in [
        ("", "value_missing"),
        ("cim_0190c0ffee0070008000000000000000", "image_unknown"),
        (asset, "value_invalid"),
    ] {
        let answer = asked(
            &approver,
            &template,
            "0123456789abcdef",
            &[wanted("Zoe", photo)],
        )
        .await;
        answer.expect_error(422, "certificate_invalid");
        let fault = &answer.body["faults"][0];
        assert_eq!(
            (&fault["at"], &fault["code"]),
            (&json!("/certificates/0/values/photo"), &json!(code))
        );
    }
    let twice = [wanted("Zoe", &zoe), wanted("Luc", &zoe)];
    let answer = asked(&approver, &template, "0123456789abcdef", &twice).await;
    answer.expect_error(422, "certificate_invalid");
    assert_eq!(
        answer.body["faults"][0]["at"],
        "/certificates/1/values/photo"
    );

    let both = [wanted("Zoe", &zoe), wanted("Luc", &luc)];
    let batch = asked(&approver, &template, "0123456789abcdef", &both)
        .await
        .expect(202);
    let again = asked(&approver, &template, "0123456789abcdef", &both)
        .await
        .expect(202);
    assert_eq!(batch["id"], again["id"], "asking twice is asking once");
    let batch = done(&approver, &batch).await;
    let [id, other] = [0, 1].map(|at| {
        batch["certificates"][at]
            .as_str()
            .expect("an id")
            .to_owned()
    });
    let answer = asked(
        &approver,
        &template,
        "another012345678",
        &[wanted("Mia", &zoe)],
    )
    .await;
    assert_eq!(
        answer.body["faults"][0]["code"], "image_unknown",
        "it is of another"
    );
    let mut workspace = Database::of(&world.node).await;
    let waiting = "SELECT COUNT(*) FROM certificate_images";
    assert_eq!(
        workspace.number(waiting).await,
        0,
        "the registry has them now"
    );

    // It is signed, shown, and drawn by what the registry names.
    let stranger = world.stranger();
    let credential = stranger
        .get(&format!("/v/{id}/credential.json"))
        .await
        .expect(200);
    let said = credential.to_string();
    assert!(said.contains("\"sha256-"), "{said}");
    assert!(!said.contains("cim_"), "{said}");
    let svg = stranger.bytes(&format!("/v/{id}/certificate.svg")).await;
    let svg = String::from_utf8(svg).expect("UTF-8");
    assert!(svg.contains("data:image/png;base64,"), "the photograph");
    assert!(
        !stranger
            .bytes(&format!("/v/{id}/certificate.pdf"))
            .await
            .is_empty()
    );

    // A correction has a copy: what is erased of the old one takes nothing from it.
    let content = approver
        .get(&format!("/api/certificates/{id}/content"))
        .await
        .expect(200);
    assert_eq!(content["values"]["photo"], zoe.as_str());
    let mut right = content.clone();
    right["recipient"]["name"] = json!("Zoë");
    let body = json!({ "key": "corrected0123456", "certificate": right });
    let correction = approver
        .post(&format!("/api/certificates/{id}/correct"), &body)
        .await
        .expect(202);
    let correction = done(&approver, &correction).await;
    let new = correction["certificates"][0]
        .as_str()
        .expect("an id")
        .to_owned();
    let content = approver
        .get(&format!("/api/certificates/{new}/content"))
        .await
        .expect(200);
    let copy = content["values"]["photo"]
        .as_str()
        .expect("an id")
        .to_owned();
    assert_ne!(copy, zoe);
    let mut registry = Database::registry_of(&world.node).await;
    let hash = hash_of(&mut registry, &zoe).await;
    assert_eq!(hash_of(&mut registry, &copy).await, hash);
    let rests = |image: &str| is_there(&world.node.data(), image);
    assert!(rests(&zoe) && rests(&copy));
    workspace
        .run(&format!(
            "INSERT INTO erasures (organisation_id, certificate_id, reason, asked_at, attempts, next_try_at, lease)
             SELECT organisation_id, '{id}', 'asked', 1, 0, 1, 0 FROM batches LIMIT 1"
        ))
        .await;
    eventually(
        "the old one is erased",
        Duration::from_secs(120),
        async || (!rests(&zoe)).then_some(()),
    )
    .await;
    assert!(rests(&copy), "the new one has its own");
    approver
        .get(&format!("{UPLOAD}/{zoe}"))
        .await
        .expect_error(404, "not_found");
    let svg = stranger.bytes(&format!("/v/{new}/certificate.svg")).await;
    assert!(
        String::from_utf8(svg)
            .expect("UTF-8")
            .contains("data:image/png;base64,")
    );
    assert!(
        !stranger
            .bytes(&format!("/v/{other}/certificate.svg"))
            .await
            .is_empty()
    );

    // Another one than was signed is not drawn.
    registry
        .run(&format!(
            "UPDATE certificate_images SET sha256 = '{}' WHERE id = '{luc}'",
            "0".repeat(64)
        ))
        .await;
    stranger
        .get(&format!("/v/{other}/certificate.png"))
        .await
        .expect_error(409, "certificate_damaged");

    // What is not used is forgotten.
    let unused = uploaded(&approver, 420).await;
    assert!(rests(&unused));
    workspace
        .run("UPDATE certificate_images SET expires_at = 1")
        .await;
    approver
        .get(&format!("{UPLOAD}/{unused}"))
        .await
        .expect_error(404, "not_found");
    eventually("it is forgotten", Duration::from_secs(300), async || {
        (!rests(&unused)).then_some(())
    })
    .await;
}

/// Whether a file rests somewhere whose name begins so.
fn is_there(folder: &Path, name: &str) -> bool {
    node::files(folder).iter().any(|path| {
        let called = path.file_name().unwrap_or_default();
        called.to_string_lossy().starts_with(name)
    })
}

/// A template that may do without a photograph.
async fn with_or_without(designer: &Person, approver: &Person) -> String {
    let mut layout = with_photo_layout();
    layout["fields"].as_array_mut().expect("fields")[5]["required"] = json!(false);
    published_with(designer, approver, &layout).await
}

async fn what_is_never_issued_leaves_no_photograph(backend: Backend) {
    let settings = [&SETTINGS[..], &[("LIMIT_CERTIFICATE_IMAGES", "2")]].concat();
    let world = World::with(backend, &settings).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = with_or_without(&designer, &approver).await;
    let photo = uploaded(&approver, 400).await;
    let other = uploaded(&approver, 410).await;
    approver
        .upload_as(UPLOAD, "application/octet-stream", pixels(40))
        .await
        .expect_error(409, "certificate_images_full");

    // Those with one come last, and it is held up before they are issued. Who asks twice at once asks once.
    let mut all: Vec<Value> = (0..150)
        .map(|number| {
            json!({ "recipient": { "name": format!("N{number}") }, "values": { "grade": "5" } })
        })
        .collect();
    all.push(wanted("Zoe", &photo));
    all.push(wanted("Luc", &other));
    let ask = || asked(&approver, &template, "0123456789abcdef", &all);
    let (one, same) = tokio::join!(ask(), ask());
    let (batch, same) = (one.expect(202), same.expect(202));
    assert_eq!(batch["id"], same["id"]);
    let path = format!("/api/batches/{}", batch["id"].as_str().expect("an id"));
    approver
        .post(&format!("{path}/pause"), &json!({}))
        .await
        .expect(200);
    let mut workspace = Database::of(&world.node).await;
    let waiting = "SELECT COUNT(*) FROM certificate_images WHERE certificate_id IS NOT NULL";
    assert_eq!(workspace.number(waiting).await, 2);
    let rests = |image: &str| is_there(&world.node.data(), image);
    assert!(rests(&photo) && rests(&other));
    let unknown = workspace
        .number("SELECT COUNT(*) FROM batch_rows WHERE wanted LIKE '%has_images%'")
        .await;
    assert_eq!(
        unknown, 2,
        "a program that knows no images leaves them alone"
    );

    approver
        .post(&format!("{path}/cancel"), &json!({}))
        .await
        .expect(200);
    eventually("it has ended", Duration::from_secs(120), async || {
        let stands = approver.get(&path).await.expect(200);
        (!stands["ended_at"].is_null()).then_some(())
    })
    .await;
    assert_eq!(workspace.number(waiting).await, 0);
    approver
        .get(&format!("{UPLOAD}/{photo}"))
        .await
        .expect_error(404, "not_found");
    workspace
        .run("UPDATE certificate_images SET expires_at = 1")
        .await;
    eventually("both are forgotten", Duration::from_secs(300), async || {
        (!rests(&photo) && !rests(&other)).then_some(())
    })
    .await;
    uploaded(&approver, 410).await;
}

stories_with_settings![
    a_photograph_is_of_one_certificate,
    what_is_never_issued_leaves_no_photograph,
];
