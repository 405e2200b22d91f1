//! The bus of several nodes: Redis pub/sub over one RESP3 connection.
//!
//! One task owns the connection and never gives up on it. It tells itself a beat every [`BEAT_EVERY`]: a subscriber that hears
//! nothing of its own is cut off, whatever the connection says of itself. While it is cut off, what is to be sent is
//! dropped at once, and on return everybody who listens is told that messages were missed.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Client, IntoConnectionInfo, ProtocolVersion, PushInfo, PushKind,
    RedisError, Value,
};
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

use super::topics::Topics;
use super::{Bus, Condition, Envelope, NodeId, Subscription, Topic, codec};
use crate::error::{Error, Result};

/// How often the bus listens to itself.
const BEAT_EVERY: Duration = Duration::from_secs(1);
/// After so long without hearing its own beat the connection is given up and made anew.
const DEAF_AFTER: Duration = Duration::from_secs(4);
/// How long connecting, and how long one answer, may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
/// Between two tries to connect: doubles from the first to the second.
const SHORTEST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// A message that has waited longer is old news: whoever needs it has compared with the database.
const STALE_AFTER: Duration = Duration::from_secs(2);
/// Messages that are sent in one go.
const BATCH: usize = 256;
/// Topics that are subscribed to in one go.
const TOPICS_AT_ONCE: usize = 512;
/// `condition_us` while the bus is cut off.
const CUT_OFF: u64 = u64::MAX;

/// Carries envelopes between nodes, by Redis.
pub struct RedisBus {
    node: NodeId,
    topics: Arc<Topics>,
    outgoing: mpsc::Sender<Outgoing>,
    state: Arc<State>,
}

struct Outgoing {
    at: Instant,
    topic: Topic,
    payload: Vec<u8>,
}

struct State {
    /// How long the last beat took, in microseconds, or [`CUT_OFF`].
    condition_us: AtomicU64,
    lost: AtomicU64,
}

/// Whoever holds the connection.
struct Keeper {
    client: Client,
    node: NodeId,
    prefix: String,
    queue: usize,
    topics: Arc<Topics>,
    /// The topics that somebody listens to are others now.
    changed: Arc<Notify>,
    outgoing: mpsc::Receiver<Outgoing>,
    state: Arc<State>,
}

/// Why a connection is given up.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("{0}")]
    Redis(#[from] RedisError),
    #[error("the connection was closed")]
    Closed,
    #[error("nothing was heard of our own messages for {} s", DEAF_AFTER.as_secs())]
    Deaf,
    #[error("connecting took longer than {} s", CONNECT_WITHIN.as_secs())]
    Late,
}

impl RedisBus {
    /// Begins to connect; the bus can be used at once, and is cut off until that has succeeded. Channels begin with `prefix`.
    /// `queue` bounds what waits to be sent, what waits to be handed out, and each subscriber.
    ///
    /// # Errors
    /// The URL cannot be read.
    pub fn start(url: &str, prefix: &str, queue: usize, node: NodeId) -> Result<Self> {
        // Redis over TLS needs to know which cryptography to use; a second call changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let unreadable = |cause: RedisError| {
            Error::internal("opening the bus")
                .caused_by(format!("REDIS_URL cannot be read: {cause}"))
        };
        let info = url.into_connection_info().map_err(unreadable)?;
        let settings = info
            .redis_settings()
            .clone()
            .set_protocol(ProtocolVersion::RESP3);
        let client = Client::open(info.set_redis_settings(settings)).map_err(unreadable)?;
        let changed = Arc::new(Notify::new());
        let topics = {
            let changed = Arc::clone(&changed);
            Topics::new(queue, move || changed.notify_one())
        };
        let (sender, outgoing) = mpsc::channel(queue.max(1));
        let state = Arc::new(State {
            condition_us: AtomicU64::new(CUT_OFF),
            lost: AtomicU64::new(0),
        });
        let keeper = Keeper {
            client,
            node,
            prefix: prefix.to_owned(),
            queue: queue.max(1),
            topics: Arc::clone(&topics),
            changed,
            outgoing,
            state: Arc::clone(&state),
        };
        // Until the program has ended: rooms speak to the last.
        tokio::spawn(keeper.keep());
        Ok(Self {
            node,
            topics,
            outgoing: sender,
            state,
        })
    }
}

impl Bus for RedisBus {
    fn publish(&self, envelope: Envelope) {
        let message = Outgoing {
            at: Instant::now(),
            topic: envelope.topic,
            payload: codec::write(&envelope),
        };
        if self.outgoing.try_send(message).is_err() {
            self.state.lost.fetch_add(1, Ordering::Relaxed);
        }
        // Those here need no network to hear of it. The echo is passed over.
        debug_assert_eq!(envelope.node, self.node);
        self.topics.deliver(envelope);
    }

    fn subscribe(&self, topic: Topic) -> Subscription {
        self.topics.subscribe(topic)
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn condition(&self) -> Condition {
        match self.state.condition_us.load(Ordering::Relaxed) {
            CUT_OFF => Condition::CutOff,
            us => Condition::Connected(Duration::from_micros(us)),
        }
    }

    fn lost(&self) -> u64 {
        self.state.lost.load(Ordering::Relaxed)
    }
}

impl Keeper {
    /// Connects, serves, and again, for ever.
    async fn keep(mut self) {
        let mut wait = SHORTEST_WAIT;
        let mut said = false;
        loop {
            let begun = Instant::now();
            let broken = match self.connect().await {
                Ok((connection, pushes)) => {
                    let broken = self.serve(connection, pushes).await;
                    // The first try to come back is at once.
                    if begun.elapsed() > LONGEST_WAIT {
                        (wait, said) = (SHORTEST_WAIT, false);
                    }
                    broken
                }
                Err(broken) => broken,
            };
            self.state.condition_us.store(CUT_OFF, Ordering::Relaxed);
            if !said {
                said = true;
                tracing::warn!(error.cause = %broken, "the bus is cut off: {broken}. Edits reach other nodes by the database until it is back");
            }
            self.sit_out(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    /// Waits, and lets go meanwhile of what nobody will hear.
    async fn sit_out(&mut self, wait: Duration) {
        let until = Instant::now() + wait;
        // A channel that has closed answers at once, and for ever.
        while let Ok(Some(_)) = tokio::time::timeout_at(until, self.outgoing.recv()).await {
            self.state.lost.fetch_add(1, Ordering::Relaxed);
        }
        tokio::time::sleep_until(until).await;
    }

    async fn connect(
        &mut self,
    ) -> Result<(MultiplexedConnection, mpsc::Receiver<PushInfo>), Broken> {
        let (sender, pushes) = mpsc::channel(self.queue);
        let topics = Arc::clone(&self.topics);
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECT_WITHIN))
            .set_response_timeout(Some(ANSWER_WITHIN))
            .set_push_sender(move |push: PushInfo| {
                match sender.try_send(push) {
                    Ok(()) => Ok(()),
                    // Nobody may hold up the connection; whoever listens compares with the database.
                    Err(mpsc::error::TrySendError::Full(_)) => {
                        topics.missed();
                        Ok(())
                    }
                    Err(mpsc::error::TrySendError::Closed(_)) => Err(redis::aio::SendError),
                }
            });
        let connecting = self
            .client
            .get_multiplexed_async_connection_with_config(&config);
        let mut connection = timeout(CONNECT_WITHIN * 2, connecting)
            .await
            .map_err(|_| Broken::Late)??;
        connection.subscribe(self.beat_channel()).await?;
        Ok((connection, pushes))
    }

    async fn serve(
        &mut self,
        mut connection: MultiplexedConnection,
        mut pushes: mpsc::Receiver<PushInfo>,
    ) -> Broken {
        let begun = Instant::now();
        let mut heard_at = begun;
        let mut beats = interval(BEAT_EVERY);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // Nothing is subscribed to on a new connection.
        let mut subscribed = HashSet::new();
        self.changed.notify_one();
        loop {
            let done = tokio::select! {
                push = pushes.recv() => match push {
                    Some(push) if push.kind == PushKind::Disconnection => return Broken::Closed,
                    None => return Broken::Closed,
                    Some(push) => {
                        if let Some(sent_us) = self.hear(push) {
                            heard_at = Instant::now();
                            self.beat_came_back(begun, sent_us);
                        }
                        Ok(())
                    }
                },
                () = self.changed.notified() => self.follow(&mut connection, &mut subscribed).await,
                Some(message) = self.outgoing.recv() => self.send(&mut connection, message).await,
                _ = beats.tick() => {
                    if heard_at.elapsed() >= DEAF_AFTER {
                        return Broken::Deaf;
                    }
                    self.beat(&mut connection, begun).await
                }
            };
            if let Err(cause) = done {
                return Broken::Redis(cause);
            }
        }
    }

    fn beat_came_back(&self, begun: Instant, sent_us: u64) {
        let now_us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        let took = now_us.saturating_sub(sent_us).min(CUT_OFF - 1);
        let before = self.state.condition_us.swap(took, Ordering::Relaxed);
        if before == CUT_OFF {
            tracing::info!("the bus reaches the other nodes");
        }
    }

    async fn beat(
        &self,
        connection: &mut MultiplexedConnection,
        begun: Instant,
    ) -> Result<(), RedisError> {
        let now_us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        redis::cmd("PUBLISH")
            .arg(self.beat_channel())
            .arg(now_us.to_be_bytes().as_slice())
            .query_async(connection)
            .await
    }

    /// Sends a message, and with it what waits behind it.
    async fn send(
        &mut self,
        connection: &mut MultiplexedConnection,
        first: Outgoing,
    ) -> Result<(), RedisError> {
        let mut batch = redis::pipe();
        let (mut next, mut count) = (Some(first), 0);
        while let Some(message) = next {
            if message.at.elapsed() < STALE_AFTER {
                batch
                    .cmd("PUBLISH")
                    .arg(self.channel(message.topic))
                    .arg(message.payload)
                    .ignore();
                count += 1;
            } else {
                self.state.lost.fetch_add(1, Ordering::Relaxed);
            }
            next = if count < BATCH {
                self.outgoing.try_recv().ok()
            } else {
                None
            };
        }
        if count == 0 {
            return Ok(());
        }
        batch.query_async(connection).await
    }

    /// Begins and ends to listen, until it listens to what somebody here wants to hear.
    async fn follow(
        &self,
        connection: &mut MultiplexedConnection,
        subscribed: &mut HashSet<Topic>,
    ) -> Result<(), RedisError> {
        let wanted = self.topics.all();
        let ended: Vec<Topic> = subscribed.difference(&wanted).copied().collect();
        for some in ended.chunks(TOPICS_AT_ONCE) {
            let channels: Vec<String> = some.iter().map(|it| self.channel(*it)).collect();
            connection.unsubscribe(channels).await?;
        }
        let began: Vec<Topic> = wanted.difference(subscribed).copied().collect();
        for some in began.chunks(TOPICS_AT_ONCE) {
            let channels: Vec<String> = some.iter().map(|it| self.channel(*it)).collect();
            connection.subscribe(channels).await?;
            // What was said between the wish to listen and this moment is lost.
            for topic in some {
                self.topics.missed_on(*topic);
            }
        }
        *subscribed = wanted;
        Ok(())
    }

    /// Takes in what Redis says. Gives when a beat of our own was sent, if it was one.
    fn hear(&self, push: PushInfo) -> Option<u64> {
        if push.kind != PushKind::Message {
            return None;
        }
        let mut parts = push.data.into_iter();
        let (Some(Value::BulkString(channel)), Some(Value::BulkString(payload))) =
            (parts.next(), parts.next())
        else {
            return None;
        };
        let channel = String::from_utf8(channel).ok()?;
        if channel == self.beat_channel() {
            return Some(u64::from_be_bytes(payload.try_into().ok()?));
        }
        let topic = self.topic(&channel)?;
        match codec::read(&payload, topic) {
            Ok(envelope) if envelope.node == self.node => {}
            Ok(envelope) => self.topics.deliver(envelope),
            Err(cause) => {
                tracing::debug!(error.cause = %cause, "a message of another version on {channel}: {cause}");
                self.topics.missed_on(topic);
            }
        }
        None
    }

    fn beat_channel(&self) -> String {
        format!("{}:beat:{:016x}", self.prefix, self.node.0)
    }

    fn channel(&self, topic: Topic) -> String {
        match topic {
            Topic::Notices => format!("{}:notices", self.prefix),
            Topic::Draft(draft) => format!("{}:draft:{draft}", self.prefix),
        }
    }

    fn topic(&self, channel: &str) -> Option<Topic> {
        let rest = channel.strip_prefix(&self.prefix)?.strip_prefix(':')?;
        match rest.strip_prefix("draft:") {
            Some(draft) => Some(Topic::Draft(draft.parse().ok()?)),
            None => (rest == "notices").then_some(Topic::Notices),
        }
    }
}

#[cfg(test)]
mod tests;
