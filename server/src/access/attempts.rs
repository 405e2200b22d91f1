//! How often sign-ins may be tried from one network, over all nodes together: whoever guesses gets no more tries from more nodes, nor from
//! a node that starts anew. The workspace counts; each node counts for itself before, so that a flood from one place asks no database.

use std::net::IpAddr;

use super::store;
use crate::config::Limits;
use crate::error::Result;
use crate::platform::Platform;
use crate::rate::{MINUTE_US, Rate, TooOften, WhenFull, cost_us, network, too_often};

/// What is told when so many networks are counted that there is no room for another one.
const ROOM_AGAIN_US: i64 = 1_000_000;

/// No row reaches further into the future by clocks that agree. Those that do are of a clock that was wrong.
const LATEST_US: i64 = 2 * MINUTE_US;

/// Counts sign-ins.
pub(super) struct Attempts {
    here: Rate<IpAddr>,
    cost_us: i64,
    networks: i64,
}

impl Attempts {
    /// By the settings.
    pub(super) fn new(limits: &Limits) -> Self {
        let networks = limits.sign_in_addresses;
        Self {
            here: Rate::new(limits.sign_ins_per_minute, networks, WhenFull::Refuse),
            cost_us: cost_us(limits.sign_ins_per_minute),
            networks: i64::try_from(networks).unwrap_or(i64::MAX),
        }
    }

    /// Counts one, whatever becomes of it.
    ///
    /// # Errors
    /// `too_many_requests`, with the time to wait; or the database cannot be asked.
    pub(super) async fn take(&self, platform: &Platform, client: IpAddr) -> Result<()> {
        let client = network(client);
        let now_ms = platform.clock.now_ms();
        self.here.take(client, now_ms).map_err(refused)?;
        match self.wait_us(platform, client, now_ms).await? {
            None => Ok(()),
            Some(wait_us) => Err(refused(TooOften::after(wait_us))),
        }
    }

    /// Counts one on all nodes. Gives how long to wait, when it is one too many.
    async fn wait_us(
        &self,
        platform: &Platform,
        client: IpAddr,
        now_ms: i64,
    ) -> Result<Option<i64>> {
        let now_us = now_ms.saturating_mul(1_000);
        let network = client.to_string();
        let mut tx = platform.db.begin().await?;
        let mut has_room = store::networks_counted(&mut tx).await? < self.networks;
        if !has_room {
            store::forget_sign_ins(&mut tx, now_us, now_us + LATEST_US).await?;
            has_room = store::networks_counted(&mut tx).await? < self.networks
                || store::is_counted(&mut tx, &network).await?;
        }
        let wait_us = if has_room {
            store::count_sign_in(&mut tx, &network, now_us, self.cost_us, MINUTE_US)
                .await?
                .map(|free_at_us| free_at_us + self.cost_us - MINUTE_US - now_us)
        } else {
            Some(ROOM_AGAIN_US)
        };
        tx.commit().await?;
        Ok(wait_us)
    }
}

/// Deletes the counts of those who may try as often as anybody again. Gives how many.
pub(super) async fn forget(platform: &Platform) -> Result<u64> {
    let now_us = platform.clock.now_ms().saturating_mul(1_000);
    let mut tx = platform.db.begin().await?;
    let forgotten = store::forget_sign_ins(&mut tx, now_us, now_us + LATEST_US).await?;
    tx.commit().await?;
    Ok(forgotten)
}

fn refused(over: TooOften) -> crate::error::Error {
    too_often(
        "There were too many sign-ins from this address. Try again in a minute.".to_owned(),
        over,
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn address(number: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, number])
    }

    async fn passed(
        platform: &Platform,
        nodes: &[Attempts],
        client: IpAddr,
        tries: usize,
    ) -> usize {
        let mut passed = 0;
        for node in nodes.iter().cycle().take(tries) {
            match node.take(platform, client).await {
                Ok(()) => passed += 1,
                Err(cause) => assert_eq!(cause.kind(), crate::error::Kind::TooMany),
            }
        }
        passed
    }

    #[tokio::test]
    async fn all_nodes_together_let_no_more_pass_than_one() {
        let (_folder, platform) = Platform::for_test(&["--limit-sign-ins-per-minute=12"]).await;
        let limits = &platform.config.limits;
        let mut nodes: Vec<Attempts> = (0..3).map(|_| Attempts::new(limits)).collect();
        assert_eq!(passed(&platform, &nodes, address(1), 60).await, 12);
        // A node that starts anew has counted nothing itself.
        nodes[0] = Attempts::new(limits);
        assert_eq!(passed(&platform, &nodes, address(1), 9).await, 0);
        assert_eq!(passed(&platform, &nodes, address(2), 9).await, 9);
        platform.clock.advance(Duration::from_secs(10));
        assert_eq!(passed(&platform, &nodes, address(1), 60).await, 2);
        platform.clock.advance(Duration::from_secs(60));
        assert_eq!(forget(&platform).await.unwrap(), 2);
        assert_eq!(passed(&platform, &nodes, address(1), 60).await, 12);
    }

    #[tokio::test]
    async fn rows_are_bounded_and_who_is_counted_already_goes_on() {
        let settings = [
            "--limit-sign-ins-per-minute=6",
            "--limit-sign-in-addresses=2",
        ];
        let (_folder, platform) = Platform::for_test(&settings).await;
        let nodes: Vec<Attempts> = (0..4)
            .map(|_| Attempts::new(&platform.config.limits))
            .collect();
        for number in 1..=2 {
            assert_eq!(passed(&platform, &nodes[..1], address(number), 1).await, 1);
        }
        assert_eq!(passed(&platform, &nodes[1..2], address(3), 1).await, 0);
        assert_eq!(passed(&platform, &nodes[2..3], address(1), 1).await, 1);
        let mut tx = platform.db.begin().await.unwrap();
        assert_eq!(store::networks_counted(&mut tx).await.unwrap(), 2);
        drop(tx);
        platform.clock.advance(Duration::from_secs(30));
        assert_eq!(passed(&platform, &nodes[3..], address(3), 1).await, 1);
    }

    #[tokio::test]
    async fn a_clock_that_was_wrong_locks_nobody_out() {
        let (_folder, platform) = Platform::for_test(&["--limit-sign-ins-per-minute=1"]).await;
        let mut tx = platform.db.begin().await.unwrap();
        let ahead_us = (platform.clock.now_ms() + 3_600_000) * 1_000;
        store::count_sign_in(&mut tx, "192.0.2.1", ahead_us, MINUTE_US, MINUTE_US)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(forget(&platform).await.unwrap(), 1);
        let nodes = [Attempts::new(&platform.config.limits)];
        assert_eq!(passed(&platform, &nodes, address(1), 1).await, 1);
    }
}
