//! Images in a bucket: every node serves what any of them stored, and what happens while the bucket is away.

use imprimatur_bucket::{ACCESS_KEY_ID, Bucket, NAME, SECRET_ACCESS_KEY};
use imprimatur_tests::node::free_port;
use imprimatur_tests::{Backend, Node, Person, World, picture, stories_with_settings};
use serde_json::{Value, json};

/// The environment of a server on this bucket. Giving up is quick, so that stories are.
fn settings(bucket: &Bucket) -> Vec<(&'static str, String)> {
    let url = format!(
        "s3://{NAME}/images?region=auto&endpoint={}",
        bucket.endpoint()
    );
    vec![
        ("STORAGE_URL", url),
        ("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY.to_owned()),
        ("LIMIT_STORAGE_SECONDS", "4".to_owned()),
    ]
}

fn borrowed<'a>(settings: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    settings
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

async fn world(backend: Backend, bucket: &Bucket) -> World {
    World::with(backend, &borrowed(&settings(bucket))).await
}

fn id(body: &Value) -> String {
    body["asset"]["id"].as_str().expect("an id").to_owned()
}

/// As many images as the organisation has.
async fn held(person: &Person) -> usize {
    let body = person.get("/api/assets").await.expect(200);
    body["assets"].as_array().expect("a list").len()
}

/// A picture of one colour.
fn plain(color: [u8; 3]) -> Vec<u8> {
    picture::png(&image::RgbImage::from_pixel(40, 30, image::Rgb(color)))
}

/// A new draft with this image over the left upper corner; where it is drawn.
async fn drawn(person: &Person, asset: &str) -> String {
    let layout = json!({ "pages": [{ "id": "page", "size": [210, 297], "elements": [
        { "id": "logo", "type": "image", "at": [0, 0], "size": [40, 30], "asset": asset }] }] });
    let made = person
        .create(&json!({ "name": "Diplom", "layout": layout }))
        .await;
    format!("/api/drafts/{}/render.png?page=1", made.draft_id)
}

async fn corner(person: &Person, path: &str) -> [u8; 3] {
    let drawn = picture::decode(&person.bytes(path).await).into_rgb8();
    drawn.get_pixel(30, 30).0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_node_stored_every_node_serves_and_draws() {
    let bucket = Bucket::start(free_port()).await;
    let settings = settings(&bucket);
    let first = Node::start(Backend::Postgres, &borrowed(&settings)).await;
    let mut second = Node::join(&first, &borrowed(&settings)).await;
    let anna = Person::sign_in(&first.address(), "designer@sample.example").await;
    let bruno = Person::sign_in(&second.address(), "designer2@sample.example").await;

    let file = plain([0, 0xaa, 0]);
    let asset = id(&anna.upload("Logo.png", file.clone()).await.expect(201));
    let path = format!("/api/assets/{asset}");
    let bytes = anna.bytes(&path).await;
    assert_eq!(bruno.bytes(&path).await, bytes);
    let drawing = drawn(&anna, &asset).await;
    assert_eq!(corner(&bruno, &drawing).await, [0, 0xaa, 0]);
    // The same content is the same image, whichever node takes it.
    let again = bruno.upload("Nochmals.png", file.clone()).await.expect(200);
    assert_eq!(id(&again), asset);

    // It rests in the bucket, once, under a key of ours, and nowhere else.
    let keys = bucket.keys();
    assert_eq!(keys.len(), 1, "{keys:?}");
    let parts: Vec<&str> = keys[0].split('/').collect();
    assert_eq!((parts[0], parts[1], parts[3]), ("images", "org", "asset"));
    assert!(parts[2].starts_with("org_") && parts[4].len() == 64);
    for (node, person) in [(&first, &anna), (&second, &bruno)] {
        assert!(!node.data().join("assets").exists());
        // Nothing rests in its own folder, so the node lacks nothing without one.
        person.get("/readyz").await.expect(200);
    }

    // Several nodes take the same at one moment.
    let new = plain([0xaa, 0, 0]);
    let at_once = (0..8).map(|number| {
        let person = if number % 2 == 0 { &anna } else { &bruno };
        person.upload("Neu.png", new.clone())
    });
    let answers = futures_util::future::join_all(at_once).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    let made = statuses.iter().filter(|status| **status == 201).count();
    let known = statuses.iter().filter(|status| **status == 200).count();
    assert_eq!((made, known), (1, 7), "{statuses:?}");
    let new = id(&answers[0].body);
    assert!(answers.iter().all(|answer| id(&answer.body) == new));
    assert_eq!((bucket.keys().len(), held(&bruno).await), (2, 2));

    // Damage is never served. One node mends it for all.
    std::fs::write(bucket.file(&keys[0]), vec![0; bytes.len()]).expect("written");
    second.kill();
    second.restart().await;
    bruno.get(&path).await.expect_error(500, "internal");
    assert_eq!(id(&anna.upload("Logo.png", file).await.expect(200)), asset);
    assert_eq!(bruno.bytes(&path).await, bytes);
}

async fn while_the_bucket_is_away_nothing_is_stored_and_what_is_in_memory_is_served(
    backend: Backend,
) {
    let mut bucket = Bucket::start(free_port()).await;
    let mut world = world(backend, &bucket).await;
    let anna = world.designer().await;
    let asset = id(&anna
        .upload("Logo.png", plain([0, 0xaa, 0]))
        .await
        .expect(201));
    let path = format!("/api/assets/{asset}");
    let bytes = anna.bytes(&path).await;
    let drawing = drawn(&anna, &asset).await;
    let before = bucket.keys();

    bucket.go_away().await;
    let answer = anna.upload("Neu.png", plain([0xaa, 0, 0])).await;
    answer.expect_error(503, "storage_unavailable");
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(held(&anna).await, 1, "no row without its bytes");
    assert_eq!(anna.bytes(&path).await, bytes);
    assert_eq!(corner(&anna, &drawing).await, [0, 0xaa, 0]);

    // A server that starts now says so, does what it can, and waits for no restart.
    world.node.kill();
    world.node.restart().await;
    let log = world.node.log();
    let told = format!("images cannot be stored in s3://{NAME}/images at ");
    assert!(log.contains(&told), "{log}");
    for path in [&path, &drawing] {
        anna.get(path)
            .await
            .expect_error(503, "storage_unavailable");
    }
    anna.upload("Neu.png", plain([0xaa, 0, 0]))
        .await
        .expect_error(503, "storage_unavailable");
    assert_eq!(bucket.keys(), before);

    bucket.come_back().await;
    anna.upload("Neu.png", plain([0xaa, 0, 0]))
        .await
        .expect(201);
    assert_eq!(anna.bytes(&path).await, bytes);
    assert_eq!(corner(&anna, &drawing).await, [0, 0xaa, 0]);
    assert_eq!((bucket.keys().len(), held(&anna).await), (2, 2));
}

async fn a_wrong_secret_is_refused_by_the_bucket_and_told(backend: Backend) {
    let bucket = Bucket::start(free_port()).await;
    let mut wrong = settings(&bucket);
    wrong[2].1 = "another-secret-of-tests".to_owned();
    let mut world = World::with(backend, &borrowed(&wrong)).await;
    let log = world.node.log();
    assert!(
        log.contains("it refuses the key of AWS_ACCESS_KEY_ID"),
        "{log}"
    );
    let anna = world.designer().await;
    anna.upload("Logo.png", plain([0, 0xaa, 0]))
        .await
        .expect_error(503, "storage_unavailable");
    assert_eq!(held(&anna).await, 0);
    assert_eq!(bucket.keys(), Vec::<String>::new());
    assert!(!world.node.log().contains("another-secret-of-tests"));

    world.node.stop();
    world.node.set("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY);
    world.node.restart().await;
    anna.upload("Logo.png", plain([0, 0xaa, 0]))
        .await
        .expect(201);
    assert_eq!(bucket.keys().len(), 1);
    assert!(!world.node.log().contains(SECRET_ACCESS_KEY));
}

async fn a_folder_of_ones_own_choice(backend: Backend) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("file://{}/images", folder.path().display());
    let world = World::with(backend, &[("STORAGE_URL", &url)]).await;
    let anna = world.designer().await;
    let asset = id(&anna
        .upload("Logo.png", plain([0, 0xaa, 0]))
        .await
        .expect(201));
    assert!(!anna.bytes(&format!("/api/assets/{asset}")).await.is_empty());
    assert!(folder.path().join("images/org").is_dir());
    assert!(!world.node.data().join("assets").exists());
}

/// What holds for images in a folder holds in a bucket.
async fn what_is_uploaded_comes_back_uniform(backend: Backend) {
    let bucket = Bucket::start(free_port()).await;
    super::assets::what_is_uploaded_comes_back_uniform(world(backend, &bucket).await).await;
    assert_eq!(bucket.keys().len(), 3);
}

async fn uploads_that_a_kill_cuts_off_leave_nothing_wrong(backend: Backend) {
    let bucket = Bucket::start(free_port()).await;
    let world = world(backend, &bucket).await;
    super::asset_bytes::uploads_that_a_kill_cuts_off_leave_nothing_wrong(world).await;
}

stories_with_settings![
    while_the_bucket_is_away_nothing_is_stored_and_what_is_in_memory_is_served,
    a_wrong_secret_is_refused_by_the_bucket_and_told,
    a_folder_of_ones_own_choice,
    what_is_uploaded_comes_back_uniform,
    uploads_that_a_kill_cuts_off_leave_nothing_wrong,
];
