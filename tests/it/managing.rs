//! A company in real Chromium: signing in by WorkOS, and the pages of those who manage.

use std::time::Duration;

use imprimatur_tests::company::Company;
use imprimatur_tests::root;
use imprimatur_tests::scripts::Script;
use imprimatur_tests::soak;

/// How many come in at once: a debug build takes minutes for ten thousand.
const PEOPLE: u32 = 2_000;
const PEOPLE_SOAKING: u32 = 10_000;

async fn story(name: &str, more: &[&str]) {
    let company = Company::start(&[]).await;
    company.verify_domain().await;
    let out = root().join("test-results").join(name).display().to_string();
    let address = company.node.address();
    let workos = company.workos.address();
    let mut given = vec![
        "--address",
        &address,
        "--workos",
        &workos,
        "--organisation",
        &company.organisation,
        "--out",
        &out,
    ];
    given.extend(more);
    let script = Script::start(&format!("browser/{name}.mjs"), &given);
    let limit = if soak() { 1_800 } else { 345 };
    println!("{}", script.finish(Duration::from_secs(limit)).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_signs_in_switches_and_edits_on_while_tokens_end() {
    story("sign-in", &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_administrator_of_thousands_sees_and_mends() {
    let people = if soak() { PEOPLE_SOAKING } else { PEOPLE };
    story("administration", &["--people", &people.to_string()]).await;
}
