//! What every slice stands on. Cloning is cheap and shares all of it.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::bus::{Bus, Envelope, NodeId, Notice, Topic};
use crate::clock::Clock;
use crate::config::Config;
use crate::workspace::Db;

/// What every slice stands on. Cloning is cheap and shares all of it.
#[derive(Clone)]
pub struct Platform {
    /// The workspace database.
    pub db: Db,
    /// Time, ids and randomness.
    pub clock: Clock,
    /// The settings, fixed at start.
    pub config: Arc<Config>,
    /// Cancelled when the program is to end; every task listens.
    pub shutdown: CancellationToken,
    /// News between nodes.
    pub bus: Arc<dyn Bus>,
    /// This node, new at each start.
    pub node: NodeId,
}

impl Platform {
    /// Tells every node.
    pub fn notify(&self, notice: Notice) {
        self.bus.publish(Envelope {
            node: self.node,
            topic: Topic::Notices,
            notice,
        });
    }
}
