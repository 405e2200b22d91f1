//! The bus of a single node: everything stays in this process.

use std::sync::Arc;

use tokio::sync::broadcast;

use super::{Bus, Envelope, Subscription, Topic};

/// Carries envelopes inside one process.
pub struct LocalBus {
    sender: Arc<broadcast::Sender<Envelope>>,
}

impl LocalBus {
    /// `queue` is how many messages a slow subscriber may be behind before it misses some.
    pub fn new(queue: usize) -> Self {
        Self {
            sender: Arc::new(broadcast::Sender::new(queue.max(1))),
        }
    }
}

impl Bus for LocalBus {
    fn publish(&self, envelope: Envelope) {
        // Fails only when nobody subscribes, and then nobody needs to hear it.
        let _ = self.sender.send(envelope);
    }

    fn subscribe(&self, topic: Topic) -> Subscription {
        Subscription {
            topic,
            queue: self.sender.subscribe(),
            _bus: Arc::clone(&self.sender),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bus::contract;

    #[tokio::test]
    async fn keeps_the_contract() {
        contract::bus_contract(|queue| Arc::new(LocalBus::new(queue))).await;
    }
}
