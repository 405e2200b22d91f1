//! Presence on its way between nodes. Written by the room that people are in, read by the rooms of the same draft elsewhere.

use std::sync::Arc;

use bytes::Bytes;
use imprimatur_protocol::frame::{FrameError, Reader, write_bytes, write_varuint};
use imprimatur_protocol::{Id, PersonId};
use uuid::Uuid;

use super::outbox::Sent;

/// Somebody on another node, as they are to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Elsewhere {
    pub(super) person: PersonId,
    pub(super) sent: Sent,
}

/// Writes where people are.
pub(super) fn write(all: &[Elsewhere]) -> Bytes {
    let mut out = Vec::new();
    for Elsewhere { person, sent } in all {
        write_bytes(&mut out, person.uuid().as_bytes());
        write_varuint(&mut out, sent.client);
        write_varuint(&mut out, sent.clock);
        // An empty text withdraws: no state is so short.
        write_bytes(
            &mut out,
            sent.state.as_deref().unwrap_or_default().as_bytes(),
        );
    }
    out.into()
}

/// Reads what [`write`] wrote, as far as it can be read: presence is renewed, so a part of it is better than nothing.
pub(super) fn read(bytes: &[u8]) -> Vec<Elsewhere> {
    let mut reader = Reader::new(bytes);
    let mut all = Vec::new();
    while reader.remaining() > 0 {
        match read_one(&mut reader) {
            Ok(one) => all.push(one),
            Err(cause) => {
                tracing::debug!(error.cause = %cause, "presence of another node cannot be read: {cause}");
                break;
            }
        }
    }
    all
}

fn read_one(reader: &mut Reader<'_>) -> Result<Elsewhere, FrameError> {
    let person = Uuid::from_slice(reader.bytes()?).map_err(|_| FrameError::Truncated)?;
    let client = reader.varuint()?;
    let clock = reader.varuint()?;
    let state = reader.string()?;
    Ok(Elsewhere {
        person: PersonId::from_uuid(person),
        sent: Sent {
            client,
            clock,
            state: (!state.is_empty()).then(|| Arc::from(state)),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_is_cut_is_read_as_far_as_it_goes() {
        let one = |client: u64, state: Option<&str>| Elsewhere {
            person: PersonId::from_uuid(Uuid::from_u128(client.into())),
            sent: Sent {
                client,
                clock: 1 << 40,
                state: state.map(Arc::from),
            },
        };
        let all = [one(1 << 50, Some("{}")), one(16, None)];
        let bytes = write(&all);
        assert_eq!(read(&bytes), all);
        assert_eq!(read(&bytes[..bytes.len() - 1]), all[..1]);
        assert_eq!(read(&[]), []);
    }
}
