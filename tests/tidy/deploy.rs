//! What stands in `deploy/` is true of the program: its settings, its proxy, its unit.

use crate::{none, sources};

fn read(name: &str) -> String {
    let path = imprimatur_tests::root().join("deploy").join(name);
    std::fs::read_to_string(path).expect("the file is there")
}

/// Every setting of the server, and whether it is one without which nobody gets in, or that holds a secret.
fn settings() -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for source in sources("server/src/config", &[".rs"]) {
        for argument in source.text.split("#[arg(").skip(1) {
            let argument = argument.split(")]").next().unwrap_or_default();
            if let Some((_, rest)) = argument.split_once("env = \"") {
                let name = rest.split('"').next().unwrap_or_default();
                let is_needed =
                    name.starts_with("WORKOS_") || argument.contains("hide_env_values = true");
                found.push((name.to_owned(), is_needed));
            }
        }
        let limits = source.text.split('"');
        let limits = limits.filter(|word| word.starts_with("LIMIT_") && is_name(word));
        found.extend(limits.map(|name| (name.to_owned(), false)));
    }
    assert!(found.len() > 60, "{found:?}");
    found
}

fn is_name(word: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    word.starts_with(|first: char| first.is_ascii_uppercase()) && word.bytes().all(plain)
}

/// The variables of a file of `NAME=value`, also of those lines that are left out by a `#` at once before the name.
fn of_lines(text: &str) -> Vec<String> {
    let names = text.lines().filter_map(|line| {
        let (name, _) = line.trim_start_matches('#').split_once('=')?;
        is_name(name).then(|| name.to_owned())
    });
    names.collect()
}

/// The variables that an image brings.
fn of_image(text: &str) -> Vec<String> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("ENV "));
    let words = lines.flat_map(str::split_whitespace);
    words
        .filter_map(|word| Some(word.split_once('=')?.0.to_owned()))
        .collect()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The variables of each `environment:`, with the key that it stands in.
fn of_services(text: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = text.lines().filter(|it| !it.trim().is_empty()).collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.trim() != "environment:" {
            continue;
        }
        let above = lines[..at].iter().rev();
        let owner = above
            .copied()
            .find(|above| indent(above) < indent(line) && !above.trim_start().starts_with('#'));
        let owner = owner.and_then(|owner| owner.trim().split(':').next());
        let within = lines[at + 1..]
            .iter()
            .take_while(|inner| indent(inner) > indent(line));
        for inner in within {
            let name = inner.trim().split(':').next().unwrap_or_default();
            if !name.starts_with('#') {
                found.push((owner.unwrap_or_default().to_owned(), name.to_owned()));
            }
        }
    }
    found
}

/// Whose variables those of another service's image are.
fn is_of_another(owner: &str, name: &str) -> bool {
    match owner {
        "postgres" => name.starts_with("POSTGRES_"),
        "registry" => name.starts_with("MYSQL_"),
        _ => false,
    }
}

#[test]
fn a_variable_that_is_deployed_is_a_setting() {
    let settings = settings();
    let is_setting = |name: &str| settings.iter().any(|(known, _)| known == name);
    let mut breaches = Vec::new();
    let mut judge = |file: &str, names: Vec<String>| {
        assert!(!names.is_empty(), "{file} sets something");
        let wrong = names.into_iter().filter(|name| !is_setting(name));
        breaches.extend(wrong.map(|name| format!("deploy/{file}: {name}")));
    };
    judge("imprimatur.env", of_lines(&read("imprimatur.env")));
    judge("Dockerfile", of_image(&read("Dockerfile")));
    let composed = of_services(&read("compose.yaml"));
    for owner in ["x-node", "postgres", "registry"] {
        assert!(composed.iter().any(|(known, _)| known == owner), "{owner}");
    }
    let own = composed
        .into_iter()
        .filter(|(owner, name)| !is_of_another(owner, name));
    judge("compose.yaml", own.map(|(_, name)| name).collect());
    none("a variable that is deployed is a setting", &breaches);

    assert_eq!(of_lines("# A=1\n#LISTE=2\nLISTEN=3"), ["LISTE", "LISTEN"]);
    assert_eq!(
        of_image("ENV LISTE=1 LISTEN=2\nRUN A=3"),
        ["LISTE", "LISTEN"]
    );
    let text = "a:\n  b: 1\n  environment:\n    # c:\n    LISTE: 1\n    LISTEN:\n  d: 2\n";
    let of_a = ["LISTE", "LISTEN"].map(|name| ("a".to_owned(), name.to_owned()));
    assert_eq!(of_services(text), of_a);
    assert!(!is_setting("LISTE") && is_setting("LISTEN") && is_setting("LIMIT_FRAME_BYTES"));
    assert!(!is_of_another("x-node", "MYSQL_URL") && !is_of_another("postgres", "LISTEN"));
}

#[test]
fn what_lets_people_in_and_what_is_secret_can_be_deployed() {
    let lines = of_lines(&read("imprimatur.env"));
    let composed = of_services(&read("compose.yaml"));
    let needed = settings().into_iter().filter(|(_, is_needed)| *is_needed);
    let needed: Vec<String> = needed.map(|(name, _)| name).collect();
    for name in ["WORKOS_CLIENT_ID", "SMTP_URL", "DATABASE_URL"] {
        assert!(needed.iter().any(|it| it == name), "{needed:?}");
    }
    let mut breaches = Vec::new();
    for name in needed {
        if !lines.contains(&name) {
            breaches.push(format!("deploy/imprimatur.env does not name {name}"));
        }
        if !composed.contains(&("x-node".to_owned(), name.clone())) {
            breaches.push(format!("deploy/compose.yaml does not hand on {name}"));
        }
    }
    none(
        "what lets people in, and what is secret, is named in imprimatur.env and handed on by compose.yaml",
        &breaches,
    );
}

/// What a node must be told of every request: whom it is asked for, and who asks.
const TOLD: [&str; 2] = ["Host", "X-Forwarded-For"];

/// The headers among [`TOLD`] that some location does not set. One that sets any header takes over none from outside (nginx, `proxy_set_header`).
fn untold(text: &str) -> Vec<String> {
    let sets = |lines: &[&str], name: &str| {
        lines
            .iter()
            .any(|line| line.starts_with(&format!("proxy_set_header {name} ")))
    };
    let (mut outside, mut locations) = (Vec::new(), Vec::<Vec<&str>>::new());
    let mut is_in_location = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("location ") {
            locations.push(vec![line]);
            is_in_location = true;
        } else if is_in_location {
            is_in_location = line != "}";
            locations.last_mut().expect("it has begun").push(line);
        } else {
            outside.push(line);
        }
    }
    let mut found = Vec::new();
    for location in &locations {
        let has_own = location
            .iter()
            .any(|line| line.starts_with("proxy_set_header "));
        let counting = if has_own { location } else { &outside };
        let missing = TOLD.iter().filter(|name| !sets(counting, name));
        found.extend(missing.map(|name| format!("{} tells no {name}", location[0])));
    }
    assert!(!locations.is_empty(), "there are locations");
    found
}

#[test]
fn the_proxy_tells_nodes_whom_they_are_asked_for_and_who_asks() {
    none("deploy/nginx.conf", &untold(&read("nginx.conf")));

    let both = "proxy_set_header Host $http_host;\nproxy_set_header X-Forwarded-For $a;\n";
    let own = "proxy_set_header Connection \"\";\n";
    let location = |inside: &str| format!("location / {{\n{inside}}}\n");
    assert_eq!(untold(&(both.to_owned() + &location(""))).len(), 0);
    assert_eq!(untold(&location(&(own.to_owned() + both))).len(), 0);
    assert_eq!(untold(&(both.to_owned() + &location(own))).len(), 2);
    assert_eq!(untold(&location("")).len(), 2);
}

/// Whether a call that the unit does not allow kills the node, instead of failing.
fn kills(unit: &str) -> bool {
    let has = |start: &str| unit.lines().any(|line| line.starts_with(start));
    has("SystemCallFilter=") && !has("SystemCallErrorNumber=E")
}

#[test]
fn a_system_call_that_is_not_allowed_fails_and_does_not_kill() {
    assert!(
        !kills(&read("imprimatur.service")),
        "deploy/imprimatur.service filters system calls without SystemCallErrorNumber"
    );
    assert!(kills("SystemCallFilter=@system-service\n"));
}
