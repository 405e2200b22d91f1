//! Envelopes as bytes: what one node writes, a node of the version before or after reads, or passes over.

use imprimatur_protocol::frame::{
    About, FrameError, News as Told, Reader, write_bytes, write_varuint,
};
use imprimatur_protocol::{DraftId, Id, OrganisationId, PersonId, SessionId};
use uuid::Uuid;

use super::{Envelope, News, NodeId, Notice, RoomNews, Said, Topic};

/// The first number of every message. Another one means another layout of all that follows.
const VERSION: u64 = 1;

const SESSION_ENDED: u64 = 0;
const DRAFT_DELETED: u64 = 1;
const RIGHTS_CHANGED: u64 = 2;
const DRAFT_NEWS: u64 = 3;
const PERSON_NEWS: u64 = 4;
const COMMITTED: u64 = 10;
const PRESENCE: u64 = 11;
const WHO_IS_THERE: u64 = 12;
const HERE: u64 = 13;

/// Why bytes are no envelope.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum CodecError {
    /// Cut short, or followed by more.
    #[error("{0}")]
    Frame(#[from] FrameError),
    /// Written by a program of another version. What it says is not known; that it spoke is.
    #[error("a message of a kind that this version does not know")]
    Unknown,
    /// An id that is no UUID.
    #[error("an id of the wrong length")]
    Id,
}

/// Writes an envelope. Its topic is not in it: the channel says that.
pub(super) fn write(envelope: &Envelope) -> Vec<u8> {
    let mut out = Vec::with_capacity(64);
    write_varuint(&mut out, VERSION);
    write_bytes(&mut out, &envelope.node.0.to_be_bytes());
    match &envelope.news {
        News::Notice(notice) => match notice {
            Notice::SessionEnded(session) => {
                write_varuint(&mut out, SESSION_ENDED);
                write_id(&mut out, session.uuid());
            }
            Notice::DraftDeleted(organisation, draft) => {
                write_varuint(&mut out, DRAFT_DELETED);
                write_id(&mut out, organisation.uuid());
                write_id(&mut out, draft.uuid());
            }
            Notice::RightsChanged(organisation, person) => {
                write_varuint(&mut out, RIGHTS_CHANGED);
                write_id(&mut out, organisation.uuid());
                write_id(&mut out, person.uuid());
            }
            Notice::DraftNews(organisation, draft, told) => {
                write_varuint(&mut out, DRAFT_NEWS);
                write_id(&mut out, organisation.uuid());
                write_id(&mut out, draft.uuid());
                write_told(&mut out, *told);
            }
            Notice::PersonNews(organisation, person, told) => {
                write_varuint(&mut out, PERSON_NEWS);
                write_id(&mut out, organisation.uuid());
                write_id(&mut out, person.uuid());
                write_told(&mut out, *told);
            }
        },
        News::Room(RoomNews { head, said }) => {
            let kind = match said {
                Said::Committed { .. } => COMMITTED,
                Said::Presence(_) => PRESENCE,
                Said::WhoIsThere => WHO_IS_THERE,
                Said::Here => HERE,
            };
            write_varuint(&mut out, kind);
            write_varuint(&mut out, *head);
            match said {
                Said::Committed { row, binds } => {
                    write_bytes(&mut out, row);
                    write_varuint(&mut out, binds.len() as u64);
                    for (client, person) in binds {
                        write_varuint(&mut out, *client);
                        write_id(&mut out, person.uuid());
                    }
                }
                Said::Presence(states) => write_bytes(&mut out, states),
                Said::WhoIsThere | Said::Here => {}
            }
        }
    }
    out
}

/// Reads what [`write`] wrote.
///
/// # Errors
/// The bytes are no envelope, or one of a kind that only another version of the program knows.
pub(super) fn read(bytes: &[u8], topic: Topic) -> Result<Envelope, CodecError> {
    let mut reader = Reader::new(bytes);
    if reader.varuint()? != VERSION {
        return Err(CodecError::Unknown);
    }
    let node: [u8; 8] = reader.bytes()?.try_into().map_err(|_| CodecError::Id)?;
    let node = NodeId(u64::from_be_bytes(node));
    let notice = |notice| Ok::<News, CodecError>(News::Notice(notice));
    let news = match reader.varuint()? {
        SESSION_ENDED => notice(Notice::SessionEnded(SessionId::from_uuid(read_id(
            &mut reader,
        )?)))?,
        DRAFT_DELETED => {
            let organisation = OrganisationId::from_uuid(read_id(&mut reader)?);
            let draft = DraftId::from_uuid(read_id(&mut reader)?);
            notice(Notice::DraftDeleted(organisation, draft))?
        }
        RIGHTS_CHANGED => {
            let organisation = OrganisationId::from_uuid(read_id(&mut reader)?);
            let person = PersonId::from_uuid(read_id(&mut reader)?);
            notice(Notice::RightsChanged(organisation, person))?
        }
        DRAFT_NEWS => {
            let organisation = OrganisationId::from_uuid(read_id(&mut reader)?);
            let draft = DraftId::from_uuid(read_id(&mut reader)?);
            let told = read_told(&mut reader)?;
            notice(Notice::DraftNews(organisation, draft, told))?
        }
        PERSON_NEWS => {
            let organisation = OrganisationId::from_uuid(read_id(&mut reader)?);
            let person = PersonId::from_uuid(read_id(&mut reader)?);
            let told = read_told(&mut reader)?;
            notice(Notice::PersonNews(organisation, person, told))?
        }
        kind @ (COMMITTED | PRESENCE | WHO_IS_THERE | HERE) => {
            let head = reader.varuint()?;
            let said = match kind {
                COMMITTED => {
                    let row = bytes::Bytes::copy_from_slice(reader.bytes()?);
                    let count = reader.varuint()?;
                    let mut binds = Vec::new();
                    // Bounded by the bytes that are there: each takes at least 18 of them.
                    for _ in 0..count {
                        let client = reader.varuint()?;
                        binds.push((client, PersonId::from_uuid(read_id(&mut reader)?)));
                    }
                    Said::Committed { row, binds }
                }
                PRESENCE => Said::Presence(bytes::Bytes::copy_from_slice(reader.bytes()?)),
                WHO_IS_THERE => Said::WhoIsThere,
                _ => Said::Here,
            };
            News::Room(RoomNews { head, said })
        }
        _ => return Err(CodecError::Unknown),
    };
    reader.end()?;
    Ok(Envelope { node, topic, news })
}

const ABOUT_DISCUSSIONS: u64 = 0;
const ABOUT_INBOX: u64 = 1;
const ABOUT_REVIEW: u64 = 2;
const ABOUT_PUBLICATION: u64 = 3;

fn write_told(out: &mut Vec<u8>, told: Told) {
    let about = match told.about {
        About::Discussions => ABOUT_DISCUSSIONS,
        About::Inbox => ABOUT_INBOX,
        About::Review => ABOUT_REVIEW,
        About::Publication => ABOUT_PUBLICATION,
    };
    write_varuint(out, about);
    write_varuint(out, told.revision);
}

fn read_told(reader: &mut Reader<'_>) -> Result<Told, CodecError> {
    let about = match reader.varuint()? {
        ABOUT_DISCUSSIONS => About::Discussions,
        ABOUT_INBOX => About::Inbox,
        ABOUT_REVIEW => About::Review,
        ABOUT_PUBLICATION => About::Publication,
        _ => return Err(CodecError::Unknown),
    };
    let revision = reader.varuint()?;
    Ok(Told { about, revision })
}

fn write_id(out: &mut Vec<u8>, id: Uuid) {
    write_bytes(out, id.as_bytes());
}

fn read_id(reader: &mut Reader<'_>) -> Result<Uuid, CodecError> {
    Uuid::from_slice(reader.bytes()?).map_err(|_| CodecError::Id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id<T: Id>(number: u128) -> T {
        T::from_uuid(Uuid::from_u128(number))
    }

    fn all() -> Vec<(Topic, News)> {
        let draft = Topic::Draft(id(7));
        let room = |head, said| (draft, News::Room(RoomNews { head, said }));
        vec![
            (
                Topic::Notices,
                News::Notice(Notice::SessionEnded(id(u128::MAX))),
            ),
            (
                Topic::Notices,
                News::Notice(Notice::DraftDeleted(id(1), id(2))),
            ),
            (
                Topic::Notices,
                News::Notice(Notice::RightsChanged(id(1), id(3))),
            ),
            (
                Topic::Notices,
                News::Notice(Notice::DraftNews(
                    id(1),
                    id(2),
                    Told {
                        about: About::Discussions,
                        revision: 1 << 50,
                    },
                )),
            ),
            (
                Topic::Notices,
                News::Notice(Notice::PersonNews(
                    id(1),
                    id(3),
                    Told {
                        about: About::Inbox,
                        revision: 0,
                    },
                )),
            ),
            room(
                1 << 50,
                Said::Committed {
                    row: bytes::Bytes::from(vec![9; 300]),
                    binds: vec![(1 << 52, id(4)), (16, id(5))],
                },
            ),
            room(0, Said::Presence(bytes::Bytes::from_static(b"x"))),
            room(3, Said::WhoIsThere),
            room(4, Said::Here),
        ]
    }

    #[test]
    fn what_is_written_is_read_and_what_is_cut_is_not() {
        for (topic, news) in all() {
            let envelope = Envelope {
                node: NodeId(u64::MAX - 5),
                topic,
                news,
            };
            let bytes = write(&envelope);
            assert_eq!(read(&bytes, topic), Ok(envelope));
            for length in 0..bytes.len() {
                assert!(read(&bytes[..length], topic).is_err());
            }
        }
    }

    #[test]
    fn a_kind_of_another_version_is_known_as_such() {
        let mut bytes = Vec::new();
        write_varuint(&mut bytes, VERSION);
        write_bytes(&mut bytes, &[0; 8]);
        write_varuint(&mut bytes, 99);
        assert_eq!(read(&bytes, Topic::Notices), Err(CodecError::Unknown));
        assert_eq!(read(&[2], Topic::Notices), Err(CodecError::Unknown));
    }
}
