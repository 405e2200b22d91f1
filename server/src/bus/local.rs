//! The bus of a single process.

use std::sync::Arc;

use super::topics::Topics;
use super::{Bus, Condition, Envelope, Subscription, Topic};

/// Carries envelopes inside one process.
pub struct LocalBus {
    topics: Arc<Topics>,
    shared: bool,
}

impl LocalBus {
    /// For a node that is alone. `queue` is how many messages a slow subscriber may be behind before it misses some.
    pub fn new(queue: usize) -> Self {
        Self {
            topics: Topics::new(queue, || {}),
            shared: false,
        }
    }

    /// For several nodes within one process, as tests have them.
    pub fn shared(queue: usize) -> Self {
        Self {
            shared: true,
            ..Self::new(queue)
        }
    }
}

#[cfg(test)]
impl LocalBus {
    /// Tells everybody that messages may have been lost.
    pub(crate) fn missed(&self) {
        self.topics.missed();
    }

    /// How many listen to a topic.
    pub(crate) fn listeners(&self, topic: Topic) -> usize {
        self.topics.listeners(topic)
    }
}

impl Bus for LocalBus {
    fn publish(&self, envelope: Envelope) {
        self.topics.deliver(envelope);
    }

    fn subscribe(&self, topic: Topic) -> Subscription {
        self.topics.subscribe(topic)
    }

    fn is_shared(&self) -> bool {
        self.shared
    }

    fn condition(&self) -> Condition {
        Condition::Local
    }

    fn lost(&self) -> u64 {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bus::contract;

    #[tokio::test]
    async fn keeps_the_contract() {
        contract::bus_contract(async |queue| {
            let bus: Arc<dyn Bus> = Arc::new(LocalBus::shared(queue));
            (bus, crate::bus::NodeId(1))
        })
        .await;
    }
}
