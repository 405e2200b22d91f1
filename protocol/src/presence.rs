//! Presence: who is where. The payload of awareness messages, entry by entry (SPEC §3).
//!
//! What a state holds is between clients (ours: `cursor`, `selection`, `tool`, `page`, `language`, `gesture`; the types stand
//! in `web-client/src/document/model.ts`), except for two keys that are the server's: `user` and `quiet`.

use serde_json::{Map, Value};

use crate::frame::{FrameError, PresentPerson, Reader, write_bytes, write_varuint};

/// One client id's state at one clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The Yjs client id.
    pub client: u64,
    /// Counts the changes of this state; a greater one replaces a smaller one.
    pub clock: u64,
    /// JSON; `None` withdraws the state.
    pub state: Option<&'a str>,
}

/// What a withdrawn state is on the wire.
const WITHDRAWN: &str = "null";

/// Reads the payload of an awareness message. Of its entries only the first `most` are given (P1); all must be well formed.
pub fn read(payload: &[u8], most: usize) -> Result<Vec<Entry<'_>>, FrameError> {
    let mut reader = Reader::new(payload);
    let count = reader.varuint()?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let client = reader.varuint()?;
        let clock = reader.varuint()?;
        let state = reader.string()?;
        if entries.len() < most {
            entries.push(Entry {
                client,
                clock,
                state: (state != WITHDRAWN).then_some(state),
            });
        }
    }
    reader.end()?;
    Ok(entries)
}

/// Writes the payload of an awareness message.
pub fn write<'a>(entries: impl ExactSizeIterator<Item = Entry<'a>>) -> Vec<u8> {
    let mut out = Vec::new();
    write_varuint(&mut out, entries.len() as u64);
    for entry in entries {
        write_varuint(&mut out, entry.client);
        write_varuint(&mut out, entry.clock);
        write_bytes(&mut out, entry.state.unwrap_or(WITHDRAWN).as_bytes());
    }
    out
}

/// Writes the server's word into a state (P2): `user` is whom the session belongs to, whatever the client says, and a
/// client cannot make itself look `quiet`. `None` when the text is not a JSON object.
pub fn attribute(state: &str, person: &PresentPerson) -> Option<String> {
    let mut keys: Map<String, Value> = serde_json::from_str(state).ok()?;
    keys.insert(
        "user".to_owned(),
        serde_json::to_value(person).expect("a person has text keys only, so it is always JSON"),
    );
    keys.remove("quiet");
    Some(Value::Object(keys).to_string())
}

/// The same state with `"quiet": true`: nothing was heard from its socket for a while (P4).
pub fn quieten(attributed: &str) -> String {
    let mut keys: Map<String, Value> = serde_json::from_str(attributed).unwrap_or_default();
    keys.insert("quiet".to_owned(), Value::Bool(true));
    Value::Object(keys).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flurina() -> PresentPerson {
        PresentPerson {
            id: "per_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b".parse().unwrap(),
            name: "Flurina Caduff".to_owned(),
            color: "#2f6f4f".to_owned(),
        }
    }

    #[test]
    fn entries_are_read_as_they_were_written() {
        let entries = [
            Entry {
                client: 4_294_967_295,
                clock: 7,
                state: Some(r#"{"cursor":null}"#),
            },
            Entry {
                client: 16,
                clock: 95_000_000_000,
                state: None,
            },
        ];
        let payload = write(entries.into_iter());
        assert_eq!(read(&payload, 2).unwrap(), entries);
        assert_eq!(read(&payload, 1).unwrap(), entries[..1]);
        let cut = &payload[..payload.len() - 1];
        assert_eq!(read(cut, 1), Err(FrameError::Truncated));
        assert_eq!(write([].into_iter()), [0]);
    }

    #[test]
    fn a_huge_count_is_an_error_and_reserves_nothing() {
        let mut payload = Vec::new();
        write_varuint(&mut payload, crate::frame::LARGEST_NUMBER);
        assert_eq!(read(&payload, 9), Err(FrameError::Truncated));
        assert_eq!(read(&[0, 0], 9), Err(FrameError::TrailingBytes));
    }

    #[test]
    fn p2_user_is_the_servers_word() {
        let state = attribute(
            r#"{"user":{"name":"Admin"},"quiet":true,"cursor":{"page":"p","at":[1.5,2]}}"#,
            &flurina(),
        )
        .unwrap();
        let state: Value = serde_json::from_str(&state).unwrap();
        assert_eq!(state["user"]["name"], "Flurina Caduff");
        assert_eq!(state["cursor"]["at"][0], 1.5);
        assert!(state.get("quiet").is_none());
    }

    #[test]
    fn p2_a_state_is_a_json_object() {
        for odd in ["", "[]", "7", "\"x\"", "null", "{", "{\"a\":}"] {
            assert_eq!(attribute(odd, &flurina()), None, "{odd:?} was taken");
        }
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
        assert_eq!(attribute(&deep, &flurina()), None);
    }

    #[test]
    fn p4_a_quiet_state_says_so() {
        let state = quieten(&attribute("{}", &flurina()).unwrap());
        let state: Value = serde_json::from_str(&state).unwrap();
        assert_eq!(state["quiet"], true);
        assert_eq!(state["user"]["color"], "#2f6f4f");
    }
}
