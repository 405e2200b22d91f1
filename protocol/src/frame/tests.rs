use super::*;
use crate::presence;
use serde_json::{Value, json};

fn golden(file: &str) -> Vec<Value> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/golden/frames")
        .join(file);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2)
        .map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap())
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a message means, as the golden files say it.
fn meaning(message: &Message<'_>) -> Value {
    match message {
        Message::SyncStep1(payload) => json!({"type": "sync_step_1", "payload": hex(payload)}),
        Message::SyncStep2(payload) => json!({"type": "sync_step_2", "payload": hex(payload)}),
        Message::Update(payload) => json!({"type": "update", "payload": hex(payload)}),
        Message::Awareness(payload) => {
            let entries: Vec<Value> = presence::read(payload, 99)
                .unwrap()
                .iter()
                .map(|e| json!({"client": e.client, "clock": e.clock, "state": e.state}))
                .collect();
            json!({"type": "awareness", "entries": entries})
        }
        Message::QueryAwareness => json!({"type": "query_awareness"}),
    }
}

#[test]
fn c4_messages_of_y_protocols_read_and_write_as_the_javascript_does() {
    for case in golden("y-protocols.json") {
        let name = case["name"].as_str().unwrap();
        let bytes = unhex(case["hex"].as_str().unwrap());
        let message = Message::read(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(meaning(&message), case["meaning"], "{name}");
        assert_eq!(hex(&message.write()), hex(&bytes), "{name}");
        if let Message::Awareness(payload) = message {
            let entries = presence::read(payload, 99).unwrap();
            assert_eq!(presence::write(entries.into_iter()), payload, "{name}");
        }
    }
}

#[test]
fn c4_what_is_not_one_message_is_an_error_with_its_name() {
    for case in golden("malformed.json") {
        let name = case["name"].as_str().unwrap();
        let error = Message::read(&unhex(case["hex"].as_str().unwrap())).unwrap_err();
        let word = match error {
            FrameError::Truncated => "truncated",
            FrameError::NumberTooLarge => "number_too_large",
            FrameError::TrailingBytes => "trailing_bytes",
            FrameError::NotUtf8 => "not_utf8",
            FrameError::UnknownType(_) => "unknown_type",
            FrameError::BodyMalformed(_) => "body_malformed",
        };
        assert_eq!(word, case["error"], "{name}");
    }
}

#[test]
fn own_messages_read_and_write_as_the_specification_says() {
    for case in golden("own.json") {
        let name = case["name"].as_str().unwrap();
        let bytes = unhex(case["hex"].as_str().unwrap());
        let own = Own::read(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let (kind, body) = match &own {
            Own::Hello(body) => ("hello", json!(body)),
            Own::Saved(body) => ("saved", json!(body)),
            Own::Refused(body) => ("refused", json!(body)),
            Own::Lagging => ("lagging", json!({})),
            Own::GoingAway(body) => ("going_away", json!(body)),
            Own::Unsaved(body) => ("unsaved", json!(body)),
            Own::Expiring(body) => ("expiring", json!(body)),
            Own::News(body) => ("news", json!(body)),
        };
        assert_eq!(
            case["meaning"],
            json!({"type": kind, "body": body}),
            "{name}"
        );
        assert_eq!(Own::read(&own.write()).unwrap(), own, "{name}");
        // A client that sends one breaks a rule.
        assert!(
            matches!(Message::read(&bytes), Err(FrameError::UnknownType(kind)) if kind >= 100),
            "{name}"
        );
    }
}

#[test]
fn c4_every_cut_of_a_message_is_an_error() {
    for case in golden("y-protocols.json") {
        let bytes = unhex(case["hex"].as_str().unwrap());
        for end in 0..bytes.len() {
            assert!(Message::read(&bytes[..end]).is_err(), "{}", case["name"]);
        }
    }
}

#[test]
fn numbers_read_as_they_were_written() {
    for number in [
        0,
        1,
        127,
        128,
        16_383,
        16_384,
        u64::from(u32::MAX),
        LARGEST_NUMBER,
    ] {
        let mut out = Vec::new();
        write_varuint(&mut out, number);
        let mut reader = Reader::new(&out);
        assert_eq!(reader.varuint(), Ok(number));
        assert_eq!(reader.end(), Ok(()));
    }
    let mut out = Vec::new();
    write_varuint(&mut out, LARGEST_NUMBER + 1);
    assert_eq!(Reader::new(&out).varuint(), Err(FrameError::NumberTooLarge));
}
