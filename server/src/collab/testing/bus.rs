//! A bus with faults.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::bus::{Bus, Condition, Envelope, LocalBus, Subscription, Topic};

/// A bus that can be cut: what is said meanwhile is lost, and nobody is told.
pub(in crate::collab) struct FaultyBus {
    bus: Arc<LocalBus>,
    is_cut: AtomicBool,
}

impl FaultyBus {
    pub(in crate::collab) fn on(bus: Arc<LocalBus>) -> Arc<Self> {
        Arc::new(Self {
            bus,
            is_cut: AtomicBool::new(false),
        })
    }

    /// Another way to the same bus.
    pub(in crate::collab) fn beside(&self) -> Arc<Self> {
        Self::on(Arc::clone(&self.bus))
    }

    /// Tells everybody that messages may have been lost.
    pub(in crate::collab) fn missed(&self) {
        self.bus.missed();
    }

    pub(in crate::collab) fn cut(&self, is_cut: bool) {
        self.is_cut.store(is_cut, Ordering::SeqCst);
    }
}

impl Bus for FaultyBus {
    fn publish(&self, envelope: Envelope) {
        if !self.is_cut.load(Ordering::SeqCst) {
            self.bus.publish(envelope);
        }
    }

    fn subscribe(&self, topic: Topic) -> Subscription {
        self.bus.subscribe(topic)
    }

    fn is_shared(&self) -> bool {
        self.bus.is_shared()
    }

    fn condition(&self) -> Condition {
        if self.is_cut.load(Ordering::SeqCst) {
            return Condition::CutOff;
        }
        self.bus.condition()
    }

    fn lost(&self) -> u64 {
        self.bus.lost()
    }
}
