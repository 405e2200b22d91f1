//! Reading the journal: rows that other nodes have written and the bus has not brought (SPEC N1).

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};

use super::{GRACE, Row};
use crate::collab::journal::Since;
use crate::collab::metrics;
use crate::collab::room::commit::wait;
use crate::collab::room::{Room, SessionKey};
use crate::error::{Error, Result, describe};

/// How long a reading may take, and longer with each that failed before: people wait for what others wrote, and where the network swallows a
/// statement, another connection mostly answers at once. It changes nothing, so it may be given up while it runs; but that costs its connection,
/// so a database that is only slow is given more time with each try.
const READ_WITHIN: Duration = Duration::from_secs(3);
const READ_TIMES_MOST: u32 = 4;

impl Room {
    /// Reads the journal soon.
    pub(in crate::collab::room) fn read_journal_within(&mut self, wait: Duration) {
        if let Some(neighbours) = &mut self.neighbours {
            neighbours.read_within(wait);
        }
    }

    pub(super) fn read_journal(&mut self) {
        let Some(neighbours) = &mut self.neighbours else {
            return;
        };
        if neighbours.reading.is_some() {
            return;
        }
        neighbours.read_at = None;
        if self.reloading.is_some() {
            // What is loaded holds all that is on disk, and is followed by a reading.
            return;
        }
        neighbours.begun += 1;
        let (reply, read) = oneshot::channel();
        let (journal, place, after) = (self.ground.journal.clone(), self.place, self.head);
        let within = READ_WITHIN * (neighbours.failures + 1).min(READ_TIMES_MOST);
        tokio::spawn(async move {
            let since = timeout(within, journal.since(place, after)).await;
            let since = since.unwrap_or_else(|cause| {
                Err(Error::unavailable("The database does not answer.").caused_by(cause))
            });
            // The room may have ended meanwhile.
            let _ = reply.send(since);
        });
        neighbours.reading = Some(read);
    }

    pub(super) fn has_read(&mut self, read: Option<Result<Since>>) {
        let head = self.head;
        let Some(neighbours) = &mut self.neighbours else {
            return;
        };
        neighbours.reading = None;
        let Some(read) = read else {
            neighbours.read_within(GRACE);
            return;
        };
        match read {
            Ok(Since::Gone) => self.gone.cancel(),
            Ok(Since::Folded) => {
                neighbours.failures = 0;
                self.start_over("rows that this room has not read were folded");
            }
            Ok(Since::Rows {
                rows,
                clients,
                more,
            }) => {
                metrics::rows_read(rows.len());
                // They are bound on disk, whatever row it was with.
                self.settle_ids(Some(&clients));
                self.clients.extend(clients);
                let Some(neighbours) = &mut self.neighbours else {
                    return;
                };
                neighbours.failures = 0;
                for (number, row) in rows {
                    if number > head {
                        let clients = Vec::new();
                        neighbours
                            .ahead
                            .entry(number)
                            .or_insert(Row::Theirs { row, clients });
                    }
                }
                if more {
                    neighbours.read_within(Duration::ZERO);
                } else {
                    neighbours.ended = neighbours.begun;
                    neighbours.compared_at = Instant::now();
                }
                self.advance();
                self.release();
            }
            Err(cause) => {
                let wait = wait(neighbours.failures, &self.ground.clock);
                neighbours.failures = neighbours.failures.saturating_add(1);
                neighbours.read_within(wait);
                let waits: Vec<SessionKey> = neighbours.parked.iter().map(|it| it.key).collect();
                let cause = describe(&cause);
                tracing::warn!(
                    draft.id = %self.place.draft, error.cause = %cause,
                    "what other nodes have written to {} could not be read: {cause}", self.place.draft
                );
                for key in waits {
                    self.tell_unsaved(key);
                }
            }
        }
    }

    /// The draft is loaded anew: rows that waited are in it. What is told of them was told.
    pub(in crate::collab::room) fn forget_rows(&mut self) {
        let Some(neighbours) = &mut self.neighbours else {
            return;
        };
        neighbours.reading = None;
        neighbours.read_at = None;
        let landed = neighbours.take_up_to(u64::MAX - 1);
        self.settle(&landed);
    }

    /// The draft was loaded anew: rows that came meanwhile are in it, or follow on it. What waited is judged after one more reading.
    pub(in crate::collab::room) fn read_again(&mut self) {
        let head = self.head;
        if let Some(neighbours) = &mut self.neighbours {
            let landed = neighbours.take_up_to(head);
            self.settle(&landed);
        }
        self.advance();
        self.read_journal_within(Duration::ZERO);
    }
}
