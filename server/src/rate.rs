//! How often somebody may do something. Bounded in memory, whoever tries.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use imprimatur_protocol::{ActorId, ErrorCode, OrganisationId};

use crate::config::Limits;
use crate::error::{Error, Kind, Result};

/// A minute in microseconds, in which counts are kept: high rates stay exact.
pub const MINUTE_US: i64 = 60_000_000;

/// A full table is looked through for entries to drop at most so often.
const SWEEP_EVERY_US: i64 = 1_000_000;

/// What happens to somebody new while as many are counted as may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenFull {
    /// They are refused: what is guarded must not be tried uncounted.
    Refuse,
    /// They pass uncounted: what is guarded has other bounds, and nobody shall be locked out by strangers.
    Pass,
}

/// Counts by key. Everybody has a whole minute's worth at once, and gets it back evenly. Only who did something lately takes memory.
pub struct Rate<K> {
    per_minute: u32,
    keys: usize,
    when_full: WhenFull,
    /// The guard is held for a few steps only.
    counts: Mutex<Counts<K>>,
}

struct Counts<K> {
    /// When each key has its whole minute again, in microseconds; one that is not here has it now.
    free_at_us: HashMap<K, i64>,
    swept_at_us: i64,
}

/// Over the rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooOften {
    /// When the next one passes.
    pub wait_seconds: u32,
}

impl<K: Eq + Hash> Rate<K> {
    /// `per_minute` for each of at most `keys` at once.
    pub fn new(per_minute: u32, keys: usize, when_full: WhenFull) -> Self {
        Self {
            per_minute,
            keys,
            when_full,
            counts: Mutex::new(Counts {
                free_at_us: HashMap::new(),
                swept_at_us: i64::MIN,
            }),
        }
    }

    /// Counts one.
    ///
    /// # Errors
    /// There were too many, or too many keys to count.
    pub fn take(&self, key: K, now_ms: i64) -> Result<(), TooOften> {
        let now_us = now_ms.saturating_mul(1_000);
        let cost_us = cost_us(self.per_minute);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.free_at_us.len() >= self.keys && !counts.free_at_us.contains_key(&key) {
            if now_us.saturating_sub(counts.swept_at_us) >= SWEEP_EVERY_US {
                counts.swept_at_us = now_us;
                counts.free_at_us.retain(|_, free_at| *free_at > now_us);
            }
            if counts.free_at_us.len() >= self.keys {
                return match self.when_full {
                    WhenFull::Refuse => Err(TooOften::after(cost_us.max(SWEEP_EVERY_US))),
                    WhenFull::Pass => Ok(()),
                };
            }
        }
        let free_at = counts.free_at_us.entry(key).or_insert(now_us);
        let next = (*free_at).max(now_us) + cost_us;
        let over = next - now_us - MINUTE_US;
        if over > 0 {
            return Err(TooOften::after(over));
        }
        *free_at = next;
        Ok(())
    }
}

impl TooOften {
    /// With so long to wait, in microseconds; told in whole seconds, one at least.
    pub fn after(wait_us: i64) -> Self {
        let seconds = wait_us.max(1).saturating_add(999_999) / 1_000_000;
        Self {
            wait_seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
        }
    }
}

/// What one of so many a minute takes of it, in microseconds.
pub fn cost_us(per_minute: u32) -> i64 {
    (MINUTE_US / i64::from(per_minute.max(1))).max(1)
}

/// One household has one IPv4 address, or 64 bits of IPv6.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(
            address.to_bits() & !u128::from(u64::MAX),
        )),
        address @ IpAddr::V4(_) => address,
    }
}

/// How often requests may come, opened sockets among them: from an address, of a person, of an organisation. Each node counts for itself.
pub struct Requests {
    addresses: Rate<IpAddr>,
    actors: Rate<ActorId>,
    organisations: Rate<OrganisationId>,
    /// Of addresses, for what anybody may check.
    verifications: Rate<IpAddr>,
}

impl Requests {
    /// By the settings.
    pub fn new(limits: &Limits) -> Self {
        let keys = limits.requests_counted;
        Self {
            addresses: Rate::new(limits.requests_per_minute_of_address, keys, WhenFull::Pass),
            actors: Rate::new(limits.requests_per_minute_of_person, keys, WhenFull::Pass),
            organisations: Rate::new(
                limits.requests_per_minute_of_organisation,
                keys,
                WhenFull::Pass,
            ),
            verifications: Rate::new(
                limits.verifications_per_minute_of_address,
                keys,
                WhenFull::Pass,
            ),
        }
    }

    /// Counts a request of an address, before anybody knows who makes it.
    ///
    /// # Errors
    /// `too_many_requests`, with the time to wait.
    pub fn of_address(&self, address: IpAddr, now_ms: i64) -> Result<()> {
        self.addresses
            .take(network(address), now_ms)
            .map_err(|over| refused("address", over))
    }

    /// Counts a request of an address for a certificate, beside all that it makes.
    ///
    /// # Errors
    /// How long to wait.
    pub fn of_verifier(&self, address: IpAddr, now_ms: i64) -> std::result::Result<(), TooOften> {
        let taken = self.verifications.take(network(address), now_ms);
        if taken.is_err() {
            metrics::counter!("imprimatur_http_limited_total", "whose" => "verifier").increment(1);
        }
        taken
    }

    /// Counts a request of somebody with a session, or of a guest.
    ///
    /// # Errors
    /// As above.
    pub fn of_caller(
        &self,
        organisation: OrganisationId,
        actor: ActorId,
        now_ms: i64,
    ) -> Result<()> {
        self.actors
            .take(actor, now_ms)
            .map_err(|over| refused("person", over))?;
        self.organisations
            .take(organisation, now_ms)
            .map_err(|over| refused("organisation", over))
    }
}

/// The refusal of who is over a rate; `whose` says whose it was.
fn refused(whose: &'static str, over: TooOften) -> Error {
    metrics::counter!("imprimatur_http_limited_total", "whose" => whose).increment(1);
    too_often(
        format!("There were too many requests of one {whose} within a minute. Wait a moment."),
        over,
    )
}

/// `too_many_requests`, with the time to wait.
pub fn too_often(message: String, over: TooOften) -> Error {
    Error::new(Kind::TooMany, ErrorCode::TooManyRequests, message).retry_after(over.wait_seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE_MS: i64 = 60_000;

    #[test]
    fn a_minutes_worth_passes_and_comes_back_with_time() {
        let rate = Rate::new(60, 10, WhenFull::Refuse);
        let passed = |key, now_ms| (0..100).filter(|_| rate.take(key, now_ms).is_ok()).count();
        assert_eq!(passed("a", 0), 60);
        assert_eq!(passed("a", 5_000), 5);
        assert_eq!(rate.take("a", 5_000), Err(TooOften { wait_seconds: 1 }));
        assert_eq!(passed("b", 5_000), 60, "others are not held back");
        let slow = Rate::new(1, 10, WhenFull::Refuse);
        assert_eq!(slow.take("a", 0), Ok(()));
        assert_eq!(slow.take("a", 18_500), Err(TooOften { wait_seconds: 42 }));
    }

    #[test]
    fn high_rates_are_exact() {
        let rate = Rate::new(90_000, 1, WhenFull::Refuse);
        let passed = (0..100_000).filter(|_| rate.take((), 0).is_ok()).count();
        assert!((90_000..90_100).contains(&passed), "{passed}");
    }

    #[test]
    fn memory_is_bounded_and_who_is_new_then_is_refused_or_passes() {
        let refusing = Rate::new(1, 2, WhenFull::Refuse);
        let passing = Rate::new(1, 2, WhenFull::Pass);
        for rate in [&refusing, &passing] {
            assert!(rate.take("a", 0).is_ok());
            assert!(rate.take("a", 0).is_err());
            assert!(rate.take("b", 0).is_ok());
        }
        assert!(refusing.take("c", 0).is_err(), "no room to count");
        assert!(passing.take("c", 0).is_ok(), "not counted");
        assert!(passing.take("c", 0).is_ok());
        assert!(passing.take("a", 0).is_err(), "counted on");
        for rate in [&refusing, &passing] {
            assert_eq!(rate.counts.lock().unwrap().free_at_us.len(), 2);
            assert!(rate.take("c", MINUTE_MS).is_ok(), "room again");
            assert!(rate.take("c", MINUTE_MS).is_err());
        }
    }

    #[test]
    fn a_network_counts_as_one() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(network("2001:db8::1"), network("2001:db8::2"));
        assert_ne!(network("2001:db8::1"), network("2001:db8:1::"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
        assert_eq!(network("192.0.2.1"), network("::ffff:192.0.2.1"));
    }
}
