//! Several people edit one draft at random; updates are delayed, lost and sent again. All must end up equal.

mod support;

use imprimatur_crdt::{Document, json, starter_state};
use proptest::prelude::*;
use support::{Dice, Replica, Room};

fn starter() -> Vec<u8> {
    let layout = serde_json::json!({
        "pages": [{"id": "front", "size": [210, 297], "elements": [
            {"id": "title", "type": "text", "texts": {"de": [{"insert": "Kursbestätigung"}]}},
            {"id": "frame", "type": "group", "elements": [{"id": "box", "type": "rectangle", "size": [10, 10]}]},
        ]}],
    });
    starter_state(&json::from_json(&layout).expect("a readable starter"))
}

fn edit_together(seed: u64, people: usize, steps: usize) -> Room {
    let mut dice = Dice::new(seed);
    let starter = starter();
    let mut room = Room::new(&starter);
    let mut replicas: Vec<Replica> = (0..people)
        .map(|n| Replica::new(1_000 + n as u64, &starter))
        .collect();
    for _ in 0..steps {
        let who = dice.below(people);
        match dice.below(10) {
            0..5 => replicas[who].edit(&mut dice),
            5..7 => send(&mut room, &mut replicas, who, &mut dice),
            7 => {
                let updates = room.commit();
                let sent = updates.into_iter();
                for update in sent {
                    for replica in &mut replicas {
                        replica.inbox.push_back(update.clone());
                    }
                }
            }
            _ => {
                if let Some(update) = replicas[who].inbox.pop_front() {
                    replicas[who].receive(&update);
                }
            }
        }
    }
    // Everybody comes back: what each lacks is exchanged.
    for replica in &replicas {
        replica.outbox.lock().unwrap().clear();
        let answer = replica.answer(&room.document.state_vector().encode());
        assert!(room.receive(&answer), "a whole answer is never a gap");
        room.commit();
    }
    room.check();
    let state = room.document.encode_state();
    for replica in &mut replicas {
        replica.receive(&state);
    }
    let expected = Document::from_state(&state)
        .expect("the room's state reads")
        .layout();
    for replica in &replicas {
        assert!(replica.json() == replicas[0].json(), "replicas differ");
        let theirs = Document::from_state(&replica.state()).expect("a replica's state reads");
        assert_eq!(theirs.state_vector(), room.document.state_vector());
        assert_eq!(theirs.layout(), expected);
    }
    // What was read can be written and read again.
    let written = json::to_json(&expected.layout);
    let read =
        json::from_json(&written).unwrap_or_else(|faults| panic!("{faults:#?}\n{written:#}"));
    assert_eq!(
        format!("{:#}", json::to_json(&read)),
        format!("{written:#}")
    );
    assert_eq!(read, expected.layout);
    let again = Document::from_state(&starter_state(&read))
        .expect("our own state reads")
        .layout();
    assert_eq!(
        format!("{:#}", json::to_json(&again.layout)),
        format!("{written:#}")
    );
    room
}

/// Sends what waits, all of it but for what gets lost; after a gap the room asks and is answered.
fn send(room: &mut Room, replicas: &mut [Replica], who: usize, dice: &mut Dice) {
    let waiting: Vec<Vec<u8>> = replicas[who].outbox.lock().unwrap().drain(..).collect();
    for update in waiting {
        if dice.chance(10) {
            continue;
        }
        if !room.receive(&update) {
            let answer = replicas[who].answer(&room.held.state_vector().encode());
            assert!(room.receive(&answer), "the answer to a gap is never a gap");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_edits_converge_whatever_is_lost(seed: u64) {
        edit_together(seed, 3, 150);
    }
}

#[test]
fn five_people_and_a_thousand_steps() {
    let room = edit_together(20_261_122, 5, 3_000);
    assert!(
        room.accepted > 500 && room.gaps > 5,
        "{} accepted, {} gaps",
        room.accepted,
        room.gaps
    );
    assert!(room.joined > 50, "{} joined", room.joined);
    assert!(
        room.spliced > room.decoded,
        "{} spliced, {} decoded",
        room.spliced,
        room.decoded
    );
}
