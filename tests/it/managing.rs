//! A company in real Chromium: signing in by WorkOS, and the pages of those who manage.

use std::time::Duration;

use imprimatur_tests::company::Company;
use imprimatur_tests::root;
use imprimatur_tests::scripts::Script;

async fn story(name: &str) {
    let company = Company::start(&[]).await;
    company.verify_domain().await;
    let out = root().join("test-results").join(name).display().to_string();
    let script = Script::start(
        &format!("browser/{name}.mjs"),
        &[
            "--address",
            &company.node.address(),
            "--workos",
            &company.workos.address(),
            "--organisation",
            &company.organisation,
            "--out",
            &out,
        ],
    );
    println!("{}", script.finish(Duration::from_secs(300)).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_signs_in_switches_and_edits_on_while_tokens_end() {
    story("sign-in").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_administrator_of_ten_thousand_sees_and_mends() {
    story("administration").await;
}
