//! Where metrics are served.

use std::net::SocketAddr;
use std::str::FromStr;

/// Where `/metrics` is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricsListen {
    /// Nowhere; nothing is counted.
    Off,
    /// On this address.
    At(SocketAddr),
}

impl FromStr for MetricsListen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "off" {
            return Ok(Self::Off);
        }
        text.parse().map(Self::At).map_err(|_| {
            "expected an address with a port, such as 127.0.0.1:9464, or off".to_owned()
        })
    }
}
