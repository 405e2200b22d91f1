//! What the tests of this slice stand on: a platform on a temporary SQLite file, people, and peers that speak to a
//! room through queues that are flushed by hand.

mod bus;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use imprimatur_crdt::{ClientId, Document};
use imprimatur_protocol::frame::{Access, Message, Own, PresentPerson, Saved};
use imprimatur_protocol::presence::{self, Entry};
use imprimatur_protocol::{Close, DraftId, OrganisationId, PersonId, TemplateId};

use tokio_util::sync::CancellationToken;

use self::bus::FaultyBus;
use super::Collab;
use super::journal::Place;
use super::outbox::{End, Outgoing, outbox};
use super::room::{Participant, RoomMsg, SessionKey};
use super::session::{Session, Step};
use crate::bus::{LocalBus, NodeId};
use crate::clock::Clock;
use crate::config::Limits;
use crate::platform::Platform;
use crate::workspace::{args, record};

/// How long a test waits for what must come, before it fails.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// People who can be planted.
const NAMES: [&str; 4] = [
    "Anna Keller",
    "Luca Bernasconi",
    "Ursina Caduff",
    "Mireille Favre",
];

/// A node with one organisation, one template and its draft.
pub(super) struct World {
    pub(super) folder: Arc<tempfile::TempDir>,
    pub(super) collab: Collab,
    pub(super) bus: Arc<FaultyBus>,
    pub(super) place: Place,
    pub(super) anna: PresentPerson,
    pub(super) luca: PresentPerson,
}

impl World {
    pub(super) async fn new(settings: &[&str]) -> Self {
        Self::on(LocalBus::new(64), settings).await
    }

    /// The first node of several on one database.
    pub(super) async fn first(settings: &[&str]) -> Self {
        Self::on(LocalBus::shared(1_024), settings).await
    }

    async fn on(bus: LocalBus, settings: &[&str]) -> Self {
        let (folder, platform) = Platform::for_test(settings).await;
        let bus = FaultyBus::on(Arc::new(bus));
        // Idle rooms and silent sockets are judged by time that passes by itself.
        let platform = Platform {
            clock: Clock::system(),
            bus: bus.clone(),
            ..platform
        };
        let state = Document::new(ClientId::READER).encode_state();
        let (place, people) = plant(&platform, state, 2).await;
        let [anna, luca] = <[PresentPerson; 2]>::try_from(people).expect("two were asked for");
        let collab = Collab::start(platform);
        Self {
            folder: Arc::new(folder),
            collab,
            bus,
            place,
            anna,
            luca,
        }
    }

    /// Another node on the same database and bus.
    pub(super) fn next(&self, node: u64) -> Self {
        self.beside(Platform {
            node: NodeId(node),
            ..self.collab.platform().clone()
        })
    }

    /// As [`Self::next`]; when the way of one of them to the bus is cut, the other's is not.
    pub(super) fn cut_apart(&self, node: u64) -> Self {
        let bus = self.bus.beside();
        let platform = Platform {
            node: NodeId(node),
            bus: bus.clone(),
            ..self.collab.platform().clone()
        };
        Self {
            bus,
            ..self.beside(platform)
        }
    }

    /// As [`Self::next`]; it can end while the others go on.
    pub(super) fn ending_apart(&self, node: u64) -> Self {
        self.beside(Platform {
            node: NodeId(node),
            shutdown: CancellationToken::new(),
            ..self.collab.platform().clone()
        })
    }

    fn beside(&self, platform: Platform) -> Self {
        Self {
            folder: Arc::clone(&self.folder),
            collab: Collab::start(platform),
            bus: Arc::clone(&self.bus),
            place: self.place,
            anna: self.anna.clone(),
            luca: self.luca.clone(),
        }
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.collab.platform().config.limits
    }

    pub(super) async fn anna(&self) -> Peer {
        self.peer(&self.anna.clone(), Access::Edit, true)
            .await
            .unwrap()
    }

    pub(super) async fn luca(&self) -> Peer {
        self.peer(&self.luca.clone(), Access::Edit, true)
            .await
            .unwrap()
    }

    pub(super) async fn viewer(&self) -> Peer {
        self.peer(&self.luca.clone(), Access::View, true)
            .await
            .unwrap()
    }

    pub(super) async fn stock(&self) -> Peer {
        self.peer(&self.luca.clone(), Access::Edit, false)
            .await
            .unwrap()
    }

    pub(super) async fn peer(
        &self,
        person: &PresentPerson,
        access: Access,
        own: bool,
    ) -> Result<Peer, Close> {
        let hub = self.collab.hub();
        let key = hub.key();
        let who = Participant {
            session: self.collab.platform().clock.id(),
            person: person.clone(),
            access,
        };
        let mut outgoing = None;
        let limits = Arc::new(self.limits().clone());
        let room = hub
            .join(self.place, key, &who, || {
                let (room, socket) = outbox(own, &limits);
                outgoing = Some(socket);
                room
            })
            .await?;
        let session = Session::new(person.clone(), &limits);
        Ok(Peer {
            key,
            room,
            session,
            outgoing: outgoing.unwrap(),
        })
    }

    /// What is on disk, read anew.
    pub(super) async fn stored(&self) -> Document {
        self.collab
            .journal()
            .load(self.place)
            .await
            .unwrap()
            .unwrap()
            .into_document()
    }

    pub(super) async fn count(&self, sql: &'static str) -> i64 {
        record! {
            struct Count {
                count: i64,
            }
        }
        let mut tx = self.collab.platform().db.read().await.unwrap();
        tx.fetch_one::<Count>(sql, args![]).await.unwrap().count
    }

    /// Waits until no room is open.
    pub(super) async fn quiet(&self) {
        eventually("the room is still open", async || {
            self.collab.hub().places().is_empty()
        })
        .await;
    }
}

/// An organisation with so many people, a template, and its draft with this state.
pub(super) async fn plant(
    platform: &Platform,
    state: Vec<u8>,
    people: usize,
) -> (Place, Vec<PresentPerson>) {
    let clock = &platform.clock;
    let (organisation, template): (OrganisationId, TemplateId) = (clock.id(), clock.id());
    let people: Vec<PresentPerson> = NAMES
        .into_iter()
        .take(people)
        .map(|name| PresentPerson {
            id: clock.id(),
            name: name.to_owned(),
            color: "#2f6f4f".to_owned(),
        })
        .collect();
    let mut tx = platform.db.begin().await.unwrap();
    tx.execute(
        "INSERT INTO organisations (id, name, created_at) VALUES ($1, 'School', 0)",
        args![organisation],
    )
    .await
    .unwrap();
    for person in &people {
        tx.execute(
            "INSERT INTO people (id, email, name, preferred_locale, created_at) VALUES ($1, $1, $2, 'rm', 0)",
            args![person.id, &person.name],
        )
        .await
        .unwrap();
    }
    tx.execute(
        "INSERT INTO templates (id, organisation_id, name, search_name, created_by, created_at, updated_at)
         VALUES ($1, $2, 'Diploma', 'diploma', $3, 0, 0)",
        args![template, organisation, people[0].id],
    )
    .await
    .unwrap();
    let draft: DraftId = clock.id();
    super::store::insert(
        &mut tx,
        organisation,
        super::store::NewDraft {
            id: draft,
            template,
            state,
            now_ms: 0,
        },
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let place = Place {
        organisation,
        draft,
    };
    (place, people)
}

/// One client, its two queues flushed by hand.
pub(super) struct Peer {
    pub(super) key: SessionKey,
    pub(super) room: super::hub::RoomHandle,
    pub(super) session: Session,
    pub(super) outgoing: Outgoing,
}

/// What a peer was sent.
#[derive(Debug, PartialEq)]
pub(super) enum Got {
    Ask,
    Answer(Vec<u8>),
    Update(Vec<u8>),
    Presence(Vec<(u64, u64, Option<String>)>),
    Own(Own),
}

impl Peer {
    /// Sends one message, as the socket would.
    pub(super) async fn send(&mut self, message: Message<'_>) -> Result<(), Close> {
        let key = self.key;
        let step = self.session.step(&message.write().into());
        let message = match step.map_err(|breach| breach.close)? {
            Step::Answer(vector) => RoomMsg::Answer { key, vector },
            Step::Update(update) => RoomMsg::Update {
                key,
                update: Box::new(update),
            },
            Step::Presence(stated) => RoomMsg::Presence { key, stated },
            Step::QueryPresence => RoomMsg::QueryPresence(key),
            Step::Ignored => return Ok(()),
        };
        self.room.send(message).await.map_err(|_| Close::RoomFailed)
    }

    pub(super) async fn update(&mut self, update: &[u8]) {
        self.send(Message::Update(update)).await.unwrap();
    }

    pub(super) async fn answer(&mut self, update: &[u8]) {
        self.send(Message::SyncStep2(update)).await.unwrap();
    }

    pub(super) async fn shows(&mut self, client: u64, clock: u64, state: Option<&str>) {
        let payload = presence::write(
            [Entry {
                client,
                clock,
                state,
            }]
            .into_iter(),
        );
        self.send(Message::Awareness(&payload)).await.unwrap();
    }

    /// Everything that waits now.
    pub(super) fn got(&self) -> Vec<Got> {
        self.outgoing.flush().iter().map(read).collect()
    }

    /// Waits until the room has dealt with all that was sent, and gives what came of it.
    pub(super) async fn after(&mut self) -> Vec<Got> {
        let (reply, state) = tokio::sync::oneshot::channel();
        self.room.send(RoomMsg::State(reply)).await.ok();
        let _ = state.await;
        self.got()
    }

    /// Waits until this many update messages are saved; gives all that came meanwhile.
    pub(super) async fn saved(&self, up_to: u64) -> Vec<Got> {
        let mut all = Vec::new();
        let wait = async {
            loop {
                all.extend(self.got());
                if all
                    .iter()
                    .any(|got| matches!(got, Got::Own(Own::Saved(saved)) if saved.up_to >= up_to))
                {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(PATIENCE, wait)
            .await
            .unwrap_or_else(|_| panic!("{up_to} is never saved: {all:?}"));
        all
    }

    /// Waits until the socket is closed.
    pub(super) async fn closed(&self) -> End {
        tokio::time::timeout(PATIENCE, self.outgoing.closing())
            .await
            .expect("the socket stays open")
    }

    pub(super) async fn leave(self) {
        let _ = self.room.send(RoomMsg::Leave(self.key)).await;
    }
}

pub(super) fn read(frame: &Bytes) -> Got {
    match Message::read(frame) {
        Ok(Message::SyncStep1(_)) => Got::Ask,
        Ok(Message::SyncStep2(update)) => Got::Answer(update.to_vec()),
        Ok(Message::Update(update)) => Got::Update(update.to_vec()),
        Ok(Message::Awareness(payload)) => Got::Presence(
            presence::read(payload, usize::MAX)
                .unwrap()
                .into_iter()
                .map(|it| (it.client, it.clock, it.state.map(str::to_owned)))
                .collect(),
        ),
        Ok(Message::QueryAwareness) => unreachable!("a server never asks"),
        Err(_) => Got::Own(Own::read(frame).unwrap()),
    }
}

/// The `n`-th write of a client: its own key of a root map, set to the number. Each rests on the one before.
pub(super) fn write_of(client: u64, clock: u64) -> Vec<u8> {
    write_text(client, clock, "n")
}

/// As [`write_of`], with a text of some length.
pub(super) fn write_text(client: u64, clock: u64, text: &str) -> Vec<u8> {
    use imprimatur_protocol::frame::{write_bytes, write_varuint};
    let mut out = Vec::new();
    for number in [1, 1, client, clock] {
        write_varuint(&mut out, number);
    }
    if clock == 0 {
        // A root key and its map key; content type 8 is `Any`.
        out.push(0x20 | 8);
        write_varuint(&mut out, 1);
        write_bytes(&mut out, b"tests");
        write_bytes(&mut out, format!("k{client}").as_bytes());
    } else {
        // Left of it stands the one before.
        out.push(0x80 | 8);
        write_varuint(&mut out, client);
        write_varuint(&mut out, clock - 1);
    }
    write_varuint(&mut out, 1);
    out.push(119);
    write_bytes(&mut out, text.as_bytes());
    write_varuint(&mut out, 0);
    out
}

/// How many operations of a client a document holds.
pub(super) fn held(document: &Document, client: u64) -> u32 {
    document.state_vector().get(ClientId::new(client).unwrap())
}

/// The person behind one of the world's names.
pub(super) fn person_of(got: &[Got]) -> Option<PersonId> {
    got.iter().find_map(|got| match got {
        Got::Own(Own::Hello(hello)) => Some(hello.person.id),
        _ => None,
    })
}

pub(super) fn watermarks(got: &[Got]) -> Vec<u64> {
    got.iter()
        .filter_map(|got| match got {
            Got::Own(Own::Saved(Saved { up_to, .. })) => Some(*up_to),
            _ => None,
        })
        .collect()
}

pub(super) fn updates(got: &[Got]) -> Vec<&[u8]> {
    got.iter()
        .filter_map(|got| match got {
            Got::Update(update) => Some(update.as_slice()),
            _ => None,
        })
        .collect()
}

pub(super) fn asks(got: &[Got]) -> usize {
    got.iter().filter(|got| matches!(got, Got::Ask)).count()
}

/// Waits until something is so.
pub(super) async fn eventually(otherwise: &str, so: impl AsyncFn() -> bool) {
    let wait = async {
        while !so().await {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait)
        .await
        .unwrap_or_else(|_| panic!("{otherwise}"));
}
