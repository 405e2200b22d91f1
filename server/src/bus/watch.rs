//! What is seen of the bus from outside.

use super::{Bus, Condition};

/// Shows how the bus does now.
pub fn observe(bus: &dyn Bus) {
    let (is_connected, lag_seconds) = match bus.condition() {
        Condition::Local => (1.0, 0.0),
        Condition::Connected(lag) => (1.0, lag.as_secs_f64()),
        Condition::CutOff => (0.0, 0.0),
    };
    metrics::gauge!("imprimatur_bus_connected").set(is_connected);
    metrics::gauge!("imprimatur_bus_lag_seconds").set(lag_seconds);
    metrics::counter!("imprimatur_bus_lost_total").absolute(bus.lost());
}
