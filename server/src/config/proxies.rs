//! The proxies in front of the program.

use std::net::IpAddr;
use std::str::FromStr;

/// An address or a network of proxies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proxy {
    network: IpAddr,
    bits: u32,
}

impl Proxy {
    /// Whether this address is one of them.
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.network, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let differing = network.to_bits() ^ address.to_bits();
                differing.leading_zeros() >= self.bits
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let differing = network.to_bits() ^ address.to_bits();
                differing.leading_zeros() >= self.bits
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

impl FromStr for Proxy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || format!("`{text}` is no address and no network such as 10.1.0.0/16");
        let (address, bits) = match text.trim().split_once('/') {
            None => (text.trim(), None),
            Some((address, bits)) => (address, Some(bits)),
        };
        let network: IpAddr = address.parse().map_err(|_| refused())?;
        let all = if network.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => all,
            Some(bits) => bits.parse().map_err(|_| refused())?,
        };
        if bits > all {
            return Err(refused());
        }
        Ok(Self { network, bits })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_hold_their_addresses() {
        for (proxy, inside, outside) in [
            ("10.0.0.7", "10.0.0.7", "10.0.0.8"),
            ("10.0.0.7", "::ffff:10.0.0.7", "::10.0.0.7"),
            ("10.1.0.0/16", "10.1.255.3", "10.2.0.0"),
            ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::1"),
            ("0.0.0.0/0", "203.0.113.9", "::1"),
        ] {
            let proxy: Proxy = proxy.parse().unwrap();
            assert!(proxy.holds(inside.parse().unwrap()), "{proxy:?} {inside}");
            assert!(
                !proxy.holds(outside.parse().unwrap()),
                "{proxy:?} {outside}"
            );
        }
        for nonsense in ["", "proxy.example", "10.0.0.0/33", "10.0.0.0/x", "::/129"] {
            assert!(nonsense.parse::<Proxy>().is_err(), "{nonsense}");
        }
    }
}
