//! A client with a document of its own: what a browser does, without the browser.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use yrs::block::ClientID;
use yrs::types::ToJson;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{
    Any, Doc, Map, MapPrelim, MapRef, OffsetKind, Options, Out, ReadTxn, StateVector, Transact,
    TransactionMut, Update,
};

use crate::socket::Refusal;
use crate::wire::{self, Entry, Message};
use crate::{Dialect, Person, Socket, eventually, soon};

/// More than any story writes without waiting; a full queue fails the story.
const OUTGOING: usize = 200_000;

/// A connected client. It does not reconnect by itself: stories decide about that.
pub struct Peer {
    shared: Arc<Shared>,
    task: tokio::task::JoinHandle<()>,
}

struct Shared {
    doc: Doc,
    elements: MapRef,
    seen: Mutex<Seen>,
    outgoing: mpsc::Sender<Frame>,
}

/// What a peer has heard so far.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// The body of `hello`.
    pub hello: Option<Value>,
    /// The greatest `saved.upTo`.
    pub saved_up_to: u64,
    /// Bodies of `refused`.
    pub refused: Vec<Value>,
    /// Bodies of `unsaved`.
    pub unsaved: Vec<Value>,
    /// Bodies of `expiring`.
    pub expiring: Vec<Value>,
    /// Bodies of `news`.
    pub news: Vec<Value>,
    /// Bodies of `going_away`.
    pub going_away: Vec<Value>,
    /// Newest state by client id; withdrawn ones are gone.
    pub presence: BTreeMap<u64, Value>,
    /// Newest clock by client id.
    pub clocks: BTreeMap<u64, u64>,
    /// Awareness messages that came, whatever they said.
    pub awareness_messages: u64,
    /// How many update messages (SyncStep2 and Update) were sent.
    pub sent: u64,
    /// How many Update messages came.
    pub updates: u64,
    /// Whether a SyncStep2 came.
    pub synced: bool,
    /// How often the server asked with SyncStep1.
    pub asked: u64,
    /// Frames that came, pings among them.
    pub frames: u64,
    /// Code and reason of the end.
    pub closed: Option<(u16, String)>,
}

impl Peer {
    /// Joins with an empty document and a random client id, and waits for the first state.
    pub async fn join(person: &Person, draft: &str, dialect: Dialect) -> Self {
        let peer = Self::connect(person, draft, dialect, new_doc(random_client_id())).await;
        peer.synced().await;
        peer
    }

    /// Joins as a stock client.
    pub async fn stock(person: &Person, draft: &str) -> Self {
        Self::join(person, draft, Dialect::Stock).await
    }

    /// Joins as a client of `imprimatur.v1`.
    pub async fn ours(person: &Person, draft: &str) -> Self {
        Self::join(person, draft, Dialect::Ours).await
    }

    /// Connects with a document that may already hold something, and waits for nothing.
    pub async fn connect(person: &Person, draft: &str, dialect: Dialect, doc: Doc) -> Self {
        let opened = Self::try_connect(person, draft, dialect, doc).await;
        opened.expect("the server lets the person in")
    }

    /// As [`Peer::connect`], where nobody may listen, or refuse.
    pub async fn try_connect(
        person: &Person,
        draft: &str,
        dialect: Dialect,
        doc: Doc,
    ) -> Result<Self, Refusal> {
        let socket = Socket::try_open(person, draft, dialect).await?;
        let (outgoing, queue) = mpsc::channel(OUTGOING);
        let elements = doc.get_or_insert_map("elements");
        let vector = doc.transact().state_vector().encode_v1();
        let shared = Arc::new(Shared {
            doc,
            elements,
            seen: Mutex::default(),
            outgoing,
        });
        shared.send(&Message::SyncStep1(vector));
        let task = tokio::spawn(pump(Arc::clone(&shared), socket.into_stream(), queue));
        Ok(Self { shared, task })
    }

    /// The document.
    #[must_use]
    pub fn doc(&self) -> &Doc {
        &self.shared.doc
    }

    /// The client id.
    #[must_use]
    pub fn client_id(&self) -> u64 {
        self.shared.doc.client_id().get()
    }

    /// A copy of everything heard so far.
    #[must_use]
    pub fn seen(&self) -> Seen {
        self.shared.seen().clone()
    }

    /// One transaction on the document, sent as one update. Gives its number on this socket, counted as `saved.upTo` counts.
    pub fn edit(&self, change: impl FnOnce(&MapRef, &mut TransactionMut<'_>)) -> u64 {
        // Held over the transaction, so that updates leave in the order in which they were made.
        let mut seen = self.shared.seen();
        let mut txn = self.shared.doc.transact_mut();
        change(&self.shared.elements, &mut txn);
        let update = txn.encode_update_v1();
        drop(txn);
        self.shared.send(&Message::Update(update));
        seen.sent += 1;
        seen.sent
    }

    /// A change to the document that is not sent: as if it had been lost on the way, or made offline.
    pub fn edit_silently(&self, change: impl FnOnce(&MapRef, &mut TransactionMut<'_>)) -> Vec<u8> {
        let mut txn = self.shared.doc.transact_mut();
        change(&self.shared.elements, &mut txn);
        txn.encode_update_v1()
    }

    /// Draws a rectangle: a new element with this id.
    pub fn draw(&self, id: &str) -> u64 {
        self.edit(|elements, txn| {
            elements.insert(txn, id.to_owned(), rectangle());
        })
    }

    /// Sends any message.
    pub fn send(&self, message: &Message) {
        if matches!(message, Message::Update(_) | Message::SyncStep2(_)) {
            self.shared.seen().sent += 1;
        }
        self.shared.send(message);
    }

    /// Says who and where one is.
    pub fn present(&self, clock: u64, state: Value) {
        self.send(&Message::Awareness(vec![Entry {
            client: self.client_id(),
            clock,
            state,
        }]));
    }

    /// Ids of all elements in the document.
    #[must_use]
    pub fn elements(&self) -> Vec<String> {
        let txn = self.shared.doc.transact();
        self.shared.elements.keys(&txn).map(str::to_owned).collect()
    }

    /// Whether an element is in the document.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.shared
            .elements
            .contains_key(&self.shared.doc.transact(), id)
    }

    /// Waits for an element.
    pub async fn sees(&self, id: &str) {
        soon(&format!("{id} arrives"), || self.has(id)).await;
    }

    /// Waits for the first SyncStep2.
    pub async fn synced(&self) {
        eventually("the first state arrives", Duration::from_secs(30), || {
            let seen = self.seen();
            assert!(
                seen.closed.is_none() || seen.synced,
                "closed before the first state: {:?}",
                seen.closed
            );
            async move { seen.synced.then_some(()) }
        })
        .await;
    }

    /// Waits until update `number` is reported saved.
    pub async fn saved(&self, number: u64) {
        eventually(
            &format!("update {number} is saved"),
            Duration::from_secs(15),
            || {
                let seen = self.seen();
                assert!(
                    seen.closed.is_none(),
                    "closed with {:?} while waiting for update {number}",
                    seen.closed
                );
                async move { (seen.saved_up_to >= number).then_some(()) }
            },
        )
        .await;
    }

    /// Waits until the server closes, and gives code and reason.
    pub async fn closed(&self) -> (u16, String) {
        eventually("the server closes", Duration::from_secs(15), || {
            let closed = self.shared.seen().closed.clone();
            async move { closed }
        })
        .await
    }

    /// Whether the socket is still open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.shared.seen().closed.is_none()
    }

    /// Cuts the connection without a word, and gives the document back.
    pub async fn cut(mut self) -> Doc {
        self.task.abort();
        let doc = self.shared.doc.clone();
        let _ = (&mut self.task).await;
        doc
    }

    /// The whole document as JSON by root map, for comparing.
    #[must_use]
    pub fn json(&self) -> Value {
        doc_json(&self.shared.doc)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, message: &Message) {
        match self
            .outgoing
            .try_send(Frame::Binary(message.encode().into()))
        {
            Ok(()) | Err(mpsc::error::TrySendError::Closed(_)) => {}
            Err(mpsc::error::TrySendError::Full(_)) => {
                panic!("the story writes faster than the socket takes")
            }
        }
    }

    fn hear(&self, message: Message) {
        let mut seen = self.seen();
        match message {
            Message::SyncStep1(vector) => {
                seen.asked += 1;
                let vector =
                    StateVector::decode_v1(&vector).expect("the server sends a state vector");
                let diff = self.doc.transact().encode_state_as_update_v1(&vector);
                seen.sent += 1;
                self.send(&Message::SyncStep2(diff));
            }
            Message::SyncStep2(update) => {
                self.apply(&update);
                seen.synced = true;
            }
            Message::Update(update) => {
                self.apply(&update);
                seen.updates += 1;
            }
            Message::Awareness(entries) => {
                seen.awareness_messages += 1;
                for Entry {
                    client,
                    clock,
                    state,
                } in entries
                {
                    let newest = seen.clocks.get(&client).copied();
                    // As y-protocols: an older state counts for nothing, an equal clock only withdraws.
                    if newest.is_some_and(|newest| {
                        clock < newest || (clock == newest && !state.is_null())
                    }) {
                        continue;
                    }
                    seen.clocks.insert(client, clock);
                    if state.is_null() {
                        seen.presence.remove(&client);
                    } else {
                        seen.presence.insert(client, state);
                    }
                }
            }
            Message::QueryAwareness => {}
            Message::Own(wire::HELLO, body) => seen.hello = Some(body),
            Message::Own(wire::SAVED, body) => {
                let up_to = body["upTo"].as_u64().expect("saved says up to where");
                assert!(up_to >= seen.saved_up_to, "saved never goes back");
                assert!(up_to <= seen.sent, "saved never passes what was sent");
                seen.saved_up_to = up_to;
            }
            Message::Own(wire::REFUSED, body) => seen.refused.push(body),
            Message::Own(wire::UNSAVED, body) => seen.unsaved.push(body),
            Message::Own(wire::GOING_AWAY, body) => seen.going_away.push(body),
            Message::Own(wire::EXPIRING, body) => seen.expiring.push(body),
            Message::Own(wire::NEWS, body) => seen.news.push(body),
            Message::Own(wire::LAGGING, _) => {}
            Message::Own(kind, body) => panic!("an unknown message {kind}: {body}"),
        }
    }

    fn apply(&self, update: &[u8]) {
        let update = Update::decode_v1(update).expect("the server sends updates that decode");
        let mut txn = self.doc.transact_mut();
        txn.apply_update(update)
            .expect("the server sends updates that apply");
        assert!(!txn.has_missing_updates(), "the server never sends a gap");
    }
}

async fn pump(
    shared: Arc<Shared>,
    mut stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    mut queue: mpsc::Receiver<Frame>,
) {
    let closed = loop {
        tokio::select! {
            frame = queue.recv() => {
                let Some(frame) = frame else { return };
                if stream.feed(frame).await.is_err() {
                    continue; // Reading tells why.
                }
                while let Ok(frame) = queue.try_recv() {
                    let _ = stream.feed(frame).await;
                }
                let _ = stream.flush().await;
            }
            frame = stream.next() => {
                shared.seen().frames += 1;
                match frame {
                Some(Ok(Frame::Binary(bytes))) => {
                    shared.hear(Message::decode(&bytes).expect("the server speaks the protocol"));
                }
                Some(Ok(Frame::Close(Some(close)))) => break (close.code.into(), close.reason.to_string()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => break (1006, String::new()),
                }
            }
        }
    };
    shared.seen().closed = Some(closed);
}

/// A document as every client must make it: UTF-16 offsets.
#[must_use]
pub fn new_doc(client_id: u64) -> Doc {
    let options = Options {
        client_id: ClientID::new(client_id),
        offset_kind: OffsetKind::Utf16,
        ..Options::default()
    };
    let doc = Doc::with_options(options);
    for root in ROOTS {
        doc.get_or_insert_map(root);
    }
    doc
}

/// The root maps of SCHEMA.
const ROOTS: [&str; 5] = ["meta", "pages", "elements", "fields", "styles"];

/// A client id as Yjs draws them: 32 random bits, the reserved ones left out.
#[must_use]
pub fn random_client_id() -> u64 {
    u64::from(yrs::Doc::new().client_id().get() as u32).max(1_000)
}

/// The properties of a small rectangle.
#[must_use]
pub fn rectangle() -> MapPrelim {
    [
        ("type", Any::from("rectangle")),
        ("parent", Any::from("page")),
        ("order", Any::from("V")),
        ("at", Any::from(vec![Any::from(10.0), Any::from(20.0)])),
        ("size", Any::from(vec![Any::from(30.0), Any::from(15.0)])),
    ]
    .into_iter()
    .collect()
}

/// A document as JSON by root map, for comparing.
#[must_use]
pub fn doc_json(doc: &Doc) -> Value {
    let maps: Vec<(&str, MapRef)> = ROOTS
        .iter()
        .map(|root| (*root, doc.get_or_insert_map(*root)))
        .collect();
    let txn = doc.transact();
    maps.into_iter()
        .map(|(root, map)| {
            let json =
                serde_json::to_value(Out::YMap(map).to_json(&txn)).expect("shared values are JSON");
            (root.to_owned(), json)
        })
        .collect::<serde_json::Map<_, _>>()
        .into()
}
