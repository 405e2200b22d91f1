//! How often one address may try to sign in. Bounded in memory, whoever tries.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex};

const MINUTE_MS: i64 = 60_000;

/// Counts sign-ins by address. Cloning shares the counts.
#[derive(Clone)]
pub(super) struct SignInRate {
    per_minute: u32,
    addresses: usize,
    /// When each address has its whole minute again; one that is not here has it now. The guard is held for a few steps only.
    free_at_ms: Arc<Mutex<HashMap<IpAddr, i64>>>,
}

impl SignInRate {
    /// `per_minute` for each of at most `addresses` at once.
    pub(super) fn new(per_minute: u32, addresses: usize) -> Self {
        Self {
            per_minute,
            addresses,
            free_at_ms: Arc::default(),
        }
    }

    /// Counts one attempt. False: too many, or too many addresses to count.
    pub(super) fn take(&self, address: IpAddr, now_ms: i64) -> bool {
        let cost_ms = (MINUTE_MS / i64::from(self.per_minute)).max(1);
        let key = network(address);
        let mut free_at_ms = self
            .free_at_ms
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if free_at_ms.len() >= self.addresses && !free_at_ms.contains_key(&key) {
            free_at_ms.retain(|_, free_at| *free_at > now_ms);
            if free_at_ms.len() >= self.addresses {
                return false;
            }
        }
        let free_at = free_at_ms.entry(key).or_insert(now_ms);
        let next = (*free_at).max(now_ms) + cost_ms;
        if next - now_ms > MINUTE_MS {
            return false;
        }
        *free_at = next;
        true
    }
}

/// One household has one IPv4 address, or 64 bits of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(
            address.to_bits() & !u128::from(u64::MAX),
        )),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minutes_worth_passes_and_comes_back_with_time() {
        let rate = SignInRate::new(60, 10);
        let address: IpAddr = "192.0.2.1".parse().unwrap();
        assert_eq!((0..100).filter(|_| rate.take(address, 0)).count(), 60);
        assert_eq!((0..100).filter(|_| rate.take(address, 5_000)).count(), 5);
        assert!(
            rate.take("192.0.2.2".parse().unwrap(), 5_000),
            "others are not held back"
        );
    }

    #[test]
    fn memory_is_bounded_and_networks_count_as_one() {
        let rate = SignInRate::new(1, 2);
        assert!(rate.take("2001:db8::1".parse().unwrap(), 0));
        assert!(
            !rate.take("2001:db8::2".parse().unwrap(), 0),
            "the same network"
        );
        assert!(rate.take("2001:db8:1::".parse().unwrap(), 0));
        assert!(
            !rate.take("192.0.2.1".parse().unwrap(), 0),
            "no room to count"
        );
        assert!(
            rate.take("192.0.2.1".parse().unwrap(), MINUTE_MS),
            "room again"
        );
    }
}
