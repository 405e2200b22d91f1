//! Honest updates with bytes flipped, cut and spliced: nothing panics, what scans decodes, what is admitted applies.

mod support;

use imprimatur_crdt::held::Verdict;
use imprimatur_crdt::scan::{ScanLimits, scan};
use imprimatur_crdt::{Document, StateVector};
use proptest::prelude::*;
use support::{Dice, Replica, Room};
use yrs::Update;
use yrs::updates::decoder::Decode;

/// Single updates and whole states of a random session.
fn updates(seed: u64) -> Vec<Vec<u8>> {
    let mut dice = Dice::new(seed);
    let mut replica = Replica::new(1_000, &[0, 0]);
    for _ in 0..60 {
        replica.edit(&mut dice);
    }
    let mut updates: Vec<Vec<u8>> = replica.outbox.lock().unwrap().drain(..).collect();
    updates.push(replica.state());
    updates
}

fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len());
        match dice.below(6) {
            0 => bytes[at] ^= 1 << dice.below(8),
            1 => bytes[at] = dice.below(256) as u8,
            2 => bytes[at] = dice.pick(&[0, 1, 10, 0x7f, 0x80, 0xff, 116, 117, 118, 119]),
            3 => bytes.truncate(at.max(1)),
            4 => bytes.insert(at, dice.below(256) as u8),
            _ => {
                let from = dice.below(bytes.len());
                let piece = bytes[from..(from + dice.below(12)).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
}

/// How many of the damaged updates scanned, and how many were taken.
///
/// Every few rounds the room starts afresh and takes some honest updates, so that damaged ones have something to build on.
fn attack(seed: u64, rounds: usize) -> (usize, usize) {
    let honest = updates(seed);
    let mut dice = Dice::new(!seed);
    let mut room = Room::new(&[0, 0]);
    let (mut scanned, mut taken) = (0, 0);
    for round in 0..rounds {
        if round % 25 == 0 {
            reads_again(&room);
            room = Room::new(&[0, 0]);
            for update in &honest[..dice.below(honest.len() - 1)] {
                room.receive(update);
            }
            room.commit();
        }
        // Most of the time what comes next, when it was not damaged.
        let next = honest.len().min(room.accepted + 1 + dice.below(3)) - 1;
        let mut bytes = if dice.chance(70) {
            honest[next].clone()
        } else {
            dice.pick(&honest)
        };
        damage(&mut bytes, &mut dice);
        _ = StateVector::decode(&bytes);
        _ = room.document.diff(&bytes);
        let Ok(mut scanned_as) = scan(&bytes, &ScanLimits::default()) else {
            continue;
        };
        scanned += 1;
        if let Err(error) = Update::decode_v1(&bytes) {
            panic!("scanned, but yrs says {error}: {bytes:?}");
        }
        if let Some(trimmed) = room.held.trim(&bytes, &scanned_as).expect("yrs reads it") {
            bytes = trimmed;
            scanned_as = scan(&bytes, &ScanLimits::default()).expect("what was cut scans");
        }
        if let Ok(Verdict::New { .. }) = room.held.check(&scanned_as) {
            let straight = room.held.straighten(&bytes, &scanned_as);
            if let Some(straight) = straight.expect("it scanned") {
                bytes = straight;
                scanned_as = scan(&bytes, &ScanLimits::default()).expect("it is shorter");
            }
            taken += 1;
            room.held.admit(&scanned_as);
            let applied = room
                .document
                .apply(&bytes)
                .unwrap_or_else(|error| panic!("{error}: {bytes:?}"));
            room.held.learn(&applied);
            assert_eq!(
                room.held.state_vector(),
                room.document.state_vector(),
                "{bytes:?}"
            );
        }
    }
    reads_again(&room);
    (scanned, taken)
}

fn reads_again(room: &Room) {
    let state = room.document.encode_state();
    let again = Document::from_state(&state).unwrap_or_else(|error| panic!("{error}: {state:?}"));
    assert_eq!(again.layout(), room.document.layout());
    assert_eq!(again.state_vector(), room.document.state_vector());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_updates_do_no_harm(seed: u64) {
        attack(seed, 400);
    }
}

#[test]
fn some_damage_is_well_formed_and_taken() {
    let (scanned, taken) = attack(1, 5_000);
    println!("of 5,000 damaged updates {scanned} scanned and {taken} were taken");
    assert!(
        scanned > 500 && taken > 100,
        "{scanned} scanned, {taken} taken"
    );
}

/// The long run: `IMPRIMATUR_SOAK=1 cargo test -p imprimatur-crdt --release --test hostile`.
#[test]
fn soak() {
    if std::env::var_os("IMPRIMATUR_SOAK").is_none() {
        return;
    }
    let (mut scanned, mut taken) = (0, 0);
    for seed in 0..2_000 {
        let (more_scanned, more_taken) = attack(seed, 500);
        scanned += more_scanned;
        taken += more_taken;
    }
    println!("of 1,000,000 damaged updates {scanned} scanned and {taken} were taken");
}
