//! What is counted of editing together, and the trace of one edit.

use std::sync::LazyLock;
use std::time::Instant;

use imprimatur_crdt::scan::Scan;
use imprimatur_protocol::{Close, ErrorCode};
use metrics::Counter;
use tracing::Span;

use super::outbox::Waiting;

/// Looked up once: these are counted with every edit.
static RECEIVED: LazyLock<Counter> =
    LazyLock::new(|| metrics::counter!("imprimatur_updates_received_total"));
static SENT: LazyLock<Counter> =
    LazyLock::new(|| metrics::counter!("imprimatur_updates_sent_total"));

/// A client brought an update that scans.
pub(super) fn update_received() {
    RECEIVED.increment(1);
}

/// An update was meant for so many sessions.
pub(super) fn update_sent(sessions: usize) {
    SENT.increment(u64::try_from(sessions).unwrap_or(u64::MAX));
}

/// An update was refused whole, and its session goes on.
pub(super) fn update_refused(code: ErrorCode) {
    metrics::counter!("imprimatur_updates_refused_total", "code" => code.as_str()).increment(1);
}

/// A socket was closed by this side.
pub(super) fn closed(close: Close) {
    metrics::counter!("imprimatur_sockets_closed_total", "reason" => close.reason()).increment(1);
}

/// Why somebody or something is behind and catches up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CatchUp {
    /// A client brought an update that rests on what is not here, and was asked for it.
    Client,
    /// A session that read too slowly was sent one difference instead of what it missed.
    Session,
    /// A room read rows of other nodes from the journal.
    Journal,
    /// A room threw away what it held, and loaded its draft anew.
    Reload,
}

/// Somebody or something catches up.
pub(super) fn catches_up(why: CatchUp) {
    let why = match why {
        CatchUp::Client => "client",
        CatchUp::Session => "session",
        CatchUp::Journal => "journal",
        CatchUp::Reload => "reload",
    };
    metrics::counter!("imprimatur_catch_ups_total", "what" => why).increment(1);
}

/// A room has read so many rows of other nodes.
pub(super) fn rows_read(rows: usize) {
    if rows > 0 {
        catches_up(CatchUp::Journal);
    }
}

/// A group commit has ended.
pub(super) fn committed(started: Instant, is_written: bool) {
    metrics::histogram!("imprimatur_commit_seconds",
        "outcome" => if is_written { "written" } else { "failed" })
    .record(started.elapsed());
}

/// A tail of the journal was folded, or was not.
pub(super) fn folded(is_done: bool) {
    metrics::counter!("imprimatur_folds_total", "outcome" => if is_done { "done" } else { "failed" })
        .increment(1);
}

/// So many drafts can only be read.
pub(super) fn damaged(drafts: usize) {
    metrics::gauge!("imprimatur_drafts_damaged").set(drafts as f64);
}

/// What is open on this node now, and what waits.
pub(super) struct Open {
    pub(super) rooms: usize,
    pub(super) sessions: usize,
    /// Batches that wait for the journal.
    pub(super) journal: usize,
    /// Messages that wait for rooms, all together.
    pub(super) rooms_queue: usize,
    /// What waits for sockets, all together.
    pub(super) sessions_queue: Waiting,
}

/// Shows it.
pub(super) fn observe(open: &Open) {
    metrics::gauge!("imprimatur_rooms").set(open.rooms as f64);
    metrics::gauge!("imprimatur_sessions").set(open.sessions as f64);
    metrics::gauge!("imprimatur_journal_queue").set(open.journal as f64);
    metrics::gauge!("imprimatur_rooms_queue").set(open.rooms_queue as f64);
    metrics::gauge!("imprimatur_sessions_queue").set(open.sessions_queue.frames as f64);
    metrics::gauge!("imprimatur_sessions_queue_bytes").set(open.sessions_queue.bytes as f64);
}

/// The trace of one edit: from its socket until it is saved and shown. An answer that brings nothing has none. Of a level that is written to collectors only, and costs
/// nothing without one.
pub(super) fn edit(scan: &Scan, bytes: usize) -> Span {
    if scan.is_empty() {
        return Span::none();
    }
    tracing::trace_span!(target: "imprimatur::edit", parent: None, "edit", update.bytes = bytes)
}

/// The spans of these edits that are written somewhere.
pub(super) fn traced<'a>(spans: impl Iterator<Item = &'a Span>) -> Vec<Span> {
    spans.filter(|span| !span.is_disabled()).cloned().collect()
}

/// A commit, in the trace of each of its edits, while what is given back lives.
pub(super) fn commits<'a>(edits: impl Iterator<Item = &'a Span>) -> Vec<Span> {
    edits
        .map(|edit| tracing::trace_span!(target: "imprimatur::edit", parent: edit, "commit"))
        .collect()
}

/// Handing an edit to the bus, in its trace, while what is given back lives.
pub(super) fn announces<'a>(edits: impl Iterator<Item = &'a Span>) -> Vec<Span> {
    edits
        .filter(|edit| !edit.is_disabled())
        .map(|edit| tracing::trace_span!(target: "imprimatur::edit", parent: edit, "bus"))
        .collect()
}
