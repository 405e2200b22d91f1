//! A simulation of several nodes, seed by seed: the real rooms, journals and presence in one process and on one thread, on a
//! database and a bus that fail, wait, lose, repeat and reorder; clients with real documents; nodes that crash, stand still and start
//! anew. Time is simulated too, so that minutes pass in milliseconds and the same seed does (nearly) the same again.
//!
//! While a run lasts, everything that anybody is shown or told is held against a witness of what is on disk. In the end the weather is
//! fine, and everybody must come to hold the same.
//!
//! `SIM_SEED=7 cargo nextest run -p imprimatur --lib sim` runs one seed and tells its steps. This folder belongs to the tests of the
//! server's library, because it looks inside its rooms.

mod dice;
mod layout;
mod line;
mod node;
mod peer;
mod plan;
mod run;
mod sky;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use self::plan::Plan;

/// Seeds that once failed. They are run always, first of all.
const FAILED_ONCE: [u64; 23] = [
    20, 37, 60, 61, 92, 360, 809, 969, 1_441, 2_536, 2_778, 3_569, 5_647, 6_289, 7_187, 10_129,
    10_162, 11_474, 12_057, 13_052, 14_436, 18_911, 18_970,
];

/// How many seeds are run, and how many in a soak.
const SEEDS: u64 = 300;
const SOAK_SEEDS: u64 = 20_000;

/// So many failures are told; the rest would be the same again.
const TOLD: usize = 5;

thread_local! {
    /// What panicked on this thread: a room that fails comes back, and would hide it.
    static PANICS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Runs a seed.
///
/// # Errors
/// What is not in order, with the seed and its steps.
fn run_seed(seed: u64) -> Result<(), String> {
    let plan = Plan::draw(seed);
    PANICS.take();
    let ended = catch_unwind(AssertUnwindSafe(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .expect("a runtime");
        let ended = runtime.block_on(run::run(seed, &plan));
        runtime.shutdown_background();
        ended
    }));
    let panics = PANICS.take();
    let why = match ended {
        Ok(Ok(())) if panics.is_empty() => return Ok(()),
        Ok(Err(why)) => why,
        Ok(Ok(())) | Err(_) => "something panicked".to_owned(),
    };
    let panics = panics.join("\n  ");
    Err(format!("seed {seed}: {why}\n  {panics}\n{plan:#?}"))
}

#[test]
fn every_seed_converges_and_loses_nothing() {
    std::panic::set_hook(Box::new(|panic| {
        PANICS.with_borrow_mut(|all| all.push(panic.to_string()));
    }));
    let one = std::env::var("SIM_SEED")
        .ok()
        .map(|it| it.parse().expect("SIM_SEED is a number"));
    let last = match std::env::var("IMPRIMATUR_SOAK") {
        Ok(_) => SOAK_SEEDS,
        Err(_) => SEEDS,
    };
    let seeds: Vec<u64> = match one {
        Some(seed) => vec![seed],
        None => FAILED_ONCE.into_iter().chain(0..last).collect(),
    };
    let (next, failures) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let index = usize::try_from(next.fetch_add(1, Ordering::SeqCst)).expect("fits");
                    let Some(seed) = seeds.get(index) else { return };
                    if let Err(failure) = run_seed(*seed) {
                        let mut failures = failures.lock().unwrap_or_else(PoisonError::into_inner);
                        failures.push((*seed, failure));
                    }
                }
            });
        }
    });
    drop(std::panic::take_hook());
    let failures = failures
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    for (_, failure) in failures.iter().take(TOLD) {
        eprintln!("{failure}\n");
    }
    let failed: Vec<u64> = failures.iter().map(|(seed, _)| *seed).collect();
    assert!(
        failed.is_empty(),
        "{} of {} seeds failed; run one with SIM_SEED: {failed:?}",
        failed.len(),
        seeds.len()
    );
}
