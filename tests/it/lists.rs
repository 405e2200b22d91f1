//! From a file with many people in it to their certificates, whatever the file is.

use imprimatur_tests::{Backend, Person, World, stories_with_settings};
use serde_json::{Value, json};

use super::checking::two_pages;
use super::issuance::{SETTINGS, done, published, published_with};
use super::successions::issued;

/// Takes a file in.
pub(super) async fn taken(
    issuer: &Person,
    template: &str,
    name: &str,
    file: impl Into<reqwest::Body>,
) -> Value {
    let address = format!("/api/lists?template_id={template}&name={name}");
    let answer = issuer
        .upload_as(&address, "application/octet-stream", file)
        .await;
    answer.expect(201)
}

/// A mapping that believes every guess.
pub(super) fn guessed(list: &Value) -> Value {
    let columns = list["columns"].as_array().expect("columns").iter();
    let assigned = columns.enumerate().filter_map(|(column, it)| {
        let to = it["guess"].as_str()?;
        Some(json!({ "column": column, "to": to }))
    });
    json!({ "reading": list["reading"], "columns": assigned.collect::<Vec<_>>() })
}

fn path(list: &Value, act: &str) -> String {
    format!("/api/lists/{}/{act}", list["id"].as_str().expect("an id"))
}

fn codes(check: &Value) -> Vec<(u64, &str, &str)> {
    let faults = check["faults"].as_array().expect("faults").iter();
    faults
        .map(|it| {
            (
                it["line"].as_u64().expect("a line"),
                it["about"].as_str().unwrap_or_default(),
                it["code"].as_str().expect("a code"),
            )
        })
        .collect()
}

/// As a spreadsheet program in Switzerland writes it: semicolons, an old encoding, days with points, numbers with commas.
const FILE: &str = "Vorname;Nachname;E-Mail;Sprache;Note;Datum;Kurs\r\n\
    Zoë;Çelik;zoe@acme.example;Deutsch;5,5;28.11.2026;Buchhaltung\r\n\
    Jean-Luc;Péclard;luc@acme.example;français;4;3. Oktober 2026;Buchhaltung\r\n\
    \r\n\
    Bea;Muster;bea@acme;;fünf;31.11.2026;Buchhaltung\r\n\
    Zoë;Celik;ZOE@acme.example;it;6;28.11.2026;=HYPERLINK(\"http://evil.example\")\r\n\
    Zoë;Celik;ZOE@acme.example;de;6;28.11.2026;Buchhaltung\r\n";

fn latin(text: &str) -> Vec<u8> {
    text.chars()
        .map(|it| u8::try_from(u32::from(it)).expect("a Latin letter"))
        .collect()
}

async fn a_list_is_read_checked_and_issued(backend: Backend) {
    let world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published_with(&designer, &approver, &two_pages()).await;
    let list = taken(&approver, &template, "Kurs.csv", latin(FILE)).await;
    assert_eq!(
        list["reading"],
        json!({ "encoding": "windows-1252", "delimiter": ";", "header": true })
    );
    assert_eq!(list["rows"], 5);
    let columns = list["columns"].as_array().expect("columns").iter();
    let guesses: Vec<&str> = columns.filter_map(|it| it["guess"].as_str()).collect();
    let expected = [
        "given_name",
        "family_name",
        "email",
        "language",
        "values/grade",
        "values/date",
        "values/course",
    ];
    assert_eq!(guesses, expected);
    assert_eq!(
        list["columns"][0]["samples"],
        json!(["Zoë", "Jean-Luc", "Bea"])
    );

    // Every row is judged before anything is issued.
    let mut mapping = guessed(&list);
    let check = approver
        .post(&path(&list, "check"), &mapping)
        .await
        .expect(200);
    assert_eq!((&check["rows"], &check["ready"]), (&json!(5), &json!(2)));
    assert_eq!(check["faulty"], json!([3, 4, 5]));
    assert_eq!(
        codes(&check),
        [
            (5, "values/grade", "number_invalid"),
            (5, "values/date", "day_invalid"),
            (6, "language", "language_unknown"),
            (6, "values/course", "cell_formula"),
            (7, "email", "recipient_twice"),
        ]
    );
    let issue = json!({ "mapping": mapping });
    approver
        .post(&path(&list, "issue"), &issue)
        .await
        .expect_error(422, "certificate_invalid");

    // What is wrong is left out, and a row is looked at.
    mapping["leave_out"] = check["faulty"].clone();
    let check = approver
        .post(&path(&list, "check"), &mapping)
        .await
        .expect(200);
    assert_eq!(
        (&check["rows"], &check["ready"], &check["with_email"]),
        (&json!(2), &json!(2), &json!(2))
    );
    let see = async |row: u32, page: Option<u32>| {
        let mut wanted = json!({ "mapping": mapping, "row": row });
        if let Some(page) = page {
            wanted["page"] = json!(page);
        }
        approver.post(&path(&list, "preview"), &wanted).await
    };
    let mut pictures = Vec::new();
    for (row, page) in [(2, None), (2, Some(1)), (1, Some(2)), (2, Some(2))] {
        let picture = see(row, page).await;
        let kind = picture.header("content-type");
        assert_eq!((picture.status, kind), (200, "image/png"));
        pictures.push(picture.text);
    }
    assert!(pictures[0] == pictures[1] && pictures[0] != pictures[3]);
    assert!(pictures[2] == pictures[3], "a back is that of everybody");
    for none in [0, 3] {
        let answer = see(2, Some(none)).await;
        answer.expect_error(404, "page_not_found");
    }
    let faulty = see(3, None).await;
    faulty.expect_error(422, "certificate_invalid");

    let issue = json!({ "mapping": mapping, "deliver": false });
    designer
        .post(&path(&list, "issue"), &issue)
        .await
        .expect_error(403, "permission_required");
    let batch = approver
        .post(&path(&list, "issue"), &issue)
        .await
        .expect(202);
    let again = approver
        .post(&path(&list, "issue"), &issue)
        .await
        .expect(202);
    assert_eq!(batch["id"], again["id"], "a list is issued once");
    approver
        .post(&path(&list, "check"), &mapping)
        .await
        .expect_error(404, "not_found");
    let done = done(&approver, &batch).await;
    assert_eq!(done["issued"], 2);
    let luc = done["certificates"][1].as_str().expect("an id");
    let luc = approver
        .get(&format!("/api/verify/{luc}"))
        .await
        .expect(200);
    let subject = &luc["credential"]["credentialSubject"];
    assert!(subject.to_string().contains("3 octobre 2026"), "{subject}");

    let batches = approver.get("/api/batches").await.expect(200);
    assert_eq!(batches["batches"][0]["id"], batch["id"]);
    let report = approver
        .get(&format!(
            "/api/batches/{}/report",
            batch["id"].as_str().expect("an id")
        ))
        .await;
    assert_eq!(
        (report.status, report.header("content-type")),
        (200, "text/csv; charset=utf-8")
    );
    let lines: Vec<&str> = report.text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(
        lines[2].contains("\"Jean-Luc Péclard\",\"luc@acme.example\""),
        "{}",
        lines[2]
    );

    // Whoever has one already is named, and whether it says the same.
    let file = "Name,E-Mail,Note,Datum,Kurs\nZoë Çelik,Zoe@acme.example,5.5,2026-11-28,Buchhaltung\nLuc,luc@acme.example,5,2026-11-28,Kochen\nNeu,neu@acme.example,4,2026-11-28,Kochen\n";
    let list = taken(&approver, &template, "Kurs.csv", file).await;
    let check = approver
        .post(&path(&list, "check"), &guessed(&list))
        .await
        .expect(200);
    assert_eq!(
        (&check["ready"], &check["given_before"]),
        (&json!(3), &json!([1, 2]))
    );
    assert_eq!(
        (&check["given"][0]["is_same"], &check["given"][1]["is_same"]),
        (&json!(true), &json!(false))
    );

    // Also by what they are called elsewhere, whatever their name and address; without an address by name as well, unless both say what they are called.
    let before: Vec<Value> = [
        ("Ohne Adresse", Some("K-1"), None),
        ("Nur Name", None, None),
        ("Einst So", Some("K-7"), Some("einst@acme.example")),
    ]
        .map(|(name, id, email)| json!({ "recipient": { "name": name, "external_id": id, "email": email }, "values": { "grade": "5" } }))
        .into();
    issued(&approver, &template, "fedcba9876543210", before).await;
    let file = "Name;Personalnummer;Note\nOhne Adresse;K-1;5\nOhne Adresse;K-2;5\nOhne Adresse;;5\nNur Name;K-3;5\nAnderer Name;K-9;5\nHeute Andere;K-7;5\n";
    let list = taken(&approver, &template, "Kurs.csv", file).await;
    let mut mapping = guessed(&list);
    mapping["columns"] = json!([{ "column": 0, "to": "name" }, { "column": 1, "to": "external_id" }, { "column": 2, "to": "values/grade" }]);
    let check = approver
        .post(&path(&list, "check"), &mapping)
        .await
        .expect(200);
    assert_eq!(check["given_before"], json!([1, 3, 4, 6]), "{check}");

    // What needs more room than there is.
    let long = "Sehr lange Bezeichnung eines Kurses ".repeat(30);
    let file = format!("Name\tNote\tKurs\nKurz\t5\tKochen\nLang\t5\t{long}\n");
    let list = taken(&approver, &template, "Kurs.tsv", file).await;
    let body = json!({ "mapping": guessed(&list), "from": 1 });
    let fit = approver.post(&path(&list, "fit"), &body).await.expect(200);
    assert_eq!(fit["next"], Value::Null);
    let over = fit["overflowing"].as_array().expect("rows");
    assert_eq!(over.len(), 1, "{fit}");
    assert_eq!(
        (&over[0]["row"], &over[0]["name"]),
        (&json!(2), &json!("Lang"))
    );
    let discard = format!("/api/lists/{}", list["id"].as_str().expect("an id"));
    assert_eq!(approver.delete(&discard).await.status, 204);
    approver
        .delete(&discard)
        .await
        .expect_error(404, "not_found");
}

async fn what_is_no_list_gets_a_clear_error(backend: Backend) {
    let settings = [
        &SETTINGS[..],
        &[
            ("LIMIT_LIST_BYTES", "100000"),
            ("LIMIT_BATCH_CERTIFICATES", "100"),
        ],
    ]
    .concat();
    let world = World::with(backend, &settings).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let address = format!("/api/lists?template_id={template}&name=Kurs.csv");
    let octets = "application/octet-stream";
    for (file, status, code) in [
        (b"".to_vec(), 422, "list_unreadable"),
        (b"Name\nAn\0na\n".to_vec(), 422, "list_unreadable"),
        (
            b"Name\nM\xc3\xbcller\nM\xfcller\n".to_vec(),
            422,
            "list_unreadable",
        ),
        (
            b"PK\x03\x04 this is no zip".to_vec(),
            422,
            "list_unreadable",
        ),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            422,
            "list_unreadable",
        ),
        (b"%PDF-1.7\n\0\xff\xfe".to_vec(), 422, "list_unreadable"),
        ("Anna\n".repeat(102).into_bytes(), 413, "list_too_large"),
        (";x".repeat(200).into_bytes(), 413, "list_too_large"),
        (vec![b'x'; 100_001], 413, "list_too_large"),
        (
            [b"Name;Note\n\"Anna;5\n".to_vec(), vec![b'x'; 9_000]].concat(),
            413,
            "list_too_large",
        ),
    ] {
        approver
            .upload_as(&address, octets, file)
            .await
            .expect_error(status, code);
    }
    // As much as it likes to send: it is broken off, and nothing of it is kept.
    let piece = vec![b'x'; 64 * 1024];
    let endless = futures_util::stream::repeat_with(move || Ok::<_, std::io::Error>(piece.clone()));
    let endless = reqwest::Body::wrap_stream(futures_util::StreamExt::take(endless, 16_000));
    let answer = approver.try_upload_as(&address, octets, endless).await;
    if let Some(answer) = answer {
        answer.expect_error(413, "list_too_large");
    }
    designer
        .upload_as(&address, octets, "Name\nAnna\n")
        .await
        .expect_error(403, "permission_required");
    approver
        .upload_as(&address, "text/csv", "Name\nAnna\n")
        .await
        .expect_error(415, "json_required");
    let nowhere = "/api/lists?template_id=tpl_0190c0ffee0070008000000000000000&name=Kurs.csv";
    approver
        .upload_as(nowhere, octets, "Name\nAnna\n")
        .await
        .expect_error(409, "nothing_to_issue_from");

    // A mapping is judged as a whole, each fault with its place.
    let list = taken(&approver, &template, "Kurs.csv", "Name;Note\nAnna;5\n").await;
    let check = path(&list, "check");
    for (columns, code) in [
        (json!([]), "name_missing"),
        (json!([{ "column": 7, "to": "name" }]), "column_unknown"),
        (
            json!([{ "column": 0, "to": "name" }, { "column": 0, "to": "email" }]),
            "column_twice",
        ),
        (
            json!([{ "column": 0, "to": "name" }, { "column": 1, "to": "name" }]),
            "target_twice",
        ),
        (
            json!([{ "column": 0, "to": "name" }, { "column": 1, "to": "given_name" }]),
            "target_twice",
        ),
        (json!([{ "column": 0, "to": "nickname" }]), "target_unknown"),
        (
            json!([{ "column": 0, "to": "name" }, { "column": 1, "to": "values/nothing" }]),
            "field_unknown",
        ),
        (
            json!([{ "column": 0, "to": "name" }, { "column": 1, "to": "values/certificate_number" }]),
            "field_fills_itself",
        ),
    ] {
        let answer = approver.post(&check, &json!({ "columns": columns })).await;
        answer.expect_error(422, "mapping_invalid");
        let faults = answer.expect(422)["faults"].clone();
        assert!(faults.to_string().contains(code), "{code}: {faults}");
    }
    for _ in 0..19 {
        taken(&approver, &template, "Kurs.csv", "Name\nAnna\n").await;
    }
    approver
        .upload_as(&address, octets, "Name\nAnna\n")
        .await
        .expect_error(409, "lists_full");
    let none = approver.get("/api/certificates").await.expect(200);
    assert_eq!(none["certificates"], json!([]), "nothing was issued");
}

stories_with_settings![
    a_list_is_read_checked_and_issued,
    what_is_no_list_gets_a_clear_error,
];
