//! How often requests may come: from an address, of a person, of an organisation.

use imprimatur_tests::{
    Answer, Backend, Cluster, Dialect, Person, Socket, World, stories_with_settings,
};
use reqwest::Method;

/// How many of some requests pass.
async fn passed(person: &Person, requests: usize) -> (usize, Option<Answer>) {
    let mut passed = 0;
    let mut refused = None;
    for _ in 0..requests {
        let answer = person.get("/api/me").await;
        if answer.status == 200 {
            passed += 1;
        } else {
            refused = Some(answer);
        }
    }
    (passed, refused)
}

#[track_caller]
fn told_to_wait(answer: &Answer) {
    answer.expect_error(429, "too_many_requests");
    let wait: u32 = answer.header("retry-after").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
}

async fn a_person_over_the_rate_is_told_to_wait_and_nobody_else_is(backend: Backend) {
    let world = World::with(backend, &[("LIMIT_REQUESTS_PER_MINUTE_OF_PERSON", "20")]).await;
    let (anna, ben) = (world.designer().await, world.second_designer().await);
    let draft = ben.template("Diplom").await.draft_id;
    let (count, refused) = passed(&anna, 40).await;
    assert!((20..35).contains(&count), "{count}");
    told_to_wait(&refused.expect("some were refused"));
    // The same person by another sign-in, and by a socket.
    let again = world.designer().await;
    while passed(&again, 1).await.0 == 1 {}
    let refused = Socket::try_open(&again, &draft, Dialect::Ours).await;
    let refused = refused.err().expect("the socket counts, too");
    assert_eq!(refused.status, 429);
    assert!(refused.body.contains("too_many_requests"));
    assert_eq!(ben.get("/api/me").await.status, 200);
    assert_eq!(world.stranger().get("/healthz").await.status, 200);
}

async fn an_organisation_over_the_rate_takes_nothing_from_another(backend: Backend) {
    let settings = [("LIMIT_REQUESTS_PER_MINUTE_OF_ORGANISATION", "30")];
    let world = World::with(backend, &settings).await;
    let (anna, ben) = (world.designer().await, world.second_designer().await);
    passed(&anna, 60).await;
    let (_, refused) = passed(&ben, 10).await;
    told_to_wait(&refused.expect("they are of one organisation"));
    assert_eq!(world.outsider().await.get("/api/me").await.status, 200);
}

async fn an_address_over_the_rate_is_refused_before_anybody_is_looked_up(backend: Backend) {
    let world = World::with(
        backend,
        &[
            ("LIMIT_REQUESTS_PER_MINUTE_OF_ADDRESS", "30"),
            ("LOCAL_SIGN_IN", "insecure-anyone-may-enter"),
            ("TRUSTED_PROXIES", "127.0.0.0/8"),
        ],
    )
    .await;
    let stranger = world.stranger();
    let from = async |address: &str, path: &str| {
        let headers = [("x-forwarded-for", address)];
        stranger.ask(Method::GET, path, None, &headers).await
    };
    let mut refused = None;
    for _ in 0..60 {
        let answer = from("203.0.113.7", "/api/me").await;
        if answer.status != 401 {
            refused = Some(answer);
        }
    }
    told_to_wait(&refused.expect("some were refused"));
    // A forged beginning of the list is not believed, another client has its own rate, and the page and probes are not counted.
    let forged = from("198.51.100.1, 203.0.113.7", "/api/nothing").await;
    told_to_wait(&forged);
    assert_eq!(from("203.0.113.8", "/api/me").await.status, 401);
    for path in ["/", "/healthz", "/readyz"] {
        assert_ne!(from("203.0.113.7", path).await.status, 429, "{path}");
    }
}

/// Whoever guesses gets no more tries from more nodes, nor from one that starts anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sign_ins_are_counted_by_all_nodes_together() {
    let settings = [
        ("LIMIT_SIGN_INS_PER_MINUTE", "12"),
        ("LOCAL_SIGN_IN", "insecure-anyone-may-enter"),
        ("TRUSTED_PROXIES", "127.0.0.0/8"),
    ];
    let mut cluster = Cluster::start(3, &settings).await;
    let strangers: Vec<Person> = cluster
        .nodes
        .iter()
        .map(|node| Person::stranger(&node.address()))
        .collect();
    let tries = async |node: usize, address: &str| {
        let body = serde_json::json!({ "email": "nobody@sample.example" });
        let headers = [("x-forwarded-for", address)];
        let path = "/auth/local";
        let asked = strangers[node].ask(Method::POST, path, Some(&body), &headers);
        asked.await
    };
    let begun = std::time::Instant::now();
    let mut passed = 0;
    for number in 0..45 {
        let answer = tries(number % 3, "203.0.113.7").await;
        match answer.status {
            403 => passed += 1,
            _ => told_to_wait(&answer),
        }
    }
    // One comes back every five seconds.
    let back = || begun.elapsed().as_secs() as usize / 5 + 1;
    assert!((12..=12 + back()).contains(&passed), "{passed}");
    cluster.nodes[0].kill();
    cluster.nodes[0].restart().await;
    for _ in 0..8 {
        passed += usize::from(tries(0, "203.0.113.7").await.status == 403);
    }
    assert!(
        passed <= 12 + back(),
        "what comes back with time, and no more: {passed}"
    );
    assert_eq!(tries(0, "203.0.113.8").await.status, 403);
}

stories_with_settings!(
    a_person_over_the_rate_is_told_to_wait_and_nobody_else_is,
    an_organisation_over_the_rate_takes_nothing_from_another,
    an_address_over_the_rate_is_refused_before_anybody_is_looked_up,
);
