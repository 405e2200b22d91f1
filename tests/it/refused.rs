//! Requests that are turned away, each with its status and code.

use imprimatur_tests::{Answer, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

/// What, how, with which body and headers, status and code.
type Row<'a> = (
    &'a str,
    Method,
    &'a str,
    Option<&'a Value>,
    Vec<(&'a str, &'a str)>,
    u16,
    &'a str,
);

async fn refused_requests(world: World) {
    let anna = world.designer().await;
    let json = [("content-type", "application/json")];
    let template = json!({ "name": "Diplom" });
    let long = json!({ "name": "x".repeat(5_000_000) });

    let local = json!({ "email": "designer@sample.example" });
    let nobody = json!({ "email": "nobody@sample.example" });
    let number = json!({ "email": 7 });
    let more = json!({ "email": "designer@sample.example", "role": "admin" });
    let empty_name = json!({ "name": "  " });
    let controls = json!({ "name": "a\u{7}b" });
    let both = json!({ "name": "x", "starter": "diploma", "layout": {} });
    let no_starter = json!({ "name": "x", "starter": "nothing" });
    let locale = json!({ "preferred_locale": "xx" });
    let rows: Vec<Row<'_>> = vec![
        (
            "an unknown person",
            Method::POST,
            "/auth/local",
            Some(&nobody),
            vec![],
            403,
            "sign_in_unknown",
        ),
        (
            "a wrong type",
            Method::POST,
            "/auth/local",
            Some(&number),
            vec![],
            400,
            "body_invalid",
        ),
        (
            "an unknown key",
            Method::POST,
            "/auth/local",
            Some(&more),
            vec![],
            400,
            "body_invalid",
        ),
        (
            "a form",
            Method::POST,
            "/auth/local",
            Some(&local),
            vec![("content-type", "application/x-www-form-urlencoded")],
            415,
            "json_required",
        ),
        (
            "plain text",
            Method::POST,
            "/api/templates",
            Some(&template),
            vec![("content-type", "text/plain")],
            415,
            "json_required",
        ),
        (
            "no body",
            Method::POST,
            "/api/templates",
            None,
            json.to_vec(),
            400,
            "body_invalid",
        ),
        (
            "a huge body",
            Method::POST,
            "/api/templates",
            Some(&long),
            vec![],
            413,
            "body_too_large",
        ),
        (
            "an empty name",
            Method::POST,
            "/api/templates",
            Some(&empty_name),
            vec![],
            422,
            "name_invalid",
        ),
        (
            "control characters",
            Method::POST,
            "/api/templates",
            Some(&controls),
            vec![],
            422,
            "name_invalid",
        ),
        (
            "starter and layout",
            Method::POST,
            "/api/templates",
            Some(&both),
            vec![],
            422,
            "starter_and_layout",
        ),
        (
            "no such starter",
            Method::POST,
            "/api/templates",
            Some(&no_starter),
            vec![],
            422,
            "starter_unknown",
        ),
        (
            "no such language",
            Method::PATCH,
            "/api/me",
            Some(&locale),
            vec![],
            422,
            "locale_unknown",
        ),
        (
            "another origin",
            Method::POST,
            "/api/templates",
            Some(&template),
            vec![("origin", "https://elsewhere.example")],
            403,
            "origin_not_allowed",
        ),
        (
            "an opaque origin",
            Method::POST,
            "/api/templates",
            Some(&template),
            vec![("origin", "null")],
            403,
            "origin_not_allowed",
        ),
        (
            "another host",
            Method::GET,
            "/api/me",
            None,
            vec![("host", "elsewhere.example")],
            421,
            "host_not_allowed",
        ),
        (
            "behind a proxy",
            Method::GET,
            "/api/me",
            None,
            vec![("x-forwarded-for", "203.0.113.7")],
            403,
            "forwarded_refused",
        ),
        (
            "behind a proxy",
            Method::GET,
            "/api/me",
            None,
            vec![("forwarded", "for=203.0.113.7")],
            403,
            "forwarded_refused",
        ),
        (
            "a wrong method",
            Method::PUT,
            "/api/templates",
            Some(&template),
            vec![],
            405,
            "method_not_allowed",
        ),
        (
            "an unknown address",
            Method::GET,
            "/api/nothing",
            None,
            vec![],
            404,
            "not_found",
        ),
        (
            "an unknown address",
            Method::GET,
            "/auth/nothing",
            None,
            vec![],
            404,
            "not_found",
        ),
        (
            "an unknown template",
            Method::GET,
            "/api/templates/tpl_0190c0ffee0070008000000000000000",
            None,
            vec![],
            404,
            "not_found",
        ),
        (
            "not an id",
            Method::GET,
            "/api/templates/%00",
            None,
            vec![],
            404,
            "not_found",
        ),
        (
            "not an id",
            Method::GET,
            "/api/drafts/..%2f..%2fetc/layout",
            None,
            vec![],
            404,
            "not_found",
        ),
    ];
    let mut wrong = Vec::new();
    for (what, method, path, body, headers, status, code) in rows {
        let answer = anna.ask(method.clone(), path, body, &headers).await;
        if !is_error(&answer, status, code) {
            wrong.push(format!(
                "{what}: {method} {path} {headers:?}: {} {}, not {status} {code}",
                answer.status, answer.text
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The shape of every refusal: status, stable code, a sentence.
fn is_error(answer: &Answer, status: u16, code: &str) -> bool {
    answer.status == status
        && answer.code() == code
        && answer.body["message"]
            .as_str()
            .is_some_and(|text| !text.is_empty())
}

stories![refused_requests];
