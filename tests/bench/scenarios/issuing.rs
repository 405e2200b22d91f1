//! Certificates a second and a core, from a batch that is asked for to the last PDF that is fetched; beside a headless Chromium that prints the very
//! same page, and beside nothing but signing and printing.

use std::time::{Duration, Instant};

use imprimatur_credential::{Credential, Moment, Secured, Signer, SigningKey, read, sign};
use imprimatur_tests::{Backend, Node, Person, World, eventually};
use serde_json::{Value, json};

use crate::Plan;
use crate::machine::{self, SERVER_CORE};
use crate::pictures::{Press, STARTER, rate};
use crate::table::{Bound, Row};

/// Certificates that are issued and printed.
const CERTIFICATES: usize = 300;
/// How long all of them may take.
const PATIENCE: Duration = Duration::from_secs(200);

/// Everything that takes time between asking and having.
pub(crate) async fn issuing(plan: &Plan) -> Vec<Row> {
    let node = Node::start_on(SERVER_CORE, Backend::Embedded, &[]).await;
    let world = World {
        backend: Backend::Embedded,
        node,
    };
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    // The first of all makes the key, and has the faces read.
    let warm = issued(&approver, &template, "0123456789abcdef", 1).await;
    print(&world, &warm).await;
    let pid = world.node.pid().expect("the server runs");
    let (before, start) = (machine::cpu(pid), Instant::now());
    let ids = issued(&approver, &template, "fedcba9876543210", CERTIFICATES).await;
    let (signed, signing) = (machine::cpu(pid), start.elapsed());
    print(&world, &ids).await;
    let (printed, all) = (machine::cpu(pid), start.elapsed());
    let each = |time: Duration| time.as_secs_f64() * 1_000.0 / CERTIFICATES as f64;
    let (issue_ms, print_ms) = (each(signed - before), each(printed - signed));
    let ours = 1_000.0 / (issue_ms + print_ms);
    let credential = world
        .stranger()
        .bytes(&format!("/v/{}/credential.json", ids[0]))
        .await;

    let span = plan.span / 2;
    let press = Press::new();
    let sign_ms = 1_000.0 / rate(span, resigned(&credential));
    let pdf_ms = 1_000.0 / rate(span, |number| press.printed(number));
    let bare = 1_000.0 / (sign_ms + pdf_ms);
    let peer = press.chromium(span).await;
    let (warm, cold) = (peer["pdf"], peer["cold"]);
    println!(
        "{CERTIFICATES} certificates: issued in {:.1} s, with their PDFs in {:.1} s; each takes {issue_ms:.1} ms of the processor to issue and {print_ms:.1} ms to print",
        signing.as_secs_f64(),
        all.as_secs_f64(),
    );
    println!(
        "bare: {sign_ms:.1} ms to sign, {pdf_ms:.1} ms to print; Chromium prints {warm:.1} a second warm, {cold:.2} cold"
    );
    vec![
        Row::new(
            "certificates a second and a core / pages that warm Chromium prints",
            Bound::AtLeast(5.0),
            ours / warm,
            "x",
        )
        .note(format!(
            "{ours:.1} and {warm:.1}; {:.0} x of cold Chromium",
            ours / cold
        )),
        Row::new(
            "certificates a second and a core / bare signing and printing",
            Bound::AtLeast(0.7),
            ours / bare,
            "x",
        )
        .note(format!("{ours:.1} and {bare:.1}")),
    ]
}

/// Signs what was issued once more, with a key of its own.
fn resigned(credential: &[u8]) -> impl FnMut(usize) {
    let Secured { document, .. } = read::<Credential>(credential).expect("a credential");
    let key = SigningKey::from_seed(&[7; 32]);
    let issuer = document.issuer.id.clone();
    let created = Moment::of_ms(1_763_804_096_007).expect("a moment");
    move |_| {
        let signer = Signer {
            issuer: &issuer,
            key: &key,
        };
        let signed = sign(&document, signer, created.clone());
        assert!(signed.is_ok(), "it is signed");
    }
}

pub(super) async fn published(designer: &Person, approver: &Person) -> String {
    let made = designer
        .create(&json!({ "name": "Kursbestätigung", "starter": STARTER }))
        .await;
    let version = designer.approved_by(approver, &made.draft_id).await;
    let path = format!("/api/versions/{version}/publish");
    approver.post(&path, &json!({})).await.expect(202);
    let path = format!("/api/drafts/{}/publication", made.draft_id);
    eventually("it is published", PATIENCE, async || {
        let stands = designer.get(&path).await.expect(200);
        (stands["current"]["version_id"] == version.as_str()).then_some(())
    })
    .await;
    made.id
}

/// Has certificates issued, and waits for the last.
pub(super) async fn issued(
    issuer: &Person,
    template: &str,
    key: &str,
    count: usize,
) -> Vec<String> {
    let values = Press::new().values();
    let certificates: Vec<Value> = (0..count)
        .map(|number| {
            json!({ "recipient": { "name": format!("Flurina Caduff-Nägeli {number}") }, "language": "de", "values": values })
        })
        .collect();
    let body = json!({ "key": key, "template_id": template, "certificates": certificates });
    let batch = issuer.post("/api/batches", &body).await.expect(202);
    let path = format!("/api/batches/{}", batch["id"].as_str().expect("an id"));
    eventually("all are issued", PATIENCE, async || {
        let stands = issuer.get(&path).await.expect(200);
        (stands["state"] == "done").then_some(())
    })
    .await;
    let mut ids = Vec::new();
    let mut before = String::new();
    while ids.len() < count {
        let page = issuer.get(&format!("/api/certificates{before}")).await;
        let page = page.expect(200);
        let of_page = page["certificates"].as_array().expect("certificates");
        ids.extend(
            of_page
                .iter()
                .map(|it| it["id"].as_str().expect("an id").to_owned()),
        );
        before = format!("?before={}", page["next"].as_str().unwrap_or_default());
    }
    ids.truncate(count);
    ids
}

/// Fetches the PDF of each.
async fn print(world: &World, ids: &[String]) {
    let stranger = world.stranger();
    for id in ids {
        let pdf = stranger.bytes(&format!("/v/{id}/certificate.pdf")).await;
        assert!(pdf.starts_with(b"%PDF"), "it is a PDF");
    }
}
