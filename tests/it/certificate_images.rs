//! Photographs of people in certificates: each of one certificate, signed by its hash, drawn, copied for a successor, and gone when it is erased.

use std::time::Duration;

use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, Person, World, eventually, picture, stories_with_settings};
use serde_json::{Value, json};

use super::erasures::is_kept;
use super::issuance::{SETTINGS, done, layout, published_with};

const UPLOAD: &str = "/api/certificate-images";

/// A template that cannot do without a photograph.
async fn with_photo(designer: &Person, approver: &Person) -> String {
    let mut layout = layout();
    let elements = layout["pages"][0]["elements"].as_array_mut();
    elements.expect("elements").push(
        json!({ "id": "photo", "type": "field", "at": [20, 200], "size": [40, 30], "field": "photo", "alt": { "de": "Bild", "fr": "Image" } }),
    );
    let fields = layout["fields"].as_array_mut();
    fields.expect("fields").push(
        json!({ "key": "photo", "label": { "de": "Bild", "fr": "Image" }, "type": "image", "required": true }),
    );
    published_with(designer, approver, &layout).await
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
    let folder = |image: &str| find(&world.node.data(), image).expect("its folder");
    assert!(is_kept(&folder(&zoe), &hash) && is_kept(&folder(&copy), &hash));
    workspace
        .run(&format!(
            "INSERT INTO erasures (organisation_id, certificate_id, reason, asked_at, attempts, next_try_at, lease)
             SELECT organisation_id, '{id}', 'asked', 1, 0, 1, 0 FROM batches LIMIT 1"
        ))
        .await;
    eventually(
        "the old one is erased",
        Duration::from_secs(120),
        async || (!is_kept(&folder(&zoe), &hash)).then_some(()),
    )
    .await;
    assert!(is_kept(&folder(&copy), &hash), "the new one has its own");
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

    // What is not used is forgotten.
    let unused = uploaded(&approver, 420).await;
    let kept = find(&world.node.data(), &unused).expect("its folder");
    workspace
        .run("UPDATE certificate_images SET expires_at = 1")
        .await;
    eventually("it is forgotten", Duration::from_secs(300), async || {
        let is_empty = std::fs::read_dir(&kept).map_or(true, |mut it| it.next().is_none());
        is_empty.then_some(())
    })
    .await;
    approver
        .get(&format!("{UPLOAD}/{unused}"))
        .await
        .expect_error(404, "not_found");
}

/// The folder of that name, wherever it is.
fn find(folder: &std::path::Path, name: &str) -> Option<std::path::PathBuf> {
    std::fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .find_map(|entry| {
            let path = entry.path();
            if path.ends_with(name) {
                return Some(path);
            }
            path.is_dir().then(|| find(&path, name))?
        })
}

async fn what_is_cancelled_leaves_no_photograph(backend: Backend) {
    let settings = [&SETTINGS[..], &[("LIMIT_CERTIFICATE_IMAGES", "1")]].concat();
    let world = World::with(backend, &settings).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = with_photo(&designer, &approver).await;
    let photo = uploaded(&approver, 400).await;
    approver
        .upload_as(UPLOAD, "application/octet-stream", pixels(40))
        .await
        .expect_error(409, "certificate_images_full");
    let batch = asked(
        &approver,
        &template,
        "0123456789abcdef",
        &[wanted("Zoe", &photo)],
    )
    .await;
    let batch = batch.expect(202);
    let path = format!("/api/batches/{}", batch["id"].as_str().expect("an id"));
    // It may have been issued by then, and stays.
    let _ = approver.post(&format!("{path}/cancel"), &json!({})).await;
    let mut workspace = Database::of(&world.node).await;
    eventually("it has ended", Duration::from_secs(120), async || {
        let stands = approver.get(&path).await.expect(200);
        (!stands["ended_at"].is_null()).then_some(())
    })
    .await;
    let held = "SELECT COUNT(*) FROM certificate_images WHERE certificate_id IS NOT NULL";
    assert_eq!(workspace.number(held).await, 0);
    uploaded(&approver, 410).await;
}

stories_with_settings![
    a_photograph_is_of_one_certificate,
    what_is_cancelled_leaves_no_photograph,
];
