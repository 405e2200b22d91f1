//! What those here are sent of what was written (U7): encoded once for all who get the same.

use bytes::Bytes;
use imprimatur_crdt::StateVector;
use imprimatur_crdt::scan::{Scan, ScanLimits, scan};
use imprimatur_crdt::splice::join;
use imprimatur_protocol::frame::Message;

use super::{Room, SessionKey};
use crate::collab::metrics;

/// Updates leave as one message up to so many bytes: a message costs its sender, and everybody who gets it, as much as many bytes do.
const JOINED_BYTES: usize = 16 * 1024;

/// An update that is to be shown.
pub(super) struct Shown<'a> {
    pub(super) update: &'a [u8],
    /// Who is not shown it, having written it.
    pub(super) author: Option<SessionKey>,
}

/// One message: updates that follow one another, as one.
pub(super) struct Carrier {
    /// How many updates it carries.
    pub(super) count: usize,
    frame: Bytes,
    length: usize,
}

impl Carrier {
    fn new(update: &[u8], count: usize) -> Self {
        Self {
            count,
            frame: Message::Update(update).write().into(),
            length: update.len(),
        }
    }

    /// What all of its updates say: the last bytes of the message.
    pub(super) fn update(&self) -> &[u8] {
        &self.frame[self.frame.len() - self.length..]
    }
}

/// Updates as the messages that carry them.
pub(super) struct Carried<'a> {
    updates: &'a [Shown<'a>],
    /// How each is built; `None`: it leaves by itself.
    scans: Vec<Option<Scan>>,
    /// For those who have written none of them.
    pub(super) all: Vec<Carrier>,
}

impl<'a> Carried<'a> {
    pub(super) fn new(updates: &'a [Shown<'a>]) -> Self {
        let joins = updates.len() > 1;
        let scan_of = |it: &Shown<'_>| scan(it.update, &ScanLimits::stored()).ok();
        let mut carried = Self {
            updates,
            scans: updates
                .iter()
                .map(|it| joins.then(|| scan_of(it)).flatten())
                .collect(),
            all: Vec::new(),
        };
        carried.all = carried.carriers(|_| true);
        carried
    }

    /// Each in a message of its own.
    pub(super) fn one_by_one(updates: &'a [Shown<'a>]) -> Self {
        Self {
            updates,
            scans: vec![None; updates.len()],
            all: updates
                .iter()
                .map(|it| Carrier::new(it.update, 1))
                .collect(),
        }
    }

    fn carriers(&self, theirs: impl Fn(&Shown<'_>) -> bool) -> Vec<Carrier> {
        let (mut carriers, mut run, mut run_bytes) = (Vec::new(), Vec::new(), 0);
        for (shown, scan) in self.updates.iter().zip(&self.scans) {
            if !theirs(shown) {
                continue;
            }
            let bytes = shown.update.len();
            if run_bytes + bytes > JOINED_BYTES || scan.is_none() {
                carry(&mut run, &mut carriers);
                run_bytes = 0;
            }
            match scan {
                Some(scan) => {
                    run.push((shown.update, scan));
                    run_bytes += bytes;
                }
                None => carriers.push(Carrier::new(shown.update, 1)),
            }
        }
        carry(&mut run, &mut carriers);
        carriers
    }
}

/// Carries a run of updates, in one message where they simply follow each other.
fn carry(run: &mut Vec<(&[u8], &Scan)>, carriers: &mut Vec<Carrier>) {
    let joined = match run.len() {
        0 | 1 => None,
        _ => join(run.iter().copied()),
    };
    match joined {
        Some(joined) => carriers.push(Carrier::new(&joined, run.len())),
        None => carriers.extend(run.iter().map(|(update, _)| Carrier::new(update, 1))),
    }
    run.clear();
}

impl Room {
    /// Sends updates, which the document has taken in, to everybody but their authors, in their order (U7).
    pub(super) fn fan_out(&mut self, updates: &[Shown<'_>]) {
        self.send_out(&Carried::new(updates));
    }

    /// As [`Self::fan_out`]. Whose queue is full is caught up later (U11).
    pub(super) fn send_out(&mut self, carried: &Carried<'_>) {
        let updates = carried.updates;
        let mut sent = 0;
        for (key, member) in &mut self.members {
            let is_own = |it: &Shown<'_>| it.author == Some(*key);
            let own = updates.iter().filter(|it| is_own(it)).count();
            if own == updates.len() {
                continue;
            }
            sent += updates.len() - own;
            let apart = (own > 0).then(|| carried.carriers(|it| !is_own(it)));
            let carriers = apart.as_ref().unwrap_or(&carried.all);
            if !member.outbox.push(carriers.iter().map(|it| &it.frame)) {
                member.wants = Some(before(self.replica.vector(), updates));
                tracing::info!(
                    draft.id = %self.place.draft, session.id = %member.who.session,
                    "a session of {} reads too slowly, and is caught up when it reads again", self.place.draft
                );
            }
        }
        metrics::update_sent(sent);
    }
}

/// The state vector of whoever holds all but these updates, which the document has just taken in.
fn before(vector: Option<StateVector>, updates: &[Shown<'_>]) -> Bytes {
    let without = |vector: StateVector, shown: &Shown<'_>| {
        let scan = scan(shown.update, &ScanLimits::stored());
        scan.map(|scan| vector.without(&scan))
    };
    let vector = vector.and_then(|it| updates.iter().try_fold(it, without).ok());
    // Where nothing is known everything is sent.
    vector.unwrap_or_default().encode().into()
}
