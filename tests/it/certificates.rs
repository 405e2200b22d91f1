//! Pictures of certificates: read by programs that nobody here wrote, and holding the credential byte for byte.

use std::process::Command;

use imprimatur_tests::{Backend, World, stories_with_settings};
use serde_json::json;

use super::issuance::{SETTINGS, done, published, wanted};

fn said(command: &mut Command) -> Vec<u8> {
    let output = command.output().expect("the program can be run");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {error}");
    output.stdout
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
    let again = stranger.bytes(&format!("/v/{id}/certificate.pdf")).await;
    assert!(pdf == again, "it is served as it was drawn");
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

stories_with_settings![the_pdf_holds_the_credential_and_is_read_by_others];
