//! Who on this node listens to what: one bounded broadcast for each topic that somebody listens to.

use std::collections::HashSet;
use std::sync::Arc;

use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use tokio::sync::broadcast;

use super::{Envelope, Heard, Topic};

/// The topics that somebody on this node listens to.
pub(super) struct Topics {
    /// Guards never cross an await.
    senders: DashMap<Topic, broadcast::Sender<Heard>>,
    queue: usize,
    /// Told when somebody begins to listen to a topic, and when nobody does any more.
    changed: Box<dyn Fn() + Send + Sync>,
}

impl Topics {
    /// `queue` is how many messages a slow subscriber may be behind before it misses some.
    pub(super) fn new(queue: usize, changed: impl Fn() + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            senders: DashMap::new(),
            queue: queue.max(1),
            changed: Box::new(changed),
        })
    }

    pub(super) fn subscribe(self: &Arc<Self>, topic: Topic) -> Subscription {
        let queue = match self.senders.entry(topic) {
            Entry::Occupied(sender) => sender.get().subscribe(),
            Entry::Vacant(vacant) => {
                let (sender, queue) = broadcast::channel(self.queue);
                vacant.insert(sender);
                (self.changed)();
                queue
            }
        };
        Subscription {
            topic,
            queue: Some(queue),
            topics: Arc::clone(self),
        }
    }

    /// Hands a message to those who listen.
    pub(super) fn deliver(&self, envelope: Envelope) {
        if let Some(sender) = self.senders.get(&envelope.topic) {
            // Fails only when the last listener is about to leave.
            let _ = sender.send(Heard::Envelope(envelope));
        }
    }

    /// Tells everybody that messages may have been lost.
    pub(super) fn missed(&self) {
        for sender in &self.senders {
            let _ = sender.send(Heard::Missed);
        }
    }

    /// As [`Self::missed`], on one topic.
    pub(super) fn missed_on(&self, topic: Topic) {
        if let Some(sender) = self.senders.get(&topic) {
            let _ = sender.send(Heard::Missed);
        }
    }

    /// What somebody listens to now.
    pub(super) fn all(&self) -> HashSet<Topic> {
        self.senders.iter().map(|sender| *sender.key()).collect()
    }

    /// How many listen to a topic.
    #[cfg(test)]
    pub(super) fn listeners(&self, topic: Topic) -> usize {
        self.senders
            .get(&topic)
            .map_or(0, |sender| sender.receiver_count())
    }

    fn leave(&self, topic: Topic) {
        let ended = self
            .senders
            .remove_if(&topic, |_, sender| sender.receiver_count() == 0);
        if ended.is_some() {
            (self.changed)();
        }
    }
}

/// One subscriber's queue, bounded. Ends when dropped.
pub struct Subscription {
    topic: Topic,
    /// `None` only while it is dropped.
    queue: Option<broadcast::Receiver<Heard>>,
    topics: Arc<Topics>,
}

impl Subscription {
    /// The next message. May be dropped while it waits without losing one.
    pub async fn next(&mut self) -> Heard {
        let Some(queue) = &mut self.queue else {
            return std::future::pending().await;
        };
        match queue.recv().await {
            Ok(heard) => heard,
            Err(broadcast::error::RecvError::Lagged(_)) => Heard::Missed,
            // The sender stays as long as somebody listens, so this does not happen.
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.queue = None;
        self.topics.leave(self.topic);
    }
}
