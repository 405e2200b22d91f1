//! Pictures of certificates: read by programs that nobody here wrote, and holding the credential byte for byte.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use image::GrayImage;
use image::imageops::FilterType;
use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, MySql, World, eventually, picture, stories_with_settings};
use serde_json::json;

use super::issuance::{SETTINGS, done, layout, published, published_with, wanted};
use super::notifications::mails;

fn said(command: &mut Command) -> Vec<u8> {
    let output = command.output().expect("the program can be run");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {error}");
    output.stdout
}

/// How far away two pages are compared, and by how many of 256 greys they may differ.
const FURTHER: u32 = 8;
const DIFFERENCE: u8 = 32;

/// Two renderers that share no code show the same page, but for how they soften edges.
fn assert_same_picture(file: &Path, folder: &Path) {
    let (one, other) = (folder.join("poppler"), folder.join("mupdf.png"));
    said(
        Command::new("pdftoppm")
            .args(["-r", "192", "-png", "-singlefile"])
            .arg(file)
            .arg(&one),
    );
    said(
        Command::new("mutool")
            .args(["draw", "-q", "-r", "192", "-o"])
            .arg(&other)
            .arg(file)
            .arg("1"),
    );
    let read = |path: &Path| picture::decode(&std::fs::read(path).expect("a picture")).into_luma8();
    let (one, other) = (read(&one.with_extension("png")), read(&other));
    assert_eq!(one.dimensions(), other.dimensions());
    let inked = one.pixels().filter(|pixel| pixel.0[0] < 128).count();
    assert!(inked > 100, "there is something to be seen: {inked}");
    // Seen from so far that edges do not count.
    let (width, height) = (one.width() / FURTHER, one.height() / FURTHER);
    let far = |near: &GrayImage| image::imageops::resize(near, width, height, FilterType::Triangle);
    let worst = far(&one)
        .pixels()
        .zip(far(&other).pixels())
        .map(|(one, other)| one.0[0].abs_diff(other.0[0]))
        .max();
    assert!(worst < Some(DIFFERENCE), "they differ by {worst:?}");
}

async fn the_pdf_holds_the_credential_and_is_read_by_others(backend: Backend) {
    let world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let body = json!({ "key": "0123456789abcdef", "template_id": template, "certificates": [
        wanted("Zoë Çelik", "zoe@acme.example"), { "recipient": { "name": "Luc" }, "values": { "grade": "4" } },
    ] });
    let asked = approver.post("/api/batches", &body).await.expect(202);
    let done = done(&approver, &asked).await;
    let id = done["certificates"][0].as_str().expect("an id");
    let stranger = world.stranger();
    let answer = stranger.get(&format!("/v/{id}/certificate.pdf")).await;
    assert_eq!(answer.header("content-type"), "application/pdf");
    let pdf = stranger.bytes(&format!("/v/{id}/certificate.pdf")).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("certificate.pdf");
    std::fs::write(&file, &pdf).expect("a file");

    said(Command::new("qpdf").arg("--check").arg(&file));
    let enclosed = said(
        Command::new("qpdf")
            .arg("--show-attachment=credential.json")
            .arg(&file),
    );
    let served = stranger.bytes(&format!("/v/{id}/credential.json")).await;
    assert!(enclosed == served, "what is inside is what is served");
    let text = said(Command::new("pdftotext").arg("-raw").arg(&file).arg("-"));
    let text = String::from_utf8(text).expect("text");
    let places: Vec<usize> = ["Zoë Çelik", "-00001", "5.5", "Buchhaltung"]
        .iter()
        .map(|part| {
            text.find(part)
                .unwrap_or_else(|| panic!("{part} is not in {text}"))
        })
        .collect();
    assert!(
        places.is_sorted(),
        "it is read in the order of the page: {text}"
    );
    assert_same_picture(&file, folder.path());
    // What nobody has said leaves no name of a field behind.
    let second = done["certificates"][1].as_str().expect("an id");
    let other = folder.path().join("other.pdf");
    let bytes = stranger
        .bytes(&format!("/v/{second}/certificate.pdf"))
        .await;
    std::fs::write(&other, bytes).expect("a file");
    let other = said(Command::new("pdftotext").arg("-raw").arg(&other).arg("-"));
    let other = String::from_utf8(other).expect("text");
    assert!(other.contains("Luc") && !other.contains('«'), "{other}");
    let info = said(Command::new("pdfinfo").arg("-meta").arg(&file));
    let info = String::from_utf8(info).expect("text");
    for part in [
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ] {
        assert!(info.contains(part), "{part} is not in {info}");
    }
    let tagged = said(Command::new("pdfinfo").arg(&file));
    let tagged = String::from_utf8(tagged).expect("text");
    assert!(
        tagged
            .lines()
            .any(|line| line.starts_with("Tagged:") && line.ends_with("yes")),
        "{tagged}"
    );

    let png = stranger.bytes(&format!("/v/{id}/certificate.png")).await;
    let svg = stranger.get(&format!("/v/{id}/certificate.svg")).await;
    assert!(
        png.starts_with(b"\x89PNG") && svg.header("content-security-policy").contains("sandbox")
    );
    // What was drawn is lost where it is kept: drawn again, it is the same.
    let me = approver.get("/api/me").await.expect(200);
    let organisation = me["organisation"]["id"].as_str().expect("an id");
    let shelf = world.node.data().join("assets/org").join(organisation);
    for format in ["pdf", "png", "svg"] {
        let path = format!("/v/{id}/certificate.{format}");
        let answer = stranger.get(&path).await;
        let drawn = stranger.bytes(&path).await;
        let hash = answer.header("etag").trim_matches('"');
        let kept = shelf.join("picture").join(hash);
        std::fs::remove_file(&kept).expect("it is kept under its hash");
        let again = stranger.bytes(&path).await;
        assert!(again == drawn, "{format}: it has the same bytes");
        let rests = std::fs::read(&kept).expect("it is kept again");
        assert!(rests == drawn, "{format}: it is kept as it was drawn");
    }
    stranger
        .get("/v/crt_01989f2c6d3e7c119a5b2f1d3c4b5a69/certificate.pdf")
        .await
        .expect_error(404, "not_found");
    let listed = approver
        .get(&format!("/api/certificates/{id}"))
        .await
        .expect(200);
    assert_eq!(
        listed["url"],
        format!("https://certificates.example/v/{id}")
    );
}

/// Whoever has an address hears of theirs, once each time it is asked for, in its language.
async fn whoever_has_an_address_is_written_to(backend: Backend) {
    let settings = [
        &SETTINGS[..],
        &[("LIMIT_CERTIFICATE_MAILS_PER_MINUTE", "6000")],
    ]
    .concat();
    let world = World::with(backend, &settings).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let body = json!({ "key": "0123456789abcdef", "template_id": template, "deliver": true, "certificates": [
        wanted("Zoë Çelik", "zoe@acme.example"),
        { "recipient": { "name": "Luc", "email": "luc@acme.example" }, "language": "fr", "values": { "grade": "4" } },
        { "recipient": { "name": "Nobody" }, "values": { "grade": "4" } },
    ] });
    let asked = approver.post("/api/batches", &body).await.expect(202);
    let done = done(&approver, &asked).await;
    let data = world.node.data();
    let written = async |many: usize| {
        eventually("they are written to", Duration::from_secs(60), || {
            let texts = mails(&data);
            async move { (texts.len() >= many).then_some(texts) }
        })
        .await
    };
    let texts = written(2).await;
    let id = |place: usize| done["certificates"][place].as_str().expect("an id");
    for (address, parts) in [
        (
            "zoe@acme.example",
            ["Guten Tag Zoë Çelik", "Kurs für Fortgeschrittene", id(0)],
        ),
        (
            "luc@acme.example",
            ["Bonjour Luc", "Musterschule Beispiel", id(1)],
        ),
    ] {
        let text = texts
            .iter()
            .find(|text| text.contains(address))
            .expect("a mail");
        for part in parts {
            assert!(text.contains(part), "{part} is not in {text}");
        }
    }
    let sent = async |place: usize, state: &str| {
        let path = format!("/api/certificates/{}", id(place));
        eventually("it is told", Duration::from_secs(30), async || {
            let stands = approver.get(&path).await.expect(200);
            (stands["delivery"]["state"] == state).then_some(())
        })
        .await;
    };
    sent(0, "sent").await;
    let nobody = approver
        .get(&format!("/api/certificates/{}", id(2)))
        .await
        .expect(200);
    assert_eq!(nobody["delivery"], serde_json::Value::Null);

    let again = async |place: usize| {
        approver
            .post(&format!("/api/certificates/{}/send", id(place)), &json!({}))
            .await
    };
    again(0).await.expect(202);
    assert_eq!(written(3).await.len(), 3);
    again(2).await.expect_error(409, "certificate_state");
    let revoke = format!("/api/certificates/{}/revoke", id(1));
    approver
        .post(&revoke, &json!({ "reason": "asked" }))
        .await
        .expect(200);
    again(1).await.expect_error(409, "certificate_state");
    let send = format!("/api/certificates/{}/send", id(0));
    designer
        .post(&send, &json!({}))
        .await
        .expect_error(403, "permission_required");
    world
        .outsider()
        .await
        .post(&send, &json!({}))
        .await
        .expect_error(404, "not_found");
}

/// What is kept is changed, or erased, behind the program's back: nobody is told that it holds, and nothing of it is shown.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_changed_is_not_believed_and_what_was_erased_is_not_shown() {
    let registry = MySql::start();
    let url = registry.url();
    let settings = [&SETTINGS[..], &[("REGISTRY_DATABASE_URL", url.as_str())]].concat();
    let world = World::with(Backend::Embedded, &settings).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let certificates: Vec<_> = ["a", "b", "c"]
        .map(|it| wanted(it, &format!("{it}@acme.example")))
        .into();
    let body =
        json!({ "key": "0123456789abcdef", "template_id": template, "certificates": certificates });
    let asked = approver.post("/api/batches", &body).await.expect(202);
    let done = done(&approver, &asked).await;
    let id = |place: usize| {
        done["certificates"][place]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let stranger = world.stranger();
    for place in 0..3 {
        let pdf = stranger
            .get(&format!("/v/{}/certificate.pdf", id(place)))
            .await;
        assert_eq!(pdf.status, 200);
    }
    registry.run(&format!(
        "USE registry; UPDATE certificate_subjects SET credential = REPLACE(credential, '5.5', '6.0') WHERE certificate_id = '{}'",
        id(0)
    ));
    registry.run(&format!(
        "USE registry; UPDATE certificate_subjects SET credential = NULL, name = NULL, email = NULL, claims = NULL WHERE certificate_id = '{}'",
        id(1)
    ));
    registry.run(&format!(
        "USE registry; UPDATE issued_certificates SET state = 'frozen' WHERE id = '{}'",
        id(2)
    ));
    for place in [0, 2] {
        let seen = stranger.get(&format!("/v/{}?lang=en", id(place))).await;
        assert!(
            seen.text.contains("This certificate is not to be trusted"),
            "{}",
            seen.text
        );
        let answer = stranger.get(&format!("/api/verify/{}", id(place))).await;
        answer.expect_error(409, "certificate_damaged");
    }
    let seen = stranger.get(&format!("/v/{}?lang=en", id(1))).await;
    assert!(
        seen.text.contains("This certificate is valid") && seen.text.contains("was erased"),
        "{}",
        seen.text
    );
    let answer = stranger
        .get(&format!("/api/verify/{}", id(1)))
        .await
        .expect(200);
    assert_eq!(answer["credential"], serde_json::Value::Null);
    for (place, status, code) in [(0, 409, "certificate_damaged"), (1, 404, "not_found")] {
        for file in ["certificate.pdf", "credential.json"] {
            let answer = stranger.get(&format!("/v/{}/{file}", id(place))).await;
            answer.expect_error(status, code);
        }
    }
}

/// The registry is away: what is asked for is noted, nobody is told that a certificate holds, and it is done when that is back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_asked_while_the_registry_is_away_is_done_when_it_is_back() {
    let mut registry = MySql::start();
    let url = registry.url();
    let settings = [&SETTINGS[..], &[("REGISTRY_DATABASE_URL", url.as_str())]].concat();
    let world = World::with(Backend::Embedded, &settings).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let certificates = ["a", "b"].map(|it| wanted(it, &format!("{it}@acme.example")));
    let body =
        json!({ "key": "0123456789abcdef", "template_id": template, "certificates": certificates });
    let asked = approver.post("/api/batches", &body).await.expect(202);
    let done = done(&approver, &asked).await;
    let ids = [0, 1].map(|place: usize| done["certificates"][place].as_str().expect("an id"));
    // As where the workspace is an older copy, which does not know what was done. Of the second the registry has no more than the number, as once of all.
    registry.run(&format!(
        "UPDATE registry.issued_certificates SET act_number = 4, act_id = CASE id WHEN '{}' THEN 'act_0' END",
        ids[0]
    ));
    registry.kill();
    let revoke = |id: &str| format!("/api/certificates/{id}/revoke");
    for id in ids {
        let why = json!({ "reason": "deceit" });
        let answer = approver.post(&revoke(id), &why).await;
        assert_eq!((answer.status, answer.text.as_str()), (202, "null"));
        let answer = approver.post(&revoke(id), &why).await;
        answer.expect_error(409, "certificate_busy");
    }
    let stranger = world.stranger();
    let seen = stranger.get(&format!("/v/{}?lang=de", ids[0])).await;
    assert_eq!(seen.status, 503);
    assert!(
        seen.text.contains("Das lässt sich gerade nicht prüfen"),
        "{}",
        seen.text
    );
    registry.restart();
    for id in ids {
        eventually("it is revoked", Duration::from_secs(150), async || {
            let answer = stranger.get(&format!("/api/verify/{id}")).await;
            (answer.status == 200 && answer.body["state"] == "revoked").then_some(())
        })
        .await;
    }
    // Why can be said better.
    let again = approver
        .post(&revoke(ids[0]), &json!({ "reason": "asked" }))
        .await
        .expect(200);
    assert_eq!(again["reason"], "asked");
}

/// A certificate can be drawn for the first time by what the registry and the file store hold, whatever became of the workspace.
async fn images_are_those_of_the_published_version(backend: Backend) {
    let mut world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"><rect width=\"40\" height=\"30\" fill=\"#00aa00\"/></svg>";
    let pixels = picture::png(&picture::gradient(400, 300));
    let mut layout = layout();
    for (id, x, name, file) in [
        ("drawn", 20, "Wappen.svg", drawing.as_bytes().to_vec()),
        ("photographed", 110, "Bild.png", pixels),
    ] {
        let uploaded = designer.upload(name, file).await.expect(201);
        let elements = layout["pages"][0]["elements"].as_array_mut();
        elements.expect("elements").push(json!({ "id": id, "type": "image", "at": [x, 200], "size": [40, 30], "asset": uploaded["asset"]["id"],
                                                 "alt": { "de": "Bild", "fr": "Image" } }));
    }
    let template = published_with(&designer, &approver, &layout).await;
    let body = json!({ "key": "0123456789abcdef", "template_id": template, "certificates": [wanted("Zoë Çelik", "zoe@acme.example")] });
    let asked = approver.post("/api/batches", &body).await.expect(202);
    let done = done(&approver, &asked).await;
    let id = done["certificates"][0].as_str().expect("an id");
    Database::of(&world.node)
        .await
        .run("UPDATE assets SET bytes = 1")
        .await;
    // Nothing is remembered.
    world.node.stop();
    world.node.restart().await;
    let stranger = world.stranger();
    let svg = stranger.bytes(&format!("/v/{id}/certificate.svg")).await;
    let svg = String::from_utf8(svg).expect("UTF-8");
    assert!(svg.contains("data:image/png;base64,"), "the photograph");
    assert!(
        svg.contains("#00aa00") || svg.contains("data:image/svg"),
        "the drawing"
    );
}

stories_with_settings![
    images_are_those_of_the_published_version,
    the_pdf_holds_the_credential_and_is_read_by_others,
    whoever_has_an_address_is_written_to,
];
