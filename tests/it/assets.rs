//! Uploaded images: who may, and what is made of them.

use imprimatur_tests::{World, picture, stories};
use reqwest::Method;
use serde_json::{Value, json};

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"24.5\" height=\"10\"><script>alert(1)</script>\
     <rect width=\"9\" height=\"9\" fill=\"#a00\" onclick=\"alert(1)\"/></svg>";

fn id(body: &Value) -> String {
    body["asset"]["id"].as_str().expect("an id").to_owned()
}

fn ids(body: &Value) -> Vec<String> {
    let assets = body["assets"].as_array().expect("a list");
    assets
        .iter()
        .map(|each| each["id"].as_str().expect("an id").to_owned())
        .collect()
}

pub(crate) async fn what_is_uploaded_comes_back_uniform(world: World) {
    let anna = world.designer().await;
    let me = anna.get("/api/me").await.expect(200);
    let photo = picture::gradient(40, 30);
    for (name, bytes, media, ending, size) in [
        (
            "Logo.png",
            picture::png(&photo),
            "image/png",
            "png",
            [40.0, 30.0],
        ),
        (
            "Foto.jpeg",
            picture::turned_jpeg(&photo, 6),
            "image/jpeg",
            "jpg",
            [30.0, 40.0],
        ),
        (
            "Bild.webp",
            picture::webp(&photo),
            "image/png",
            "png",
            [40.0, 30.0],
        ),
        (
            "Wappen.svg",
            DRAWING.into(),
            "image/svg+xml",
            "svg",
            [24.5, 10.0],
        ),
    ] {
        let answer = anna.upload(name, bytes).await;
        // The WebP has the very pixels of the PNG, so it is the same image.
        let status = if name == "Bild.webp" { 200 } else { 201 };
        let body = answer.expect(status);
        let asset = &body["asset"];
        assert_eq!(
            json!([asset["width"], asset["height"]]),
            json!(size),
            "{name}"
        );
        assert_eq!(asset["created_by"]["id"], me["person"]["id"]);
        if status == 201 {
            assert_eq!(asset["name"], name);
        }
        let id = id(&body);
        assert!(
            id.starts_with("ast_") && id.len() <= 40,
            "{id} fits into a layout"
        );

        let path = format!("/api/assets/{id}");
        let answer = anna.get(&path).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), media);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        );
        let cached = answer.header("cache-control");
        assert!(
            cached.contains("private") && cached.contains("immutable"),
            "{cached}"
        );
        let disposition = answer.header("content-disposition");
        assert!(
            disposition.starts_with("attachment; ") && disposition.ends_with(ending),
            "{disposition}"
        );
        let tag = answer.header("etag").to_owned();
        let again = anna
            .ask(Method::GET, &path, None, &[("if-none-match", &tag)])
            .await;
        assert_eq!((again.status, again.text.as_str()), (304, ""));

        let bytes = anna.bytes(&path).await;
        assert_eq!(asset["bytes"], bytes.len());
        if media == "image/svg+xml" {
            let text = String::from_utf8(bytes).expect("text");
            assert!(text.contains("#aa0000"), "{text}");
            assert!(
                !text.contains("script") && !text.contains("alert"),
                "{text}"
            );
            assert_eq!(body["warnings"], json!(["scripts_left_out"]));
        } else {
            let image = picture::decode(&bytes);
            assert_eq!(
                [f64::from(image.width()), f64::from(image.height())],
                size,
                "{name}"
            );
            assert!(!bytes.windows(3).any(|it| it == b"GPS"), "{name}");
            assert_eq!(body["warnings"], json!([]));
        }
    }
}

async fn the_same_content_is_the_same_image(world: World) {
    let (anna, bruno) = (world.designer().await, world.second_designer().await);
    let file = picture::png(&picture::gradient(8, 6));
    let first = id(&anna.upload("Eins.png", file.clone()).await.expect(201));
    let body = bruno.upload("Zwei.png", file.clone()).await.expect(200);
    assert_eq!(
        (id(&body), &body["asset"]["name"]),
        (first.clone(), &json!("Eins.png"))
    );
    // Many at one moment, of something new: one image.
    let new = picture::png(&picture::gradient(9, 6));
    let at_once = (0..6).map(|_| anna.upload("Neu.png", new.clone()));
    let answers = futures_util::future::join_all(at_once).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(
        statuses.iter().filter(|status| **status == 201).count(),
        1,
        "{statuses:?}"
    );
    let second = id(&answers[0].body);
    assert!(answers.iter().all(|answer| id(&answer.body) == second));
    assert_eq!(
        ids(&anna.get("/api/assets").await.expect(200)),
        [second, first.clone()]
    );

    // Somebody else's organisation has its own.
    let outsider = world.outsider().await;
    let theirs = id(&outsider.upload("Logo.png", file).await.expect(201));
    assert_ne!(theirs, first);
    assert_eq!(
        ids(&outsider.get("/api/assets").await.expect(200)),
        std::slice::from_ref(&theirs)
    );
    for (person, foreign) in [(&anna, &theirs), (&outsider, &first)] {
        person
            .get(&format!("/api/assets/{foreign}"))
            .await
            .expect_error(404, "not_found");
        // Also for whoever knows what is in it.
        person
            .ask(
                Method::GET,
                &format!("/api/assets/{foreign}"),
                None,
                &[("if-none-match", "*")],
            )
            .await
            .expect_error(404, "not_found");
    }
}

async fn the_role_decides_who_uploads_and_everybody_looks(world: World) {
    let made = world.designer().await;
    let logo = picture::png(&picture::gradient(8, 6));
    let made = id(&made.upload("Logo.png", logo.clone()).await.expect(201));
    for (name, may) in [
        ("admin", true),
        ("designer", true),
        ("editor", false),
        ("approver", false),
        ("viewer", false),
    ] {
        let person = world.person(&format!("{name}@sample.example")).await;
        let answer = person.upload("Logo.png", logo.clone()).await;
        if may {
            answer.expect(200);
        } else {
            answer.expect_error(403, "permission_required");
        }
        assert_eq!(
            ids(&person.get("/api/assets").await.expect(200)),
            std::slice::from_ref(&made)
        );
        assert!(
            !person
                .bytes(&format!("/api/assets/{made}"))
                .await
                .is_empty()
        );
    }
    let stranger = world.stranger();
    stranger
        .upload("Logo.png", logo)
        .await
        .expect_error(401, "unauthenticated");
    for path in ["/api/assets", &format!("/api/assets/{made}")] {
        stranger
            .get(path)
            .await
            .expect_error(401, "unauthenticated");
    }
}

async fn the_list_is_paged_newest_first(world: World) {
    let anna = world.designer().await;
    let mut made = Vec::new();
    for width in 1..=5 {
        let file = picture::png(&picture::gradient(width, 2));
        made.insert(0, id(&anna.upload("Bild.png", file).await.expect(201)));
    }
    let (mut seen, mut path) = (Vec::new(), "/api/assets?limit=2".to_owned());
    loop {
        let page = anna.get(&path).await.expect(200);
        assert!(ids(&page).len() <= 2);
        seen.extend(ids(&page));
        match page["next"].as_str() {
            Some(next) => path = format!("/api/assets?limit=2&after={next}"),
            None => break,
        }
    }
    assert_eq!(seen, made);
    for wrong in [
        "limit=0",
        "after=x",
        "after=tpl_0190c0ffee0070008000000000000000",
        "other=1",
        "limit=x",
    ] {
        anna.get(&format!("/api/assets?{wrong}"))
            .await
            .expect_error(400, "address_invalid");
    }
}

async fn what_is_no_picture_is_refused_whatever_it_says(world: World) {
    let anna = world.designer().await;
    let png = picture::png(&picture::gradient(8, 6));
    let jpeg = picture::jpeg(&picture::gradient(8, 6));
    let gigantic = {
        let mut jpeg = jpeg.clone();
        let frame = jpeg
            .windows(2)
            .position(|it| it == [0xff, 0xc0])
            .expect("a frame");
        jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xdc, 0xff, 0xdc]);
        jpeg
    };
    let bomb = {
        let uses: String = (1..12)
            .map(|level| {
                let one = format!("<use href=\"#u{}\"/>", level - 1);
                format!("<g id=\"u{level}\">{}</g>", one.repeat(10))
            })
            .collect();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path id=\"u0\" d=\"M0 0h9v9z\"/>{uses}</svg>"
        )
    };
    for (name, file, status, code) in [
        (
            "Logo.png",
            b"<html><script>alert(1)</script></html>".to_vec(),
            415,
            "asset_type_unknown",
        ),
        ("Logo.png", b"GIF89a".to_vec(), 415, "asset_type_unknown"),
        (
            "Logo.png",
            b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script></html>".to_vec(),
            422,
            "asset_unreadable",
        ),
        (
            "Logo.jpg",
            b"\xff\xd8\xff<html><script>alert(1)</script></html>".to_vec(),
            422,
            "asset_unreadable",
        ),
        (
            "Logo.png",
            b"GIF89a\x89PNG\r\n\x1a\n".to_vec(),
            415,
            "asset_type_unknown",
        ),
        (
            "Logo.svg",
            b"\x1f\x8b\x08\0\0\0\0\0".to_vec(),
            415,
            "asset_type_unknown",
        ),
        ("Logo.png", Vec::new(), 415, "asset_type_unknown"),
        (
            "Logo.png",
            png[..png.len() / 2].to_vec(),
            422,
            "asset_unreadable",
        ),
        (
            "Logo.jpg",
            jpeg[..jpeg.len() - 40].to_vec(),
            422,
            "asset_unreadable",
        ),
        ("Logo.jpg", gigantic, 422, "asset_too_many_pixels"),
        ("Logo.svg", bomb.into_bytes(), 422, "asset_too_complex"),
    ] {
        let start = std::time::Instant::now();
        anna.upload(name, file).await.expect_error(status, code);
        assert!(
            start.elapsed().as_secs() < 10,
            "{name} {code}: {:?}",
            start.elapsed()
        );
    }
    // The name and the declared type count nothing; only what a form of another site could declare is refused.
    for declared in [
        "image/svg+xml",
        "image/x-anything",
        "application/octet-stream",
    ] {
        let answer = anna
            .upload_as("/api/assets?name=Logo.svg", declared, png.clone())
            .await;
        assert!(answer.status < 300, "{declared}: {}", answer.text);
        assert_eq!(answer.body["asset"]["type"], "png");
    }
    for declared in [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "image/",
        "",
    ] {
        anna.upload_as("/api/assets", declared, png.clone())
            .await
            .expect_error(415, "json_required");
    }
    // JSON is a type as good as another here, and no picture.
    anna.post("/api/assets", &json!({}))
        .await
        .expect_error(415, "asset_type_unknown");
    // A picture is no JSON.
    anna.upload_as("/api/templates", "image/png", png)
        .await
        .expect_error(415, "json_required");
    assert_eq!(ids(&anna.get("/api/assets").await.expect(200)).len(), 1);
}

async fn the_bytes_are_asked_for_in_every_way_that_browsers_know(world: World) {
    let anna = world.designer().await;
    let body = anna
        .upload("Logo.png", picture::png(&picture::gradient(40, 30)))
        .await
        .expect(201);
    let path = format!("/api/assets/{}", id(&body));
    let whole = anna.bytes(&path).await;
    let length = whole.len().to_string();

    // Only the head: as for the whole, without the bytes.
    let head = anna.ask(Method::HEAD, &path, None, &[]).await;
    assert_eq!((head.status, head.text.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), length);
    // A part of it: pictures are small enough to be given whole, which every client must take.
    let part = anna
        .ask(Method::GET, &path, None, &[("range", "bytes=0-3")])
        .await;
    assert_eq!((part.status, part.header("content-range")), (200, ""));
    for answer in [&head, &part] {
        assert_eq!(answer.header("content-type"), "image/png");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("content-security-policy").contains("sandbox"));
        assert!(
            answer
                .header("content-disposition")
                .starts_with("attachment")
        );
    }

    let tag = head.header("etag").to_owned();
    for (wanted, status) in [
        (tag.clone(), 304),
        (format!("W/{tag}"), 304),
        (format!("\"other\", {tag}"), 304),
        ("*".to_owned(), 304),
        ("\"other\"".to_owned(), 200),
        (tag.replace('"', ""), 200),
    ] {
        let answer = anna
            .ask(Method::GET, &path, None, &[("if-none-match", &wanted)])
            .await;
        assert_eq!(answer.status, status, "{wanted}");
        assert_eq!(answer.header("etag"), tag, "{wanted}");
    }

    // No path but that of an image leads to bytes.
    let key = "%2e%2e%2f%2e%2e%2fimprimatur.db";
    for wrong in [
        key,
        "..%2f..%2fetc%2fpasswd",
        "ast_0",
        "ast_0190c0ffee0070008000000000000000",
        "ast_%00",
    ] {
        anna.get(&format!("/api/assets/{wrong}"))
            .await
            .expect_error(404, "not_found");
    }
}

async fn names_are_shown_and_saved_safely(world: World) {
    let anna = world.designer().await;
    let file = |width| picture::png(&picture::gradient(width, 2));
    for (width, told, shown) in [
        (1, "%2E%2E%2F%2E%2E%2Fetc%2Fpasswd", "passwd"),
        (
            2,
            "Z%C3%BCrich%22%0D%0ASet-Cookie%3A%20a%3Db.png",
            "Zürich\"Set-Cookie: a=b.png",
        ),
        (3, "%E2%80%AEgpj.exe", "gpj.exe"),
        (4, "", "image"),
    ] {
        let body = anna.upload(told, file(width)).await.expect(201);
        assert_eq!(body["asset"]["name"], shown);
        let answer = anna.get(&format!("/api/assets/{}", id(&body))).await;
        assert_eq!(answer.header("set-cookie"), "");
        let disposition = answer.header("content-disposition");
        assert!(disposition.ends_with(".png"), "{disposition}");
        assert_eq!(disposition.matches('"').count(), 2, "{disposition}");
    }
    let without = anna
        .upload_as("/api/assets", "image/png", file(5))
        .await
        .expect(201);
    assert_eq!(without["asset"]["name"], "image");
}

async fn a_copied_template_keeps_its_images(world: World) {
    let anna = world.designer().await;
    let asset = id(&anna
        .upload("Logo.png", picture::png(&picture::gradient(8, 6)))
        .await
        .expect(201));
    let layout = json!({ "pages": [{ "id": "page", "size": [210, 297], "elements": [
        { "id": "logo", "type": "image", "at": [10, 10], "size": [40, 30], "asset": asset }] }] });
    let made = anna
        .create(&json!({ "name": "Diplom", "layout": layout }))
        .await;
    let copy = anna
        .post(
            &format!("/api/templates/{}/duplicate", made.id),
            &json!({ "name": "Kopie" }),
        )
        .await
        .expect(201);
    let copied = anna.layout(copy["draft_id"].as_str().expect("an id")).await;
    assert_eq!(copied["pages"][0]["elements"][0]["asset"], asset);
    assert!(!anna.bytes(&format!("/api/assets/{asset}")).await.is_empty());
}

stories![
    what_is_uploaded_comes_back_uniform,
    the_same_content_is_the_same_image,
    the_role_decides_who_uploads_and_everybody_looks,
    the_list_is_paged_newest_first,
    what_is_no_picture_is_refused_whatever_it_says,
    the_bytes_are_asked_for_in_every_way_that_browsers_know,
    names_are_shown_and_saved_safely,
    a_copied_template_keeps_its_images,
];
