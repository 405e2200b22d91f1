//! A designer and a content editor on real Yjs edit one draft at random; exactly what is no text is refused.

#[path = "support/editors.rs"]
mod editors;
mod support;

use std::collections::VecDeque;

use editors::{Editors, hex};
use imprimatur_crdt::held::Verdict;
use imprimatur_crdt::permit::{Forbidden, Permit, Ruling};
use imprimatur_crdt::scan::{ScanLimits, scan};
use imprimatur_crdt::{ClientId, json, starter_state};
use serde_json::json as value;
use support::{Dice, Room};

const DESIGNER: usize = 0;
const CONTENT_EDITOR: usize = 1;
const CLIENTS: [u64; 2] = [4_000_000_000, 77];

fn starter() -> Vec<u8> {
    let layout = value!({
        "pages": [{"id": "front", "size": [210, 297], "elements": [
            {"id": "title", "type": "text", "texts": {"de": [
                {"insert": "Kurs"}, {"insert": "bestätigung 🎓", "attributes": {"weight": 700, "color": "#aa0000"}},
                {"insert": " für "}, {"insert": {"field": "name", "format": "upper"}}]}},
            {"id": "sign", "type": "signature", "signer": {"de": "Rektorin"}},
        ]}],
        "fields": [{"key": "name", "label": {"de": "Name"}}],
        "styles": [{"id": "paper", "kind": "color", "value": "#ffffff"}],
    });
    starter_state(&json::from_json(&layout).expect("a readable starter"))
}

/// What the room does with an update, and its permit.
struct Door {
    room: Room,
    permit: Permit,
}

#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Taken,
    Nothing,
    Refused(Forbidden),
    /// Only because of formats, of which characters that others put there meanwhile are set.
    LooksChange,
}

impl Door {
    fn history(&self) -> Vec<Vec<u8>> {
        let state = self.room.document.encode_state();
        let in_flight = self.room.in_flight.iter().cloned();
        std::iter::once(state).chain(in_flight).collect()
    }

    fn judge(&self, permit: &Permit, update: &[u8], author: u64) -> Outcome {
        let scanned = scan(update, &ScanLimits::default()).expect("stock updates scan");
        let held = &self.room.held;
        let placed = permit.place(update, &scanned, held).expect("no circle");
        let own = |client: ClientId| client.get() == author;
        match permit.judge(&placed, held, own) {
            Err(forbidden) => Outcome::Refused(forbidden),
            Ok(Ruling::Allowed) => Outcome::Taken,
            Ok(Ruling::Formats(formats)) => {
                let history = self.history();
                let history = history.iter().map(Vec::as_slice);
                match permit.looks_stay(&formats, history, &placed) {
                    true => Outcome::Taken,
                    false => Outcome::LooksChange,
                }
            }
        }
    }

    fn receive(&mut self, update: &[u8], content_editor: Option<u64>) -> Outcome {
        let scanned = scan(update, &ScanLimits::default()).expect("stock updates scan");
        match self.room.held.check(&scanned).expect("stock updates fit") {
            Verdict::Nothing => return Outcome::Nothing,
            Verdict::Gap => panic!("nothing is lost here"),
            Verdict::New { .. } => {}
        }
        if let Some(author) = content_editor {
            let outcome = self.judge(&self.permit, update, author);
            self.agrees_with_one_read_anew(update, author, &outcome);
            if outcome != Outcome::Taken {
                return outcome;
            }
        }
        let placed = self.permit.place(update, &scanned, &self.room.held);
        self.permit.take(placed.expect("no circle").into_taken());
        assert!(self.room.receive(update));
        Outcome::Taken
    }

    /// The permit that has followed every update judges as one that is made from what is held.
    fn agrees_with_one_read_anew(&self, update: &[u8], author: u64, outcome: &Outcome) {
        let history = self.history();
        let anew = Permit::read(history.iter().map(Vec::as_slice)).expect("its own state scans");
        let theirs = self.judge(&anew, update, author);
        // The one made anew doesn't know what has been deleted, so it lets less be put back.
        let forgot = matches!(&theirs, Outcome::Refused(why)
            if why.to_string().contains("a format") || why.to_string().contains("not declared"));
        // It also sees less of what is deleted, and what comes into that is nothing.
        let agree = *outcome != Outcome::Taken || theirs == Outcome::Taken || forgot;
        assert!(agree, "{outcome:?}, made anew: {theirs:?}");
    }
}

/// How often each outcome came.
#[derive(Debug, Default)]
struct Tally {
    taken: usize,
    refused: usize,
    looks: usize,
}

/// `behind`: the content editor does not see every edit of the designer before it edits.
fn edit_together(editors: &mut Editors, seed: u64, steps: usize, behind: bool, tally: &mut Tally) {
    println!("seed {seed}");
    let mut dice = Dice::new(seed);
    let starter = starter();
    let room = Room::new(&starter);
    let permit = Permit::read([&starter[..]]).expect("a starter scans");
    let mut door = Door { room, permit };
    for who in [DESIGNER, CONTENT_EDITOR] {
        editors.ask(&format!("new {who} {} {}", CLIENTS[who], hex(&starter)));
    }
    let mut inboxes: [VecDeque<Vec<u8>>; 2] = Default::default();
    let mut stranger = 1_000;
    for _ in 0..steps {
        let roll = dice.below(1 << 31);
        let act = dice.below(12);
        if !behind && act >= 3 {
            for who in [DESIGNER, CONTENT_EDITOR] {
                hear(editors, &mut inboxes, who);
            }
        }
        match act {
            0..3 => {
                for update in editors.updates(&format!("edit {DESIGNER} {roll}")) {
                    let outcome = door.receive(&update, None);
                    assert!(matches!(outcome, Outcome::Taken | Outcome::Nothing));
                    inboxes[CONTENT_EDITOR].push_back(update);
                }
            }
            3..9 => {
                for update in editors.updates(&format!("texts {CONTENT_EDITOR} {roll}")) {
                    if !bring(&mut door, &update, behind, tally) {
                        // It begins again, as a client does whose edits were refused.
                        return;
                    }
                    inboxes[DESIGNER].push_back(update);
                }
            }
            // Behind the others much of it has no effect any more, and is let pass.
            9 if !behind => {
                stranger += 1;
                let trespass = format!("trespass {CONTENT_EDITOR} {stranger} {roll}");
                for update in editors.updates(&trespass) {
                    let outcome = door.receive(&update, Some(stranger));
                    let refused = matches!(outcome, Outcome::Refused(_));
                    assert!(refused, "{outcome:?}: {}", hex(&update));
                    tally.refused += 1;
                }
            }
            10 => _ = door.room.commit(),
            _ => {
                let who = dice.below(2);
                hear(editors, &mut inboxes, who);
            }
        }
    }
    door.room.commit();
    door.room.check();
}

/// True when it was taken.
fn bring(door: &mut Door, update: &[u8], behind: bool, tally: &mut Tally) -> bool {
    match door.receive(update, Some(CLIENTS[CONTENT_EDITOR])) {
        Outcome::Taken | Outcome::Nothing => {
            tally.taken += 1;
            true
        }
        Outcome::LooksChange if behind => {
            tally.looks += 1;
            false
        }
        Outcome::Refused(why) if behind && why.to_string().contains("in the place of another") => {
            false
        }
        other => panic!("{other:?}: {}", hex(update)),
    }
}

/// An editor hears what was said. Yjs tidies up formats then, which is an edit that goes out with its next one.
fn hear(editors: &mut Editors, inboxes: &mut [VecDeque<Vec<u8>>; 2], who: usize) {
    while let Some(update) = inboxes[who].pop_front() {
        editors.ask(&format!("apply {who} {}", hex(&update)));
    }
}

#[test]
fn r9_exactly_what_is_no_text_is_refused() {
    let mut editors = Editors::start();
    let mut tally = Tally::default();
    for seed in 0..60 {
        edit_together(&mut editors, seed, 150, false, &mut tally);
    }
    println!("{tally:?}");
    assert!(tally.taken > 500 && tally.refused > 200, "{tally:?}");
}

#[test]
fn r9_who_edits_behind_the_others_is_refused_only_for_looks() {
    let mut editors = Editors::start();
    let mut tally = Tally::default();
    for seed in 100..160 {
        edit_together(&mut editors, seed, 150, true, &mut tally);
    }
    println!("{tally:?}");
    assert!(tally.taken > 500, "{tally:?}");
}
